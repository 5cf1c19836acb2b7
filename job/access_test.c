#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/access.h"
#include "job/send.h"
#include "job/trial_test.h"

/* The embedded shop behind a token of few rights, or with another batch. */
struct guarded {
    struct shop base;
    struct shop *shop;
    unsigned denied; /* enum shop_caps */
    uint64_t unreadable;
    size_t batch; /* 0: the shop's own */
    size_t applied, largest; /* customers in all and in the largest call of apply() */
};

static struct guarded *guarded_of(struct shop *s)
{
    return (struct guarded *)(void *)s;
}

static bool guarded_info(struct shop *s, struct shop_info *out, struct arena *a, struct err *err)
{
    struct guarded *g = guarded_of(s);

    if (!g->shop->ops->info(g->shop, out, a, err))
        return false;
    out->caps &= ~g->denied;
    out->unreadable = g->unreadable;
    out->batch = g->batch ? g->batch : out->batch;
    return true;
}

static bool guarded_find(struct shop *s, const struct customer_key *keys, size_t n, shop_groups groups,
                         struct match *out, struct arena *a, struct err *err)
{
    return guarded_of(s)->shop->ops->find(guarded_of(s)->shop, keys, n, groups, out, a, err);
}

static bool guarded_apply(struct shop *s, const struct op *ops, size_t n, struct op_result *out, int64_t now,
                          struct arena *a, struct err *err)
{
    struct guarded *g = guarded_of(s);

    g->applied += n;
    g->largest = n > g->largest ? n : g->largest;
    return g->shop->ops->apply(g->shop, ops, n, out, now, a, err);
}

static bool guarded_settle(struct shop *s, const struct op *ops, size_t n, struct op_result *out,
                           struct arena *a, struct err *err)
{
    return guarded_of(s)->shop->ops->settle(guarded_of(s)->shop, ops, n, out, a, err);
}

static bool guarded_list(struct shop *s, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                         size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err)
{
    return guarded_of(s)->shop->ops->list(guarded_of(s)->shop, filter, groups, after, max, out, n, a, err);
}

static bool guarded_count(struct shop *s, const struct shop_filter *filter, int64_t *out, struct err *err)
{
    return guarded_of(s)->shop->ops->count(guarded_of(s)->shop, filter, out, err);
}

static const struct shop_ops guarded_ops = {
    .name = "guarded",
    .info = guarded_info,
    .find = guarded_find,
    .apply = guarded_apply,
    .settle = guarded_settle,
    .list = guarded_list,
    .count = guarded_count,
};

static struct guarded guard(struct trial *t)
{
    trial_open(t);
    return (struct guarded){ .base.ops = &guarded_ops, .shop = t->shop };
}

static const char sheet[] = "Email|First Name|Created At\na@example.com|Anna|\nb@example.com|Bert|\n";

static bool import_into(struct trial *t, struct guarded *g, const char *text)
{
    struct shop *own = t->shop;
    struct import job = trial_import(t, text);

    job.shop = t->shop = &g->base;
    bool ok = run_import(t, &job, text, NULL);
    t->shop = own;
    return ok;
}

static void without_write_customers_nothing_is_sent(void **state)
{
    struct trial *t = *state;
    struct guarded g = guard(t);
    struct undo_counts counts;
    int64_t number = do_import(t, sheet);

    g.denied = SHOP_WRITES;
    assert_false(import_into(t, &g, "Email|Note\na@example.com|new\n"));
    assert_int_equal(t->err.code, ERR_SHOP);
    assert_non_null(strstr(t->err.msg, "write_customers"));

    struct undo undo = { .shop = &g.base, .journal = t->journal, .job_number = number, .now = NOW };
    assert_false(undo_run(&undo, &counts, &t->err));
    assert_int_equal(t->err.code, ERR_SHOP);
    assert_non_null(strstr(t->err.msg, "write_customers"));
    assert_int_equal(g.applied, 0);
}

