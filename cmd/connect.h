/*
 * connect.h - from an address and a token to an open shop at Shopify, and its words to standard error.
 */
#ifndef CMD_CONNECT_H
#define CMD_CONNECT_H

#include "api/shopify.h"
#include "cmd/where.h"

/* As where_open(); `found` is at Shopify. */
must_check bool connect_shopify(const struct settings *s, const struct where *found, struct meter *meter,
                                struct shop **out, struct err *err);

/* A scope of a token and what it is for. */
struct connect_scope {
    const char *name;  /* "read_customers" */
    const char *needed; /* N_(): what cannot be done without it */
};
extern const struct connect_scope connect_scopes[4];

/* Does the token have it, be it that "write_customers" implies "read_customers"? */
bool connect_has_scope(const struct shopify_account *account, const char *scope);

#endif
