/*
 * undo.h - puts back what a job changed, exactly, from the journal.
 *
 * Only values that still are what the job wrote are put back; the others are listed and left alone. An
 * undo is itself a job in the journal, and can be interrupted and resumed like any other.
 */
#ifndef JOB_UNDO_H
#define JOB_UNDO_H

#include "job/import.h"

struct undo {
    struct shop *shop;
    struct journal *journal;
    int64_t job_number; /* of the import to undo; done or interrupted */
    struct progress *progress;
    int64_t now;
    void *context;
    void (*left)(void *context, uint32_t row, int64_t customer_id, const struct change *at,
                 size_t n);                                            /* what was left alone; may be NULL */
    void (*failed)(void *context, const struct finding *at, size_t n); /* why one could not be; may be NULL */
    void (*step)(void *context, const char *name);                     /* as in struct import */
    void *step_context;
};

struct undo_counts {
    size_t customers, restored, unchanged, partly, failed;
};

/* Begins, resumes and ends the undo's own job. ERR_USAGE: no such job, or not one that can be undone;
 * ERR_REFUSED: another process is at it. */
must_check bool undo_run(const struct undo *job, struct undo_counts *counts, struct err *err);

#endif
