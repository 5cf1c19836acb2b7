/*
 * The lines stay in the file that came; SQLite keeps where they are. A million lines need some 15 MB of index beside
 * their own size, and are read once to find it.
 */
#include "api/bulk_rows.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"

struct bulk_rows {
    struct arena arena; /* of the rows themselves */
    sqlite3 *db;
    sqlite3_stmt *next, *children;
    struct bulk_file data;
    const char *kind; /* of the parents: "Customer", "Order" */
    int64_t parents;
};

/* One transaction over all of it, never ended: the file goes with the connection. */
static const char begin[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;"
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = FILE; BEGIN;"
    "CREATE TABLE parent (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, n INTEGER NOT NULL) STRICT;"
    "CREATE TABLE child (parent INTEGER NOT NULL, at INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY (parent, at)) STRICT, WITHOUT ROWID;";
static const char put_parent[] = "INSERT OR IGNORE INTO parent VALUES (?1, ?2, ?3)";
static const char put_child[] = "INSERT INTO child VALUES (?1, ?2, ?3)";
static const char count_parents[] = "SELECT count(*) FROM parent";
static const char find_orphan[] =
    "SELECT parent FROM child WHERE NOT EXISTS (SELECT 1 FROM parent WHERE id = child.parent) LIMIT 1";
static const char next_parent[] = "SELECT id, at, n FROM parent WHERE id > ?1 ORDER BY id LIMIT 1";
static const char its_children[] = "SELECT at, n FROM child WHERE parent = ?1 ORDER BY at";

static bool database_failed(struct bulk_rows *r, struct err *err)
{
    return err_set(err, ERR_IO, _("a temporary file in %s: %s"), bulk_folder(), sqlite3_errmsg(r->db));
}

static sqlite3_stmt *prepare(struct bulk_rows *r, const char *sql, struct err *err)
{
    sqlite3_stmt *s = NULL;

    if (sqlite3_prepare_v2(r->db, sql, -1, &s, NULL) != SQLITE_OK)
        database_failed(r, err);
    return s;
}

/* ---- reading what came ----------------------------------------------------------------------------------------- */

static bool put(struct bulk_rows *r, sqlite3_stmt *s, int64_t id, int64_t at, size_t n, struct err *err)
{
    sqlite3_bind_int64(s, 1, id);
    sqlite3_bind_int64(s, 2, at);
    sqlite3_bind_int64(s, 3, (int64_t)n);
    bool done = sqlite3_step(s) == SQLITE_DONE;
    sqlite3_reset(s);
    return done || database_failed(r, err);
}

static bool strange(int64_t at, struct err *err)
{
    return err_set(
        err, ERR_SHOP,
        _("the answer of a bulk operation has a line that is no customer and belongs to none (at byte %lld);"
          " try again with --bulk never"),
        (long long)at);
}

static bool put_lines(struct bulk_rows *r, struct bulk_lines *l, sqlite3_stmt *parents,
                      sqlite3_stmt *children, struct err *err)
{
    str line, id, parent;

    while (bulk_lines_next(l, &line)) {
        if (!bulk_line_ids(line, &id, &parent))
            return strange(l->at, err);
        int64_t number = bulk_gid_number(parent.n > 0 ? parent : id, r->kind);
        if (number == 0)
            return strange(l->at, err);
        if (!put(r, parent.n > 0 ? children : parents, number, l->at, line.n, err))
            return false;
    }
    return true;
}

static bool read_all(struct bulk_rows *r, struct err *err)
{
    struct bulk_lines lines;
    sqlite3_stmt *parents = prepare(r, put_parent, err),
                 *children = parents ? prepare(r, put_child, err) : NULL;
    struct err later = { 0 };

    bulk_lines_open(&lines, r->data.file, BULK_LINE_MAX);
    bool done = children && put_lines(r, &lines, parents, children, err);
    if (!bulk_lines_close(&lines, done ? err : &later))
        done = false;
    sqlite3_finalize(parents);
    sqlite3_finalize(children);
    return done;
}

/* The first column of the first row, 0 when there is none. */
static bool number_of(struct bulk_rows *r, const char *sql, int64_t *out, struct err *err)
{
    sqlite3_stmt *s = prepare(r, sql, err);
    int result = s ? sqlite3_step(s) : SQLITE_ERROR;

    *out = result == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    bool done = result == SQLITE_ROW || result == SQLITE_DONE || !s || database_failed(r, err);
    sqlite3_finalize(s);
    return s && done;
}

static bool check(struct bulk_rows *r, struct err *err)
{
    int64_t orphan;

    if (!number_of(r, count_parents, &r->parents, err) || !number_of(r, find_orphan, &orphan, err))
        return false;
    if (orphan)
        return err_set(
            err, ERR_SHOP,
            _("the answer of a bulk operation has addresses, orders or metafields of customer %lld, but not"
              " that customer; try again with --bulk never"),
            (long long)orphan);
    return true;
}

bool bulk_rows_open(struct bulk_rows **out, struct bulk_file *f, struct err *err)
{
    return bulk_rows_open_of(out, "Customer", f, err);
}

bool bulk_rows_open_of(struct bulk_rows **out, const char *kind, struct bulk_file *f, struct err *err)
{
    struct arena a = { 0 };
    struct bulk_rows *r = arena_new(&a, struct bulk_rows);

    r->arena = a;
    r->kind = kind;
    r->data = *f;
    *f = (struct bulk_file){ 0 };
    *out = r;
    /* A database without a name is a temporary file, which SQLite removes as soon as it is open. */
    bool done =
        sqlite3_open("", &r->db) == SQLITE_OK && sqlite3_exec(r->db, begin, NULL, NULL, NULL) == SQLITE_OK;
    if (!done)
        database_failed(r, err);
    done = done && (!r->data.file || read_all(r, err)) && check(r, err);
    r->next = done ? prepare(r, next_parent, err) : NULL;
    r->children = r->next ? prepare(r, its_children, err) : NULL;
    if (r->children)
        return true;
    bulk_rows_close(r);
    *out = NULL;
    return false;
}

void bulk_rows_close(struct bulk_rows *r)
{
    if (!r)
        return;
    sqlite3_finalize(r->next);
    sqlite3_finalize(r->children);
    sqlite3_close(r->db);
    bulk_file_close(&r->data);
    struct arena a = r->arena;
    arena_reset(&a);
}

/* ---- giving it back -------------------------------------------------------------------------------------------- */

int64_t bulk_rows_count(const struct bulk_rows *r)
{
    return r->parents;
}

static bool read_line(struct bulk_rows *r, sqlite3_stmt *s, int column, str *out, struct arena *a,
                      struct err *err)
{
    int64_t at = sqlite3_column_int64(s, column);
    size_t n = (size_t)sqlite3_column_int64(s, column + 1), got = 0;
    char *p = arena_alloc(a, n + 1, 1);

    while (got < n) {
        ssize_t more = pread(fileno(r->data.file), p + got, n - got, at + (int64_t)got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more <= 0)
            return err_errno(err, _("reading a temporary file in %s"), bulk_folder());
        got += (size_t)more;
    }
    *out = (str){ p, n };
    return true;
}

static bool read_children(struct bulk_rows *r, struct bulk_row *row, struct arena *a, struct err *err)
{
    size_t room = 16, bytes = row->parent.n;
    str *lines = arena_array(a, str, room);
    int result;

    sqlite3_bind_int64(r->children, 1, row->id);
    while ((result = sqlite3_step(r->children)) == SQLITE_ROW) {
        if (row->n == room) {
            str *more = arena_array(a, str, room * 2);
            memcpy(more, lines, room * sizeof *lines);
            lines = more;
            room *= 2;
        }
        bytes += (size_t)sqlite3_column_int64(r->children, 1);
        if (bytes > BULK_ROW_MAX)
            return err_set(err, ERR_SHOP,
                           _("customer %lld has more than %d MB of addresses, orders and metafields"),
                           (long long)row->id, BULK_ROW_MAX >> 20);
        if (!read_line(r, r->children, 0, &lines[row->n++], a, err))
            return false;
    }
    row->children = lines;
    return result == SQLITE_DONE || database_failed(r, err);
}

bool bulk_rows_next(struct bulk_rows *r, int64_t after, struct bulk_row *out, bool *end, struct arena *a,
                    struct err *err)
{
    *out = (struct bulk_row){ 0 };
    sqlite3_reset(r->children);
    sqlite3_reset(r->next);
    sqlite3_bind_int64(r->next, 1, after);
    int result = sqlite3_step(r->next);

    *end = result == SQLITE_DONE;
    if (*end)
        return true;
    if (result != SQLITE_ROW)
        return database_failed(r, err);
    out->id = sqlite3_column_int64(r->next, 0);
    return read_line(r, r->next, 1, &out->parent, a, err) && read_children(r, out, a, err);
}
