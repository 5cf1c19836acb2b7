#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/case_told.h"

/* ---- which rows belong together ---------------------------------------------------------------- */

/* `groups`: the rows of each customer, as "2-3 4". */
static const struct grouping {
    const char *rule, *sheet, *groups;
} groupings[] = {
    { "R-2 ID", "ID|ADDRESS_LINE1\n1|A\n1|B\n2|C", "2-3 4" },
    { "R-2 email in another case", "EMAIL\nyou@example.com\nYou@Example.com", "2-3" },
    { "R-2 phone in another form", "PHONE\n+81 3-1234-5678\n+81312345678", "2-3" },
    { "R-2 national phone of the row's country", "PHONE|ADDRESS_COUNTRY\n+81312345678|\n03-1234-5678|Japan",
      "2-3" },
    { "R-2 one of two keys", "ID|EMAIL\n1|you@example.com\n|you@example.com\n1|", "2-4" },
    { "R-2 a key that the customer has not", "ID|EMAIL\n1|\n1|you@example.com", "2 3" },
    { "R-2 not a key", "EMAIL\nyou@example.com\nnonsense", "2 3" },
    { "R-3", "EMAIL|FIRST_NAME|ADDRESS_LINE1\nyou@example.com|Ann|A\n||B\n||C", "2-4" },
    { "R-3 tags", "EMAIL|TAGS\nyou@example.com|a\n|b", "2-3" },
    { "R-3 neither", "EMAIL|NOTE\nyou@example.com|a\n|b", "2 3" },
    { "R-3 a name", "EMAIL|FIRST_NAME|ADDRESS_LINE1\nyou@example.com|Ann|A\n|Ann|B", "2 3" },
    { "R-3 white space is blank", "EMAIL|ADDRESS_LINE1\nyou@example.com|A\n  |B", "2-3" },
    { "R-4", "FIRST_NAME|LAST_NAME|ADDRESS_LINE1\nAnn|Lee|A\nAnn|Lee|B\nAnn|Ray|C", "2-3 4" },
    { "R-4 only one name", "FIRST_NAME|LAST_NAME\nAnn|\nAnn|", "2 3" },
    { "R-4 the first has a key", "EMAIL|FIRST_NAME|LAST_NAME\nyou@example.com|Ann|Lee\n|Ann|Lee", "2 3" },
    { "R-5", "ID|EMAIL\n1|you@example.com\n2|you@example.com", "2 3" },
    { "R-5 other phone", "EMAIL|PHONE\nyou@example.com|+81312345678\nyou@example.com|+81312345679", "2 3" },
    { "R-6", "EMAIL|TOP_ROW\nyou@example.com|TRUE\nyou@example.com|TRUE", "2-3" },
    { "R-7", "EMAIL\na@example.com\nb@example.com\na@example.com", "2 3 4" },
    { "M-14 rows of one that is ignored",
      "EMAIL|COMMAND|ADDRESS_LINE1\nyou@example.com|IGNORE|A\nyou@example.com||B", "2-3" },
};

static size_t check_grouping(const struct grouping *g)
{
    struct world w;
    struct row row;
    struct buf b = BUF_INIT(1000);
    size_t failed = 0;

    world_init(&w);
    case_header(&w, g->sheet);
    for (size_t i = 0; case_row(&w, g->sheet, i, &row); i++) {
        bool goes_on = record_open(&w.record) && record_continues(&w.record, &row);
        if (!goes_on && record_open(&w.record))
            record_finish(&w.record);
        if (!goes_on) {
            record_begin(&w.record, &w.findings);
            buf_put(&b, STR(" "));
            buf_put_u64(&b, row.number);
        }
        record_add(&w.record, &row);
        struct row next;
        bool more = case_row(&w, g->sheet, i + 1, &next) && record_continues(&w.record, &next);
        if (goes_on && !more) {
            buf_put(&b, STR("-"));
            buf_put_u64(&b, row.number);
            assert_int_equal(w.record.customer->last_row, row.number);
        }
    }
    if (!str_eq(str_trim(buf_str(&b)), str_of(g->groups))) {
        print_error("%s: wanted %s, got%.*s\n", g->rule, g->groups, STR_ARG(buf_str(&b)));
        failed = 1;
    }
    buf_release(&b);
    world_release(&w);
    return failed;
}

