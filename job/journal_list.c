#include <inttypes.h>
#include <unistd.h>

#include "base/message.h"
#include "job/journal_db.h"

/* Running, says the journal, but nobody holds it: it was killed. Our own lock is not seen by asking for
 * it. */
static void notice_dead(struct journal *j, struct job_summary *job, int64_t holder)
{
    if (job->state == JOB_RUNNING && holder != (int64_t)getpid() && !journal_is_held(j, job->number))
        job->state = JOB_INTERRUPTED;
}

static struct job_summary summary_of(struct journal *j, sqlite3_stmt *s, struct arena *a)
{
    struct job_summary out = {
        .number = sqlite3_column_int64(s, 0),
        .kind = (enum job_kind)sqlite3_column_int(s, 1),
        .state = (enum job_state)sqlite3_column_int(s, 2),
        .input_name = arena_copy(a, column_str(s, 3)),
        .input_sha256 = arena_copy(a, column_str(s, 4)),
        .sheet = arena_copy(a, column_str(s, 5)),
        .shop = arena_copy(a, column_str(s, 6)),
        .options = arena_copy(a, column_str(s, 7)),
        .started = sqlite3_column_int64(s, 8),
        .ended = sqlite3_column_int64(s, 9),
    };

    int at = 10;
    for (size_t i = 0; i < OP_KIND_COUNT; i++)
        out.counts[i] = sqlite3_column_int64(s, at++);
    out.failed = sqlite3_column_int64(s, at++);
    out.warnings = sqlite3_column_int64(s, at++);
    out.undone_by = sqlite3_column_int64(s, at++);
    notice_dead(j, &out, sqlite3_column_int64(s, at));
    return out;
}

bool journal_list(struct journal *j, struct job_summary **out, size_t *n, struct arena *a, struct err *err)
{
    sqlite3_stmt *s = journal_sql(j, SQL_LIST, err);
    size_t room = 0;
    int step;

    *out = NULL;
    *n = 0;
    if (!s)
        return false;
    while ((step = sqlite3_step(s)) == SQLITE_ROW) {
        if (*n == room) {
            struct job_summary *larger = arena_array(a, struct job_summary, room ? room * 2 : 16);
            for (size_t i = 0; i < *n; i++)
                larger[i] = (*out)[i];
            *out = larger;
            room = room ? room * 2 : 16;
        }
        (*out)[(*n)++] = summary_of(j, s, a);
    }
    if (step != SQLITE_DONE)
        journal_failed(j, err);
    sqlite3_reset(s);
    return step == SQLITE_DONE;
}

bool journal_find(struct journal *j, int64_t number, struct job_summary *out, struct arena *a,
                  struct err *err)
{
    sqlite3_stmt *s = journal_sql(j, SQL_FIND, err);

    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, number);

    int step = sqlite3_step(s);
    if (step == SQLITE_ROW)
        *out = summary_of(j, s, a);
    else if (step == SQLITE_DONE)
        err_set(err, ERR_USAGE, _("there is no job %" PRId64 "; \"meibo jobs\" lists those there are"),
                number);
    else
        journal_failed(j, err);
    sqlite3_reset(s);
    return step == SQLITE_ROW;
}

bool journal_read_notes(struct journal *j, int64_t number, str *findings, struct arena *a, struct err *err)
{
    sqlite3_stmt *s = journal_sql(j, SQL_READ_NOTES, err);

    *findings = STR("");
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, number);

    int step = sqlite3_step(s);
    if (step == SQLITE_ROW)
        *findings = arena_copy(a, column_str(s, 0));
    sqlite3_reset(s);
    return step == SQLITE_ROW || step == SQLITE_DONE || journal_failed(j, err);
}

static bool delete_keys(struct journal *j, enum journal_statement which, int64_t number, struct err *err)
{
    sqlite3_stmt *s = journal_sql(j, which, err);

    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, entry_key(number, 0));
    sqlite3_bind_int64(s, 2, entry_key(number, UINT32_MAX));
    return journal_do(j, s, err);
}

static bool delete_rows(struct journal *j, int64_t number, struct err *err)
{
    sqlite3_stmt *jobs = journal_sql(j, SQL_FORGET_JOB, err);

    if (!jobs)
        return false;
    sqlite3_bind_int64(jobs, 1, number);
    return delete_keys(j, SQL_FORGET_ENTRIES, number, err) &&
           delete_keys(j, SQL_FORGET_ANSWERS, number, err) && journal_do(j, jobs, err);
}

/* Personal data: what is deleted is overwritten, in the file and in its write-ahead log. A reader
 * elsewhere only delays the latter. */
static bool forget_held(struct journal *j, int64_t number, struct err *err)
{
    sqlite3_exec(j->db, "PRAGMA secure_delete=ON", NULL, NULL, NULL);
    bool ok = journal_simple(j, SQL_BEGIN, err) && delete_rows(j, number, err) &&
              journal_simple(j, SQL_COMMIT, err);
    if (!ok)
        journal_rollback(j);
    sqlite3_exec(j->db,
                 "PRAGMA secure_delete=FAST; PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)",
                 NULL, NULL, NULL);
    return ok;
}

bool journal_forget(struct journal *j, int64_t number, struct err *err)
{
    struct journal_job *job;

    if (!journal_hold(j, number, &job, err))
        return false;
    bool ok = forget_held(j, number, err);
    journal_release(job);
    return ok;
}

bool journal_expire(struct journal *j, int64_t before, struct err *err)
{
    for (;;) {
        sqlite3_stmt *s = journal_sql(j, SQL_EXPIRED, err);
        if (!s)
            return false;
        sqlite3_bind_int64(s, 1, before);
        int step = sqlite3_step(s);
        int64_t number = step == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
        sqlite3_reset(s);
        if (step != SQLITE_ROW)
            return step == SQLITE_DONE || journal_failed(j, err);
        if (!forget_held(j, number, err))
            return false;
    }
}
