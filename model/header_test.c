#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/header.h"

#include <string.h>

enum { CELLS_MOST = 80, ROWS_MOST = 25 };

/* Rows from texts: cells apart by '|'. */
struct text_rows {
    struct row_source source;
    const char *const *rows;
    uint32_t at;
    cell cells[CELLS_MOST];
};

static bool next_row(struct row_source *source, struct row *row)
{
    struct text_rows *t = (struct text_rows *)source;
    size_t n = 0;

    if (!t->rows[t->at])
        return false;
    str rest = str_of(t->rows[t->at++]), text;
    for (bool more = true; more && n < CELLS_MOST; n++) {
        more = str_cut(rest, '|', &text, &rest);
        t->cells[n] = (cell){ .kind = text.n ? CELL_TEXT : CELL_EMPTY, .text = text };
    }
    *row = (struct row){ .number = t->at, .count = n, .cells = t->cells };
    return true;
}

static bool close_rows(struct row_source *source, struct err *err)
{
    (void)source, (void)err;
    return true;
}

static const struct row_source_ops text_ops = { next_row, close_rows };

/* A header and all that belongs to it. */
struct fixture {
    struct arena arena;
    struct findings findings;
    struct header header;
    struct err err;
    bool ok;
};

static int setup(void **state)
{
    static struct fixture f;

    f = (struct fixture){ 0 };
    f.findings.arena = &f.arena;
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    arena_reset(&((struct fixture *)*state)->arena);
    return 0;
}

static bool read_rows(struct fixture *f, const char *const *rows)
{
    struct text_rows source = { { &text_ops }, rows, 0, { { CELL_EMPTY, false, { "", 0 } } } };

    f->ok = header_read(&f->header, &source.source, &f->findings, &f->arena, &f->err);
    return f->ok;
}

static bool read_one(struct fixture *f, const char *row)
{
    return read_rows(f, (const char *const[]){ row, NULL });
}

static void assert_finding(const struct fixture *f, size_t i, enum finding_id id, const char *one, const char *two)
{
    assert_true(i < f->findings.n);
    const struct finding *got = &f->findings.at[i];
    if (got->id != id || !str_eq(got->args[1], str_of(one)) || !str_eq(got->args[2], str_of(two)))
        fail_msg("got %s \"%.*s\" \"%.*s\"", finding_name(got->id), STR_ARG(got->args[1]), STR_ARG(got->args[2]));
}

static void assert_refused(const struct fixture *f, const char *part)
{
    assert_false(f->ok);
    assert_int_equal(f->err.code, ERR_FORMAT);
    if (!strstr(f->err.msg, part))
        fail_msg("\"%s\" does not say \"%s\"", f->err.msg, part);
}

/* H-3, H-4, H-8 */
static void columns_are_found_in_any_order_language_case_and_width(void **state)
{
    struct fixture *f = *state;

    assert_true(read_one(f, "last  NAME|メールアドレス| ＩＤ |タグ||電話番号"));
    assert_int_equal(f->findings.n, 0);
    assert_int_equal(f->header.position[COL_LAST_NAME], 0);
    assert_int_equal(f->header.position[COL_EMAIL], 1);
    assert_int_equal(f->header.position[COL_ID], 2);
    assert_int_equal(f->header.position[COL_NOTE], -1);
    assert_int_equal(f->header.column[3], COL_TAGS);
    assert_int_equal(f->header.column[4], -1);
    assert_int_equal(f->header.count, 6);
    assert_true(f->header.present == (COL_BIT(COL_LAST_NAME) | COL_BIT(COL_EMAIL) | COL_BIT(COL_ID) | COL_BIT(COL_TAGS) |
                                      COL_BIT(COL_PHONE)));
}

static void every_column_is_found_by_both_of_its_headers(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < COL_COUNT; i++) {
        assert_int_equal(column_find(columns[i].header, &f->arena), i);
        assert_int_equal(column_find(columns[i].header_ja, &f->arena), i);
    }
    assert_int_equal(column_find(STR("Customer ID"), &f->arena), COL_ID);
    assert_int_equal(column_find(STR("Name"), &f->arena), COL_COUNT);
}

