/*
 * shops.h - the shops that `meibo shop add` named: $XDG_CONFIG_HOME/meibo/shops.conf.
 *
 *     [tokyo]
 *     where = sqlite:/srv/shops/tokyo.db
 *
 * Lines that begin with # are comments. The file may come to hold tokens, so it is refused when others may read it.
 */
#ifndef CMD_SHOPS_H
#define CMD_SHOPS_H

#include "base/arena.h"
#include "base/err.h"

enum { SHOPS_MOST = 1000, SHOPS_FILE_MAX = 1 << 20 };

struct named_shop {
    str name, where;
};

/* None when there is no such file. ERR_SHOP when others may read it, or a line cannot be understood (with its number). */
must_check bool shops_read(struct named_shop **out, size_t *n, struct arena *a, struct err *err);
must_check bool shops_parse(str text, const char *path, struct named_shop **out, size_t *n, struct arena *a,
                            struct err *err);

/* ERR_USAGE when the name is taken or is none: letters, digits, - and _, not ending in .db. */
must_check bool shops_add(str name, str where, struct arena *a, struct err *err);
bool shops_name_ok(str name);

#endif
