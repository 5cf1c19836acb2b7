/*
 * write_bench [ROWS] : rows/s of the writer beside libxlsxwriter alone, in the same run, from the same cells.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/num.h"
#include "base/time.h"
#include "xlsx/write.h"

enum { COLUMNS = 48, FILLED = 34, TEXT_BYTES = 64, COPIES = 512 };

struct sample {
    struct column_layout columns[COLUMNS];
    char text[COLUMNS][TEXT_BYTES];
    cell cells[COLUMNS];
    uint64_t random;
};

static uint64_t next_random(struct sample *s)
{
    s->random ^= s->random << 13;
    s->random ^= s->random >> 7;
    s->random ^= s->random << 17;
    return s->random;
}

static const char *const words[] = {
    "東京都千代田区丸の内",  "MERGE", "TRUE",    "Yamada", "Schmidt", "大阪府",
    "VIP, newsletter, 2024", "JP",    "Germany", "花子",   "REPLACE", "Example Ltd"
};

static const struct column_kind {
    enum cell_kind kind;
    enum cell_style style;
} kinds[] = {
    { CELL_NUMBER, STYLE_NUMBER }, { CELL_TEXT, STYLE_TEXT },    { CELL_TEXT, STYLE_TEXT },
    { CELL_TEXT, STYLE_TEXT },     { CELL_NUMBER, STYLE_MONEY }, { CELL_TEXT, STYLE_TEXT },
    { CELL_BOOL, STYLE_GENERAL },  { CELL_TEXT, STYLE_TEXT },    { CELL_TEXT, STYLE_TEXT },
};

/* Of each nine columns two are unique in every row, as e-mails and IDs are. */
static void fill_cell(struct sample *s, size_t column, uint32_t row)
{
    char *to = s->text[column];
    const struct column_kind *kind = &kinds[column % countof(kinds)];
    uint64_t r = next_random(s);
    int n;

    if (kind->kind == CELL_BOOL)
        n = snprintf(to, TEXT_BYTES, "%s", r & 1 ? "TRUE" : "FALSE");
    else if (kind->kind == CELL_NUMBER && kind->style == STYLE_MONEY)
        n = snprintf(to, TEXT_BYTES, "%u.%02u", (unsigned)(r % 100000), (unsigned)(r >> 32) % 100);
    else if (kind->kind == CELL_NUMBER)
        n = snprintf(to, TEXT_BYTES, "%" PRIu64, 5417543000000 + row);
    else if (column % countof(kinds) == 1)
        n = snprintf(to, TEXT_BYTES, "customer.%u.%u@example.com", (unsigned)row, (unsigned)(r % 1000));
    else
        n = snprintf(to, TEXT_BYTES, "%s", words[r % countof(words)]);
    s->cells[column] = (cell){ kind->kind, false, { to, (size_t)n } };
}

static void fill_row(struct sample *s, uint32_t row)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        if (i % 24 < FILLED / 2)
            fill_cell(s, i, row);
        else
            s->cells[i] = (cell){ CELL_EMPTY, false, STR_INIT("") };
    }
}

static struct sample sample_start(void)
{
    struct sample s = { .random = 88172645463325252 };

    for (size_t i = 0; i < COLUMNS; i++)
        s.columns[i] = (struct column_layout){ STR("Column of the sheet"), kinds[i % countof(kinds)].style,
                                               STR(""), NULL, 0 };
    return s;
}

static bool write_ours(const char *path, uint32_t rows, enum write_compression compression, struct err *err)
{
    static struct sample s;
    const struct write_options options = { compression, 2, STR("bench"), 1700000000, NULL };
    const struct sheet_layout layout = { .name = STR("Customers"),
                                         .columns = s.columns,
                                         .column_count = COLUMNS };
    struct table *t;

    s = sample_start();
    if (!write_create(&t, path, &options, err))
        return false;
    table_sheet(t, &layout);
    for (uint32_t row = 0; row < rows; row++) {
        fill_row(&s, row);
        table_put(t, 0, s.cells, COLUMNS);
    }
    return table_finish(t, err);
}

static void library_cell(lxw_worksheet *sheet, uint32_t row, lxw_col_t column, const cell *c, lxw_format *f)
{
    double number;

    if (c->kind == CELL_TEXT)
        worksheet_write_string(sheet, row, column, c->text.p, f);
    else if (c->kind == CELL_NUMBER && num_parse_double(c->text, &number))
        worksheet_write_number(sheet, row, column, number, f);
    else if (c->kind == CELL_BOOL)
        worksheet_write_boolean(sheet, row, column, c->text.n == 4, f);
}

static bool write_library(const char *path, uint32_t rows)
{
    static struct sample s;
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    lxw_workbook *book = workbook_new_opt(path, &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Customers");
    lxw_format *text = workbook_add_format(book);

    format_set_num_format(text, "@");
    s = sample_start();
    for (uint32_t row = 0; row < rows; row++) {
        fill_row(&s, row);
        for (lxw_col_t i = 0; i < COLUMNS; i++)
            library_cell(sheet, row + 1, i, &s.cells[i], s.cells[i].kind == CELL_TEXT ? text : NULL);
    }
    return workbook_close(book) == LXW_NO_ERROR;
}

static double fill_only(uint32_t rows)
{
    static struct sample s;
    double start = clock_steady();

    s = sample_start();
    for (uint32_t row = 0; row < rows; row++)
        fill_row(&s, row);
    return clock_steady() - start;
}

static void report(const char *what, const char *path, uint32_t rows, double seconds, double library)
{
    struct stat st = { 0 };
    struct rusage use;

    if (stat(path, &st) != 0 || getrusage(RUSAGE_SELF, &use) != 0)
        return;
    printf("%-28s %9.0f rows/s  %6.2f MB  %6.1f MB/s  x%-5.1f  peak %ld MB\n", what, rows / seconds,
           (double)st.st_size / 1e6, (double)st.st_size / 1e6 / seconds,
           library > 0 ? library / seconds : 1.0, use.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *what, *ending;
        enum write_compression compression;
    } runs[] = {
        { "xlsx, fast", "xlsx", COMPRESS_FAST },
        { "xlsx, small", "xlsx", COMPRESS_SMALL },
        { "csv", "csv", COMPRESS_FAST },
        { "jsonl", "jsonl", COMPRESS_FAST },
    };
    uint32_t rows = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 100000;
    char folder[] = "/tmp/write-bench-XXXXXX", path[64];
    double seconds[countof(runs)];
    struct err err = { 0 };

    if (!mkdtemp(folder))
        return 1;
    double making = fill_only(rows);
    printf("%" PRIu32 " rows of %d columns, %d filled; making the cells (%.2f s) is taken off\n", rows,
           COLUMNS, FILLED, making);
    for (size_t i = 0; i < countof(runs); i++) {
        snprintf(path, sizeof path, "%s/a.%s", folder, runs[i].ending);
        double start = clock_steady();
        if (!write_ours(path, rows, runs[i].compression, &err)) {
            fprintf(stderr, "%s\n", err.msg);
            return 1;
        }
        seconds[i] = clock_steady() - start - making;
        report(runs[i].what, path, rows, seconds[i], 0);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/a.xlsx", folder);
    double start = clock_steady();
    bool ok = write_library(path, rows);
    double library = clock_steady() - start - making;
    report("libxlsxwriter alone", path, rows, library, 0);
    for (size_t i = 0; i < 2; i++)
        printf("%s: %.1f times libxlsxwriter\n", runs[i].what, library / seconds[i]);
    unlink(path);
    rmdir(folder);
    return ok ? 0 : 1;
}
