/*
 * write_xlsx.h - a workbook being written: the struct table behind write_create() for .xlsx.
 *
 * Rows go straight into the deflated sheet; everything else is libxlsxwriter's (write_skeleton.h). Memory
 * is bounded: the first 1,000 rows, which decide the widths, the shared strings' table, comments and links.
 */
#ifndef XLSX_WRITE_XLSX_H
#define XLSX_WRITE_XLSX_H

#include "xlsx/write.h"

must_check bool write_xlsx(struct table **out, const char *path, const struct write_options *options,
                           struct err *err);

#endif
