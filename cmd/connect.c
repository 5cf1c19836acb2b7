#include "cmd/connect.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/message.h"
#include "base/num.h"
#include "cmd/say.h"
#include "cmd/token.h"

enum { HURRY_MAX = 1000 };

/* What the callbacks of the shop need; in the arena of the settings. */
struct voice {
    const struct settings *settings;
    struct meter *meter; /* NULL: none */
};

static void say_line(const struct voice *v, const char *sentence)
{
    if (v->meter)
        meter_clear(v->meter);
    fprintf(stderr, "%s\n", sentence);
}

static void said(void *context, const char *sentence)
{
    say_line(context, sentence);
}

/* Also with --quiet: something is wrong. */
static void warned(void *context, const char *sentence)
{
    const struct voice *v = context;
    bool color = shows_color(v->settings, stderr);

    if (v->meter)
        meter_clear(v->meter);
    fprintf(stderr, "%s%s%s %s\n", color ? "\033[33m" : "", _("warning:"), color ? "\033[0m" : "", sentence);
}

static void moved_on(void *context, size_t done, size_t total)
{
    const struct voice *v = context;

    if (v->meter)
        meter_within(v->meter, N_("bulk operation in the shop"), done, total);
}

double connect_hurry(str url, const char *asked)
{
    static const str http = STR_INIT("http://");
    int64_t factor = 0;

    if (!asked || url.n < http.n || !str_eq((str){ url.p, http.n }, http) ||
        !num_parse_i64(str_of(asked), &factor) || factor < 2 || factor > HURRY_MAX)
        return 1;
    return (double)factor;
}

bool connect_shopify(const struct settings *s, const struct where *found, struct meter *meter,
                     struct shop **out, struct err *err)
{
    struct voice *voice = arena_new(s->arena, struct voice);
    struct shopify_options options = {
        .admin = { .url = found->at,
                   .stop = s->stop,
                   .say = s->verbose ? said : NULL,
                   .warn = warned,
                   .context = voice,
                   .hurry = connect_hurry(found->at, getenv("MEIBO_TEST_HURRY")) },
        .bulk = (enum bulk_use)s->bulk,
        .progress = moved_on,
    };

    *voice = (struct voice){ .settings = s, .meter = meter };
    return token_find(s, found->at, found->named.name.n > 0 ? &found->named : NULL, &options.admin.credentials,
                      err) &&
           shopify_open(out, &options, err);
}

const struct connect_scope connect_scopes[5] = {
    { "read_customers", N_("anything at all"), { "write_customers" } },
    { "write_customers", N_("import and undo"), { NULL } },
    { "read_orders", N_("first and last orders"), { "write_orders", "read_all_orders" } },
    { "read_all_orders", N_("orders older than 60 days"), { NULL } },
    { "read_locales", N_("the shop's languages"), { "write_locales" } },
};

static bool is_listed(const struct shopify_account *account, const char *scope)
{
    for (size_t i = 0; scope && i < account->scopes.n; i++)
        if (str_eq(account->scopes.at[i], str_of(scope)))
            return true;
    return false;
}

bool connect_has_scope(const struct shopify_account *account, const struct connect_scope *scope)
{
    return is_listed(account, scope->name) || is_listed(account, scope->within[0]) ||
           is_listed(account, scope->within[1]);
}
