/*
 * write_marks.h - fills, comments and links of the row that comes next.
 */
#ifndef XLSX_WRITE_MARKS_H
#define XLSX_WRITE_MARKS_H

#include "xlsx/write_rows.h"
#include "xlsx/write_sheet.h"

struct marks {
    uint8_t marks[COLUMN_MAX]; /* enum cell_mark */
    bool links[COLUMN_MAX];
    size_t touched;                   /* columns from here on have neither */
    size_t comment_count, link_count; /* in the workbook */
};

void marks_start(struct sheet_out *sheet); /* makes its lists */

/* The worse of two marks stays, comments add up. Past 10,000 comments or 8 MiB of them in a sheet only the
 * fill is kept; past 65,000 links, or for a second link of a cell, nothing. */
void marks_set(struct marks *m, struct sheet_out *sheet, size_t column, enum cell_mark mark, str comment);
void marks_link(struct marks *m, struct sheet_out *sheet, size_t column, str to_sheet, str to_cell);

struct row_looks marks_looks(const struct marks *m);
void marks_place(struct sheet_out *sheet, uint32_t row); /* what was set is for this row */
void marks_forget(struct marks *m);                      /* the row is written */

#endif
