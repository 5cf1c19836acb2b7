/*
 * export_parts.h - the inside of an export, shared by export*.c only.
 */
#ifndef JOB_EXPORT_PARTS_H
#define JOB_EXPORT_PARTS_H

#include "job/export.h"

struct export_column {
    enum column_id id; /* COL_COUNT: a metafield */
    struct metafield_definition metafield;
    str header;
};

struct export
{
    struct shop *shop;
    const struct export_options *options;
    const struct table_output *output;
    struct progress *progress;
    struct export_counts *counts;

    struct shop_info info;
    struct cell_context cells;
    shop_groups groups; /* that the columns need */
    struct export_column *columns;
    size_t column_count;
    bool has_addresses;

    struct table *table; /* of the file in hand; NULL: none */
    size_t rows;         /* in it, below the header */
    struct arena arena;  /* of the whole export */
    struct arena page;   /* of the cells of the customers in hand */
};

/* export_columns.c */
must_check bool export_columns(struct export *x,
                               struct err *err);                 /* chooses them, and the groups they need */
void export_layout(const struct export *x, struct table *table); /* begins the sheet */

/* export_summary.c: the sheet of what is missing, if anything is, in the file in hand. */
void export_summary(struct export *x);

/* export_rows.c: a customer's rows, in the file in hand or, when they no longer fit, the next. */
must_check bool export_file(struct export *x,
                            struct err *err); /* finishes the one in hand and opens the next */
must_check bool export_customer(struct export *x, const struct customer *c, struct err *err);

/* export_from.c: the customers that options->from names. */
must_check bool export_from(struct export *x, struct err *err);

/* export.c: all that the filter lets through; `take`, which must not use the shop, false ends it. The page's memory goes
 * after each page. */
must_check bool export_list(struct export *x, const struct shop_filter *filter, shop_groups groups,
                            bool (*take)(void *context, const struct customer *c, struct err *err),
                            void *context, struct err *err);

#endif
