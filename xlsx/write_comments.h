/*
 * write_comments.h - the comments of a sheet, by libxlsxwriter.
 */
#ifndef XLSX_WRITE_COMMENTS_H
#define XLSX_WRITE_COMMENTS_H

#include <xlsxwriter.h>

#include "xlsx/write_sheet.h"

/* Several comments of one cell become one, a line each; each is cut at 1,000 UTF-16 units and made safe
 * (write_text.h). `scratch` is emptied now and then. */
void comments_put(lxw_worksheet *sheet, const struct sheet_out *in, const char *author,
                  struct arena *scratch);

#endif
