/*
 * write_style.h - the looks of cells: a style or role, and a mark on top of it.
 */
#ifndef XLSX_WRITE_STYLE_H
#define XLSX_WRITE_STYLE_H

#include "base/table.h"

/* The styles of base/table.h, then what only the writer uses. */
enum { LOOK_HEADER = STYLE_COUNT, LOOK_LINK, LOOK_COUNT };

/* An index of the styles part (cellXfs) for each look and mark. */
struct style_table {
    uint16_t index[LOOK_COUNT][MARK_COUNT];
};

#endif
