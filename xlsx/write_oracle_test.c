/*
 * write_oracle_test.c - the same rows, written by us and by libxlsxwriter alone, are the same cells to whoever reads them.
 * Where we differ on purpose a test says so by its name.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "xlsx/book.h"
#include "xlsx/oracle_testing.h"

/* ---- what a file reads as ------------------------------------------------------------------- */

enum { DUMP_MAX = 64 << 20 };

static const char *const readers[] = { "", "libxml2" }; /* MEIBO_READER: the scanner, and libxml2 alone */

static void put_cell(struct buf *out, uint32_t row, size_t column, const cell *c)
{
    static const char *const kinds[] = { "empty", "text", "number", "boolean", "date", "error", "no value" };
    char name[CELL_NAME_SIZE];

    if (c->kind == CELL_EMPTY)
        return;
    buf_put(out, str_of(cell_name(name, row, column)));
    buf_putc(out, ' ');
    buf_put(out, str_of(kinds[c->kind]));
    buf_put(out, c->rounded ? STR(" rounded: ") : STR(": "));
    buf_put(out, c->text);
    buf_putc(out, '\n');
}

/* The first sheet, a line for each cell. False when it cannot be read. */
static bool read_cells(struct buf *out, const char *path, const char *reader, struct err *err)
{
    struct row_source *rows;
    struct book *book = NULL;
    struct row row;

    setenv("MEIBO_READER", reader, 1);
    bool ok = book_open(&book, path, NULL, err) && book_rows(book, 0, &rows, err);
    while (ok && row_next(rows, &row))
        for (size_t i = 0; i < row.count; i++)
            put_cell(out, row.number, i, &row.cells[i]);
    ok = ok && row_close(rows, err);
    book_close(book);
    unsetenv("MEIBO_READER");
    assert_true(buf_ok(out));
    return ok;
}

/* By both readers, which must agree. */
static struct buf cells_of(const char *path)
{
    struct buf by[countof(readers)];
    struct err err = { 0 };

    for (size_t i = 0; i < countof(readers); i++) {
        by[i] = BUF_INIT(DUMP_MAX);
        testing_ok(read_cells(&by[i], path, readers[i], &err), &err);
    }
    assert_true(by[0].n > 0);
    if (!str_eq(buf_str(&by[0]), buf_str(&by[1])))
        fail_msg("%s: the scanner and libxml2 do not agree", path);
    buf_release(&by[1]);
    return by[0];
}

static void assert_same_cells(const char *path, str want)
{
    struct buf have = cells_of(path);

    assert_same_lines(path, buf_str(&have), want);
    buf_release(&have);
}

/* The reader tells of digits past the 15 that a number has: of IDs that have more, and of the noise that
 * libxlsxwriter adds (numbers_are_written_as_they_are_said). */
static cell as_read(cell c, bool by_library)
{
    static const struct {
        cell c;
        str read;
        bool only_by_library;
    } rounded[] = {
        { { CELL_NUMBER, true, STR_INIT("1234567890123456") }, STR_INIT("1234567890123460"), false },
        { { CELL_NUMBER, true, STR_INIT("9007199254740991") }, STR_INIT("9007199254740990"), false },
        { { CELL_NUMBER, true, STR_INIT("66102.24") }, STR_INIT("66102.24"), true },
    };

    for (size_t i = 0; i < countof(rounded); i++)
        if (c.kind == rounded[i].c.kind && str_eq(c.text, rounded[i].c.text) &&
            (by_library || !rounded[i].only_by_library))
            return (cell){ c.kind, true, rounded[i].read };
    return c;
}

/* What the rows are meant to read as. */
static struct buf cells_meant(bool by_library)
{
    struct buf out = BUF_INIT(DUMP_MAX);
    struct arena a = { 0 };

    for (size_t i = 0; i < COLUMNS; i++)
        put_cell(&out, 1, i, &(cell){ CELL_TEXT, false, columns[i].header });
    for (size_t i = 0; i < ROWS; i++) {
        struct row_of r = row_at(i, &a);
        for (size_t k = 0; k < COLUMNS; k++) {
            cell c = as_read(r.cells[k], by_library);
            put_cell(&out, (uint32_t)i + 2, k, &c);
        }
    }
    arena_reset(&a);
    return out;
}

