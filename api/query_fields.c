#include "api/query_parts.h"

#include <string.h>

#include "api/money.h"
#include "base/message.h"
#include "base/unicode.h"
#include "model/customer.h"

static const str sign_sql[] = {
    [SIGN_EQUAL] = STR_INIT(" = ?"),       [SIGN_MORE] = STR_INIT(" > ?"),
    [SIGN_MORE_EQUAL] = STR_INIT(" >= ?"), [SIGN_LESS] = STR_INIT(" < ?"),
    [SIGN_LESS_EQUAL] = STR_INIT(" <= ?"),
};

/* ---- building ---------------------------------------------------------------------------------------------- */

void query_put(struct query_parser *p, str sql)
{
    buf_put(&p->sql, sql);
}

static void put_value(struct query_parser *p, struct query_value value)
{
    if (p->out->n < QUERY_VALUES_MAX)
        p->out->values[p->out->n] = value;
    p->out->n++; /* past the maximum: refused at the end */
}

static void put_text(struct query_parser *p, str text)
{
    put_value(p, (struct query_value){ .is_text = true, .text = text });
}

static void put_number(struct query_parser *p, str column, enum sign sign, int64_t number)
{
    query_put(p, column);
    query_put(p, sign_sql[sign]);
    put_value(p, (struct query_value){ .number = number });
}

/* ---- fields ------------------------------------------------------------------------------------------------ */

static void put_call(struct query_parser *p, str function, str column, str key)
{
    query_put(p, function);
    query_put(p, column);
    query_put(p, STR(", ?)"));
    put_text(p, key);
}

static bool compile_text(struct query_parser *p, const struct query_field *f, const struct query_word *v)
{
    str key = text_fold(v->text, p->arena);

    if (v->anything) {
        query_put(p, f->column);
        query_put(p, STR(" IS NOT NULL"));
    } else if (v->prefix) {
        put_call(p, STR("meibo_begins("), f->column, key);
    } else {
        put_call(p, STR("meibo_has_word("), f->column, key);
    }
    return true;
}

/* Shopify's index cuts an email into words; looked for in quotes or whole it must be the same. */
static bool compile_email(struct query_parser *p, const struct query_field *f, const struct query_word *v)
{
    if (v->anything || v->prefix)
        return compile_text(p, f, v);
    query_put(p, STR("email_key = ?"));
    put_text(p, text_fold(v->text, p->arena));
    return true;
}

static bool compile_phone(struct query_parser *p, const struct query_field *f, const struct query_word *v)
{
    if (v->anything || v->prefix)
        return compile_text(p, f, v);
    query_put(p, STR("phone = ?"));
    put_text(p, v->text);
    return true;
}

static bool compile_tag(struct query_parser *p, const struct query_field *f, const struct query_word *v)
{
    if (v->anything) {
        query_put(p, STR("tags IS NOT NULL"));
        return true;
    }
    query_put(p, f->column); /* "" or "NOT " */
    put_call(p, STR("meibo_has_tag("), STR("tags"), text_fold(v->text, p->arena));
    return true;
}

static bool compile_integer(struct query_parser *p, const struct query_field *f, const struct query_word *v)
{
    int64_t number;

    if (!num_parse_i64(v->text, &number))
        return query_wrong(p, v->at, _("expected a whole number"));
    put_number(p, f->column, v->sign, number);
    return true;
}

/* Between two coins there is nothing: what is not a whole number of them is compared with the coin below. */
static bool compile_money(struct query_parser *p, const struct query_field *f, const struct query_word *v)
{
    static const enum sign inexact[] = { [SIGN_MORE] = SIGN_MORE,
                                         [SIGN_MORE_EQUAL] = SIGN_MORE,
                                         [SIGN_LESS] = SIGN_LESS_EQUAL,
                                         [SIGN_LESS_EQUAL] = SIGN_LESS_EQUAL };
    decimal amount;
    int64_t minor;
    bool exact;

    if (!decimal_parse(v->text, &amount) || !money_minor(amount, p->ctx->money_decimals, &minor, &exact))
        return query_wrong(p, v->at, _("expected an amount such as 100.50"));
    if (!exact && v->sign == SIGN_EQUAL)
        query_put(p, STR("0"));
    else
        put_number(p, f->column, exact ? v->sign : inexact[v->sign], minor);
    return true;
}

