/*
 * oracle_testing.h - the same rows, written by us and by libxlsxwriter alone, for the tests that compare the two files.
 * Include it after cmocka.h.
 */
#ifndef XLSX_ORACLE_TESTING_H
#define XLSX_ORACLE_TESTING_H

#include <xlsxwriter.h>

#include "base/num.h"
#include "xlsx/write_testing.h"

/* ---- the rows ------------------------------------------------------------------------------- */

#define GENERAL "General"
#define TEXT    "@"
#define WHOLE   "0"
#define MONEY   "0.00"
#define MOMENT  "yyyy-mm-dd hh:mm:ss"

/* What stands in a column of each style, and the number format it is promised there: base/table.h. */
struct sample {
    cell c;
    const char *format[STYLE_COUNT]; /* general, text, number, money, date */
};

#define SAMPLE(kind, text, ...)          \
    {                                    \
        { kind, false, STR_INIT(text) }, \
        {                                \
            __VA_ARGS__                  \
        }                                \
    }
#define SAID(text)     SAMPLE(CELL_TEXT, text, GENERAL, TEXT, TEXT, TEXT, TEXT)
#define SHORT(text)    SAMPLE(CELL_NUMBER, text, GENERAL, WHOLE, WHOLE, MONEY, GENERAL)
#define LONG(text)     SAMPLE(CELL_NUMBER, text, WHOLE, WHOLE, WHOLE, MONEY, WHOLE)
#define FRACTION(text) SAMPLE(CELL_NUMBER, text, GENERAL, GENERAL, GENERAL, MONEY, GENERAL)
#define DATE(text)     SAMPLE(CELL_DATE, text, MOMENT, MOMENT, MOMENT, MOMENT, MOMENT)
#define TRUTH(text)    SAMPLE(CELL_BOOL, text, GENERAL, GENERAL, GENERAL, GENERAL, GENERAL)
#define NOTHING        SAMPLE(CELL_EMPTY, "", GENERAL, TEXT, WHOLE, MONEY, MOMENT)

static const struct sample samples[] = {
    SAID("plain"),
    SAID(" blank before"),
    SAID("blank after "),
    SAID("  "),
    SAID("two\nlines\n"),
    SAID("\ttab"),
    SAID("東京都千代田区丸の内１丁目"),
    SAID("ｶﾞ 𠮷 é é"),
    SAID("\xF0\x9F\x98\x80 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"),
    SAID("<&>\"' ]]> &amp; &#13;"),
    SAID("controls \x01\x08\x0B\x1F and \x7F"),
    SAID("carriage\rreturn"),
    SAID("=1+1"),
    SAID("+81 90-1234-5678"),
    SAID("@SUM(A1)"),
    SAID("-1"),
    SAID("00123"),
    SAID("1E5"),
    SAID("TRUE"),
    SAID("2024-01-05"),
    SAID("#N/A"),
    SAID("_x00_ _x_ _xZZZZ_"),
    SAID("A text of forty characters and no more.!"),
    SHORT("0"),
    SHORT("7"),
    SHORT("-12345678"),
    SHORT("15417543000"),
    LONG("154175430001"),
    LONG("1541754300012"),
    LONG("9007199254740991"),
    LONG("1234567890123456"),
    FRACTION("66102.24"),
    FRACTION("0.1"),
    FRACTION("-0.5"),
    FRACTION("1234567.891"),
    FRACTION("0.000001"),
    DATE("45432.5"),
    DATE("45432.1244907407"),
    DATE("1"),
    DATE("0.75"),
    TRUTH("TRUE"),
    TRUTH("FALSE"),
    NOTHING,
};

enum {
    ROUNDS = 9,
    ROWS = ROUNDS * countof(samples),
    UNIQUE = STYLE_COUNT, /* the column of texts that come once */
    COUNTER,
    COLUMNS,
    LINK_EVERY = 11,
    MARK_EVERY = 7,
};

static const str commands[] = { STR_INIT("MERGE"), STR_INIT("NEW"), STR_INIT("DELETE") };

static const struct column_layout columns[COLUMNS] = {
    { STR_INIT("Any"), STYLE_GENERAL, STR_INIT("About <any> & all"), NULL, 0 },
    { STR_INIT("名前"), STYLE_TEXT, STR_INIT(""), commands, countof(commands) },
    { STR_INIT("ID"), STYLE_NUMBER, STR_INIT(""), NULL, 0 },
    { STR_INIT("Spent"), STYLE_MONEY, STR_INIT("金額"), NULL, 0 },
    { STR_INIT("When"), STYLE_DATE, STR_INIT(""), NULL, 0 },
    { STR_INIT("Once"), STYLE_TEXT, STR_INIT(""), NULL, 0 },
    { STR_INIT("A header that is rather wide"), STYLE_NUMBER, STR_INIT(""), NULL, 0 },
};

