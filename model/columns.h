/*
 * columns.h - what each column is, and the way in and out of a record.
 *
 * The table is model/columns.def, and nothing else in the program lists
 * columns. Behaviour belongs to a column's type (types.h), never to a column.
 */
#ifndef MODEL_COLUMNS_H
#define MODEL_COLUMNS_H

#include "base/table.h"
#include "base/time.h"
#include "model/customer.h"
#include "model/finding.h"

enum column_id {
#define COLUMN(id, header, ja, type, record, field, access, group, doc, doc_ja) COL_##id,
#include "model/columns.def"
#undef COLUMN
    COL_COUNT
};

_Static_assert(COL_COUNT <= 64, "struct presence keeps one bit per column");
#define COL_BIT(col) (UINT64_C(1) << (col))

enum column_access {
    ACCESS_BOTH,    /* import and export */
    ACCESS_EXPORT,  /* exported; ignored on import */
    ACCESS_IMPORT,  /* tells the importer what to do; exported blank or as cli.md says */
    ACCESS_REMOVED, /* Shopify no longer has it; ignored with a note that says why */
    ACCESS_RESULT,  /* Import Result, Import Comment: ignored silently */
};

enum column_group {
    GROUP_BASIC,
    GROUP_ROWS,
    GROUP_ADDRESSES,
    GROUP_ORDERS,
    GROUP_ACTIVATION,
    GROUP_TAX,
    GROUP_METAFIELDS,
    GROUP_NONE, /* never exported */
    GROUP_COUNT
};
#define GROUP_BIT(group) (1u << (group))
#define GROUPS_DEFAULT   (GROUP_BIT(GROUP_BASIC) | GROUP_BIT(GROUP_ROWS) | GROUP_BIT(GROUP_ADDRESSES))
#define GROUPS_ALL       (((1u << GROUP_NONE) - 1) & ~GROUP_BIT(GROUP_ACTIVATION)) /* `--groups all` */
const char *group_name(enum column_group g); /* "basic", ... ; NULL for GROUP_NONE */

enum column_record { RECORD_customer, RECORD_address };

struct column {
    str header, header_ja;
    int type; /* enum type_id of types.h */
    enum column_record record;
    size_t offset; /* of the field in that record */
    enum column_access access;
    enum column_group group;
    const char *doc, *doc_ja;
};

extern const struct column columns[COL_COUNT];

/* What the meaning of a cell depends on beside the cell. */
struct cell_context {
    const struct zone *zone; /* for times without an offset and for times written */
    str country; /* ISO 3166-1 alpha-2 for national phone numbers, of --country; "" when not known */
    uint8_t money_decimals;    /* of the shop's currency */
    bool text_times;           /* column_format() gives times as text with offset (CSV), not as date cells */
    struct phone_memo *phones; /* remembers what was read (model/phone_memo.h); NULL: nothing does */
    bool judge_later; /* E.164 numbers that could be one are `unjudged`: plan_for() knows what the shop has */
};

/*
 * Read one cell into a record (struct customer or struct address, as columns[col].record says) and set
 * its bits in `has`. A blank cell is always fine. Texts are copied to `findings->arena`. What is wrong is added to `findings` for (row, sheet_column); false when
 * that was an error, and then the column counts as absent. `country`: of the row's address, for phones; "" if none.
 */
bool column_parse(enum column_id col, const struct cell_context *ctx, str country, cell c, void *record,
                  uint32_t row, int32_t sheet_column, struct findings *findings);

/* The cell for a record's field, in `a`; CELL_EMPTY where the record does not have it or it is blank. */
cell column_format(enum column_id col, const struct cell_context *ctx, const void *record, struct arena *a);

/* The style of a column's cells in a workbook. */
enum cell_style column_style(enum column_id col);

/* The words that a column allows, for drop-downs and docs; NULL and 0 for other types. */
const str *column_words(enum column_id col, size_t *n);

/* A field of two records compared by its type (emails without case, tags as sets, ...). */
bool column_equal(enum column_id col, const void *a, const void *b);

#endif
