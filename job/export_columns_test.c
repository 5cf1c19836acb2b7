/*
 * export_columns_test.c - which columns an export has and what stands in them (docs/FORMAT.md, chapter C).
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/trial_test.h"

static bool one_table(void *context, size_t n, struct table **out, struct err *err)
{
    (void)err;
    assert_int_equal(n, 1);
    *out = context;
    return true;
}

static const char *exported(struct trial *t, const struct export_options *options)
{
    struct text_table table = text_table(&t->arena);
    struct table_output output = { &table.base, one_table };
    struct export_counts counts;

    if (!export_run(t->shop, options, &output, NULL, &counts, &t->err))
        fail_msg("%s", t->err.msg);
    return table.text;
}

static int64_t id_of(struct trial *t, const char *email)
{
    struct customer_key key = { .email = str_of(email) };
    struct match match = { 0 };

    if (!t->shop->ops->find(t->shop, &key, 1, 0, &match, &t->arena, &t->err) || !match.by_email)
        fail_msg("%s: %s", email, t->err.msg);
    return match.by_email->id;
}

static void order(struct trial *t, const char *email, const char *name, int64_t at, int64_t cents)
{
    struct embedded_order o = { id_of(t, email), str_of(name), at, { cents, 2 } };

    if (!embedded_add_orders(t->shop, &o, 1, &t->err))
        fail_msg("%s", t->err.msg);
}

static bool holds(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

/* rules: C-7+ C-7- */
static void totals_are_basic_and_orders_are_not(void **state)
{
    struct trial *t = *state;

    trial_open(t);
    do_import(t, "Email\na@example.com\n");
    order(t, "a@example.com", "#1", NOW - 200, 1250);
    const char *text = exported(t, &(struct export_options){ .groups = GROUP_BIT(GROUP_BASIC) });
    assert_true(holds(text, "|Total Spent|Total Orders|"));
    assert_true(holds(text, "|12.50|1|"));
    assert_false(holds(text, "Order: "));
    text =
        exported(t, &(struct export_options){ .groups = GROUP_BIT(GROUP_ORDERS) | GROUP_BIT(GROUP_BASIC) });
    assert_true(holds(text, "|First Order: ID|"));
    assert_true(holds(text, "|Last Order: Price Total"));
}

/* rules: C-8+ C-8- V-NUM-3+ */
static void the_last_order_is_the_one_processed_last(void **state)
{
    static const enum column_id orders[] = { COL_EMAIL, COL_FIRST_ORDER_NAME, COL_FIRST_ORDER_TOTAL,
                                             COL_LAST_ORDER_NAME, COL_LAST_ORDER_TOTAL };
    struct trial *t = *state;

    trial_open(t);
    do_import(t, "Email\na@example.com\nb@example.com\nc@example.com\n");
    order(t, "a@example.com", "#2", NOW - 100, 500);
    order(t, "a@example.com", "#1", NOW - 300, 1000);
    order(t, "a@example.com", "#3", NOW - 200, 1500);
    order(t, "b@example.com", "#4", NOW, 99);
    const char *text =
        exported(t, &(struct export_options){ .columns = orders, .column_count = countof(orders) });
    assert_true(holds(text, "2:|a@example.com|#1|10.00|#2|5.00\n"));
    assert_true(holds(text, "3:|b@example.com|#4|0.99|#4|0.99\n"));
    assert_true(holds(text, "4:|c@example.com||||\n"));
}

static const char two_addresses[] = "Email|First Name|Tags|Multipass Identifier|Address Line 1|Address City\n"
                                    "a@example.com|Anna|x|secret1|Street 1|Berlin\n"
                                    "a@example.com||||Street 2|Bonn\n"
                                    "b@example.com|Bert||||\n";

/* rules: C-9+ C-9- C-11+ C-11- */
static void a_customer_of_several_rows_has_its_values_on_the_first(void **state)
{
    static const enum column_id some[] = { COL_ROW_NUMBER,   COL_TOP_ROW,       COL_EMAIL,
                                           COL_FIRST_NAME,   COL_TAX_EXEMPT,    COL_TAGS,
                                           COL_TOTAL_ORDERS, COL_ADDRESS_LINE1, COL_ADDRESS_CITY };
    struct trial *t = *state;

    trial_open(t);
    do_import(t, two_addresses);
    const char *text =
        exported(t, &(struct export_options){ .columns = some, .column_count = countof(some) });
    assert_true(holds(text, "2:|2|TRUE|a@example.com|Anna|FALSE|x|0|Street 1|Berlin\n"
                            "3:|3||a@example.com|||||Street 2|Bonn\n"
                            "4:|4|TRUE|b@example.com|Bert|FALSE||0||\n"));
}