/* The widest text and a margin of one; of headers, of three. */
static const uint16_t widths[COLUMNS] = { 41, 41, 41, 41, 41, 14, 31 };

struct row_of {
    cell cells[COLUMNS];
    const char *format[COLUMNS];
    enum cell_mark mark;
    size_t marked; /* a column of them */
    bool link;     /* at the column UNIQUE */
};

static inline struct row_of row_at(size_t i, struct arena *a)
{
    const struct sample *s = &samples[i % countof(samples)];
    struct row_of r = { .link = i % LINK_EVERY == 0, .marked = i % STYLE_COUNT };

    if (i % MARK_EVERY == 0)
        r.mark = i % 2 ? MARK_FAILED : MARK_WARNING;
    for (size_t k = 0; k < STYLE_COUNT; k++) {
        r.cells[k] = s->c;
        r.format[k] = s->format[k];
    }
    r.cells[UNIQUE] = (cell){ CELL_TEXT, false, arena_fmt(a, "text no. %04zu", i) };
    r.format[UNIQUE] = TEXT;
    r.cells[COUNTER] = (cell){ CELL_NUMBER, false, arena_fmt(a, "%zu", i) };
    r.format[COUNTER] = WHOLE;
    return r;
}

/* ---- written by us -------------------------------------------------------------------------- */

static inline struct table *ours_begin(const char *path, enum write_compression compression)
{
    const struct write_options options = { compression, 2, STR_INIT("test"), 1700000000, NULL };
    struct table *table = NULL;
    struct err err = { 0 };

    testing_ok(write_create(&table, path, &options, &err), &err);
    return table;
}

static inline void ours_end(struct table *table)
{
    struct err err = { 0 };

    testing_ok(table_finish(table, &err), &err);
}

/* A name that both put in apostrophes; we always do. */
static const struct sheet_layout layout = { .name = STR_INIT("Our customers"),
                                            .columns = columns,
                                            .column_count = COLUMNS };

static inline void write_ours(const char *path, enum write_compression compression)
{
    struct table *table = ours_begin(path, compression);
    struct arena a = { 0 };

    table_sheet(table, &layout);
    for (size_t i = 0; i < ROWS; i++) {
        struct row_of r = row_at(i, &a);
        if (r.mark != MARK_NONE)
            table_mark(table, r.marked, r.mark, i % 2 ? STR("why & how") : STR(""));
        if (r.link)
            table_link(table, UNIQUE, STR("Our customers"), STR("A1"));
        table_put(table, 0, r.cells, COLUMNS);
    }
    ours_end(table);
    arena_reset(&a);
}

/* ---- written by libxlsxwriter alone ---------------------------------------------------------- */

static const char *const codes[] = { GENERAL, TEXT, WHOLE, MONEY, MOMENT };

static char author[] = "test";

struct oracle {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *formats[countof(codes)][MARK_COUNT], *header, *link;
};

static inline lxw_format *oracle_format(lxw_workbook *book, const char *code, enum cell_mark mark)
{
    static const lxw_color_t fill[MARK_COUNT] = { [MARK_FAILED] = 0xFFC7CE, [MARK_WARNING] = 0xFFEB9C };

    lxw_format *f = workbook_add_format(book);

    if (strcmp(code, GENERAL) != 0)
        format_set_num_format(f, code);
    if (mark != MARK_NONE)
        format_set_bg_color(f, fill[mark]);
    return f;
}

static inline struct oracle oracle_begin(const char *path, bool constant_memory)
{
    lxw_workbook_options options = { .constant_memory = constant_memory };
    struct oracle o = { .book = workbook_new_opt(path, &options) };

    for (size_t i = 0; i < countof(codes); i++)
        for (enum cell_mark m = MARK_NONE; m < MARK_COUNT; m++)
            o.formats[i][m] = oracle_format(o.book, codes[i], m);
    o.header = oracle_format(o.book, TEXT, MARK_NONE);
    format_set_bold(o.header);
    format_set_bottom(o.header, LXW_BORDER_THIN);
    o.link = oracle_format(o.book, TEXT, MARK_NONE);
    format_set_font_color(o.link, 0x0563C1);
    format_set_underline(o.link, LXW_UNDERLINE_SINGLE);
    o.sheet = workbook_add_worksheet(o.book, "Our customers");
    return o;
}

