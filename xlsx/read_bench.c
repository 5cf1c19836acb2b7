/* read_bench FILE [SHEET]: reads every cell of a sheet (1 is the first) and prints how fast. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "base/num.h"
#include "xlsx/book.h"

struct totals {
    uint64_t rows, cells, bytes;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool read_all(struct row_source *rows, struct totals *t, struct err *err)
{
    struct row row;

    while (row_next(rows, &row)) {
        t->rows++;
        for (size_t i = 0; i < row.count; i++) {
            t->cells += row.cells[i].kind != CELL_EMPTY;
            t->bytes += row.cells[i].text.n;
        }
    }
    return row_close(rows, err);
}

static void report(const char *path, const struct totals *t, double seconds)
{
    struct stat info = { 0 };
    struct rusage use;

    stat(path, &info);
    getrusage(RUSAGE_SELF, &use);
    printf(
        "%llu rows, %llu cells, %.1f MB of text in %.3f s: %.0f rows/s, %.2f M cells/s, %.1f MB/s of text, "
        "%.1f MB/s of file, peak %ld KB\n",
        (unsigned long long)t->rows, (unsigned long long)t->cells, (double)t->bytes / 1e6, seconds,
        (double)t->rows / seconds, (double)t->cells / seconds / 1e6, (double)t->bytes / seconds / 1e6,
        (double)info.st_size / seconds / 1e6, use.ru_maxrss);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct totals totals = { 0 };
    struct book *book = NULL;
    struct row_source *rows;
    int64_t sheet = 1;

    if (argc < 2 || (argc > 2 && !num_parse_i64(str_of(argv[2]), &sheet))) {
        fprintf(stderr, "usage: read_bench FILE [SHEET]\n");
        return 2;
    }
    double start = now();
    bool ok = book_open(&book, argv[1], NULL, &err);
    if (ok && (sheet < 1 || (size_t)sheet > book_sheet_count(book)))
        ok = err_set(&err, ERR_USAGE, "no sheet %lld", (long long)sheet);
    ok = ok && book_rows(book, (size_t)sheet - 1, &rows, &err) && read_all(rows, &totals, &err);
    if (ok)
        report(argv[1], &totals, now() - start);
    else
        fprintf(stderr, "%s\n", err.msg);
    book_close(book);
    return ok ? 0 : err_exit_status(&err);
}
