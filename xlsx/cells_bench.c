/*
 * cells_bench FILE: every cell of every sheet that is not empty, a line of JSON each: ["Customers","C14","text","花子"].
 * For comparing with what other programs read (tools/check-readers.sh); MEIBO_READER as always.
 */
#include <stdio.h>

#include "base/json_write.h"
#include "xlsx/book.h"

static void put_cell(struct json_writer *w, str sheet, uint32_t row, size_t column, const cell *c)
{
    static const char *const kinds[] = { "empty", "text", "number", "boolean", "date", "error", "no value" };
    char name[CELL_NAME_SIZE];

    json_write_open(w, '[');
    json_write_str(w, sheet);
    json_write_str(w, str_of(cell_name(name, row, column)));
    json_write_str(w, str_of(kinds[c->kind]));
    json_write_str(w, c->text);
    json_write_close(w, ']');
}

static void print_cell(str sheet, uint32_t row, size_t column, const cell *c)
{
    struct json_writer w = json_write_begin();
    struct arena a = { 0 };

    put_cell(&w, sheet, row, column, c);
    str line = json_write_end(&w, &a);
    fwrite(line.p, 1, line.n, stdout);
    putchar('\n');
    arena_reset(&a);
}

static bool print_sheet(struct book *book, size_t i, struct err *err)
{
    struct row_source *rows;
    struct row row;

    if (!book_rows(book, i, &rows, err))
        return false;
    while (row_next(rows, &row))
        for (size_t k = 0; k < row.count; k++)
            if (row.cells[k].kind != CELL_EMPTY)
                print_cell(book_sheet(book, i)->name, row.number, k, &row.cells[k]);
    return row_close(rows, err);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct book *book = NULL;

    if (argc != 2) {
        fprintf(stderr, "usage: cells_bench FILE\n");
        return 2;
    }
    bool ok = book_open(&book, argv[1], NULL, &err);
    for (size_t i = 0; ok && i < book_sheet_count(book); i++)
        ok = print_sheet(book, i, &err);
    if (!ok)
        fprintf(stderr, "%s\n", err.msg);
    book_close(book);
    return ok && fflush(stdout) == 0 ? 0 : ok ? 4 : err_exit_status(&err);
}
