/*
 * pull.h - a shop copied into an embedded one, so that plans can be tried offline.
 *
 * Customers with everything: IDs, dates, states, consents, tags, addresses, metafields with their definitions, and of
 * their orders the counts, totals and ends; and what the shop says of itself. Orders themselves are not copied.
 */
#ifndef JOB_PULL_H
#define JOB_PULL_H

#include "job/progress.h"
#include "api/embedded.h"

struct pull_counts {
    size_t customers;
    uint64_t left_out;                  /* COL_BIT of columns that the shop does not show to this program; blank in the copy */
    bool without_orders, recent_orders_only; /* first and last orders: none at all, or of the last 60 days only */
};

/* `to` is new and was opened as a mirror. ERR_INTERRUPTED after progress->stop; the copy is of no use then. */
must_check bool pull_run(struct shop *from, struct shop *to, struct progress *progress, struct pull_counts *counts,
                         struct err *err);

#endif
