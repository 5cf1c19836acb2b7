/*
 * write_parts.h - the parts of a workbook that are no sheets, in their order in the container.
 */
#ifndef XLSX_WRITE_PARTS_H
#define XLSX_WRITE_PARTS_H

#include "xlsx/write_shared.h"
#include "xlsx/write_skeleton.h"

/* What never changes goes first: programs that look at a file's first bytes see a workbook, not just a
 * ZIP. */
must_check bool parts_put_first(struct zip_out *zip, const struct sheet_out *sheets,
                                const struct skeleton_options *o, struct err *err);

/* After the last sheet: everything else. */
must_check bool parts_put_last(struct zip_out *zip, const struct sheet_out *sheets,
                               const struct shared *shared, int level, const struct skeleton_options *o,
                               struct err *err);

#endif
