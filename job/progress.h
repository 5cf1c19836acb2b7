/*
 * progress.h - how far a job is, for whoever shows it.
 */
#ifndef JOB_PROGRESS_H
#define JOB_PROGRESS_H

#include <signal.h>

#include "base/base.h"

struct progress {
    void *context;
    /* Called at most a few times a second, and once at the end of each stage; NULL: nobody looks. total
     * 0: not known. */
    void (*show)(void *context, const struct progress *p);
    /* Set by a signal handler: finish what is under way and end with ERR_INTERRUPTED; may be NULL. */
    volatile sig_atomic_t *stop;

    const char *stage; /* N_("importing") ...: for cmd/ to translate */
    size_t done, total, failed;
    double rate, seconds_left; /* customers (or rows) a second, smoothed; < 0: not known */
    double began, shown;       /* clock_steady() */
    size_t shown_done;         /* `done` when it was last shown */
};

void progress_begin(struct progress *p, const char *stage, size_t total); /* p may be NULL everywhere */
void progress_step(struct progress *p, size_t n);
void progress_failed(struct progress *p, size_t failed); /* in all, so far */
void progress_end(struct progress *p);
bool progress_stopping(const struct progress *p);

#endif
