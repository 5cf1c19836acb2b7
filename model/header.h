/*
 * header.h - the header row: which column is where.
 *
 * docs/FORMAT.md, chapter "The header row".
 */
#ifndef MODEL_HEADER_H
#define MODEL_HEADER_H

#include "model/columns.h"

/* Legacy and foreign headers whose cells mean something else than the column they fill (docs/FORMAT.md, "Aliases"). */
enum alias_meaning {
    ALIAS_PLAIN,             /* another name of the same column */
    ALIAS_ACCEPTS_EMAIL,     /* yes/TRUE: subscribed; no/FALSE: unsubscribed, but only if subscribed now */
    ALIAS_ACCEPTS_SMS,
    ALIAS_DEFAULT_ADDRESS,   /* Shopify's own CSV: the one address is the default */
};

struct metafield_column {
    str namespace, key, type; /* type "" until the shop's definition or a finding settles it */
    size_t column;            /* of the sheet, from 0 */
    str header;               /* as written, for messages */
};

struct header {
    uint32_t row;
    size_t count;                   /* cells of the header row */
    const str *text;                /* of each cell, as written */
    const int16_t *column;          /* of each cell: enum column_id, or -1 (unknown, metafield or blank) */
    const uint8_t *meaning;         /* of each cell: enum alias_meaning */
    int32_t position[COL_COUNT];    /* sheet column of each column, or -1: absent */
    uint64_t present;               /* COL_BIT of each column that is there */
    struct metafield_column *metafields;
    size_t metafield_count;
    bool shopify_csv;               /* one of Shopify's own customer CSV dialects */
};

/*
 * Reads rows until the header is found: the first of the first 20 rows that
 * holds a key column (ID, Email, Phone, First Name, or an alias). Notes and
 * warnings go to `findings`. ERR_FORMAT when there is none, and when a column stands twice (names both cells).
 */
must_check bool header_read(struct header *out, struct row_source *rows, struct findings *findings,
                            struct arena *a, struct err *err);

/* The column with this header in English or Japanese or by an alias; COL_COUNT when there is none. */
enum column_id column_find(str header, struct arena *scratch);

/* The index of the sheet meant, by docs/FORMAT.md, "Finding the sheet". `wanted`: --sheet, a name or a number from 1; "" when not given.
 * ERR_FORMAT lists the sheets. visible[i], has_cells[i] as xlsx/book.h says. */
struct sheet_candidate {
    str name;
    bool visible, has_cells;
};
must_check bool sheet_choose(const struct sheet_candidate *sheets, size_t n, str wanted, bool is_csv,
                             size_t *out, struct findings *findings, struct err *err);

#endif
