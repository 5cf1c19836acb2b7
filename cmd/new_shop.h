/*
 * new_shop.h - embedded shops that commands make: what they say of themselves.
 */
#ifndef CMD_NEW_SHOP_H
#define CMD_NEW_SHOP_H

#include "api/embedded.h"
#include "cmd/options.h"

/* From --timezone, --currency, --country and --languages; where they say nothing, a Japanese or an American shop. */
must_check bool new_shop_info(const struct settings *s, bool japanese, struct shop_info *out, struct err *err);

/* The file must not be there. */
must_check bool new_shop_create(const char *path, const struct shop_info *info, struct shop **out, struct err *err);

/* Rows of an option table. */
#define NEW_SHOP                                                                              \
    { OPT_TEXT, 0, "timezone", AT(timezone), "ZONE", N_("Its time zone, e.g. Asia/Tokyo.") }, \
        { OPT_TEXT, 0, "currency", AT(currency), "CODE", N_("Its currency, e.g. JPY.") },     \
        { OPT_TEXT, 0, "country", AT(country), "CC", N_("Its country, e.g. JP.") },           \
    {                                                                                         \
        OPT_TEXT, 0, "languages", AT(languages), "LIST",                                      \
            N_("Its languages, the default one first, e.g. ja,en.")                           \
    }

#endif