/* H-1 */
static void title_rows_are_skipped_with_a_note(void **state)
{
    struct fixture *f = *state;

    assert_true(read_rows(f, (const char *const[]){ "Our customers", "", "Email|First Name", NULL }));
    assert_int_equal(f->header.row, 3);
    assert_finding(f, 0, FINDING_TITLE_ROWS_SKIPPED, "3", "");
}

static void empty_rows_above_are_not_worth_a_note(void **state)
{
    struct fixture *f = *state;

    assert_true(read_rows(f, (const char *const[]){ "", " ", "Email", NULL }));
    assert_int_equal(f->findings.n, 0);
}

/* H-1, H-2 */
static void the_header_stands_in_the_first_20_rows(void **state)
{
    struct fixture *f = *state;
    const char *rows[ROWS_MOST] = { "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x",
                                    "x", "x", "x", "x", "x", "x", "Phone" };

    assert_true(read_rows(f, rows));
    assert_int_equal(f->header.row, 20);
    memmove(rows + 1, rows, 20 * sizeof *rows);
    rows[0] = "";
    assert_false(read_rows(f, rows));
    assert_refused(f, "name the columns in row 2");
}

static void a_sheet_without_a_key_column_is_refused(void **state)
{
    struct fixture *f = *state;

    read_one(f, "Last Name|Note");
    assert_refused(f, "no column ID, Email, Phone or First Name");
}

static void an_empty_sheet_is_refused(void **state)
{
    struct fixture *f = *state;

    read_rows(f, (const char *const[]){ "", NULL });
    assert_refused(f, "the sheet is empty");
}

/* H-5, H-6 */
static void an_unknown_header_is_said_once_with_the_nearest(void **state)
{
    struct fixture *f = *state;

    assert_true(read_one(f, "Email|Frist Name|frist name|Shoe size in inches|電話番后|Shoe size in inches"));
    assert_int_equal(f->findings.n, 3);
    assert_finding(f, 0, FINDING_UNKNOWN_COLUMN_NEAR, "Frist Name", "First Name");
    assert_finding(f, 1, FINDING_UNKNOWN_COLUMN, "Shoe size in inches", "");
    assert_finding(f, 2, FINDING_UNKNOWN_COLUMN_NEAR, "電話番后", "電話番号");
    assert_int_equal(f->findings.at[0].column, 1);
    assert_int_equal(f->header.column[1], -1);
}

static void after_fifty_unknown_headers_the_rest_is_counted(void **state)
{
    struct fixture *f = *state;
    char row[CELLS_MOST * 8] = "Email";
    size_t n = strlen(row);

    for (int i = 0; i < 60; i++) {
        row[n++] = '|';
        for (int c = 0; c < 5; c++)
            row[n++] = (char)('a' + (c % 2 ? i / 26 : i % 26));
    }
    row[n] = 0;
    assert_true(read_one(f, row));
    assert_int_equal(f->findings.n, 51);
    assert_finding(f, 50, FINDING_UNKNOWN_COLUMNS_MORE, "10", "");
}

/* H-7 */
static void a_column_that_stands_twice_is_refused(void **state)
{
    struct fixture *f = *state;

    read_one(f, "ID|Email|Note|メールアドレス");
    assert_refused(f, "\"メールアドレス\" stands twice, in B1 and in D1");
}

static void a_column_and_its_other_name_are_the_same(void **state)
{
    struct fixture *f = *state;

    read_one(f, "Email|Email Marketing: Status|Accepts Marketing");
    assert_refused(f, "B1 and in C1");
}

/* F-10 */
static void a_metafield_that_stands_twice_is_refused(void **state)
{
    struct fixture *f = *state;

    read_one(f, "Email|Metafield: a1b.size [json]|Metafield:a1b.size");
    assert_refused(f, "B1 and in C1");
}

