/*
 * meter.h - progress on standard error: a bar, lines, or JSON.
 */
#ifndef CMD_METER_H
#define CMD_METER_H

#include <stdio.h>

#include "cmd/settings.h"
#include "job/progress.h"

struct meter {
    struct progress progress; /* hand &meter.progress to the job */
    enum progress_form form;
    double said;      /* clock_steady() of the last line */
    double within;    /* the same, of meter_within() */
    const char *line; /* of which stage; NULL: none yet */
    size_t expected;  /* the total of stages that do not know theirs, from an earlier plan; 0: not known */
    bool on_screen;   /* a bar stands in the last line of the terminal */
};

/* auto is a bar on a terminal, else nothing; --quiet nothing either way. */
void meter_init(struct meter *m, const struct settings *s);
void meter_clear(struct meter *m); /* takes the bar away, before other words are said */

/* Part of the stage in hand that takes long by itself: how far it is, at most about once a second. total 0: not known. */
void meter_within(struct meter *m, const char *stage, size_t done, size_t total);

/* `p` with what an earlier plan has counted. */
struct progress meter_expecting(const struct meter *m, const struct progress *p);

/* One line or object for `p`, without a line feed; for tests too. */
str meter_plain(const struct progress *p, struct arena *a);
str meter_bar(const struct progress *p, struct arena *a);
str meter_json(const struct progress *p, struct arena *a);

#endif
