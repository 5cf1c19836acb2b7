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

/*
 * By how much the clock of the shop's client goes faster: what a test asked for in the environment, 2 to 1000, when the
 * shop is one on this machine (http, which no other may have); else 1. `asked` may be NULL.
 */
double connect_hurry(str url, const char *asked);

/* A scope of a token and what it is for. */
struct connect_scope {
    const char *name;  /* "read_customers" */
    const char *needed; /* N_(): what cannot be done without it */
    const char *within[2]; /* other scopes that imply it; NULL: none */
};
extern const struct connect_scope connect_scopes[5];

/* Does the token have it, or one that implies it? */
bool connect_has_scope(const struct shopify_account *account, const struct connect_scope *scope);

#endif
