#include <stdio.h>

#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/connect.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "job/access.h"

/* What a shop says of itself. */
struct portrait {
    const struct settings *settings;
    struct shop_info info;
    struct shopify_account account;
    bool at_shopify; /* account is filled in */
    int64_t customers;
};

static void line(const char *name, str value)
{
    put_padded(stdout, str_of(name), 18);
    put_line(value);
}

static str joined(struct texts list, struct arena *a)
{
    return arena_join(a, list.at, list.n, STR(", "));
}

static void print_info(const struct portrait *p)
{
    struct arena *a = p->settings->arena;
    const struct shop_info *info = &p->info;

    line(_("shop"), info->name);
    line(_("identity"), info->where);
    line(_("time zone"), zone_name(info->timezone));
    line(_("currency"), info->currency);
    line(_("country"), info->country);
    line(_("languages"), joined(info->languages, a));
    line(_("customers"), p->customers < 0 ? STR("?") : count_text((size_t)p->customers, a));
    line(_("accounts"), str_of(info->caps & SHOP_CLASSIC_ACCOUNTS
                                   ? _("classic: invitations and account states are there")
                                   : _("new: there are no invitations and account states")));
}

static void print_account(const struct portrait *p)
{
    struct arena *a = p->settings->arena;
    const struct shopify_account *account = &p->account;

    line(_("plan"), account->plan);
    line(_("API version"), account->stats.version);
    line(_("points a second"), arena_fmt(a, "%.0f", account->stats.restore_rate));
    line(_("points at most"), arena_fmt(a, "%.0f", account->stats.maximum));
    line(_("scopes"), joined(account->scopes, a));
    for (size_t i = 0; i < countof(connect_scopes); i++)
        if (!connect_has_scope(account, &connect_scopes[i]))
            line(_("scope missing"),
                 arena_fmt(a, _("%s, for %s"), connect_scopes[i].name, _(connect_scopes[i].needed)));
    if (p->info.unreadable)
        line(_("not shown"), arena_fmt(a, _("%s: protected customer data, not granted to the app"),
                                       access_names(p->info.unreadable, a).p));
}

static struct json *json_of_texts(struct texts list)
{
    struct json *out = json_array();

    for (size_t i = 0; i < list.n; i++)
        json_add(out, json_of_str(list.at[i]));
    return out;
}

static struct json *json_of_missing(const struct shopify_account *account)
{
    struct json *out = json_array();

    for (size_t i = 0; i < countof(connect_scopes); i++)
        if (!connect_has_scope(account, &connect_scopes[i]))
            json_add(out, json_of_str(str_of(connect_scopes[i].name)));
    return out;
}

static struct json *json_of_hidden(uint64_t hidden)
{
    struct json *out = json_array();

    for (size_t col = 0; col < COL_COUNT; col++)
        if (hidden & COL_BIT(col))
            json_add(out, json_of_str(columns[col].header));
    return out;
}

static void put_account(struct json *out, const struct portrait *p)
{
    const struct shopify_account *account = &p->account;

    json_put(out, "plan", json_of_str(account->plan));
    json_put(out, "accounts", json_of_str(account->accounts));
    json_put(out, "api_version", json_of_str(account->stats.version));
    json_put(out, "points_per_second", json_of_int((int64_t)account->stats.restore_rate));
    json_put(out, "points_at_most", json_of_int((int64_t)account->stats.maximum));
    json_put(out, "scopes", json_of_texts(account->scopes));
    json_put(out, "scopes_missing", json_of_missing(account));
    json_put(out, "not_shown", json_of_hidden(p->info.unreadable));
}

static void print_json(const struct portrait *p)
{
    const struct shop_info *info = &p->info;
    struct json *out = json_object();

    json_put(out, "shop", json_of_str(info->name));
    json_put(out, "identity", json_of_str(info->where));
    json_put(out, "timezone", json_of_str(zone_name(info->timezone)));
    json_put(out, "currency", json_of_str(info->currency));
    json_put(out, "country", json_of_str(info->country));
    json_put(out, "languages", json_of_texts(info->languages));
    json_put(out, "customers", p->customers < 0 ? json_of_null() : json_of_int(p->customers));
    json_put(out, "classic_accounts", json_of_bool(info->caps & SHOP_CLASSIC_ACCOUNTS));
    if (p->at_shopify)
        put_account(out, p);
    put_line(json_text(out, p->settings->arena));
    json_free(out);
}

static bool look(struct portrait *p, struct shop *shop, struct err *err)
{
    const struct shop_filter all = { 0 };

    return shop->ops->info(shop, &p->info, p->settings->arena, err) &&
           shop->ops->count(shop, &all, &p->customers, err) &&
           (!p->at_shopify || shopify_account(shop, &p->account, p->settings->arena, err));
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct portrait p = { .settings = s, .customers = -1 };
    str where = s->where ? str_of(s->where) : where_asked(s);
    struct shop *shop = NULL;
    struct where found;

    (void)status;
    if (!where_find(where, &found, s->arena, err) || !where_open(s, where, NULL, &shop, err))
        return false;
    p.at_shopify = found.kind == WHERE_SHOPIFY;
    bool ok = look(&p, shop, err);
    if (ok && s->json) {
        print_json(&p);
    } else if (ok) {
        print_info(&p);
        if (p.at_shopify)
            print_account(&p);
    }
    shop_close(shop);
    return ok;
}

static const struct opt options[] = {
    { OPT_ARG_MAYBE, 0, "NAME", AT(where), NULL, N_("The shop, as --shop would say it.") },
    { OPT_FLAG, 0, "json", AT(json), NULL, N_("As JSON.") },
};

const struct subcommand command_shop_test = {
    .name = "shop test",
    .summary = N_("Open a shop and show what it says of itself."),
    .about = N_("Of a shop at Shopify also the plan, the API version that answered, how many points a second it "
                "gives, and the scopes of the token: those that are missing with what they are needed for."),
    .lists = { { NULL, LIST(options) }, OPTIONS_SHOP, OPTIONS_COMMON },
    .run = run,
};
