/*
 * journal_db.h - the inside of the journal, shared by journal*.c only.
 *
 * An entry's key is job << 32 | row, so that entries of a job are neighbours in order of row and new ones are
 * appended: SQLite is quickest at that.
 */
#ifndef JOB_JOURNAL_DB_H
#define JOB_JOURNAL_DB_H

#include <sqlite3.h>

#include "job/journal.h"

enum journal_statement {
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_PUT,
    SQL_SETTLE,
    SQL_READ,
    SQL_READ_BACK,
    SQL_FIND_IDENTITY,
    SQL_NEW_JOB,
    SQL_HOLDER,
    SQL_SET_HOLDER,
    SQL_NOTES,
    SQL_READ_NOTES,
    SQL_UNDONE,
    SQL_END,
    SQL_LIST,
    SQL_FIND,
    SQL_DONE_WITH,
    SQL_FORGET_ENTRIES,
    SQL_FORGET_ANSWERS,
    SQL_FORGET_JOB,
    SQL_EXPIRED,
    SQL_COUNT
};

struct journal {
    struct arena arena; /* of the journal itself */
    const char *path;
    sqlite3 *db;
    sqlite3_stmt *statements[SQL_COUNT]; /* prepared when first used */
    int lock_fd;
    str id; /* 16 random hexadecimal digits, made with the file */
};

struct journal_job {
    struct arena arena; /* of the job itself */
    struct journal *journal;
    int64_t number, started;
};

static inline int64_t entry_key(int64_t job, uint32_t row)
{
    return job * INT64_C(4294967296) + row;
}

/* The statement, reset and without bindings; NULL (and *err) when it cannot be prepared. */
sqlite3_stmt *journal_sql(struct journal *j, enum journal_statement which, struct err *err);
/* Runs a statement that gives no row. */
must_check bool journal_do(struct journal *j, sqlite3_stmt *s, struct err *err);
must_check bool journal_exec(struct journal *j, const char *sql, struct err *err); /* statements that are not kept */
must_check bool journal_simple(struct journal *j, enum journal_statement which, struct err *err);
bool journal_failed(struct journal *j, struct err *err); /* says what SQLite said; false */
void journal_rollback(struct journal *j);

void bind_str(sqlite3_stmt *s, int at, str value); /* the text must live until the statement is reset */
void bind_blob(sqlite3_stmt *s, int at, str value);
str column_str(sqlite3_stmt *s, int at); /* view, until the next step */

/* The lock file beside the journal: byte number N is job N. */
must_check bool journal_lock_open(struct journal *j, struct err *err);
must_check bool journal_lock(struct journal *j, int64_t number, bool *held_elsewhere, struct err *err);
void journal_unlock(struct journal *j, int64_t number);
bool journal_is_held(const struct journal *j,
                     int64_t number); /* by another open journal, in this process or another */

#endif
