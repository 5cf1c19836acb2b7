#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/admin.h"

#include "api/conversation_test.h"
#include "base/file.h"
#include "base/num.h"

#include <dirent.h>

/* ---- the client's side of a conversation (testdata/http/README.md) --------------------------------------- */

enum { CALLS_MAX = 64 };

struct client {
    const char *name;
    struct conversation *server;
    struct arena arena;
    struct admin_options options;
    struct admin *admin;
    struct admin_call calls[CALLS_MAX];
    size_t count;
    bool failed;
    struct err err;
    struct buf said;
    int64_t warned;
    char folder[64];
};

static void heard(void *context, const char *sentence)
{
    struct client *c = context;

    buf_put(&c->said, str_of(sentence));
    buf_putc(&c->said, '\n');
    if (conversation_holds(str_of(sentence), STR("trying again")))
        conversation_come_up(c->server);
}

static void was_warned(void *context, const char *sentence)
{
    struct client *c = context;

    c->warned++;
    heard(context, sentence);
}

static int64_t whole_number(str s)
{
    int64_t n = 0;

    assert_true(num_parse_i64(s, &n));
    return n;
}

static double number(str s)
{
    double n = 0;

    assert_true(num_parse_double(s, &n));
    return n;
}

static void on_token(struct client *c, str rest)
{
    c->options.credentials = (struct admin_credentials){ .token = rest };
}

static void on_client(struct client *c, str rest)
{
    struct admin_credentials *k = &c->options.credentials;

    k->token = STR("");
    assert_true(str_cut(rest, ' ', &k->client_id, &k->client_secret));
}

static void on_patience(struct client *c, str rest)
{
    c->options.patience = number(rest);
}

static void on_request_seconds(struct client *c, str rest)
{
    c->options.request_seconds = number(rest);
}

static void on_hurry(struct client *c, str rest)
{
    c->options.hurry = number(rest);
}

static void open_admin(struct client *c)
{
    if (!c->admin && !admin_open(&c->admin, &c->options, &c->err))
        fail_msg("%s: %s", c->name, c->err.msg);
}

/* N [repeatable] [cost C] */
static void on_run(struct client *c, str rest)
{
    str head, words;

    open_admin(c);
    (void)str_cut(rest, ' ', &head, &words);
    c->count = (size_t)whole_number(head);
    bool repeatable = conversation_starts(words, "repeatable", &words);
    bool costs = conversation_starts(str_trim(words), "cost ", &words);
    for (size_t i = 0; i < c->count; i++)
        c->calls[i] = (struct admin_call){ .document = STR("query { shop { id } }"),
                                           .variables = arena_fmt(&c->arena, "{\"n\":%zu}", i),
                                           .cost = costs ? (unsigned)whole_number(words) : 10,
                                           .repeatable = repeatable };
    c->failed = !admin_run(c->admin, c->calls, c->count, &c->err);
}

static void on_want(struct client *c, str rest)
{
    if (c->failed)
        fail_msg("%s: %s", c->name, c->err.msg);
    for (size_t i = 0; i < c->count; i++) {
        const struct admin_call *call = &c->calls[i];
        str outcome = call->outcome == ADMIN_LOST ? STR("lost") : admin_error(call->reply);
        assert_true(call->outcome == ADMIN_LOST || call->reply);
        if (!str_eq(outcome.n ? outcome : STR("answered"), rest))
            fail_msg("%s: call %zu: \"%.*s\"", c->name, i, STR_ARG(outcome));
    }
}

static void on_fails(struct client *c, str rest)
{
    assert_true(c->failed);
    assert_int_equal(c->err.code, ERR_SHOP);
    if (!conversation_holds(str_of(c->err.msg), rest))
        fail_msg("%s: %s", c->name, c->err.msg);
    heard(c, c->err.msg);
    c->failed = false;
}

static void on_wait(struct client *c, str rest)
{
    assert_true(admin_sleep(c->admin, number(rest), &c->err));
}

static void on_until_down(struct client *c, str rest)
{
    (void)rest;
    for (int tries = 0; tries < 10000 && !atomic_load(&c->server->down); tries++)
        assert_true(admin_sleep(c->admin, 1, &c->err));
    assert_true(atomic_load(&c->server->down));
}