static void the_same_cells_whoever_writes_and_whoever_reads(void **state)
{
    struct testing *t = *state;
    const char *fast = testing_path(t, "fast.xlsx"), *small = testing_path(t, "small.xlsx");
    const char *shared = testing_path(t, "shared.xlsx"), *inlined = testing_path(t, "inline.xlsx");
    struct buf want = cells_meant(false), by_library = cells_meant(true);

    write_ours(fast, COMPRESS_FAST);
    write_ours(small, COMPRESS_SMALL);
    write_oracle(shared, false);
    write_oracle(inlined, true);
    assert_same_cells(fast, buf_str(&want));
    assert_same_cells(small, buf_str(&want));
    assert_same_cells(shared, buf_str(&by_library));
    assert_same_cells(inlined, buf_str(&by_library));
    buf_release(&want);
    buf_release(&by_library);
}

/* ---- many texts -------------------------------------------------------------------------------- */

enum { MANY = 70000 }; /* more than our table of shared strings holds: 65,536 */

static const cell *many_at(size_t i, cell to[3], struct arena *a)
{
    to[0] = to[1] = (cell){ CELL_TEXT, false, arena_fmt(a, "twice %zu", i) };
    to[2] = (cell){ CELL_TEXT, false, i % 3 ? arena_fmt(a, "once <%zu>", i) : STR(" 東京都 ") };
    return to;
}

static struct buf many_meant(void)
{
    struct buf out = BUF_INIT(DUMP_MAX);
    struct arena a = { 0 };
    cell cells[3];

    for (size_t i = 0; i < MANY; i++)
        for (size_t k = 0; k < countof(cells); k++)
            put_cell(&out, (uint32_t)i + 1, k, &many_at(i, cells, &a)[k]);
    arena_reset(&a);
    return out;
}

static void many_by_us(const char *path)
{
    struct table *table = ours_begin(path, COMPRESS_FAST);
    struct arena a = { 0 };
    cell cells[3];

    table_sheet(table, &(struct sheet_layout){ .name = STR("Our customers") });
    for (size_t i = 0; i < MANY; i++) {
        table_put(table, 0, many_at(i, cells, &a), countof(cells));
        arena_reset(&a);
    }
    ours_end(table);
}

static void many_by_oracle(const char *path, bool constant_memory)
{
    struct oracle o = oracle_begin(path, constant_memory);
    struct arena a = { 0 };
    cell cells[3];

    for (size_t i = 0; i < MANY; i++) {
        many_at(i, cells, &a);
        for (lxw_col_t k = 0; k < countof(cells); k++)
            oracle_cell(o.sheet, (uint32_t)i, k, &cells[k], NULL);
        arena_reset(&a);
    }
    assert_int_equal(workbook_close(o.book), LXW_NO_ERROR);
}

static void more_texts_than_are_shared_read_the_same(void **state)
{
    struct testing *t = *state;
    const char *ours = testing_path(t, "ours.xlsx"), *shared = testing_path(t, "shared.xlsx");
    const char *inlined = testing_path(t, "inline.xlsx");
    struct buf want = many_meant();

    many_by_us(ours);
    many_by_oracle(shared, false);
    many_by_oracle(inlined, true);
    assert_contains(testing_part(t, ours, "xl/worksheets/sheet1.xml"), "t=\"inlineStr\"");
    assert_contains(testing_part(t, ours, "xl/worksheets/sheet1.xml"), "t=\"s\"><v>65535</v>");
    assert_lacks(testing_part(t, ours, "xl/worksheets/sheet1.xml"), "<v>65536</v>");
    assert_contains(testing_part(t, shared, "xl/worksheets/sheet1.xml"), "t=\"s\"><v>100000</v>");
    assert_lacks(testing_part(t, inlined, "xl/worksheets/sheet1.xml"), "t=\"s\"");
    assert_same_cells(ours, buf_str(&want));
    assert_same_cells(shared, buf_str(&want));
    assert_same_cells(inlined, buf_str(&want));
    buf_release(&want);
}

/* ---- where we differ on purpose ----------------------------------------------------------------- */

/* One cell, written by both. */
static void write_one(struct testing *t, const cell *c)
{
    struct table *table = ours_begin(testing_path(t, "ours.xlsx"), COMPRESS_FAST);
    struct oracle o = oracle_begin(testing_path(t, "theirs.xlsx"), true);

    table_sheet(table, &(struct sheet_layout){ .name = STR("Our customers") });
    table_put(table, 0, c, 1);
    ours_end(table);
    oracle_cell(o.sheet, 0, 0, c, NULL);
    assert_int_equal(workbook_close(o.book), LXW_NO_ERROR);
}

