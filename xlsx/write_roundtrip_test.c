#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <xlsxwriter.h>

#include "base/num.h"
#include "base/unicode.h"
#include "xlsx/book.h"
#include "xlsx/write_testing.h"

static const struct write_options options = { COMPRESS_FAST, 2, STR_INIT("test"), 1700000000, NULL };

enum { COLUMNS = 5 };

static const struct column_layout columns[COLUMNS] = {
    { STR_INIT("ID"), STYLE_NUMBER, STR_INIT(""), NULL, 0 },
    { STR_INIT("Name"), STYLE_TEXT, STR_INIT(""), NULL, 0 },
    { STR_INIT("Spent"), STYLE_MONEY, STR_INIT(""), NULL, 0 },
    { STR_INIT("When"), STYLE_DATE, STR_INIT(""), NULL, 0 },
    { STR_INIT("Any"), STYLE_GENERAL, STR_INIT(""), NULL, 0 },
};

static const struct sheet_layout layout = { .name = STR_INIT("s"),
                                            .columns = columns,
                                            .column_count = COLUMNS };

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Bits of text that are hard to keep, at random. */
static str hard_text(uint64_t *random, struct arena *a)
{
    static const str bits[] = {
        STR_INIT("a"),    STR_INIT(" "),       STR_INIT("\n"),  STR_INIT("\r"),
        STR_INIT("\t"),   STR_INIT("&"),       STR_INIT("<"),   STR_INIT("]]>"),
        STR_INIT("_"),    STR_INIT("_x0041_"), STR_INIT("_x"),  STR_INIT("005F_"),
        STR_INIT("\x01"), STR_INIT("東京"),    STR_INIT("𠮷"),  STR_INIT("="),
        STR_INIT("@"),    STR_INIT("\""),      STR_INIT("'"),   STR_INIT("&#13;"),
        STR_INIT("\x7f"), STR_INIT("ｶﾞ"),      STR_INIT("-1"),  STR_INIT("é"),
        STR_INIT("\0"),   STR_INIT("_x000D_"), STR_INIT("1E3"), STR_INIT("\xef\xbf\xbd"),
    };
    str parts[8];
    size_t n = 1 + next_random(random) % countof(parts);

    for (size_t i = 0; i < n; i++)
        parts[i] = bits[next_random(random) % countof(bits)];
    return arena_join(a, parts, n, STR(""));
}

static cell random_cell(uint64_t *random, struct arena *a)
{
    static const cell some[] = {
        { CELL_EMPTY, false, STR_INIT("") },          { CELL_NUMBER, false, STR_INIT("15417543000") },
        { CELL_NUMBER, false, STR_INIT("66102.24") }, { CELL_NUMBER, false, STR_INIT("-0.5") },
        { CELL_BOOL, false, STR_INIT("TRUE") },       { CELL_BOOL, false, STR_INIT("FALSE") },
        { CELL_DATE, false, STR_INIT("45432.5") },    { CELL_ERROR, false, STR_INIT("#N/A") },
        { CELL_NUMBER, false, STR_INIT("0") },        { CELL_DATE, false, STR_INIT("1") },
    };
    size_t i = next_random(random) % (2 * countof(some));

    return i < countof(some) ? some[i] : (cell){ CELL_TEXT, false, hard_text(random, a) };
}

static struct row_source *open_rows(struct book **book, const char *path)
{
    const struct book_options plain = { .encoding = STR("") };
    struct row_source *rows = NULL;
    struct err err = { 0 };

    testing_ok(book_open(book, path, &plain, &err), &err);
    testing_ok(book_rows(*book, 0, &rows, &err), &err);
    return rows;
}

static void close_rows(struct book *book, struct row_source *rows)
{
    struct err err = { 0 };

    testing_ok(row_close(rows, &err), &err);
    book_close(book);
}

static void assert_same_cell(const cell *got, const cell *wanted, uint32_t row, size_t column)
{
    char name[CELL_NAME_SIZE];

    if (got->kind == wanted->kind && str_eq(got->text, wanted->text))
        return;
    fail_msg("%s: kind %d \"%.*s\" instead of kind %d \"%.*s\"", cell_name(name, row, column), (int)got->kind,
             STR_ARG(got->text), (int)wanted->kind, STR_ARG(wanted->text));
}

enum { ROWS = 3000, WIDE = 7 };

static void assert_row(const struct row *row, const cell *wanted, size_t count)
{
    static const cell empty = { CELL_EMPTY, false, STR_INIT("") };

    for (size_t i = 0; i < count || i < row->count; i++)
        assert_same_cell(i < row->count ? &row->cells[i] : &empty, i < count ? &wanted[i] : &empty,
                         row->number, i);
}

static bool is_blank_row(const cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cells[i].kind != CELL_EMPTY)
            return false;
    return true;
}

