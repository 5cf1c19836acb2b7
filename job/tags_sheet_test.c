#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/tags_list.h"
#include "job/trial_test.h"

/* ---- reading what somebody has edited ------------------------------------------------------------ */

struct sheet_case {
    const char *sheet;
    const char *rules; /* "from>to|gone>" */
};

/* rules: G-13+ G-14+ G-15+ */
static const struct sheet_case sheets[] = {
    { "Tag|Customers|Action|New Tag|Why\nVIP|9|KEEP||\nvip|3|RENAME|VIP|\nold|1|DELETE||", "vip>VIP|old>" },
    { "Tags of the shop\n\nNEW TAG|tag|action\nb|a|rename\n|c|Delete\n|d|\n", "a>b|c>" },
    { "Tag|Action|New Tag\na|ＲＥＮＡＭＥ| b \na2|KEEP|b\n", "a>b" },
    { "Tag|Action|New Tag\na|RENAME|a\n|KEEP|\n||\n2023|RENAME|year 2023\n", "2023>year 2023" },
    { "Tag|Action|New Tag\nVIP|RENAME|Vip\nvip|RENAME|Vip\n", "VIP>Vip|vip>Vip" },
    { "Tag|Action|New Tag\n", "" },
};

static void an_edited_sheet_becomes_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(sheets); i++) {
        struct row_input input = rows_of(sheets[i].sheet);
        struct arena a = { 0 };
        struct tag_rules r;
        struct err err = { 0 };
        if (!tags_read_rules(&input, &r, &a, &err))
            fail_msg("%s", err.msg);
        str *parts = arena_array(&a, str, r.n + 1);
        for (size_t k = 0; k < r.n; k++)
            parts[k] = arena_fmt(&a, "%.*s>%.*s", STR_ARG(r.at[k].from), STR_ARG(r.at[k].to));
        assert_string_equal(arena_copy(&a, arena_join(&a, parts, r.n, STR("|"))).p, sheets[i].rules);
        assert_true(r.exact);
        arena_reset(&a);
    }
}

struct wrong_case {
    const char *sheet, *cell, *says;
};

#define LONG_TAG                                                                                           \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* rules: G-13- G-14- G-15- */
static const struct wrong_case wrongs[] = {
    { "Tag|Action|New Tag\na|MOVE|b\n", "cell B2", "MOVE" },
    { "Tag|Action|New Tag\na|RENAME|\n", "cell C2", "needs a new tag" },
    { "Tag|Action|New Tag\na|RENAME|b,c\n", "cell C2", "comma" },
    { "Tag|Action|New Tag\na|RENAME|" LONG_TAG "\n", "cell C2", "256 characters" },
    { "Tag|Action|New Tag\na|RENAME|b\tc\n", "cell C2", "control character" },
    { "Tag|Action|New Tag\n|DELETE|\n", "cell A2", "missing" },
    { "Tag|Action|New Tag\na|KEEP|\na|DELETE|\n", "cell A3", "row 2" },
    { "Tag|Action|New Tag\na|RENAME|b\nb|RENAME|c\n", "cell C2", "row 3" },
    { "Tag|Action|New Tag\nb|DELETE|\na|RENAME|b\n", "cell C3", "row 2" },
    { "Email|Tags\na@example.com|x\n", "", "Action" },
    { "", "", "Action" },
};

static void what_is_wrong_names_its_cell(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(wrongs); i++) {
        struct row_input input = rows_of(wrongs[i].sheet);
        struct arena a = { 0 };
        struct tag_rules r;
        struct err err = { 0 };
        input.name = STR("s.xlsx");
        assert_false(tags_read_rules(&input, &r, &a, &err));
        assert_int_equal(err.code, ERR_FORMAT);
        if (!strstr(err.msg, wrongs[i].cell) || !strstr(err.msg, wrongs[i].says) ||
            !strstr(err.msg, "s.xlsx"))
            fail_msg("%zu: %s", i, err.msg);
        arena_reset(&a);
    }
}

static void many_rows_are_read(void **state)
{
    enum { MANY = 500 };
    struct arena a = { 0 };
    char *text = arena_alloc(&a, MANY * 32 + 64, 1);
    size_t at = (size_t)snprintf(text, 64, "Tag|Action|New Tag\n");
    struct tag_rules r;
    struct err err = { 0 };

    (void)state;
    for (int i = 0; i < MANY; i++)
        at += (size_t)snprintf(text + at, 32, "a%d|RENAME|b%d\n", i, i);
    struct row_input input = rows_of(text);
    assert_true(tags_read_rules(&input, &r, &a, &err));
    assert_int_equal(r.n, MANY);
    assert_true(str_eq(r.at[MANY - 1].to, STR("b499")));
    arena_reset(&a);
}

/* ---- writing ------------------------------------------------------------------------------------- */

static const struct tag_use uses[] = {
    { STR_INIT("VIP"), 9, NOW }, { STR_INIT("vip"), 3, NOW },        { STR_INIT("VIPs"), 2, NOW },
    { STR_INIT("x"), 1, NOW },   { STR_INIT("newsletter"), 5, NOW }, { STR_INIT("newsleter"), 4, NOW },
};

static void suggestions_are_a_sheet_to_edit(void **state)
{
    static const char expected[] =
        "== Tags\n"
        "1:|Tag|Customers|Action|New Tag|Why\n"
        "2:|VIP|9|KEEP||Most customers have it spelled so.\n"
        "3:|vip|3|RENAME|VIP|Differs only in: case\n"
        "4:|VIPs|2|KEEP|VIP|Differs only in: plural – Look at it: KEEP it, or RENAME it.\n"
        "5:|newsletter|5|KEEP||Most customers have it spelled so.\n"
        "6:|newsleter|4|KEEP|newsletter|One letter differs. Look at it: KEEP it, or RENAME it.\n";
    struct arena a = { 0 };
    struct tag_list list = { .uses = uses, .use_count = countof(uses) };
    struct text_table out = text_table(&a);
    const struct tag_group *groups;
    size_t n;

    (void)state;
    tag_groups(uses, countof(uses), &groups, &n, &a);
    tags_put_groups(&list, groups, n, &trial_words, &out.base);
    assert_string_equal(out.text, expected);
    arena_reset(&a);
}

static void what_is_suggested_reads_back_as_rules(void **state)
{
    struct arena a = { 0 };
    struct row_input input =
        rows_of("Tag|Customers|Action|New Tag|Why\nVIP|9|KEEP||Most\nvip|3|RENAME|VIP|case\n"
                "VIPs|2|KEEP|VIP|plural\n");
    struct tag_rules r;
    struct err err = { 0 };

    (void)state;
    assert_true(tags_read_rules(&input, &r, &a, &err));
    assert_int_equal(r.n, 1);
    arena_reset(&a);
}

static void a_list_is_a_sheet(void **state)
{
    struct arena a = { 0 };
    const struct tag_line lines[] = { { STR("VIP"), 12, 2, NOW } };
    struct tag_list list = { .lines = lines, .line_count = 1 };
    struct text_table out = text_table(&a);

    (void)state;
    tags_put_list(&list, zone_utc(), &trial_words, &out.base);
    assert_non_null(strstr(out.text, "1:|Tag|Customers|Last Use|Spellings\n2:|VIP|12|"));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edited_sheet_becomes_rules),
        cmocka_unit_test(what_is_wrong_names_its_cell),
        cmocka_unit_test(many_rows_are_read),
        cmocka_unit_test(suggestions_are_a_sheet_to_edit),
        cmocka_unit_test(what_is_suggested_reads_back_as_rules),
        IN_A_TRIAL(a_list_is_a_sheet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
