/*
 * write_sheet.h - what is known of one sheet while it is written, besides its rows.
 */
#ifndef XLSX_WRITE_SHEET_H
#define XLSX_WRITE_SHEET_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/table.h"

/* Texts that belong to cells: comments, or where links lead. A note waits until its row is known. */
struct note_list {
    struct buf records, text;
    size_t waiting;
};

struct note {
    uint32_t row, column; /* row counts from 1, column from 0 */
    size_t at, n;         /* in .text */
};

struct note_list note_list_new(size_t most, size_t text_bytes);
void note_list_release(struct note_list *l);
/* For the row that comes next. False, changing nothing, when there are too many. */
bool note_list_add(struct note_list *l, size_t column, str text);
void note_list_place(struct note_list *l, uint32_t row); /* the row has come */
size_t note_list_count(const struct note_list *l);
struct note note_at(const struct note_list *l, size_t i);
str note_text(const struct note_list *l, size_t i);
/* All comments of the cell of note i, a line each, in the arena; "" when an earlier note of the cell
 * has them. */
str note_joined(const struct note_list *l, size_t i, struct arena *a);

struct sheet_out {
    struct sheet_out *next;
    str name;         /* as sheet_name_for() made it, NUL-terminated */
    const char *part; /* xl/worksheets/sheet1.xml */
    bool hidden, has_header;

    size_t column_count;
    enum cell_style *styles;
    str *choices; /* of each column: the source of its drop-down, as a formula; "" for none */

    uint16_t *widths; /* in characters */
    size_t width_count;

    uint32_t header_row, last_row; /* 0: none yet */
    size_t used_columns;           /* by the header */
    uint64_t rows;                 /* row elements written */
    struct note_list comments, links;
};

#endif