static void adjacent_rows_of_one_customer_belong_together(void **state)
{
    size_t failed = 0;

    (void)state;
    for (size_t i = 0; i < countof(groupings); i++)
        failed += check_grouping(&groupings[i]);
    assert_int_equal(failed, 0);
}

/* ---- later rows -------------------------------------------------------------------------------- */

static const struct later {
    const char *rule, *sheet, *findings;
} laters[] = {
    { "R-8 blank", "EMAIL|NOTE|ADDRESS_LINE1\nyou@example.com|a|A\nyou@example.com||B", "" },
    { "R-8 repeats", "EMAIL|NOTE|TAX_EXEMPT\nyou@example.com|a|TRUE\nYOU@example.com|a|yes", "" },
    { "R-9", "EMAIL|NOTE\nyou@example.com|a\nyou@example.com|b", " ! DIFFERS_FROM_FIRST_ROW(Note,2)" },
    { "R-9 the first is blank", "EMAIL|NOTE\nyou@example.com|\nyou@example.com|b",
      " ! DIFFERS_FROM_FIRST_ROW(Note,2)" },
    { "R-9 command", "EMAIL|COMMAND\nyou@example.com|MERGE\nyou@example.com|DELETE",
      " ! DIFFERS_FROM_FIRST_ROW(Command,2)" },
    { "R-9 the first was refused", "EMAIL|TAX_EXEMPT\nyou@example.com|maybe\nyou@example.com|TRUE",
      " ! BOOLEAN_INVALID" },
    { "R-9 accepts", "EMAIL|ACCEPTS_EMAIL\nyou@example.com|yes\nyou@example.com|no",
      " ! DIFFERS_FROM_FIRST_ROW(Email Marketing: Status,2)" },
    { "R-9 metafield", "EMAIL|M.my.size:number_integer\nyou@example.com|1\nyou@example.com|2",
      " ! DIFFERS_FROM_FIRST_ROW(M.my.size:number_integer,2)" },
    { "R-8 metafield",
      "EMAIL|M.my.size:number_integer\nyou@example.com|1\nyou@example.com|1\nyou@example.com|", "" },
    { "R-10 a bad cell on a later row", "EMAIL|ADDRESS_ID\nyou@example.com|\nyou@example.com|x",
      " ! ID_INVALID" },
    { "M-13 later rows", "EMAIL|COMMAND|NOTE\nyou@example.com|DELETE|a\nyou@example.com||b", "" },
    { "M-14 later rows", "EMAIL|COMMAND|NOTE\nyou@example.com|IGNORE|a\nyou@example.com|MERGE|b", "" },
    { "A-8", "EMAIL|ADDRESS_LINE1|ADDRESS_DEFAULT\nyou@example.com|A|TRUE\nyou@example.com|B|TRUE",
      " ! TWO_DEFAULT_ADDRESSES(2)" },
    { "A-8 one that is deleted",
      "EMAIL|ADDRESS_ID|ADDRESS_DEFAULT|ADDRESS_COMMAND\nyou@example.com|1|TRUE|DELETE\n"
      "you@example.com|2|TRUE|",
      "" },
    { "A-11", "EMAIL|ADDRESS_COUNTRY\nyou@example.com|Nowhere", " ! COUNTRY_UNKNOWN" },
    { "A-11 with a code", "EMAIL|ADDRESS_COUNTRY|ADDRESS_COUNTRY_CODE\nyou@example.com|Nowhere|jp", "" },
    { "A-12", "EMAIL|ADDRESS_COUNTRY|ADDRESS_COUNTRY_CODE\nyou@example.com|France|jp",
      " ! COUNTRY_CONTRADICTS(JP)" },
    { "A-13", "EMAIL|ADDRESS_PROVINCE_CODE|ADDRESS_COUNTRY_CODE\nyou@example.com|QQ|jp",
      " ! PROVINCE_UNKNOWN(Japan)" },
    { "A-13 no country", "EMAIL|ADDRESS_PROVINCE\nyou@example.com|QQ", "" },
    { "A-5 a deleted one may hold anything",
      "EMAIL|ADDRESS_ID|ADDRESS_COUNTRY|ADDRESS_COMMAND\n"
      "you@example.com|1|Nowhere|DELETE",
      "" },
    { "R-11", "EMAIL|NOTE\n|x", " ! NO_KEY" },
    { "R-11 a key that was refused is said once", "EMAIL|NOTE\nnobody|x", " ! EMAIL_INVALID" },
    { "R-11 ignored", "EMAIL|COMMAND\n|IGNORE", "" },
};

