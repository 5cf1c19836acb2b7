/*
 * journal.h - what jobs have done so far, safe on disk.
 *
 * One SQLite file for all jobs run from here ($XDG_STATE_HOME/meibo/journal.db, mode 0600). An entry is
 * written before a request is sent and again when it is answered. After a crash the difference between
 * the two is exactly the set of customers to settle before going on. It holds personal data (the values
 * from before, for undo): journal_forget() and journal_expire() remove them. A journal is used by one thread.
 */
#ifndef JOB_JOURNAL_H
#define JOB_JOURNAL_H

#include "api/shop.h"

struct journal;
struct journal_job; /* one job, held by this process */

enum job_kind { JOB_IMPORT, JOB_UNDO, JOB_EXPORT, JOB_TAGS };
enum job_state { JOB_RUNNING, JOB_INTERRUPTED, JOB_DONE, JOB_FAILED };

/* What makes two runs the same job: the same input, sheet, shop and options that change a plan. */
struct job_identity {
    enum job_kind kind;
    str input_sha256, sheet, shop, options; /* `options`: as canonical text */
    str input_name;                         /* for people: the file's name without its folder */
};

struct job_summary {
    int64_t number; /* what `jobs` shows and `undo JOB` takes */
    enum job_kind kind;
    enum job_state state;
    str input_name, input_sha256, sheet, shop, options;
    int64_t started, ended;                          /* moments; ended 0 while it is not */
    int64_t counts[OP_KIND_COUNT], failed, warnings; /* failed: refused here or by the shop */
    int64_t undone_by;                               /* job number; 0 */
};

enum entry_state {
    ENTRY_PLANNED, /* decided without asking the shop anything: refused, ignored or unchanged. Final */
    ENTRY_SENT,    /* about to be sent, maybe applied: settle() it after a crash */
    ENTRY_DONE,    /* answered: done. Final */
    ENTRY_REFUSED, /* answered: refused. Final */
    ENTRY_UNKNOWN, /* could not be settled. Final, and shown */
};

/* One customer of the input. */
struct journal_entry {
    uint32_t row, last_row; /* of the sheet; of an undo job, the row in the job undone */
    enum entry_state state;
    enum op_kind kind;
    enum match_key found_by;
    int64_t id;
    bool invited;
    str op;           /* op_pack(): what was sent and the values from before; "" where nothing was sent */
    str findings;     /* findings_pack() */
    str assumed;      /* words for the comment: which defaults were assumed, e.g. "Tags Command" */
    uint64_t cleared; /* of the op: columns whose value a blank cell cleared */
    uint32_t cleared_values; /* of the op: how many values that is */
};

must_check bool journal_open(struct journal **out, const char *path, struct err *err);
void journal_close(struct journal *j); /* NULL is fine */

/* Finds or begins the job and holds it. ERR_REFUSED when another process holds it. *resumed: it was
 * begun before and is not done. A job that is done begins anew under a new number. */
must_check bool journal_begin(struct journal *j, const struct job_identity *identity, int64_t now,
                              struct journal_job **out, bool *resumed, struct err *err);
/* Holds a job that exists, whatever its state, so that nobody goes on with it meanwhile. ERR_USAGE: no
 * such job; ERR_REFUSED as above. */
must_check bool journal_hold(struct journal *j, int64_t number, struct journal_job **out, struct err *err);
void journal_release(struct journal_job *job); /* lets go of it; NULL is fine */
int64_t journal_number(const struct journal_job *job);
int64_t journal_started(const struct journal_job *job); /* moment, of its first run; 0: not known */

/* Names the operation on the customer that begins in `row`, for shop->settle(): never the same for two
 * operations, also of two journals, and always the same for one. */
str journal_token(const struct journal_job *job, uint32_t row, struct arena *a);

/*
 * journal_sent() before the shop is asked: all n entries are on disk when it returns true. journal_settled() afterwards,
 * also for entries that never are sent: they survive the end of this process at once, and a power cut when the next
 * journal_sent() or journal_end() has returned. What is lost in between is settled with the shop, or planned, once more.
 */
must_check bool journal_sent(struct journal_job *job, const struct journal_entry *entries, size_t n,
                             struct err *err);
must_check bool journal_settled(struct journal_job *job, const struct journal_entry *entries, size_t n,
                                struct err *err);

/* *done: an operation of this job that is answered was about the customer with this ID. Reads the whole job. */
must_check bool journal_done_with(struct journal_job *job, int64_t id, bool *done, struct err *err);

/* Notes of the header, kept for the result. */
must_check bool journal_notes(struct journal_job *job, str findings, struct err *err);
must_check bool journal_read_notes(struct journal *j, int64_t number, str *findings, struct arena *a,
                                   struct err *err);

/* From now on the job is not gone on with: `by` (a job of its own) undoes it. */
must_check bool journal_undone(struct journal_job *job, int64_t by, struct err *err);

/* Whoever holds the job ends it once its reports are written: JOB_DONE means that the same command
 * begins anew. summary: counts, failed and warnings are kept. */
must_check bool journal_end(struct journal_job *job, enum job_state state, const struct job_summary *summary,
                            int64_t now, struct err *err);

/* Entries in order of row, from `row` on. Views live until the next call. */
struct journal_cursor;
must_check bool journal_read(struct journal *j, int64_t job_number, uint32_t from_row,
                             struct journal_cursor **out, struct err *err);
/* The same for the job that is held. */
must_check bool journal_resume(struct journal_job *job, struct journal_cursor **out, struct err *err);
/* The same, against the order of row, from `row` down; UINT32_MAX: all. */
must_check bool journal_read_back(struct journal *j, int64_t job_number, uint32_t from_row,
                                  struct journal_cursor **out, struct err *err);
bool journal_next(struct journal_cursor *c, struct journal_entry *out);
must_check bool journal_read_close(struct journal_cursor *c, struct err *err); /* as row_close() */

must_check bool journal_list(struct journal *j, struct job_summary **out, size_t *n, struct arena *a,
                             struct err *err);
must_check bool journal_find(struct journal *j, int64_t number, struct job_summary *out, struct arena *a,
                             struct err *err); /* ERR_USAGE: no such job */
must_check bool journal_forget(struct journal *j, int64_t number, struct err *err);
must_check bool journal_expire(struct journal *j, int64_t before,
                               struct err *err); /* jobs that ended earlier */

#endif
