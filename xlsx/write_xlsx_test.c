#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "xlsx/write_check.h"
#include "xlsx/write_testing.h"

static const struct write_options options = { COMPRESS_FAST, 2, STR_INIT("test <&> 0.1"), 1700000000, NULL };

#define CELL(kind, text)            \
    {                               \
        kind, false, STR_INIT(text) \
    }
#define SHEET(n) "xl/worksheets/sheet" #n ".xml"

static const str commands[] = { STR_INIT("MERGE"), STR_INIT("NEW"), STR_INIT("DELETE") };

static const struct column_layout columns[] = {
    { STR_INIT("ID"), STYLE_NUMBER, STR_INIT("About <IDs> & such"), NULL, 0 },
    { STR_INIT("名前"), STYLE_TEXT, STR_INIT(""), NULL, 0 },
    { STR_INIT("Command"), STYLE_TEXT, STR_INIT("コマンド _x0041_"), commands, 3 },
    { STR_INIT("Spent"), STYLE_MONEY, STR_INIT(""), NULL, 0 },
};

static const struct sheet_layout layout = { .name = STR_INIT("顧客"),
                                            .columns = columns,
                                            .column_count = countof(columns) };

static const cell row[] = {
    CELL(CELL_NUMBER, "15417543000123"),
    CELL(CELL_TEXT, "=1+1"),
    CELL(CELL_TEXT, "MERGE"),
    CELL(CELL_NUMBER, "66102.24"),
};

static struct table *create(struct testing *t, const char *name)
{
    struct err err = { 0 };
    struct table *table = NULL;

    testing_ok(write_create(&table, testing_path(t, name), &options, &err), &err);
    return table;
}

static void finish(struct table *table)
{
    struct err err = { 0 };

    testing_ok(table_finish(table, &err), &err);
}

static void assert_fails(struct testing *t, struct table *table, enum err_code code)
{
    struct err err = { 0 };

    assert_false(table_finish(table, &err));
    assert_int_equal(err.code, code);
    assert_true(err.msg[0] != '\0');
    assert_int_equal(testing_files(t, false), 0);
}

static const char *part(struct testing *t, const char *part_name)
{
    return testing_part(t, testing_path(t, "a.xlsx"), part_name);
}

static void put_sample(struct table *table)
{
    table_sheet(table, &layout);
    table_put(table, 0, row, countof(row));
    table_mark(table, 1, MARK_FAILED, STR("だめ"));
    table_mark(table, 3, MARK_WARNING, STR(""));
    table_put(table, 5, row, countof(row));
    table_put(table, 0, row, 2);
}

static void a_sheet_has_a_bold_frozen_header_with_filters(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    put_sample(table);
    finish(table);
    const char *sheet = part(t, SHEET(1)), *book = part(t, "xl/workbook.xml"),
               *styles = part(t, "xl/styles.xml");
    assert_contains(sheet,
                    "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>");
    assert_contains(sheet, "<autoFilter ref=\"A1:D6\"/>");
    assert_contains(sheet, "<row r=\"1\"><c r=\"A1\" s=\"15\" t=\"inlineStr\"><is><t>ID</t></is></c>");
    assert_contains(sheet, "<ignoredError sqref=\"A1:XFD1048576\" numberStoredAsText=\"1\"/>");
    assert_lacks(sheet, "<dimension");
    assert_lacks(sheet, "<f>");
    assert_contains(book, "<sheet name=\"顧客\" sheetId=\"1\" r:id=\"rId1\"/>");
    assert_contains(book, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"0\" hidden=\"1\">"
                          "'顧客'!$A$1:$D$6</definedName>");
    assert_contains(styles, "<b/>");
    assert_contains(styles, "formatCode=\"yyyy-mm-dd hh:mm:ss\"");
    assert_contains(part(t, "docProps/core.xml"), "<dc:creator>test &lt;&amp;&gt; 0.1</dc:creator>");
    assert_contains(part(t, "docProps/core.xml"), "2023-11-14T22:13:20Z");
}

