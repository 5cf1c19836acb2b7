#include "model/fields.h"

#include <string.h>

/* An enum is compatible with unsigned int for gcc and clang alike. */
#define KIND_OF(record, field)                   \
    _Generic(((struct record *)NULL)->field, str \
             : FIELD_TEXT, int64_t               \
             : FIELD_INTEGER, bool               \
             : FIELD_BOOL, unsigned              \
             : FIELD_WORD, struct texts          \
             : FIELD_TEXTS, decimal              \
             : FIELD_DECIMAL, struct presence    \
             : FIELD_NONE)

static const uint8_t kinds[COL_COUNT] = {
#define COLUMN(id, header, ja, type, record, field, access, group, doc, doc_ja) \
    [COL_##id] = KIND_OF(record, field),
#include "model/columns.def"
#undef COLUMN
};

static const size_t sizes[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = sizeof(str),      [FIELD_INTEGER] = sizeof(int64_t),    [FIELD_BOOL] = sizeof(bool),
    [FIELD_WORD] = sizeof(unsigned), [FIELD_TEXTS] = sizeof(struct texts), [FIELD_DECIMAL] = sizeof(decimal),
};

enum field_kind field_kind(enum column_id col)
{
    return (enum field_kind)kinds[col];
}

void *field_at(enum column_id col, void *record)
{
    return (char *)record + columns[col].offset;
}

const void *field_of(enum column_id col, const void *record)
{
    return (const char *)record + columns[col].offset;
}

bool field_given(enum column_id col, const void *record)
{
    const struct presence *has = record;

    if (!(has->seen & ~has->blank & COL_BIT(col)))
        return false;
    if (kinds[col] == FIELD_TEXT)
        return ((const str *)field_of(col, record))->n > 0;
    if (kinds[col] == FIELD_TEXTS)
        return ((const struct texts *)field_of(col, record))->n > 0;
    return true;
}

bool field_blank(enum column_id col, const void *record)
{
    const struct presence *has = record;

    return (has->seen & COL_BIT(col)) && !field_given(col, record);
}

void field_copy(enum column_id col, void *to, const void *from)
{
    struct presence *has = to;
    const struct presence *had = from;
    uint64_t bit = COL_BIT(col);

    has->seen = (has->seen & ~bit) | (had->seen & bit);
    has->blank = (has->blank & ~bit) | (had->blank & bit);
    memcpy(field_at(col, to), field_of(col, from), sizes[kinds[col]]);
}

void field_clear(enum column_id col, void *record)
{
    struct presence *has = record;

    has->seen |= COL_BIT(col);
    has->blank |= COL_BIT(col);
    memset(field_at(col, record), 0, sizes[kinds[col]]);
}

bool field_same(enum column_id col, const void *a, const void *b)
{
    bool given = field_given(col, a);

    if (given != field_given(col, b))
        return false;
    return !given || column_equal(col, a, b);
}
