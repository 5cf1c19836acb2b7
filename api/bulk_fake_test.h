/*
 * bulk_fake_test.h - a client of an Admin API that does not exist: bulk operations in memory, and what goes wrong as a
 * test says. Linked instead of admin.c. Include it after cmocka.h.
 */
#ifndef API_BULK_FAKE_TEST_H
#define API_BULK_FAKE_TEST_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/bulk_parts.h"
#include "base/file.h"
#include "base/num.h"

/* What becomes of a request to begin an operation. */
enum fake_beginning {
    FAKE_BEGINS,
    FAKE_LOST_BEFORE, /* no answer, no effect */
    FAKE_LOST_AFTER,  /* no answer, but it runs */
    FAKE_LOST_SLOWLY, /* the same, and it is listed only at the third look */
    FAKE_NO_DATA,     /* INTERNAL_SERVER_ERROR, no effect */
    FAKE_DENIED,      /* ACCESS_DENIED instead of data */
    FAKE_IN_PROGRESS,
    FAKE_LIMIT_REACHED,
    FAKE_NO_SUCH_FILE,
    FAKE_INVALID,
};

enum { FAKE_OPERATIONS = 400, FAKE_SCRIPT = 200, FAKE_REPLIES = 64 };

struct fake_operation {
    bool mutation;
    char *query, *result; /* NULL: url null */
    const char *status, *error;
    bool partial; /* the result is at partialDataUrl */
    size_t objects, polls, hidden;
    bool expires; /* the next poll answers null */
    bool old;     /* of last year */
};

struct admin {
    struct fake_operation operations[FAKE_OPERATIONS];
    size_t n;
    enum fake_beginning beginnings[FAKE_SCRIPT]; /* in order; then FAKE_BEGINS */
    size_t begins, uploads, lists, polls, downloads;
    char *file; /* last uploaded */
    /* How operations end, and what they answer to a mutation's lines: each of these as often as it says. */
    const char *status, *error;
    size_t polls_needed, lines_lost, lines_twice, lines_strange;
    const char *answer;                     /* of queries; NULL: null */
    const char *first_status, *first_error; /* of the first operation only */
    unsigned no_target;                     /* 2: and it says why */
    bool no_result, no_list, poll_fails_once, poll_denied, expires;
    size_t running_most;
    double slept;
    size_t sleeps, stop_after; /* 0: never */
    size_t say_count;
    char said[4096], url[64];
    struct json *replies[FAKE_REPLIES];
    size_t reply_count;
};

static void fake_release(struct admin *s)
{
    for (size_t i = 0; i < s->n; i++) {
        free(s->operations[i].query);
        free(s->operations[i].result);
    }
    free(s->file);
    assert_int_equal(s->reply_count, 0); /* all were forgotten */
}

#define fake_has(text, word) (memmem((text).p, (text).n, word, strlen(word)) != NULL)

static void fake_put(struct json *o, const char *key, const char *text)
{
    json_put(o, key, text ? json_of_str(str_of(text)) : json_of_null());
}

static struct json *fake_node(struct admin *s, size_t i)
{
    struct fake_operation *o = &s->operations[i];
    bool ended = strcmp(o->status, "RUNNING") != 0;
    struct json *node = json_object();
    char text[64];

    snprintf(text, sizeof text, "gid://shopify/BulkOperation/%zu", 1000 + i);
    fake_put(node, "id", text);
    fake_put(node, "status", o->status);
    fake_put(node, "type", o->mutation ? "MUTATION" : "QUERY");
    fake_put(node, "errorCode", ended ? o->error : NULL);
    snprintf(text, sizeof text, "%zu", o->objects);
    fake_put(node, "objectCount", text);
    fake_put(node, "rootObjectCount", text);
    snprintf(text, sizeof text, "fake://result/%zu", i);
    fake_put(node, "url", ended && o->result && !o->partial ? text : NULL);
    fake_put(node, "partialDataUrl", ended && o->result && o->partial ? text : NULL);
    fake_put(node, "query", o->query);
    snprintf(text, sizeof text, "%d-10-%02zuT00:00:00Z", o->old ? 2025 : 2026, 1 + i % 20);
    fake_put(node, "createdAt", text);
    return node;
}

