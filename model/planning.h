/*
 * planning.h - one customer's plan in the making; shared by the files that each decide a part of it.
 *
 * Each plan_...() compares `want` with `have` and adds to `op` what has to
 * change. What stands in the way is said with planning_say(); after an error
 * the op is OP_REFUSED, and the other parts are still looked at, so that a
 * row's errors are all said at once.
 */
#ifndef MODEL_PLANNING_H
#define MODEL_PLANNING_H

#include "model/fields.h"
#include "model/plan.h"

struct planning {
    const struct plan_context *ctx;
    const struct customer *want;
    const struct customer *have; /* what the shop has; for a customer being made, one that has nothing */
    bool creating;               /* OP_CREATE or OP_REPLACE */
    struct op *op;
    struct findings *findings;
    struct arena *arena;
};

/* args: {0} what the cell holds, {1} and {2} as findings.def says. col: COL_COUNT for the whole row. */
void planning_say(struct planning *p, enum finding_id id, uint32_t row, enum column_id col, str arg0,
                  str arg1, str arg2);

/* The value that the customer will have in the end, once plan_fields() is through: whose record holds it, or
 * NULL. */
const struct customer *planning_final(const struct planning *p, enum column_id col);

/* A blank cell takes a value away. */
void planning_cleared(struct planning *p, enum column_id col);

void plan_phones(struct planning *p);     /* V-PHONE-7, V-PHONE-11: those left unjudged; op->have is known */
void plan_fields(struct planning *p);     /* names, email, phone, language, note, tax, multipass: chapter B */
void plan_tags(struct planning *p);       /* chapter T */
void plan_consents(struct planning *p);   /* chapter E; after plan_fields() */
void plan_invite(struct planning *p);     /* chapter I; after plan_fields() */
void plan_addresses(struct planning *p);  /* chapter A; after plan_fields() */
void plan_metafields(struct planning *p); /* chapter F */

#endif
