#include "base/message.h"
#include "job/journal_db.h"

enum { PAGE = 256 }; /* entries read at a time, so that no reader keeps a transaction open */

static bool put_entry(struct journal_job *job, const struct journal_entry *e, struct err *err)
{
    sqlite3_stmt *s = journal_sql(job->journal, SQL_PUT, err);

    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, entry_key(job->number, e->row));
    sqlite3_bind_int64(s, 2, e->last_row);
    sqlite3_bind_int(s, 3, (int)e->state);
    sqlite3_bind_int(s, 4, (int)e->kind);
    sqlite3_bind_int(s, 5, (int)e->found_by);
    sqlite3_bind_int64(s, 6, e->id);
    sqlite3_bind_int(s, 7, e->invited);
    sqlite3_bind_int64(s, 8, (int64_t)e->cleared);
    sqlite3_bind_int64(s, 9, e->cleared_values);
    bind_str(s, 10, e->assumed);
    bind_blob(s, 11, e->findings);
    bind_blob(s, 12, e->op);
    return journal_do(job->journal, s, err);
}

/* What was sent stays; only what the answer says is new. */
static bool settle_entry(struct journal_job *job, const struct journal_entry *e, struct err *err)
{
    if (e->state == ENTRY_PLANNED)
        return put_entry(job, e, err);

    sqlite3_stmt *s = journal_sql(job->journal, SQL_SETTLE, err);
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, entry_key(job->number, e->row));
    sqlite3_bind_int(s, 2, (int)e->state);
    sqlite3_bind_int64(s, 3, e->id);
    sqlite3_bind_int(s, 4, e->invited);
    bind_blob(s, 5, e->findings);
    if (!journal_do(job->journal, s, err))
        return false;
    return sqlite3_changes(job->journal->db) > 0 || put_entry(job, e, err);
}

static bool write_all(struct journal_job *job, const struct journal_entry *entries, size_t n,
                      bool (*write)(struct journal_job *, const struct journal_entry *, struct err *),
                      struct err *err)
{
    if (n == 0)
        return true;
    bool ok = journal_simple(job->journal, SQL_BEGIN, err);
    for (size_t i = 0; ok && i < n; i++)
        ok = write(job, &entries[i], err);
    if (ok && journal_simple(job->journal, SQL_COMMIT, err))
        return true;
    journal_rollback(job->journal);
    return false;
}

bool journal_sent(struct journal_job *job, const struct journal_entry *entries, size_t n, struct err *err)
{
    return write_all(job, entries, n, put_entry, err);
}

/* Written, but not waited for: the disk has it before the next journal_sent() or journal_end() returns. */
bool journal_settled(struct journal_job *job, const struct journal_entry *entries, size_t n, struct err *err)
{
    struct journal *j = job->journal;
    struct err late = { 0 }; /* the first failure is the one to tell */

    if (!journal_exec(j, "PRAGMA synchronous=NORMAL", err))
        return false;
    bool ok = write_all(job, entries, n, settle_entry, err);
    return journal_exec(j, "PRAGMA synchronous=FULL", ok ? err : &late) && ok;
}

bool journal_done_with(struct journal_job *job, int64_t id, bool *done, struct err *err)
{
    sqlite3_stmt *s = journal_sql(job->journal, SQL_DONE_WITH, err);

    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, entry_key(job->number, 0));
    sqlite3_bind_int64(s, 2, entry_key(job->number, UINT32_MAX));
    sqlite3_bind_int64(s, 3, id);
    sqlite3_bind_int(s, 4, ENTRY_DONE);
    int step = sqlite3_step(s);
    *done = step == SQLITE_ROW && sqlite3_column_int(s, 0) != 0;
    sqlite3_reset(s);
    return step == SQLITE_ROW || journal_failed(job->journal, err);
}

