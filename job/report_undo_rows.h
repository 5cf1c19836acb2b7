/*
 * report_undo_rows.h - the Customers sheet of an undo workbook: which columns it has, and the rows of
 * an operation.
 */
#ifndef JOB_REPORT_UNDO_ROWS_H
#define JOB_REPORT_UNDO_ROWS_H

#include "job/import.h"

struct undo_column {
    enum column_id id; /* COL_COUNT: a metafield */
    struct metafield_definition metafield;
};

struct undo_sheet {
    const struct report *r;
    struct table *out;
    struct cell_context cells;
    uint64_t present;     /* columns that some operation changed */
    bool tags, addresses; /* some operation changed them */
    struct metafield_definition *metafields;
    size_t metafield_count;
    struct undo_column *columns;
    size_t column_count;
    struct arena arena, entry_arena; /* of the report; of the operation in hand, reset by the caller */
};

void undo_sheet_metafield(struct undo_sheet *u, const struct metafield *m); /* has a column, too */
void undo_sheet_begin(struct undo_sheet *u); /* chooses the columns and begins the sheet */
void undo_sheet_put(struct undo_sheet *u, const struct journal_entry *e, const struct op *op);

#endif
