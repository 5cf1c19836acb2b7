/*
 * causes.h - findings grouped by cause, for reading.
 *
 * The first few of each cause are kept as lines, all are counted; so a million bad cells print as one paragraph and memory stays small.
 */
#ifndef CMD_CAUSES_H
#define CMD_CAUSES_H

#include <stdio.h>

#include "base/buf.h"
#include "base/json.h"
#include "model/finding.h"

enum { CAUSE_LINES = 20, CAUSE_BYTES = 1 << 20 };

struct causes {
    size_t lines; /* kept of each cause; 0: every one is printed at once, to `now` */
    FILE *now;
    bool masked; /* what cells hold is personal: not for standard error */
    size_t count[SEVERITY_COUNT];
    struct {
        size_t count, kept;
        struct buf lines;
    } of[FINDING_COUNT];
};

/* `all` prints every finding when it comes, instead of the first CAUSE_LINES of each cause at the end. */
void causes_init(struct causes *c, bool all, FILE *to);
void causes_add(struct causes *c, const struct finding *at, size_t n);
void causes_print(struct causes *c, FILE *to); /* errors first, then warnings, then notes */
void causes_release(struct causes *c);

/* {"EMAIL_INVALID":3,...} */
struct json *causes_json(const struct causes *c);

#endif
