/*
 * run.h - the inside of an import, shared by import.c, batch.c, decide.c and along.c only.
 */
#ifndef JOB_RUN_H
#define JOB_RUN_H

#include "job/ahead.h"
#include "job/reader.h"
#include "job/result.h"
#include "job/seen.h"
#include "job/send.h"

struct run {
    const struct import *job;
    struct import_counts *counts;
    struct shop_info shop; /* of job->shop, if there is one */
    struct plan_context plan;
    struct reader reader;
    struct ahead *ahead; /* what takes its customers */
    struct result *result; /* along.c's; NULL: not written now */
    struct seen seen;
    struct sender sender;

    struct arena arena;   /* of the whole run: header, shop */
    struct arena batch;   /* of the customers in hand */
    struct arena scratch; /* reset with the batch */
    struct arena reading; /* the reader's scratch */
    struct item *items;   /* `room` of them: what the shop takes at once, and a parcel of customers */
    size_t n, room;
    struct touched *touched; /* decide.c's */
    struct phone_memo *phones_ahead; /* of run_prepare_ahead() alone */

    struct journal_cursor *earlier; /* what an earlier run journalled; NULL: nothing (more) */
    struct journal_entry known;     /* its next entry */

    struct import_limits asked; /* so far, in this run */
    size_t failed;              /* in this run */
    bool stopped;               /* Ctrl-C, or too many failures */
};

/* decide.c: what it keeps between rounds, for as many customers as run->room. */
void run_decide_init(struct run *run);

/* decide.c: the two callbacks of struct ahead_shop; context is the run, of which it reads only what is fixed. */
bool run_find_ahead(void *context, const struct ahead_customer *customers, size_t n, struct match *found, struct arena *a,
                    struct err *err);
void run_prepare_ahead(void *context, const struct ahead_customer *customer, struct arena *a);

/* decide.c: the two callbacks of struct sender; context is the run. */
bool run_decide(void *context, struct item **items, size_t *n, struct err *err);
bool run_allow(void *context, struct item *const *items, size_t n, struct err *err);

/* batch.c: takes the customers in hand to their end, counts and tells them, and forgets them. */
must_check bool run_flush(struct run *run, struct err *err);

/* along.c: the result, parcel by parcel as its customers are finished. What fails there is nobody's: it is written afterwards. */
bool run_along_begin(struct run *run, const struct findings *notes); /* false: it is not written along */
void run_along_parcel(struct run *run); /* with the items in hand */
void run_along_end(struct run *run, bool done);

size_t run_failures_left(const struct run *run); /* until --max-errors; SIZE_MAX: no such limit */

#endif
