/*
 * write_check.h - reading back a workbook that was just written.
 *
 * A full disk under a library may pass for success; what cannot be read must not replace what was there.
 */
#ifndef XLSX_WRITE_CHECK_H
#define XLSX_WRITE_CHECK_H

#include "xlsx/write_sheet.h"

/* Every entry inflates to its CRC and every XML part ends where its root ends, there are `entries` of
 * them, and each sheet has its part with as many rows as were written. ERR_IO says which part is wrong. */
must_check bool write_check(const char *path, const struct sheet_out *sheets, size_t entries,
                            struct err *err);

#endif
