/*
 * session.h - what check, plan and import have in common: a workbook, a shop, options, progress.
 */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "cmd/causes.h"
#include "cmd/input.h"
#include "cmd/meter.h"

struct session {
    const struct settings *settings;
    struct input input;
    struct shop *shop; /* NULL: check */
    struct shop_info info;
    struct import_options options;
    struct meter meter;
    int64_t now;
    double began; /* clock_steady() */
};

/* Opens what is needed. Close it either way. */
must_check bool session_open(struct session *w, const struct settings *s, bool with_shop, struct err *err);
void session_close(struct session *w);

/* A dry run with these options; listener may be NULL. */
must_check bool session_plan(struct session *w, const struct plan_listener *listener, struct import_counts *counts,
                             struct err *err);

/* What a job's report needs; journal and number are for the caller to add. */
struct report session_report(struct session *w);

/* The options that change a plan, as canonical text: "blank=keep limit=5". For the journal and the Summary sheet. */
str session_options_text(const struct settings *s, struct arena *a);

must_check bool session_import_options(const struct settings *s, struct import_options *out, struct err *err);

/* The version, e.g. "0.1.0". */
str program_version(void);

#endif
