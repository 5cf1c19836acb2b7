#include "api/embedded_parts.h"

#include <string.h>

#include "api/limits.h"
#include "base/unicode.h"
#include "model/metafield.h"
#include "model/place.h"

/* Each refusal has Shopify's reason, as a finding. */

static str number(struct edit *e, size_t n)
{
    return arena_fmt(e->batch->arena, "%zu", n);
}

static bool changes(const struct edit *e, enum column_id column)
{
    return !e->before || e->op->set & COL_BIT(column);
}

/* ---- texts ------------------------------------------------------------------------------------------------ */

static bool too_long(struct edit *e, enum column_id column, str text, size_t limit)
{
    if (text.n <= limit || utf16_length(text) <= limit)
        return false;
    (void)edit_refuse(e, column, FINDING_TEXT_TOO_LONG, STR(""), number(e, utf16_length(text)));
    e->why.args[2] = number(e, limit);
    return true;
}

static bool rule_texts(struct edit *e)
{
    static const struct {
        enum column_id column;
        size_t offset, limit;
    } table[] = {
        { COL_FIRST_NAME, offsetof(struct customer, first_name), LIMIT_NAME },
        { COL_LAST_NAME, offsetof(struct customer, last_name), LIMIT_NAME },
        { COL_MULTIPASS, offsetof(struct customer, multipass), LIMIT_NAME },
        { COL_NOTE, offsetof(struct customer, note), LIMIT_NOTE },
    };

    for (size_t i = 0; i < countof(table); i++) {
        const char *member = (const char *)&e->after + table[i].offset;
        if (too_long(e, table[i].column, *(const str *)(const void *)member, table[i].limit))
            return false;
    }
    return true;
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ISO 639-1, or with a region or a script: ja, zh-TW, pt-BR. What the shop holds already may stay as odd as it is. */
static bool rule_language(struct edit *e)
{
    str language, region, l = e->after.language;

    if (!changes(e, COL_LANGUAGE))
        return true;
    bool has_region = str_cut(l, '-', &language, &region);
    bool well = language_is_code(language) && (!has_region || (region.n >= 2 && region.n <= 4));
    for (size_t i = 0; i < region.n && well && has_region; i++)
        well = is_alpha(region.p[i]) || is_digit(region.p[i]);
    return well || edit_refuse(e, COL_LANGUAGE, FINDING_SHOP_REFUSED, l, STR("Locale is invalid"));
}

/* ---- identity --------------------------------------------------------------------------------------------- */

static bool email_well(str email)
{
    str local, domain, more;

    if (email.n > LIMIT_EMAIL_BYTES || !utf8_valid(email) || !str_cut(email, '@', &local, &domain))
        return false;
    if (local.n == 0 || str_cut(domain, '@', &more, &more))
        return false;
    const char *dot = memchr(domain.p, '.', domain.n);
    return dot && dot != domain.p && domain.p[domain.n - 1] != '.';
}

static bool rule_email(struct edit *e)
{
    str email = e->after.email;

    return !changes(e, COL_EMAIL) || email.n == 0 || email_well(email) ||
           edit_refuse(e, COL_EMAIL, FINDING_EMAIL_INVALID, email, STR(""));
}

static bool rule_phone(struct edit *e)
{
    str phone = e->after.phone;

    if (!changes(e, COL_PHONE) || phone.n == 0)
        return true;
    bool well = phone.p[0] == '+' && phone.n > LIMIT_PHONE_DIGITS_LEAST && phone.n <= LIMIT_PHONE_DIGITS + 1;
    for (size_t i = 1; i < phone.n && well; i++)
        well = is_digit(phone.p[i]);
    return well || edit_refuse(e, COL_PHONE, FINDING_PHONE_IMPOSSIBLE, phone, STR(""));
}

static bool rule_identity(struct edit *e)
{
    const struct customer *c = &e->after;

    return c->email.n || c->phone.n || c->first_name.n || c->last_name.n ||
           edit_refuse(e, COL_COUNT, FINDING_LAST_IDENTITY, STR(""), STR(""));
}

/* ---- tags ------------------------------------------------------------------------------------------------- */

static bool rule_tags(struct edit *e)
{
    struct texts tags = e->after.tags;

    if (tags.n > LIMIT_TAGS)
        return edit_refuse(e, COL_TAGS, FINDING_TOO_MANY_TAGS, STR(""), number(e, tags.n));
    for (size_t i = 0; i < tags.n; i++)
        if (tags.at[i].n > LIMIT_TAG && utf16_length(tags.at[i]) > LIMIT_TAG)
            return edit_refuse(e, COL_TAGS, FINDING_TAG_TOO_LONG, STR(""),
                               number(e, utf16_length(tags.at[i])));
    return true;
}

/* ---- consent and mail -------------------------------------------------------------------------------------- */

static const struct channel_rules {
    size_t consent, identity; /* offsets in struct customer */
    enum column_id status, level, updated_at;
    enum finding_id needs;
} email_rules = { offsetof(struct customer, email_consent),
                  offsetof(struct customer, email),
                  COL_EMAIL_STATUS,
                  COL_EMAIL_LEVEL,
                  COL_EMAIL_UPDATED_AT,
                  FINDING_CONSENT_NEEDS_EMAIL },
  sms_rules = { offsetof(struct customer, sms_consent),
                offsetof(struct customer, phone),
                COL_SMS_STATUS,
                COL_SMS_LEVEL,
                COL_SMS_UPDATED_AT,
                FINDING_CONSENT_NEEDS_PHONE };

static const struct consent *consent_in(const struct customer *c, const struct channel_rules *rules)
{
    return (const struct consent *)(const void *)((const char *)c + rules->consent);
}

static bool consent_well(struct edit *e, const struct channel_rules *rules)
{
    static const str words[CONSENT_COUNT] = { [CONSENT_NOT_SUBSCRIBED] = STR_INIT("not_subscribed"),
                                              [CONSENT_REDACTED] = STR_INIT("redacted"),
                                              [CONSENT_INVALID] = STR_INIT("invalid") };
    const struct consent *to = consent_in(&e->after, rules);
    const str *identity = (const str *)(const void *)((const char *)&e->after + rules->identity);
    enum consent_state from = e->before ? consent_in(e->before, rules)->state : CONSENT_NOT_SUBSCRIBED;

    if (to->state != from && words[to->state].n)
        return edit_refuse(e, rules->status,
                           to->state == CONSENT_NOT_SUBSCRIBED ? FINDING_CONSENT_NOT_SETTABLE
                                                               : FINDING_CONSENT_READ_ONLY,
                           STR(""), words[to->state]);
    if (to->state != CONSENT_NOT_SUBSCRIBED && identity->n == 0)
        return edit_refuse(e, rules->status, rules->needs, STR(""), STR(""));
    if (to->state == CONSENT_PENDING && to->level != LEVEL_CONFIRMED_OPT_IN)
        return edit_refuse(e, rules->level, FINDING_PENDING_NEEDS_CONFIRMED, STR(""), STR(""));
    return to->updated_at <= e->batch->now ||
           edit_refuse(e, rules->updated_at, FINDING_CONSENT_IN_FUTURE, STR(""), STR(""));
}

static bool rule_consent(struct edit *e)
{
    return (!e->consent_email || consent_well(e, &email_rules)) &&
           (!e->consent_sms || consent_well(e, &sms_rules));
}

static bool rule_invite(struct edit *e)
{
    return !e->op->invite || e->after.email.n ||
           edit_refuse(e, COL_SEND_INVITE, FINDING_INVITE_NEEDS_EMAIL, STR(""), STR(""));
}

/* ---- addresses --------------------------------------------------------------------------------------------- */

static bool address_text(struct edit *e, enum column_id column, str text)
{
    if (too_long(e, column, text, LIMIT_NAME))
        return false;
    str reason = limit_address_text(text);
    return reason.n == 0 || edit_refuse(e, column, FINDING_SHOP_REFUSED, text, reason);
}

static bool address_well(struct edit *e, const struct address *one)
{
    str code = one->country_code;

    for (size_t i = 0; i < address_field_count; i++) {
        const char *member = (const char *)one + address_fields[i].offset;
        if (!address_text(e, address_fields[i].column, *(const str *)(const void *)member))
            return false;
    }
    return code.n == 0 || country_is_code(code) ||
           edit_refuse(e, COL_ADDRESS_COUNTRY_CODE, FINDING_COUNTRY_UNKNOWN, code, STR(""));
}

static bool address_equal(const struct address *a, const struct address *b)
{
    bool equal = true;

    for (size_t i = 0; i < address_field_count && equal; i++)
        equal = str_eq_fold(*(const str *)(const void *)((const char *)a + address_fields[i].offset),
                            *(const str *)(const void *)((const char *)b + address_fields[i].offset));
    return equal;
}

/* Address number i is new or changed: nobody may have the same twice. */
static bool address_is_double(const struct edit *e, size_t i)
{
    for (size_t k = 0; k < e->after.address_count; k++)
        if (k != i && e->fates[k] != FATE_REMOVED &&
            address_equal(&e->after.addresses[i], &e->after.addresses[k]))
            return true;
    return false;
}

static bool rule_addresses(struct edit *e)
{
    for (size_t i = 0; i < e->after.address_count; i++) {
        if (e->fates[i] != FATE_ADDED && e->fates[i] != FATE_CHANGED)
            continue;
        if (!address_well(e, &e->after.addresses[i]))
            return false;
        if (address_is_double(e, i))
            return edit_refuse(e, COL_ADDRESS_LINE1, FINDING_SHOP_REFUSED, STR(""),
                               STR("Address already exists"));
    }
    return true;
}

/* ---- what the shop has to be asked ------------------------------------------------------------------------- */

/* Another customer has it: refused, with that customer's ID. */
static bool taken(struct edit *e, enum sql_id query, str key, enum column_id column, enum finding_id id,
                  str held, struct err *err)
{
    sqlite3_stmt *s = sql_get(e->batch->shop, query);
    bool found = false;

    sql_bind_str(s, 1, key);
    if (!sql_row(e->batch->shop, s, &found, err))
        return false;
    int64_t owner = found ? sqlite3_column_int64(s, 0) : 0;
    sql_done(s);
    if (owner && !(e->op->have && e->op->have->id == owner))
        (void)edit_refuse(e, column, id, held, arena_fmt(e->batch->arena, "ID %lld", (long long)owner));
    return true;
}

static bool check_taken(struct edit *e, struct err *err)
{
    str email = e->after.email, phone = e->after.phone;

    if (email.n && changes(e, COL_EMAIL) &&
        !taken(e, SQL_ID_OF_EMAIL, text_fold(email, e->batch->arena), COL_EMAIL, FINDING_EMAIL_TAKEN, email,
               err))
        return false;
    if (e->why.id != FINDING_NONE || phone.n == 0 || !changes(e, COL_PHONE))
        return true;
    return taken(e, SQL_ID_OF_PHONE, phone, COL_PHONE, FINDING_PHONE_TAKEN, phone, err);
}

static void metafield_well(struct edit *e, const struct metafield *m, str name, bool defined, str type)
{
    if (m->type.n == 0)
        (void)edit_refuse(e, COL_COUNT, FINDING_METAFIELD_NO_TYPE, STR(""), name);
    else if (!metafield_type_known(m->type))
        (void)edit_refuse(e, COL_COUNT, FINDING_METAFIELD_TYPE_UNKNOWN, STR(""), m->type);
    else if (defined && !str_eq(m->type, type))
        (void)edit_refuse(e, COL_COUNT, FINDING_METAFIELD_INVALID, m->value, type);
    else if (!limit_metafield_value(m, e->batch->shop->zone, e->batch->arena))
        (void)edit_refuse(e, COL_COUNT, FINDING_METAFIELD_INVALID, m->value, m->type);
}

static bool check_metafield(struct edit *e, const struct metafield *m, struct err *err)
{
    struct arena *a = e->batch->arena;
    str name = arena_join(a, (str[]){ m->namespace, m->key }, 2, STR("."));
    sqlite3_stmt *s = sql_get(e->batch->shop, SQL_DEFINITION_GET);
    bool found = false;

    if (!limit_metafield_name(m)) {
        (void)edit_refuse(e, COL_COUNT, FINDING_METAFIELD_NAME, STR(""), name);
        return true;
    }
    if (m->blank)
        return true;
    if (text_is_blank(m->value)) {
        (void)edit_refuse(e, COL_COUNT, FINDING_METAFIELD_INVALID, m->value, m->type);
        return true;
    }
    sql_bind_str(s, 1, m->namespace);
    sql_bind_str(s, 2, m->key);
    if (!sql_row(e->batch->shop, s, &found, err))
        return false;
    str type = sql_text(s, 0, a);
    sql_done(s);
    metafield_well(e, m, name, found, type);
    return true;
}

static bool check_metafields(struct edit *e, struct err *err)
{
    for (size_t i = 0; i < e->op->metafield_count && e->why.id == FINDING_NONE; i++)
        if (!check_metafield(e, &e->op->metafields[i].to, err))
            return false;
    return true;
}

bool rules_check(struct edit *e, struct err *err)
{
    static bool (*const rules[])(struct edit *) = {
        rule_email, rule_phone,   rule_texts,  rule_language,  rule_identity,
        rule_tags,  rule_consent, rule_invite, rule_addresses,
    };

    for (size_t i = 0; i < countof(rules) && e->why.id == FINDING_NONE; i++)
        (void)rules[i](e);
    if (e->why.id == FINDING_NONE && !check_taken(e, err))
        return false;
    return e->why.id != FINDING_NONE || check_metafields(e, err);
}
