/*
 * write_extras.h - what hangs on a sheet and needs no part of its own: drop-downs and links.
 *
 * Written here and not by libxlsxwriter 1.1.4, which aborts the process on some
 * 85 Japanese characters of choices, leaks what it does accept, and keeps a
 * cell in memory for each link.
 */
#ifndef XLSX_WRITE_EXTRAS_H
#define XLSX_WRITE_EXTRAS_H

#include "xlsx/write_sheet.h"

/* <dataValidations> (ECMA-376 part 1, 18.3.1.33) for the rows below the header, "" without any. A drop-
 * down helps to choose and forbids nothing: readers may understand more than its words. In the arena. */
str choices_xml(const struct sheet_out *sheet, struct arena *a);

/* <hyperlinks> (18.3.1.48) to places in the workbook, "" without any. In the arena. */
str links_xml(const struct sheet_out *sheet, struct arena *a);

#endif
