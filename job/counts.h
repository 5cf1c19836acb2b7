/*
 * counts.h - adding up what was done, from operations in hand or from the journal.
 */
#ifndef JOB_COUNTS_H
#define JOB_COUNTS_H

#include "job/import.h"

void counts_findings(struct import_counts *counts, const struct finding *at, size_t n); /* its warnings */

/* One customer. `op` NULL: what is needed of it is unpacked from the entry (in `scratch`). */
must_check bool counts_add(struct import_counts *counts, const struct journal_entry *e, const struct op *op,
                           struct arena *scratch, struct err *err);

/* What sending this op would add to what has to be confirmed. */
void limits_add(struct import_limits *limits, const struct op *op);
bool limits_exceed(const struct import_limits *done, const struct import_limits *confirmed);

bool entry_failed(const struct journal_entry *e); /* refused here, by the shop, or never told */

#endif
