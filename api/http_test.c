#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/http.h"

#include "api/conversation_test.h"
#include "api/http_parts.h"
#include "base/time.h"

static struct conversation server;
static struct http *http;
static struct arena arena;

static void begin(str script)
{
    struct err err;

    conversation_begin(&server, script);
    assert_true(http_open(&http, &err));
}

static void end(void)
{
    http_close(http);
    conversation_end(&server);
    if (server.failure.n)
        fail_msg("%.*s", STR_ARG(server.failure));
    arena_reset(&server.arena);
    arena_reset(&arena);
}

static struct http_request request_to(const char *path)
{
    return (struct http_request){ .url = arena_fmt(&arena, "%s%s", server.url, path), .seconds = 20 };
}

static struct http_reply one_reply(const struct http_request *r)
{
    struct http_reply reply;

    http_send(http, r, http);
    assert_int_equal(http_under_way(http), 1);
    assert_true(http_next(http, 20, &reply, &arena));
    assert_ptr_equal(reply.context, http);
    assert_int_equal(http_under_way(http), 0);
    return reply;
}

static void assert_text(str s, const char *want)
{
    if (!str_eq(s, str_of(want)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(s), want);
}

static void a_reply_comes_with_what_its_headers_say(void **state)
{
    (void)state;
    begin(STR("> GET /a?b=c HTTP/1.1\n~ X-One: 1\n~ X-Two: 2\n"
              "< 418\nContent-Type: Application/JSON ; charset=utf-8\nX-Shopify-API-Version: "
              "2026-10\nRetry-After:  7 \n\nbody\n"
              "> GET /\n< 204\n\n"));
    struct http_request r = request_to("/a?b=c");
    r.headers = (str[]){ STR("X-One: 1"), STR("X-Two: 2") };
    r.header_count = 2;
    struct http_reply reply = one_reply(&r);
    assert_int_equal(reply.failure, HTTP_ANSWERED);
    assert_int_equal(reply.status, 418);
    assert_text(reply.body, "body");
    assert_text(reply.content_type, "application/json");
    assert_text(reply.api_version, "2026-10");
    assert_true(reply.retry_after == 7);
    r = request_to("/");
    reply = one_reply(&r);
    assert_int_equal(reply.status, 204);
    assert_int_equal(reply.body.n + reply.content_type.n + reply.api_version.n, 0);
    assert_true(reply.retry_after < 0);
    end();
}

static void nothing_is_there_yet(void **state)
{
    (void)state;
    struct http_reply reply;

    begin(STR("> GET /\nhang\n"));
    struct http_request r = request_to("/");
    http_send(http, &r, NULL);
    for (int i = 0; i < 900 && server.at == 0; i++) /* until it went out */
        assert_false(http_next(http, 0.02, &reply, &arena));
    assert_int_equal(http_under_way(http), 1);
    http_drop(http);
    assert_int_equal(http_under_way(http), 0);
    assert_false(http_next(http, 0, &reply, &arena));
    end();
}

static void addresses_that_are_not_allowed_are_not_asked(void **state)
{
    (void)state;
    static const char *const urls[] = {
        "http://example.com/",
        "http://127.0.0.1@example.com/",
        "http://127.0.0.1.example.com/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://user:word@example.com",
        "http://127.1/",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::1]x/",
        "https://",
        "https:///",
        "https://example.com:x/",
        "https://exa mple.com/",
        "",
    };

    begin(STR(""));
    for (size_t i = 0; i < countof(urls); i++) {
        struct http_request r = { .url = str_of(urls[i]), .seconds = 5 };
        struct http_reply reply = one_reply(&r);
        if (reply.failure != HTTP_UNUSABLE || reply.why.n == 0 || reply.status)
            fail_msg("%s", urls[i]);
    }
    end();
}

static void only_loopback_goes_without_tls(void **state)
{
    (void)state;
    static const struct {
        const char *url, *host;
        bool allowed, loopback;
    } cases[] = {
        { "http://127.0.0.1:80/x", "127.0.0.1", true, true },
        { "http://127.255.3.4", "127.255.3.4", true, true },
        { "http://[::1]:8080/", "[::1]", true, true },
        { "https://[::1]", "[::1]", true, true },
        { "http://localhost?x", "localhost", true, true },
        { "https://my-store.myshopify.com#x", "my-store.myshopify.com", true, false },
        { "http://my-store.myshopify.com", "my-store.myshopify.com", false, false },
        { "http://localhost.example.com", "localhost.example.com", false, false },
        { "https://a@b", "", false, false },
        { "https://a\\b", "", false, false },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        bool loopback = false;
        str host;
        assert_int_equal(http_url_allowed(str_of(cases[i].url), &host, &loopback, &arena), cases[i].allowed);
        assert_int_equal(loopback, cases[i].loopback);
        if (cases[i].host[0])
            assert_text(host, cases[i].host);
    }
    arena_reset(&arena);
}

static void a_pause_is_a_number_or_a_moment(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        double seconds;
    } cases[] = {
        { "0", 0 },
        { "120", 120 },
        { "-5", -1 },
        { "", -1 },
        { "soon", -1 },
        { "Sun, 06 Nov 1994 08:49:37 GMT", 37 },
        { "Sun, 06 Nov 1994 08:48:37 GMT", 0 },
        { "Thu, 01 Dec 1994 08:49:00 GMT", 25 * 86400 },
        { "Sun, 06 Nox 1994 08:49:37 GMT", -1 },
        { "Sun, 06 Nov 1994 08:4x:37 GMT", -1 },
        { "Sun, 06 Nov 1994 08:49:37 JST", -1 },
    };
    int64_t now = civil_to_seconds((civil){ 1994, 11, 6, 8, 49, 0 });

    for (size_t i = 0; i < countof(cases); i++)
        if (http_retry_after(str_of(cases[i].value), now) != cases[i].seconds)
            fail_msg("%s: %f", cases[i].value, http_retry_after(str_of(cases[i].value), now));
}