static void a_plan_needs_no_right_to_write(void **state)
{
    struct trial *t = *state;
    struct guarded g = guard(t);
    struct import job = trial_import(t, sheet);

    g.denied = SHOP_WRITES;
    job.shop = &g.base;
    assert_true(import_run(&job, &t->counts, &t->err));
    assert_int_equal(t->counts.kinds[OP_CREATE], 2);
}

static void columns_that_are_not_shown_are_not_planned(void **state)
{
    struct trial *t = *state;
    struct guarded g = guard(t);
    struct import job = trial_import(t, sheet);

    g.unreadable = COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_LAST_NAME) | COL_BIT(COL_CREATED_AT);
    job.shop = &g.base;
    assert_false(import_run(&job, &t->counts, &t->err));
    assert_int_equal(t->err.code, ERR_SHOP);
    assert_non_null(strstr(t->err.msg, "protected customer data"));
    assert_non_null(strstr(t->err.msg, ": First Name. "));
    assert_false(import_into(t, &g, sheet));
    assert_int_equal(g.applied, 0);
    assert_true(import_into(t, &g, "Email|Note|Created At\na@example.com|new|\n"));
    assert_int_equal(g.applied, 1);
}

static void a_batch_is_as_large_as_the_shop_likes(void **state)
{
    static const struct {
        size_t likes, largest;
    } cases[] = { { 1, 1 }, { 7, 7 }, { 2000, 1200 }, { SHOP_BATCH_MAX + 1000, 1200 } };
    struct trial *t = *state;

    for (size_t i = 0; i < countof(cases); i++) {
        trial_begin_again(t);
        struct guarded g = { .base.ops = &guarded_ops, .shop = t->shop, .batch = cases[i].likes };
        char *text = arena_alloc(&t->arena, 1201, 40);
        size_t n = (size_t)snprintf(text, 40, "Email|First Name\n");
        for (int k = 0; k < 1200; k++)
            n += (size_t)snprintf(text + n, 40, "k%d@example.com|Kim\n", k);
        assert_true(import_into(t, &g, text));
        assert_int_equal(g.largest, cases[i].largest);
        assert_int_equal(g.applied, 1200);
        assert_int_equal(t->counts.kinds[OP_CREATE], 1200);
    }
}

static void a_shop_never_gets_more_than_the_most(void **state)
{
    const struct shop_info cases[] = { { .batch = 0 }, { .batch = 12 }, { .batch = SHOP_BATCH_MAX + 1 } };

    (void)state;
    assert_int_equal(sender_batch(NULL), BATCH_USUAL);
    assert_int_equal(sender_batch(&cases[0]), BATCH_USUAL);
    assert_int_equal(sender_batch(&cases[1]), 12);
    assert_int_equal(sender_batch(&cases[2]), SHOP_BATCH_MAX);
}

/* ---- exports ----------------------------------------------------------------------------------- */

enum { FILES_MOST = 4 };

struct exported {
    struct trial *trial;
    struct text_table files[FILES_MOST];
    struct export_counts counts;
};

static bool open_file(void *context, size_t n, struct table **out, struct err *err)
{
    struct exported *e = context;

    (void)err;
    assert_true(n <= FILES_MOST);
    e->files[n - 1] = text_table(&e->trial->arena);
    *out = &e->files[n - 1].base;
    return true;
}

static bool export_from_guarded(struct trial *t, struct guarded *g, struct export_options options,
                                struct exported *out)
{
    const struct table_output output = { out, open_file };

    *out = (struct exported){ .trial = t };
    options.words = &trial_words;
    return export_run(&g->base, &options, &output, NULL, &out->counts, &t->err);
}

static const enum column_id plain[] = { COL_EMAIL, COL_FIRST_NAME, COL_NOTE };

