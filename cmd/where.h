/*
 * where.h - from what --shop says to an open shop.
 */
#ifndef CMD_WHERE_H
#define CMD_WHERE_H

#include "api/embedded.h"
#include "cmd/settings.h"

enum where_kind { WHERE_EMBEDDED, WHERE_SHOPIFY, WHERE_NAME };

/* What an address is, by its form; *path is that of an embedded shop, else the address itself. */
enum where_kind where_kind(str where, str *path);

/* --shop, else $MEIBO_SHOP, else sqlite:meibo.db. */
str where_asked(const struct settings *s);

/* The path of the embedded shop that `where` means, names looked up. ERR_USAGE: no such name. ERR_SHOP: not an embedded shop. */
must_check bool where_path(str where, const char **path, struct arena *a, struct err *err);

/* Opens an existing shop; ERR_SHOP tells how to make one when there is none. */
must_check bool where_open(str where, struct shop **out, struct arena *a, struct err *err);

#endif
