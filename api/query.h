/*
 * query.h - Shopify's search syntax, as far as the embedded shop knows it, into SQL.
 *
 *     query   = all { "OR" all }
 *     all     = one { ["AND"] one }
 *     one     = ["-" | "NOT"] ( "(" query ")" | FIELD ":" [">" | ">=" | "<" | "<=" | "="] VALUE | VALUE )
 *     VALUE   = word | word"*" | "*" | 'text' | "text"        (\ before a sign takes it as it is)
 *
 *     email: first_name: last_name: phone: tag: tag_not:      text, without regard to case; word* begins with, * holds anything;
 *                                                             a name matches by its whole words too
 *     id: orders_count: total_spent:                          numbers
 *     state:                                                  enabled, disabled, invited, declined
 *     updated_at: customer_date:                              a date is the whole day, in the shop's time zone
 *
 * A VALUE without a field is looked for in the names, the email and the phone. Unlike Shopify, which ignores what it does not
 * know with a warning nobody sees, anything else is an error.
 */
#ifndef API_QUERY_H
#define API_QUERY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/num.h"
#include "base/time.h"

/* A condition being built: SQL with ? for each value. Everything from outside is a value, never SQL. */
struct query_value {
    bool is_text;
    str text;
    int64_t number;
};

enum { QUERY_VALUES_MAX = 256, QUERY_BYTES_MAX = 16384, QUERY_DEPTH_MAX = 32 };

struct query {
    str sql; /* a condition on table `customer`; "" for none */
    struct query_value *values;
    size_t n;
};

struct query_context {
    const struct zone *zone;
    uint8_t money_decimals; /* total_spent is in the smallest coin */
};

/*
 * ERR_USAGE says what is wrong and at which column, counted in characters from 1. The SQL calls
 * meibo_has_tag(tags, key), meibo_has_word(text, key) and meibo_begins(text, key), whose keys are text_fold()ed.
 */
must_check bool query_compile(str text, const struct query_context *ctx, struct query *out, struct arena *a,
                              struct err *err);

#endif
