/*
 * reports.h - the result and undo workbooks of an import, beside its input.
 */
#ifndef CMD_REPORTS_H
#define CMD_REPORTS_H

#include "cmd/session.h"

struct reports {
    const char *result, *undo; /* paths written; NULL: none */
    struct report report;
    struct import_result along; /* the result as the import writes it; `out` NULL: it does not */
    const char *path;           /* where that will be */
};

/* Before the import: makes the result's table for it, where one is wanted and its ending is known. What stands in the way is
 * told by reports_write(). reports_abandon() when that is not called. */
void reports_begin(struct session *w, struct journal *journal, int64_t job, struct reports *out);
void reports_abandon(struct reports *r);

/* Writes those that are wanted. *counts becomes that of the whole job, also of what an earlier run did, when the result is written. */
must_check bool reports_write(struct session *w, struct reports *out, struct import_counts *counts, struct err *err);

/* The ending of the result: "csv" for a CSV with more rows than a sheet holds, else "xlsx". */
str reports_ending(bool input_is_csv, size_t rows);

#endif
