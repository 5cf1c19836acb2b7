/*
 * metafield_value.c - the values of metafields, by type (docs/FORMAT.md, F-11 to F-21).
 *
 * Source: https://shopify.dev/docs/apps/build/metafields/list-of-data-types
 */
#include "base/json.h"
#include "base/num.h"
#include "base/unicode.h"
#include "model/metafield.h"
#include "model/types.h"

#include <string.h>

enum { TEXT_MOST = 65536, ID_MOST = 255, LIST_MOST = 128, WHOLE_DIGITS = 13, DECIMAL_DIGITS = 9 };

static const int64_t integer_most = INT64_C(9007199254740991);

/* A value being read: the cell, and its text without surrounding blanks. */
struct value {
    const struct value_type *type;
    const struct cell_context *ctx;
    cell c;
    str text;
    struct arena *a;
};

struct value_type {
    str name;
    bool (*read)(const struct value *v, str *out);
    bool listed;      /* `list.` may stand before it */
    bool raw;         /* in a list it is JSON itself, not a string */
    const str *words; /* units, or kinds of references */
    size_t word_count;
};

/* ---- texts ---- */

static bool read_text(const struct value *v, str *out)
{
    *out = line_feeds(v->c.text, v->a);
    return control_character(*out) < 0 && out->n <= TEXT_MOST;
}

static bool read_line(const struct value *v, str *out)
{
    return read_text(v, out) && !memchr(out->p, '\n', out->n);
}

static bool read_short(const struct value *v, str *out)
{
    return read_line(v, out) && utf8_length(*out) <= ID_MOST;
}

static bool starts_with(str s, str head)
{
    return s.n >= head.n && str_eq_fold((str){ s.p, head.n }, head);
}

static bool read_url(const struct value *v, str *out)
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

static bool read_color(const struct value *v, str *out)
{
    *out = v->text;
    if (v->text.n != 7 || v->text.p[0] != '#')
        return false;
    for (size_t i = 1; i < 7; i++)
        if (!memchr("0123456789abcdefABCDEF", v->text.p[i], 22))
            return false;
    return true;
}

/* ---- numbers, TRUE and FALSE, times ---- */

static bool read_decimal(str s, struct arena *a, decimal *out)
{
    str text = text_trim(text_nfkc(s, a));

    return text.n && !memchr(text.p, 'e', text.n) && !memchr(text.p, 'E', text.n) && decimal_parse(text, out);
}

static bool read_integer(const struct value *v, str *out)
{
    decimal d;

    if (!read_decimal(v->text, v->a, &d))
        return false;
    for (; d.scale && d.units % 10 == 0; d.scale--)
        d.units /= 10;
    *out = decimal_format(d, v->a);
    return !d.scale && d.units <= integer_most && d.units >= -integer_most;
}

static bool read_number(const struct value *v, str *out)
{
    str whole, fraction;
    decimal d;

    if (!read_decimal(v->text, v->a, &d))
        return false;
    *out = decimal_format(d, v->a);
    str_cut(*out, '.', &whole, &fraction);
    if (d.scale == 0)
        fraction = STR("");
    return whole.n - (whole.p[0] == '-') <= WHOLE_DIGITS && fraction.n <= DECIMAL_DIGITS;
}

static bool read_boolean(const struct value *v, str *out)
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

static bool read_date(const struct value *v, str *out)
{
    civil wall;
    int64_t moment;

    if (!read_time(v, &wall, &moment))
        return false;
    *out = arena_fmt(v->a, "%04d-%02d-%02d", (int)wall.year, wall.month, wall.day);
    return true;
}

static bool read_date_time(const struct value *v, str *out)
{
    civil wall;
    int64_t moment;

    if (!read_time(v, &wall, &moment))
        return false;
    *out = moment_format_iso(moment, v->a);
    return true;
}

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

static bool read_json(const struct value *v, str *out)
{
    *out = v->text;
    return with_json(v, any_json);
}

static bool is_rich_text(const struct value *v, const struct json *j)
{
    (void)v;
    return json_kind(j) == JSON_OBJECT && str_eq(json_str(json_get(j, "type")), STR("root"));
}

static bool read_rich_text(const struct value *v, str *out)
{
    *out = v->text;
    return with_json(v, is_rich_text);
}

static bool is_url(const struct value *v, str url)
{
    struct value inner = *v;
    str out;

    inner.text = url;
    return read_url(&inner, &out);
}

static bool is_link(const struct value *v, const struct json *j)
{
    return json_kind(j) == JSON_OBJECT && json_str(json_get(j, "text")).n && is_url(v, json_str(json_get(j, "url")));
}

static str quoted(str s, struct arena *a)
{
    struct json *j = json_of_str(s);
    str text = json_text(j, a);

    json_free(j);
    return text;
}

