/*
 * Every file of testdata/oddities is a test: what it reads as is compared with NAME.txt beside it.
 * BLESS=1 writes what was read instead (then read the diff). Run from the root of the project.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "xlsx/book.h"

#define FOLDER "testdata/oddities"

enum { DUMP_MAX = 4 << 20, SHOWN = 120, FILES_MAX = 512 };

/* ---- what a book reads as ------------------------------------------------------------- */

static void put_letter(struct buf *out, unsigned char c)
{
    static const char hex[] = "0123456789ABCDEF";

    if (c == '\n')
        buf_put(out, STR("\\n"));
    else if (c == '\r')
        buf_put(out, STR("\\r"));
    else if (c == '\\')
        buf_put(out, STR("\\\\"));
    else if (c < 0x20)
        buf_put(out, (str){ (char[]){ '\\', 'x', hex[c >> 4], hex[c & 15] }, 4 });
    else
        buf_putc(out, (char)c);
}

static void put_text(struct buf *out, str s)
{
    if (s.n > SHOWN) {
        buf_put_u64(out, s.n);
        buf_put(out, STR(" bytes"));
        return;
    }
    buf_putc(out, '[');
    for (size_t i = 0; i < s.n; i++)
        put_letter(out, (unsigned char)s.p[i]);
    buf_putc(out, ']');
}

static void put_cell(struct buf *out, uint32_t row, size_t column, const cell *c)
{
    static const char *const kinds[] = {
        [CELL_TEXT] = "text", [CELL_NUMBER] = "number", [CELL_BOOL] = "bool",
        [CELL_DATE] = "date", [CELL_ERROR] = "error",   [CELL_NO_VALUE] = "no value",
    };
    char name[CELL_NAME_SIZE];

    if (c->kind == CELL_EMPTY) {
        assert_int_equal(c->text.n, 0);
        return;
    }
    buf_put(out, STR("    "));
    buf_put(out, str_of(cell_name(name, row, column)));
    buf_putc(out, ' ');
    buf_put(out, str_of(kinds[c->kind]));
    if (c->kind != CELL_NO_VALUE) {
        buf_putc(out, ' ');
        put_text(out, c->text);
    }
    if (c->rounded)
        buf_put(out, STR(" rounded"));
    buf_putc(out, '\n');
}

static void put_error(struct buf *out, const struct err *err)
{
    str msg = str_of(err->msg), folder = STR(FOLDER "/");
    char *at = memmem(msg.p, msg.n, folder.p, folder.n);

    assert_non_null(at); /* errors name the file */
    buf_put(out, STR("error, status "));
    buf_put_u64(out, (uint64_t)err_exit_status(err));
    buf_put(out, STR(": "));
    buf_put(out, (str){ msg.p, (size_t)(at - msg.p) });
    buf_put(out, (str){ at + folder.n, msg.n - (size_t)(at - msg.p) - folder.n });
    buf_putc(out, '\n');
}

static void put_rows(struct buf *out, struct book *b, size_t sheet)
{
    struct err err = { 0 };
    struct row_source *rows;
    struct row row;
    uint32_t last = 0;

    if (!book_rows(b, sheet, &rows, &err)) {
        put_error(out, &err);
        return;
    }
    while (row_next(rows, &row)) {
        assert_true(row.number > last && row.count > 0 && row.count <= COLUMN_MAX);
        last = row.number;
        for (size_t i = 0; i < row.count; i++)
            put_cell(out, row.number, i, &row.cells[i]);
    }
    assert_false(row_next(rows, &row));
    if (!row_close(rows, &err))
        put_error(out, &err);
}

static void put_sheet(struct buf *out, struct book *b, size_t i)
{
    static const char *const visibilities[] = { "", " hidden", " very hidden" };
    const struct sheet_info *info = book_sheet(b, i);

    buf_put(out, STR("sheet "));
    put_text(out, info->name);
    buf_put(out, str_of(visibilities[info->visibility]));
    buf_put(out, info->has_cells ? STR("\n") : STR(" without cells\n"));
    put_rows(out, b, i);
}

static void dump(struct buf *out, const char *path)
{
    struct err err = { 0 };
    struct book *b;

    if (!book_open(&b, path, NULL, &err)) {
        put_error(out, &err);
        return;
    }
    if (book_is_csv(b)) {
        buf_put(out, STR("CSV in "));
        buf_put(out, book_encoding(b));
        buf_putc(out, '\n');
    }
    for (size_t i = 0; i < book_sheet_count(b); i++)
        put_sheet(out, b, i);
    /* A second pass reads the same. */
    if (book_sheet_count(b) == 1) {
        struct buf again = BUF_INIT(DUMP_MAX), first = BUF_INIT(DUMP_MAX);
        put_rows(&first, b, 0);
        put_rows(&again, b, 0);
        assert_true(str_eq(buf_str(&first), buf_str(&again)));
        buf_release(&first);
        buf_release(&again);
    }
    book_close(b);
}

/* rules: S-3+ S-7+ V-CELL-2+ V-CELL-2- V-CELL-3+ V-TIME-1+ */
static void reads_as_its_text_says(void **state)
{
    const char *path = *state;
    struct arena arena = { 0 };
    struct buf out = BUF_INIT(DUMP_MAX);
    struct err err = { 0 };
    str want = STR("");

    dump(&out, path);
    assert_true(buf_ok(&out));
    str parts[] = { path_folder(str_of(path)), STR("/"), path_stem(str_of(path)), STR(".txt") };
    const char *text = arena_join(&arena, parts, countof(parts), STR("")).p;
    if (getenv("BLESS"))
        assert_true(file_write(text, buf_str(&out), &err));
    if (!file_read(text, DUMP_MAX, &want, &arena, &err))
        fail_msg("%s", err.msg);
    if (!str_eq(want, buf_str(&out)))
        fail_msg("%s reads as\n%.*s", path, STR_ARG(buf_str(&out)));
    buf_release(&out);
    arena_reset(&arena);
}

/* ---- the tests ------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    const struct CMUnitTest *x = a, *y = b;

    return strcmp(x->name, y->name);
}

static size_t collect(struct CMUnitTest *tests, struct arena *arena)
{
    DIR *folder = opendir(FOLDER);
    const struct dirent *entry;
    size_t n = 0;

    while (folder && (entry = readdir(folder))) {
        str name = str_of(entry->d_name), ending = path_ending(name);
        if (n == FILES_MAX || (!str_eq(ending, STR("xlsx")) && !str_eq(ending, STR("csv"))))
            continue;
        str path = arena_join(arena, (str[]){ STR(FOLDER), name }, 2, STR("/"));
        char *sentence = arena_alloc(arena, name.n + 1, 1);
        for (size_t i = 0; i < path_stem(name).n; i++)
            sentence[i] = name.p[i] == '-' ? '_' : name.p[i];
        char *state = arena_alloc(arena, path.n + 1, 1);
        memcpy(state, path.p, path.n);
        tests[n++] = (struct CMUnitTest){ sentence, reads_as_its_text_says, NULL, NULL, state };
    }
    if (folder)
        closedir(folder);
    qsort(tests, n, sizeof *tests, by_name);
    return n;
}

int main(void)
{
    struct arena arena = { 0 };
    static struct CMUnitTest tests[FILES_MAX];
    size_t n = collect(tests, &arena);

    if (n == 0)
        fprintf(stderr, "no files in %s\n", FOLDER);
    int failed = n ? _cmocka_run_group_tests("books", tests, n, NULL, NULL) : 1;
    arena_reset(&arena);
    return failed;
}
