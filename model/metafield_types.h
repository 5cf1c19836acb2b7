/*
 * metafield_types.h - one reader for each type of metafield (docs/FORMAT.md, F-11 to F-20), for metafield_value.c.
 *
 * Source: https://shopify.dev/docs/apps/build/metafields/list-of-data-types
 */
#ifndef MODEL_METAFIELD_TYPES_H
#define MODEL_METAFIELD_TYPES_H

#include "base/json.h"
#include "base/num.h"
#include "model/columns.h"

struct value_type;

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

/* What Shopify stores, a view of the value or in its arena; false when it does not fit. */
bool value_text(const struct value *v, str *out);
bool value_line(const struct value *v, str *out);
bool value_short(const struct value *v, str *out);
bool value_url(const struct value *v, str *out);
bool value_color(const struct value *v, str *out);
bool value_integer(const struct value *v, str *out);
bool value_number(const struct value *v, str *out);
bool value_boolean(const struct value *v, str *out);
bool value_date(const struct value *v, str *out);
bool value_date_time(const struct value *v, str *out);
bool value_json(const struct value *v, str *out);
bool value_rich_text(const struct value *v, str *out);
bool value_link(const struct value *v, str *out);
bool value_money(const struct value *v, str *out);
bool value_rating(const struct value *v, str *out);
bool value_measure(const struct value *v, str *out);
bool value_reference(const struct value *v, str *out);

/* A decimal without exponent, of any width. */
bool value_decimal(str s, struct arena *a, decimal *out);

/* As a JSON string. */
str value_quoted(str s, struct arena *a);

/* What a JSON value says; of a fraction the digits that were meant, not those of the nearest double. */
str value_said(const struct value *v, const struct json *j);

#endif