struct journal_cursor {
    struct arena arena; /* of the cursor */
    struct journal *journal;
    int64_t low, high; /* keys still to be read, inclusive */
    bool back, failed, ended;
    struct err err;
    struct arena page_arena;
    struct journal_entry *page;
    size_t n, at;
};

static void cursor_new(struct journal *j, int64_t low, int64_t high, bool back, struct journal_cursor **out)
{
    struct arena arena = { 0 };
    struct journal_cursor *c = arena_new(&arena, struct journal_cursor);

    *c = (struct journal_cursor){ .journal = j, .low = low, .high = high, .back = back };
    c->page = arena_array(&arena, struct journal_entry, PAGE);
    c->arena = arena;
    *out = c;
}

bool journal_read(struct journal *j, int64_t job_number, uint32_t from_row, struct journal_cursor **out,
                  struct err *err)
{
    (void)err;
    cursor_new(j, entry_key(job_number, from_row), entry_key(job_number, UINT32_MAX), false, out);
    return true;
}

bool journal_resume(struct journal_job *job, struct journal_cursor **out, struct err *err)
{
    return journal_read(job->journal, job->number, 0, out, err);
}

bool journal_read_back(struct journal *j, int64_t job_number, uint32_t from_row, struct journal_cursor **out,
                       struct err *err)
{
    (void)err;
    cursor_new(j, entry_key(job_number, 0), entry_key(job_number, from_row), true, out);
    return true;
}

static struct journal_entry entry_of(sqlite3_stmt *s, struct arena *a)
{
    return (struct journal_entry){
        .row = (uint32_t)(sqlite3_column_int64(s, 0) & UINT32_MAX),
        .last_row = (uint32_t)sqlite3_column_int64(s, 1),
        .state = (enum entry_state)sqlite3_column_int(s, 2),
        .kind = (enum op_kind)sqlite3_column_int(s, 3),
        .found_by = (enum match_key)sqlite3_column_int(s, 4),
        .id = sqlite3_column_int64(s, 5),
        .invited = sqlite3_column_int(s, 6) != 0,
        .cleared = (uint64_t)sqlite3_column_int64(s, 7),
        .cleared_values = (uint32_t)sqlite3_column_int64(s, 8),
        .assumed = arena_copy(a, column_str(s, 9)),
        .findings = arena_copy(a, column_str(s, 10)),
        .op = arena_copy(a, column_str(s, 11)),
    };
}

static bool read_page(struct journal_cursor *c)
{
    sqlite3_stmt *s = journal_sql(c->journal, c->back ? SQL_READ_BACK : SQL_READ, &c->err);
    int step = SQLITE_ERROR;

    arena_reset(&c->page_arena);
    c->at = c->n = 0;
    if (!s) {
        c->failed = true;
        return false;
    }
    sqlite3_bind_int64(s, 1, c->low);
    sqlite3_bind_int64(s, 2, c->high);
    sqlite3_bind_int(s, 3, PAGE);
    while (c->n < PAGE && (step = sqlite3_step(s)) == SQLITE_ROW) {
        int64_t key = sqlite3_column_int64(s, 0);
        c->page[c->n++] = entry_of(s, &c->page_arena);
        *(c->back ? &c->high : &c->low) = c->back ? key - 1 : key + 1;
    }
    c->failed = step != SQLITE_ROW && step != SQLITE_DONE;
    if (c->failed)
        journal_failed(c->journal, &c->err);
    sqlite3_reset(s);
    c->ended = c->n < PAGE;
    return !c->failed && c->n > 0;
}

bool journal_next(struct journal_cursor *c, struct journal_entry *out)
{
    if (c->at == c->n && (c->failed || c->ended || !read_page(c)))
        return false;
    *out = c->page[c->at++];
    return true;
}

bool journal_read_close(struct journal_cursor *c, struct err *err)
{
    bool ok = !c->failed;
    struct arena arena = c->arena;

    if (!ok)
        *err = c->err;
    arena_reset(&c->page_arena);
    arena_reset(&arena);
    return ok;
}