static bool read_link(const struct value *v, str *out)
{
    if (v->text.n && v->text.p[0] == '{') {
        *out = v->text;
        return with_json(v, is_link);
    }
    str url = quoted(v->text, v->a);
    const str parts[] = { STR("{\"text\":"), url, STR(",\"url\":"), url, STR("}") };
    *out = arena_join(v->a, parts, countof(parts), STR(""));
    return is_url(v, v->text);
}

/* What a JSON value says; of a fraction the digits that were meant, not those of the nearest double. */
static str json_said(const struct value *v, const struct json *j)
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
    return read_decimal(json_said(v, j), v->a, out);
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

static bool read_money(const struct value *v, str *out)
{
    str amount, currency;
    decimal d;

    *out = v->text;
    if (v->text.n && v->text.p[0] == '{')
        return with_json(v, is_money);
    str_cut(v->text, ' ', &amount, &currency);
    if (!read_decimal(amount, v->a, &d) || !is_currency(str_trim(currency)))
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
static bool read_rating(const struct value *v, str *out)
{
    str value, scale, least, most;
    decimal d[3];

    *out = v->text;
    if (v->text.n && v->text.p[0] == '{')
        return with_json(v, is_rating);
    if (!str_cut(v->text, '(', &value, &scale) || !scale.n || scale.p[scale.n - 1] != ')')
        return false;
    scale.n--;
    if (!str_cut(scale, '-', &least, &most) || !read_decimal(value, v->a, &d[0]) || !read_decimal(least, v->a, &d[1]) ||
        !read_decimal(most, v->a, &d[2]) || !is_within(d[0], d[1], d[2]))
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

/* "25 cm", "25cm" */
static bool read_measure(const struct value *v, str *out)
{
    size_t at = 0;
    decimal d;

    *out = v->text;
    if (v->text.n && v->text.p[0] == '{')
        return with_json(v, is_measure);
    while (at < v->text.n && memchr("0123456789.,", v->text.p[at], 12))
        at++;
    const str *unit = unit_of(v, (str){ v->text.p + at, v->text.n - at });
    if (!unit || !read_decimal((str){ v->text.p, at }, v->a, &d))
        return false;
    const str parts[] = { STR("{\"value\":"), decimal_format(d, v->a), STR(",\"unit\":\""), *unit, STR("\"}") };
    *out = arena_join(v->a, parts, countof(parts), STR(""));
    return true;
}

/* ---- references ---- */

/* A gid of one of the kinds; where there is one kind that has numbers, its number will do. */
static bool read_reference(const struct value *v, str *out)
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

/* ---- the types ---- */

static const str dimension_units[] = { STR_INIT("mm"), STR_INIT("cm"), STR_INIT("m"), STR_INIT("in"), STR_INIT("ft"),
                                       STR_INIT("yd") };
static const str volume_units[] = { STR_INIT("ml"),     STR_INIT("cl"),        STR_INIT("l"),        STR_INIT("m3"),
                                    STR_INIT("us_fl_oz"), STR_INIT("us_pt"),   STR_INIT("us_qt"),    STR_INIT("us_gal"),
                                    STR_INIT("imp_fl_oz"), STR_INIT("imp_pt"), STR_INIT("imp_qt"),   STR_INIT("imp_gal") };
static const str weight_units[] = { STR_INIT("g"), STR_INIT("kg"), STR_INIT("oz"), STR_INIT("lb") };
static const str article[] = { STR_INIT("Article") }, collection[] = { STR_INIT("Collection") };
static const str company[] = { STR_INIT("Company") }, customer[] = { STR_INIT("Customer") };
static const str file[] = { STR_INIT("MediaImage"), STR_INIT("GenericFile"), STR_INIT("Video") };
static const str metaobject[] = { STR_INIT("Metaobject") }, order[] = { STR_INIT("Order") };
static const str page[] = { STR_INIT("Page"), STR_INIT("OnlineStorePage") };
static const str product[] = { STR_INIT("Product") }, variant[] = { STR_INIT("ProductVariant") };
static const str taxonomy[] = { STR_INIT("TaxonomyValue") };

/* clang-format off */
#define REFERENCE(name, kinds) { STR_INIT(name "_reference"), read_reference, true, false, kinds, countof(kinds) }
static const struct value_type value_types[] = {
    { STR_INIT("single_line_text_field"), read_line,      true,  false, NULL, 0 },
    { STR_INIT("multi_line_text_field"),  read_text,      false, false, NULL, 0 },
    { STR_INIT("number_integer"),         read_integer,   true,  true,  NULL, 0 },
    { STR_INIT("number_decimal"),         read_number,    true,  true,  NULL, 0 },
    { STR_INIT("boolean"),                read_boolean,   false, true,  NULL, 0 },
    { STR_INIT("date"),                   read_date,      true,  false, NULL, 0 },
    { STR_INIT("date_time"),              read_date_time, true,  false, NULL, 0 },
    { STR_INIT("url"),                    read_url,       true,  false, NULL, 0 },
    { STR_INIT("color"),                  read_color,     true,  false, NULL, 0 },
    { STR_INIT("json"),                   read_json,      false, true,  NULL, 0 },
    { STR_INIT("rich_text_field"),        read_rich_text, false, true,  NULL, 0 },
    { STR_INIT("money"),                  read_money,     false, true,  NULL, 0 },
    { STR_INIT("rating"),                 read_rating,    true,  true,  NULL, 0 },
    { STR_INIT("id"),                     read_short,     false, false, NULL, 0 },
    { STR_INIT("link"),                   read_link,      true,  true,  NULL, 0 },
    { STR_INIT("dimension"),              read_measure,   true,  true,  dimension_units, countof(dimension_units) },
    { STR_INIT("volume"),                 read_measure,   true,  true,  volume_units,    countof(volume_units) },
    { STR_INIT("weight"),                 read_measure,   true,  true,  weight_units,    countof(weight_units) },
    REFERENCE("article", article),       REFERENCE("collection", collection), REFERENCE("company", company),
    REFERENCE("customer", customer),     REFERENCE("file", file),             REFERENCE("metaobject", metaobject),
    REFERENCE("mixed", metaobject),      REFERENCE("order", order),           REFERENCE("page", page),
    REFERENCE("product", product),       REFERENCE("variant", variant),
    REFERENCE("product_taxonomy_value", taxonomy),
};
/* clang-format on */

static const struct value_type *type_find(str name, bool *list)
{
    const str head = STR("list.");

    *list = name.n > head.n && memcmp(name.p, head.p, head.n) == 0;
    if (*list)
        name = (str){ name.p + head.n, name.n - head.n };
    for (size_t i = 0; i < countof(value_types); i++)
        if (str_eq(value_types[i].name, name))
            return *list && !value_types[i].listed ? NULL : &value_types[i];
    return NULL;
}

bool metafield_type_known(str type)
{
    bool list;

    return type_find(type, &list) != NULL;
}

/* ---- lists (F-21) ---- */

/* One value of a list, as it stands in the JSON array. */
static bool read_item(const struct value *list, str text, str *out)
{
    struct value v = *list;

    v.c = (cell){ .kind = CELL_TEXT, .text = text };
    v.text = text;
    if (!v.type->read(&v, out))
        return false;
    if (!v.type->raw)
        *out = quoted(*out, v.a);
    return true;
}

static str list_text(const str *items, size_t n, struct arena *a)
{
    const str parts[] = { STR("["), arena_join(a, items, n, STR(",")), STR("]") };

    return arena_join(a, parts, countof(parts), STR(""));
}

/* JSON of values that are JSON themselves stays as it is written; strings are read like cells and written anew. */
static bool read_array(const struct value *v, const struct json *array, str *out)
{
    size_t n = json_count(array);
    bool as_written = v->type->raw;
    str items[LIST_MOST];

    if (json_kind(array) != JSON_ARRAY || n > LIST_MOST)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct json *item = json_at(array, i);
        as_written &= json_kind(item) != JSON_STRING;
        if (!read_item(v, json_said(v, item), &items[i]))
            return false;
    }
    *out = as_written ? v->text : list_text(items, n, v->a);
    return true;
}

static char separator_of(str s)
{
    if (memchr(s.p, '\n', s.n))
        return '\n';
    return memchr(s.p, ';', s.n) ? ';' : ',';
}

static bool read_separated(const struct value *v, str *out)
{
    str rest = line_feeds(v->text, v->a), part, items[LIST_MOST];
    char separator = separator_of(rest);
    size_t n = 0;

    for (bool more = true; more;) {
        more = str_cut(rest, separator, &part, &rest);
        part = text_trim(part);
        if (part.n && (n == LIST_MOST || !read_item(v, part, &items[n++])))
            return false;
    }
    *out = list_text(items, n, v->a);
    return true;
}

static bool read_list(const struct value *v, str *out)
{
    struct err err;
    struct json *array;

    if (v->text.n && v->text.p[0] == '[') {
        if (!json_parse(v->text, &array, &err))
            return false;
        bool ok = read_array(v, array, out);
        json_free(array);
        return ok;
    }
    if (v->c.kind == CELL_TEXT)
        return read_separated(v, out);
    struct value one = *v; /* a number or a date cell is a list of one */
    str item;
    if (!one.type->read(&one, &item))
        return false;
    item = one.type->raw ? item : quoted(item, one.a);
    *out = list_text(&item, 1, one.a);
    return true;
}

bool metafield_value(str type, const struct cell_context *ctx, cell c, str *out, struct arena *a)
{
    bool list;
    const struct value_type *t = type_find(type, &list);
    struct value v = { t, ctx, c, text_trim(c.text), a };

    if (!t || !v.text.n)
        return false;
    return list ? read_list(&v, out) : t->read(&v, out);
}
