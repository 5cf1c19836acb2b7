#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/resource.h>

#include "api/bulk_fake_test.h"
#include "api/bulk_rows.h"
#include "base/time.h"

static struct admin *fresh(void **state)
{
    struct admin *s = calloc(1, sizeof *s);

    assert_non_null(s);
    *state = s;
    return s;
}

static int release(void **state)
{
    fake_release(*state);
    free(*state);
    return 0;
}

static const char query[] = "query{customers{edges{node{id}}}}";

/* "1: Address/5 Order/7; 2:" is how rows are told here. */
static str told(struct bulk_rows *r, struct arena *a)
{
    struct buf b = BUF_INIT(4096);
    struct bulk_row row;
    struct err err = { 0 };
    bool end = false;

    for (int64_t after = 0;; after = row.id) {
        assert_true(bulk_rows_next(r, after, &row, &end, a, &err));
        if (end)
            break;
        str id, parent;
        assert_true(bulk_line_ids(row.parent, &id, &parent));
        assert_int_equal(bulk_gid_number(id, "Customer"), row.id);
        buf_put_u64(&b, (uint64_t)row.id);
        buf_putc(&b, ':');
        for (size_t i = 0; i < row.n; i++) {
            assert_true(bulk_line_ids(row.children[i], &id, &parent));
            assert_int_equal(bulk_gid_number(parent, "Customer"), row.id);
            buf_putc(&b, ' ');
            buf_put(&b, (str){ id.p + 14, id.n - 14 });
        }
        buf_putc(&b, ';');
    }
    str text = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return text;
}

#define CUSTOMER(n) "{\"id\":\"gid:\\/\\/shopify\\/Customer\\/" #n "\",\"note\":\"{\\\"id\\\":1}\"}\n"
#define CHILD(id, of) \
    "{\"id\":\"gid://shopify/" id "\",\"__parentId\":\"gid:\\/\\/shopify\\/Customer\\/" #of "\"}\n"

static const struct {
    const char *answer, *rows;
    int64_t parents;
} answers[] = {
    { NULL, "", 0 },
    { "", "", 0 },
    { CUSTOMER(1), "1:;", 1 },
    { CUSTOMER(3) CUSTOMER(1) CUSTOMER(2), "1:;2:;3:;", 3 },
    { CUSTOMER(1) CHILD("Order/5", 1) CHILD("Order/4", 1) CUSTOMER(2) CHILD("Metafield/9", 2),
      "1: Order/5 Order/4;2: Metafield/9;", 2 },
    /* far behind their parent, and before it */
    { CUSTOMER(1) CUSTOMER(2) CHILD("Order/5", 2) CHILD("Order/4", 1), "1: Order/4;2: Order/5;", 2 },
    { CHILD("Order/5", 2) CUSTOMER(1) CUSTOMER(2), "1:;2: Order/5;", 2 },
    { CUSTOMER(1) CUSTOMER(1) CHILD("Order/5", 1), "1: Order/5;", 1 },
};

static void children_come_with_their_parent_wherever_they_stand(void **state)
{
    for (size_t i = 0; i < countof(answers); i++) {
        struct admin *s = fresh(state);
        struct arena a = { 0 };
        struct bulk_rows *rows;
        struct err err = { 0 };
        s->answer = answers[i].answer;
        if (!bulk_query(s, str_of(query), &rows, NULL, NULL, &err))
            fail_msg("%s", err.msg);
        assert_int_equal(bulk_rows_count(rows), answers[i].parents);
        assert_true(str_eq(told(rows, &a), str_of(answers[i].rows)));
        assert_true(str_eq(told(rows, &a), str_of(answers[i].rows))); /* as often as one likes */
        bulk_rows_close(rows);
        arena_reset(&a);
        assert_int_equal(s->downloads, answers[i].answer ? 1 : 0);
        if (i + 1 < countof(answers))
            release(state);
    }
}