static void a_moment_in_the_future_is_waited_for(void **state)
{
    (void)state;
    char script[128];
    time_t later = time(NULL) + 100;
    civil c = civil_from_seconds(later);
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

    (void)snprintf(script, sizeof script, "> GET\n< 429\nRetry-After: Mon, %02d %s %d %02d:%02d:%02d GMT\n\n",
                   c.day, months[c.month - 1], c.year, c.hour, c.minute, c.second);
    begin(str_of(script));
    struct http_request r = request_to("/");
    struct http_reply reply = one_reply(&r);
    assert_true(reply.retry_after > 90 && reply.retry_after <= 100);
    end();
}

static void only_the_body_of_a_200_goes_to_a_file(void **state)
{
    (void)state;
    char text[64] = "";
    FILE *f = tmpfile();

    assert_non_null(f);
    begin(STR("> GET /\n< 404\n\nnot here\n> GET /\n< 200\n\nhere\n"));
    struct http_request r = request_to("/");
    r.to = f;
    assert_text(one_reply(&r).body, "not here");
    struct http_reply reply = one_reply(&r);
    assert_int_equal(reply.status, 200);
    assert_int_equal(reply.body.n, 0);
    rewind(f);
    assert_int_equal(fread(text, 1, sizeof text, f), 4);
    assert_string_equal(text, "here");
    assert_int_equal(fclose(f), 0);
    end();
}

static void a_file_that_cannot_be_sent_is_told(void **state)
{
    (void)state;
    struct http_part parts[] = { { .name = STR("a"), .value = STR("b") },
                                 { .name = STR("file"), .path = "/nowhere" } };

    begin(STR(""));
    struct http_request r = request_to("/");
    r.parts = parts;
    r.part_count = countof(parts);
    struct http_reply reply = one_reply(&r);
    assert_int_equal(reply.failure, HTTP_UNUSABLE);
    assert_text(reply.why, "No such file or directory");
    end();
}

static void a_host_that_is_none_is_never_lost(void **state)
{
    (void)state;
    begin(STR(""));
    struct http_request r = { .post = true,
                              .url = STR("https://no-such-host.invalid/x?canary"),
                              .body = STR("canary"),
                              .seconds = 20 };
    struct http_reply reply = one_reply(&r);
    assert_true(reply.failure == HTTP_UNUSABLE ||
                reply.failure == HTTP_NOT_SENT); /* without a network nobody knows */
    assert_false(conversation_holds(reply.why, STR("canary")));
    end();
}

static void a_port_without_tls_is_not_sent_to(void **state)
{
    (void)state;
    begin(STR("> \nhang\n"));
    struct http_request r = { .post = true, .body = STR("x"), .seconds = 1 };
    r.url = arena_fmt(&arena, "https://127.0.0.1:%d/", server.port);
    server.at = server.count; /* a handshake is no request: the script is over before it began */
    struct http_reply reply = one_reply(&r);
    assert_true(reply.failure == HTTP_NOT_SENT);
    end();
}

static void several_are_under_way_at_once(void **state)
{
    (void)state;
    struct http_reply reply;
    int seen = 0;

    begin(STR("> POST /\n< 200\n\n1\n> POST /\n< 200\n\n2\n> POST /\n< 200\n\n3\n"));
    struct http_request r = request_to("/");
    r.post = true;
    int contexts[3] = { 1, 2, 4 };
    for (int i = 0; i < 3; i++)
        http_send(http, &r, &contexts[i]);
    assert_int_equal(http_under_way(http), 3);
    for (int i = 0; i < 3; i++) {
        assert_true(http_next(http, 20, &reply, &arena));
        assert_int_equal(reply.failure, HTTP_ANSWERED);
        seen += *(int *)reply.context;
    }
    assert_int_equal(seen, 7);
    end();
}

static void a_large_body_arrives_whole(void **state)
{
    (void)state;
    size_t n = 900000;
    char *text = arena_alloc(&arena, n, 1);

    memset(text, 'x', n);
    memcpy(text + n - 3, "END", 3);
    begin(STR("> POST /\n~ xxxEND\n~ Content-Length: 900000\n!~ Expect\n< 200\n\nok\n"));
    struct http_request r = request_to("/");
    r.post = true;
    r.body = (str){ text, n };
    assert_text(one_reply(&r).body, "ok");
    end();
}

static void the_library_names_its_version(void **state)
{
    (void)state;
    const char *version = http_library_version();

    assert_true(version[0] >= '7' && version[0] <= '9');
    http_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reply_comes_with_what_its_headers_say),
        cmocka_unit_test(nothing_is_there_yet),
        cmocka_unit_test(addresses_that_are_not_allowed_are_not_asked),
        cmocka_unit_test(only_loopback_goes_without_tls),
        cmocka_unit_test(a_pause_is_a_number_or_a_moment),
        cmocka_unit_test(a_moment_in_the_future_is_waited_for),
        cmocka_unit_test(only_the_body_of_a_200_goes_to_a_file),
        cmocka_unit_test(a_file_that_cannot_be_sent_is_told),
        cmocka_unit_test(a_host_that_is_none_is_never_lost),
        cmocka_unit_test(a_port_without_tls_is_not_sent_to),
        cmocka_unit_test(several_are_under_way_at_once),
        cmocka_unit_test(a_large_body_arrives_whole),
        cmocka_unit_test(the_library_names_its_version),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
