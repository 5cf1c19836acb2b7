/*
 * metafield.h - metafield columns and their values (docs/FORMAT.md, chapter F).
 */
#ifndef MODEL_METAFIELD_H
#define MODEL_METAFIELD_H

#include "model/header.h"

enum metafield_header {
    METAFIELD_NONE,      /* the header is not that of a metafield */
    METAFIELD_COLUMN,
    METAFIELD_BAD_NAME,  /* METAFIELD_NAME: the namespace or the key cannot be one */
    METAFIELD_BAD_TYPE,  /* METAFIELD_TYPE_UNKNOWN */
};

/* "Metafield: namespace.key [type]". Fills namespace, key and type (in `a`); `header` and `column` are the caller's. */
enum metafield_header metafield_header_parse(str header, struct metafield_column *out, struct arena *a);
str metafield_header_format(str namespace, str key, str type, struct arena *a);

/* The header without its type, for findings: "birthday", "loyalty.points". */
str metafield_name(str namespace, str key, struct arena *a);

bool metafield_type_known(str type);

/* The value that Shopify stores for a cell of this type. False when the cell does not fit; c is not blank. */
bool metafield_value(str type, const struct cell_context *ctx, cell c, str *out, struct arena *a);

/*
 * Reads one cell of a metafield column. A blank cell is fine and deletes the metafield. With a type the value is
 * checked, and false means that a finding was added and the column counts as absent. Without one out->type is
 * "" and out->value the text of the cell: the shop's definition decides later, by metafield_value().
 */
bool metafield_parse(const struct metafield_column *col, const struct cell_context *ctx, cell c, struct metafield *out,
                     uint32_t row, struct findings *findings);

/* The cell of an export: TRUE/FALSE and numbers of up to 15 digits as such, all else as text (F-22). */
cell metafield_format(const struct metafield *m, struct arena *a);

#endif
