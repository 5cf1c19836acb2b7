#include "model/pack_fields.h"

#include "base/message.h"

static const str identifiers[COL_COUNT] = {
#define COLUMN(id, header, ja, type, record, field, access, group, doc, doc_ja) [COL_##id] = STR_INIT(#id),
#include "model/columns.def"
#undef COLUMN
};

static const char *const identifiers_z[COL_COUNT] = {
#define COLUMN(id, header, ja, type, record, field, access, group, doc, doc_ja) [COL_##id] = #id,
#include "model/columns.def"
#undef COLUMN
};

str column_identifier(enum column_id col)
{
    return identifiers[col];
}

enum column_id column_by_identifier(str name)
{
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (str_eq(identifiers[col], name))
            return col;
    return COL_COUNT;
}

void pack_texts(struct json_writer *to, struct texts list)
{
    json_write_open(to, '[');
    for (size_t i = 0; i < list.n; i++)
        json_write_str(to, list.at[i]);
    json_write_close(to, ']');
}

struct texts unpack_texts(const struct json *v, struct arena *a)
{
    size_t n = json_count(v);
    str *at = n ? arena_array(a, str, n) : NULL;

    for (size_t i = 0; i < n; i++)
        at[i] = arena_copy(a, json_str(json_at(v, i)));
    return (struct texts){ at, n };
}

void pack_columns(struct json_writer *to, uint64_t set)
{
    json_write_open(to, '[');
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (set & COL_BIT(col))
            json_write_str(to, identifiers[col]);
    json_write_close(to, ']');
}

uint64_t unpack_columns(const struct json *v)
{
    uint64_t set = 0;

    for (size_t i = 0; i < json_count(v); i++) {
        enum column_id col = column_by_identifier(json_str(json_at(v, i)));
        if (col < COL_COUNT)
            set |= COL_BIT(col);
    }
    return set;
}

/* ---- one pair of functions for each C type --------------------------------------------------- */

static void put_text(struct json_writer *to, enum column_id col, const void *field)
{
    (void)col;
    json_write_str(to, *(const str *)field);
}

static bool take_text(enum column_id col, const struct json *v, void *field, struct arena *a)
{
    (void)col;
    *(str *)field = arena_copy(a, json_str(v));
    return json_kind(v) == JSON_STRING;
}

static void put_integer(struct json_writer *to, enum column_id col, const void *field)
{
    (void)col;
    json_write_int(to, *(const int64_t *)field);
}

static bool take_integer(enum column_id col, const struct json *v, void *field, struct arena *a)
{
    (void)col;
    (void)a;
    *(int64_t *)field = json_int(v);
    return json_kind(v) == JSON_INTEGER;
}

static void put_bool(struct json_writer *to, enum column_id col, const void *field)
{
    (void)col;
    json_write_bool(to, *(const bool *)field);
}

static bool take_bool(enum column_id col, const struct json *v, void *field, struct arena *a)
{
    (void)col;
    (void)a;
    *(bool *)field = json_bool(v);
    return json_kind(v) == JSON_TRUE || json_kind(v) == JSON_FALSE;
}

static void put_word(struct json_writer *to, enum column_id col, const void *field)
{
    size_t n;
    const str *words = column_words(col, &n);
    unsigned value = *(const unsigned *)field;

    json_write_str(to, value < n ? words[value] : STR(""));
}

static bool take_word(enum column_id col, const struct json *v, void *field, struct arena *a)
{
    size_t n;
    const str *words = column_words(col, &n);

    (void)a;
    for (size_t i = 0; i < n; i++)
        if (str_eq(words[i], json_str(v))) {
            *(unsigned *)field = (unsigned)i;
            return true;
        }
    return false;
}

static void put_texts(struct json_writer *to, enum column_id col, const void *field)
{
    (void)col;
    pack_texts(to, *(const struct texts *)field);
}

static bool take_texts(enum column_id col, const struct json *v, void *field, struct arena *a)
{
    (void)col;
    *(struct texts *)field = unpack_texts(v, a);
    return json_kind(v) == JSON_ARRAY;
}

/* [units, scale]: exact, whatever it is. */
static void put_decimal(struct json_writer *to, enum column_id col, const void *field)
{
    const decimal *d = field;

    (void)col;
    json_write_open(to, '[');
    json_write_int(to, d->units);
    json_write_int(to, d->scale);
    json_write_close(to, ']');
}

static bool take_decimal(enum column_id col, const struct json *v, void *field, struct arena *a)
{
    int64_t scale = json_int(json_at(v, 1));

    (void)col;
    (void)a;
    if (json_count(v) != 2 || scale < 0 || scale > 18)
        return false;
    *(decimal *)field = (decimal){ json_int(json_at(v, 0)), (uint8_t)scale };
    return true;
}

static const struct {
    void (*put)(struct json_writer *to, enum column_id col, const void *field);
    bool (*take)(enum column_id col, const struct json *v, void *field, struct arena *a);
} forms[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = { put_text, take_text },    [FIELD_INTEGER] = { put_integer, take_integer },
    [FIELD_BOOL] = { put_bool, take_bool },    [FIELD_WORD] = { put_word, take_word },
    [FIELD_TEXTS] = { put_texts, take_texts }, [FIELD_DECIMAL] = { put_decimal, take_decimal },
};

static bool belongs(enum column_id col, enum column_record which)
{
    return columns[col].record == which && field_kind(col) != FIELD_NONE;
}

void pack_fields(struct json_writer *to, const void *record, enum column_record which)
{
    const struct presence *has = record;

    for (enum column_id col = 0; col < COL_COUNT; col++) {
        if (!(has->seen & COL_BIT(col)) || !belongs(col, which))
            continue;
        json_write_key(to, identifiers[col]);
        if (has->blank & COL_BIT(col))
            json_write_null(to);
        else
            forms[field_kind(col)].put(to, col, field_of(col, record));
    }
}

bool unpack_fields(const struct json *from, void *record, enum column_record which, struct arena *a,
                   struct err *err)
{
    struct presence *has = record;

    for (enum column_id col = 0; col < COL_COUNT; col++) {
        const struct json *v = belongs(col, which) ? json_get(from, identifiers_z[col]) : NULL;
        if (!v)
            continue;
        has->seen |= COL_BIT(col);
        if (json_kind(v) == JSON_NULL)
            has->blank |= COL_BIT(col);
        else if (!forms[field_kind(col)].take(col, v, field_at(col, record), a))
            return err_set(err, ERR_FORMAT, _("\"%s\" in the journal is not what it should be"),
                           identifiers_z[col]);
    }
    return true;
}
