/*
 * conformance.h - what every shop must do, whatever it is made of.
 *
 * One suite, run against the embedded shop and against Shopify's test server: callers cannot tell the two apart
 * except by `caps`. It is not part of the product (nothing of the program refers to it), and it knows no test library:
 * it reports each case, and the test that runs it makes of that what it likes.
 */
#ifndef API_CONFORMANCE_H
#define API_CONFORMANCE_H

#include "api/embedded.h"

struct conformance_shop {
    void *ctx;
    /* A new shop without customers: currency with two decimals, default language "en", time zone UTC, country JP. */
    bool (*make)(void *ctx, struct shop **out, struct err *err);
    /* Another connection to the shop that was made last. NULL: the shop cannot be opened twice. */
    bool (*again)(void *ctx, struct shop **out, struct err *err);
    /* What no shop interface can do, for there it comes from elsewhere. */
    bool (*add_orders)(void *ctx, struct shop *s, const struct embedded_order *orders, size_t n,
                       struct err *err);
    bool (*define)(void *ctx, struct shop *s, struct metafield_definition definition, struct err *err);
    void (*report)(void *ctx, const char *sentence, bool passed, const char *why);
};

/* Runs every case on a shop of its own; returns how many there are. */
size_t conformance_run(const struct conformance_shop *maker);

#endif
