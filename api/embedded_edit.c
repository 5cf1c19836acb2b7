#include "api/embedded_parts.h"

#include <string.h>

#include "base/unicode.h"
#include "model/place.h"

bool edit_refuse(struct edit *e, enum column_id column, enum finding_id id, str held, str fact)
{
    e->why = (struct finding){ .id = id, .column = -1, .args = { held, fact } };
    e->why_column = column;
    return false;
}

/* ---- fields ---------------------------------------------------------------------------------------------- */

static const size_t field_sizes[] = {
    [FIELD_TEXT] = sizeof(str),  [FIELD_WORD] = sizeof(enum account_state), [FIELD_MOMENT] = sizeof(int64_t),
    [FIELD_FLAG] = sizeof(bool), [FIELD_LIST] = sizeof(struct texts),
};

/* Copies the members whose columns are in `set`; those in `blank` become nothing. */
static void fields_set(const struct field *fields, size_t n, uint64_t set, uint64_t blank, const void *from,
                       void *to)
{
    for (size_t i = 0; i < n; i++) {
        size_t size = field_sizes[fields[i].kind];
        char *member = (char *)to + fields[i].offset;

        if (fields[i].column == COL_COUNT || !(set & COL_BIT(fields[i].column)))
            continue;
        if (blank & COL_BIT(fields[i].column))
            memset(member, 0, size);
        else
            memcpy(member, (const char *)from + fields[i].offset, size);
    }
}

/* The newest consent counts; one of an older date changes nothing, silently. */
static bool consent_change(struct consent *c, const struct consent *before, uint64_t set,
                           enum column_id updated_at, int64_t now)
{
    if (!(set & COL_BIT(updated_at)) || c->updated_at == 0)
        c->updated_at = now;
    if (before && c->updated_at < before->updated_at) {
        *c = *before;
        return false;
    }
    return true;
}

static void edit_consent(struct edit *e)
{
    const struct customer *before = e->before;
    const uint64_t set = e->op->set;
    const uint64_t email =
        COL_BIT(COL_EMAIL_STATUS) | COL_BIT(COL_EMAIL_LEVEL) | COL_BIT(COL_EMAIL_UPDATED_AT);
    const uint64_t sms = COL_BIT(COL_SMS_STATUS) | COL_BIT(COL_SMS_LEVEL) | COL_BIT(COL_SMS_UPDATED_AT);

    if (set & email)
        e->consent_email = consent_change(&e->after.email_consent, before ? &before->email_consent : NULL,
                                          set, COL_EMAIL_UPDATED_AT, e->batch->now);
    if (set & sms)
        e->consent_sms = consent_change(&e->after.sms_consent, before ? &before->sms_consent : NULL, set,
                                        COL_SMS_UPDATED_AT, e->batch->now);
    if (e->after.email_consent.state == CONSENT_NOT_SUBSCRIBED && e->consent_email)
        e->after.email_consent = (struct consent){ CONSENT_NOT_SUBSCRIBED, LEVEL_SINGLE_OPT_IN, 0 };
    if (e->after.sms_consent.state == CONSENT_NOT_SUBSCRIBED && e->consent_sms)
        e->after.sms_consent = (struct consent){ CONSENT_NOT_SUBSCRIBED, LEVEL_SINGLE_OPT_IN, 0 };
    if (e->after.email.n == 0 &&
        !(e->consent_email && e->after.email_consent.state)) /* it went with the email */
        e->after.email_consent = (struct consent){ CONSENT_NOT_SUBSCRIBED, LEVEL_SINGLE_OPT_IN, 0 };
    if (e->after.phone.n == 0 && !(e->consent_sms && e->after.sms_consent.state))
        e->after.sms_consent = (struct consent){ CONSENT_NOT_SUBSCRIBED, LEVEL_SINGLE_OPT_IN, 0 };
}

static str blank_is_nothing(str s)
{
    return text_is_blank(s) ? STR("") : s;
}

static void edit_fields(struct edit *e)
{
    struct arena *a = e->batch->arena;
    struct customer *c = &e->after;

    fields_set(customer_fields, customer_field_count, e->op->set, e->op->to.has.blank, &e->op->to, c);
    c->email = email_clean(c->email, a);
    c->phone = phone_clean(c->phone, a);
    c->first_name = blank_is_nothing(c->first_name);
    c->last_name = blank_is_nothing(c->last_name);
    if (c->language.n == 0)
        c->language = e->batch->shop->default_language;
    if (!e->before || (c->email.n && e->before->email.n == 0))
        c->verified_email = true; /* what comes through the API counts as verified, also without an email */
    edit_consent(e);
    c->updated_at = e->batch->now;
    if (e->op->invite && c->email.n && (c->state == STATE_DISABLED || c->state == STATE_INVITED))
        c->state = STATE_INVITED;
}

