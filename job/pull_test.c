#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/pull.h"
#include "job/trial_test.h"

static const char sheet[] =
    "Email|First Name|Tags|Phone|Note|Tax Exempt|Email Marketing: Status|Email Marketing: Level|Address Line 1|"
    "Address City|Address Country Code|Metafield: custom.size [single_line_text_field]\n"
    "a@example.com|Anna|x, y|+819012345678|n|TRUE|subscribed|single_opt_in|Street 1|Berlin|DE|large\n"
    "a@example.com||||||||Street 2|Bonn|DE|\n"
    "B@example.com|Bert|X||||||||FR|\n"
    "|Cora|z||||||Street 3|Ulm|DE|\n";

/* A shop that a token of few rights looks at. */
struct dim {
    struct shop base;
    struct shop *shop;
    unsigned denied;
    uint64_t unreadable;
    shop_groups asked; /* by list() */
};

static bool dim_info(struct shop *s, struct shop_info *out, struct arena *a, struct err *err)
{
    struct dim *d = (struct dim *)(void *)s;

    if (!d->shop->ops->info(d->shop, out, a, err))
        return false;
    out->caps &= ~d->denied;
    out->unreadable = d->unreadable;
    return true;
}

static bool dim_list(struct shop *s, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                     size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err)
{
    struct dim *d = (struct dim *)(void *)s;

    d->asked = groups;
    return d->shop->ops->list(d->shop, filter, groups, after, max, out, n, a, err);
}

static bool dim_count(struct shop *s, const struct shop_filter *filter, int64_t *out, struct err *err)
{
    struct dim *d = (struct dim *)(void *)s;

    return d->shop->ops->count(d->shop, filter, out, err);
}

static const struct shop_ops dim_ops = { .name = "dim", .info = dim_info, .list = dim_list, .count = dim_count };

static struct shop *open_copy(struct trial *t, bool mirror)
{
    const struct embedded_options options = { .create = true, .mirror = mirror };
    struct shop *copy;

    if (!embedded_open(&copy, arena_fmt(&t->arena, "%s/copy.db", t->folder).p, &options, &t->err))
        fail_msg("%s", t->err.msg);
    return copy;
}

/* Copies t->shop, looked at through `d` if there is one. */
static struct shop *pull(struct trial *t, struct dim *d, struct pull_counts *counts)
{
    struct shop *copy = open_copy(t, true);

    if (!pull_run(d ? &d->base : t->shop, copy, NULL, counts, &t->err) || !embedded_mirror_end(copy, &t->err))
        fail_msg("%s", t->err.msg);
    shop_close(copy);
    return open_copy(t, false);
}

/* The text of another shop than the trial's. */
static const char *text_of(struct trial *t, struct shop *s)
{
    struct shop *own = t->shop;

    t->shop = s;
    const char *text = shop_text(t, true);
    t->shop = own;
    return text;
}

static int64_t id_of(struct trial *t, const char *email)
{
    const struct customer_key key = { .email = str_of(email) };
    struct match found;

    assert_true(t->shop->ops->find(t->shop, &key, 1, GROUP_BIT(GROUP_BASIC), &found, &t->arena, &t->err));
    assert_non_null(found.by_email);
    return found.by_email->id;
}

static void add_orders(struct trial *t)
{
    const int64_t anna = id_of(t, "a@example.com");
    const struct embedded_order orders[] = { { anna, STR("#1"), NOW - 9000, { 1050, 2 } },
                                             { anna, STR("#2"), NOW - 5000, { 300, 2 } },
                                             { anna, STR("#3"), NOW - 100, { 199, 2 } } };

    assert_true(embedded_add_orders(t->shop, orders, countof(orders), &t->err));
}

static void the_copy_holds_what_the_shop_holds(void **state)
{
    struct trial *t = *state;
    struct pull_counts counts;
    struct shop_info was, is;
    const struct shop_info info = { .currency = STR("EUR"), .money_decimals = 2, .country = STR("DE"),
                                    .default_language = STR("de") };

    trial_open(t);
    assert_true(embedded_configure(t->shop, &info, &t->err));
    assert_true(embedded_define_metafield(
        t->shop, (struct metafield_definition){ STR("custom"), STR("size"), STR("single_line_text_field") },
        &t->err));
    do_import(t, sheet);
    add_orders(t);
    struct shop *copy = pull(t, NULL, &counts);
    assert_int_equal(counts.customers, 3);
    assert_false(counts.without_orders || counts.recent_orders_only || counts.left_out);
    assert_string_equal(text_of(t, copy), shop_text(t, true));
    assert_non_null(strstr(shop_text(t, true), "#3"));

    assert_true(t->shop->ops->info(t->shop, &was, &t->arena, &t->err));
    assert_true(copy->ops->info(copy, &is, &t->arena, &t->err));
    assert_true(str_eq(is.currency, STR("EUR")) && str_eq(is.country, STR("DE")));
    assert_true(str_eq(is.default_language, STR("de")) && is.timezone == was.timezone);
    assert_int_equal(is.definition_count, 1);
    assert_false(str_eq(is.where, was.where));
    shop_close(copy);
}