static void rows_stand_where_they_were_put(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    put_sample(table);
    finish(table);
    const char *sheet = part(t, SHEET(1));
    assert_contains(sheet, "</row><row r=\"2\"><c r=\"A2\" s=\"6\"><v>15417543000123</v></c>"
                           "<c r=\"B2\" s=\"3\" t=\"inlineStr\"><is><t>=1+1</t></is></c>");
    assert_contains(
        sheet,
        "</row><row r=\"5\"><c r=\"A5\" s=\"6\"><v>15417543000123</v></c><c r=\"B5\" s=\"4\" t=\"s\">");
    assert_contains(sheet, "<c r=\"D5\" s=\"11\"><v>66102.24</v></c></row><row r=\"6\">");
}

static void marks_fill_cells_and_carry_comments(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    put_sample(table);
    table_mark(table, 9, MARK_WARNING, STR("one"));
    table_mark(table, 0, MARK_WARNING, STR("between"));
    table_mark(table, 9, MARK_FAILED, STR("two & \x01"));
    table_mark(table, 9, MARK_WARNING, STR(""));
    table_put(table, 0, row, 1);
    finish(table);
    const char *comments = part(t, "xl/comments1.xml");
    assert_contains(comments, "<comment ref=\"A1\"");
    assert_contains(comments, "About &lt;IDs&gt; &amp; such");
    assert_contains(comments, "コマンド _x005F_x0041_");
    assert_contains(comments, "<comment ref=\"B5\"");
    assert_contains(comments, "<comment ref=\"J7\"");
    assert_contains(comments, "one\ntwo &amp; _x0001_");
    assert_contains(comments, "between");
    assert_contains(part(t, SHEET(1)), "<c r=\"J7\" s=\"1\"/>");
    assert_contains(part(t, SHEET(1)), "<legacyDrawing r:id=\"rId1\"/>");
    assert_contains(part(t, "xl/worksheets/_rels/sheet1.xml.rels"), "../drawings/vmlDrawing1.vml");
    assert_contains(part(t, "xl/styles.xml"), "<fgColor rgb=\"FFFFC7CE\"/>");
    assert_contains(part(t, "xl/styles.xml"), "<fgColor rgb=\"FFFFEB9C\"/>");
}

static void past_ten_thousand_comments_only_the_fill_is_kept(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    table_sheet(table, &(struct sheet_layout){ .name = STR("s") });
    for (int i = 0; i < 10010; i++) {
        table_mark(table, 1, MARK_FAILED, STR("no"));
        table_put(table, 0, row, 1);
    }
    finish(table);
    assert_contains(part(t, "xl/comments1.xml"), "<comment ref=\"B10000\"");
    assert_lacks(part(t, "xl/comments1.xml"), "<comment ref=\"B10001\"");
    assert_contains(part(t, SHEET(1)), "<c r=\"B10010\" s=\"1\"/>");
}

static void links_lead_to_cells_of_other_sheets(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");
    static const cell text = CELL(CELL_TEXT, "C14");

    table_sheet(table, &(struct sheet_layout){ .name = STR("Errors") });
    table_link(table, 0, STR("It's [\"me\"]"), STR("C14"));
    table_put(table, 3, &text, 1);
    table_link(table, 0, STR("Errors"), STR("A1"));
    table_link(table, 0, STR("Errors"), STR("A2")); /* a cell leads to one place */
    table_put(table, 0, &text, 1);
    finish(table);
    const char *sheet = part(t, SHEET(1));
    assert_contains(sheet, "<hyperlinks><hyperlink ref=\"A3\" location=\"'It''s _&quot;me&quot;_'!C14\"/>"
                           "<hyperlink ref=\"A4\" location=\"'Errors'!A1\"/></hyperlinks><pageMargins");
    assert_contains(sheet, "<c r=\"A3\" s=\"18\"");
}

static void only_so_many_links_are_kept(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");
    static const cell text = CELL(CELL_TEXT, "x");

    table_sheet(table, &(struct sheet_layout){ .name = STR("s") });
    for (int i = 0; i < 65001; i++) {
        table_link(table, 0, STR("s"), STR("A1"));
        table_put(table, 0, &text, 1);
    }
    finish(table);
    assert_contains(part(t, SHEET(1)), "<hyperlink ref=\"A65000\"");
    assert_lacks(part(t, SHEET(1)), "<hyperlink ref=\"A65001\"");
}

