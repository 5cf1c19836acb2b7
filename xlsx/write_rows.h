/*
 * write_rows.h - rows as SpreadsheetML (ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c).
 */
#ifndef XLSX_WRITE_ROWS_H
#define XLSX_WRITE_ROWS_H

#include "base/arena.h"
#include "base/buf.h"
#include "xlsx/write_shared.h"
#include "xlsx/write_style.h"

struct row_xml;

/* `shared` may be NULL: every text is written in its cell. In the arena. */
struct row_xml *row_xml_new(const struct style_table *styles, struct shared *shared, struct arena *a);

/* What the rows that follow look like. The array must outlive its use; columns past it are STYLE_GENERAL. */
void row_xml_columns(struct row_xml *x, const enum cell_style *styles, size_t count);

/* How a row's cells differ from their columns. */
struct row_looks {
    const uint8_t *marks; /* an enum cell_mark for each column below `count`; NULL: none */
    const bool *links;    /* likewise */
    size_t count;
    bool header;
};

/*
 * Appends the row; false, appending nothing, when no cell of it holds or shows anything.
 * Texts are made safe (write_text.h) and cut at CELL_TEXT_MAX. The cell's kind decides where
 * it and the column's style disagree; a "number" that is none is written as text.
 */
bool row_xml_put(struct row_xml *x, struct buf *to, uint32_t number, const cell *cells, size_t count,
                 const struct row_looks *looks);

/* The look of a cell in a column of that style. */
int look_of(const cell *c, enum cell_style column);
bool is_plain_number(str s); /* -?digits[.digits], as a canonical number is */

#endif
