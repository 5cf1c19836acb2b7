#include "job/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/message.h"
#include "job/journal_db.h"

enum { BUSY_MS = 30000, VERSION = 1, APPLICATION = 0x6d65696a /* "meij" */ };

static const char schema[] =
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"
    "CREATE TABLE jobs (number INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, state INTEGER NOT "
    "NULL,"
    " input_name TEXT NOT NULL, input_sha256 TEXT NOT NULL, sheet TEXT NOT NULL, shop TEXT NOT NULL,"
    " options TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0,"
    " ignored INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL "
    "DEFAULT 0,"
    " created INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0, replaced INTEGER NOT NULL "
    "DEFAULT 0,"
    " deleted INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, warnings INTEGER NOT NULL "
    "DEFAULT 0,"
    " undone_by INTEGER NOT NULL DEFAULT 0, holder INTEGER NOT NULL DEFAULT 0, notes BLOB) STRICT;"
    "CREATE INDEX jobs_by_input ON jobs (input_sha256);"
    "CREATE TABLE entries (key INTEGER PRIMARY KEY, last_row INTEGER NOT NULL, state INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, found_by INTEGER NOT NULL, id INTEGER NOT NULL, invited INTEGER NOT NULL,"
    " cleared INTEGER NOT NULL, cleared_values INTEGER NOT NULL, assumed TEXT NOT NULL, findings BLOB NOT "
    "NULL,"
    " op BLOB NOT NULL) STRICT;"
    /* Beside the entries, so that an answer does not write what was sent once more. */
    "CREATE TABLE answers (key INTEGER PRIMARY KEY, state INTEGER NOT NULL, id INTEGER NOT NULL,"
    " invited INTEGER NOT NULL, findings BLOB NOT NULL) STRICT;"
    "INSERT INTO meta VALUES ('id', lower(hex(randomblob(8))));";

#define JOB_COLUMNS                                                                                  \
    "number, kind, state, input_name, input_sha256, sheet, shop, options, started, ended, ignored, " \
    "refused, "                                                                                      \
    "unchanged, created, updated, replaced, deleted, failed, warnings, undone_by, holder"
#define ENTRY_COLUMNS \
    "key, last_row, state, kind, found_by, id, invited, cleared, cleared_values, assumed, findings, op"
#define ENTRIES_ANSWERED                                                                                    \
    "SELECT key, last_row, coalesce(a.state, e.state), kind, found_by, coalesce(a.id, e.id),"               \
    " coalesce(a.invited, e.invited), cleared, cleared_values, assumed, coalesce(a.findings, e.findings), " \
    "op"                                                                                                    \
    " FROM entries e LEFT JOIN answers a USING (key) WHERE key >= ? AND key <= ? ORDER BY key"

static const char *const texts[SQL_COUNT] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_PUT] = "INSERT OR REPLACE INTO entries (" ENTRY_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
    [SQL_SETTLE] = "INSERT OR REPLACE INTO answers SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM "
                   "entries WHERE key=?1)",
    [SQL_READ] = ENTRIES_ANSWERED " LIMIT ?",
    [SQL_READ_BACK] = ENTRIES_ANSWERED " DESC LIMIT ?",
    [SQL_FIND_IDENTITY] =
        "SELECT number, state, undone_by FROM jobs WHERE input_sha256=? AND kind=? AND sheet=? AND shop=?"
        " AND options=? ORDER BY number DESC LIMIT 1",
    [SQL_NEW_JOB] = "INSERT INTO jobs (input_sha256, kind, sheet, shop, options, input_name, state, started)"
                    " VALUES (?,?,?,?,?,?,?,?)",
    [SQL_HOLDER] = "SELECT holder FROM jobs WHERE number=?",
    [SQL_SET_HOLDER] = "UPDATE jobs SET holder=?2, state=coalesce(?3, state), ended=iif(?3 IS NULL, ended, "
                       "0) WHERE number=?1",
    [SQL_NOTES] = "UPDATE jobs SET notes=?2 WHERE number=?1",
    [SQL_READ_NOTES] = "SELECT notes FROM jobs WHERE number=?",
    [SQL_UNDONE] = "UPDATE jobs SET undone_by=?2 WHERE number=?1",
    [SQL_END] = "UPDATE jobs SET state=?, ended=?, ignored=?, refused=?, unchanged=?, created=?, updated=?, "
                "replaced=?,"
                " deleted=?, failed=?, warnings=? WHERE number=?",
    [SQL_LIST] = "SELECT " JOB_COLUMNS " FROM jobs ORDER BY number",
    [SQL_FIND] = "SELECT " JOB_COLUMNS " FROM jobs WHERE number=?",
    [SQL_DONE_WITH] = "SELECT EXISTS (SELECT 1 FROM answers WHERE key BETWEEN ? AND ? AND id=? AND state=?)",
    [SQL_FORGET_ENTRIES] = "DELETE FROM entries WHERE key >= ? AND key <= ?",
    [SQL_FORGET_ANSWERS] = "DELETE FROM answers WHERE key >= ? AND key <= ?",
    [SQL_FORGET_JOB] = "DELETE FROM jobs WHERE number=?",
    [SQL_EXPIRED] = "SELECT number FROM jobs WHERE ended > 0 AND ended < ? ORDER BY number LIMIT 1",
};

bool journal_failed(struct journal *j, struct err *err)
{
    return err_set(err, ERR_IO, _("the journal %s: %s"), j->path,
                   j->db ? sqlite3_errmsg(j->db) : _("out of memory"));
}