static void few_choices_stand_in_the_drop_down(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    put_sample(table);
    finish(table);
    assert_contains(part(t, SHEET(1)),
                    "<dataValidations count=\"1\"><dataValidation type=\"list\" allowBlank=\"1\" "
                    "showInputMessage=\"1\" sqref=\"C2:C1048576\"><formula1>\"MERGE,NEW,DELETE\""
                    "</formula1></dataValidation></dataValidations>");
    assert_null(part(t, SHEET(2)));
}

static void two_hundred_japanese_choices_stand_on_a_hidden_sheet(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");
    static const str quoted[] = { STR_INIT("a,b"), STR_INIT("c") };
    str many[200];
    struct column_layout with[4] = { { .header = STR("都道府県") },
                                     { .header = STR("再び") },
                                     { .header = STR("c") } };

    for (size_t i = 0; i < countof(many); i++)
        many[i] = arena_fmt(&t->arena, "都道府県の名前その%zu", i + 1);
    for (size_t i = 0; i < 2; i++)
        with[i].choices = many, with[i].choice_count = countof(many);
    with[2].choices = quoted, with[2].choice_count = countof(quoted);
    table_sheet(table, &(struct sheet_layout){ .name = STR("Lists"), .columns = with, .column_count = 4 });
    finish(table);
    const char *sheet = part(t, SHEET(1)), *lists = part(t, SHEET(2));
    assert_contains(sheet, "sqref=\"A2:A1048576\"><formula1>'Lists 2'!$A$1:$A$200</formula1>");
    assert_contains(sheet, "sqref=\"B2:B1048576\"><formula1>'Lists 2'!$A$1:$A$200</formula1>");
    assert_contains(sheet, "sqref=\"C2:C1048576\"><formula1>'Lists 2'!$B$1:$B$2</formula1>");
    assert_contains(lists, "<c r=\"A200\" t=\"inlineStr\"><is><t>都道府県の名前その200</t></is></c>");
    assert_contains(lists, "<c r=\"B1\" t=\"inlineStr\"><is><t>a,b</t></is></c>");
    assert_contains(part(t, "xl/workbook.xml"),
                    "<sheet name=\"Lists 2\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/>");
}

static void several_sheets_stand_in_order_and_one_is_active(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    table_sheet(table, &(struct sheet_layout){ .name = STR("hidden"), .hidden = true });
    table_put(table, 0, row, 4);
    table_sheet(table, &(struct sheet_layout){ .name = STR("2024"), .columns = columns, .column_count = 4 });
    table_put(table, 0, row, 4);
    table_sheet(table, &(struct sheet_layout){ .name = STR("empty") });
    finish(table);
    assert_lacks(part(t, SHEET(1)), "tabSelected");
    assert_contains(part(t, SHEET(2)), "tabSelected=\"1\"");
    assert_lacks(part(t, SHEET(3)), "tabSelected");
    assert_contains(part(t, SHEET(3)), "<sheetData></sheetData>");
    const char *book = part(t, "xl/workbook.xml");
    assert_contains(book, "<sheet name=\"hidden\" sheetId=\"1\" state=\"hidden\"");
    assert_contains(book, "activeTab=\"1\"");
    assert_contains(book, "localSheetId=\"1\" hidden=\"1\">'2024'!$A$1:$D$2</definedName>");
}

static void a_header_put_as_a_row_is_a_header(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");
    struct sheet_layout as_row = layout;
    static const cell header[] = { CELL(CELL_TEXT, "ID"), CELL(CELL_TEXT, "Name") };

    as_row.header_as_row = true;
    table_sheet(table, &as_row);
    table_mark(table, 1, MARK_WARNING, STR("unknown"));
    table_put(table, 3, header, 2);
    table_put(table, 4, row, 4);
    finish(table);
    const char *sheet = part(t, SHEET(1));
    assert_contains(sheet, "<pane ySplit=\"3\"");
    assert_contains(sheet, "<autoFilter ref=\"A3:B4\"/>");
    assert_contains(sheet, "<sheetData><row r=\"3\"><c r=\"A3\" s=\"15\"");
    assert_contains(sheet, "<c r=\"B3\" s=\"17\"");
}

