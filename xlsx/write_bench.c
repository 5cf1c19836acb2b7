/*
 * write_bench [ROWS [ROUNDS]] : the writer beside libxlsxwriter alone and beside deflating alone, in the same
 * run, from the same cells. "ratio" is to libxlsxwriter's time.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/num.h"
#include "base/time.h"
#include "xlsx/write.h"
#include "xlsx/write_deflate.h"
#include "xlsx/write_rows.h"

enum { COLUMNS = 48, FILLED = 34, TEXT_BYTES = 64 };

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

static const str words[] = {
    STR_INIT("東京都千代田区丸の内"),
    STR_INIT("MERGE"),
    STR_INIT("TRUE"),
    STR_INIT("Yamada"),
    STR_INIT("Schmidt"),
    STR_INIT("大阪府"),
    STR_INIT("VIP, newsletter, 2024"),
    STR_INIT("JP"),
    STR_INIT("Germany"),
    STR_INIT("花子"),
    STR_INIT("REPLACE"),
    STR_INIT("Example Ltd"),
};

static const struct column_kind {
    enum cell_kind kind;
    enum cell_style style;
} kinds[] = {
    { CELL_NUMBER, STYLE_NUMBER }, { CELL_TEXT, STYLE_TEXT },    { CELL_TEXT, STYLE_TEXT },
    { CELL_TEXT, STYLE_TEXT },     { CELL_NUMBER, STYLE_MONEY }, { CELL_TEXT, STYLE_TEXT },
    { CELL_BOOL, STYLE_GENERAL },  { CELL_TEXT, STYLE_TEXT },    { CELL_TEXT, STYLE_TEXT },
};

static size_t put_number(char *to, uint64_t v, size_t digits_least)
{
    char digits[24];
    size_t n = 0, written = 0;

    for (; v || n < digits_least; v /= 10)
        digits[n++] = (char)('0' + v % 10);
    while (n)
        to[written++] = digits[--n];
    return written;
}

static size_t put_word(char *to, str word)
{
    memcpy(to, word.p, word.n);
    return word.n;
}

static size_t put_email(char *to, uint32_t row, uint32_t column)
{
    size_t n = put_word(to, STR("customer."));

    n += put_number(to + n, row, 1);
    to[n++] = '.';
    n += put_number(to + n, column, 1);
    return n + put_word(to + n, STR("@example.com"));
}

/* Of each nine columns two are unique in every row, as e-mails and IDs are. */
static void fill_cell(struct sample *s, size_t column, uint32_t row)
{
    char *to = s->text[column];
    const struct column_kind *kind = &kinds[column % countof(kinds)];
    uint64_t r = next_random(s);
    size_t n;

    if (kind->kind == CELL_BOOL) {
        n = put_word(to, r & 1 ? STR("TRUE") : STR("FALSE"));
    } else if (kind->style == STYLE_MONEY) {
        n = put_number(to, r % 100000, 1);
        to[n++] = '.';
        n += put_number(to + n, (r >> 32) % 100, 2);
    } else if (kind->kind == CELL_NUMBER) {
        n = put_number(to, 5417543000000 + row, 1);
    } else if (column % countof(kinds) == 1) {
        n = put_email(to, row, (uint32_t)(r % 1000));
    } else {
        n = put_word(to, words[r % countof(words)]);
    }
    to[n] = '\0'; /* the library wants it */
    s->cells[column] = (cell){ kind->kind, false, { to, n } };
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

/* The floor: the sheet's XML deflated and nothing else, by one thread. Enough rows are made to go on with. */
static bool deflate_only(uint32_t rows, int level, struct err *err)
{
    enum { MADE = 10000 };
    static struct sample s;
    struct arena a = { 0 };
    struct style_table styles = { 0 };
    struct row_xml *row_xml = row_xml_new(&styles, shared_new(&a), &a);
    struct deflater *deflater = deflater_new(level, &a);
    struct deflate_block b = { .out = arena_alloc(&a, DEFLATE_ROOM, 1) };
    struct buf xml = BUF_INIT(1 << 30);
    const struct row_looks plain = { 0 };
    bool ok = true;

    s = sample_start();
    for (uint32_t row = 0; row < MADE; row++) {
        fill_row(&s, row);
        row_xml_put(row_xml, &xml, row + 1, s.cells, COLUMNS, &plain);
    }
    uint64_t left = (uint64_t)xml.n * rows / MADE;
    for (size_t at = 0; ok && left; at = at + DEFLATE_BLOCK < xml.n ? at + DEFLATE_BLOCK : 0) {
        size_t n = xml.n - at < DEFLATE_BLOCK ? xml.n - at : DEFLATE_BLOCK;
        b.in = (str){ xml.p + at, n < left ? n : (size_t)left };
        b.window_length = at < DEFLATE_WINDOW ? at : DEFLATE_WINDOW;
        b.window = b.in.p - b.window_length;
        left -= b.in.n;
        ok = deflate_block(deflater, &b) || err_set(err, ERR_IO, "deflating failed");
    }
    buf_release(&xml);
    arena_reset(&a);
    return ok;
}

static bool fill_only(uint32_t rows)
{
    static struct sample s;

    s = sample_start();
    for (uint32_t row = 0; row < rows; row++)
        fill_row(&s, row);
    return true;
}

/* ---- runs, each in a process of its own: its peak is its own too -------------------------- */

enum what { LIBRARY, FAST, SMALL, CSV, JSONL, DEFLATE_FAST, DEFLATE_SMALL, FILL, RUN_COUNT };

static const struct run {
    const char *name, *ending; /* ending NULL: nothing is written */
} runs[RUN_COUNT] = {
    [LIBRARY] = { "libxlsxwriter, constant_memory", "xlsx" },
    [FAST] = { "xlsx, fast", "xlsx" },
    [SMALL] = { "xlsx, small", "xlsx" },
    [CSV] = { "csv", "csv" },
    [JSONL] = { "jsonl", "jsonl" },
    [DEFLATE_FAST] = { "floor: deflate only, fast", NULL },
    [DEFLATE_SMALL] = { "floor: deflate only, small", NULL },
    [FILL] = { "making the cells (in all above)", NULL },
};

struct measured {
    double seconds, cpu;
    long peak;    /* MiB */
    double bytes; /* of the file */
};

static bool do_run(enum what what, const char *path, uint32_t rows, struct err *err)
{
    switch (what) {
    case LIBRARY:
        return write_library(path, rows);
    case DEFLATE_FAST:
        return deflate_only(rows, 1, err);
    case DEFLATE_SMALL:
        return deflate_only(rows, 6, err);
    case FILL:
        return fill_only(rows);
    default:
        return write_ours(path, rows, what == SMALL ? COMPRESS_SMALL : COMPRESS_FAST, err);
    }
}

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct measured measure(enum what what, const char *folder, uint32_t rows)
{
    char path[512];
    struct rusage use;
    struct stat st = { 0 };
    int status = 0;

    snprintf(path, sizeof path, "%s/a.%s", folder, runs[what].ending ? runs[what].ending : "none");
    double start = clock_steady();
    pid_t child = fork();
    if (child == 0) {
        struct err err = { 0 };
        bool ok = do_run(what, path, rows, &err);
        if (!ok)
            fprintf(stderr, "%s: %s\n", runs[what].name, err.msg);
        _exit(ok ? 0 : 1);
    }
    if (child < 0 || wait4(child, &status, 0, &use) != child || status != 0)
        exit(1);
    double seconds = clock_steady() - start;
    if (runs[what].ending && (stat(path, &st) != 0 || unlink(path) != 0))
        exit(1);
    return (struct measured){ seconds, seconds_of(use.ru_utime) + seconds_of(use.ru_stime),
                              use.ru_maxrss / 1024, (double)st.st_size };
}

static void report(enum what what, const struct measured *m, const struct measured *library, uint32_t rows)
{
    printf("| %-32s | %8.2f | %8.2f | %9.0f | %8.1f | %7ld | %5.3f |\n", runs[what].name, m->seconds, m->cpu,
           rows / m->seconds, m->bytes / 1e6, m->peak, m->seconds / library->seconds);
}

int main(int argc, char **argv)
{
    uint32_t rows = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 100000;
    unsigned long rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : rows <= 200000 ? 3 : 1;
    const char *temp = getenv("TMPDIR");
    struct measured best[RUN_COUNT];
    char folder[256];

    snprintf(folder, sizeof folder, "%s/write-bench-XXXXXX", temp ? temp : "/tmp");
    if (!mkdtemp(folder))
        return 1;
    for (unsigned long round = 0; round < rounds; round++) {
        for (enum what what = 0; what < RUN_COUNT; what++) {
            struct measured m = measure(what, folder, rows);
            if (round == 0 || m.seconds < best[what].seconds)
                best[what] = m;
        }
    }
    printf("Writing %" PRIu32 " rows of %d columns, %d filled; the best of %lu rounds\n\n", rows, COLUMNS,
           FILLED, rounds);
    printf("| %-32s | %8s | %8s | %9s | %8s | %7s | %5s |\n", "what", "seconds", "cpu", "rows/s", "MB",
           "peak MB", "ratio");
    printf("| -------------------------------- | -------: | -------: | --------: | -------: | ------: | "
           "----: |\n");
    for (enum what what = 0; what < RUN_COUNT; what++)
        report(what, &best[what], &best[LIBRARY], rows);
    rmdir(folder);
    return 0;
}
