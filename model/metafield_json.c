/*
 * metafield_json.c - metafields that are JSON, also where people write them shorter (F-16 to F-20).
 */
#include "base/unicode.h"
#include "model/metafield_types.h"

/* ---- JSON ---- */

/* A JSON object, for as long as `use` looks at it. */
static bool with_json(const struct value *v, bool (*use)(const struct value *v, const struct json *j))
{
    struct err err;
    struct json *j;

    if (!json_parse(v->text, &j, &err))
        return false;
    bool ok = use(v, j);
    json_free(j);
    return ok;
}

static bool any_json(const struct value *v, const struct json *j)
{
    (void)v, (void)j;
    return true;
}

bool value_json(const struct value *v, str *out)
{
    *out = v->text;
    return with_json(v, any_json);
}

static bool is_rich_text(const struct value *v, const struct json *j)
{
    (void)v;
    return json_kind(j) == JSON_OBJECT && str_eq(json_str(json_get(j, "type")), STR("root"));
}

bool value_rich_text(const struct value *v, str *out)
{
    *out = v->text;
    return with_json(v, is_rich_text);
}

static bool is_url(const struct value *v, str url)
{
    struct value inner = *v;
    str out;

    inner.text = url;
    return value_url(&inner, &out);
}

static bool is_link(const struct value *v, const struct json *j)
{
    return json_kind(j) == JSON_OBJECT && json_str(json_get(j, "text")).n && is_url(v, json_str(json_get(j, "url")));
}

str value_quoted(str s, struct arena *a)
{
    struct json *j = json_of_str(s);
    str text = json_text(j, a);

    json_free(j);
    return text;
}

bool value_link(const struct value *v, str *out)
{
    if (v->text.n && v->text.p[0] == '{') {
        *out = v->text;
        return with_json(v, is_link);
    }
    str url = value_quoted(v->text, v->a);
    const str parts[] = { STR("{\"text\":"), url, STR(",\"url\":"), url, STR("}") };
    *out = arena_join(v->a, parts, countof(parts), STR(""));
    return is_url(v, v->text);
}

str value_said(const struct value *v, const struct json *j)
{
    str text = json_kind(j) == JSON_STRING ? arena_copy(v->a, json_str(j)) : json_text(j, v->a);
    bool rounded;

    if (json_kind(j) == JSON_REAL)
        num_canonical(text, &text, &rounded, v->a);
    return text;
}

/* The number of a JSON value, written as a number or as a string. */
static bool json_decimal(const struct value *v, const struct json *j, decimal *out)
{
    return value_decimal(value_said(v, j), v->a, out);
}

static bool is_currency(str s)
{
    bool ok = s.n == 3;

    for (size_t i = 0; ok && i < s.n; i++)
        ok = s.p[i] >= 'A' && s.p[i] <= 'Z';
    return ok;
}

static bool is_money(const struct value *v, const struct json *j)
{
    decimal d;

    return json_kind(j) == JSON_OBJECT && json_decimal(v, json_get(j, "amount"), &d) &&
           is_currency(json_str(json_get(j, "currency_code")));
}

bool value_money(const struct value *v, str *out)
{
    str amount, currency;
    decimal d;

    *out = v->text;
    if (v->text.n && v->text.p[0] == '{')
        return with_json(v, is_money);
    str_cut(v->text, ' ', &amount, &currency);
    if (!value_decimal(amount, v->a, &d) || !is_currency(str_trim(currency)))
        return false;
    const str parts[] = { STR("{\"amount\":\""), decimal_format(d, v->a), STR("\",\"currency_code\":\""),
                          str_trim(currency), STR("\"}") };
    *out = arena_join(v->a, parts, countof(parts), STR(""));
    return true;
}

static bool is_within(decimal value, decimal least, decimal most)
{
    return decimal_compare(least, most) < 0 && decimal_compare(least, value) <= 0 && decimal_compare(value, most) <= 0;
}

static bool is_rating(const struct value *v, const struct json *j)
{
    decimal value, least, most;

    return json_kind(j) == JSON_OBJECT && json_decimal(v, json_get(j, "value"), &value) &&
           json_decimal(v, json_get(j, "scale_min"), &least) && json_decimal(v, json_get(j, "scale_max"), &most) &&
           is_within(value, least, most);
}

/* "4.5 (1-5)" */
bool value_rating(const struct value *v, str *out)
{
    str value, scale, least, most;
    decimal d[3];

    *out = v->text;
    if (v->text.n && v->text.p[0] == '{')
        return with_json(v, is_rating);
    if (!str_cut(v->text, '(', &value, &scale) || !scale.n || scale.p[scale.n - 1] != ')')
        return false;
    scale.n--;
    if (!str_cut(scale, '-', &least, &most) || !value_decimal(value, v->a, &d[0]) || !value_decimal(least, v->a, &d[1]) ||
        !value_decimal(most, v->a, &d[2]) || !is_within(d[0], d[1], d[2]))
        return false;
    const str parts[] = { STR("{\"value\":\""),         decimal_format(d[0], v->a), STR("\",\"scale_min\":\""),
                          decimal_format(d[1], v->a),   STR("\",\"scale_max\":\""), decimal_format(d[2], v->a),
                          STR("\"}") };
    *out = arena_join(v->a, parts, countof(parts), STR(""));
    return true;
}

static const str *unit_of(const struct value *v, str s)
{
    str key = text_key(s, v->a);

    for (size_t i = 0; i < v->type->word_count; i++)
        if (str_eq(key, v->type->words[i]))
            return &v->type->words[i];
    return NULL;
}

static bool is_measure(const struct value *v, const struct json *j)
{
    decimal d;

    return json_kind(j) == JSON_OBJECT && json_decimal(v, json_get(j, "value"), &d) && d.units >= 0 &&
           unit_of(v, json_str(json_get(j, "unit")));
}

static bool is_of_number(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == ',';
}

/* "25 cm", "25cm" */
bool value_measure(const struct value *v, str *out)
{
    size_t at = 0;
    decimal d;

    *out = v->text;
    if (v->text.n && v->text.p[0] == '{')
        return with_json(v, is_measure);
    while (at < v->text.n && is_of_number(v->text.p[at]))
        at++;
    const str *unit = unit_of(v, (str){ v->text.p + at, v->text.n - at });
    if (!unit || !value_decimal((str){ v->text.p, at }, v->a, &d))
        return false;
    const str parts[] = { STR("{\"value\":"), decimal_format(d, v->a), STR(",\"unit\":\""), *unit, STR("\"}") };
    *out = arena_join(v->a, parts, countof(parts), STR(""));
    return true;
}
