/*
 * import.h - rows in, shop changed, result and undo tables out.
 *
 * The one place where rows, meaning and the shop meet. Everything it needs
 * is handed to it, so a test runs it with an array of rows and a shop in
 * memory. `check` is an import without a shop, `plan` one without apply.
 */
#ifndef JOB_IMPORT_H
#define JOB_IMPORT_H

#include "job/journal.h"
#include "job/progress.h"
#include "model/record.h"

/* The input, which is read more than once. */
struct row_input {
    void *context;
    bool (*open)(void *context, struct row_source **out, struct err *err);
    str name; /* of the file and the sheet, for messages; "" for none */
};

/* How findings become words: cmd/ translates, a job never does. In `a`. */
struct words {
    str (*finding)(const struct finding *f, struct arena *a);
    /* A short word or sentence of the result workbook, by the English one ("OK" is never passed through
     * it). */
    str (*text)(const char *english);
};

/* More than this is not done without asking; what was confirmed. */
struct import_limits {
    size_t deletes, replaces, cleared, mails;
};

struct import_counts {
    size_t rows, customers;
    size_t kinds[OP_KIND_COUNT]; /* customers by what was done, or would be; OP_REFUSED: failed, whatever the reason */
    size_t warnings, mails, not_run;
    size_t cleared[COL_COUNT], cleared_metafields; /* values that blanks clear, by column */
};
size_t import_cleared(const struct import_counts *c); /* the sum */

struct import_options {
    bool blank_keeps, ignore_id, fail_fast,
        only_failed;                /* only_failed: rows whose Import Result is "Failed" */
    str country;                    /* --country; "" : the shop's is not used for phones unless given */
    const struct zone *zone;        /* --timezone; NULL: the shop's (UTC where there is no shop) */
    size_t limit;                   /* only the first N customers; 0: all */
    size_t max_errors;              /* stop after that many failed; 0: never */
    bool confirmed_all;             /* --yes */
    struct import_limits confirmed; /* not to be exceeded unless confirmed_all */
};

/* Where a plan's details go: called for every customer, in file order. Both may be NULL. */
struct plan_listener {
    void *context;
    void (*customer)(void *context, const struct op *op, const struct change *changes, size_t n);
    void (*findings)(void *context, const struct finding *at, size_t n);
};

struct report;
struct table;

/*
 * The result, written while the import goes on, which spares reading the input once more. `complete` afterwards: all is in
 * the table, and its counts are here; the caller finishes it. Otherwise the table is for table_abandon(), and
 * report_result() writes it anew: where the job was resumed or stopped, only a part of the input was wanted, something stands
 * between the header and the first customer, or rows are larger than they may be kept.
 */
struct import_result {
    const struct report *report;
    struct table *out;
    struct import_counts counts;
    bool complete;
};

struct import {
    struct row_input input;
    struct shop *shop;           /* NULL: check only */
    struct journal_job *journal; /* NULL: a dry run (plan), or check */
    const struct import_options *options;
    const struct plan_listener *listener; /* NULL: none */
    struct import_result *result;         /* NULL: not wanted now */
    struct progress *progress;
    size_t expected; /* customers, for progress; 0: not known */
    int64_t now;
    /* Called before and after each step that survives a crash ("journal sent", "shop apply", ...), for
     * tests that end the process there. NULL: none. */
    void (*step)(void *context, const char *name);
    void *step_context;
};

/* Carries it out. The counts are those of the whole job, also of parts done by an earlier run. Does not
 * end the job in the journal: whoever holds it does so (journal_end()) once the reports are written.
 * ERR_REFUSED before the batch that would exceed options->confirmed; ERR_INTERRUPTED after
 * progress->stop or max_errors: what is done is journalled and the job can be resumed. */
must_check bool import_run(const struct import *job, struct import_counts *counts, struct err *err);

/* The counts as the journal keeps them. */
void import_summarize(const struct import_counts *counts, struct job_summary *out);

/* The result and the undo table of a job, from the input read again and the journal. */
struct report {
    struct row_input input;
    struct journal *journal;
    int64_t job_number;
    const struct shop_info *shop;
    const struct import_options *options;
    const struct words *words;
    str input_name, input_sha256, sheet_name, version, options_text;
    struct progress *progress;
};
/* The counts are those of the whole job, also of parts done by an earlier run. Both tables are finished
 * (committed) or abandoned. */
must_check bool report_result(const struct report *r, struct table *out, struct import_counts *counts,
                              struct err *err);
must_check bool report_undo(const struct report *r, struct table *out, struct err *err);

/* A table with Summary, Changes and Findings for `plan -o`. Findings are spooled to a temporary file,
 * not kept in memory. */
must_check bool report_plan(const struct import *job, const struct report *r, struct table *out,
                            struct import_counts *counts, struct err *err);

#endif
