/*
 * bulk_rows.h - the lines of a bulk query's answer, found again by parent. For bulk_query.c.
 */
#ifndef API_BULK_ROWS_H
#define API_BULK_ROWS_H

#include "api/bulk_parts.h"

enum { BULK_ROW_MAX = 64 << 20 }; /* bytes of one parent with its children */

/* Reads the lines of f, which is taken over (and emptied) also when this fails; f->file may be NULL: no lines. */
must_check bool bulk_rows_open(struct bulk_rows **out, struct bulk_file *f, struct err *err);
/* The same where the parents are of another kind: "Order" as in gid://shopify/Order/1. */
must_check bool bulk_rows_open_of(struct bulk_rows **out, const char *kind, struct bulk_file *f, struct err *err);

#endif
