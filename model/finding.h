/*
 * finding.h - what there is to say about a cell, a row or a customer.
 *
 * A finding is an identifier and arguments; only cmd/ turns it into words, in
 * the reader's language. Findings are a result, not a failure: they are
 * collected, counted and shown beside their row, and the work goes on. What a
 * shop refuses is said with the same identifiers (api/shop.h).
 *
 * args[0] is what the cell holds: personal data, masked in logs. args[1] and args[2]
 * are never personal: names of columns, lists of words, limits, IDs.
 */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include "base/arena.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_COUNT };

enum finding_id {
    FINDING_NONE,
#define FINDING(id, severity, english) FINDING_##id,
#include "model/findings.def"
#undef FINDING
    FINDING_COUNT
};

struct finding {
    enum finding_id id;
    uint32_t row;   /* of the sheet; 0: of the whole sheet */
    int32_t column; /* of the sheet, from 0; -1: the whole row */
    str args[3];
};

struct findings {
    struct arena *arena; /* args are copied into it */
    struct finding *at;
    size_t n, room;
    size_t count[SEVERITY_COUNT];
};

enum severity finding_severity(enum finding_id id);
/* The English template: {0} {1} {2} stand for the arguments. cmd/ translates it with gettext before filling it in. */
const char *finding_template(enum finding_id id);
const char *finding_name(enum finding_id id); /* "EMAIL_INVALID", for --json, tests and journals */
enum finding_id finding_by_name(str name);    /* FINDING_NONE when there is none */

void finding_add(struct findings *list, struct finding f);
void findings_clear(struct findings *list); /* forgets them; the arena is the caller's to reset */

#endif