/* C-1 to C-4, H-9 */
static void columns_that_are_not_imported_are_noted(void **state)
{
    struct fixture *f = *state;

    assert_true(read_one(f, "Email|State|Created At|Password|Send Welcome Email|Verified Email|Import Result|Total Spent"));
    assert_int_equal(f->findings.n, 4);
    assert_finding(f, 0, FINDING_PASSWORD_IGNORED, "Password", "");
    assert_finding(f, 1, FINDING_REMOVED_COLUMN, "Send Welcome Email", "");
    assert_finding(f, 2, FINDING_VERIFIED_EMAIL_IGNORED, "Verified Email", "");
    assert_finding(f, 3, FINDING_EXPORT_ONLY_COLUMNS, "State, Created At, Total Spent", "");
    assert_int_equal(f->header.position[COL_PASSWORD], 3);
}

/* F-1 to F-6 */
static void metafields_are_found_and_bad_ones_noted(void **state)
{
    struct fixture *f = *state;

    assert_true(read_one(f, "Email|Metafield: loyalty.points [number_integer]|Metafield: x.size|Metafield: birthday [dat]"));
    assert_int_equal(f->header.metafield_count, 1);
    assert_int_equal(f->header.metafields[0].column, 1);
    assert_true(str_eq(f->header.metafields[0].key, STR("points")));
    assert_finding(f, 0, FINDING_METAFIELD_NAME, "Metafield: x.size", "");
    assert_finding(f, 1, FINDING_METAFIELD_TYPE_UNKNOWN, "dat", "");
}

/* L-1 to L-6 */
static void shopifys_own_csv_is_understood(void **state)
{
    static const struct {
        const char *row;
        bool shopify;
    } dialects[] = {
        { "Customer ID|First Name|Last Name|Email|Accepts Email Marketing|Default Address Company|Default Address "
          "Address1|Default Address Address2|Default Address City|Default Address Province Code|Default Address Country "
          "Code|Default Address Zip|Default Address Phone|Phone|Accepts SMS Marketing|Note|Tax Exempt|Tags", true },
        { "First Name|Last Name|Email|Accepts Email Marketing|Company|Address1|Address2|City|Province|Province Code|"
          "Country|Country Code|Zip|Phone|Accepts SMS Marketing|Note|Tax Exempt|Tags", true },
        { "Email|City|Address Is Default", false },
        { "Email|Address1|Address 2|Address Default|Accepts Marketing", false },
        { "Customer ID|Note", false },
        { "Handle|Address 1|Address2", false },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < countof(dialects); i++) {
        assert_true(read_one(f, dialects[i].row));
        assert_int_equal(f->findings.n, 0);
        if (f->header.shopify_csv != dialects[i].shopify)
            fail_msg("%s", dialects[i].row);
    }
    assert_int_equal(f->header.position[COL_EMAIL], 0);
    read_one(f, dialects[0].row);
    assert_int_equal(f->header.meaning[4], ALIAS_ACCEPTS_EMAIL);
    assert_int_equal(f->header.meaning[14], ALIAS_ACCEPTS_SMS);
    assert_int_equal(f->header.meaning[5], ALIAS_DEFAULT_ADDRESS);
    assert_int_equal(f->header.meaning[0], ALIAS_PLAIN);
    assert_int_equal(f->header.position[COL_SMS_STATUS], 14);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    static const struct CMUnitTest tests[] = {
        TEST(columns_are_found_in_any_order_language_case_and_width),
        TEST(every_column_is_found_by_both_of_its_headers),
        TEST(title_rows_are_skipped_with_a_note),
        TEST(empty_rows_above_are_not_worth_a_note),
        TEST(the_header_stands_in_the_first_20_rows),
        TEST(a_sheet_without_a_key_column_is_refused),
        TEST(an_empty_sheet_is_refused),
        TEST(an_unknown_header_is_said_once_with_the_nearest),
        TEST(after_fifty_unknown_headers_the_rest_is_counted),
        TEST(a_column_that_stands_twice_is_refused),
        TEST(a_column_and_its_other_name_are_the_same),
        TEST(a_metafield_that_stands_twice_is_refused),
        TEST(columns_that_are_not_imported_are_noted),
        TEST(metafields_are_found_and_bad_ones_noted),
        TEST(shopifys_own_csv_is_understood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