static struct json *fake_json(const char *fmt, ...)
{
    char text[1024];
    struct json *v = NULL;
    struct err err = { 0 };
    va_list values;

    va_start(values, fmt);
    vsnprintf(text, sizeof text, fmt, values);
    va_end(values);
    assert_true(json_parse(str_of(text), &v, &err));
    return v;
}

static struct json *fake_errors(const char *code, const char *message)
{
    return fake_json("{\"errors\":[{\"message\":\"%s\",\"extensions\":{\"code\":\"%s\"}}]}", message, code);
}

static struct json *fake_data(const char *root, struct json *payload)
{
    struct json *reply = json_object(), *data = json_object();

    json_put(data, root, payload);
    json_put(reply, "data", data);
    return reply;
}

/* Backwards, since nobody promises an order. */
static char *fake_answers(struct admin *s, size_t *lines)
{
    struct buf b = BUF_INIT(64 << 20);
    size_t n = 0;

    for (const char *c = s->file; c && *c; c++)
        n += *c == '\n';
    *lines = n;
    for (size_t i = n - (s->lines_lost < n ? s->lines_lost : n); i-- > 0;) {
        buf_put(&b, STR("{\"data\":{\"tagsAdd\":{\"node\":{\"id\":\"gid:\\/\\/shopify\\/Customer\\/1\"},"
                        "\"userErrors\":[]}},\"__lineNumber\":"));
        buf_put_u64(&b, i);
        buf_put(&b, STR("}\n"));
    }
    for (size_t i = 0; i < s->lines_twice; i++)
        buf_put(&b, STR("{\"data\":{},\"__lineNumber\":0}\n"));
    static const char *const strange[] = { "{\"data\":{},\"__lineNumber\":-1}\n",
                                           "{\"data\":{}}\n",
                                           "{\"data\":\n",
                                           "{\"data\":{},\"__lineNumber\":123456789}\n",
                                           "\n",
                                           "{\"data\":{},\"__lineNumber\":\"0\"}\n" };
    for (size_t i = 0; i < s->lines_strange; i++)
        buf_put(&b, str_of(strange[i % countof(strange)]));
    buf_putc(&b, '\0');
    return b.p;
}

static void fake_begin(struct admin *s, const struct json *variables, bool mutation)
{
    struct fake_operation *o = &s->operations[s->n++];
    str query = json_str(json_get(variables, mutation ? "mutation" : "query"));
    bool first = s->n == 1 && s->first_status;

    assert_true(s->n <= FAKE_OPERATIONS);
    *o = (struct fake_operation){ .mutation = mutation,
                                  .status = "RUNNING",
                                  .error = first ? s->first_error : s->error,
                                  .polls = s->polls_needed,
                                  .expires = s->expires };
    o->query = strndup(query.p, query.n);
    if (mutation)
        o->result = fake_answers(s, &o->objects);
    else if (s->answer)
        o->result = strdup(s->answer);
    for (const char *c = mutation ? NULL : s->answer; c && *c; c++)
        o->objects += *c == '\n';
    if (!s->no_result)
        return;
    free(o->result);
    o->result = NULL;
}

/* The operation's end, when it was asked for often enough. */
static void fake_go_on(struct admin *s, size_t i)
{
    struct fake_operation *o = &s->operations[i];

    if (strcmp(o->status, "RUNNING") != 0 || o->polls-- > 0)
        return;
    o->status = i == 0 && s->first_status ? s->first_status : s->status ? s->status : "COMPLETED";
    o->partial = strcmp(o->status, "FAILED") == 0;
}

static struct json *fake_user_error(const char *root, const char *code, const char *message)
{
    return fake_json(
        "{\"data\":{\"%s\":{\"bulkOperation\":null,\"userErrors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}}}",
        root, code, message);
}

