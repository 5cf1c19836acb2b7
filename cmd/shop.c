#include <stdio.h>

#include "api/demo.h"
#include "base/file.h"
#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "base/unicode.h"
#include "cmd/command.h"
#include "api/currency.h"
#include "cmd/folders.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "cmd/shops.h"
#include "cmd/signals.h"
#include "cmd/where.h"

/* --languages "ja,en": the first is the default. */
static struct texts read_languages(const char *said, struct arena *a)
{
    str rest = str_of(said), name, *list = arena_array(a, str, rest.n + 1);
    struct texts out = { .at = list };

    for (bool more = true; more;) {
        more = str_cut(rest, ',', &name, &rest);
        if (str_trim(name).n > 0)
            list[out.n++] = str_trim(name);
    }
    return out;
}

/* What a new shop says of itself; by default a Japanese one for those who read Japanese, and for the demo. */
static bool read_info(const struct settings *s, bool japanese, struct shop_info *out, struct err *err)
{
    const char *zone = s->timezone ? s->timezone : japanese ? "Asia/Tokyo" : "UTC";
    const char *currency = s->currency ? s->currency : japanese ? "JPY" : "USD";
    const char *country = s->country ? s->country : japanese ? "JP" : "US";
    const char *languages = s->languages ? s->languages : japanese ? "ja,en" : "en";

    *out = (struct shop_info){ .currency = str_of(currency),
                               .country = str_of(country),
                               .languages = read_languages(languages, s->arena) };
    if (out->languages.n == 0)
        return err_set(err, ERR_USAGE, _("--languages needs one language at least, such as ja"));
    out->default_language = out->languages.at[0];
    if (!currency_decimals(out->currency, &out->money_decimals))
        return err_set(err, ERR_USAGE,
                       _("--currency: \"%s\" is no currency code; expected three letters such as JPY"),
                       currency);
    if (out->country.n != 2)
        return err_set(err, ERR_USAGE,
                       _("--country: \"%s\" is no country code; expected two letters such as JP"), country);
    if (zone_find(str_of(zone), &out->timezone, err))
        return true;
    err->code = ERR_USAGE;
    return err_wrap(err, "--timezone");
}

static bool create(const char *path, const struct shop_info *info, struct shop **out, struct err *err)
{
    static const struct embedded_options make = { .create = true };

    return embedded_open(out, path, &make, err) && embedded_configure(*out, info, err);
}

static bool run_demo(const struct settings *s, int *status, struct err *err)
{
    struct shop *shop = NULL;
    struct shop_info info;
    const char *path;

    (void)status;
    if (!where_path(s->where ? str_of(s->where) : where_asked(s), &path, s->arena, err) ||
        !read_info(s, true, &info, err))
        return false;
    if (file_exists(path))
        return err_set(err, ERR_SHOP, _("%s is there already; remove it or name another with --shop"), path);
    bool ok = create(path, &info, &shop, err) && demo_fill(shop, s->seed, s->customers, clock_now(), err);
    shop_close(shop);
    if (ok)
        say(s, _("%s is a shop with %s made-up customers; try: meibo export -o all.xlsx"), path,
            count_text(s->customers, s->arena).p);
    return ok;
}

