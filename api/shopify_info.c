#include "api/shopify_parts.h"

#include <string.h>

#include "api/currency.h"
#include "base/json_write.h"
#include "base/message.h"

enum {
    BATCH_REQUESTS = 500,        /* customers that go out together as single requests */
    BATCH_BULK = SHOP_BATCH_MAX, /* and where bulk operations may take them */
    BULK_THRESHOLD = 500,
};

/* ---- fields that the shop does not show ------------------------------------------------------------------------ */

#define EMAIL_COLUMNS                                                            \
    (COL_BIT(COL_EMAIL) | COL_BIT(COL_EMAIL_STATUS) | COL_BIT(COL_EMAIL_LEVEL) | \
     COL_BIT(COL_EMAIL_UPDATED_AT))
#define PHONE_COLUMNS                                                                                      \
    (COL_BIT(COL_PHONE) | COL_BIT(COL_SMS_STATUS) | COL_BIT(COL_SMS_LEVEL) | COL_BIT(COL_SMS_UPDATED_AT) | \
     COL_BIT(COL_SMS_SOURCE))
#define ADDRESS_COLUMNS                                                                                  \
    (COL_BIT(COL_ADDRESS_ID) | COL_BIT(COL_ADDRESS_COMMAND) | COL_BIT(COL_ADDRESS_FIRST) |               \
     COL_BIT(COL_ADDRESS_LAST) | COL_BIT(COL_ADDRESS_PHONE) | COL_BIT(COL_ADDRESS_COMPANY) |             \
     COL_BIT(COL_ADDRESS_LINE1) | COL_BIT(COL_ADDRESS_LINE2) | COL_BIT(COL_ADDRESS_CITY) |               \
     COL_BIT(COL_ADDRESS_PROVINCE) | COL_BIT(COL_ADDRESS_PROVINCE_CODE) | COL_BIT(COL_ADDRESS_COUNTRY) | \
     COL_BIT(COL_ADDRESS_COUNTRY_CODE) | COL_BIT(COL_ADDRESS_ZIP) | COL_BIT(COL_ADDRESS_DEFAULT))

/*
 * Protected customer data is granted level by level (https://shopify.dev/docs/apps/launch/protected-customer-data); what is
 * not is null, with ACCESS_DENIED and its path. Some of an address counts as all of it: half an address is no address.
 */
static uint64_t hidden_by(str field)
{
    static const struct {
        str field;
        uint64_t columns;
    } table[] = {
        { STR_INIT("firstName"), COL_BIT(COL_FIRST_NAME) },
        { STR_INIT("lastName"), COL_BIT(COL_LAST_NAME) },
        { STR_INIT("defaultEmailAddress"), EMAIL_COLUMNS },
        { STR_INIT("emailAddress"), EMAIL_COLUMNS },
        { STR_INIT("defaultPhoneNumber"), PHONE_COLUMNS },
        { STR_INIT("phoneNumber"), PHONE_COLUMNS },
        { STR_INIT("addresses"), ADDRESS_COLUMNS },
        { STR_INIT("address1"), ADDRESS_COLUMNS },
        { STR_INIT("zip"), ADDRESS_COLUMNS },
        { STR_INIT("phone"), ADDRESS_COLUMNS },
    };

    for (size_t i = 0; i < countof(table); i++)
        if (str_eq(table[i].field, field))
            return table[i].columns;
    return 0;
}

static uint64_t hidden_columns(const struct json *reply)
{
    const struct json *errors = json_get(reply, "errors");
    uint64_t hidden = 0;

    for (size_t i = 0; i < json_count(errors); i++) {
        const struct json *e = json_at(errors, i), *path = json_get(e, "path");
        if (str_eq(json_str(json_get(json_get(e, "extensions"), "code")), STR("ACCESS_DENIED")) &&
            json_count(path) > 0)
            hidden |= hidden_by(json_str(json_at(path, json_count(path) - 1)));
    }
    return hidden;
}

/* ---- what it says of itself ------------------------------------------------------------------------------------ */

static str keep(struct shopify *s, const struct json *text)
{
    return arena_copy(&s->arena, json_str(text));
}

static bool has_scope(const struct shopify *s, const char *scope)
{
    for (size_t i = 0; i < s->account.scopes.n; i++)
        if (str_eq(s->account.scopes.at[i], str_of(scope)))
            return true;
    return false;
}

/* Who may write may read as well. */
static unsigned caps_of(const struct shopify *s, bool plus)
{
    bool classic = str_eq(s->account.accounts, STR("CLASSIC"));
    unsigned caps = SHOP_SENDS_MAIL;

    caps |= classic ? SHOP_CLASSIC_ACCOUNTS : 0;
    caps |= classic && plus ? SHOP_READS_MULTIPASS : 0;
    caps |= has_scope(s, "write_customers") ? SHOP_WRITES : 0;
    caps |= has_scope(s, "read_orders") || has_scope(s, "write_orders") || has_scope(s, "read_all_orders")
                ? SHOP_READS_ORDERS
                : 0;
    caps |= has_scope(s, "read_all_orders") ? SHOP_READS_ALL_ORDERS : 0;
    return caps;
}

static void read_scopes(struct shopify *s, const struct json *list)
{
    size_t n = json_count(list);
    str *at = arena_array(&s->arena, str, n + 1);

    for (size_t i = 0; i < n; i++) {
        str scope = keep(s, json_get(json_at(list, i), "handle"));
        size_t k = i;
        for (; k > 0 && strcmp(at[k - 1].p, scope.p) > 0; k--)
            at[k] = at[k - 1];
        at[k] = scope;
    }
    s->account.scopes = (struct texts){ at, n };
}

