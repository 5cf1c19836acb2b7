/*
 * kept.h - the journal of the jobs run from here.
 */
#ifndef CMD_KEPT_H
#define CMD_KEPT_H

#include "cmd/settings.h"
#include "job/journal.h"

enum { KEEP_DAYS = 30 };

/* $XDG_STATE_HOME/meibo/journal.db; made when it is not there. */
must_check bool kept_open(struct journal **out, struct arena *a, struct err *err);

/* The same, and jobs older than --keep-days are forgotten. */
must_check bool kept_open_and_expire(struct journal **out, const struct settings *s, int64_t now, struct err *err);

/* A job's number as it is written on the command line: "12" or "#12". */
must_check bool kept_number(const char *said, int64_t *out, struct err *err);

#endif
