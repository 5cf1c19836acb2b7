/*
 * where.h - from what --shop says to an open shop.
 */
#ifndef CMD_WHERE_H
#define CMD_WHERE_H

#include "api/embedded.h"
#include "cmd/meter.h"
#include "cmd/shops.h"

enum where_kind { WHERE_EMBEDDED, WHERE_SHOPIFY, WHERE_NAME };

/* A shop that was found, be it by its name. */
struct where {
    enum where_kind kind;    /* WHERE_EMBEDDED or WHERE_SHOPIFY */
    str at;                  /* the path, or the URL as where_url() gives it */
    struct named_shop named; /* its entry in shops.conf; name "" when it was not asked for by name */
};

/* What an address is, by its form; *path is that of an embedded shop, else the address itself. */
enum where_kind where_kind(str where, str *path);

/* "https://my-store.myshopify.com" of what may be written for it; "http://127.0.0.1:8080" for loopback only. ERR_USAGE. */
must_check bool where_url(str where, str *url, struct arena *a, struct err *err);

/* --shop, else $MEIBO_SHOP, else sqlite:meibo.db. */
str where_asked(const struct settings *s);

/* Names looked up. ERR_USAGE: no such name, or an address that is none. */
must_check bool where_find(str where, struct where *out, struct arena *a, struct err *err);

/* The path of the embedded shop that `where` means. ERR_USAGE as where_find(), and when it is at Shopify. */
must_check bool where_path(str where, const char **path, struct arena *a, struct err *err);

/* Opens an existing shop; ERR_SHOP tells how to make one when there is none, and as shopify_open(). The meter, which may be
 * NULL, shows how far bulk operations are; it must live as long as the shop. */
must_check bool where_open(const struct settings *s, str where, struct meter *meter, struct shop **out,
                           struct err *err);

#endif
