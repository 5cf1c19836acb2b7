/*
 * result.h - the result of an import in the making: the input's rows, each with what came of its customer.
 *
 * Rows and entries are given in order. Where they come from is for others: the input read once more beside the journal
 * (report_result.c), or the import while it goes on (along.c). The same rows and entries make the same result.
 */
#ifndef JOB_RESULT_H
#define JOB_RESULT_H

#include "job/import.h"

struct result;

struct result_entries {
    void *context;
    bool (*next)(void *context, struct journal_entry *out); /* false: no more; views live until the next */
};

/* Begins the sheet of customers in `out`. `notes` are of the header. All that is given stays where it is, and the
 * caller's, until result_release(). In the arena. */
struct result *result_begin(const struct report *r, struct table *out, const struct header *h,
                            const struct cell_context *cells, const struct findings *notes,
                            struct import_counts *counts, struct arena *a);
void result_release(struct result *x); /* NULL is fine; the table is whole or not, but open */

/* From here on entries come from there, and the one before is done with. */
must_check bool result_entries(struct result *x, const struct result_entries *entries, struct err *err);
must_check bool result_drain(struct result *x, struct err *err); /* counts those whose rows did not come */

must_check bool result_row(struct result *x, const struct row *row, struct err *err);

/* The other sheets. After it the table can be finished. */
must_check bool result_complete(struct result *x, struct err *err);

#endif