static const struct {
    const char *code, *message;
} fake_refusals[] = {
    [FAKE_NO_DATA] = { "INTERNAL_SERVER_ERROR", "Something went wrong" },
    [FAKE_DENIED] = { "ACCESS_DENIED", "Access denied for bulkOperationRunMutation field." },
    [FAKE_IN_PROGRESS] = { "OPERATION_IN_PROGRESS", "A bulk mutation operation is already in progress." },
    [FAKE_LIMIT_REACHED] = { "LIMIT_REACHED", "Bulk operations limit reached." },
    [FAKE_NO_SUCH_FILE] = { "NO_SUCH_FILE", "The JSONL file could not be found." },
    [FAKE_INVALID] = { "INVALID_MUTATION", "Failed to parse the mutation" },
};

static struct json *fake_run(struct admin *s, struct admin_call *c, const struct json *variables,
                             bool mutation)
{
    const char *root = mutation ? "bulkOperationRunMutation" : "bulkOperationRunQuery";
    enum fake_beginning how = s->begins < FAKE_SCRIPT ? s->beginnings[s->begins] : FAKE_BEGINS;
    size_t running = 0;

    s->begins++;
    assert_false(c->repeatable);
    if (fake_refusals[how].code && how >= FAKE_IN_PROGRESS)
        return fake_user_error(root, fake_refusals[how].code, fake_refusals[how].message);
    if (fake_refusals[how].code)
        return fake_errors(fake_refusals[how].code, fake_refusals[how].message);
    if (how != FAKE_LOST_BEFORE)
        fake_begin(s, variables, mutation);
    s->operations[s->n ? s->n - 1 : 0].hidden = how == FAKE_LOST_SLOWLY ? 2 : 0;
    if (how == FAKE_LOST_BEFORE || how == FAKE_LOST_AFTER || how == FAKE_LOST_SLOWLY) {
        c->outcome = ADMIN_LOST;
        return NULL;
    }
    for (size_t i = 0; i < s->n; i++)
        running += strcmp(s->operations[i].status, "RUNNING") == 0;
    s->running_most = running > s->running_most ? running : s->running_most;

    struct json *payload = json_object();
    json_put(payload, "bulkOperation", fake_node(s, s->n - 1));
    json_put(payload, "userErrors", json_array());
    return fake_data(root, payload);
}

static struct json *fake_stage(struct admin *s, const struct json *variables)
{
    const struct json *input = json_at(json_get(variables, "input"), 0);

    assert_true(str_eq(json_str(json_get(input, "resource")), STR("BULK_MUTATION_VARIABLES")));
    assert_true(str_eq(json_str(json_get(input, "mimeType")), STR("text/jsonl")));
    assert_true(str_eq(json_str(json_get(input, "httpMethod")), STR("POST")));
    if (s->no_target)
        return fake_json("{\"data\":{\"stagedUploadsCreate\":{\"stagedTargets\":[],\"userErrors\":[%s]}}}",
                         s->no_target > 1 ? "{\"field\":null,\"message\":\"no room\"}" : "");
    return fake_json(
        "{\"data\":{\"stagedUploadsCreate\":{\"stagedTargets\":[{\"url\":\"fake://upload\",\"parameters\":["
        "{\"name\":\"content_type\",\"value\":\"text/jsonl\"},"
        "{\"name\":\"key\",\"value\":\"tmp/1/bulk/customers.jsonl\"}]}],\"userErrors\":[]}}}");
}

/* Fifty a page, the newest ones first. */
static struct json *fake_list(struct admin *s, const struct json *variables)
{
    s->lists++;
    if (s->no_list)
        return fake_errors("ACCESS_DENIED", "Access denied for bulkOperations field.");
    bool mutation = str_eq(json_str(json_get(variables, "query")), STR("operation_type:mutation"));
    struct json *list = json_object(), *nodes = json_array(), *page = json_object();
    int64_t from = 0;
    size_t given = 0, seen = 0, i = s->n;
    char cursor[24];

    if (json_get(variables, "after"))
        assert_true(num_parse_i64(json_str(json_get(variables, "after")), &from));
    for (; i-- > 0 && given < 50;) {
        struct fake_operation *o = &s->operations[i];
        if (o->mutation != mutation || (o->hidden > 0 && o->hidden--))
            continue;
        if (seen++ < (size_t)from)
            continue;
        json_add(nodes, fake_node(s, i));
        given++;
    }
    snprintf(cursor, sizeof cursor, "%zu", seen);
    json_put(page, "hasNextPage", json_of_bool(given == 50));
    fake_put(page, "endCursor", cursor);
    json_put(list, "nodes", nodes);
    json_put(list, "pageInfo", page);
    return fake_data("bulkOperations", list);
}

