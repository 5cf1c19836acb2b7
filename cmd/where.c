#include "cmd/where.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/message.h"
#include "base/unicode.h"
#include "cmd/shops.h"

static bool begins_with(str s, str start)
{
    return s.n >= start.n && str_eq_fold((str){ s.p, start.n }, start);
}

static bool ends_with(str s, str end)
{
    return s.n >= end.n && str_eq_fold((str){ s.p + s.n - end.n, end.n }, end);
}

enum where_kind where_kind(str where, str *path)
{
    static const str sqlite = STR_INIT("sqlite:"), http = STR_INIT("http://"), https = STR_INIT("https://"),
                     shopify = STR_INIT(".myshopify.com"), db = STR_INIT(".db");

    *path = where;
    if (begins_with(where, sqlite)) {
        *path = (str){ where.p + sqlite.n, where.n - sqlite.n };
        return WHERE_EMBEDDED;
    }
    if (begins_with(where, http) || begins_with(where, https) || ends_with(where, shopify))
        return WHERE_SHOPIFY;
    return ends_with(where, db) ? WHERE_EMBEDDED : WHERE_NAME;
}

str where_asked(const struct settings *s)
{
    const char *environment = getenv("MEIBO_SHOP");

    if (s->shop)
        return str_of(s->shop);
    return environment && *environment ? str_of(environment) : STR("sqlite:meibo.db");
}

static bool look_up(str name, str *where, struct arena *a, struct err *err)
{
    struct named_shop *shops;
    size_t n;

    if (!shops_read(&shops, &n, a, err))
        return false;
    str *names = arena_array(a, str, n + 1);
    for (size_t i = 0; i < n; i++) {
        *where = shops[i].where;
        names[i] = shops[i].name;
        if (str_eq(shops[i].name, name))
            return true;
    }
    size_t near = text_nearest(name, names, n, a);
    if (near < n)
        return err_set(err, ERR_USAGE, _("there is no shop named \"%.*s\"; did you mean \"%.*s\"?"),
                       STR_ARG(name), STR_ARG(names[near]));
    return err_set(err, ERR_USAGE,
                   _("there is no shop named \"%.*s\"; \"meibo shop list\" lists those there are, and a file "
                     "is written as "
                     "sqlite:PATH"),
                   STR_ARG(name));
}

bool where_path(str where, const char **path, struct arena *a, struct err *err)
{
    str found;
    enum where_kind kind = where_kind(where, &found);

    if (kind == WHERE_NAME) {
        if (!look_up(where, &where, a, err))
            return false;
        kind = where_kind(where, &found);
    }
    if (kind != WHERE_EMBEDDED)
        return err_set(err, ERR_SHOP,
                       _("%.*s: this version of meibo speaks to embedded shops only (sqlite:PATH or a path "
                         "ending in .db)"),
                       STR_ARG(where));
    if (found.n == 0)
        return err_set(err, ERR_USAGE, _("sqlite: needs a path, such as sqlite:meibo.db"));
    *path = arena_copy(a, found).p;
    return true;
}

bool where_open(str where, struct shop **out, struct arena *a, struct err *err)
{
    static const struct embedded_options existing = { .create = false };
    const char *path = NULL;

    if (!where_path(where, &path, a, err))
        return false;
    if (!file_exists(path))
        return err_set(
            err, ERR_SHOP,
            _("there is no shop in %s; \"meibo shop demo\" makes one to try things on, \"meibo shop add NAME "
              "sqlite:PATH\" an empty one"),
            path);
    return embedded_open(out, path, &existing, err);
}