static bool run_list(const struct settings *s, int *status, struct err *err)
{
    struct named_shop *shops;
    size_t n;

    (void)status;
    signals_end_on_closed_pipe();
    if (!shops_read(&shops, &n, s->arena, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        put_padded(stdout, shops[i].name, 20);
        put_line(shops[i].where);
    }
    if (n == 0)
        say(s, _("no shop has a name yet; \"meibo shop add NAME sqlite:PATH\" gives one"));
    return true;
}

static bool run_add(const struct settings *s, int *status, struct err *err)
{
    struct shop *shop = NULL;
    struct shop_info info;
    const char *path;
    str found;

    (void)status;
    if (!shops_name_ok(str_of(s->name)) || where_kind(str_of(s->name), &found) != WHERE_NAME)
        return err_set(err, ERR_USAGE, _("\"%s\" is no name for a shop: use letters, digits, - and _"),
                       s->name);
    if (!where_path(str_of(s->where), &path, s->arena, err) ||
        !read_info(s, str_eq(str_of(s->language), STR("ja")), &info, err))
        return false;
    bool exists = file_exists(path);
    const str parts[] = { STR("sqlite:"), str_of(path_absolute(path, s->arena)) };
    str where = arena_join(s->arena, parts, countof(parts), STR(""));
    bool ok = exists ? where_open(where, &shop, s->arena, err) : create(path, &info, &shop, err);
    shop_close(shop);
    if (!ok || !shops_add(str_of(s->name), where, s->arena, err))
        return false;
    say(s, exists ? _("%s is now --shop %s") : _("%s was made, an empty shop; it is now --shop %s"), path,
        s->name);
    return true;
}

static void print_info(const struct settings *s, const struct shop_info *info, int64_t customers)
{
    struct arena *a = s->arena;
    const struct {
        const char *name;
        str value;
    } lines[] = {
        { N_("shop"), info->name },
        { N_("identity"), info->where },
        { N_("time zone"), zone_name(info->timezone) },
        { N_("currency"), info->currency },
        { N_("country"), info->country },
        { N_("languages"), arena_join(a, info->languages.at, info->languages.n, STR(", ")) },
        { N_("customers"), customers < 0 ? STR("?") : count_text((size_t)customers, a) },
    };

    for (size_t i = 0; i < countof(lines); i++) {
        put_padded(stdout, str_of(_(lines[i].name)), 14);
        put_line(lines[i].value);
    }
}

static void print_info_json(const struct settings *s, const struct shop_info *info, int64_t customers)
{
    struct json *out = json_object(), *languages = json_array();

    for (size_t i = 0; i < info->languages.n; i++)
        json_add(languages, json_of_str(info->languages.at[i]));
    json_put(out, "shop", json_of_str(info->name));
    json_put(out, "identity", json_of_str(info->where));
    json_put(out, "timezone", json_of_str(zone_name(info->timezone)));
    json_put(out, "currency", json_of_str(info->currency));
    json_put(out, "country", json_of_str(info->country));
    json_put(out, "languages", languages);
    json_put(out, "customers", customers < 0 ? json_of_null() : json_of_int(customers));
    put_line(json_text(out, s->arena));
    json_free(out);
}

static bool run_test(const struct settings *s, int *status, struct err *err)
{
    const struct shop_filter all = { 0 };
    struct shop *shop = NULL;
    struct shop_info info;
    int64_t customers = -1;

    (void)status;
    bool ok = where_open(where_asked(s), &shop, s->arena, err) &&
              shop->ops->info(shop, &info, s->arena, err) && shop->ops->count(shop, &all, &customers, err);
    if (ok && s->json)
        print_info_json(s, &info, customers);
    else if (ok)
        print_info(s, &info, customers);
    shop_close(shop);
    return ok;
}

#define NEW_SHOP                                                                              \
    { OPT_TEXT, 0, "timezone", AT(timezone), "ZONE", N_("Its time zone, e.g. Asia/Tokyo.") }, \
        { OPT_TEXT, 0, "currency", AT(currency), "CODE", N_("Its currency, e.g. JPY.") },     \
        { OPT_TEXT, 0, "country", AT(country), "CC", N_("Its country, e.g. JP.") },           \
    {                                                                                         \
        OPT_TEXT, 0, "languages", AT(languages), "LIST",                                      \
            N_("Its languages, the default one first, e.g. ja,en.")                           \
    }

static const struct opt demo[] = {
    { OPT_ARG_MAYBE, 0, "WHERE", AT(where), NULL,
      N_("sqlite:PATH, or a path ending in .db; default as --shop says.") },
    { OPT_SIZE, 0, "seed", AT(seed), "N", N_("The same seed makes the same shop; default: 1.") },
    { OPT_SIZE, 0, "customers", AT(customers), "N", N_("How many customers; default: 1,000.") },
    NEW_SHOP,
};
static const struct opt add[] = {
    { OPT_ARG, 0, "NAME", AT(name), NULL, N_("What --shop shall call it.") },
    { OPT_ARG, 0, "WHERE", AT(where), NULL,
      N_("sqlite:PATH, or a path ending in .db; made when it is not there.") },
    NEW_SHOP,
};
static const struct opt test[] = { { OPT_FLAG, 0, "json", AT(json), NULL, N_("As JSON.") } };

const struct subcommand command_shop = {
    .name = "shop",
    .summary = N_("Make, name and test shops."),
    .lists = { OPTIONS_COMMON },
};

const struct subcommand command_shop_demo = {
    .name = "shop demo",
    .summary = N_("Make a shop with made-up customers and orders, to try things on."),
    .about = N_("The shop is the one that --shop names, by default meibo.db in the working directory; it "
                "must not be there "
                "yet."),
    .lists = { { NULL, LIST(demo) }, OPTIONS_SHOP, OPTIONS_COMMON },
    .run = run_demo,
};

const struct subcommand command_shop_list = {
    .name = "shop list",
    .summary = N_("List the shops that have a name."),
    .lists = { OPTIONS_COMMON },
    .run = run_list,
};

const struct subcommand command_shop_add = {
    .name = "shop add",
    .summary = N_("Give a shop a name; an empty one is made when there is none."),
    .about = N_("Names are kept in $XDG_CONFIG_HOME/meibo/shops.conf."),
    .lists = { { NULL, LIST(add) }, OPTIONS_COMMON },
    .run = run_add,
};

const struct subcommand command_shop_test = {
    .name = "shop test",
    .summary = N_("Open a shop and show what it says of itself."),
    .lists = { { NULL, LIST(test) }, OPTIONS_SHOP, OPTIONS_COMMON },
    .run = run_test,
};
