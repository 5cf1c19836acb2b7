/*
 * outcome.h - what an import did, or a plan would do, in one line and in one JSON object.
 */
#ifndef CMD_OUTCOME_H
#define CMD_OUTCOME_H

#include "base/json.h"
#include "job/import.h"

struct ending {
    int64_t job; /* 0: none (check, plan) */
    str file, sheet;
    const struct import_counts *counts;
    const char *result, *undo; /* paths; NULL: not written */
    double seconds;
};

/* "created 12 · updated 340 · unchanged 9,646 · replaced 0 · deleted 2 · ignored 1 · failed 3" */
str outcome_line(const struct import_counts *c, struct arena *a);

/* "Note 3, First Name 1": what blanks clear; "" when nothing. */
str outcome_cleared(const struct import_counts *c, struct arena *a);

/* The contract is docs: OUTCOME in --json. The caller frees it. */
struct json *outcome_json(const struct ending *o);

#endif
