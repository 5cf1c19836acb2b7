/*
 * metafield_value.c - the values of metafields, by type, and lists of them (docs/FORMAT.md, F-6, F-21).
 */
#include "base/unicode.h"
#include "model/metafield.h"
#include "model/metafield_types.h"
#include "model/types.h"

#include <string.h>

enum { LIST_MOST = 128 };

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
#define REFERENCE(name, kinds) { STR_INIT(name "_reference"), value_reference, true, false, kinds, countof(kinds) }
static const struct value_type value_types[] = {
    { STR_INIT("single_line_text_field"), value_line,      true,  false, NULL, 0 },
    { STR_INIT("multi_line_text_field"),  value_text,      false, false, NULL, 0 },
    { STR_INIT("number_integer"),         value_integer,   true,  true,  NULL, 0 },
    { STR_INIT("number_decimal"),         value_number,    true,  true,  NULL, 0 },
    { STR_INIT("boolean"),                value_boolean,   false, true,  NULL, 0 },
    { STR_INIT("date"),                   value_date,      true,  false, NULL, 0 },
    { STR_INIT("date_time"),              value_date_time, true,  false, NULL, 0 },
    { STR_INIT("url"),                    value_url,       true,  false, NULL, 0 },
    { STR_INIT("color"),                  value_color,     true,  false, NULL, 0 },
    { STR_INIT("json"),                   value_json,      false, true,  NULL, 0 },
    { STR_INIT("rich_text_field"),        value_rich_text, false, true,  NULL, 0 },
    { STR_INIT("money"),                  value_money,     false, true,  NULL, 0 },
    { STR_INIT("rating"),                 value_rating,    true,  true,  NULL, 0 },
    { STR_INIT("id"),                     value_short,     false, false, NULL, 0 },
    { STR_INIT("link"),                   value_link,      true,  true,  NULL, 0 },
    { STR_INIT("dimension"),              value_measure,   true,  true,  dimension_units, countof(dimension_units) },
    { STR_INIT("volume"),                 value_measure,   true,  true,  volume_units,    countof(volume_units) },
    { STR_INIT("weight"),                 value_measure,   true,  true,  weight_units,    countof(weight_units) },
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
        *out = value_quoted(*out, v.a);
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
        if (!read_item(v, value_said(v, item), &items[i]))
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
    item = one.type->raw ? item : value_quoted(item, one.a);
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
