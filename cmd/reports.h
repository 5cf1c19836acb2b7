/*
 * reports.h - the result and undo workbooks of an import, beside its input.
 */
#ifndef CMD_REPORTS_H
#define CMD_REPORTS_H

#include "cmd/session.h"

struct reports {
    const char *result, *undo; /* paths written; NULL: none */
};

/* Writes those that are wanted. *counts becomes that of the whole job, also of what an earlier run did, when the result is written. */
must_check bool reports_write(struct session *w, struct journal *journal, int64_t job, struct reports *out,
                              struct import_counts *counts, struct err *err);

/* The ending of the result: "csv" for a CSV with more rows than a sheet holds, else "xlsx". */
str reports_ending(bool input_is_csv, size_t rows);

#endif
