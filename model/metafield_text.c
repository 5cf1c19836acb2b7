/*
 * metafield_text.c - metafields that are plain text: words, numbers, times, references (F-11 to F-15, F-20).
 */
#include "base/unicode.h"
#include "model/metafield_types.h"
#include "model/types.h"

#include <string.h>

enum { TEXT_MOST = 65536, ID_MOST = 255, WHOLE_DIGITS = 13, DECIMAL_DIGITS = 9 };

static const int64_t integer_most = INT64_C(9007199254740991);

/* ---- texts ---- */

bool value_text(const struct value *v, str *out)
{
    *out = line_feeds(v->c.text, v->a);
    return control_character(*out) < 0 && out->n <= TEXT_MOST;
}

bool value_line(const struct value *v, str *out)
{
    return value_text(v, out) && !memchr(out->p, '\n', out->n);
}

bool value_short(const struct value *v, str *out)
{
    return value_line(v, out) && utf8_length(*out) <= ID_MOST;
}

static bool starts_with(str s, str head)
{
    return s.n >= head.n && str_eq_fold((str){ s.p, head.n }, head);
}

bool value_url(const struct value *v, str *out)
{
    static const str schemes[] = { STR_INIT("https://"), STR_INIT("http://"), STR_INIT("mailto:"), STR_INIT("sms:"),
                                   STR_INIT("tel:") };

    *out = v->text;
    for (size_t i = 0; i < v->text.n; i++)
        if ((unsigned char)v->text.p[i] <= ' ' || v->text.p[i] == 0x7f)
            return false;
    for (size_t i = 0; i < countof(schemes); i++)
        if (starts_with(v->text, schemes[i]))
            return v->text.n > schemes[i].n;
    return false;
}

static bool is_hexadecimal(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool value_color(const struct value *v, str *out)
{
    *out = v->text;
    if (v->text.n != 7 || v->text.p[0] != '#')
        return false;
    for (size_t i = 1; i < 7; i++)
        if (!is_hexadecimal(v->text.p[i]))
            return false;
    return true;
}

/* ---- numbers, TRUE and FALSE, times ---- */

bool value_decimal(str s, struct arena *a, decimal *out)
{
    str text = text_trim(text_nfkc(s, a));

    return text.n && !memchr(text.p, 'e', text.n) && !memchr(text.p, 'E', text.n) && decimal_parse(text, out);
}

bool value_integer(const struct value *v, str *out)
{
    decimal d;

    if (!value_decimal(v->text, v->a, &d))
        return false;
    for (; d.scale && d.units % 10 == 0; d.scale--)
        d.units /= 10;
    *out = decimal_format(d, v->a);
    return !d.scale && d.units <= integer_most && d.units >= -integer_most;
}

bool value_number(const struct value *v, str *out)
{
    str whole, fraction;
    decimal d;

    if (!value_decimal(v->text, v->a, &d))
        return false;
    *out = decimal_format(d, v->a);
    str_cut(*out, '.', &whole, &fraction);
    if (d.scale == 0)
        fraction = STR("");
    return whole.n - (whole.p[0] == '-') <= WHOLE_DIGITS && fraction.n <= DECIMAL_DIGITS;
}

bool value_boolean(const struct value *v, str *out)
{
    bool is;

    if (!boolean_read(v->c, &is, v->a))
        return false;
    *out = is ? STR("true") : STR("false");
    return true;
}

static bool read_time(const struct value *v, civil *wall, int64_t *moment)
{
    return time_read(v->c, v->ctx->zone, wall, moment, v->a) == TIME_OK;
}

bool value_date(const struct value *v, str *out)
{
    civil wall;
    int64_t moment;

    if (!read_time(v, &wall, &moment))
        return false;
    *out = arena_fmt(v->a, "%04d-%02d-%02d", (int)wall.year, wall.month, wall.day);
    return true;
}

bool value_date_time(const struct value *v, str *out)
{
    civil wall;
    int64_t moment;

    if (!read_time(v, &wall, &moment))
        return false;
    *out = moment_format_iso(moment, v->a);
    return true;
}

/* ---- references ---- */

/* A gid of one of the kinds; where there is one kind that has numbers, its number will do. */
bool value_reference(const struct value *v, str *out)
{
    const str head = STR("gid://shopify/");
    str kind, id;
    int64_t number;

    if (v->type->word_count == 1 && num_parse_i64(v->text, &number) && number > 0) {
        const str parts[] = { head, v->type->words[0], STR("/"), v->text };
        *out = arena_join(v->a, parts, countof(parts), STR(""));
        return true;
    }
    *out = v->text;
    if (v->text.n < head.n || memcmp(v->text.p, head.p, head.n) != 0 ||
        !str_cut((str){ v->text.p + head.n, v->text.n - head.n }, '/', &kind, &id))
        return false;
    for (size_t i = 0; i < v->type->word_count; i++)
        if (str_eq(kind, v->type->words[i]))
            return num_parse_i64(id, &number) && number > 0;
    return false;
}