static void whatever_is_written_reads_the_same(void **state)
{
    struct testing *t = *state;
    const char *path = testing_path(t, "a.xlsx");
    uint64_t random = 88172645463325252;
    cell(*cells)[WIDE] = (cell(*)[WIDE])arena_alloc(&t->arena, ROWS, sizeof *cells);
    size_t *counts = arena_array(&t->arena, size_t, ROWS);
    struct err err = { 0 };
    struct table *table;
    struct book *book;
    struct row row;

    testing_ok(write_create(&table, path, &options, &err), &err);
    table_sheet(table, &layout);
    for (uint32_t i = 0; i < ROWS; i++) {
        counts[i] = next_random(&random) % (WIDE + 1); /* ragged */
        for (size_t k = 0; k < counts[i]; k++)
            cells[i][k] = random_cell(&random, &t->arena);
        table_put(table, 2 + 3 * i, cells[i], counts[i]); /* with gaps */
    }
    testing_ok(table_finish(table, &err), &err);

    struct row_source *rows = open_rows(&book, path);
    assert_true(row_next(rows, &row));
    assert_int_equal(row.number, 1);
    for (uint32_t i = 0; i < ROWS; i++) {
        if (is_blank_row(cells[i], counts[i]))
            continue;
        assert_true(row_next(rows, &row));
        assert_int_equal(row.number, 2 + 3 * i);
        assert_row(&row, cells[i], counts[i]);
    }
    assert_false(row_next(rows, &row));
    close_rows(book, rows);
}

static void csv_reads_back_as_text(void **state)
{
    struct testing *t = *state;
    const char *path = testing_path(t, "a.csv");
    static const str texts[] = {
        STR_INIT("a,b"),  STR_INIT("say \"hi\""), STR_INIT("two\nlines"), STR_INIT(" blank "),
        STR_INIT("=1+1"), STR_INIT("東京都"),     STR_INIT("é"),          STR_INIT("007"),
    };
    cell cells[countof(texts)];
    struct err err = { 0 };
    struct table *table;
    struct book *book;
    struct row row;

    for (size_t i = 0; i < countof(texts); i++)
        cells[i] = (cell){ CELL_TEXT, false, texts[i] };
    testing_ok(write_create(&table, path, &options, &err), &err);
    table_sheet(table, &layout);
    table_put(table, 0, cells, countof(cells));
    testing_ok(table_finish(table, &err), &err);

    struct row_source *rows = open_rows(&book, path);
    assert_true(row_next(rows, &row));
    assert_int_equal(row.count, COLUMNS);
    assert_true(row_next(rows, &row));
    assert_row(&row, cells, countof(cells));
    close_rows(book, rows);
}

static void a_text_that_is_too_long_is_cut_between_characters(void **state)
{
    struct testing *t = *state;
    const char *path = testing_path(t, "a.xlsx");
    size_t units = CELL_TEXT_MAX + 5;
    char *text = arena_alloc(&t->arena, 4 * units, 1);
    struct err err = { 0 };
    struct table *table;
    struct book *book;
    struct row row;

    text[0] = 'a';
    for (size_t i = 0; i < units; i++)
        memcpy(text + 1 + 3 * i, "あ", 3);
    const cell one = { CELL_TEXT, false, { text, 1 + 3 * units } };
    testing_ok(write_create(&table, path, &options, &err), &err);
    table_sheet(table, &(struct sheet_layout){ .name = STR("s") });
    table_put(table, 0, &one, 1);
    testing_ok(table_finish(table, &err), &err);

    struct row_source *rows = open_rows(&book, path);
    assert_true(row_next(rows, &row));
    assert_int_equal(row.cells[0].text.n, 1 + 3 * (CELL_TEXT_MAX - 1));
    assert_memory_equal(row.cells[0].text.p, text, row.cells[0].text.n);
    close_rows(book, rows);
}

/* ---- beside libxlsxwriter ----------------------------------------------------------------- */

static const cell plain[][COLUMNS] = {
    { { CELL_NUMBER, false, STR_INIT("15417543000") },
      { CELL_TEXT, false, STR_INIT("=1+1") },
      { CELL_NUMBER, false, STR_INIT("12.5") },
      { CELL_DATE, false, STR_INIT("45432.5") },
      { CELL_BOOL, false, STR_INIT("TRUE") } },
    { { CELL_NUMBER, false, STR_INIT("7") },
      { CELL_TEXT, false, STR_INIT(" a & <b> \"c\" 東京 ") },
      { CELL_NUMBER, false, STR_INIT("-0.25") },
      { CELL_DATE, false, STR_INIT("1") },
      { CELL_NUMBER, false, STR_INIT("42") } },
    { { CELL_EMPTY, false, STR_INIT("") },
      { CELL_TEXT, false, STR_INIT("a\nb") },
      { CELL_NUMBER, false, STR_INIT("0") },
      { CELL_EMPTY, false, STR_INIT("") },
      { CELL_TEXT, false, STR_INIT("x") } },
};