static void read_languages(struct shopify *s, const struct json *list)
{
    size_t n = json_count(list);
    str *at = arena_array(&s->arena, str, n + 1);
    struct texts all = { at, 1 };

    at[0] = STR("en");
    for (size_t i = 0; i < n; i++)
        if (json_bool(json_get(json_at(list, i), "primary")))
            at[0] = keep(s, json_get(json_at(list, i), "locale"));
    for (size_t i = 0; i < n; i++)
        if (!json_bool(json_get(json_at(list, i), "primary")))
            at[all.n++] = keep(s, json_get(json_at(list, i), "locale"));
    s->info.languages = all;
    s->info.default_language = at[0];
}

/* A shop is known by its myshopify.com domain, whatever name it was opened by; one for tests by its address. */
static str where_of(struct shopify *s, str domain)
{
    static const str https = STR_INIT("https://");
    str url = s->options.admin.url;

    return url.n > https.n && str_eq_fold((str){ url.p, https.n }, https) && domain.n > 0
               ? domain
               : arena_copy(&s->arena, url);
}

static bool read_shop(struct shopify *s, const struct json *data, struct err *err)
{
    const struct json *shop = json_get(data, "shop"), *plan = json_get(shop, "plan");
    struct shop_info *info = &s->info;
    str zone = keep(s, json_get(shop, "ianaTimezone")), domain = keep(s, json_get(shop, "myshopifyDomain"));

    s->account.plan = keep(s, json_get(plan, "publicDisplayName"));
    s->account.accounts = keep(s, json_get(json_get(shop, "customerAccountsV2"), "customerAccountsVersion"));
    read_scopes(s, json_get(json_get(data, "currentAppInstallation"), "accessScopes"));
    info->name = domain.n > 0 ? domain : keep(s, json_get(shop, "name"));
    info->where = where_of(s, domain);
    info->currency = keep(s, json_get(shop, "currencyCode"));
    info->country = keep(s, json_get(json_get(shop, "shopAddress"), "countryCodeV2"));
    info->caps = caps_of(s, json_bool(json_get(plan, "shopifyPlus")));
    info->batch = s->options.batch                ? s->options.batch
                  : s->options.bulk == BULK_NEVER ? BATCH_REQUESTS
                                                  : BATCH_BULK;
    s->always = info->caps & SHOP_READS_MULTIPASS ? SELECT_MULTIPASS : 0;
    if (!has_scope(s, "read_customers") && !has_scope(s, "write_customers"))
        return err_set(err, ERR_SHOP,
                       _("the token may not read customers: give the app the scope read_customers (and "
                         "write_customers for imports), then get a new token"));
    if (!currency_decimals(info->currency, &info->money_decimals))
        return err_set(err, ERR_SHOP, _("the shop's currency \"%.*s\" is not known"),
                       STR_ARG(info->currency));
    return zone_find(zone, &info->timezone, err) || err_wrap(err, _("the shop's time zone"));
}

static str after_variables(str after, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    if (after.n > 0) {
        json_write_key(&w, STR("after"));
        json_write_str(&w, after);
    }
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

static void add_definitions(struct shopify *s, const struct json *nodes)
{
    struct shop_info *info = &s->info;
    size_t n = json_count(nodes);
    struct metafield_definition *all =
        arena_array(&s->arena, struct metafield_definition, info->definition_count + n + 1);

    for (size_t i = 0; i < info->definition_count; i++)
        all[i] = info->definitions[i];
    for (size_t i = 0; i < n; i++) {
        const struct json *d = json_at(nodes, i);
        all[info->definition_count + i] = (struct metafield_definition){
            .namespace = keep(s, json_get(d, "namespace")),
            .key = keep(s, json_get(d, "key")),
            .type = keep(s, json_get(json_get(d, "type"), "name")),
        };
    }
    info->definitions = all;
    info->definition_count += n;
}

bool shopify_read_definitions(struct shopify *s, struct err *err)
{
    s->info.definitions = NULL;
    s->info.definition_count = 0;
    str after = STR("");
    bool more = true;

    while (more) {
        const struct json *reply;
        if (!shopify_ask(s, document_definitions(), after_variables(after, &s->arena), &reply, err))
            return false;
        const struct json *list = json_get(json_get(reply, "data"), "metafieldDefinitions");
        const struct json *page = json_get(list, "pageInfo");
        add_definitions(s, json_get(list, "nodes"));
        more = json_bool(json_get(page, "hasNextPage"));
        after = keep(s, json_get(page, "endCursor"));
        admin_forget(s->admin);
    }
    return true;
}

/* Without the scope none is known, and none is warned of (model/plan.h). */
static bool ask_languages(struct shopify *s, struct err *err)
{
    const struct json *reply;

    s->info.default_language = STR("en");
    if (!has_scope(s, "read_locales") && !has_scope(s, "write_locales"))
        return true;
    if (!shopify_ask(s, document_languages(), STR(""), &reply, err))
        return false;
    read_languages(s, json_get(json_get(reply, "data"), "shopLocales"));
    admin_forget(s->admin);
    return true;
}

bool shopify_read_info(struct shopify *s, struct err *err)
{
    const struct json *reply;

    if (s->options.bulk_threshold == 0)
        s->options.bulk_threshold = BULK_THRESHOLD;
    if (!shopify_ask(s, document_shop(), STR(""), &reply, err))
        return false;
    if (!read_shop(s, json_get(reply, "data"), err))
        return err_wrap(err, "%.*s", STR_ARG(s->options.admin.url));
    admin_forget(s->admin);
    if (!ask_languages(s, err) || !shopify_ask(s, document_probe(), STR(""), &reply, err))
        return false;
    s->info.unreadable = hidden_columns(reply);
    admin_forget(s->admin);
    return true;
}
