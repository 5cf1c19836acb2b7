/*
 * consent.h - consent to marketing, by email and by SMS (docs/FORMAT.md, chapter E).
 */
#ifndef MODEL_CONSENT_H
#define MODEL_CONSENT_H

#include "model/plan.h"

/* Email and SMS differ in their columns and in what they need; the rules are the same (E-8). */
struct channel {
    enum column_id status, level, updated_at, identity;
    enum finding_id needs;
    size_t offset; /* of the struct consent in a customer */
};

enum { CHANNEL_COUNT = 2 };
extern const struct channel channels[CHANNEL_COUNT];

bool consent_settable(enum consent_state state); /* at all; E-1, E-5, E-6 */
const struct consent *consent_of(const struct customer *c, const struct channel *k);

/* What the shop has, filled up where it says nothing: nobody is subscribed until somebody says so. */
struct consent consent_now(const struct customer *have, const struct channel *k);

/* Puts it into `set` and `to`, all three columns. */
void consent_set(struct op *op, const struct channel *k, const struct consent *to);

#endif