static void on_said(struct client *c, str rest)
{
    if (!conversation_holds(buf_str(&c->said), rest))
        fail_msg("%s: \"%.*s\" was not said, but: %.*s", c->name, STR_ARG(rest), STR_ARG(buf_str(&c->said)));
}

static void on_warned(struct client *c, str rest)
{
    assert_int_equal(c->warned, whole_number(rest));
}

static void on_stats(struct client *c, str rest)
{
    struct admin_stats stats = admin_stats(c->admin);
    const struct {
        str name;
        size_t value;
    } values[] = { { STR("requests"), stats.requests },
                   { STR("throttled"), stats.throttled },
                   { STR("retried"), stats.retried },
                   { STR("lost"), stats.lost } };
    str name, n;

    assert_true(str_cut(rest, ' ', &name, &n));
    for (size_t i = 0; i < countof(values); i++)
        if (str_eq(values[i].name, name) && values[i].value != (size_t)whole_number(n))
            fail_msg("%s: %.*s: %zu", c->name, STR_ARG(name), values[i].value);
}

static str file_in(struct client *c, const char *name)
{
    return arena_fmt(&c->arena, "%s/%s", c->folder, name);
}

static void on_upload(struct client *c, str rest)
{
    str path = file_in(c, "variables");
    struct http_part parts[] = { { .name = STR("key"), .value = STR("tmp/1/file.jsonl") },
                                 { .name = STR("file"), .path = path.p } };

    (void)rest;
    open_admin(c);
    assert_true(file_write(path.p, STR("{\"input\":{}}\n"), &c->err));
    str url = arena_fmt(&c->arena, "%s/upload", c->server->url);
    c->count = 0;
    c->failed = !admin_upload(c->admin, url, parts, countof(parts), &c->err);
    assert_int_equal(unlink(path.p), 0);
}

static void on_download(struct client *c, str rest)
{
    str path = file_in(c, "result"), got;
    str url = arena_fmt(&c->arena, "%s/file?signature=canary", c->server->url);

    open_admin(c);
    c->count = 0;
    c->failed = !admin_download(c->admin, url, path.p, &c->err);
    if (!c->failed) {
        assert_true(file_read(path.p, 1 << 20, &got, &c->arena, &c->err));
        assert_true(str_eq(got, rest));
    }
    assert_int_equal(unlink(path.p), 0);
}

static const struct {
    const char *verb;
    void (*carry_out)(struct client *, str rest);
} verbs[] = {
    { "token ", on_token },       { "client ", on_client },
    { "patience ", on_patience }, { "request_seconds ", on_request_seconds },
    { "hurry ", on_hurry },       { "run ", on_run },
    { "want ", on_want },         { "fails ", on_fails },
    { "wait ", on_wait },         { "until down", on_until_down },
    { "said ", on_said },         { "warned ", on_warned },
    { "stats ", on_stats },       { "upload", on_upload },
    { "download", on_download },
};

static void carry_out(struct client *c, str line)
{
    str rest;

    for (size_t i = 0; i < countof(verbs); i++)
        if (conversation_starts(line, verbs[i].verb, &rest)) {
            verbs[i].carry_out(c, str_trim(rest));
            return;
        }
    fail_msg("%s: \"%.*s\" is no line of a client", c->name, STR_ARG(line));
}

static void converse(const char *name, str script)
{
    static struct conversation server;
    struct client c = { .name = name, .server = &server, .said = BUF_INIT(1 << 20) };
    const char *temporary = getenv("TMPDIR");

    (void)snprintf(c.folder, sizeof c.folder, "%s/meibo-http-XXXXXX", temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(c.folder));
    conversation_begin(&server, script);
    c.options = (struct admin_options){ .url = str_of(server.url),
                                        .credentials = { .token = STR("shpat_canary") },
                                        .say = heard,
                                        .warn = was_warned,
                                        .context = &c,
                                        .patience = 100000,
                                        .request_seconds = 3000,
                                        .hurry = 100 };
    for (size_t i = 0; i < server.client_count; i++)
        carry_out(&c, server.client[i]);
    if (c.failed)
        fail_msg("%s: %s", name, c.err.msg);
    admin_close(c.admin);
    conversation_end(&server);
    if (server.failure.n)
        fail_msg("%s: %.*s", name, STR_ARG(server.failure));
    if (conversation_holds(buf_str(&c.said), STR("canary")))
        fail_msg("%s: a secret was said: %.*s", name, STR_ARG(buf_str(&c.said)));
    assert_int_equal(rmdir(c.folder), 0);
    buf_release(&c.said);
    arena_reset(&c.arena);
    arena_reset(&server.arena);
}