static void more_children_than_expected_come_in_order(void **state)
{
    struct admin *s = fresh(state);
    struct buf b = BUF_INIT(1 << 20);
    struct arena a = { 0 };
    struct bulk_rows *rows;
    struct bulk_row row;
    struct err err = { 0 };
    bool end;

    for (uint64_t i = 0; i < 1000; i++) {
        buf_put(&b, STR("{\"__parentId\":\"gid://shopify/Customer/1\",\"n\":"));
        buf_put_u64(&b, i);
        buf_put(&b, STR("}\n"));
    }
    buf_put(&b, STR(CUSTOMER(1)));
    buf_putc(&b, '\0');
    s->answer = b.p;
    assert_true(bulk_query(s, str_of(query), &rows, NULL, NULL, &err));
    assert_true(bulk_rows_next(rows, 0, &row, &end, &a, &err));
    assert_int_equal(row.n, 1000);
    for (size_t i = 0; i < row.n; i++) {
        char number[32];
        snprintf(number, sizeof number, "\"n\":%zu}", i);
        assert_true(fake_has(row.children[i], number));
    }
    bulk_rows_close(rows);
    arena_reset(&a);
    buf_release(&b);
}

static const struct {
    const char *answer, *words;
} broken[] = {
    { CUSTOMER(1) CHILD("Order/5", 2), "customer 2, but not that customer" },
    { CUSTOMER(1) "{\"id\":\"gid://shopify/Cust", "at byte 58" },
    { "<html>\n", "belongs to none" },
    { "{\"id\":\"gid://shopify/Order/1\"}\n", "belongs to none" },
    { "{}\n", "belongs to none" },
    { "{\"id\":\"x\",\"__parentId\":\"gid://shopify/Order/1\"}\n", "belongs to none" },
};

static void an_answer_that_is_not_whole_is_an_error_of_the_shop(void **state)
{
    for (size_t i = 0; i < countof(broken); i++) {
        struct admin *s = fresh(state);
        struct bulk_rows *rows = NULL;
        struct err err = { 0 };
        s->answer = broken[i].answer;
        assert_false(bulk_query(s, str_of(query), &rows, NULL, NULL, &err));
        assert_int_equal(err.code, ERR_SHOP);
        if (!strstr(err.msg, broken[i].words))
            fail_msg("\"%s\" does not say \"%s\"", err.msg, broken[i].words);
        assert_null(rows);
        if (i + 1 < countof(broken))
            release(state);
    }
}

static void one_that_failed_for_the_shop_s_reasons_is_run_once_more(void **state)
{
    struct admin *s = fresh(state);
    struct bulk_rows *rows;
    struct err err = { 0 };

    s->answer = CUSTOMER(1);
    s->first_status = "FAILED";
    s->first_error = "TIMEOUT";
    assert_true(bulk_query(s, str_of(query), &rows, NULL, NULL, &err));
    assert_int_equal(bulk_rows_count(rows), 1);
    assert_int_equal(s->begins, 2);
    assert_int_equal(s->downloads, 1);
    bulk_rows_close(rows);
}

static const struct {
    const char *status, *error, *words;
    size_t begins;
} failures[] = {
    { "FAILED", "INTERNAL_SERVER_ERROR", "INTERNAL_SERVER_ERROR", 2 },
    { "FAILED", "TIMEOUT", "TIMEOUT", 2 },
    { "FAILED", "ACCESS_DENIED", "may not read", 1 },
    { "CANCELED", NULL, "canceled", 1 },
    { "EXPIRED", NULL, "canceled", 1 },
};

static void a_partial_answer_of_a_query_is_not_taken(void **state)
{
    for (size_t i = 0; i < countof(failures); i++) {
        struct admin *s = fresh(state);
        struct bulk_rows *rows = NULL;
        struct err err = { 0 };
        s->answer = CUSTOMER(1);
        s->status = failures[i].status;
        s->error = failures[i].error;
        assert_false(bulk_query(s, str_of(query), &rows, NULL, NULL, &err));
        assert_int_equal(err.code, ERR_SHOP);
        assert_non_null(strstr(err.msg, failures[i].words));
        assert_int_equal(s->begins, failures[i].begins);
        if (i + 1 < countof(failures))
            release(state);
    }
}