static bool compile_state(struct query_parser *p, const struct query_field *f, const struct query_word *v)
{
    static const str words[] = { [STATE_DISABLED] = STR_INIT("disabled"),
                                 [STATE_INVITED] = STR_INIT("invited"),
                                 [STATE_ENABLED] = STR_INIT("enabled"),
                                 [STATE_DECLINED] = STR_INIT("declined") };
    size_t i = 0;

    while (i < countof(words) && !str_eq_fold(words[i], v->text))
        i++;
    if (i == countof(words))
        return query_wrong(p, v->at, _("expected enabled, disabled, invited or declined"));
    put_number(p, f->column, SIGN_EQUAL, (int64_t)i);
    return true;
}

/* A moment, and how long it lasts: a day when there is no clock in it, else a second. */
static bool moment_parse(struct query_parser *p, const struct query_word *v, int64_t *from, int64_t *to)
{
    civil wall;
    bool has_offset = false;
    int32_t offset = 0;

    if (!civil_parse(v->text, &wall, &has_offset, &offset))
        return query_wrong(p, v->at, _("expected a date such as 2026-01-31 or '2026-01-31 18:00:00'"));
    *from = has_offset ? civil_to_seconds(wall) - offset : zone_moment(p->ctx->zone, wall);
    *to = *from + 1;
    if (!memchr(v->text.p, ':', v->text.n)) {
        civil next = civil_from_seconds(civil_to_seconds(wall) + 86400);
        *to = zone_moment(p->ctx->zone, next);
    }
    return true;
}

static bool compile_moment(struct query_parser *p, const struct query_field *f, const struct query_word *v)
{
    int64_t from = 0, to = 0;

    if (!moment_parse(p, v, &from, &to))
        return false;
    if (v->sign == SIGN_EQUAL) {
        put_number(p, f->column, SIGN_MORE_EQUAL, from);
        query_put(p, STR(" AND "));
        put_number(p, f->column, SIGN_LESS, to);
    } else if (v->sign == SIGN_MORE || v->sign == SIGN_LESS_EQUAL) {
        put_number(p, f->column, v->sign == SIGN_MORE ? SIGN_MORE_EQUAL : SIGN_LESS, to);
    } else {
        put_number(p, f->column, v->sign, from);
    }
    return true;
}

static bool compile_default(struct query_parser *p, const struct query_field *f, const struct query_word *v)
{
    static const str columns[] = { STR_INIT("first_name"), STR_INIT("last_name"), STR_INIT("email"),
                                   STR_INIT("phone") };

    (void)f;
    for (size_t i = 0; i < countof(columns); i++) {
        struct query_field one = { .column = columns[i] };
        if (i)
            query_put(p, STR(" OR "));
        (void)compile_text(p, &one, v);
    }
    return true;
}

const struct query_field query_fields[] = {
    { STR_INIT("email"), compile_email, STR_INIT("email"), false },
    { STR_INIT("phone"), compile_phone, STR_INIT("phone"), false },
    { STR_INIT("first_name"), compile_text, STR_INIT("first_name"), false },
    { STR_INIT("last_name"), compile_text, STR_INIT("last_name"), false },
    { STR_INIT("tag"), compile_tag, STR_INIT(""), false },
    { STR_INIT("tag_not"), compile_tag, STR_INIT("NOT "), false },
    { STR_INIT("id"), compile_integer, STR_INIT("id"), true },
    { STR_INIT("orders_count"), compile_integer, STR_INIT("total_orders"), true },
    { STR_INIT("total_spent"), compile_money, STR_INIT("total_spent"), true },
    { STR_INIT("state"), compile_state, STR_INIT("state"), false },
    { STR_INIT("updated_at"), compile_moment, STR_INIT("updated_at"), true },
    { STR_INIT("customer_date"), compile_moment, STR_INIT("created_at"), true },
};
const size_t query_field_count = countof(query_fields);

const struct query_field query_everywhere = { .compile = compile_default };
