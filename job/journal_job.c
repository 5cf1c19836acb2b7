#include <inttypes.h>
#include <unistd.h>

#include "base/message.h"
#include "job/journal_db.h"

static bool find_identity(struct journal *j, const struct job_identity *id, int64_t *number, struct err *err)
{
    sqlite3_stmt *s = journal_sql(j, SQL_FIND_IDENTITY, err);

    if (!s)
        return false;
    bind_str(s, 1, id->input_sha256);
    sqlite3_bind_int(s, 2, (int)id->kind);
    bind_str(s, 3, id->sheet);
    bind_str(s, 4, id->shop);
    bind_str(s, 5, id->options);

    int step = sqlite3_step(s);
    *number = 0;
    if (step == SQLITE_ROW && sqlite3_column_int(s, 1) != JOB_DONE && sqlite3_column_int64(s, 2) == 0)
        *number = sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    return step == SQLITE_ROW || step == SQLITE_DONE || journal_failed(j, err);
}

static bool new_job(struct journal *j, const struct job_identity *id, int64_t now, int64_t *number,
                    struct err *err)
{
    sqlite3_stmt *s = journal_sql(j, SQL_NEW_JOB, err);

    if (!s)
        return false;
    bind_str(s, 1, id->input_sha256);
    sqlite3_bind_int(s, 2, (int)id->kind);
    bind_str(s, 3, id->sheet);
    bind_str(s, 4, id->shop);
    bind_str(s, 5, id->options);
    bind_str(s, 6, id->input_name);
    sqlite3_bind_int(s, 7, JOB_RUNNING);
    sqlite3_bind_int64(s, 8, now);
    if (!journal_do(j, s, err))
        return false;
    *number = sqlite3_last_insert_rowid(j->db);
    return true;
}

/* Who holds a job that is held. 0: it could not be told. */
static int64_t read_holder(struct journal *j, int64_t number)
{
    struct err ignored = { 0 };
    sqlite3_stmt *s = journal_sql(j, SQL_HOLDER, &ignored);

    if (!s)
        return 0;
    sqlite3_bind_int64(s, 1, number);
    int64_t holder = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return holder;
}

static int64_t read_started(struct journal *j, int64_t number)
{
    enum { STARTED = 8 }; /* of JOB_COLUMNS */
    struct err ignored = { 0 };
    sqlite3_stmt *s = journal_sql(j, SQL_FIND, &ignored);

    if (!s)
        return 0;
    sqlite3_bind_int64(s, 1, number);
    int64_t started = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, STARTED) : 0;
    sqlite3_reset(s);
    return started;
}

static bool set_holder(struct journal *j, int64_t number, bool running, struct err *err)
{
    sqlite3_stmt *s = journal_sql(j, SQL_SET_HOLDER, err);

    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, number);
    sqlite3_bind_int64(s, 2, (int64_t)getpid());
    if (running)
        sqlite3_bind_int(s, 3, JOB_RUNNING);
    else
        sqlite3_bind_null(s, 3);
    return journal_do(j, s, err);
}

/* Within a transaction, so that between finding a job and holding it nobody else can end it. */
static bool hold(struct journal *j, int64_t number, bool running, struct journal_job **out, struct err *err)
{
    bool elsewhere;

    if (!journal_lock(j, number, &elsewhere, err))
        return false;
    if (elsewhere)
        return err_set(
            err, ERR_REFUSED,
            _("job %" PRId64 ": another meibo (process %" PRId64 ") is at it; wait for it, or stop it"),
            number, read_holder(j, number));
    if (!set_holder(j, number, running, err) || !journal_simple(j, SQL_COMMIT, err)) {
        journal_unlock(j, number);
        return false;
    }

    struct arena arena = { 0 };
    struct journal_job *job = arena_new(&arena, struct journal_job);
    *job = (struct journal_job){
        .arena = arena, .journal = j, .number = number, .started = read_started(j, number)
    };
    *out = job;
    return true;
}

bool journal_begin(struct journal *j, const struct job_identity *identity, int64_t now,
                   struct journal_job **out, bool *resumed, struct err *err)
{
    int64_t number = 0;

    *out = NULL;
    if (!journal_simple(j, SQL_BEGIN, err))
        return false;

    bool ok = find_identity(j, identity, &number, err);
    *resumed = number != 0;
    if (ok && number == 0)
        ok = new_job(j, identity, now, &number, err);
    if (!ok || !hold(j, number, true, out, err)) {
        journal_rollback(j);
        return false;
    }
    return true;
}

bool journal_hold(struct journal *j, int64_t number, struct journal_job **out, struct err *err)
{
    struct job_summary summary;
    struct arena scratch = { 0 };

    *out = NULL;
    bool found = journal_find(j, number, &summary, &scratch, err);
    arena_reset(&scratch);
    if (!found || !journal_simple(j, SQL_BEGIN, err))
        return false;
    if (!hold(j, number, false, out, err)) {
        journal_rollback(j);
        return false;
    }
    return true;
}

void journal_release(struct journal_job *job)
{
    if (!job)
        return;
    journal_unlock(job->journal, job->number);

    struct arena arena = job->arena;
    arena_reset(&arena);
}

int64_t journal_number(const struct journal_job *job)
{
    return job->number;
}

int64_t journal_started(const struct journal_job *job)
{
    return job->started;
}

str journal_token(const struct journal_job *job, uint32_t row, struct arena *a)
{
    return arena_fmt(a, "%.*s-%" PRId64 "-%" PRIu32, STR_ARG(job->journal->id), job->number, row);
}

bool journal_notes(struct journal_job *job, str findings, struct err *err)
{
    sqlite3_stmt *s = journal_sql(job->journal, SQL_NOTES, err);

    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, job->number);
    bind_blob(s, 2, findings);
    return journal_do(job->journal, s, err);
}

bool journal_undone(struct journal_job *job, int64_t by, struct err *err)
{
    sqlite3_stmt *s = journal_sql(job->journal, SQL_UNDONE, err);

    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, job->number);
    sqlite3_bind_int64(s, 2, by);
    return journal_do(job->journal, s, err);
}

bool journal_end(struct journal_job *job, enum job_state state, const struct job_summary *summary,
                 int64_t now, struct err *err)
{
    sqlite3_stmt *s = journal_sql(job->journal, SQL_END, err);
    int at = 1;

    if (!s)
        return false;
    sqlite3_bind_int(s, at++, (int)state);
    sqlite3_bind_int64(s, at++, now);
    for (size_t i = 0; i < OP_KIND_COUNT; i++)
        sqlite3_bind_int64(s, at++, summary->counts[i]);
    sqlite3_bind_int64(s, at++, summary->failed);
    sqlite3_bind_int64(s, at++, summary->warnings);
    sqlite3_bind_int64(s, at, job->number);
    return journal_do(job->journal, s, err);
}