static void every_conversation_goes_as_written(void **state)
{
    (void)state;
    DIR *folder = opendir("testdata/http");
    size_t count = 0;

    assert_non_null(folder);
    for (const struct dirent *e = readdir(folder); e; e = readdir(folder)) {
        struct arena a = { 0 };
        struct err err;
        str script;
        if (!str_eq(path_ending(str_of(e->d_name)), STR("txt")))
            continue;
        str path = arena_fmt(&a, "testdata/http/%s", e->d_name);
        assert_true(file_read(path.p, 1 << 20, &script, &a, &err));
        converse(e->d_name, script);
        arena_reset(&a);
        count++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(count > 70);
}

/* ---- what no conversation shows -------------------------------------------------------------------------- */

static void an_address_or_a_token_that_cannot_be_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *url, *token, *id, *why;
    } cases[] = {
        { "http://my-store.myshopify.com", "t", "", "is no shop's address" },
        { "https://my-store.myshopify.com/admin", "t", "", "is no shop's address" },
        { "https://my-store.myshopify.com/", "t", "", "is no shop's address" },
        { "https://user@my-store.myshopify.com", "t", "", "is no shop's address" },
        { "https://my-store.myshopify.com?x", "t", "", "is no shop's address" },
        { "https://my-store.myshopify.com\r\nX: y", "t", "", "is no shop's address" },
        { "my-store", "t", "", "is no shop's address" },
        { "ftp://127.0.0.1", "t", "", "is no shop's address" },
        { "http://127.0.0.1.example.com", "t", "", "is no shop's address" },
        { "https://my-store.myshopify.com", "", "", "needs a token" },
        { "https://my-store.myshopify.com", "", "id", "needs a token" },
        { "https://my-store.myshopify.com", "canary\r\nHost: x", "", "holds characters" },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        struct admin *admin = NULL;
        struct err err = { 0 };
        struct admin_options o = { .url = str_of(cases[i].url) };
        o.credentials.token = str_of(cases[i].token);
        o.credentials.client_id = str_of(cases[i].id);
        assert_false(admin_open(&admin, &o, &err));
        assert_int_equal(err.code, ERR_USAGE);
        if (!strstr(err.msg, cases[i].why))
            fail_msg("%s: %s", cases[i].url, err.msg);
        assert_null(strstr(err.msg, "canary"));
    }
}

static void addresses_of_shops_are_taken(void **state)
{
    (void)state;
    static const char *const urls[] = { "https://my-store.myshopify.com",
                                        "http://127.0.0.1:8080",
                                        "http://localhost:1",
                                        "http://[::1]:99",
                                        "http://127.9.9.9",
                                        "https://example.com:8443" };

    for (size_t i = 0; i < countof(urls); i++) {
        struct admin *admin = NULL;
        struct err err = { 0 };
        struct admin_options o = { .url = str_of(urls[i]), .credentials = { .token = STR("t") } };
        if (!admin_open(&admin, &o, &err))
            fail_msg("%s", err.msg);
        admin_close(admin);
    }
    admin_close(NULL);
}

static volatile sig_atomic_t stop;

static void *stop_soon(void *unused)
{
    (void)unused;
    nanosleep(&(struct timespec){ .tv_nsec = 30000000 }, NULL);
    stop = 1;
    return NULL;
}

/* Opens a client of a server that never answers, stopped after 30 ms. */
static void interrupted(bool (*work)(struct admin *, const char *url, struct err *))
{
    static struct conversation server;
    struct admin *admin;
    struct err err = { 0 };
    pthread_t thread;

    conversation_begin(&server, STR("> \nhang\n"));
    struct admin_options o = { .url = str_of(server.url),
                               .credentials = { .token = STR("t") },
                               .stop = &stop };
    stop = 0;
    assert_true(admin_open(&admin, &o, &err));
    assert_int_equal(pthread_create(&thread, NULL, stop_soon, NULL), 0);
    assert_false(work(admin, server.url, &err));
    assert_int_equal(err.code, ERR_INTERRUPTED);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_false(admin_sleep(admin, 0, &err));
    admin_close(admin);
    conversation_end(&server);
    arena_reset(&server.arena);
}