/* rules: C-11+ */
static void the_later_rows_repeat_the_id(void **state)
{
    static const enum column_id some[] = { COL_ID, COL_ADDRESS_LINE1 };
    struct trial *t = *state;

    trial_open(t);
    do_import(t, two_addresses);
    const char *text =
        exported(t, &(struct export_options){ .columns = some, .column_count = countof(some) });
    str id = arena_fmt(&t->arena, "%lld", (long long)id_of(t, "a@example.com"));
    assert_true(holds(text, arena_fmt(&t->arena, "2:|%s|Street 1\n3:|%s|Street 2\n", id.p, id.p).p));
}

/* rules: C-5+ C-5- C-6+ */
static void commands_are_filled_and_other_orders_to_an_import_are_not(void **state)
{
    static const enum column_id some[] = { COL_EMAIL,        COL_COMMAND,         COL_TAGS,
                                           COL_TAGS_COMMAND, COL_ADDRESS_COMMAND, COL_SEND_INVITE,
                                           COL_MULTIPASS };
    struct trial *t = *state;

    trial_open(t);
    do_import(t, two_addresses);
    const char *text =
        exported(t, &(struct export_options){ .columns = some, .column_count = countof(some) });
    assert_true(holds(text, "2:|a@example.com|MERGE|x|REPLACE|MERGE||\n"));
    assert_false(holds(text, "secret1"));
}

/* rules: F-22+ F-22- */
static void metafields_are_cells_of_their_kind(void **state)
{
    struct trial *t = *state;

    trial_open(t);
    do_import(
        t, "Email|Metafield: custom.flag [boolean]|Metafield: custom.json [json]\na@example.com|yes|true\n");
    const char *text = exported(t, &(struct export_options){ .groups = GROUP_BIT(GROUP_METAFIELDS) });
    assert_true(holds(text, "|Metafield: custom.flag [boolean]|Metafield: custom.json [json]\n"));
    assert_true(holds(text, "|TRUE|true\n"));
}

static void count_cut(void *context, const struct finding *at, size_t n)
{
    size_t *count = context;

    assert_true(n == 1 && at->id == FINDING_TEXT_CUT && at->row == 2 && at->column == 1);
    ++*count;
}

/* rules: V-TEXT-6+ V-TEXT-6- */
static void a_text_that_no_cell_can_hold_is_told(void **state)
{
    static const char head[] = "Email|Metafield: custom.long [multi_line_text_field]\na@example.com|";
    static const struct metafield_definition wanted[] = { { STR_INIT("custom"), STR_INIT("long"),
                                                            STR_INIT("") } };
    static const enum column_id email[] = { COL_EMAIL };
    struct trial *t = *state;
    size_t count = 0;
    struct export_options options = { .columns = email,
                                      .column_count = 1,
                                      .metafields = wanted,
                                      .metafield_count = 1,
                                      .findings = count_cut,
                                      .findings_context = &count };
    char *sheet = arena_alloc(&t->arena, sizeof head + CELL_TEXT_MAX + 3, 1);

    trial_open(t);
    memcpy(sheet, head, sizeof head - 1);
    memset(sheet + sizeof head - 1, 'a', CELL_TEXT_MAX);
    do_import(t, sheet);
    exported(t, &options);
    assert_int_equal(count, 0);
    sheet[sizeof head - 1 + CELL_TEXT_MAX] = 'a';
    do_import(t, sheet);
    exported(t, &options);
    assert_int_equal(count, 1);
    options.text_times = true; /* CSV holds it whole */
    assert_non_null(strstr(exported(t, &options), sheet + sizeof head - 1));
    assert_int_equal(count, 1);
}

/* rules: C-10+ C-10- */
static void activation_links_are_only_made_when_asked_for(void **state)
{
    struct trial *t = *state;

    trial_open(t);
    do_import(t, "Email\na@example.com\n");
    assert_false(
        holds(exported(t, &(struct export_options){ .groups = GROUPS_DEFAULT }), "Account Activation URL"));
    assert_false(
        holds(exported(t, &(struct export_options){ .groups = GROUPS_ALL }), "Account Activation URL"));
    assert_true(
        holds(exported(t, &(struct export_options){ .groups = GROUPS_DEFAULT | GROUP_BIT(GROUP_ACTIVATION) }),
              "|Account Activation URL\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(totals_are_basic_and_orders_are_not),
        IN_A_TRIAL(the_last_order_is_the_one_processed_last),
        IN_A_TRIAL(a_customer_of_several_rows_has_its_values_on_the_first),
        IN_A_TRIAL(the_later_rows_repeat_the_id),
        IN_A_TRIAL(commands_are_filled_and_other_orders_to_an_import_are_not),
        IN_A_TRIAL(metafields_are_cells_of_their_kind),
        IN_A_TRIAL(a_text_that_no_cell_can_hold_is_told),
        IN_A_TRIAL(activation_links_are_only_made_when_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
