#include "api/step_parts.h"

#include <string.h>

#include "api/limits.h"
#include "base/time.h"
#include "base/unicode.h"
#include "model/metafield.h"
#include "model/place.h"

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
        { COL_FIRST_NAME, LIMIT_NAME },
        { COL_LAST_NAME, LIMIT_NAME },
        { COL_MULTIPASS, LIMIT_NAME },
        { COL_NOTE, LIMIT_NOTE },
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
                domain.n && memchr(domain.p, '.', domain.n) && email.n <= LIMIT_EMAIL_BYTES;
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
    return (others || digits == 0 || digits > LIMIT_PHONE_DIGITS) &&
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

static bool address_text_refused(struct values *v, enum column_id column, str text)
{
    str reason = limit_address_text(text);

    return too_long(v, column, text, LIMIT_NAME) ||
           (reason.n && step_refuse(v->out, column, FINDING_SHOP_REFUSED, text, reason));
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

static bool metafield_refused(struct values *v, const struct metafield *m)
{
    if (!limit_metafield_name(m))
        return step_refuse(v->out, COL_COUNT, FINDING_METAFIELD_NAME, STR(""),
                           metafield_name(m->namespace, m->key, v->arena));
    if (m->blank)
        return false;
    if (m->type.n && !metafield_type_known(m->type))
        return step_refuse(v->out, COL_COUNT, FINDING_METAFIELD_TYPE_UNKNOWN, STR(""), m->type);
    return !limit_metafield_value(m, zone_utc(), v->arena) &&
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
