/*
 * sheet_cells.h - from the elements of a sheet to the rows of a queue, whoever reads the elements.
 *
 * libxml2 and the scanner tell the same hooks; cells of the most frequent shapes the scanner reads past them (sheet_scan.c).
 */
#ifndef XLSX_SHEET_CELLS_H
#define XLSX_SHEET_CELLS_H

#include "xlsx/queue.h"
#include "xlsx/scan_feed.h"
#include "xlsx/value.h"
#include "xlsx/xml.h"

enum sheet_word {
    SHEET_C,
    SHEET_V,
    SHEET_R,
    SHEET_S,
    SHEET_T,
    SHEET_ROW,
    SHEET_IS,
    SHEET_F,
    SHEET_RPH,
    SHEET_DATA
};

struct cells {
    struct row_queue queue;
    struct value_context values;
    struct arena scratch;
    struct buf decoded; /* a text of the scanner's */

    /* Where the reader is: copied before a row that may have to be undone. */
    struct cells_place {
        bool in_data, had_data, in_row, in_cell, in_phonetic, in_text;
        bool streaming; /* too large to be sorted: rows are handed out as they come */
        bool unsorted;
        bool row_is_numbered; /* the row being read; else its first cell may say */
        uint32_t row, last_row, rows_seen;
        size_t column, next_column;
        struct raw_cell raw;
    } at;

    /* What the names of the cells of row name_of end in, with the quote: its bytes, then zeros; which bytes these are. */
    uint64_t name_end, name_mask;
    size_t name_size;
    uint32_t name_of;
};

extern const struct xml_words sheet_words;
extern const struct xml_hooks sheet_hooks;    /* the user is struct cells * */
extern const struct feed_pieces sheet_pieces; /* the same */

void cells_init(struct cells *c, const struct value_context *values, struct arena *arena);
void cells_restart(struct cells *c); /* as if nothing had been read */
void cells_release(struct cells *c);

/* Forgets the rows that were handed out; only when no other is left. */
must_check bool cells_compact(struct cells *c);

size_t cell_style_parse(str s);

/* The cells at p that have one of the frequent shapes: returns what is behind them. NULL: none has, and nothing changed. */
const char *sheet_scan_cells(void *user, const char *p);

#endif
