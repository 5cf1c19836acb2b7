/*
 * table.h - rows of cells, from somewhere, to somewhere.
 *
 * The seam between file formats and meaning. xlsx/ produces and consumes
 * rows and has never heard of customers; model/ and job/ have never heard of
 * ZIP.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/err.h"
#include "base/str.h"

enum cell_kind {
    CELL_EMPTY,
    CELL_TEXT,
    CELL_NUMBER,
    CELL_BOOL,     /* text is "TRUE" or "FALSE" */
    CELL_DATE,     /* a number whose style says it is a date or a time */
    CELL_ERROR,    /* text is "#N/A", "#REF!", ... */
    CELL_NO_VALUE, /* a formula whose result is not in the file; text is "" */
};

/*
 * `text` holds what the cell says, valid UTF-8, without a terminating NUL:
 *   CELL_TEXT    the text: escapes decoded, phonetic runs dropped
 *   CELL_NUMBER  decimal text rounded to 15 significant digits, without an
 *                exponent up to 10^21 ("15417543000", "66102.24", "-0.5"); a file that says
 *                1.5417543E10 reads as 15417543000
 *   CELL_DATE    the serial as such a number, days since 1899-12-30; a sheet
 *                of the 1904 epoch has been moved to this one
 * `rounded` is true when the file held more digits than the 15 that are kept, or the
 * number is 2^53 or more: Excel has already rounded it.
 */
typedef struct {
    enum cell_kind kind;
    bool rounded;
    str text;
} cell;

/* A row of a sheet, numbered as the spreadsheet counts: the first is 1. */
struct row {
    uint32_t number;
    size_t count;      /* cells; the cell of column A is cells[0]; gaps are CELL_EMPTY */
    const cell *cells; /* valid until the next row_next() */
};

/* How many bytes the texts of its cells are. */
size_t row_text_length(const struct row *row);

/* The row with cells and texts of its own: `cells` has room for row->count, `text` for row_text_length(). */
struct row row_copy(const struct row *row, cell *cells, char *text);

enum { ROW_MAX = 1048576, COLUMN_MAX = 16384, CELL_TEXT_MAX = 32767 /* UTF-16 units */ };

/* "C14", for messages. `column` counts from 0. The text is in `to`. */
enum { CELL_NAME_SIZE = 16 };
const char *cell_name(char to[CELL_NAME_SIZE], uint32_t row, size_t column);

/*
 * A source of rows. Read it with
 *
 *     while (row_next(src, &row))
 *         ...
 *     return row_close(src, err);
 *
 * row_next() is false at the end and on failure alike; row_close() tells
 * which, releases the source either way, and may not be ignored. Rows come in
 * ascending order of number; rows without any cell may be left out.
 */
struct row_source {
    const struct row_source_ops *ops;
};

struct row_source_ops {
    bool (*next)(struct row_source *src, struct row *row);
    bool (*close)(struct row_source *src, struct err *err);
};

static inline bool row_next(struct row_source *src, struct row *row)
{
    return src->ops->next(src, row);
}

must_check static inline bool row_close(struct row_source *src, struct err *err)
{
    return src->ops->close(src, err);
}

/*
 * The mirror image: a table being written, sheet after sheet, row after row.
 *
 *     if (!(out = book_create(path, &options, err))) return false;
 *     table_sheet(out, &layout);
 *     table_put(out, cells, n);
 *     return table_finish(out, err);
 *
 * Failures stick and are told once, by table_finish(), which also commits
 * the file (temporary file, read back, fsync, rename); until then the old
 * file under that name is untouched. table_abandon() leaves nothing behind.
 * Exactly one of the two releases the table.
 */
enum cell_style {
    STYLE_GENERAL,
    STYLE_TEXT,   /* number format @ */
    STYLE_NUMBER, /* number format 0: IDs, counts; never scientific notation */
    STYLE_MONEY,  /* number format 0.00, or as many decimals as table_options says */
    STYLE_DATE,   /* number format yyyy-mm-dd hh:mm:ss */
    STYLE_COUNT
};

enum cell_mark { MARK_NONE, MARK_FAILED, MARK_WARNING, MARK_COUNT }; /* red, yellow fill */

struct column_layout {
    str header;            /* put() of the header row is done by table_sheet() */
    enum cell_style style; /* of its cells; a cell's kind decides where they disagree */
    str comment;           /* on the header cell; "" for none */
    const str *choices;    /* drop-down list for the column; NULL for none */
    size_t choice_count;
};

struct sheet_layout {
    str name;                            /* at most 31 UTF-16 units */
    const struct column_layout *columns; /* NULL: no header row, no filter, no frozen pane */
    size_t column_count;
    bool header_as_row; /* columns describe styles only; the caller puts every row itself */
    bool hidden;
};

struct table {
    const struct table_ops *ops;
};

struct table_ops {
    /* Begins a sheet; the one before it is complete. The layout is copied. */
    void (*sheet)(struct table *t, const struct sheet_layout *layout);
    /* Writes the next row. `number` may skip rows, never go back; 0: the next. */
    void (*put)(struct table *t, uint32_t number, const cell *cells, size_t count);
    /* For a cell of the row that put() writes next. comment may be "". Marks past the
     * first 10,000 comments keep their fill and lose their comment. */
    void (*mark)(struct table *t, size_t column, enum cell_mark mark, str comment);
    /* For a cell of the row that put() writes next: a link inside the workbook, to a cell such as "C14" of
     * the sheet named. At most 65,000 in a workbook; those past it are left out. */
    void (*link)(struct table *t, size_t column, str sheet, str at);
    bool (*finish)(struct table *t, struct err *err);
    void (*abandon)(struct table *t);
};

static inline void table_sheet(struct table *t, const struct sheet_layout *layout)
{
    t->ops->sheet(t, layout);
}

static inline void table_put(struct table *t, uint32_t number, const cell *cells, size_t count)
{
    t->ops->put(t, number, cells, count);
}

static inline void table_mark(struct table *t, size_t column, enum cell_mark mark, str comment)
{
    t->ops->mark(t, column, mark, comment);
}

static inline void table_link(struct table *t, size_t column, str sheet, str at)
{
    t->ops->link(t, column, sheet, at);
}

must_check static inline bool table_finish(struct table *t, struct err *err)
{
    return t->ops->finish(t, err);
}

static inline void table_abandon(struct table *t) /* NULL is fine */
{
    if (t)
        t->ops->abandon(t);
}

#endif
