#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "cmd/filter.h"

static struct arena arena;

static int reset(void **state)
{
    (void)state;
    arena_reset(&arena);
    return 0;
}

static const struct zone *tokyo(void)
{
    const struct zone *zone;
    struct err err;

    assert_true(zone_find(STR("Asia/Tokyo"), &zone, &err));
    return zone;
}

static void dates_are_in_the_zone_unless_they_have_an_offset(void **state)
{
    static const struct {
        const char *said;
        int64_t moment;
    } cases[] = {
        { "2024-01-01", 1704034800 }, /* midnight in Tokyo */
        { "2024-01-01 09:00", 1704067200 },
        { "2024-01-01T00:00:00Z", 1704067200 },
        { "2024-01-01 02:00:00 +0200", 1704067200 },
    };
    struct shop_filter filter;
    struct err err;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct settings s = { .arena = &arena,
                              .created_since = cases[i].said,
                              .updated_until = cases[i].said };
        assert_true(filter_read(&s, tokyo(), &filter, &err));
        assert_int_equal(filter.created_since, cases[i].moment);
        assert_int_equal(filter.updated_until, cases[i].moment);
        assert_int_equal(filter.created_until, 0);
    }
}

static void words_and_amounts_are_exact(void **state)
{
    struct settings s = { .arena = &arena,
                          .state = "Enabled",
                          .email_status = "subscribed",
                          .min_spent = "1,200.50",
                          .min_orders = "0",
                          .tag = "VIP" };
    struct shop_filter filter;
    struct err err;

    (void)state;
    assert_true(filter_read(&s, tokyo(), &filter, &err));
    assert_true(filter.has_state && filter.state == STATE_ENABLED);
    assert_true(filter.has_email_status && filter.email_status == CONSENT_SUBSCRIBED);
    assert_true(filter.has_min_spent && !filter.has_max_spent);
    assert_int_equal(decimal_compare(filter.min_spent, (decimal){ 12005, 1 }), 0);
    assert_true(filter.has_min_orders && filter.min_orders == 0);
    assert_true(str_eq(filter.tag, STR("VIP")));
}

static void what_is_no_filter_is_refused(void **state)
{
    const struct {
        struct settings s;
        const char *says;
    } cases[] = {
        { { .created_since = "yesterday" }, "--created-since" },
        { { .updated_since = "2024-13-01" }, "--updated-since" },
        { { .min_spent = "much" }, "--min-spent" },
        { { .max_spent = "" }, "--max-spent" },
        { { .min_orders = "-1" }, "--min-orders" },
        { { .state = "enabld" }, "did you mean \"enabled\"?" },
        { { .email_status = "x" }, "--email-status" },
    };
    struct shop_filter filter;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct err err = { 0 };
        assert_false(filter_read(&cases[i].s, tokyo(), &filter, &err));
        assert_int_equal(err.code, ERR_USAGE);
        if (!strstr(err.msg, cases[i].says))
            fail_msg("\"%s\" does not say \"%s\"", err.msg, cases[i].says);
    }
}

static void groups_are_chosen_by_name(void **state)
{
    static const struct {
        const char *said;
        shop_groups groups;
    } cases[] = {
        { NULL, GROUPS_DEFAULT },
        { "all", GROUPS_ALL },
        { "basic, Orders", GROUP_BIT(GROUP_BASIC) | GROUP_BIT(GROUP_ORDERS) },
        { "all,activation", GROUPS_ALL | GROUP_BIT(GROUP_ACTIVATION) },
    };
    struct err err;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct settings s = { .arena = &arena, .groups = cases[i].said };
        struct export_options out = { 0 };
        assert_true(selection_read(&s, &out, &err));
        assert_int_equal(out.groups, cases[i].groups);
        assert_null(out.columns);
    }
}

static void columns_keep_their_order_and_bring_their_groups(void **state)
{
    struct settings s = { .arena = &arena,
                          .columns =
                              "Last Order: ID, メールアドレス,ID,Metafield: custom.size [number_integer],"
                              "metafield: colour" };
    struct export_options out = { 0 };
    struct err err;

    (void)state;
    assert_true(selection_read(&s, &out, &err));
    assert_int_equal(out.column_count, 3);
    assert_int_equal(out.columns[0], COL_LAST_ORDER_ID);
    assert_int_equal(out.columns[1], COL_EMAIL);
    assert_int_equal(out.columns[2], COL_ID);
    assert_int_equal(out.metafield_count, 2);
    assert_true(str_eq(out.metafields[0].namespace, STR("custom")) &&
                str_eq(out.metafields[0].key, STR("size")) &&
                str_eq(out.metafields[0].type, STR("number_integer")));
    assert_true(str_eq(out.metafields[1].namespace, STR("global")) &&
                str_eq(out.metafields[1].key, STR("colour")));
    assert_int_equal(out.groups,
                     GROUP_BIT(GROUP_ORDERS) | GROUP_BIT(GROUP_BASIC) | GROUP_BIT(GROUP_METAFIELDS));
}

static void what_is_no_column_is_refused(void **state)
{
    static const char *const lists[] = { "Emial",         "ID,",        "Password",
                                         "Import Result", "Metafield:", "ID,zzzzzzzzzz" };

    (void)state;
    for (size_t i = 0; i < countof(lists); i++) {
        struct settings s = { .arena = &arena, .columns = lists[i] };
        struct export_options out = { 0 };
        struct err err = { 0 };
        assert_false(selection_read(&s, &out, &err));
        assert_int_equal(err.code, ERR_USAGE);
    }
}

static void support_gets_no_more_than_it_needs(void **state)
{
    struct settings s = { .arena = &arena, .minimal = true };
    struct export_options out = { 0 };
    struct err err;

    (void)state;
    assert_true(selection_read(&s, &out, &err));
    assert_int_equal(out.column_count, 5);
    for (size_t i = 0; i < out.column_count; i++)
        assert_true(out.columns[i] != COL_PHONE && out.columns[i] != COL_NOTE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(dates_are_in_the_zone_unless_they_have_an_offset, reset),
        cmocka_unit_test_teardown(words_and_amounts_are_exact, reset),
        cmocka_unit_test_teardown(what_is_no_filter_is_refused, reset),
        cmocka_unit_test_teardown(groups_are_chosen_by_name, reset),
        cmocka_unit_test_teardown(columns_keep_their_order_and_bring_their_groups, reset),
        cmocka_unit_test_teardown(what_is_no_column_is_refused, reset),
        cmocka_unit_test_teardown(support_gets_no_more_than_it_needs, reset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
