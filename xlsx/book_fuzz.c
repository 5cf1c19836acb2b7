/* Any bytes as a file: opening it and reading every row of every sheet must not crash, hang or break a promise. */
#include "xlsx/book.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_sheet(struct book *b, size_t i)
{
    struct err err = { 0 };
    struct row_source *rows;
    struct row row;
    uint32_t last = 0;

    if (!book_rows(b, i, &rows, &err))
        return;
    while (row_next(rows, &row)) {
        if (row.number <= last || row.number > ROW_MAX || row.count == 0 || row.count > COLUMN_MAX)
            abort();
        last = row.number;
        for (size_t k = 0; k < row.count; k++)
            if (!utf8_valid(row.cells[k].text) || (row.cells[k].kind == CELL_EMPTY && row.cells[k].text.n))
                abort();
    }
    if (!row_close(rows, &err) && (err.code == ERR_NONE || !utf8_valid(str_of(err.msg))))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct book *b = NULL;
    int fd = memfd_create("book", MFD_CLOEXEC);

    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    if (book_open(&b, arena_fmt(&arena, "/proc/self/fd/%d", fd).p, NULL, &err))
        for (size_t i = 0; i < book_sheet_count(b) && i < 4; i++)
            read_sheet(b, i);
    book_close(b);
    close(fd);
    arena_reset(&arena);
    return 0;
}