static void widths_follow_the_first_thousand_rows(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");
    static const cell wide[] = { CELL(CELL_TEXT, "あいうえおかきくけこ"), CELL(CELL_TEXT, "a") };
    static const cell late[] = { CELL(CELL_TEXT, "a"),
                                 CELL(CELL_TEXT, "much wider than anything before it") };
    char *longest = arena_alloc(&t->arena, 5000, 1);

    memset(longest, 'x', 5000);
    const cell third[] = { wide[0], wide[1], { CELL_TEXT, false, { longest, 5000 } } };
    table_sheet(table, &(struct sheet_layout){ .name = STR("s") });
    table_put(table, 0, third, 3);
    for (int i = 0; i < 1000; i++)
        table_put(table, 0, wide, 2);
    table_put(table, 0, late, 2);
    finish(table);
    const char *sheet = part(t, SHEET(1));
    assert_contains(sheet, "<col min=\"1\" max=\"1\" width=\"21.7109375\"");
    assert_contains(sheet, "<col min=\"2\" max=\"2\" width=\"8.7109375\"");
    assert_contains(sheet, "<col min=\"3\" max=\"3\" width=\"60.7109375\"");
    assert_contains(sheet, "<row r=\"1002\">");
}

static void text_columns_are_text_also_where_nothing_stands_yet(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    table_sheet(table, &layout);
    finish(table);
    assert_contains(part(t, SHEET(1)),
                    "<col min=\"2\" max=\"2\" width=\"8.7109375\" style=\"3\" customWidth=\"1\"/>");
    assert_contains(part(t, SHEET(1)), "<autoFilter ref=\"A1:D1\"/>");
}

static void a_workbook_without_sheets_gets_one(void **state)
{
    struct testing *t = *state;

    finish(create(t, "a.xlsx"));
    assert_contains(part(t, "xl/workbook.xml"), "<sheet name=\"Sheet1\"");
}

static void large_sheets_stream(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");
    char text[32];

    table_sheet(table, &layout);
    for (unsigned i = 0; i < 20000; i++) {
        int n = snprintf(text, sizeof text, "text number %u", i);
        const cell cells[] = { row[0], { CELL_TEXT, false, { text, (size_t)n } }, row[2], row[3] };
        table_put(table, 0, cells, 4);
    }
    finish(table);
    const char *sheet = part(t, SHEET(1));
    assert_contains(sheet, "<t>text number 0</t>");
    assert_contains(sheet, "<row r=\"20001\"><c r=\"A20001\" s=\"6\"><v>15417543000123</v></c>"
                           "<c r=\"B20001\" s=\"3\" t=\"inlineStr\"><is><t>text number 19999</t>");
    assert_contains(sheet, "<c r=\"C20001\" s=\"3\" t=\"s\"><v>0</v></c>");
    assert_contains(part(t, "xl/sharedStrings.xml"), "<si><t>MERGE</t></si>");
    assert_lacks(part(t, "xl/sharedStrings.xml"), "<si><t>text number 0</t></si>");
}

static void the_same_input_gives_the_same_bytes_in_any_locale(void **state)
{
    struct testing *t = *state;
    static const char *const locales[] = { "C", "de_DE.UTF-8", "C" };

    for (size_t i = 0; i < countof(locales); i++) {
        setlocale(LC_ALL, locales[i]); /* a machine without it tests less; make torture makes it */
        struct table *table = create(t, i ? "b.xlsx" : "a.xlsx");
        put_sample(table);
        finish(table);
        assert_ptr_equal(uselocale((locale_t)0), LC_GLOBAL_LOCALE); /* the thread's own is put back */
        if (i)
            assert_true(str_eq(testing_read(t, testing_path(t, "a.xlsx")),
                               testing_read(t, testing_path(t, "b.xlsx"))));
    }
    setlocale(LC_ALL, "C");
}

