/*
 * export.h - shop to table.
 */
#ifndef JOB_EXPORT_H
#define JOB_EXPORT_H

#include "job/import.h"

enum header_language { HEADERS_EN, HEADERS_JA };

struct export_options {
    shop_groups groups;
    const enum column_id *columns; /* --columns: exact list and order; NULL: those of `groups` */
    size_t column_count;
    /* Named in --columns as "Metafield: ns.key"; NULL with GROUP_METAFIELDS: those of the shop's definitions
     * and, beside them, every other that a first pass finds. */
    const struct metafield_definition *metafields;
    size_t metafield_count;
    enum header_language headers;
    str sheet_name;                   /* "" : Customers, or 顧客 with HEADERS_JA */
    const struct zone *zone;          /* NULL: the shop's */
    bool text_times;                  /* CSV, JSONL: times as text with offset */
    const struct shop_filter *filter; /* NULL: all */
    const struct row_input *from;     /* only customers whose ID, Email or Phone stand there; NULL: all */
    size_t max_rows;                  /* rows of a table below the header; 0: ROW_MAX - 1 */
    bool template_only;               /* the header and nothing else */
    /* Told of every text that a cell of a workbook cannot hold whole (FORMAT.md, V-TEXT-6); NULL: nobody is. */
    void (*findings)(void *context, const struct finding *at, size_t n);
    void *findings_context;
    const struct words *words; /* of the Summary sheet, if there is one; NULL: English */
};

/*
 * What an export could not have whole is not blank in it, for a later import would take blanks for "clear": the columns
 * are left out, and a sheet "Summary" in each file says which and why. Where nothing is missing there is no such sheet.
 */
extern const char export_note_hidden[], export_note_recent[]; /* N_(): the two reasons */

struct export_counts {
    size_t customers, rows, files, missing; /* missing: of `from`, not in the shop */
    uint64_t left_out;       /* COL_BIT of columns that the shop does not show to this program */
    bool recent_orders_only; /* first orders older than 60 days are not known */
};

/* Makes the table of the n-th file (from 1). */
struct table_output {
    void *context;
    bool (*open)(void *context, size_t n, struct table **out, struct err *err);
};

must_check bool export_run(struct shop *shop, const struct export_options *options,
                           const struct table_output *output, struct progress *progress,
                           struct export_counts *counts, struct err *err);

#endif