static const struct {
    enum fake_beginning beginnings[3];
    size_t begins, n;
} troubles[] = {
    { { FAKE_LOST_AFTER }, 1, 1 },    { { FAKE_LOST_SLOWLY }, 1, 1 },
    { { FAKE_LOST_BEFORE }, 2, 1 },   { { FAKE_IN_PROGRESS, FAKE_IN_PROGRESS }, 3, 1 },
    { { FAKE_LIMIT_REACHED }, 2, 1 },
};

static void a_query_without_an_answer_is_looked_for_before_another_is_begun(void **state)
{
    for (size_t i = 0; i < countof(troubles); i++) {
        struct admin *s = fresh(state);
        struct bulk_rows *rows;
        struct err err = { 0 };
        s->answer = CUSTOMER(1);
        memcpy(s->beginnings, troubles[i].beginnings, sizeof troubles[i].beginnings);
        assert_true(bulk_query(s, str_of(query), &rows, NULL, NULL, &err));
        assert_int_equal(bulk_rows_count(rows), 1);
        assert_int_equal(s->begins, troubles[i].begins);
        assert_int_equal(s->n, troubles[i].n);
        bulk_rows_close(rows);
        if (i + 1 < countof(troubles))
            release(state);
    }
}

static void an_older_query_of_the_same_text_is_not_taken_for_ours(void **state)
{
    struct admin *s = fresh(state);
    struct bulk_rows *rows;
    struct err err = { 0 };

    s->answer = CUSTOMER(1);
    assert_true(bulk_query(s, str_of(query), &rows, NULL, NULL, &err));
    bulk_rows_close(rows);
    s->answer = CUSTOMER(1) CUSTOMER(2);
    s->beginnings[1] = FAKE_LOST_BEFORE;
    assert_true(bulk_query(s, str_of(query), &rows, NULL, NULL, &err));
    assert_int_equal(bulk_rows_count(rows), 2);
    bulk_rows_close(rows);
}

static void a_shop_that_never_begins_is_given_up(void **state)
{
    static const enum fake_beginning hows[] = { FAKE_LOST_BEFORE, FAKE_LIMIT_REACHED, FAKE_INVALID,
                                                FAKE_DENIED };

    for (size_t i = 0; i < countof(hows); i++) {
        struct admin *s = fresh(state);
        struct bulk_rows *rows = NULL;
        struct err err = { 0 };
        for (size_t k = 0; k < FAKE_SCRIPT; k++)
            s->beginnings[k] = hows[i];
        assert_false(bulk_query(s, str_of(query), &rows, NULL, NULL, &err));
        assert_int_equal(err.code, ERR_SHOP);
        assert_int_equal(s->n, 0);
        if (i + 1 < countof(hows))
            release(state);
    }
}

static void note_progress(void *context, size_t done, size_t total)
{
    size_t *most = context;

    assert_int_equal(total, 0);
    *most = done > *most ? done : *most;
}

static void progress_tells_of_parents(void **state)
{
    struct admin *s = fresh(state);
    struct bulk_rows *rows;
    struct err err = { 0 };
    size_t most = 0;

    s->answer = CUSTOMER(1) CUSTOMER(2);
    s->polls_needed = 4;
    assert_true(bulk_query(s, str_of(query), &rows, note_progress, &most, &err));
    assert_int_equal(most, 2);
    bulk_rows_close(rows);

    s->stop_after = s->sleeps + 2;
    s->polls_needed = 9;
    assert_false(bulk_query(s, str_of(query), &rows, NULL, NULL, &err));
    assert_int_equal(err.code, ERR_INTERRUPTED);
}

/* ---- many ------------------------------------------------------------------------------------------------------ */

