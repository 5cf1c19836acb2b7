#include "api/step_parts.h"

#include <string.h>

#include "base/time.h"
#include "base/unicode.h"
#include "model/metafield.h"
#include "model/place.h"

/* Shopify's limits; https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Customer and what it answers. */
enum {
    NAME_MAX_LENGTH = 255,
    NOTE_MAX_LENGTH = 5000,
    PHONE_DIGITS_MAX = 15, /* E.164 */
    NAMESPACE_MIN = 3,
    NAMESPACE_MAX = 255,
    KEY_MIN = 2,
    KEY_MAX = 64,
};

struct values {
    const struct op *op;
    struct op_result *out;
    struct arena *arena;
};

/* ---- texts ------------------------------------------------------------------------------------------------ */

static bool too_long(struct values *v, enum column_id column, str text, size_t limit)
{
    if (text.n <= limit || utf16_length(text) <= limit)
        return false;
    (void)step_refuse(v->out, column, FINDING_TEXT_TOO_LONG, STR(""),
                      arena_fmt(v->arena, "%zu", utf16_length(text)));
    v->out->why.args[2] = arena_fmt(v->arena, "%zu", limit);
    return true;
}

/* What the operation sets; "" where it sets nothing. */
static str given(const struct op *op, enum column_id column)
{
    const str nothing = STR("");

    return op_gives(op, column) ? op_text_after(op, column) : nothing;
}

static bool texts_refused(struct values *v)
{
    static const struct {
        enum column_id column;
        size_t limit;
    } table[] = {
        { COL_FIRST_NAME, NAME_MAX_LENGTH },
        { COL_LAST_NAME, NAME_MAX_LENGTH },
        { COL_MULTIPASS, NAME_MAX_LENGTH },
        { COL_NOTE, NOTE_MAX_LENGTH },
    };

    for (size_t i = 0; i < countof(table); i++)
        if (too_long(v, table[i].column, given(v->op, table[i].column), table[i].limit))
            return true;
    return false;
}

static bool email_refused(struct values *v)
{
    str email = given(v->op, COL_EMAIL), local, domain, more;

    if (email.n == 0)
        return false;
    bool well = str_cut(email, '@', &local, &domain) && local.n && !str_cut(domain, '@', &more, &more) &&
                domain.n && memchr(domain.p, '.', domain.n) && email.n <= NAME_MAX_LENGTH;
    return !well && step_refuse(v->out, COL_EMAIL, FINDING_EMAIL_INVALID, email, STR(""));
}

/* Of a number without "+" the shop's country decides. */
static bool phone_refused(struct values *v)
{
    str phone = given(v->op, COL_PHONE);
    size_t digits = 0, others = 0;

    if (phone.n == 0 || phone.p[0] != '+')
        return false;
    for (size_t i = 1; i < phone.n; i++) {
        bool is_digit = phone.p[i] >= '0' && phone.p[i] <= '9';
        digits += is_digit;
        others += !is_digit && !strchr(" -.()", phone.p[i]);
    }
    return (others || digits == 0 || digits > PHONE_DIGITS_MAX) &&
           step_refuse(v->out, COL_PHONE, FINDING_PHONE_IMPOSSIBLE, phone, STR(""));
}

/* A language of ISO 639-1, with or without a region or a script. */
static bool language_refused(struct values *v)
{
    str language = given(v->op, COL_LANGUAGE), code, region;

    (void)str_cut(language, '-', &code, &region);
    return language.n && !language_is_code(code) &&
           step_refuse(v->out, COL_LANGUAGE, FINDING_SHOP_REFUSED, language, STR("Locale is invalid"));
}

/* ---- addresses -------------------------------------------------------------------------------------------- */

static bool contains(str s, str part)
{
    return s.n >= part.n && s.n && memmem(s.p, s.n, part.p, part.n);
}

static bool holds_html(str s)
{
    const char *open = s.n ? memchr(s.p, '<', s.n) : NULL;

    return open && memchr(open, '>', s.n - (size_t)(open - s.p));
}

static bool holds_emoji(str s)
{
    uint32_t code;

    for (size_t at = 0; at < s.n;) {
        at = utf8_next(s, at, &code);
        if (code >= 0x1F300 && code <= 0x1FAFF)
            return true;
    }
    return false;
}

static bool address_text_refused(struct values *v, enum column_id column, str text)
{
    str reason = STR("");

    if (too_long(v, column, text, NAME_MAX_LENGTH))
        return true;
    if (holds_html(text))
        reason = STR("cannot contain HTML tags");
    else if (contains(text, STR("://")))
        reason = STR("cannot contain URL");
    else if (holds_emoji(text))
        reason = STR("cannot contain emojis");
    return reason.n && step_refuse(v->out, column, FINDING_SHOP_REFUSED, text, reason);
}

static bool addresses_refused(struct values *v)
{
    for (size_t i = 0; i < v->op->address_count; i++) {
        const struct address_op *one = &v->op->addresses[i];
        uint64_t set = one->kind == ADDRESS_ADD ? ADDRESS_TEXTS : one->set & ADDRESS_TEXTS;

        for (enum column_id col = 0; col < COL_COUNT; col++)
            if (set & ~one->to.has.blank & COL_BIT(col) &&
                address_text_refused(v, col, text_trim(*(const str *)field_of(col, &one->to))))
                return true;
    }
    return false;
}

/* ---- metafields ------------------------------------------------------------------------------------------- */

/* Types whose values have one form only; of the others Shopify's own check is the last word. */
static bool value_fits(const struct metafield *m, struct arena *a)
{
    static const str plain[] = { STR_INIT("number_integer"), STR_INIT("number_decimal"), STR_INIT("boolean"),
                                 STR_INIT("date") };
    const struct cell_context ctx = { .zone = zone_utc(), .country = STR("") };
    size_t i = 0;
    str stored;

    while (i < countof(plain) && !str_eq(plain[i], m->type))
        i++;
    return i == countof(plain) ||
           metafield_value(m->type, &ctx, (cell){ .kind = CELL_TEXT, .text = m->value }, &stored, a);
}

static bool metafield_refused(struct values *v, const struct metafield *m)
{
    if (m->namespace.n < NAMESPACE_MIN || m->namespace.n > NAMESPACE_MAX || m->key.n < KEY_MIN ||
        m->key.n > KEY_MAX)
        return step_refuse(v->out, COL_COUNT, FINDING_METAFIELD_NAME, STR(""),
                           metafield_name(m->namespace, m->key, v->arena));
    if (m->blank)
        return false;
    if (m->type.n && !metafield_type_known(m->type))
        return step_refuse(v->out, COL_COUNT, FINDING_METAFIELD_TYPE_UNKNOWN, STR(""), m->type);
    return (text_is_blank(m->value) || !value_fits(m, v->arena)) &&
           step_refuse(v->out, COL_COUNT, FINDING_METAFIELD_INVALID, m->value, m->type);
}

static bool metafields_refused(struct values *v)
{
    for (size_t i = 0; i < v->op->metafield_count; i++)
        if (metafield_refused(v, &v->op->metafields[i].to))
            return true;
    return false;
}

bool values_refused(const struct op *op, struct op_result *out, struct arena *a)
{
    struct values v = { op, out, a };

    return email_refused(&v) || phone_refused(&v) || texts_refused(&v) || language_refused(&v) ||
           addresses_refused(&v) || metafields_refused(&v);
}
