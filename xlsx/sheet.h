/*
 * sheet.h - the rows of one worksheet part.
 *
 * Rows and cells stand where their r attribute says, or after the one before when there is none. Rows out of
 * order are sorted when the sheet has at most SORT_ROWS_MAX rows in SORT_BYTES_MAX; a row or cell that is there
 * twice is an error. Cells without text are CELL_EMPTY, whatever their type; rows without a filled cell are left out.
 * `dimension`, `spans`, hidden rows and columns and merged cells mean nothing here.
 * Source: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.73 (row), 18.18.11 (ST_CellType).
 */
#ifndef XLSX_SHEET_H
#define XLSX_SHEET_H

#include "base/table.h"
#include "xlsx/strings.h"
#include "xlsx/styles.h"
#include "xlsx/zip.h"

/* All of it must live longer than the source. */
struct sheet_input {
    str path; /* of the file, for messages */
    str name;
    struct zip *zip;
    const struct zip_entry *part;
    const struct styles *styles;
    const struct strings *strings;
    bool epoch_1904;
};

must_check bool sheet_rows(struct row_source **out, const struct sheet_input *in, struct err *err);

#endif
