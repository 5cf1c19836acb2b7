/*
 * makers_test.c - workbooks that other programs wrote from the same rows read the same.
 *
 * testdata/makers/make.sh makes them from rows.json; cells.txt is what they must read as: row, column, kind and text.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <glob.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "xlsx/book.h"

static void put_cell(struct buf *b, uint32_t row, size_t column, const cell *c)
{
    static const char *const kinds[] = { "empty", "text", "number", "boolean", "date", "error", "no value" };
    char name[CELL_NAME_SIZE];

    buf_put(b, str_of(cell_name(name, row, column)));
    buf_putc(b, ' ');
    buf_put(b, str_of(kinds[c->kind]));
    buf_putc(b, ' ');
    for (size_t i = 0; i < c->text.n; i++)
        buf_put(b, c->text.p[i] == '\n'   ? STR("\\n")
                   : c->text.p[i] == '\t' ? STR("\\t")
                                          : (str){ c->text.p + i, 1 });
    buf_putc(b, '\n');
}

/* Every cell that is not empty, a line each. */
static void put_cells(struct buf *b, const char *path)
{
    struct row_source *rows = NULL;
    struct book *book;
    struct row row;
    struct err err = { 0 };

    if (!book_open(&book, path, &(struct book_options){ 0 }, &err) || !book_rows(book, 0, &rows, &err))
        fail_msg("%s: %s", path, err.msg);
    assert_int_equal(book_sheet_count(book), 1);
    assert_true(str_eq(book_sheet(book, 0)->name, STR("Customers")));
    while (row_next(rows, &row))
        for (size_t i = 0; i < row.count; i++)
            if (row.cells[i].kind != CELL_EMPTY)
                put_cell(b, row.number, i, &row.cells[i]);
    if (!row_close(rows, &err))
        fail_msg("%s: %s", path, err.msg);
    book_close(book);
}

static void reads_as_all_others_do(void **state)
{
    struct buf have = BUF_INIT(1 << 20);
    struct arena arena = { 0 };
    struct err err = { 0 };
    str want;

    put_cells(&have, *state);
    assert_true(file_read("testdata/makers/cells.txt", 1 << 20, &want, &arena, &err));
    if (!str_eq(buf_str(&have), want))
        fail_msg("%s reads as\n%.*s", (const char *)*state, STR_ARG(buf_str(&have)));
    buf_release(&have);
    arena_reset(&arena);
}

int main(void)
{
    struct CMUnitTest tests[32];
    glob_t found;
    size_t n = 0;

    if (glob("testdata/makers/*.xlsx", 0, NULL, &found) != 0)
        return 1;
    for (; n < found.gl_pathc && n < countof(tests); n++)
        tests[n] = (struct CMUnitTest){ .name = found.gl_pathv[n],
                                        .test_func = reads_as_all_others_do,
                                        .initial_state = found.gl_pathv[n] };
    int status = _cmocka_run_group_tests("makers", tests, n, NULL, NULL);
    globfree(&found);
    return status;
}
