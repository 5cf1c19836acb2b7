#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "api/conformance.h"
#include "api/server_test.h"
#include "api/shopify_parts.h"
#include "base/json_write.h"
#include "base/time.h"

/* ---- the server ------------------------------------------------------------------------------------------------ */

/* The settings of the conformance suite: its shop, its day. */
#define SHOP                                                                                       \
    "{\"currency\":\"USD\",\"country\":\"JP\",\"timezone\":\"UTC\",\"language\":\"en\","           \
    "\"languages\":[\"en\",\"ja\"],\"throttle\":false,\"clock\":{\"at\":\"2026-01-01T00:00:00Z\"," \
    "\"frozen\":true}"

static bool open_as(struct shop **out, struct shopify_options options, struct err *err)
{
    options.admin.url = str_of(server.url);
    if (options.admin.credentials.token.n == 0)
        options.admin.credentials.token = STR("test-token");
    return shopify_open(out, &options, err);
}

static void check_documents(void);

static void reset(const char *more)
{
    check_documents();
    str body = arena_fmt(&server.arena, SHOP "%s%s}", *more ? "," : "", more);

    assert_true(server_control(&server, "reset", body).n > 0);
}

/* ---- what it was asked ------------------------------------------------------------------------------------------ */

/* documents_each(), and how many of them the server has seen. */
static struct listed {
    str *texts;
    size_t n;
    bool *seen;
} listed;

static void list_document(void *context, const char *name, struct document d)
{
    struct listed *l = context;

    (void)name;
    if (l->texts)
        l->texts[l->n] = arena_copy(&server.arena, d.text);
    l->n++;
}

static void list_documents(void)
{
    documents_each(list_document, &listed);
    listed.texts = arena_array(&server.arena, str, listed.n);
    listed.seen = arena_array(&server.arena, bool, listed.n);
    listed.n = 0;
    documents_each(list_document, &listed);
}

/* Before the server forgets what it was asked: nothing but what documents.h lists, and nothing invalid. */
static void check_documents(void)
{
    struct json *stats = NULL;
    struct err err = { 0 };

    if (!listed.texts)
        list_documents();
    assert_true(json_parse(server_control(&server, "stats", STR("")), &stats, &err));
    const struct json *documents = json_get(stats, "documents");
    for (size_t i = 0; i < json_count(documents); i++) {
        str text = json_str(json_get(json_at(documents, i), "text"));
        size_t k = 0;
        while (k < listed.n && !str_eq(listed.texts[k], text))
            k++;
        if (k == listed.n)
            fail_msg("documents_each() does not list %.*s", STR_ARG(text));
        listed.seen[k] = true;
    }
    assert_int_equal(json_count(json_get(stats, "invalidDocuments")), 0);
    assert_int_equal(json_int(json_get(stats, "tokenLeaks")), 0);
    json_free(stats);
}

/* ---- the conformance suite ------------------------------------------------------------------------------------- */

struct conforming {
    size_t failed;
    enum bulk_use bulk;
};

static bool maker_again(void *ctx, struct shop **out, struct err *err)
{
    const struct conforming *c = ctx;

    return open_as(out, (struct shopify_options){ .bulk = c->bulk }, err);
}

static bool maker_make(void *ctx, struct shop **out, struct err *err)
{
    reset("");
    return maker_again(ctx, out, err);
}

static bool maker_orders(void *ctx, struct shop *s, const struct embedded_order *orders, size_t n,
                         struct err *err)
{
    struct arena *a = &server.arena;
    struct json_writer w = json_write_begin();

    (void)ctx;
    (void)s;
    json_write_open(&w, '[');
    for (size_t i = 0; i < n; i++) {
        json_write_open(&w, '{');
        json_write_key(&w, STR("customerId"));
        json_write_int(&w, orders[i].customer_id);
        json_write_key(&w, STR("name"));
        json_write_str(&w, orders[i].name);
        json_write_key(&w, STR("processedAt"));
        json_write_str(&w, moment_format_iso(orders[i].processed_at, a));
        json_write_key(&w, STR("total"));
        json_write_str(&w, decimal_format(orders[i].total, a));
        json_write_close(&w, '}');
    }
    json_write_close(&w, ']');
    return server_control(&server, "orders", json_write_end(&w, a)).n > 0 ||
           err_set(err, ERR_SHOP, "the server takes no orders");
}

static bool maker_define(void *ctx, struct shop *s, struct metafield_definition d, struct err *err)
{
    (void)ctx;
    (void)s;
    str body = arena_fmt(&server.arena, "{\"namespace\":\"%.*s\",\"key\":\"%.*s\",\"type\":\"%.*s\"}",
                         STR_ARG(d.namespace), STR_ARG(d.key), STR_ARG(d.type));
    return server_control(&server, "define", body).n > 0 ||
           err_set(err, ERR_SHOP, "the server defines nothing");
}

static void maker_report(void *ctx, const char *sentence, bool passed, const char *why)
{
    struct conforming *c = ctx;

    c->failed += !passed;
    if (!passed)
        print_message("not as it must be: %s (%s)\n", sentence, why);
}

static void conforms(enum bulk_use bulk)
{
    struct conforming ctx = { 0, bulk };
    const struct conformance_shop maker = { &ctx,         maker_make,   maker_again,
                                            maker_orders, maker_define, maker_report };

    size_t n = conformance_run(&maker);
    print_message("%zu cases of conformance\n", n);
    assert_true(n >= 160);
    assert_int_equal(ctx.failed, 0);
}

static void shopify_conforms_by_requests(void **state)
{
    (void)state;
    conforms(BULK_NEVER);
}

static void shopify_conforms_by_bulk_operations(void **state)
{
    (void)state;
    conforms(BULK_ALWAYS);
}

/* Runs behind the suite, which checks them case by case. */
static void every_document_that_was_sent_is_listed(void **state)
{
    size_t seen = 0;

    (void)state;
    check_documents();
    for (size_t i = 0; i < listed.n; i++)
        seen += listed.seen[i];
    print_message("%zu of %zu documents were sent\n", seen, listed.n);
    assert_true(seen > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shopify_conforms_by_requests),
        cmocka_unit_test(shopify_conforms_by_bulk_operations),
        cmocka_unit_test(every_document_that_was_sent_is_listed),
    };

    return cmocka_run_group_tests_name("api/shopify", tests, server_begin, server_end);
}
