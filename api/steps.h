/*
 * steps.h - what to send to Shopify for an operation: the fewest mutations, in the order that they need.
 *
 * Pure: no network, no clock. One mutation where one is enough (https://shopify.dev/docs/api/admin-graphql/2026-10):
 * a creation carries consents, tags, addresses, metafields and exemptions; an update carries what customerUpdate takes,
 * or is a single tagsAdd, address or metafields mutation; consents and invitations are mutations of their own, after
 * the email or phone that they need.
 */
#ifndef API_STEPS_H
#define API_STEPS_H

#include "api/documents.h"
#include "base/json.h"
#include "base/json_write.h"

/* One mutation. Step i of an operation is sent when step i - 1 was answered without a refusal. */
struct step {
    enum mutation_id mutation;
    size_t at, n; /* which of op->addresses or op->metafields it is about, where it does not take them all */
    bool with_addresses, with_metafields; /* customerUpdate, customerCreate: carries them too */
};

struct steps_context {
    int64_t now;          /* the date of a consent that names none */
    str default_language; /* of the shop: what a cleared language becomes */
    struct texts tags;    /* OP_UPDATE: that the customer has now */
};

/* The steps of OP_CREATE, OP_UPDATE, OP_REPLACE (its deletion first) and OP_DELETE; none where nothing changes. */
size_t steps_for(const struct op *op, const struct steps_context *ctx, const struct step **out, struct arena *a);

/*
 * What Shopify would refuse with an error that names no field, or take without doing it, or refuse only after a part
 * was done: true, and out is OUTCOME_REFUSED with why and column.
 */
bool steps_refused(const struct op *op, const struct steps_context *ctx, struct op_result *out, struct arena *a);

/* The variables of one step as members of an object that is open in `w`: names as document_mutation() says, with
 * `suffix` ("0" to "9", or "" for a bulk operation). `id`: the customer's, also of one that an earlier step made. */
void step_variables(const struct op *op, const struct step *s, const struct steps_context *ctx, int64_t id,
                    const char *suffix, struct json_writer *w, struct arena *a);

/*
 * What the payload of a step's mutation says. DONE: out->id is set from what was created (else left as it is). REFUSED:
 * why and column, in our words: EMAIL_TAKEN and PHONE_TAKEN without the customer who has it (args[1] is ""), which the
 * caller looks up. A repeated customerDelete that says "can't be found", or address that says "already exists" after a
 * lost answer (`again`), is done. payload NULL or JSON null: REFUSED with the message of `errors` (may be NULL): those
 * of the reply whose path is this mutation's. DONE of an invitation sets out->invited. A creation that is answered with
 * neither an ID nor an error: UNKNOWN. The customer is gone: REFUSED with FINDING_RECORD_CHANGED. args[1] and args[2]
 * hold nothing of what the operation says of a person.
 */
void step_answer(const struct op *op, const struct step *s, const struct json *payload, const struct json *errors,
                 bool again, struct op_result *out, struct arena *a);

/* To send it again after a lost answer does no harm: all but creations and invitations. */
bool step_repeatable(const struct step *s);

str gid_customer(int64_t id, struct arena *a);  /* gid://shopify/Customer/1 */
str gid_address(int64_t id, struct arena *a);   /* gid://shopify/MailingAddress/1?model_name=CustomerAddress */
int64_t gid_number(str gid);                    /* 1; 0 when it is none */

#endif
