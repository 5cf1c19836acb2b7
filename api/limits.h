/*
 * limits.h - what Shopify takes, for the embedded shop, which keeps the same rules, and for what is better known before
 * a request is sent.
 *
 * https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Customer, and what the API answers. Lengths are in UTF-16 units.
 */
#ifndef API_LIMITS_H
#define API_LIMITS_H

#include "base/arena.h"
#include "model/metafield.h"

enum {
    LIMIT_EMAIL_BYTES = 254,
    LIMIT_NAME = 255,
    LIMIT_NOTE = 5000,
    LIMIT_TAGS = 250,
    LIMIT_TAG = 255,
    LIMIT_PHONE_DIGITS_LEAST = 7,
    LIMIT_PHONE_DIGITS = 15, /* E.164 */
};

/* Why a text cannot stand in an address, in Shopify's words; "" when it can. Its length is the caller's to look at. */
str limit_address_text(str text);

/* The names of a metafield are of a length that it can have. */
bool limit_metafield_name(const struct metafield *m);

/* Types whose values have one form only; of the others Shopify's own check is the last word. */
bool limit_metafield_value(const struct metafield *m, const struct zone *zone, struct arena *a);

#endif