static inline lxw_format *format_for(const struct oracle *o, const char *code, enum cell_mark mark)
{
    for (size_t i = 0; i < countof(codes); i++)
        if (strcmp(codes[i], code) == 0)
            return o->formats[i][mark];
    fail_msg("no format \"%s\"", code);
    return NULL;
}

static inline void oracle_cell(lxw_worksheet *sheet, uint32_t row, lxw_col_t column, const cell *c,
                               lxw_format *f)
{
    lxw_error code = LXW_NO_ERROR;
    double number = 0;

    if (c->kind == CELL_TEXT)
        code = worksheet_write_string(sheet, row, column, c->text.p, f);
    else if (c->kind == CELL_BOOL)
        code = worksheet_write_boolean(sheet, row, column, c->text.n == 4, f);
    else if (c->kind == CELL_EMPTY)
        code = worksheet_write_blank(sheet, row, column, f);
    else if (num_parse_double(c->text, &number))
        code = worksheet_write_number(sheet, row, column, number, f);
    else
        fail_msg("\"%.*s\" is no number", STR_ARG(c->text));
    assert_int_equal(code, LXW_NO_ERROR);
}

/* A cell that is empty and unmarked is left to its column: see an_empty_text_leaves_no_cell. */
static inline void oracle_row(struct oracle *o, uint32_t row, const struct row_of *r, bool constant_memory)
{
    for (lxw_col_t i = 0; i < COLUMNS; i++) {
        enum cell_mark mark = i == r->marked ? r->mark : MARK_NONE;
        lxw_format *f = i == UNIQUE && r->link ? o->link : format_for(o, r->format[i], mark);
        if (i == UNIQUE && r->link && !constant_memory)
            worksheet_write_url(o->sheet, row, i, "internal:'Our customers'!A1", o->link);
        if (r->cells[i].kind != CELL_EMPTY || mark != MARK_NONE)
            oracle_cell(o->sheet, row, i, &r->cells[i], f);
    }
    if (r->mark == MARK_FAILED && !constant_memory) {
        worksheet_write_comment_opt(o->sheet, row, (lxw_col_t)r->marked, "why & how",
                                    &(lxw_comment_options){ .author = author });
    }
}

static inline void oracle_layout(struct oracle *o)
{
    static char words[3][8] = { "MERGE", "NEW", "DELETE" };
    char *list[] = { words[0], words[1], words[2], NULL };
    lxw_data_validation choices = { .validate = LXW_VALIDATION_TYPE_LIST,
                                    .show_error = LXW_VALIDATION_OFF,
                                    .value_list = list };
    static const char *const styles[STYLE_COUNT] = { GENERAL, TEXT, WHOLE, MONEY, MOMENT };

    for (lxw_col_t i = 0; i < COLUMNS; i++) {
        worksheet_set_column(o->sheet, i, i, widths[i], format_for(o, styles[columns[i].style], MARK_NONE));
        worksheet_write_string(o->sheet, 0, i, columns[i].header.p, o->header);
        if (columns[i].comment.n)
            worksheet_write_comment_opt(o->sheet, 0, i, columns[i].comment.p,
                                        &(lxw_comment_options){ .author = author });
    }
    worksheet_freeze_panes(o->sheet, 1, 0);
    worksheet_autofilter(o->sheet, 0, 0, ROWS, COLUMNS - 1);
    worksheet_ignore_errors(o->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    worksheet_data_validation_range(o->sheet, 1, 1, ROW_MAX - 1, 1, &choices);
}

static inline void write_oracle(const char *path, bool constant_memory)
{
    struct oracle o = oracle_begin(path, constant_memory);
    struct arena a = { 0 };

    oracle_layout(&o);
    for (size_t i = 0; i < ROWS; i++) {
        struct row_of r = row_at(i, &a);
        oracle_row(&o, (uint32_t)i + 1, &r, constant_memory);
    }
    assert_int_equal(workbook_close(o.book), LXW_NO_ERROR);
    arena_reset(&a);
}

/* ---- compared ---------------------------------------------------------------------------------- */

/* Shows the first line that differs. */
static inline void assert_same_lines(const char *what, str have, str want)
{
    str a, b;

    while (have.n && want.n) {
        str_cut(have, '\n', &a, &have);
        str_cut(want, '\n', &b, &want);
        if (!str_eq(a, b))
            fail_msg("%s: \"%.*s\" instead of \"%.*s\"", what, STR_ARG(a), STR_ARG(b));
    }
    if (have.n || want.n)
        fail_msg("%s: %zu bytes more and %zu less", what, have.n, want.n);
}

#endif
