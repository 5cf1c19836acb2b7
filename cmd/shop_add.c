#include "base/file.h"
#include "base/message.h"
#include "cmd/command.h"
#include "cmd/folders.h"
#include "cmd/new_shop.h"
#include "cmd/say.h"
#include "cmd/shops.h"
#include "cmd/token.h"
#include "cmd/where.h"

static bool add_embedded(const struct settings *s, struct named_shop *entry, struct err *err)
{
    struct shop *shop = NULL;
    struct shop_info info;
    const char *path;

    if (s->token_file || s->client_id)
        return err_set(err, ERR_USAGE, _("%s is a file: it takes no token"), s->where);
    if (!where_path(str_of(s->where), &path, s->arena, err) ||
        !new_shop_info(s, str_eq(str_of(s->language), STR("ja")), &info, err))
        return false;
    bool exists = file_exists(path);
    const str parts[] = { STR("sqlite:"), str_of(path_absolute(path, s->arena)) };
    entry->where = arena_join(s->arena, parts, countof(parts), STR(""));
    bool ok = exists ? where_open(s, entry->where, NULL, &shop, err)
                     : new_shop_create(path, &info, &shop, err);
    shop_close(shop);
    if (!ok || !shops_add(entry, s->arena, err))
        return false;
    say(s, exists ? _("%s is now --shop %s") : _("%s was made, an empty shop; it is now --shop %s"), path,
        s->name);
    return true;
}

/* The token, or with --client-id the secret, from where secrets come from; else it is asked for. */
static bool read_secret(const struct settings *s, struct named_shop *entry, struct err *err)
{
    str secret;

    if (!token_given(s, &secret, err))
        return false;
    if (secret.n == 0 &&
        !token_ask(s->client_id ? _("Client secret (it is not shown): ") : _("Access token (it is not shown): "),
                   &secret, s->arena, err))
        return false;
    if (!s->client_id) {
        entry->token = secret;
        return true;
    }
    entry->client_id = str_of(s->client_id);
    entry->client_secret = secret;
    return token_ok(entry->client_id) ||
           err_set(err, ERR_USAGE, _("--client-id: expected one word of letters and digits"));
}

static bool add_shopify(const struct settings *s, struct named_shop *entry, struct err *err)
{
    if (s->timezone || s->currency || s->country || s->languages)
        return err_set(err, ERR_USAGE,
                       _("%s itself says its time zone, currency, country and languages; leave those options out"),
                       s->where);
    if (!where_url(str_of(s->where), &entry->where, s->arena, err) || !read_secret(s, entry, err) ||
        !shops_add(entry, s->arena, err))
        return false;
    say(s, _("%.*s is now --shop %s; try: meibo shop test %s"), STR_ARG(entry->where), s->name, s->name);
    return true;
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct named_shop entry = { .name = str_of(s->name) };
    str found;

    (void)status;
    if (!shops_name_ok(entry.name) || where_kind(entry.name, &found) != WHERE_NAME)
        return err_set(err, ERR_USAGE, _("\"%s\" is no name for a shop: use letters, digits, - and _"),
                       s->name);
    if (!shops_name_free(entry.name, s->arena, err))
        return false;
    return where_kind(str_of(s->where), &found) == WHERE_SHOPIFY ? add_shopify(s, &entry, err)
                                                                : add_embedded(s, &entry, err);
}

static const struct opt options[] = {
    { OPT_ARG, 0, "NAME", AT(name), NULL, N_("What --shop shall call it.") },
    { OPT_ARG, 0, "WHERE", AT(where), NULL,
      N_("my-store.myshopify.com; or sqlite:PATH, or a path ending in .db, made when it is not there.") },
    OPTION_TOKEN,
    { OPT_TEXT, 0, "client-id", AT(client_id), "ID",
      N_("Of an app of the Dev Dashboard; the secret then comes from where a token does, or is asked for.") },
    NEW_SHOP,
};

const struct subcommand command_shop_add = {
    .name = "shop add",
    .summary = N_("Give a shop a name; an empty one is made when there is none."),
    .about = N_("Names are kept in $XDG_CONFIG_HOME/meibo/shops.conf, and with them the token of a shop at "
                "Shopify: from $MEIBO_TOKEN or --token-file, else it is asked for on the terminal and not "
                "shown. Nobody else may read that file."),
    .lists = { { NULL, LIST(options) }, OPTIONS_COMMON },
    .run = run,
};