static void small_files_are_smaller(void **state)
{
    struct testing *t = *state;
    struct write_options small = options;
    struct err err = { 0 };
    str sizes[2];

    small.compression = COMPRESS_SMALL;
    small.money_decimals = 0;
    for (size_t k = 0; k < 2; k++) {
        struct table *table;
        const char *path = testing_path(t, "a.xlsx");
        testing_ok(write_create(&table, path, k ? &small : &options, &err), &err);
        table_sheet(table, &layout);
        for (int i = 0; i < 3000; i++)
            table_put(table, 0, row, 4);
        finish(table);
        sizes[k] = testing_read(t, path);
    }
    assert_true(sizes[1].n < sizes[0].n);
}

/* Local headers without data descriptors and, below 4 GiB, without zip64. */
static void entries_do_without_zip64(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");
    size_t headers = 0;

    put_sample(table);
    finish(table);
    str all = testing_read(t, testing_path(t, "a.xlsx"));
    for (const char *at = all.p; (at = memmem(at, all.n - (size_t)(at - all.p), "PK\3\4", 4)); at += 4) {
        headers++;
        assert_int_equal(at[4], 20);                   /* version 2.0 */
        assert_int_equal((unsigned char)at[6] & 8, 0); /* no data descriptor */
        size_t name = (unsigned char)at[26], extra = (unsigned char)at[28];
        assert_true(extra == 0 || memcmp(at + 30 + name, "\x20\xa2\x10\0\x28\xa0", 6) == 0);
    }
    assert_true(headers > 10);
    assert_memory_equal(all.p + 30, "_rels/.rels", 11); /* so that file(1) sees a workbook */
}

/* ---- what goes wrong ---------------------------------------------------------------------- */

static void two_sheets_of_one_name_are_refused(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    table_sheet(table, &(struct sheet_layout){ .name = STR("Summary") });
    table_sheet(table, &(struct sheet_layout){ .name = STR("SUMMARY") });
    assert_fails(t, table, ERR_USAGE);
}

static void a_row_past_the_last_is_refused(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    table_sheet(table, &layout);
    table_put(table, ROW_MAX, row, 4);
    table_put(table, 0, row, 4);
    table_put(table, 0, row, 4);
    assert_fails(t, table, ERR_LIMIT);
}

static void a_row_that_goes_back_is_refused(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    table_sheet(table, &layout);
    table_put(table, 1, row, 4); /* the header is there */
    assert_fails(t, table, ERR_IO);
}

static void a_row_before_any_sheet_is_refused(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");

    table_mark(table, 0, MARK_FAILED, STR("ignored"));
    table_link(table, 0, STR("s"), STR("A1"));
    table_put(table, 0, row, 4);
    assert_fails(t, table, ERR_IO);
}

static void too_many_columns_are_refused(void **state)
{
    struct testing *t = *state;
    struct column_layout *many = arena_array(&t->arena, struct column_layout, COLUMN_MAX + 1);
    cell *cells = arena_array(&t->arena, cell, COLUMN_MAX + 1);

    struct table *table = create(t, "a.xlsx");
    table_sheet(table,
                &(struct sheet_layout){ .name = STR("s"), .columns = many, .column_count = COLUMN_MAX + 1 });
    assert_fails(t, table, ERR_LIMIT);
    table = create(t, "a.xlsx");
    table_sheet(table, &(struct sheet_layout){ .name = STR("s") });
    table_put(table, 0, cells, COLUMN_MAX + 1);
    assert_fails(t, table, ERR_LIMIT);
}

static void a_temporary_folder_that_is_not_there_is_told_at_the_end(void **state)
{
    struct testing *t = *state;
    struct write_options elsewhere = options;
    struct err err = { 0 };
    struct table *table;

    elsewhere.temp_folder = testing_path(t, "none");
    testing_ok(write_create(&table, testing_path(t, "a.xlsx"), &elsewhere, &err), &err);
    put_sample(table);
    assert_fails(t, table, ERR_IO);
}

/*
 * Every size at which the disk may be full: the old file stays, nothing else is left, and it is told. The
 * temporary files of libxlsxwriter are under the same limit.
 */