/* Customers, then all of their children, none beside its parent. */
static void write_many(FILE *f, int customers, int children)
{
    for (int i = 1; i <= customers; i++)
        fprintf(f,
                "{\"id\":\"gid:\\/\\/shopify\\/Customer\\/"
                "%d\",\"firstName\":\"Hanako\",\"lastName\":\"Example\",\"note\":null,"
                "\"defaultEmailAddress\":{\"emailAddress\":\"c%d@example.com\"},\"tags\":[\"a\",\"b\"]}\n",
                i, i);
    for (int k = 0; k < children; k++)
        for (int i = 1; i <= customers; i++)
            fprintf(f,
                    "{\"id\":\"gid:\\/\\/shopify\\/Order\\/"
                    "%d\",\"name\":\"#%d\",\"processedAt\":\"2026-01-01T00:00:00Z\","
                    "\"totalPriceSet\":{\"shopMoney\":{\"amount\":\"10.0\"}},"
                    "\"__parentId\":\"gid:\\/\\/shopify\\/Customer\\/%d\"}\n",
                    k * customers + i, i, i);
    rewind(f);
}

static long peak_kilobytes(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* BULK_ROWS=200000 for figures; a thousand here. */
static void many_children_are_found_again(void **state)
{
    const char *wish = getenv("BULK_ROWS");
    int customers = wish ? (int)strtol(wish, NULL, 10) : 1000;
    struct bulk_file f;
    struct bulk_rows *rows;
    struct bulk_row row;
    struct arena a = { 0 };
    struct err err = { 0 };
    bool end = false;
    int64_t n = 0;

    (void)state;
    assert_true(bulk_file_open(&f, &err));
    write_many(f.file, customers, 3);
    double start = clock_steady();
    assert_true(bulk_rows_open(&rows, &f, &err));
    double opened = clock_steady();
    assert_int_equal(bulk_rows_count(rows), customers);
    for (int64_t after = 0;; after = row.id, n++) {
        assert_true(bulk_rows_next(rows, after, &row, &end, &a, &err));
        if (end)
            break;
        assert_int_equal(row.id, n + 1);
        assert_int_equal(row.n, 3);
        arena_reset(&a);
    }
    assert_int_equal(n, customers);
    if (wish)
        print_message("%d customers: %.2f s to spill, %.2f s to read, %ld MB at most\n", customers,
                      opened - start, clock_steady() - opened, peak_kilobytes() / 1024);
    bulk_rows_close(rows);
}

static void a_full_disk_is_an_error_of_the_disk(void **state)
{
    struct rlimit before, small;
    struct bulk_file f;
    struct bulk_rows *rows = NULL;
    struct err err = { 0 };

    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    assert_true(bulk_file_open(&f, &err));
    write_many(f.file, 40000, 20); /* more than SQLite keeps in memory */
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 100000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool done = bulk_rows_open(&rows, &f, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(done);
    assert_int_equal(err.code, ERR_IO);
    assert_null(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(children_come_with_their_parent_wherever_they_stand, release),
        cmocka_unit_test_teardown(more_children_than_expected_come_in_order, release),
        cmocka_unit_test_teardown(an_answer_that_is_not_whole_is_an_error_of_the_shop, release),
        cmocka_unit_test_teardown(one_that_failed_for_the_shop_s_reasons_is_run_once_more, release),
        cmocka_unit_test_teardown(a_partial_answer_of_a_query_is_not_taken, release),
        cmocka_unit_test_teardown(a_query_without_an_answer_is_looked_for_before_another_is_begun, release),
        cmocka_unit_test_teardown(an_older_query_of_the_same_text_is_not_taken_for_ours, release),
        cmocka_unit_test_teardown(a_shop_that_never_begins_is_given_up, release),
        cmocka_unit_test_teardown(progress_tells_of_parents, release),
        cmocka_unit_test(many_children_are_found_again),
        cmocka_unit_test(a_full_disk_is_an_error_of_the_disk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