/* ---- addresses ------------------------------------------------------------------------------------------- */

/* As Shopify, which keeps codes and says the names that it has for them. */
static void names_from_codes(struct address *to)
{
    str country = to->country_code.n ? country_name(to->country_code) : STR("");
    str province = to->province_code.n ? province_name(to->country_code, to->province_code) : STR("");

    to->country = country.n ? country : to->country;
    to->province = province.n ? province : to->province;
}

static void address_clean(struct address *to)
{
    for (size_t i = 0; i < address_field_count; i++) {
        str *text = (str *)(void *)((char *)to + address_fields[i].offset);
        *text = text_trim(*text);
    }
    names_from_codes(to);
}

static bool address_add(struct edit *e, const struct address_op *op)
{
    struct address *to = &e->after.addresses[e->after.address_count];

    *to = op->to;
    address_clean(to);
    if (to->first_name.n == 0 && to->last_name.n == 0) {
        to->first_name = e->after.first_name;
        to->last_name = e->after.last_name;
    }
    to->id = e->batch->next.address++;
    e->fates[e->after.address_count++] = FATE_ADDED;
    if (op->make_default || op->to.is_default)
        e->default_address = to->id;
    return true;
}

static bool address_change(struct edit *e, const struct address_op *op)
{
    size_t i = 0;

    while (i < e->after.address_count && (e->after.addresses[i].id != op->id || e->fates[i] == FATE_REMOVED))
        i++;
    if (i == e->after.address_count)
        return edit_refuse(e, COL_ADDRESS_ID, FINDING_ADDRESS_NOT_FOUND, STR(""),
                           arena_fmt(e->batch->arena, "%lld", (long long)op->id));
    if (op->kind == ADDRESS_REMOVE) {
        e->fates[i] = FATE_REMOVED;
        return true;
    }
    fields_set(address_fields, address_field_count, op->set, op->to.has.blank, &op->to,
               &e->after.addresses[i]);
    address_clean(&e->after.addresses[i]);
    e->fates[i] = FATE_CHANGED;
    if (op->make_default || (op->set & COL_BIT(COL_ADDRESS_DEFAULT) && op->to.is_default))
        e->default_address = op->id;
    return true;
}

/* Exactly one is the default, as long as there are any: the first that is left takes the place of one that goes. */
static void edit_default(struct edit *e)
{
    int64_t first = 0, standard = 0;

    for (size_t i = 0; i < e->after.address_count; i++) {
        if (e->fates[i] == FATE_REMOVED)
            continue;
        if (first == 0)
            first = e->after.addresses[i].id;
        if (e->after.addresses[i].id == e->default_address)
            standard = e->default_address;
    }
    e->default_address = standard ? standard : first;
}

static bool edit_addresses(struct edit *e)
{
    const struct op *op = e->op;
    size_t had = e->after.address_count;
    struct address *list = arena_array(e->batch->arena, struct address, had + op->address_count + 1);

    for (size_t i = 0; i < had; i++) {
        list[i] = e->after.addresses[i];
        if (list[i].is_default)
            e->default_address = list[i].id;
    }
    e->after.addresses = list;
    e->fates = arena_array(e->batch->arena, enum address_fate, had + op->address_count + 1);
    for (size_t i = 0; i < op->address_count; i++) {
        const struct address_op *one = &op->addresses[i];
        if (!(one->kind == ADDRESS_ADD ? address_add(e, one) : address_change(e, one)))
            return false;
    }
    edit_default(e);
    return true;
}

bool edit_make(struct edit *e, struct err *err)
{
    struct texts have = { NULL, 0 };

    e->after = (struct customer){ .created_at = e->batch->now };
    if (e->before) {
        e->after = *e->before;
        have = e->before->tags;
    }
    edit_fields(e);
    if (!tags_change(&e->batch->tags, have, e->op->tags_add, e->op->tags_remove, &e->after.tags, err))
        return false;
    (void)edit_addresses(e); /* what is wrong stands in e->why */
    return true;
}