static void a_full_disk_at_any_size_leaves_the_old_file(void **state)
{
    struct testing *t = *state;
    const char *path = testing_path(t, "a.xlsx");
    struct rlimit before, limit;
    struct err err = { 0 };
    size_t failures = 0;
    struct table *table;
    bool done = false;

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    testing_ok(file_write(path, STR("old"), &err), &err);
    for (limit.rlim_cur = 0; !done; limit.rlim_cur += 487) {
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        bool made = write_create(&table, path, &options, &err);
        if (made)
            put_sample(table);
        done = made && table_finish(table, &err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        if (done)
            break;
        failures++;
        assert_int_equal(err.code, ERR_IO);
        assert_true(str_eq(testing_read(t, path), STR("old")));
        assert_int_equal(testing_files(t, false), 1);
    }
    signal(SIGXFSZ, SIG_DFL);
    assert_true(failures > 10);
    assert_contains(part(t, SHEET(1)), "<row r=\"5\">");
}

static void what_was_written_is_read_back(void **state)
{
    struct testing *t = *state;
    struct table *table = create(t, "a.xlsx");
    struct sheet_out sheet = { .part = SHEET(1), .rows = 4 };
    struct err err = { 0 };

    put_sample(table);
    finish(table);
    const char *path = testing_path(t, "a.xlsx"), *broken = testing_path(t, "b.xlsx");
    str all = testing_read(t, path);
    enum { PARTS = 13 };
    testing_ok(write_check(path, &sheet, PARTS, &err), &err);
    assert_false(write_check(path, &sheet, PARTS + 1, &err));
    sheet.rows = 5;
    assert_false(write_check(path, &sheet, PARTS, &err));
    sheet = (struct sheet_out){ .part = SHEET(9), .rows = 0 };
    assert_false(write_check(path, &sheet, PARTS, &err));
    assert_false(write_check(testing_path(t, "none.xlsx"), &sheet, PARTS, &err));

    sheet = (struct sheet_out){ .part = SHEET(1), .rows = 4 };
    char *bytes = arena_alloc(&t->arena, all.n, 1);
    for (size_t cut = 1; cut < all.n; cut += 97) {
        testing_ok(file_write(broken, (str){ all.p, all.n - cut }, &err), &err);
        assert_false(write_check(broken, &sheet, PARTS, &err));
        assert_int_equal(err.code, ERR_IO);
    }
    char *data = memmem(memcpy(bytes, all.p, all.n), all.n, SHEET(1), strlen(SHEET(1)));
    assert_non_null(data);
    data[strlen(SHEET(1)) + 60] ^= 0x55;
    testing_ok(file_write(broken, (str){ bytes, all.n }, &err), &err);
    assert_false(write_check(broken, &sheet, PARTS, &err));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, testing_start, testing_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sheet_has_a_bold_frozen_header_with_filters),
        TEST(rows_stand_where_they_were_put),
        TEST(marks_fill_cells_and_carry_comments),
        TEST(past_ten_thousand_comments_only_the_fill_is_kept),
        TEST(links_lead_to_cells_of_other_sheets),
        TEST(only_so_many_links_are_kept),
        TEST(few_choices_stand_in_the_drop_down),
        TEST(two_hundred_japanese_choices_stand_on_a_hidden_sheet),
        TEST(several_sheets_stand_in_order_and_one_is_active),
        TEST(a_header_put_as_a_row_is_a_header),
        TEST(widths_follow_the_first_thousand_rows),
        TEST(text_columns_are_text_also_where_nothing_stands_yet),
        TEST(a_workbook_without_sheets_gets_one),
        TEST(large_sheets_stream),
        TEST(the_same_input_gives_the_same_bytes_in_any_locale),
        TEST(small_files_are_smaller),
        TEST(entries_do_without_zip64),
        TEST(two_sheets_of_one_name_are_refused),
        TEST(a_row_past_the_last_is_refused),
        TEST(a_row_that_goes_back_is_refused),
        TEST(a_row_before_any_sheet_is_refused),
        TEST(too_many_columns_are_refused),
        TEST(a_temporary_folder_that_is_not_there_is_told_at_the_end),
        TEST(a_full_disk_at_any_size_leaves_the_old_file),
        TEST(what_was_written_is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
