#include "api/step_parts.h"

#include <string.h>

#include "base/unicode.h"
#include "model/metafield.h"

enum { ANY = -1 };

/* ---- what is told beside ---------------------------------------------------------------------------------- */

static struct finding *why(const struct refusal *r)
{
    return &r->out->why;
}

/* What the operation wrote into the column that is wrong. */
static str held(const struct refusal *r)
{
    const enum column_id column = r->out->why_column;
    const str nothing = STR("");

    if (column == COL_COUNT || field_kind(column) != FIELD_TEXT || columns[column].record != RECORD_customer)
        return nothing;
    return op_gives(r->op, column) ? *(const str *)field_of(column, &r->op->to) : nothing;
}

static void tell_held(const struct refusal *r)
{
    why(r)->args[0] = held(r);
}

static void tell_message(const struct refusal *r)
{
    why(r)->args[0] = held(r);
    why(r)->args[1] = message_clean(r->op, r->message, r->arena);
}

/* "... (maximum is 255 characters)" */
static str maximum(const struct refusal *r)
{
    const char *p = r->message.n ? memmem(r->message.p, r->message.n, "maximum is ", 11) : NULL;
    str digits = { p ? p + 11 : "", 0 };

    while (p && digits.p + digits.n < r->message.p + r->message.n && digits.p[digits.n] >= '0' &&
           digits.p[digits.n] <= '9')
        digits.n++;
    return arena_copy(r->arena, digits);
}

static void tell_length_of(const struct refusal *r, str text)
{
    why(r)->args[1] = arena_fmt(r->arena, "%zu", utf16_length(text));
    why(r)->args[2] = maximum(r);
}

static void tell_length(const struct refusal *r)
{
    tell_length_of(r, held(r));
}

static void tell_tag_length(const struct refusal *r)
{
    struct texts tags = tags_as_taken(r->op->tags_add, r->arena);
    size_t longest = 0;

    for (size_t i = 0; i < tags.n; i++)
        longest = utf16_length(tags.at[i]) > longest ? utf16_length(tags.at[i]) : longest;
    why(r)->args[1] = arena_fmt(r->arena, "%zu", longest);
}

/* How many there would have been only the shop knows, unless it says so: it does not. */
static void tell_tag_count(const struct refusal *r)
{
    const struct steps_context ctx = { .tags = r->op->have ? r->op->have->tags : (struct texts){ NULL, 0 } };

    why(r)->args[1] = arena_fmt(r->arena, "%zu", tags_after(r->op, &ctx, r->arena).n);
}

/* ---- addresses -------------------------------------------------------------------------------------------- */

/* The address that the path is of; NULL where there is none. */
static const struct address_op *address_of(const struct refusal *r)
{
    struct address_list list;

    if (!r->step->with_addresses)
        return r->step->n && r->step->at < r->op->address_count ? &r->op->addresses[r->step->at] : NULL;
    list = address_list(r->op, r->arena);
    return r->index < list.n ? list.at[r->index].op : NULL;
}

static str address_held(const struct refusal *r)
{
    const struct address_op *one = address_of(r);
    const str nothing = STR("");

    return one ? *(const str *)field_of(r->out->why_column, &one->to) : nothing;
}

static void tell_address_id(const struct refusal *r)
{
    const struct address_op *one = address_of(r);

    why(r)->args[1] = arena_fmt(r->arena, "%lld", one ? (long long)one->id : 0LL);
}

static void tell_address_held(const struct refusal *r)
{
    why(r)->args[0] = address_held(r);
}

static void tell_address_message(const struct refusal *r)
{
    tell_message(r);
    why(r)->args[0] = address_held(r);
}

static void tell_address_length(const struct refusal *r)
{
    tell_length_of(r, address_held(r));
}

/* ---- metafields ------------------------------------------------------------------------------------------- */

static str metafield_named(const struct refusal *r, const struct metafield *m)
{
    return metafield_name(m->namespace, m->key, r->arena);
}

static void tell_metafield_name(const struct refusal *r)
{
    const struct metafield *m = metafields_at(r->op, r->step, r->index);

    if (m)
        why(r)->args[1] = metafield_named(r, m);
}