static const char *sheet_of(struct testing *t, const char *file)
{
    return testing_part(t, testing_path(t, file), "xl/worksheets/sheet1.xml");
}

static void assert_reads(struct testing *t, const char *file, const char *line)
{
    assert_same_cells(testing_path(t, file), arena_fmt(&t->arena, "%s\n", line));
}

/* libxlsxwriter prints %.16G; the number is the same, its text is not. */
static void numbers_are_written_as_they_are_said(void **state)
{
    struct testing *t = *state;

    write_one(t, &(cell){ CELL_NUMBER, false, STR("66102.24") });
    assert_contains(sheet_of(t, "ours.xlsx"), "<v>66102.24</v>");
    assert_contains(sheet_of(t, "theirs.xlsx"), "<v>66102.24000000001</v>");
    assert_reads(t, "ours.xlsx", "A1 number: 66102.24");
    assert_reads(t, "theirs.xlsx", "A1 number rounded: 66102.24");
}

/* libxlsxwriter leaves them alone: a reader takes the first for CR, as it should. */
static void texts_that_look_escaped_are_escaped(void **state)
{
    struct testing *t = *state;

    write_one(t, &(cell){ CELL_TEXT, false, STR("_x000D_ and _x0041_") });
    assert_contains(sheet_of(t, "ours.xlsx"), "<t>_x005F_x000D_ and _x005F_x0041_</t>");
    assert_contains(sheet_of(t, "theirs.xlsx"), "<t>_x000D_ and _x0041_</t>");
    assert_reads(t, "ours.xlsx", "A1 text: _x000D_ and _x0041_");
    assert_reads(t, "theirs.xlsx", "A1 text: \r and A");
}

static void assert_unreadable(struct testing *t, const char *file)
{
    for (size_t i = 0; i < countof(readers); i++) {
        struct buf out = BUF_INIT(DUMP_MAX);
        struct err err = { 0 };
        assert_false(read_cells(&out, testing_path(t, file), readers[i], &err));
        assert_int_equal(err.code, ERR_FORMAT);
        buf_release(&out);
    }
}

/* libxlsxwriter passes on what XML forbids, and nobody opens the workbook. */
static void what_is_no_character_never_gets_into_the_file(void **state)
{
    struct testing *t = *state;

    write_one(t, &(cell){ CELL_TEXT, false,
                          STR("a\xEF\xBF\xBE"
                              "b\xEF\xBF\xBF"
                              "c") });
    assert_reads(t, "ours.xlsx", "A1 text: abc");
    assert_unreadable(t, "theirs.xlsx");
    write_one(t, &(cell){ CELL_TEXT, false, STR("caf\xE9") });
    assert_reads(t, "ours.xlsx", "A1 text: caf\xEF\xBF\xBD");
    assert_unreadable(t, "theirs.xlsx");
}

/* libxlsxwriter has no cells of errors but results of formulas, which it calls text. */
static void an_error_is_an_error(void **state)
{
    struct testing *t = *state;
    struct table *table = ours_begin(testing_path(t, "ours.xlsx"), COMPRESS_FAST);
    struct oracle o = oracle_begin(testing_path(t, "theirs.xlsx"), true);

    table_sheet(table, &(struct sheet_layout){ .name = STR("Our customers") });
    table_put(table, 0, &(cell){ CELL_ERROR, false, STR("#N/A") }, 1);
    ours_end(table);
    worksheet_write_formula_str(o.sheet, 0, 0, "=NA()", NULL, "#N/A");
    assert_int_equal(workbook_close(o.book), LXW_NO_ERROR);
    assert_reads(t, "ours.xlsx", "A1 error: #N/A");
    assert_reads(t, "theirs.xlsx", "A1 text: #N/A");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, testing_start, testing_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_cells_whoever_writes_and_whoever_reads),
        TEST(more_texts_than_are_shared_read_the_same),
        TEST(numbers_are_written_as_they_are_said),
        TEST(texts_that_look_escaped_are_escaped),
        TEST(what_is_no_character_never_gets_into_the_file),
        TEST(an_error_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