static void later_rows_repeat_or_are_blank(void **state)
{
    size_t failed = 0;

    (void)state;
    for (size_t i = 0; i < countof(laters); i++) {
        struct world w;
        world_init(&w);
        struct customer *c = case_want(&w, laters[i].sheet);
        str found = case_told_findings(&w);
        bool expected =
            str_eq(found, str_of(laters[i].findings)) && c->failed == (w.findings.count[SEVERITY_ERROR] > 0);
        if (!expected)
            print_error("%s: wanted%s, got%.*s\n", laters[i].rule, laters[i].findings, STR_ARG(found));
        failed += !expected;
        world_release(&w);
    }
    assert_int_equal(failed, 0);
}

/* ---- one customer ------------------------------------------------------------------------------ */

static void blanks_can_be_kept(void **state)
{
    struct world w;

    (void)state;
    world_init(&w);
    w.options.blank_keeps = true;
    struct customer *c =
        case_want(&w, "EMAIL|NOTE|TAGS|TAGS_COMMAND|ADDRESS_LINE1|ADDRESS_ZIP|M.my.size:number_integer\n"
                      "you@example.com|||REPLACE|A||\nyou@example.com|||REPLACE|||");
    assert_true(c->has.seen == (COL_BIT(COL_EMAIL) | COL_BIT(COL_TAGS_COMMAND)));
    assert_true(c->has.blank == 0);
    assert_int_equal(c->tag_step_count, 0);
    assert_int_equal(c->metafield_count, 0);
    assert_true(c->addresses[0].has.seen == COL_BIT(COL_ADDRESS_LINE1));
    world_release(&w);
}

static void an_id_that_is_ignored_still_groups(void **state)
{
    struct world w;
    struct row row;
    const char *sheet =
        "ID|FIRST_NAME|LAST_NAME|ADDRESS_ID|ADDRESS_LINE1\n1|Ann|Lee|5|A\n1|||6|B\n2|Ann|Lee|7|C";

    (void)state;
    world_init(&w);
    w.options.ignore_id = true;
    case_header(&w, sheet);
    record_begin(&w.record, &w.findings);
    assert_true(case_row(&w, sheet, 0, &row));
    record_add(&w.record, &row);
    assert_true(case_row(&w, sheet, 1, &row) && record_continues(&w.record, &row));
    record_add(&w.record, &row);
    assert_true(case_row(&w, sheet, 2, &row) && !record_continues(&w.record, &row));
    struct customer *c = record_finish(&w.record);
    assert_false(c->failed);
    assert_int_equal(customer_key(c).id, 0);
    assert_int_equal(c->address_count, 2);
    assert_int_equal(c->addresses[1].id, 0);
    world_release(&w);
}

