/*
 * bulk.h - bulk operations of the Admin API: many mutations in one file, all customers in one answer.
 *
 * https://shopify.dev/docs/api/usage/bulk-operations. Not limited by points; at most five of each kind run at once in a
 * shop (others wait here until one ends, also those of other programs). Operations are named by clientIdentifier, so
 * that one that was begun before a crash is found again, never begun twice. The API gives no way to ask for a
 * clientIdentifier (BulkOperation has no such field, bulkOperations(query:) no such filter), so the same identifier is
 * the operation's name inside the document (document_bulk_call()), which BulkOperation.query gives back.
 */
#ifndef API_BULK_H
#define API_BULK_H

#include "api/admin.h"
#include "api/documents.h"
#include "base/buf.h"

enum {
    BULK_SIDE_BY_SIDE = 5,
    BULK_FILE_MAX = 100 << 20, /* bytes of one upload: Shopify's limit is 100 MB */
};

/* One operation: `n` calls of one mutation. Lines of one operation run in any order. */
struct bulk_job {
    enum mutation_id mutation;
    /* 10 to 200 letters, digits and _, a letter first; never the same for different lines. What does not go into one
     * file becomes several operations: "IDENTIFIER_FIRST_N" is N lines from line FIRST (from 0), so that their lines are
     * known again however long they become when they are written once more. */
    str identifier;
    size_t n;
    void *context;
    void (*write)(void *context, size_t line, struct buf *to); /* the line's JSON, without a newline */
    void (*answer)(void *context, size_t line,
                   const struct json *reply); /* {"data":…} or {"errors":…}; once a line */
    bool attach_only; /* only one that was begun before; not begun when there is none */
    /* Seconds that a request to begin it, of a process that has ended, may still be under way (Shopify ends requests
     * after 10); then it is looked for once more when they are over. 0: none is. */
    double in_flight;
    /* Filled in. */
    bool found;    /* it ran, in part at least */
    bool complete; /* lines without an answer were not run; else nobody can tell of them */
};

/*
 * Runs them side by side and waits. The shop's list of operations is asked first: what was begun before is attached to.
 * Files are temporary, for this user only, without a name where the system allows that, and gone afterwards.
 * A job that ends FAILED, CANCELED or EXPIRED is no error: its partial data is answered, and `complete` is false when
 * lines are missing in it. Lines of the answer that belong to no line of the job, or to one that was answered, are left
 * out (and told with -v).
 * False: ERR_SHOP, ERR_IO, ERR_LIMIT (a line above BULK_FILE_MAX), ERR_INTERRUPTED; operations that run go on in the
 * shop: attach to them later.
 * progress (may be NULL) is told of lines done and lines in all.
 */
must_check bool bulk_run(struct admin *s, struct bulk_job *jobs, size_t n,
                         void (*progress)(void *context, size_t done, size_t total), void *context,
                         struct err *err);

/* How many bulk mutations whose name begins with `prefix` have not ended: also those that are created, or being
 * canceled. */
must_check bool bulk_unfinished(struct admin *s, str prefix, size_t *n, struct err *err);

/*
 * A query's answer on disk, found again through a temporary SQLite file (both are deleted when closed), since children
 * may stand anywhere: bulk_rows_next() gives parent after parent in order of the number in its gid. Of a parent that
 * comes twice the first line counts. One that FAILED for reasons of the shop is run once more. Lines with __parentId are
 * children; a child of no parent, and data that ends early, are ERR_SHOP. progress is told of parents, and 0.
 */
struct bulk_rows;
must_check bool bulk_query(struct admin *s, str query, struct bulk_rows **out,
                           void (*progress)(void *context, size_t done, size_t total), void *context,
                           struct err *err);
/* The same where the parents are of another kind: "Order" as in gid://shopify/Order/1. */
must_check bool bulk_query_of(struct admin *s, const char *kind, str query, struct bulk_rows **out,
                              void (*progress)(void *context, size_t done, size_t total), void *context,
                              struct err *err);
struct bulk_row {
    int64_t id;          /* of the parent's gid */
    str parent;          /* its line, JSON */
    const str *children; /* their lines, JSON, in the order in which they came */
    size_t n;
};
/* The first parent whose number is above `after`, in `a`; *end is set behind the last one. */
must_check bool bulk_rows_next(struct bulk_rows *r, int64_t after, struct bulk_row *out, bool *end,
                               struct arena *a, struct err *err);
int64_t bulk_rows_count(const struct bulk_rows *r); /* parents */
void bulk_rows_close(struct bulk_rows *r);          /* NULL is fine */

#endif
