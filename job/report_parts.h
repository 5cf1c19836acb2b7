/*
 * report_parts.h - cells and sheets that several reports have in common.
 */
#ifndef JOB_REPORT_PARTS_H
#define JOB_REPORT_PARTS_H

#include "job/import.h"

enum { ERROR_LINES_MAX = 10000 };

cell cell_of_text(str s); /* CELL_EMPTY for "" */
cell cell_of_count(uint64_t n, struct arena *a);
cell cell_of_time(int64_t moment, const struct zone *zone, struct arena *a); /* CELL_EMPTY for 0 */

const struct zone *report_zone(const struct report *r);
str report_word(const struct report *r, const char *english);
str severity_word(const struct report *r, enum severity s);

/* The English template in the reader's language, its places shown as "…": what several findings have in
 * common. */
str finding_cause(const struct report *r, enum finding_id id, struct arena *a);

/* "UPDATE: found by Email", "CREATE", ...: what was done, for a comment. Code words are never translated. */
str op_words(const struct report *r, enum op_kind kind, enum match_key by, struct arena *a);

/* The Summary sheet; `job` NULL for a plan. */
void report_summary(const struct report *r, struct table *out, const struct import_counts *counts,
                    const struct job_summary *job, struct arena *a);

/* The name of the sheet of customers, never that of another sheet of the report. */
str report_sheet(const struct report *r);

#endif