static struct json *fake_poll(struct admin *s, const struct json *variables)
{
    int64_t number = bulk_gid_number(json_str(json_get(variables, "id")), "BulkOperation") - 1000;

    s->polls++;
    assert_true(number >= 0 && (size_t)number < s->n);
    if (s->poll_denied)
        return fake_errors("ACCESS_DENIED", "Access denied for bulkOperation field.");
    if (s->poll_fails_once) {
        s->poll_fails_once = false;
        return fake_errors("INTERNAL_SERVER_ERROR", "Something went wrong");
    }
    if (s->operations[number].expires)
        return fake_data("bulkOperation", json_of_null());
    fake_go_on(s, (size_t)number);
    return fake_data("bulkOperation", fake_node(s, (size_t)number));
}

bool admin_run(struct admin *s, struct admin_call *calls, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        struct admin_call *c = &calls[i];
        struct json *variables = NULL, *reply;
        assert_true(json_parse(c->variables, &variables, err));
        if (fake_has(c->document, "bulkOperationRunMutation"))
            reply = fake_run(s, c, variables, true);
        else if (fake_has(c->document, "bulkOperationRunQuery"))
            reply = fake_run(s, c, variables, false);
        else if (fake_has(c->document, "stagedUploadsCreate"))
            reply = fake_stage(s, variables);
        else if (fake_has(c->document, "bulkOperations("))
            reply = fake_list(s, variables);
        else
            reply = fake_poll(s, variables);
        json_free(variables);
        c->reply = reply;
        assert_true(s->reply_count < FAKE_REPLIES);
        if (reply)
            s->replies[s->reply_count++] = reply;
    }
    return true;
}

void admin_forget(struct admin *s)
{
    while (s->reply_count > 0)
        json_free(s->replies[--s->reply_count]);
}

str admin_error(const struct json *reply)
{
    const struct json *error = json_at(json_get(reply, "errors"), 0);

    return json_get(reply, "data") ? STR("") : json_str(json_get(json_get(error, "extensions"), "code"));
}

str admin_error_message(const struct json *reply)
{
    return json_str(json_get(json_at(json_get(reply, "errors"), 0), "message"));
}

bool admin_sleep(struct admin *s, double seconds, struct err *err)
{
    s->slept += seconds;
    s->sleeps++;
    return s->stop_after == 0 || s->sleeps < s->stop_after || err_set(err, ERR_INTERRUPTED, "stopped");
}

bool admin_upload(struct admin *s, str url, const struct http_part *parts, size_t n, struct err *err)
{
    struct arena a = { 0 };
    str bytes;

    assert_true(str_eq(url, STR("fake://upload")) && n == 3);
    assert_true(str_eq(parts[0].name, STR("content_type")) && str_eq(parts[1].name, STR("key")));
    assert_true(str_eq(parts[2].name, STR("file")) && parts[2].path);
    s->uploads++;
    assert_true(file_read(parts[2].path, 64 << 20, &bytes, &a, err));
    free(s->file);
    s->file = strndup(bytes.p, bytes.n);
    arena_reset(&a);
    return true;
}

bool admin_download(struct admin *s, str url, const char *path, struct err *err)
{
    int64_t i = -1;

    s->downloads++;
    assert_true(url.n > 14 && num_parse_i64((str){ url.p + 14, url.n - 14 }, &i));
    FILE *f = fopen(path, "wb");
    return (f && fputs(s->operations[i].result, f) >= 0 && fclose(f) == 0) ||
           err_errno(err, "writing %s", path);
}

void admin_say(struct admin *s, const char *fmt, ...)
{
    size_t used = strlen(s->said);
    va_list values;

    va_start(values, fmt);
    vsnprintf(s->said + used, sizeof s->said - used, fmt, values);
    va_end(values);
    s->say_count++;
}

#endif
