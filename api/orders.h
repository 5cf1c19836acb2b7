/*
 * orders.h - orders of a shop with their line items, as rules of bookings see them.
 *
 * Of a shop at Shopify, by pages or by a bulk query. The embedded shop keeps no line items.
 */
#ifndef API_ORDERS_H
#define API_ORDERS_H

#include "api/shop.h"
#include "model/booking.h"

enum { ORDERS_RECENT_DAYS = 60 }; /* as far back as a token without read_all_orders sees */

struct orders_filter {
    int64_t since, until; /* moments of creation, since <= t < until; 0: any */
    str name;             /* of one order, "#1001"; "" for any */
    field_set fields;     /* that are needed: what the token may not read of them is an error, not silence */
    int64_t now;
    bool recent_only; /* the last 60 days are enough */
};

struct orders;

/* ERR_SHOP: the shop keeps no line items, a scope is missing (which is named), orders older than 60 days are asked for
 * and the token may not read them. */
must_check bool orders_open(struct orders **out, struct shop *s, const struct orders_filter *filter,
                            struct err *err);
/* In order of ID, in `a`; *end behind the last. */
must_check bool orders_next(struct orders *o, struct order *out, bool *end, struct arena *a, struct err *err);
void orders_close(struct orders *o); /* NULL is fine */

#endif