static void a_plan_says_the_same_on_the_copy(void **state)
{
    static const char more[] = "Email|First Name|Tags|Command\na@example.com|Anne|w|\nb@example.com|Bert||\n"
                               "new@example.com|New||\n";
    struct trial *t = *state;
    struct pull_counts counts;
    struct import_counts on_copy;

    trial_open(t);
    do_import(t, sheet);
    struct shop *copy = pull(t, NULL, &counts);
    struct import job = trial_import(t, more);
    assert_true(import_run(&job, &t->counts, &t->err));
    job.shop = copy;
    assert_true(import_run(&job, &on_copy, &t->err));
    assert_memory_equal(&on_copy, &t->counts, sizeof on_copy);
    assert_int_equal(on_copy.kinds[OP_UPDATE], 1);
    assert_int_equal(on_copy.kinds[OP_UNCHANGED], 1);
    assert_int_equal(on_copy.kinds[OP_CREATE], 1);
    shop_close(copy);
}

static void the_copy_keeps_the_rules_and_counts_on(void **state)
{
    struct trial *t = *state;
    struct pull_counts counts;

    trial_open(t);
    do_import(t, sheet);
    add_orders(t);
    int64_t before = id_of(t, "a@example.com");
    struct shop *copy = pull(t, NULL, &counts), *own = t->shop;
    t->shop = copy;
    do_import(t, "Email|Command|Tags|Phone\na@example.com|DELETE||\nnew@example.com||Y|\nother@example.com||z|+819012345678\n");
    assert_int_equal(t->counts.kinds[OP_REFUSED], 2); /* has orders; the phone is Anna's */
    assert_int_equal(t->counts.kinds[OP_CREATE], 1);
    assert_true(id_of(t, "new@example.com") > before + 2);
    assert_non_null(strstr(shop_text(t, true), "new@example.com"));
    t->shop = own;
    shop_close(copy);
}

static void what_the_token_may_not_see_is_said(void **state)
{
    static const struct {
        unsigned denied;
        bool without, recent;
    } cases[] = { { 0, false, false },
                  { SHOP_READS_ALL_ORDERS, false, true },
                  { SHOP_READS_ALL_ORDERS | SHOP_READS_ORDERS, true, false } };
    struct trial *t = *state;

    for (size_t i = 0; i < countof(cases); i++) {
        struct pull_counts counts;
        trial_begin_again(t);
        do_import(t, sheet);
        struct dim d = { .base.ops = &dim_ops, .shop = t->shop, .denied = cases[i].denied,
                         .unreadable = COL_BIT(COL_NOTE) };
        shop_close(pull(t, &d, &counts));
        assert_int_equal(counts.without_orders, cases[i].without);
        assert_int_equal(counts.recent_orders_only, cases[i].recent);
        assert_int_equal(counts.left_out, COL_BIT(COL_NOTE));
        assert_int_equal((d.asked & GROUP_BIT(GROUP_ORDERS)) == 0, cases[i].without);
    }
}

static void ctrl_c_ends_it(void **state)
{
    struct trial *t = *state;
    volatile sig_atomic_t stop = 1;
    struct progress progress = { .stop = &stop };
    struct pull_counts counts;

    trial_open(t);
    do_import(t, sheet);
    struct shop *copy = open_copy(t, true);
    assert_false(pull_run(t->shop, copy, &progress, &counts, &t->err));
    assert_int_equal(t->err.code, ERR_INTERRUPTED);
    assert_int_equal(counts.customers, 0);
    shop_close(copy);
}

static void two_with_one_email_are_told(void **state)
{
    struct trial *t = *state;
    const struct customer twins[] = { { .id = 1, .email = STR("a@example.com") },
                                      { .id = 2, .email = STR("A@example.com") },
                                      { .id = 1, .email = STR("c@example.com") } };
    const struct customer *const pairs[][2] = { { &twins[0], &twins[1] }, { &twins[0], &twins[2] } };

    trial_open(t);
    for (size_t i = 0; i < countof(pairs); i++) {
        struct shop *copy = open_copy(t, true);
        assert_false(embedded_mirror(copy, pairs[i], 2, &t->err));
        assert_int_equal(t->err.code, ERR_SHOP);
        assert_non_null(strstr(t->err.msg, i == 0 ? "customer 2 has" : "customer 1 has"));
        assert_string_equal(text_of(t, copy), "");
        shop_close(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(the_copy_holds_what_the_shop_holds),
        IN_A_TRIAL(a_plan_says_the_same_on_the_copy),
        IN_A_TRIAL(the_copy_keeps_the_rules_and_counts_on),
        IN_A_TRIAL(what_the_token_may_not_see_is_said),
        IN_A_TRIAL(ctrl_c_ends_it),
        IN_A_TRIAL(two_with_one_email_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
