#include "api/query_parts.h"

#include <string.h>

#include "base/message.h"
#include "base/unicode.h"

bool query_wrong(struct query_parser *p, size_t at, const char *what)
{
    size_t column = utf8_length((str){ p->text.p, at }) + 1;

    return err_set(p->err, ERR_USAGE, _("the search, column %zu: %s"), column, what);
}

/* ---- what stands where ------------------------------------------------------------------------------------ */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_spaces(struct query_parser *p)
{
    while (p->at < p->text.n && is_space(p->text.p[p->at]))
        p->at++;
}

static bool at_end(struct query_parser *p)
{
    skip_spaces(p);
    return p->at == p->text.n;
}

static bool next_is(struct query_parser *p, char c)
{
    return !at_end(p) && p->text.p[p->at] == c;
}

static bool take(struct query_parser *p, char c)
{
    bool is = next_is(p, c);

    p->at += is;
    return is;
}

/* AND, OR and NOT are words of their own. */
static bool take_word(struct query_parser *p, str word)
{
    if (at_end(p))
        return false;
    size_t end = p->at + word.n; /* at_end() has moved past blanks */
    if (end > p->text.n || memcmp(p->text.p + p->at, word.p, word.n) != 0)
        return false;
    if (end < p->text.n && !is_space(p->text.p[end]) && p->text.p[end] != '(')
        return false;
    p->at = end;
    return true;
}

/* ---- parsing ------------------------------------------------------------------------------------------------ */

static bool value_quoted(struct query_parser *p, struct query_word *v)
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
        return query_wrong(p, v->at, _("the quotation mark is never closed"));
    p->at++;
    v->text = (str){ to, n };
    v->quoted = true;
    return true;
}

static void value_bare(struct query_parser *p, struct query_word *v)
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

static bool value_parse(struct query_parser *p, struct query_word *v)
{
    v->at = p->at;
    if (p->at < p->text.n && (p->text.p[p->at] == '"' || p->text.p[p->at] == '\''))
        return value_quoted(p, v);
    value_bare(p, v);
    return v->text.n > 0 || query_wrong(p, v->at, _("expected a value"));
}

static void sign_parse(struct query_parser *p, struct query_word *v)
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

static bool next_is_word(struct query_parser *p, str word)
{
    size_t at = p->at;
    bool is = take_word(p, word);

    p->at = at;
    return is;
}

/* The name before a colon at this place; "" when there is none. */
static str field_name(const struct query_parser *p)
{
    size_t end = p->at;

    while (end < p->text.n && ((p->text.p[end] >= 'a' && p->text.p[end] <= 'z') || p->text.p[end] == '_'))
        end++;
    return end < p->text.n && p->text.p[end] == ':' ? (str){ p->text.p + p->at, end - p->at } : STR("");
}

static bool parse_field(struct query_parser *p, str name)
{
    struct query_word v = { 0 };
    size_t at = p->at, i = 0;

    while (i < query_field_count && !str_eq(query_fields[i].name, name))
        i++;
    if (i == query_field_count)
        return query_wrong(
            p, at,
            _("no such field; there are email, phone, first_name, last_name, tag, tag_not, id, "
              "orders_count, total_spent, state, updated_at and customer_date"));
    p->at += name.n + 1;
    size_t sign_at = p->at;
    sign_parse(p, &v);
    if (v.sign != SIGN_EQUAL && !query_fields[i].ordered)
        return query_wrong(p, sign_at, _("this field cannot be compared with < or >"));
    if (!value_parse(p, &v))
        return false;
    query_put(p, STR("("));
    bool well = query_fields[i].compile(p, &query_fields[i], &v);
    query_put(p, STR(")"));
    return well;
}

static bool parse_any(struct query_parser *p);

static bool parse_group(struct query_parser *p)
{
    size_t at = p->at - 1;

    if (++p->depth > QUERY_DEPTH_MAX)
        return query_wrong(p, at, _("too many parentheses inside one another"));
    query_put(p, STR("("));
    if (!parse_any(p))
        return false;
    query_put(p, STR(")"));
    p->depth--;
    return take(p, ')') || query_wrong(p, at, _("the parenthesis is never closed"));
}

static bool parse_one(struct query_parser *p)
{
    struct query_word v = { 0 };

    if (at_end(p) || next_is(p, ')') || next_is_word(p, STR("OR")) || next_is_word(p, STR("AND")))
        return query_wrong(p, p->at, _("something is missing here"));
    if (take(p, '-') || take_word(p, STR("NOT")))
        query_put(p, STR("NOT "));
    if (take(p, '('))
        return parse_group(p);
    str name = field_name(p);
    if (name.n)
        return parse_field(p, name);
    if (at_end(p) || next_is(p, '-'))
        return query_wrong(p, p->at, _("something is missing here"));
    query_put(p, STR("("));
    bool well = value_parse(p, &v) && query_everywhere.compile(p, &query_everywhere, &v);
    query_put(p, STR(")"));
    return well;
}

static bool parse_all(struct query_parser *p)
{
    if (!parse_one(p))
        return false;
    while (!at_end(p) && !next_is(p, ')') && !next_is_word(p, STR("OR"))) {
        (void)take_word(p, STR("AND"));
        query_put(p, STR(" AND "));
        if (!parse_one(p))
            return false;
    }
    return true;
}

static bool parse_any(struct query_parser *p)
{
    if (!parse_all(p))
        return false;
    while (take_word(p, STR("OR"))) {
        query_put(p, STR(" OR "));
        if (!parse_all(p))
            return false;
    }
    return true;
}

bool query_compile(str text, const struct query_context *ctx, struct query *out, struct arena *a,
                   struct err *err)
{
    struct query_parser p = { .text = text, .ctx = ctx, .out = out, .arena = a, .err = err };

    *out = (struct query){ .values = arena_array(a, struct query_value, QUERY_VALUES_MAX) };
    if (text_is_blank(text))
        return true;
    p.sql = BUF_INIT((size_t)QUERY_BYTES_MAX * 4);
    bool well = text.n <= QUERY_BYTES_MAX || err_set(err, ERR_USAGE, _("the search is too long"));
    well = well && (utf8_valid(text) || err_set(err, ERR_USAGE, _("the search is not UTF-8")));
    well = well && parse_any(&p);
    well = well && (at_end(&p) || query_wrong(&p, p.at, _("this parenthesis was never opened")));
    well = well && ((buf_ok(&p.sql) && out->n <= QUERY_VALUES_MAX) ||
                    err_set(err, ERR_USAGE, _("the search is too long")));
    out->sql = arena_copy(a, buf_str(&p.sql));
    buf_release(&p.sql);
    return well;
}
