/*
 * tags.h - cleaning up the tags of many customers: a job like an import, whose rows come from the shop.
 *
 * Each customer that is touched is one operation with the tags to add and to remove, on the road of send.h. There is no
 * input to read again, so the journal itself says who was done: a job that goes on asks the shop once more who is
 * chosen, and passes over those who stand in its journal.
 */
#ifndef JOB_TAGS_H
#define JOB_TAGS_H

#include "job/import.h"
#include "model/tag_rules.h"

/* Who: everybody that the filter lets through and, with `from`, whose ID, Email or Phone stands there too. */
struct tags_choice {
    const struct shop_filter *filter; /* NULL: everybody */
    const struct row_input *from;     /* NULL: everybody */
};

struct tags_counts {
    struct import_counts of; /* customers: those chosen; kinds: updated, unchanged, refused */
    size_t too_many;         /* refused because of the number of their tags */
    size_t missing;          /* of choice.from, not in the shop */
    size_t added, removed;   /* tags, over all customers */
};

struct tags_job {
    struct shop *shop;
    struct journal_job *journal; /* NULL: plan */
    struct tags_choice choice;
    const struct tag_rules *rules; /* ready */
    struct progress *progress;
    int64_t now;
    size_t confirmed; /* ERR_REFUSED before more customers than that are changed; SIZE_MAX: no limit */
    /* Called for every customer that is changed or refused, in the order in which they come; may be NULL. */
    void *context;
    void (*customer)(void *context, const struct op *op);
    void (*step)(void *context, const char *name); /* as in struct import */
    void *step_context;
};

/* Carries it out, as import_run(): it does not end the job in the journal, and the counts are those of the whole job;
 * of customers that an earlier run has passed over nothing is known. */
must_check bool tags_run(const struct tags_job *job, struct tags_counts *counts, struct err *err);

/* The result: who was changed and who was refused, tags before and after, from the journal; with a Summary. */
must_check bool tags_report(const struct report *r, const struct tags_counts *counts, struct table *out,
                            struct err *err);

#endif
