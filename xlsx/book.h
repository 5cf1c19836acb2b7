/*
 * book.h - a workbook being read: .xlsx and its relatives, or CSV.
 *
 * Never "customer": which sheet is meant and what its cells mean is for others
 * (model/sheet.h). Rows come through base/table.h.
 */
#ifndef XLSX_BOOK_H
#define XLSX_BOOK_H

#include "base/arena.h"
#include "base/table.h"

struct book;

enum sheet_visibility { SHEET_VISIBLE, SHEET_HIDDEN, SHEET_VERY_HIDDEN };

struct sheet_info {
    str name; /* as the workbook says it; a CSV's is its file's name without folder and ending */
    enum sheet_visibility visibility;
    bool has_cells; /* false: a chart or dialog sheet */
};

/* CSV only; a workbook ignores them. */
struct book_options {
    str encoding;   /* "" to detect: UTF-8, UTF-16 with BOM, Shift_JIS (CP932), ISO-2022-JP, Windows-1252 */
    char delimiter; /* 0 to detect: comma, semicolon or tab */
};

/*
 * What the file is shows in its first bytes, not in its name. ERR_FORMAT for what is no workbook (an .xls, a
 * password-protected one, a PDF, a damaged ZIP: each is named), ERR_LIMIT for what is larger than the limits
 * in xlsx/limits.h, ERR_IO when it cannot be read, ERR_USAGE for options that make no sense. Every error, here
 * and of the rows, begins with the path as it was given. The shared strings are not read yet.
 */
must_check bool book_open(struct book **out, const char *path, const struct book_options *options, struct err *err);
void book_close(struct book *b); /* NULL is fine */

bool book_is_csv(const struct book *b);
size_t book_sheet_count(const struct book *b);
const struct sheet_info *book_sheet(const struct book *b, size_t i); /* lives as long as the book */
str book_encoding(const struct book *b);                             /* of a CSV, "" for a workbook */

/*
 * The rows of sheet i. One source at a time for each book; it may be opened again after it was
 * closed, for a second pass. It outlives nothing: close it before the book.
 * Errors name the sheet and the cell ("sheet "Customers", cell C14: ..."), of a CSV the line.
 * A cell whose text is empty is CELL_EMPTY; rows without a filled cell are left out.
 */
must_check bool book_rows(struct book *b, size_t i, struct row_source **out, struct err *err);

#endif
