/*
 * write_formats.h - the looks of cells as libxlsxwriter's formats.
 */
#ifndef XLSX_WRITE_FORMATS_H
#define XLSX_WRITE_FORMATS_H

#include <xlsxwriter.h>

#include "xlsx/write_style.h"

typedef lxw_format *format_table[LOOK_COUNT][MARK_COUNT];

/* All of them, in the same order in every workbook, so that their indices are the same. False without
 * memory. */
must_check bool formats_make(lxw_workbook *book, uint8_t money_decimals, format_table formats,
                             struct style_table *styles);

#endif
