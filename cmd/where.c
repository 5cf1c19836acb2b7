#include "cmd/where.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/message.h"
#include "base/unicode.h"
#include "cmd/connect.h"

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

/* ---- Shopify's addresses ----------------------------------------------------------------------- */

/* "127.0.0.1" of "127.0.0.1:8080"; *port is "8080", or "". False when either cannot be one. */
static bool split_port(str host, str *name, str *port)
{
    bool has_port = str_cut(host, ':', name, port);

    for (size_t i = 0; i < port->n; i++)
        if (port->p[i] < '0' || port->p[i] > '9')
            return false;
    return name->n > 0 && (!has_port || (port->n > 0 && port->n <= 5));
}

static bool is_shopify_host(str name)
{
    static const str end = STR_INIT(".myshopify.com");

    if (!ends_with(name, end) || name.n == end.n || name.p[0] == '-')
        return false;
    for (size_t i = 0; i < name.n - end.n; i++) {
        char c = name.p[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return true;
}

static bool is_loopback(str name)
{
    return str_eq(name, STR("127.0.0.1")) || str_eq_fold(name, STR("localhost"));
}

static str lower(str s, struct arena *a)
{
    char *p = arena_array(a, char, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
    return (str){ p, s.n };
}

bool where_url(str where, str *url, struct arena *a, struct err *err)
{
    static const str http = STR_INIT("http://"), https = STR_INIT("https://");
    str scheme = begins_with(where, http) ? http : https, host = where, name, port;

    if (begins_with(where, scheme))
        host = (str){ where.p + scheme.n, where.n - scheme.n };
    while (host.n > 0 && host.p[host.n - 1] == '/')
        host.n--;
    bool well = split_port(host, &name, &port);
    if (well && (is_loopback(name) || (scheme.n == https.n && port.n == 0 && is_shopify_host(name)))) {
        const str parts[] = { scheme, lower(host, a) };
        *url = arena_join(a, parts, countof(parts), STR(""));
        return true;
    }
    if (well && scheme.n == http.n && is_shopify_host(name))
        return err_set(err, ERR_USAGE, _("%.*s: a token is sent over https:// only; write https://%.*s"),
                       STR_ARG(where), STR_ARG(name));
    return err_set(err, ERR_USAGE,
                   _("%.*s is no address of a shop; write the one that ends in .myshopify.com, such as "
                     "my-store.myshopify.com"),
                   STR_ARG(where));
}

/* ---- names ------------------------------------------------------------------------------------- */

static bool look_up(str name, struct named_shop *out, struct arena *a, struct err *err)
{
    struct named_shop *shops;
    size_t n;

    if (!shops_read(&shops, &n, a, err))
        return false;
    str *names = arena_array(a, str, n + 1);
    for (size_t i = 0; i < n; i++) {
        *out = shops[i];
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

bool where_find(str where, struct where *out, struct arena *a, struct err *err)
{
    *out = (struct where){ .named.name = STR("") };
    out->kind = where_kind(where, &out->at);
    if (out->kind == WHERE_NAME) {
        if (!look_up(where, &out->named, a, err))
            return false;
        out->kind = where_kind(out->named.where, &out->at);
    }
    if (out->kind == WHERE_NAME)
        return err_set(err, ERR_SHOP, _("the shop named \"%.*s\" has no place: expected where = SHOP"),
                       STR_ARG(out->named.name));
    if (out->kind == WHERE_SHOPIFY)
        return where_url(out->at, &out->at, a, err);
    if (out->at.n == 0)
        return err_set(err, ERR_USAGE, _("sqlite: needs a path, such as sqlite:meibo.db"));
    out->at = arena_copy(a, out->at);
    return true;
}

bool where_path(str where, const char **path, struct arena *a, struct err *err)
{
    struct where found;

    if (!where_find(where, &found, a, err))
        return false;
    *path = found.at.p;
    return found.kind == WHERE_EMBEDDED ||
           err_set(err, ERR_USAGE, _("%.*s is no file; expected sqlite:PATH or a path ending in .db"),
                   STR_ARG(where));
}

bool where_open(const struct settings *s, str where, struct meter *meter, struct shop **out, struct err *err)
{
    static const struct embedded_options existing = { .create = false };
    struct where found;

    if (!where_find(where, &found, s->arena, err))
        return false;
    if (found.kind == WHERE_SHOPIFY)
        return connect_shopify(s, &found, meter, out, err);
    if (!file_exists(found.at.p))
        return err_set(
            err, ERR_SHOP,
            _("there is no shop in %s; \"meibo shop demo\" makes one to try things on, \"meibo shop add NAME "
              "sqlite:PATH\" an empty one"),
            found.at.p);
    return embedded_open(out, found.at.p, &existing, err);
}
