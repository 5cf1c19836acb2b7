#include "api/query.h"

#include <string.h>

#include "api/money.h"
#include "base/buf.h"
#include "base/message.h"
#include "base/unicode.h"
#include "model/customer.h"

enum sign { SIGN_EQUAL, SIGN_MORE, SIGN_MORE_EQUAL, SIGN_LESS, SIGN_LESS_EQUAL };

static const str sign_sql[] = {
    [SIGN_EQUAL] = STR_INIT(" = ?"),       [SIGN_MORE] = STR_INIT(" > ?"),
    [SIGN_MORE_EQUAL] = STR_INIT(" >= ?"), [SIGN_LESS] = STR_INIT(" < ?"),
    [SIGN_LESS_EQUAL] = STR_INIT(" <= ?"),
};

struct value {
    str text;
    size_t at; /* where it begins */
    bool quoted, prefix, anything;
    enum sign sign;
};

struct parser {
    str text;
    size_t at, depth;
    const struct query_context *ctx;
    struct query *out;
    struct buf sql;
    struct arena *arena;
    struct err *err;
};

/* ---- what stands where ------------------------------------------------------------------------------------ */

static bool wrong(struct parser *p, size_t at, const char *what)
{
    size_t column = utf8_length((str){ p->text.p, at }) + 1;

    return err_set(p->err, ERR_USAGE, _("the search, column %zu: %s"), column, what);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_spaces(struct parser *p)
{
    while (p->at < p->text.n && is_space(p->text.p[p->at]))
        p->at++;
}

static bool at_end(struct parser *p)
{
    skip_spaces(p);
    return p->at == p->text.n;
}

static bool next_is(struct parser *p, char c)
{
    return !at_end(p) && p->text.p[p->at] == c;
}

static bool take(struct parser *p, char c)
{
    bool is = next_is(p, c);

    p->at += is;
    return is;
}

/* AND, OR and NOT are words of their own. */
static bool take_word(struct parser *p, str word)
{
    size_t end = p->at + word.n;

    if (at_end(p) || (end = p->at + word.n) > p->text.n || memcmp(p->text.p + p->at, word.p, word.n) != 0)
        return false;
    if (end < p->text.n && !is_space(p->text.p[end]) && p->text.p[end] != '(')
        return false;
    p->at = end;
    return true;
}

/* ---- building ---------------------------------------------------------------------------------------------- */

static void put(struct parser *p, str sql)
{
    buf_put(&p->sql, sql);
}

static void put_value(struct parser *p, struct query_value value)
{
    if (p->out->n < QUERY_VALUES_MAX)
        p->out->values[p->out->n] = value;
    p->out->n++; /* past the maximum: refused at the end */
}

static void put_text(struct parser *p, str text)
{
    put_value(p, (struct query_value){ .is_text = true, .text = text });
}

static void put_number(struct parser *p, str column, enum sign sign, int64_t number)
{
    put(p, column);
    put(p, sign_sql[sign]);
    put_value(p, (struct query_value){ .number = number });
}

/* ---- fields ------------------------------------------------------------------------------------------------ */

struct field {
    str name;
    bool (*compile)(struct parser *p, const struct field *f, const struct value *v);
    str column;
    bool ordered; /* > and < mean something */
};

static void put_call(struct parser *p, str function, str column, str key)
{
    put(p, function);
    put(p, column);
    put(p, STR(", ?)"));
    put_text(p, key);
}

static bool compile_text(struct parser *p, const struct field *f, const struct value *v)
{
    str key = text_fold(v->text, p->arena);

    if (v->anything) {
        put(p, f->column);
        put(p, STR(" IS NOT NULL"));
    } else if (v->prefix) {
        put_call(p, STR("meibo_begins("), f->column, key);
    } else {
        put_call(p, STR("meibo_has_word("), f->column, key);
    }
    return true;
}

/* Shopify's index cuts an email into words; looked for in quotes or whole it must be the same. */
static bool compile_email(struct parser *p, const struct field *f, const struct value *v)
{
    if (v->anything || v->prefix)
        return compile_text(p, f, v);
    put(p, STR("email_key = ?"));
    put_text(p, text_fold(v->text, p->arena));
    return true;
}

static bool compile_phone(struct parser *p, const struct field *f, const struct value *v)
{
    if (v->anything || v->prefix)
        return compile_text(p, f, v);
    put(p, STR("phone = ?"));
    put_text(p, v->text);
    return true;
}

static bool compile_tag(struct parser *p, const struct field *f, const struct value *v)
{
    if (v->anything) {
        put(p, STR("tags IS NOT NULL"));
        return true;
    }
    put(p, f->column); /* "" or "NOT " */
    put_call(p, STR("meibo_has_tag("), STR("tags"), text_fold(v->text, p->arena));
    return true;
}

static bool compile_integer(struct parser *p, const struct field *f, const struct value *v)
{
    int64_t number;

    if (!num_parse_i64(v->text, &number))
        return wrong(p, v->at, _("expected a whole number"));
    put_number(p, f->column, v->sign, number);
    return true;
}

/* Between two coins there is nothing: what is not a whole number of them is compared with the coin below. */
static bool compile_money(struct parser *p, const struct field *f, const struct value *v)
{
    static const enum sign inexact[] = { [SIGN_MORE] = SIGN_MORE,
                                         [SIGN_MORE_EQUAL] = SIGN_MORE,
                                         [SIGN_LESS] = SIGN_LESS_EQUAL,
                                         [SIGN_LESS_EQUAL] = SIGN_LESS_EQUAL };
    decimal amount;
    int64_t minor;
    bool exact;

    if (!decimal_parse(v->text, &amount) || !money_minor(amount, p->ctx->money_decimals, &minor, &exact))
        return wrong(p, v->at, _("expected an amount such as 100.50"));
    if (!exact && v->sign == SIGN_EQUAL)
        put(p, STR("0"));
    else
        put_number(p, f->column, exact ? v->sign : inexact[v->sign], minor);
    return true;
}

static bool compile_state(struct parser *p, const struct field *f, const struct value *v)
{
    static const str words[] = { [STATE_DISABLED] = STR_INIT("disabled"),
                                 [STATE_INVITED] = STR_INIT("invited"),
                                 [STATE_ENABLED] = STR_INIT("enabled"),
                                 [STATE_DECLINED] = STR_INIT("declined") };
    size_t i = 0;

    while (i < countof(words) && !str_eq_fold(words[i], v->text))
        i++;
    if (i == countof(words))
        return wrong(p, v->at, _("expected enabled, disabled, invited or declined"));
    put_number(p, f->column, SIGN_EQUAL, (int64_t)i);
    return true;
}

/* A moment, and how long it lasts: a day when there is no clock in it, else a second. */
static bool moment_parse(struct parser *p, const struct value *v, int64_t *from, int64_t *to)
{
    civil wall;
    bool has_offset = false;
    int32_t offset = 0;

    if (!civil_parse(v->text, &wall, &has_offset, &offset))
        return wrong(p, v->at, _("expected a date such as 2026-01-31 or '2026-01-31 18:00:00'"));
    *from = has_offset ? civil_to_seconds(wall) - offset : zone_moment(p->ctx->zone, wall);
    *to = *from + 1;
    if (!memchr(v->text.p, ':', v->text.n)) {
        civil next = civil_from_seconds(civil_to_seconds(wall) + 86400);
        *to = zone_moment(p->ctx->zone, next);
    }
    return true;
}

static bool compile_moment(struct parser *p, const struct field *f, const struct value *v)
{
    int64_t from = 0, to = 0;

    if (!moment_parse(p, v, &from, &to))
        return false;
    if (v->sign == SIGN_EQUAL) {
        put_number(p, f->column, SIGN_MORE_EQUAL, from);
        put(p, STR(" AND "));
        put_number(p, f->column, SIGN_LESS, to);
    } else if (v->sign == SIGN_MORE || v->sign == SIGN_LESS_EQUAL) {
        put_number(p, f->column, v->sign == SIGN_MORE ? SIGN_MORE_EQUAL : SIGN_LESS, to);
    } else {
        put_number(p, f->column, v->sign, from);
    }
    return true;
}

static bool compile_default(struct parser *p, const struct field *f, const struct value *v)
{
    static const str columns[] = { STR_INIT("first_name"), STR_INIT("last_name"), STR_INIT("email"),
                                   STR_INIT("phone") };

    (void)f;
    for (size_t i = 0; i < countof(columns); i++) {
        struct field one = { .column = columns[i] };
        if (i)
            put(p, STR(" OR "));
        (void)compile_text(p, &one, v);
    }
    return true;
}

static const struct field fields[] = {
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

/* ---- parsing ------------------------------------------------------------------------------------------------ */

static bool value_quoted(struct parser *p, struct value *v)
{
    char quote = p->text.p[p->at++];
    char *to = arena_array(p->arena, char, p->text.n - p->at + 1);
    size_t n = 0;

    for (; p->at < p->text.n && p->text.p[p->at] != quote; p->at++) {
        if (p->text.p[p->at] == '\\' && p->at + 1 < p->text.n)
            p->at++;
        to[n++] = p->text.p[p->at];
    }
    if (p->at == p->text.n)
        return wrong(p, v->at, _("the quotation mark is never closed"));
    p->at++;
    v->text = (str){ to, n };
    v->quoted = true;
    return true;
}

static void value_bare(struct parser *p, struct value *v)
{
    char *to = arena_array(p->arena, char, p->text.n - p->at + 1);
    size_t n = 0;

    for (; p->at < p->text.n && !is_space(p->text.p[p->at]) && p->text.p[p->at] != ')'; p->at++) {
        if (p->text.p[p->at] == '\\' && p->at + 1 < p->text.n)
            p->at++;
        to[n++] = p->text.p[p->at];
    }
    v->anything = n == 1 && to[0] == '*';
    v->prefix = n > 1 && to[n - 1] == '*';
    v->text = (str){ to, n - v->prefix };
}

static bool value_parse(struct parser *p, struct value *v)
{
    v->at = p->at;
    if (p->at < p->text.n && (p->text.p[p->at] == '"' || p->text.p[p->at] == '\''))
        return value_quoted(p, v);
    value_bare(p, v);
    return v->text.n > 0 || wrong(p, v->at, _("expected a value"));
}

static void sign_parse(struct parser *p, struct value *v)
{
    static const struct {
        str text;
        enum sign sign;
    } signs[] = {
        { STR_INIT(">="), SIGN_MORE_EQUAL }, { STR_INIT("<="), SIGN_LESS_EQUAL },
        { STR_INIT(">"), SIGN_MORE },        { STR_INIT("<"), SIGN_LESS },
        { STR_INIT("="), SIGN_EQUAL },
    };

    for (size_t i = 0; i < countof(signs); i++) {
        if (p->text.n - p->at < signs[i].text.n ||
            memcmp(p->text.p + p->at, signs[i].text.p, signs[i].text.n) != 0)
            continue;
        v->sign = signs[i].sign;
        p->at += signs[i].text.n;
        return;
    }
}

/* The name before a colon at this place; "" when there is none. */
static str field_name(const struct parser *p)
{
    size_t end = p->at;

    while (end < p->text.n && ((p->text.p[end] >= 'a' && p->text.p[end] <= 'z') || p->text.p[end] == '_'))
        end++;
    return end < p->text.n && p->text.p[end] == ':' ? (str){ p->text.p + p->at, end - p->at } : STR("");
}

static bool parse_field(struct parser *p, str name)
{
    struct value v = { 0 };
    size_t at = p->at, i = 0;

    while (i < countof(fields) && !str_eq(fields[i].name, name))
        i++;
    if (i == countof(fields))
        return wrong(p, at,
                     _("no such field; there are email, phone, first_name, last_name, tag, tag_not, id, "
                       "orders_count, total_spent, state, updated_at and customer_date"));
    p->at += name.n + 1;
    size_t sign_at = p->at;
    sign_parse(p, &v);
    if (v.sign != SIGN_EQUAL && !fields[i].ordered)
        return wrong(p, sign_at, _("this field cannot be compared with < or >"));
    if (!value_parse(p, &v))
        return false;
    put(p, STR("("));
    bool well = fields[i].compile(p, &fields[i], &v);
    put(p, STR(")"));
    return well;
}

static bool parse_any(struct parser *p);

static bool parse_group(struct parser *p)
{
    size_t at = p->at - 1;

    if (++p->depth > QUERY_DEPTH_MAX)
        return wrong(p, at, _("too many parentheses inside one another"));
    put(p, STR("("));
    if (!parse_any(p))
        return false;
    put(p, STR(")"));
    p->depth--;
    return take(p, ')') || wrong(p, at, _("the parenthesis is never closed"));
}

static bool parse_one(struct parser *p)
{
    static const struct field everywhere = { .compile = compile_default };
    struct value v = { 0 };

    if (at_end(p) || next_is(p, ')'))
        return wrong(p, p->at, _("something is missing here"));
    if (take(p, '-') || take_word(p, STR("NOT")))
        put(p, STR("NOT "));
    if (take(p, '('))
        return parse_group(p);
    str name = field_name(p);
    if (name.n)
        return parse_field(p, name);
    if (at_end(p) || next_is(p, '-'))
        return wrong(p, p->at, _("something is missing here"));
    put(p, STR("("));
    bool well = value_parse(p, &v) && everywhere.compile(p, &everywhere, &v);
    put(p, STR(")"));
    return well;
}

static bool next_is_or(struct parser *p)
{
    size_t at = p->at;
    bool is = take_word(p, STR("OR"));

    p->at = at;
    return is;
}

static bool parse_all(struct parser *p)
{
    if (!parse_one(p))
        return false;
    while (!at_end(p) && !next_is(p, ')') && !next_is_or(p)) {
        (void)take_word(p, STR("AND"));
        put(p, STR(" AND "));
        if (!parse_one(p))
            return false;
    }
    return true;
}

static bool parse_any(struct parser *p)
{
    if (!parse_all(p))
        return false;
    while (take_word(p, STR("OR"))) {
        put(p, STR(" OR "));
        if (!parse_all(p))
            return false;
    }
    return true;
}

bool query_compile(str text, const struct query_context *ctx, struct query *out, struct arena *a,
                   struct err *err)
{
    struct parser p = { .text = text, .ctx = ctx, .out = out, .arena = a, .err = err };

    *out = (struct query){ .values = arena_array(a, struct query_value, QUERY_VALUES_MAX) };
    if (text_is_blank(text))
        return true;
    p.sql = BUF_INIT((size_t)QUERY_BYTES_MAX * 4);
    bool well = text.n <= QUERY_BYTES_MAX || err_set(err, ERR_USAGE, _("the search is too long"));
    well = well && (utf8_valid(text) || err_set(err, ERR_USAGE, _("the search is not UTF-8")));
    well = well && parse_any(&p);
    well = well && (at_end(&p) || wrong(&p, p.at, _("this parenthesis was never opened")));
    well = well && ((buf_ok(&p.sql) && out->n <= QUERY_VALUES_MAX) ||
                    err_set(err, ERR_USAGE, _("the search is too long")));
    out->sql = arena_copy(a, buf_str(&p.sql));
    buf_release(&p.sql);
    return well;
}
