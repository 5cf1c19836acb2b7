/*
 * tags_job.h - the road of every command that changes tags: plan, confirm, journal, result and undo workbooks.
 */
#ifndef CMD_TAGS_JOB_H
#define CMD_TAGS_JOB_H

#include "cmd/settings.h"
#include "job/tags.h"

struct tags_command {
    const char *name;        /* "tags rename" */
    str about;               /* what it does, for people and to know the job again: "old → new" */
    str file, sha256, sheet; /* of the workbook that says what to do; "" for none */
    bool whole_shop;         /* nobody has to be chosen: the rules say who */
    struct tag_rules rules;  /* not ready yet */
};

/* *status 3: some customers failed. ERR_USAGE: nobody is chosen; ERR_REFUSED: not confirmed. */
must_check bool tags_carry_out(const struct settings *s, struct tags_command *c, int *status,
                               struct err *err);

#endif
