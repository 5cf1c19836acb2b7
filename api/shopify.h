/*
 * shopify.h - a shop at Shopify, through the GraphQL Admin API 2026-10.
 *
 * Looks up by ID, email and phone without the lagging search; writes with the fewest mutations (steps.h), through bulk
 * operations where there are many of a kind; pages or bulk queries for lists, whichever will be sooner.
 * `revision` of its customers is made of their basic columns and updatedAt, which Shopify keeps in seconds only.
 */
#ifndef API_SHOPIFY_H
#define API_SHOPIFY_H

#include "api/admin.h"
#include "api/shop.h"

enum bulk_use { BULK_AUTO, BULK_ALWAYS, BULK_NEVER };

struct shopify_options {
    struct admin_options admin;
    enum bulk_use bulk;
    size_t bulk_threshold; /* mutations of one kind from which BULK_AUTO takes a bulk operation; 0: 500 */
    size_t batch;          /* customers that apply() takes at once; 0: as suits `bulk` */
    /* How far a bulk operation is; may be NULL. total 0: not known. */
    void (*progress)(void *context, size_t done, size_t total);
};

/* Speaks to the shop at once. ERR_SHOP as admin_run(); ERR_USAGE for a URL that is none. */
must_check bool shopify_open(struct shop **out, const struct shopify_options *options, struct err *err);

/* What `shop test` shows beside struct shop_info. */
struct shopify_account {
    str plan;            /* "Basic", "Shopify Plus" */
    str accounts;        /* "CLASSIC", "NEW_CUSTOMER_ACCOUNTS" */
    struct texts scopes; /* of the token, sorted */
    struct admin_stats stats;
};
bool shop_is_shopify(const struct shop *s);
must_check bool shopify_account(struct shop *s, struct shopify_account *out, struct arena *a, struct err *err);

#endif
