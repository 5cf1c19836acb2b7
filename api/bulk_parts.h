/*
 * bulk_parts.h - what the rooms of bulk operations share. Nobody else includes it.
 *
 *     bulk.c            jobs as operations side by side: begin, wait, begin the next
 *     bulk_begun.c      what the shop already has of them; what is missing
 *     bulk_answers.c    the file of a job, and the answers to its lines
 *     bulk_operation.c  one operation: stage, upload, run, poll, list, download
 *     bulk_query.c      all customers in one answer
 *     bulk_rows.c       parents and children found again
 *     bulk_file.c       temporary files without a name, lines of JSON
 */
#ifndef API_BULK_PARTS_H
#define API_BULK_PARTS_H

#include <stdio.h>

#include "api/bulk.h"

/* ---- bulk_file.c ----------------------------------------------------------------------------------------------- */

/* A temporary file in $TMPDIR or /tmp that only this user may read. It has no name where the system allows that (Linux:
 * `path` leads to it through /proc/self/fd), so that nothing stays behind whatever happens; else it is removed by
 * bulk_file_close(). */
struct bulk_file {
    FILE *file; /* NULL: not open */
    char path[256];
    bool named;
};

must_check bool bulk_file_open(struct bulk_file *f, struct err *err);
void bulk_file_close(struct bulk_file *f); /* one that is not open is fine */
const char *bulk_folder(void);

enum { BULK_LINE_MAX = 32 << 20 }; /* bytes of one line of an answer */

/* The lines of a file from where it stands. One that is too long and one that cannot be read end them; bulk_lines_close()
 * tells. */
struct bulk_lines {
    FILE *file;
    struct buf block; /* what was read; the next line begins at `start` */
    size_t start;
    int64_t at;  /* of the line just given: its place in the file */
    int64_t end; /* behind what was read */
    bool over;
};

void bulk_lines_open(struct bulk_lines *l, FILE *file, size_t longest);
bool bulk_lines_next(struct bulk_lines *l,
                     str *line); /* a view until the next call; blank lines are left out */
must_check bool bulk_lines_close(struct bulk_lines *l, struct err *err);

/* The texts of the members "id" and "__parentId" of an object, as they are written in it, "" where there are none.
 * False when the line is no object. Not a whole check of the JSON: of 800,000 lines, whose readers do that. */
bool bulk_line_ids(str line, str *id, str *parent);
int64_t bulk_gid_number(str gid,
                        const char *type); /* of gid://shopify/TYPE/NUMBER, slashes escaped or not; else 0 */

/* ---- bulk_operation.c ------------------------------------------------------------------------------------------ */

enum operation_status {
    OPERATION_RUNNING,
    OPERATION_COMPLETED,
    OPERATION_FAILED,
    OPERATION_CANCELED,
    OPERATION_EXPIRED
};

struct operation {
    str id; /* gid; "": none */
    enum operation_status status;
    str error; /* of one that failed: TIMEOUT */
    str url;   /* of its answer, also a partial one, once it has ended; "": there is none */
    size_t objects, roots;
};

enum begun {
    BEGUN,         /* it runs */
    BEGUN_BUSY,    /* as many run as may */
    BEGUN_LIMITED, /* as many ran today as may */
    BEGUN_NO_FILE, /* the shop does not find the file, or cannot read it now: upload it again */
    BEGUN_LOST,    /* no answer: look for it */
};

/* Runs a mutation or a query in bulk; variables as its document says. ERR_SHOP for what the shop refuses. */
must_check bool operation_begin(struct admin *s, struct document d, str variables, struct operation *out,
                                enum begun *how, struct arena *a, struct err *err);
/* How far they are; the texts of those that ended are copied to `a`. One that the shop does not know has EXPIRED. */
must_check bool operations_poll(struct admin *s, struct operation *const *all, size_t n, struct arena *a,
                                struct err *err);
must_check bool operation_upload(struct admin *s, const char *path, str *key, struct arena *a,
                                 struct err *err);
/* The answer of one that ended, to be read from the start; f->file is NULL when there is none. */
must_check bool operation_download(struct admin *s, const struct operation *o, struct bulk_file *f,
                                   struct err *err);

/* Operations of the last weeks, the newest ones first. `query` is the document that was run in bulk. */
struct operations_visitor {
    bool (*visit)(void *context, const struct json *node, str query); /* false: no more */
    void *context;
    size_t pages; /* at most; 0: all */
};
must_check bool operations_each(struct admin *s, const char *type, const struct operations_visitor *v,
                                struct err *err);
void operation_read(const struct json *node, struct operation *out, struct arena *a);
int64_t operation_number(const struct json *node);

/* Seconds until the next look: short at first, then longer. */
enum { BULK_POLL_MOST = 5, BULK_BUSY_SECONDS = 5, BULK_LIMITED_MOST = 600, BULK_BEGIN_MOST = 4 };
double bulk_wait_first(void);
double bulk_wait_longer(double wait);
/* Shopify ends a request after 10 seconds: one that got no answer has had its effect when all of these are over. */
extern const double bulk_lost_waits[4];

/* ---- the parts of jobs ----------------------------------------------------------------------------------------- */

enum part_state { PART_TO_DO, PART_RUNNING, PART_ENDED };

/* Lines of a job that are one operation: all of them, or as many as go into a file. */
struct part {
    struct part *next;
    struct bulk_job *job;
    size_t first, n; /* PART_TO_DO: n is what is left, maybe more than goes into a file */
    str name; /* of its operation: the job's identifier, with "_FIRST_N" where it is not the whole job */
    enum part_state state;
    struct operation operation;
    struct bulk_file file;
    str key;            /* of the upload; "": none yet */
    uint64_t *answered; /* a bit a line */
    size_t answers;
    size_t attempts; /* to begin it */
    double limited;  /* seconds waited for since the shop's limit of a day was said to be reached */
};

struct bulk_jobs {
    struct admin *admin;
    struct bulk_job *jobs;
    size_t n;
    size_t file_max; /* bytes */
    struct part *parts;
    struct arena arena;
    bool busy; /* others run as many as may */
};

/* As bulk_run(), with a smaller file, for tests. */
must_check bool bulk_run_limited(struct admin *s, struct bulk_job *jobs, size_t n, size_t file_max,
                                 void (*progress)(void *context, size_t done, size_t total), void *context,
                                 struct err *err);

/* bulk_begun.c: the parts that the shop has, and those that are to be begun. */
must_check bool parts_find(struct bulk_jobs *r, struct err *err);
must_check bool part_find(struct bulk_jobs *r, struct part *p,
                          struct err *err); /* running, when the shop has it */
struct part *part_add(struct bulk_jobs *r, struct bulk_job *job, size_t first, size_t n);

/* bulk_answers.c: its file with as many lines as go in (the others become a part of their own), and its name. */
must_check bool part_write(struct bulk_jobs *r, struct part *p, struct err *err);
must_check bool part_collect(struct bulk_jobs *r, struct part *p, struct err *err); /* one that has ended */

#endif
