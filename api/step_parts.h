/*
 * step_parts.h - what the rooms of steps.h share. Nobody else includes it.
 */
#ifndef API_STEP_PARTS_H
#define API_STEP_PARTS_H

#include "api/steps.h"
#include "model/address.h"
#include "model/consent.h"

enum {
    LIST_MAX = 250,          /* Shopify's: as long as a list in a request may be */
    METAFIELDS_SET_MAX = 25, /* https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metafieldsSet */
};

/* ---- the customer, as it will be ------------------------------------------------------------------------- */

/* OP_CREATE, and what OP_REPLACE makes: nothing is there before. */
bool op_creates(const struct op *op);
/* Sets the column, to something (a text that is "" is nothing). */
bool op_gives(const struct op *op, enum column_id column);
/* A text of the customer after the operation; "" where it has none. */
str op_text_after(const struct op *op, enum column_id column);

/* ---- step_lists.c ------------------------------------------------------------------------------------------ */

/* As Shopify takes them: a comma splits a tag; trimmed; blank ones and doubles dropped. */
struct texts tags_as_taken(struct texts tags, struct arena *a);
/* What the customer will have. */
struct texts tags_after(const struct op *op, const struct steps_context *ctx, struct arena *a);

/* How many of op->metafields are set (or deleted). */
size_t metafields_count(const struct op *op, bool deleted);
/* The index where a run from `from` ends that holds at most `most` of these. */
size_t metafields_run(const struct op *op, bool deleted, size_t from, size_t most);
/* Number i of those that a step carries; NULL when it does not carry so many. */
const struct metafield *metafields_at(const struct op *op, const struct step *s, size_t i);

/* ---- step_consent.c ---------------------------------------------------------------------------------------- */

/* Beside channels[] of model/consent.h. */
struct step_channel {
    enum mutation_id mutation;
    str input; /* "emailMarketingConsent" */
};
extern const struct step_channel step_channels[CHANNEL_COUNT];

/* The consent that the operation is to make. False where it changes none: a date older than the shop's counts for
 * nothing (https://shopify.dev/docs/api/admin-graphql/2026-10/input-objects/CustomerEmailMarketingConsentInput). */
bool consent_changes(const struct op *op, const struct channel *k, int64_t now, struct consent *out);
/* The same, and it can be said to Shopify: a state that cannot be set is left out where it is there already. */
bool consent_sent(const struct op *op, const struct channel *k, int64_t now, struct consent *out);

/* ---- step_addresses.c -------------------------------------------------------------------------------------- */

/* One address of a list that stands for all that the customer has. */
struct address_item {
    const struct address *have; /* NULL: a new one */
    const struct address_op *op; /* NULL: it stays as it is */
    size_t at;                   /* of the op in op->addresses */
};

struct address_list {
    struct address_item *at;
    size_t n;
    size_t main;     /* index in op->addresses of the one that becomes the default; op->address_count: none */
    bool main_apart; /* that one is new, and Shopify makes it the default only by a mutation of its own: not in the list */
    bool main_after; /* that one has an ID, and has to be made the default by a mutation of its own */
};

/*
 * What customerCreate or customerUpdate would have to carry: those that stay, then the new ones, the default first: it
 * is the default where nothing was there before, and with or without that rule it stays the default.
 */
struct address_list address_list(const struct op *op, struct arena *a);
/* The addresses of op->have were asked for: it says so, or there are any. */
bool addresses_known(const struct op *op);
/* They are, and the list is one that Shopify takes as such. */
bool address_list_fits(const struct op *op, const struct address_list *list);

/* ---- step_rules.c, step_values.c --------------------------------------------------------------------------- */

bool step_refuse(struct op_result *out, enum column_id column, enum finding_id id, str held, str fact); /* true */
/* What is certain of the values themselves: asked where something would be done before Shopify says so. */
bool values_refused(const struct op *op, struct op_result *out, struct arena *a);

/* ---- step_answer.c, step_refusals.c ------------------------------------------------------------------------ */

#define NO_INDEX SIZE_MAX

/* One of Shopify's userErrors, or an error of the whole mutation. */
struct refusal {
    const struct op *op;
    const struct step *step;
    str path;    /* "addresses.#.city": without a leading "input", "#" for an index; "" for none */
    size_t index; /* NO_INDEX: none */
    str message;
    struct op_result *out;
    struct arena *arena;
};

void refusal_explain(const struct refusal *r);

/* Shopify's message, without what the operation says of a person, and not too long. */
str message_clean(const struct op *op, str message, struct arena *a);

#endif