/* No type, one that Shopify does not know, or not the one that its definition has. */
static void tell_metafield_type(const struct refusal *r)
{
    const struct metafield *m = metafields_at(r->op, r->step, r->index);

    if (!m)
        return;
    why(r)->args[1] = m->type;
    if (m->type.n == 0) {
        why(r)->id = FINDING_METAFIELD_NO_TYPE;
        why(r)->args[1] = metafield_named(r, m);
    } else if (metafield_type_known(m->type)) {
        why(r)->id = FINDING_METAFIELD_INVALID;
        why(r)->args[0] = m->value;
        why(r)->args[2] = metafield_named(r, m);
    }
}

static void tell_metafield_value(const struct refusal *r)
{
    const struct metafield *m = metafields_at(r->op, r->step, r->index);

    if (!m)
        return;
    why(r)->args[0] = m->value;
    why(r)->args[1] = m->type;
    why(r)->args[2] = metafield_named(r, m);
}

static void tell_metafield_message(const struct refusal *r)
{
    const struct metafield *m = metafields_at(r->op, r->step, r->index);

    tell_message(r);
    if (m)
        why(r)->args[1] =
            arena_join(r->arena, (str[]){ metafield_named(r, m), why(r)->args[1] }, 2, STR(": "));
}

/* ---- the table -------------------------------------------------------------------------------------------- */

/*
 * The first that fits. `path` ends in "*" where it only begins so, NULL is any; `message` is a part of Shopify's, NULL
 * is any. Messages: recorded answers of Shopify to its versions 2025-01 to 2026-07.
 */
static const struct rule {
    int mutation;
    const char *path, *message;
    enum finding_id id;
    enum column_id column;
    void (*tell)(const struct refusal *r);
} rules[] = {
    /* clang-format off */
    { MUTATION_CUSTOMER_DELETE, NULL, "associated orders", FINDING_HAS_ORDERS, COL_COUNT, NULL },
    { ANY, NULL, "ustomer does not exist", FINDING_RECORD_CHANGED, COL_COUNT, NULL },
    { ANY, NULL, "ustomer can't be found", FINDING_RECORD_CHANGED, COL_COUNT, NULL },
    { ANY, "addresses.#.id", "does not exist", FINDING_RECORD_CHANGED, COL_COUNT, NULL }, /* it was there when planned */
    { ANY, NULL, "ustomer not found", FINDING_RECORD_CHANGED, COL_COUNT, NULL },
    { ANY, NULL, "email address must be present", FINDING_LAST_IDENTITY, COL_COUNT, NULL },

    { ANY, "email", "already been taken", FINDING_EMAIL_TAKEN, COL_EMAIL, tell_held },
    { ANY, "email", "is invalid", FINDING_EMAIL_INVALID, COL_EMAIL, tell_held },
    { ANY, "email", "is too long", FINDING_EMAIL_INVALID, COL_EMAIL, tell_held },
    { ANY, "phone", "already been taken", FINDING_PHONE_TAKEN, COL_PHONE, tell_held },
    { ANY, "phone", "is invalid", FINDING_PHONE_IMPOSSIBLE, COL_PHONE, tell_held },
    { ANY, "phone", "is too long", FINDING_PHONE_IMPOSSIBLE, COL_PHONE, tell_held },
    { ANY, "firstName", "is too long", FINDING_TEXT_TOO_LONG, COL_FIRST_NAME, tell_length },
    { ANY, "lastName", "is too long", FINDING_TEXT_TOO_LONG, COL_LAST_NAME, tell_length },
    { ANY, "note", "is too long", FINDING_TEXT_TOO_LONG, COL_NOTE, tell_length },
    { ANY, "multipassIdentifier", "is too long", FINDING_TEXT_TOO_LONG, COL_MULTIPASS, tell_length },
    { ANY, NULL, "Tags cannot be more than", FINDING_TOO_MANY_TAGS, COL_TAGS, tell_tag_count },
    { ANY, NULL, "Tags is too long", FINDING_TAG_TOO_LONG, COL_TAGS, tell_tag_length },

    { ANY, "emailMarketingConsent*", "email address is required", FINDING_CONSENT_NEEDS_EMAIL, COL_EMAIL_STATUS, NULL },
    { ANY, "emailMarketingConsent*", "confirmed opt-in for pending", FINDING_PENDING_NEEDS_CONFIRMED, COL_EMAIL_LEVEL, NULL },
    { ANY, "emailMarketingConsent*", "in the future", FINDING_CONSENT_IN_FUTURE, COL_EMAIL_UPDATED_AT, NULL },
    { ANY, "smsMarketingConsent*", "phone number is required", FINDING_CONSENT_NEEDS_PHONE, COL_SMS_STATUS, NULL },
    { ANY, "smsMarketingConsent*", "confirmed opt-in for pending", FINDING_PENDING_NEEDS_CONFIRMED, COL_SMS_LEVEL, NULL },
    { ANY, "smsMarketingConsent*", "in the future", FINDING_CONSENT_IN_FUTURE, COL_SMS_UPDATED_AT, NULL },

    { MUTATION_ADDRESS_UPDATE, "", "nvalid id", FINDING_ADDRESS_NOT_FOUND, COL_ADDRESS_ID, tell_address_id },
    { MUTATION_ADDRESS_DELETE, "", "nvalid id", FINDING_ADDRESS_NOT_FOUND, COL_ADDRESS_ID, tell_address_id },
    { MUTATION_ADDRESS_DEFAULT, "", "nvalid id", FINDING_ADDRESS_NOT_FOUND, COL_ADDRESS_ID, tell_address_id },
    { ANY, "addressId", "does not exist", FINDING_ADDRESS_NOT_FOUND, COL_ADDRESS_ID, tell_address_id },
    { ANY, "address*", "Country is invalid", FINDING_COUNTRY_UNKNOWN, COL_ADDRESS_COUNTRY_CODE, tell_address_held },

    { ANY, "metafields.#.namespace", NULL, FINDING_METAFIELD_NAME, COL_COUNT, tell_metafield_name },
    { ANY, "metafields.#.key", NULL, FINDING_METAFIELD_NAME, COL_COUNT, tell_metafield_name },
    { ANY, "metafields.#.type", NULL, FINDING_METAFIELD_TYPE_UNKNOWN, COL_COUNT, tell_metafield_type },
    { ANY, "metafields.#.value", NULL, FINDING_METAFIELD_INVALID, COL_COUNT, tell_metafield_value },
    { ANY, "metafields*", NULL, FINDING_SHOP_REFUSED, COL_COUNT, tell_metafield_message },
    /* clang-format on */
};