static bool calls(struct admin *admin, const char *url, struct err *err)
{
    struct admin_call call[3] = { { .document = STR("{ shop { id } }"), .cost = 1 } };

    (void)url;
    call[1] = call[2] = call[0];
    return admin_run(admin, call, countof(call), err);
}

static bool sleeps(struct admin *admin, const char *url, struct err *err)
{
    (void)url;
    return admin_sleep(admin, 1000, err);
}

static bool uploads(struct admin *admin, const char *url, struct err *err)
{
    struct http_part part = { .name = STR("a"), .value = STR("b") };

    return admin_upload(admin, str_of(url), &part, 1, err);
}

static void ctrl_c_ends_every_wait(void **state)
{
    (void)state;
    interrupted(calls);
    interrupted(sleeps);
    interrupted(uploads);
}

static void after_a_failure_the_next_run_hears_its_own_replies(void **state)
{
    (void)state;
    converse("unusable, then not",
             STR("@ run 1\n@ want answered\n@ run 2\n@ fails frozen\n@ run 1\n@ want BAD\n"
                 "> POST\n< 200\n\n{\"data\":{},\"extensions\":{\"cost\":{\"throttleStatus\":"
                 "{\"maximumAvailable\":2000,\"currentlyAvailable\":1900,\"restoreRate\":100}}}}\n"
                 "> POST\n< 402 held\n\n\n> POST\nhang\n"
                 "> POST\n< 200\n\n{\"errors\":[{\"message\":\"m\",\"extensions\":{\"code\":\"BAD\"}}]}\n"));
}

static void a_result_that_cannot_be_written_is_an_error_of_this_machine(void **state)
{
    (void)state;
    static struct conversation server;
    struct admin *admin;
    struct err err = { 0 };
    struct arena a = { 0 };

    conversation_begin(&server, STR("> GET /file\n< 200\n\nsome\n"));
    struct admin_options o = { .url = str_of(server.url), .credentials = { .token = STR("t") } };
    assert_true(admin_open(&admin, &o, &err));
    str url = arena_fmt(&a, "%s/file", server.url);
    assert_false(admin_download(admin, url, "/nowhere/at/all", &err));
    assert_int_equal(err.code, ERR_IO);
    assert_false(admin_download(admin, url, "/dev/full", &err));
    assert_int_equal(err.code, ERR_IO);
    admin_close(admin);
    conversation_end(&server);
    arena_reset(&server.arena);
    arena_reset(&a);
}

static void what_is_kept_lives_until_it_is_forgotten(void **state)
{
    (void)state;
    static struct conversation server;
    struct admin *admin;
    struct err err = { 0 };
    struct admin_call one = { .document = STR("{ a }"), .cost = 1 }, two = one;

    conversation_begin(&server, STR("> POST\n!~ variables\n< 200\n\n{\"data\":{\"a\":1}}\n"
                                    "> POST\n< 200\n\n{\"data\":{\"a\":2}}\n"));
    struct admin_options o = { .url = str_of(server.url), .credentials = { .token = STR("t") } };
    assert_true(admin_open(&admin, &o, &err));
    assert_true(admin_run(admin, &one, 1, &err));
    assert_true(admin_run(admin, &two, 1, &err));
    assert_int_equal(json_int(json_get(json_get(one.reply, "data"), "a")), 1);
    assert_int_equal(json_int(json_get(json_get(two.reply, "data"), "a")), 2);
    assert_int_equal(admin_error(one.reply).n, 0);
    assert_int_equal(admin_error_message(NULL).n, 0);
    assert_true(admin_run(admin, NULL, 0, &err));
    admin_forget(admin);
    admin_forget(admin);
    admin_say(admin, "to nobody");
    admin_close(admin);
    conversation_end(&server);
    assert_int_equal(server.failure.n, 0);
    arena_reset(&server.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_conversation_goes_as_written),
        cmocka_unit_test(an_address_or_a_token_that_cannot_be_is_told),
        cmocka_unit_test(addresses_of_shops_are_taken),
        cmocka_unit_test(ctrl_c_ends_every_wait),
        cmocka_unit_test(after_a_failure_the_next_run_hears_its_own_replies),
        cmocka_unit_test(a_result_that_cannot_be_written_is_an_error_of_this_machine),
        cmocka_unit_test(what_is_kept_lives_until_it_is_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
