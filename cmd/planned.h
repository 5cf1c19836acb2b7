/*
 * planned.h - a plan on standard output: customer by customer, before and after.
 */
#ifndef CMD_PLANNED_H
#define CMD_PLANNED_H

#include "cmd/causes.h"
#include "job/import.h"

enum { PLANNED_CUSTOMERS = 50 };

struct planned {
    bool quiet;         /* only count */
    size_t most, shown, more; /* customers; most 0: all */
    struct causes causes;
};

/* A listener for a dry run that prints to standard output; `p` must outlive it. */
struct plan_listener planned_listener(struct planned *p);

/* "row 12: UPDATE, found by Email, ID 44920047631" and one line a change. In `a`. */
str planned_customer(const struct op *op, const struct change *changes, size_t n, struct arena *a);

#endif
