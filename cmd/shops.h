/*
 * shops.h - the shops that `meibo shop add` named: $XDG_CONFIG_HOME/meibo/shops.conf.
 *
 *     [tokyo]
 *     where = sqlite:/srv/shops/tokyo.db
 *
 *     [store]
 *     where = https://my-store.myshopify.com
 *     token = ...                              or: client_id = ... and client_secret = ...
 *
 * Lines that begin with # are comments. The file may hold tokens, so it is refused when others may read it.
 */
#ifndef CMD_SHOPS_H
#define CMD_SHOPS_H

#include "base/arena.h"
#include "base/err.h"

enum { SHOPS_MOST = 1000, SHOPS_FILE_MAX = 1 << 20 };

struct named_shop {
    str name, where;
    str token, client_id, client_secret; /* "" for none; for where_open() only, never shown */
};

/* None when there is no such file. ERR_SHOP when others may read it, or a line cannot be understood (with its number). */
must_check bool shops_read(struct named_shop **out, size_t *n, struct arena *a, struct err *err);
must_check bool shops_parse(str text, const char *path, struct named_shop **out, size_t *n, struct arena *a,
                            struct err *err);

/* ERR_USAGE when the name is taken or is none: letters, digits, - and _, not ending in .db. The texts hold no line feed. */
must_check bool shops_add(const struct named_shop *shop, struct arena *a, struct err *err);
must_check bool shops_name_free(str name, struct arena *a, struct err *err); /* ERR_USAGE when it is not */
bool shops_name_ok(str name);

#endif