/* Whose column it is, where only Shopify's own words can say what is wrong. */
static const struct {
    const char *path;
    enum column_id column;
} places[] = {
    { "email", COL_EMAIL },
    { "phone", COL_PHONE },
    { "firstName", COL_FIRST_NAME },
    { "lastName", COL_LAST_NAME },
    { "note", COL_NOTE },
    { "locale", COL_LANGUAGE },
    { "multipassIdentifier", COL_MULTIPASS },
    { "taxExempt", COL_TAX_EXEMPT },
    { "taxExemptions*", COL_TAX_EXEMPTIONS },
    { "tags*", COL_TAGS },
    { "emailMarketingConsent.marketingOptInLevel", COL_EMAIL_LEVEL },
    { "emailMarketingConsent.consentUpdatedAt", COL_EMAIL_UPDATED_AT },
    { "emailMarketingConsent*", COL_EMAIL_STATUS },
    { "smsMarketingConsent.marketingOptInLevel", COL_SMS_LEVEL },
    { "smsMarketingConsent.consentUpdatedAt", COL_SMS_UPDATED_AT },
    { "smsMarketingConsent*", COL_SMS_STATUS },
    { "addressId", COL_ADDRESS_ID },
};

static const struct {
    const char *member;
    enum column_id column;
} address_places[] = {
    { "address1", COL_ADDRESS_LINE1 },    { "address2", COL_ADDRESS_LINE2 },
    { "city", COL_ADDRESS_CITY },         { "company", COL_ADDRESS_COMPANY },
    { "country", COL_ADDRESS_COUNTRY },   { "countryCode", COL_ADDRESS_COUNTRY_CODE },
    { "firstName", COL_ADDRESS_FIRST },   { "id", COL_ADDRESS_ID },
    { "lastName", COL_ADDRESS_LAST },     { "phone", COL_ADDRESS_PHONE },
    { "province", COL_ADDRESS_PROVINCE }, { "provinceCode", COL_ADDRESS_PROVINCE_CODE },
    { "zip", COL_ADDRESS_ZIP },
};

