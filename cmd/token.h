/*
 * token.h - where the secret for a shop at Shopify comes from.
 *
 * In this order: $MEIBO_TOKEN, --token-file, $CREDENTIALS_DIRECTORY/shopify-token (systemd), the shop's entry in shops.conf
 * (shops.h). It is in no message, and with it in memory the process leaves no core file.
 */
#ifndef CMD_TOKEN_H
#define CMD_TOKEN_H

#include "api/admin.h"
#include "cmd/settings.h"
#include "cmd/shops.h"

enum { TOKEN_MAX = 4096 }; /* bytes */

/* For the shop at `url`; `named`: its entry, or NULL to look for one with that URL. In the arena of the settings. ERR_SHOP:
 * there is none, and how to give one; or a file that others may read. */
must_check bool token_find(const struct settings *s, str url, const struct named_shop *named,
                           struct admin_credentials *out, struct err *err);

/* What the first three say; "" when they say nothing. */
must_check bool token_given(const struct settings *s, str *out, struct err *err);

/* Asks for it on the terminal without showing it, and drops what was typed before the question. ERR_USAGE without a
 * terminal, ERR_INTERRUPTED after Ctrl-C. */
must_check bool token_ask(const char *question, str *out, struct arena *a, struct err *err);

/* Is it one: printable ASCII without blanks, at most TOKEN_MAX bytes? */
bool token_ok(str token);

#endif
