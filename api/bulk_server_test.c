#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/bulk_parts.h"
#include "api/server_test.h"
#include "base/num.h"

/* Bulk operations of the real client against the test server, which checks every document against the schema. */

static struct admin *reset(const char *settings)
{
    struct admin_options options = { .url = str_of(server.url),
                                     .credentials = { .token = STR("test-token") },
                                     .patience = 2400,
                                     .request_seconds = 600,
                                     .hurry = 20 };
    struct admin *s;
    struct err err = { 0 };

    assert_true(server_control(&server, "reset", str_of(settings)).n > 0);
    if (!admin_open(&s, &options, &err))
        fail_msg("%s", err.msg);
    return s;
}

/* A number that the server's statistics tell. */
static int64_t stat(const char *name)
{
    struct json *stats;
    struct err err = { 0 };

    assert_true(json_parse(server_control(&server, "stats", STR("")), &stats, &err));
    int64_t n = json_int(json_get(stats, name));
    json_free(stats);
    return n;
}

enum { LINES = 700 };

struct answers {
    size_t got[LINES], created;
};

static void write_line(void *context, size_t line, struct buf *to)
{
    (void)context;
    buf_put(to, STR("{\"input\":{\"firstName\":\"Hanako\",\"email\":\"c"));
    buf_put_u64(to, line);
    buf_put(to, STR("@example.com\"}}"));
}

static void take_line(void *context, size_t line, const struct json *reply)
{
    struct answers *x = context;
    const struct json *payload = json_get(json_get(reply, "data"), "customerCreate");
    str id = json_str(json_get(json_get(payload, "customer"), "id"));

    x->got[line]++;
    x->created += bulk_gid_number(id, "Customer") > 0;
}

static struct bulk_job job_of(struct answers *x)
{
    return (struct bulk_job){ .mutation = MUTATION_CUSTOMER_CREATE,
                              .identifier = STR("meibo_server_test"),
                              .n = LINES,
                              .context = x,
                              .write = write_line,
                              .answer = take_line };
}

static void assert_each_once(const struct answers *x)
{
    for (size_t i = 0; i < LINES; i++)
        assert_int_equal(x->got[i], 1);
    assert_int_equal(x->created, LINES);
}

static void customers_are_created_in_bulk_and_fetched_in_bulk(void **state)
{
    struct admin *s = reset("{}");
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x);
    struct bulk_rows *rows;
    struct arena a = { 0 };
    struct err err = { 0 };

    (void)state;
    if (!bulk_run(s, &job, 1, NULL, NULL, &err))
        fail_msg("%s", err.msg);
    assert_each_once(&x);
    assert_true(job.found && job.complete);

    if (!bulk_query(s, document_bulk_export(SELECT_GROUPS, STR(""), &a), &rows, NULL, NULL, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(bulk_rows_count(rows), LINES);
    bulk_rows_close(rows);
    assert_int_equal(stat("bulkOperations"), 2);
    arena_reset(&a);
    admin_close(s);
}

static void a_job_in_parts_is_whole_in_the_end(void **state)
{
    struct admin *s = reset("{\"bulkDelayMs\":20}");
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x);
    struct err err = { 0 };

    (void)state;
    assert_true(bulk_run_limited(s, &job, 1, 4000, NULL, NULL, &err));
    assert_each_once(&x);
    assert_true(stat("bulkOperations") > BULK_SIDE_BY_SIDE);
    admin_close(s);
}

static void a_second_run_attaches(void **state)
{
    struct admin *s = reset("{}");
    struct answers x = { 0 }, y = { 0 };
    struct bulk_job job = job_of(&x), again = job_of(&y);
    struct err err = { 0 };

    (void)state;
    assert_true(bulk_run(s, &job, 1, NULL, NULL, &err));
    assert_true(bulk_run(s, &again, 1, NULL, NULL, &err));
    assert_each_once(&y);
    assert_int_equal(stat("bulkOperations"), 1);
    admin_close(s);
}

/* Also in the middle of a job: an answer that gets lost, a file that arrives cut. */
static void faults_change_nothing(void **state)
{
    static const char *const kinds[] = { "500", "503", "reset-before", "reset-after", "truncated", "html" };

    (void)state;
    for (size_t i = 0; i < countof(kinds); i++) {
        struct admin *s = reset("{}");
        struct answers x = { 0 };
        struct bulk_job job = job_of(&x);
        struct err err = { 0 };
        str fault =
            arena_fmt(&server.arena, "{\"seed\":%zu,\"rate\":0.2,\"kinds\":[\"%s\"]}", i + 1, kinds[i]);
        assert_true(server_control(&server, "faults", fault).n > 0);
        if (!bulk_run_limited(s, &job, 1, 10000, NULL, NULL, &err))
            fail_msg("%s: %s", kinds[i], err.msg);
        assert_each_once(&x);
        admin_close(s);
    }
}

static void partial_data_is_answered(void **state)
{
    struct admin *s = reset("{}");
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x);
    struct err err = { 0 };
    size_t answered = 0;

    (void)state;
    assert_true(server_control(&server, "faults", STR("{\"once\":\"bulk-failed\"}")).n > 0);
    assert_true(bulk_run(s, &job, 1, NULL, NULL, &err));
    for (size_t i = 0; i < LINES; i++)
        answered += x.got[i];
    assert_true(job.found && !job.complete);
    assert_true(answered < LINES);
    assert_int_equal(answered, x.created);
    admin_close(s);
}

static void children_that_come_late_find_their_parents(void **state)
{
    struct admin *s = reset("{}");
    struct bulk_rows *rows;
    struct bulk_row row;
    struct arena a = { 0 };
    struct err err = { 0 };
    bool end = false;
    size_t customers = 0, children = 0;

    (void)state;
    assert_true(server_control(&server, "seed",
                               STR("{\"customers\":800,\"addressesMax\":3,\"ordersMax\":9,\"seed\":4}"))
                    .n > 0);
    assert_true(server_control(&server, "faults", STR("{\"once\":\"bulk-failed\"}")).n >
                0); /* run once more */
    if (!bulk_query(s, document_bulk_export(SELECT_GROUPS, STR(""), &a), &rows, NULL, NULL, &err))
        fail_msg("%s", err.msg);
    for (int64_t after = 0;; after = row.id, customers++, children += row.n) {
        assert_true(bulk_rows_next(rows, after, &row, &end, &a, &err));
        if (end)
            break;
        struct json *parent;
        int64_t orders = 0, total = 0;
        assert_true(json_parse(row.parent, &parent, &err));
        assert_true(num_parse_i64(json_str(json_get(parent, "numberOfOrders")), &total));
        json_free(parent);
        for (size_t i = 0; i < row.n; i++) {
            str id, of;
            assert_true(bulk_line_ids(row.children[i], &id, &of));
            assert_int_equal(bulk_gid_number(of, "Customer"), row.id);
            orders += bulk_gid_number(id, "Order") > 0;
        }
        assert_int_equal(orders, total);
    }
    assert_int_equal(customers, 800);
    assert_true(children > 800);
    assert_int_equal(stat("bulkOperations"), 2);
    bulk_rows_close(rows);
    arena_reset(&a);
    admin_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(customers_are_created_in_bulk_and_fetched_in_bulk),
        cmocka_unit_test(a_job_in_parts_is_whole_in_the_end),
        cmocka_unit_test(a_second_run_attaches),
        cmocka_unit_test(faults_change_nothing),
        cmocka_unit_test(partial_data_is_answered),
        cmocka_unit_test(children_that_come_late_find_their_parents),
    };

    return cmocka_run_group_tests(tests, server_begin, server_end);
}