static void library_cell(lxw_worksheet *sheet, uint32_t row, lxw_col_t column, const cell *c, lxw_format *f)
{
    double number;

    if (c->kind == CELL_TEXT)
        assert_int_equal(worksheet_write_string(sheet, row, column, c->text.p, f), LXW_NO_ERROR);
    else if (c->kind == CELL_BOOL)
        assert_int_equal(worksheet_write_boolean(sheet, row, column, c->text.n == 4, NULL), LXW_NO_ERROR);
    else if (c->kind != CELL_EMPTY && num_parse_double(c->text, &number))
        assert_int_equal(worksheet_write_number(sheet, row, column, number,
                                                c->kind == CELL_NUMBER && column == 4 ? NULL : f),
                         LXW_NO_ERROR);
}

static void write_by_library(const char *path)
{
    static const char *const codes[COLUMNS] = { "0", "@", "0.00", "yyyy-mm-dd hh:mm:ss", NULL };
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "s");
    lxw_format *formats[COLUMNS] = { NULL }, *header = workbook_add_format(book);

    format_set_bold(header);
    for (size_t i = 0; i < COLUMNS; i++) {
        if (codes[i]) {
            formats[i] = workbook_add_format(book);
            format_set_num_format(formats[i], codes[i]);
        }
        worksheet_write_string(sheet, 0, (lxw_col_t)i, columns[i].header.p, header);
    }
    for (uint32_t r = 0; r < countof(plain); r++)
        for (lxw_col_t i = 0; i < COLUMNS; i++)
            library_cell(sheet, r + 1, i, &plain[r][i], formats[i]);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
}

static void write_by_us(const char *path)
{
    struct err err = { 0 };
    struct table *table;

    testing_ok(write_create(&table, path, &options, &err), &err);
    table_sheet(table, &layout);
    for (size_t r = 0; r < countof(plain); r++)
        table_put(table, 0, plain[r], COLUMNS);
    testing_ok(table_finish(table, &err), &err);
}

static unsigned attribute_number(const char *at, const char *name, const char *end)
{
    const char *found = memmem(at, (size_t)(end - at), name, strlen(name));

    return found ? (unsigned)strtoul(found + strlen(name), NULL, 10) : 0;
}

/* The number format of the cell, as its code; the font's index through *font. */
static const char *format_of(struct testing *t, const char *path, const char *name, unsigned *font)
{
    static const char *const builtin[50] = { [0] = "General", [1] = "0", [2] = "0.00", [49] = "@" };
    const char *sheet = testing_part(t, path, "xl/worksheets/sheet1.xml");
    const char *styles = testing_part(t, path, "xl/styles.xml");
    const char *cell_at = strstr(sheet, arena_fmt(&t->arena, "<c r=\"%s\"", name).p);

    assert_non_null(cell_at);
    unsigned index = attribute_number(cell_at, " s=\"", strchr(cell_at, '>'));
    const char *xf = strstr(styles, "<cellXfs");
    for (unsigned i = 0; i <= index; i++) {
        xf = strstr(xf + 1, "<xf ");
        assert_non_null(xf);
    }
    unsigned id = attribute_number(xf, "numFmtId=\"", strchr(xf, '>'));
    *font = attribute_number(xf, "fontId=\"", strchr(xf, '>'));
    if (id < countof(builtin))
        return builtin[id];
    const char *code = strstr(styles, arena_fmt(&t->arena, "numFmtId=\"%u\" formatCode=\"", id).p);
    code = strchr(code + strlen("numFmtId=\""), '=') + 2;
    return arena_copy(&t->arena, (str){ code, strcspn(code, "\"") }).p;
}

static void the_same_cells_and_styles_as_libxlsxwriter_writes(void **state)
{
    struct testing *t = *state;
    const char *ours = testing_path(t, "a.xlsx"), *theirs = testing_path(t, "b.xlsx");
    static const char *const names[] = { "A2", "B2", "C2", "D2", "E2", "A3",
                                         "B3", "C3", "D3", "E3", "B4", "C4" };
    struct book *a, *b;
    struct row row_a, row_b;
    unsigned font_a, font_b;

    write_by_us(ours);
    write_by_library(theirs);
    struct row_source *rows_a = open_rows(&a, ours), *rows_b = open_rows(&b, theirs);
    for (size_t i = 0; i <= countof(plain); i++) {
        assert_true(row_next(rows_a, &row_a) && row_next(rows_b, &row_b));
        assert_int_equal(row_a.number, row_b.number);
        assert_row(&row_a, row_b.cells, row_b.count);
    }
    assert_false(row_next(rows_a, &row_a) || row_next(rows_b, &row_b));
    close_rows(a, rows_a);
    close_rows(b, rows_b);
    for (size_t i = 0; i < countof(names); i++) {
        assert_string_equal(format_of(t, ours, names[i], &font_a), format_of(t, theirs, names[i], &font_b));
        assert_int_equal(font_a, 0);
    }
    format_of(t, ours, "A1", &font_a);
    format_of(t, theirs, "A1", &font_b);
    assert_true(font_a != 0 && font_b != 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, testing_start, testing_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whatever_is_written_reads_the_same),
        TEST(csv_reads_back_as_text),
        TEST(a_text_that_is_too_long_is_cut_between_characters),
        TEST(the_same_cells_and_styles_as_libxlsxwriter_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