sqlite3_stmt *journal_sql(struct journal *j, enum journal_statement which, struct err *err)
{
    sqlite3_stmt **s = &j->statements[which];

    if (!*s && sqlite3_prepare_v3(j->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT, s, NULL) != SQLITE_OK) {
        journal_failed(j, err);
        return NULL;
    }
    sqlite3_reset(*s);
    return *s;
}

bool journal_do(struct journal *j, sqlite3_stmt *s, struct err *err)
{
    bool done = sqlite3_step(s) == SQLITE_DONE;

    if (!done)
        journal_failed(j, err);
    sqlite3_reset(s);
    return done;
}

bool journal_simple(struct journal *j, enum journal_statement which, struct err *err)
{
    sqlite3_stmt *s = journal_sql(j, which, err);

    return s && journal_do(j, s, err);
}

/* What went wrong before is what is told. */
void journal_rollback(struct journal *j)
{
    struct err ignored = { 0 };

    if (!journal_simple(j, SQL_ROLLBACK, &ignored))
        return;
}

void bind_str(sqlite3_stmt *s, int at, str value)
{
    sqlite3_bind_text64(s, at, value.n ? value.p : "", value.n, SQLITE_STATIC, SQLITE_UTF8);
}

void bind_blob(sqlite3_stmt *s, int at, str value)
{
    sqlite3_bind_blob64(s, at, value.n ? value.p : "", value.n, SQLITE_STATIC);
}

str column_str(sqlite3_stmt *s, int at)
{
    const void *p = sqlite3_column_blob(s, at);

    return p ? (str){ p, (size_t)sqlite3_column_bytes(s, at) } : STR("");
}

/* Made, or kept, for its owner's eyes alone. Never opened here when it exists: closing a file
 * descriptor would drop the locks that SQLite holds on it for another thread. */
static bool make_private(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct stat st;

    if (fd >= 0)
        return close(fd) == 0 || err_errno(err, _("making the journal %s"), path);
    if (errno != EEXIST || stat(path, &st) != 0)
        return err_errno(err, _("making the journal %s"), path);
    if ((st.st_mode & 077) != 0 && chmod(path, 0600) != 0)
        return err_errno(err, _("making the journal %s private"), path);
    return true;
}

bool journal_exec(struct journal *j, const char *sql, struct err *err)
{
    return sqlite3_exec(j->db, sql, NULL, NULL, NULL) == SQLITE_OK || journal_failed(j, err);
}

static bool read_number(struct journal *j, const char *sql, int64_t *out, struct err *err)
{
    sqlite3_stmt *s = NULL;
    bool ok = sqlite3_prepare_v2(j->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;

    if (ok)
        *out = sqlite3_column_int64(s, 0);
    else
        journal_failed(j, err);
    sqlite3_finalize(s);
    return ok;
}

static bool make_tables(struct journal *j, struct err *err)
{
    char mark[96];

    sqlite3_snprintf(sizeof mark, mark, "PRAGMA application_id=%d; PRAGMA user_version=%d;", APPLICATION,
                     VERSION);
    return journal_exec(j, schema, err) && journal_exec(j, mark, err);
}

/* One process makes the tables; the others wait for it. */
static bool check_tables(struct journal *j, struct err *err)
{
    int64_t version, application;

    if (!journal_simple(j, SQL_BEGIN, err))
        return false;
    bool ok = read_number(j, "PRAGMA user_version", &version, err) &&
              read_number(j, "PRAGMA application_id", &application, err);
    if (ok && version == 0 && application == 0)
        ok = make_tables(j, err);
    else if (ok && application != APPLICATION)
        ok = err_set(err, ERR_IO, _("%s is not a journal of meibo"), j->path);
    else if (ok && version != VERSION)
        ok = err_set(err, ERR_IO, _("the journal %s is of a newer meibo; use that one"), j->path);
    if (!ok || !journal_simple(j, SQL_COMMIT, err)) {
        journal_rollback(j);
        return false;
    }
    return true;
}

static bool read_id(struct journal *j, struct err *err)
{
    sqlite3_stmt *s = NULL;
    bool ok =
        sqlite3_prepare_v2(j->db, "SELECT value FROM meta WHERE name='id'", -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW;

    if (ok)
        j->id = arena_copy(&j->arena, column_str(s, 0));
    else
        journal_failed(j, err);
    sqlite3_finalize(s);
    return ok;
}

static bool journal_prepare(struct journal *j, struct err *err)
{
    if (sqlite3_open_v2(j->path, &j->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return journal_failed(j, err);
    sqlite3_busy_timeout(j->db, BUSY_MS);
    return journal_exec(
               j,
               "PRAGMA page_size=16384; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
               "PRAGMA secure_delete=FAST; PRAGMA wal_autocheckpoint=1000; PRAGMA temp_store=MEMORY;",
               err) &&
           check_tables(j, err) && read_id(j, err) && journal_lock_open(j, err);
}

bool journal_open(struct journal **out, const char *path, struct err *err)
{
    struct arena arena = { 0 };
    struct journal *j = arena_new(&arena, struct journal);

    *out = NULL;
    j->path = arena_copy(&arena, str_of(path)).p;
    j->lock_fd = -1;
    j->arena = arena;
    if (!make_private(path, err) || !journal_prepare(j, err)) {
        journal_close(j);
        return err_wrap(err, _("opening the journal"));
    }
    *out = j;
    return true;
}

void journal_close(struct journal *j)
{
    if (!j)
        return;
    for (size_t i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(j->statements[i]);
    sqlite3_close(j->db);
    if (j->lock_fd >= 0)
        close(j->lock_fd);

    struct arena arena = j->arena;
    arena_reset(&arena);
}
