/*
 * match.h - which customer of the shop is meant, and what to do with it (docs/FORMAT.md, chapter M).
 */
#ifndef MODEL_MATCH_H
#define MODEL_MATCH_H

#include "model/plan.h"

/* What a command does where the customer is missing, and where it is there; OP_REFUSED: the finding beside
 * it. */
struct command_rule {
    enum op_kind missing, present;
    enum finding_id if_missing, if_present;
};
extern const struct command_rule command_rules[COMMAND_COUNT];

/* The one that is meant, or NULL; *by tells how it was found (M-1 to M-4). */
const struct customer *match_choose(const struct plan_context *ctx, const struct customer *want,
                                    const struct match *match, enum match_key *by);

/* Somebody other than `meant` (may be NULL) whom a key of the row belongs to, and which key that is (M-6);
 * or NULL. */
const struct customer *match_other(const struct plan_context *ctx, const struct customer *want,
                                   const struct match *match, const struct customer *meant,
                                   enum match_key *by);

enum column_id match_column(enum match_key by); /* COL_COUNT for MATCH_NONE */

#endif