static void columns_that_are_not_shown_are_left_out_and_the_summary_says_so(void **state)
{
    struct trial *t = *state;
    struct guarded g = guard(t);
    struct exported e;

    do_import(t, sheet);
    g.unreadable = COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_ADDRESS_ZIP);
    struct export_options options = { .columns = plain, .column_count = 3, .max_rows = 1 };
    assert_true(export_from_guarded(t, &g, options, &e));
    assert_int_equal(e.counts.files, 2);
    assert_int_equal(e.counts.left_out, COL_BIT(COL_FIRST_NAME));
    for (size_t i = 0; i < 2; i++) {
        assert_non_null(strstr(e.files[i].text, "== Customers\n1:|Email|Note\n2:|"));
        assert_non_null(strstr(e.files[i].text, "== Summary\n1:|What|Value\n"));
        assert_non_null(strstr(e.files[i].text, "|Columns left out|First Name\n"));
        assert_non_null(strstr(e.files[i].text, "protected customer data"));
        assert_true(e.files[i].finished);
    }
    options = (struct export_options){ .groups = GROUPS_DEFAULT, .sheet_name = STR("summary") };
    assert_true(export_from_guarded(t, &g, options, &e));
    assert_null(strstr(e.files[0].text, "|Address Zip"));
    assert_non_null(strstr(e.files[0].text, "== Summary 2\n"));
    assert_non_null(strstr(e.files[0].text, "|Columns left out|First Name, Address Zip\n"));
}

static void an_export_of_nothing_but_such_columns_is_refused(void **state)
{
    struct trial *t = *state;
    struct guarded g = guard(t);
    struct exported e;

    g.unreadable = COL_BIT(COL_FIRST_NAME);
    assert_false(export_from_guarded(
        t, &g, (struct export_options){ .columns = &plain[1], .column_count = 1 }, &e));
    assert_int_equal(t->err.code, ERR_SHOP);
    assert_non_null(strstr(t->err.msg, "First Name"));
}

static void orders_need_their_scopes(void **state)
{
    static const struct {
        unsigned denied;
        shop_groups groups;
        bool ok, summary;
    } cases[] = {
        { 0, GROUPS_ALL, true, false },
        { SHOP_READS_ORDERS | SHOP_READS_ALL_ORDERS, GROUPS_ALL, false, false },
        { SHOP_READS_ORDERS | SHOP_READS_ALL_ORDERS, GROUPS_DEFAULT, true, false },
        { SHOP_READS_ALL_ORDERS, GROUPS_ALL, true, true },
        { SHOP_READS_ALL_ORDERS, GROUPS_DEFAULT, true, false },
        { SHOP_WRITES, GROUPS_ALL, true, false },
    };
    struct trial *t = *state;
    struct guarded g = guard(t);
    struct exported e;

    do_import(t, sheet);
    for (size_t i = 0; i < countof(cases); i++) {
        g.denied = cases[i].denied;
        bool ok = export_from_guarded(t, &g, (struct export_options){ .groups = cases[i].groups }, &e);
        assert_int_equal(ok, cases[i].ok);
        assert_int_equal(e.counts.recent_orders_only && ok, cases[i].summary);
        if (!ok)
            assert_non_null(strstr(t->err.msg, "read_orders"));
        else
            assert_int_equal(strstr(e.files[0].text, "read_all_orders") != NULL, cases[i].summary);
        if (ok && !cases[i].summary)
            assert_null(strstr(e.files[0].text, "== Summary"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(without_write_customers_nothing_is_sent),
        IN_A_TRIAL(a_plan_needs_no_right_to_write),
        IN_A_TRIAL(columns_that_are_not_shown_are_not_planned),
        IN_A_TRIAL(a_batch_is_as_large_as_the_shop_likes),
        IN_A_TRIAL(a_shop_never_gets_more_than_the_most),
        IN_A_TRIAL(columns_that_are_not_shown_are_left_out_and_the_summary_says_so),
        IN_A_TRIAL(an_export_of_nothing_but_such_columns_is_refused),
        IN_A_TRIAL(orders_need_their_scopes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
