#include "model/columns.h"

#include "base/unicode.h"
#include "model/types.h"

/* Each line of columns.def names a field of the C type that its column type fills. */
#define COLUMN(id, header, ja, type, record, field, access, group, doc, doc_ja)                        \
    _Static_assert(_Generic(((struct record *)0)->field, field_##type : 1, default : 0),               \
                   "columns.def: " #id " and its field differ in type");
#include "model/columns.def"
#undef COLUMN

const struct column columns[COL_COUNT] = {
#define COLUMN(id, header_, ja_, type_, record_, field_, access_, group_, doc_, doc_ja_) \
    [COL_##id] = { STR_INIT(header_), STR_INIT(ja_), TYPE_##type_, RECORD_##record_,     \
                   offsetof(struct record_, field_), ACCESS_##access_, GROUP_##group_, doc_, doc_ja_ },
#include "model/columns.def"
#undef COLUMN
};

_Static_assert(offsetof(struct customer, has) == 0 && offsetof(struct address, has) == 0,
               "both records begin with their presence");

const char *group_name(enum column_group g)
{
    static const char *const names[GROUP_COUNT] = { "basic", "rows", "addresses", "orders", "activation",
                                                    "tax",   "metafields" };

    return g < GROUP_COUNT ? names[g] : NULL;
}

static const struct type *type_of(enum column_id col)
{
    return &types[columns[col].type];
}

static void *field(enum column_id col, void *record)
{
    return (char *)record + columns[col].offset;
}

static const void *field_const(enum column_id col, const void *record)
{
    return (const char *)record + columns[col].offset;
}

static bool is_blank(cell c)
{
    return c.kind == CELL_EMPTY || (c.kind == CELL_TEXT && text_is_blank(c.text));
}

/* V-CELL-1, V-CELL-2: what no type can read. */
static bool is_refused(const struct reading *r, cell c)
{
    if (c.kind == CELL_ERROR)
        finding_add(r->findings, (struct finding){ FINDING_ERROR_CELL, r->row, r->column, { { "", 0 }, c.text } });
    else if (c.kind == CELL_NO_VALUE)
        finding_add(r->findings, (struct finding){ FINDING_FORMULA_WITHOUT_VALUE, r->row, r->column, { { "", 0 } } });
    return c.kind == CELL_ERROR || c.kind == CELL_NO_VALUE;
}

static enum outcome read_cell(const struct reading *r, cell c, void *to)
{
    if (is_refused(r, c))
        return READ_BAD;
    return is_blank(c) ? READ_BLANK : r->type->parse(r, c, to);
}

bool column_parse(enum column_id col, const struct cell_context *ctx, str country, cell c, void *record,
                  uint32_t row, int32_t sheet_column, struct findings *findings)
{
    struct presence *has = record;
    struct reading r = { type_of(col), ctx, country, row, sheet_column, findings };
    enum outcome outcome;

    has->seen &= ~COL_BIT(col);
    has->blank &= ~COL_BIT(col);
    has->unjudged &= ~COL_BIT(col);
    has->unlikely &= ~COL_BIT(col);
    if (columns[col].type == TYPE_REMOVED)
        return true;
    outcome = read_cell(&r, c, field(col, record));
    if (outcome == READ_VALUE || outcome == READ_UNJUDGED || outcome == READ_BLANK)
        has->seen |= COL_BIT(col);
    if (outcome == READ_UNJUDGED)
        has->unjudged |= COL_BIT(col);
    if (outcome == READ_BLANK)
        has->blank |= COL_BIT(col);
    return outcome != READ_BAD;
}

cell column_format(enum column_id col, const struct cell_context *ctx, const void *record, struct arena *a)
{
    const struct presence *has = record;

    if (!(has->seen & COL_BIT(col)) || (has->blank & COL_BIT(col)) || columns[col].type == TYPE_REMOVED)
        return (cell){ .kind = CELL_EMPTY };
    cell c = type_of(col)->format(ctx, type_of(col), field_const(col, record), a);
    return c.text.n ? c : (cell){ .kind = CELL_EMPTY };
}

enum cell_style column_style(enum column_id col)
{
    return type_of(col)->style;
}

const str *column_words(enum column_id col, size_t *n)
{
    const struct vocabulary *words = type_of(col)->words;

    *n = words ? words->n : 0;
    return words ? words->words : NULL;
}

bool column_equal(enum column_id col, const void *a, const void *b)
{
    return type_of(col)->equal(field_const(col, a), field_const(col, b));
}