static void shopifys_own_csv_has_one_address_and_it_is_the_main_one(void **state)
{
    struct world w;
    struct row row;
    const char *sheet = "EMAIL|ADDRESS_LINE1\nyou@example.com|A\nyou@example.com|B";

    (void)state;
    world_init(&w);
    case_header(&w, sheet);
    w.header.shopify_csv = true;
    record_begin(&w.record, &w.findings);
    for (size_t i = 0; case_row(&w, sheet, i, &row); i++)
        record_add(&w.record, &row);
    struct customer *c = record_finish(&w.record);
    assert_true(c->addresses[0].is_default && !c->addresses[1].is_default);
    world_release(&w);
}

static void phones_are_read_in_the_country_of_their_row(void **state)
{
    struct world w;

    (void)state;
    world_init(&w);
    struct customer *c = case_want(&w, "PHONE|ADDRESS_PHONE|ADDRESS_COUNTRY\n03-1234-5678|045-123-4567|日本");
    assert_true(str_eq(c->phone, STR("+81312345678")));
    assert_true(str_eq(c->addresses[0].phone, STR("+81451234567")));
    world_release(&w);
}

static void a_customer_takes_so_many_rows(void **state)
{
    struct world w;
    struct row row;
    const char *sheet = "EMAIL|ADDRESS_LINE1\nyou@example.com|A";

    (void)state;
    world_init(&w);
    case_header(&w, sheet);
    record_begin(&w.record, &w.findings);
    assert_true(case_row(&w, sheet, 0, &row));
    for (int i = 0; i < CUSTOMER_ROWS_MAX; i++)
        record_add(&w.record, &row);
    assert_int_equal(w.findings.n, 0);
    record_add(&w.record, &row);
    record_add(&w.record, &row);
    assert_int_equal(w.findings.n, 1);
    assert_int_equal(w.findings.at[0].id, FINDING_TOO_MANY_ROWS);
    assert_int_equal(record_finish(&w.record)->address_count, CUSTOMER_ROWS_MAX);
    world_release(&w);
}

static void a_row_is_blank_when_nothing_is_read_from_it(void **state)
{
    static const struct {
        const char *sheet;
        bool blank;
    } rows[] = {
        { "EMAIL|NOTE\n|", true },        { "EMAIL|NOTE\n | \t", true },
        { "EMAIL|NOTE\n|x", false },      { "EMAIL|UNKNOWN\n|x", true },
        { "EMAIL|ROW_NUMBER\n|7", true }, { "EMAIL|IMPORT_RESULT\n|OK", true },
        { "EMAIL|PASSWORD\n|x", true },   { "EMAIL|M.my.size:\n|x", false },
        { "EMAIL|M.my.size:\n|", true },  { "EMAIL|COMMAND\n|NEW", false },
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct world w;
        struct row row;
        world_init(&w);
        case_header(&w, rows[i].sheet);
        assert_true(case_row(&w, rows[i].sheet, 0, &row));
        if (row_is_blank(&w.header, &row) != rows[i].blank)
            print_error("%s\n", rows[i].sheet);
        assert_int_equal(row_is_blank(&w.header, &row), rows[i].blank);
        world_release(&w);
    }
}

static void a_row_may_end_early(void **state)
{
    struct world w;

    (void)state;
    world_init(&w);
    struct customer *c = case_want(&w, "EMAIL|NOTE|M.my.size:\nyou@example.com");
    assert_true(field_blank(COL_NOTE, c));
    assert_true(c->metafield_count == 1 && c->metafields[0].blank);
    world_release(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adjacent_rows_of_one_customer_belong_together),
        cmocka_unit_test(later_rows_repeat_or_are_blank),
        cmocka_unit_test(blanks_can_be_kept),
        cmocka_unit_test(an_id_that_is_ignored_still_groups),
        cmocka_unit_test(shopifys_own_csv_has_one_address_and_it_is_the_main_one),
        cmocka_unit_test(phones_are_read_in_the_country_of_their_row),
        cmocka_unit_test(a_customer_takes_so_many_rows),
        cmocka_unit_test(a_row_is_blank_when_nothing_is_read_from_it),
        cmocka_unit_test(a_row_may_end_early),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