static bool path_is(str path, const char *pattern)
{
    str p = str_of(pattern);
    bool begins = p.n && p.p[p.n - 1] == '*';

    p.n -= begins;
    return begins ? path.n >= p.n && memcmp(path.p, p.p, p.n) == 0 : str_eq(path, p);
}

static bool rule_fits(const struct rule *rule, const struct refusal *r)
{
    return (rule->mutation == ANY || rule->mutation == (int)r->step->mutation) &&
           (!rule->path || path_is(r->path, rule->path)) &&
           (!rule->message ||
            (r->message.n && memmem(r->message.p, r->message.n, rule->message, strlen(rule->message))));
}

static void refuse(const struct refusal *r, enum finding_id id, enum column_id column,
                   void (*tell)(const struct refusal *))
{
    (void)step_refuse(r->out, column, id, STR(""), STR(""));
    if (tell)
        tell(r);
}

/* "address.city", "addresses.#.city"; "address" alone is the address as a whole. */
static bool address_explain(const struct refusal *r)
{
    const str address = STR("address"), addresses = STR("addresses.#");
    bool listed = path_is(r->path, "addresses.#*");
    str rest = listed ? addresses : address;

    if (!listed && !str_eq(r->path, address) && !path_is(r->path, "address.*"))
        return false;
    rest = (str){ r->path.p + rest.n, r->path.n - rest.n };
    enum column_id column = COL_ADDRESS_LINE1;
    for (size_t i = 0; i < countof(address_places) && rest.n; i++)
        if (str_eq((str){ rest.p + 1, rest.n - 1 }, str_of(address_places[i].member)))
            column = address_places[i].column;
    bool is_long = r->message.n && memmem(r->message.p, r->message.n, "is too long", 11);
    if (column == COL_ADDRESS_ID || rest.n == 0)
        refuse(r, FINDING_SHOP_REFUSED, column, tell_message);
    else if (is_long)
        refuse(r, FINDING_TEXT_TOO_LONG, column, tell_address_length);
    else
        refuse(r, FINDING_SHOP_REFUSED, column, tell_address_message);
    return true;
}

/* "Cannot specify NOT_SUBSCRIBED as a marketing state input": an error of the whole mutation. */
static bool state_explain(const struct refusal *r)
{
    static const struct {
        const char *word;
        enum finding_id id;
        str told;
    } states[] = {
        { "specify NOT_SUBSCRIBED", FINDING_CONSENT_NOT_SETTABLE, STR_INIT("not_subscribed") },
        { "specify REDACTED", FINDING_CONSENT_READ_ONLY, STR_INIT("redacted") },
        { "specify INVALID", FINDING_CONSENT_READ_ONLY, STR_INIT("invalid") },
    };
    enum column_id column = r->step->mutation == MUTATION_SMS_CONSENT ? COL_SMS_STATUS : COL_EMAIL_STATUS;

    for (size_t i = 0; i < countof(states) && r->message.n; i++) {
        if (!memmem(r->message.p, r->message.n, states[i].word, strlen(states[i].word)))
            continue;
        refuse(r, states[i].id, column, NULL);
        why(r)->args[1] = states[i].told;
        return true;
    }
    return false;
}

void refusal_explain(const struct refusal *r)
{
    enum column_id column = r->step->mutation == MUTATION_INVITE ? COL_SEND_INVITE : COL_COUNT;

    for (size_t i = 0; i < countof(rules); i++)
        if (rule_fits(&rules[i], r)) {
            refuse(r, rules[i].id, rules[i].column, rules[i].tell);
            return;
        }
    if (address_explain(r) || state_explain(r))
        return;
    for (size_t i = 0; i < countof(places) && column == COL_COUNT; i++)
        if (path_is(r->path, places[i].path))
            column = places[i].column;
    refuse(r, FINDING_SHOP_REFUSED, column, tell_message);
    if (why(r)->args[1].n == 0)
        why(r)->args[1] = STR("no reason given");
}
