#include "api/embedded_parts.h"

#include <errno.h>
#include <string.h>

#include "base/message.h"

#define AS_FIELD(name, kind, member, column) \
    { FIELD_##kind, offsetof(struct customer, member), COL_##column },
const struct field customer_fields[] = { CUSTOMER_FIELDS(AS_FIELD) };
const size_t customer_field_count = countof(customer_fields);
#undef AS_FIELD

#define AS_FIELD(name, kind, member, column) { FIELD_##kind, offsetof(struct address, member), COL_##column },
const struct field address_fields[] = { ADDRESS_FIELDS(AS_FIELD) };
const size_t address_field_count = countof(address_fields);
#undef AS_FIELD

#define AS_NAME(name, ...)       ", " #name
#define AS_PARAMETER(name, ...)  ", ?"
#define AS_ASSIGNMENT(name, ...) ", " #name " = ?"

#define CUSTOMER_COLUMNS                                                                        \
    "id, revision, default_address" CUSTOMER_FIELDS(                                            \
        AS_NAME) ", total_orders, total_spent, first_order, first_order_name, first_order_at, " \
                 "first_order_total,"                                                           \
                 " last_order, last_order_name, last_order_at, last_order_total"

const char customer_columns[] = CUSTOMER_COLUMNS;

/* clang-format off */
static const char *const texts[SQL_COUNT] = {
    [SQL_BEGIN_READ] = "BEGIN",
    [SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_SHOP_READ] = "SELECT timezone, currency, money_decimals, country, languages, identity FROM shop",
    [SQL_SHOP_WRITE] =
        "UPDATE shop SET timezone = ?, currency = ?, money_decimals = ?, country = ?, languages = ?"
        " WHERE money_decimals = ?3 OR NOT EXISTS (SELECT 1 FROM orders)",
    [SQL_DEFINITIONS] = "SELECT namespace, key, type FROM definition ORDER BY namespace, key",
    [SQL_DEFINITION_GET] = "SELECT type FROM definition WHERE namespace = ? AND key = ?",
    [SQL_DEFINITION_PUT] = "INSERT OR REPLACE INTO definition VALUES (?, ?, ?)",
    [SQL_COUNTERS_READ] = "SELECT next_customer, next_address, next_order FROM shop",
    [SQL_COUNTERS_WRITE] = "UPDATE shop SET next_customer = ?, next_address = ?, next_order = ?",
    [SQL_BY_ID] = "SELECT " CUSTOMER_COLUMNS " FROM customer WHERE id = ?",
    [SQL_BY_EMAIL] = "SELECT " CUSTOMER_COLUMNS " FROM customer WHERE email_key = ?",
    [SQL_BY_PHONE] = "SELECT " CUSTOMER_COLUMNS " FROM customer WHERE phone = ?",
    [SQL_ID_OF_EMAIL] = "SELECT id FROM customer WHERE email_key = ?",
    [SQL_ID_OF_PHONE] = "SELECT id FROM customer WHERE phone = ?",
    [SQL_ADDRESSES] =
        "SELECT customer, id" ADDRESS_FIELDS(AS_NAME) " FROM address WHERE customer >= ? ORDER BY customer, id",
    [SQL_METAFIELDS] =
        "SELECT customer, namespace, key, type, value FROM metafield WHERE customer >= ?"
        " ORDER BY customer, namespace, key",
    [SQL_CUSTOMER_INSERT] =
        "INSERT INTO customer (id, revision, default_address" CUSTOMER_FIELDS(AS_NAME) ", email_key)"
        " VALUES (?, 1, ?" CUSTOMER_FIELDS(AS_PARAMETER) ", ?)",
    [SQL_CUSTOMER_MIRROR] =
        "INSERT INTO customer (id, revision, default_address" CUSTOMER_FIELDS(AS_NAME) ", email_key, total_orders,"
        " total_spent, first_order, first_order_name, first_order_at, first_order_total,"
        " last_order, last_order_name, last_order_at, last_order_total)"
        " VALUES (?, 1, ?" CUSTOMER_FIELDS(AS_PARAMETER) ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_CUSTOMER_UPDATE] = /* leaves the indexes of email and phone in peace */
        "UPDATE customer SET revision = revision + 1, default_address = iif(?1 IS -1, default_address, ?1)" CUSTOMER_PLAIN_FIELDS(AS_ASSIGNMENT)
        " WHERE id = ?",
    [SQL_CUSTOMER_UPDATE_KEYS] =
        "UPDATE customer SET revision = revision + 1, default_address = iif(?1 IS -1, default_address, ?1)" CUSTOMER_FIELDS(AS_ASSIGNMENT)
        ", email_key = ? WHERE id = ?",
    [SQL_CUSTOMER_DELETE] = "DELETE FROM customer WHERE id = ?",
    [SQL_ADDRESS_INSERT] =
        "INSERT INTO address (customer, id" ADDRESS_FIELDS(AS_NAME) ") VALUES (?, ?" ADDRESS_FIELDS(AS_PARAMETER) ")",
    [SQL_ADDRESS_UPDATE] =
        "INSERT OR REPLACE INTO address (customer, id" ADDRESS_FIELDS(AS_NAME) ") VALUES (?, ?"
        ADDRESS_FIELDS(AS_PARAMETER) ")",
    [SQL_ADDRESS_DELETE] = "DELETE FROM address WHERE customer = ? AND id = ?",
    [SQL_ADDRESSES_DELETE] = "DELETE FROM address WHERE customer = ?",
    [SQL_METAFIELD_PUT] = "INSERT OR REPLACE INTO metafield VALUES (?, ?, ?, ?, ?)",
    [SQL_METAFIELD_DELETE] = "DELETE FROM metafield WHERE customer = ? AND namespace = ? AND key = ?",
    [SQL_METAFIELDS_DELETE] = "DELETE FROM metafield WHERE customer = ?",
    [SQL_TAG_GET] = "SELECT name, used FROM tag WHERE key = ?",
    [SQL_TAG_PUT] = "INSERT OR REPLACE INTO tag VALUES (?, ?, ?)",
    [SQL_TAGS_UNUSED] = "DELETE FROM tag WHERE key = ?",
    [SQL_APPLIED_GET] = "SELECT customer, invited FROM applied WHERE token = ?",
    [SQL_APPLIED_PUT] = "INSERT INTO applied (token, customer, invited, at) VALUES (?, ?, ?, ?)",
    [SQL_APPLIED_PRUNE] =
        "DELETE FROM applied WHERE at < ?1 AND number IN (SELECT number FROM applied ORDER BY number LIMIT 10000)",
    [SQL_MAIL_PUT] = "INSERT INTO mail (customer, at) VALUES (?, ?)",
    [SQL_MAIL_COUNT] = "SELECT count(*) FROM mail",
    [SQL_ORDER_INSERT] = "INSERT INTO orders VALUES (?, ?, ?, ?, ?)",
    [SQL_STATE_SET] = "UPDATE customer SET revision = revision + 1, state = ? WHERE id = ?",
    [SQL_ORDER_TOTALS] =
        "UPDATE customer SET revision = revision + 1, total_orders = n, total_spent = spent,"
        " first_order = a.id, first_order_name = a.name, first_order_at = a.processed_at, first_order_total = a.total,"
        " last_order = z.id, last_order_name = z.name, last_order_at = z.processed_at, last_order_total = z.total"
        " FROM (SELECT count(*) AS n, sum(total) AS spent FROM orders WHERE customer = ?1),"
        " (SELECT * FROM orders WHERE customer = ?1 ORDER BY processed_at, id LIMIT 1) AS a,"
        " (SELECT * FROM orders WHERE customer = ?1 ORDER BY processed_at DESC, id DESC LIMIT 1) AS z"
        " WHERE customer.id = ?1",
};
/* clang-format on */

bool sql_prepare_all(struct embedded *e, struct err *err)
{
    for (size_t i = 0; i < SQL_COUNT; i++)
        if (sqlite3_prepare_v3(e->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &e->statements[i], NULL) !=
            SQLITE_OK)
            return sql_fail(e, err);
    return true;
}

void sql_finalize_all(struct embedded *e)
{
    for (size_t i = 0; i < SQL_COUNT; i++)
        (void)sqlite3_finalize(e->statements[i]);
    (void)sqlite3_finalize(e->list);
}

static const struct {
    int code; /* SQLite's primary result code */
    enum err_code kind;
    const char *words; /* NULL: SQLite's own */
} failures[] = {
    { SQLITE_FULL, ERR_IO, N_("%.*s: the disk is full; free some space and run it again") },
    { SQLITE_IOERR, ERR_IO, N_("%.*s cannot be read or written; check the disk") },
    { SQLITE_NOMEM, ERR_IO, N_("%.*s: out of memory") },
    { SQLITE_BUSY, ERR_SHOP, N_("%.*s is in use by another process; wait for it to end") },
    { SQLITE_LOCKED, ERR_SHOP, N_("%.*s is in use by another process; wait for it to end") },
    { SQLITE_READONLY, ERR_SHOP, N_("%.*s may not be written; check its permissions and its folder's") },
    { SQLITE_CANTOPEN, ERR_SHOP, N_("%.*s cannot be opened; check that it exists and may be read") },
    { SQLITE_PERM, ERR_SHOP, N_("%.*s cannot be opened; check that it exists and may be read") },
    { SQLITE_NOTADB, ERR_SHOP, N_("%.*s is not a shop of meibo; give another file, or make a new one") },
    { SQLITE_CORRUPT, ERR_SHOP, N_("%.*s is damaged; put back a copy of it") },
};

/* SQLite also calls a file damaged when the disk does not give its pages; errno still tells. */
static int failure_code(const struct embedded *e)
{
    int code = sqlite3_errcode(e->db) & 0xFF;

    return code == SQLITE_CORRUPT && errno == EIO ? SQLITE_IOERR : code;
}

bool sql_fail(struct embedded *e, struct err *err)
{
    int code = failure_code(e);

    for (size_t i = 0; i < countof(failures); i++)
        if (failures[i].code == code)
            return err_set(err, failures[i].kind, message_get(failures[i].words), STR_ARG(e->path));
    return err_set(err, ERR_SHOP, _("%.*s: %s"), STR_ARG(e->path), sqlite3_errmsg(e->db));
}

sqlite3_stmt *sql_get(struct embedded *e, enum sql_id id)
{
    return e->statements[id];
}

void sql_bind_str(sqlite3_stmt *s, int at, str text)
{
    if (text.n)
        (void)sqlite3_bind_text64(s, at, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8);
    else
        (void)sqlite3_bind_null(s, at);
}

void sql_bind_empty_str(sqlite3_stmt *s, int at, str text)
{
    (void)sqlite3_bind_text64(s, at, text.n ? text.p : "", text.n, SQLITE_STATIC, SQLITE_UTF8);
}

str sql_text(sqlite3_stmt *s, int column, struct arena *a)
{
    /* As it lies in the page: sqlite3_column_text() would make a copy of every text to end it with a zero byte. */
    const char *p = sqlite3_column_blob(s, column);

    return p ? arena_copy(a, (str){ p, (size_t)sqlite3_column_bytes(s, column) }) : STR("");
}

bool sql_run(struct embedded *e, sqlite3_stmt *s, struct err *err)
{
    bool well = sqlite3_step(s) == SQLITE_DONE;

    if (!well)
        (void)sql_fail(e, err);
    (void)sqlite3_reset(s);
    return well;
}

bool sql_row(struct embedded *e, sqlite3_stmt *s, bool *found, struct err *err)
{
    int code = sqlite3_step(s);

    *found = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return true;
    (void)sql_fail(e, err);
    (void)sqlite3_reset(s);
    return false;
}

void sql_done(sqlite3_stmt *s)
{
    (void)sqlite3_reset(s);
}

str list_join(struct texts list, struct arena *a)
{
    return arena_join(a, list.at, list.n, STR(","));
}

struct texts list_split(str packed, struct arena *a)
{
    size_t n = 1;

    if (packed.n == 0)
        return (struct texts){ NULL, 0 };
    for (size_t i = 0; i < packed.n; i++)
        n += packed.p[i] == ',';
    str *at = arena_array(a, str, n);
    for (size_t i = 0; i < n; i++)
        (void)str_cut(packed, ',', &at[i], &packed);
    return (struct texts){ at, n };
}

static void field_bind(sqlite3_stmt *s, int at, const struct field *f, const void *record, struct arena *a)
{
    const char *member = (const char *)record + f->offset;

    switch (f->kind) {
    case FIELD_TEXT:
        sql_bind_str(s, at, *(const str *)(const void *)member);
        break;
    case FIELD_WORD:
        (void)sqlite3_bind_int(s, at, *(const int *)(const void *)member);
        break;
    case FIELD_MOMENT:
        (void)sqlite3_bind_int64(s, at, *(const int64_t *)(const void *)member);
        break;
    case FIELD_FLAG:
        (void)sqlite3_bind_int(s, at, *(const bool *)(const void *)member);
        break;
    case FIELD_LIST:
        sql_bind_str(s, at, list_join(*(const struct texts *)(const void *)member, a));
        break;
    }
}

void fields_bind(sqlite3_stmt *s, int first, const struct field *fields, size_t n, const void *record,
                 struct arena *a)
{
    for (size_t i = 0; i < n; i++)
        field_bind(s, first + (int)i, &fields[i], record, a);
}

static void field_read(sqlite3_stmt *s, int column, const struct field *f, void *record, struct arena *a)
{
    char *member = (char *)record + f->offset;

    switch (f->kind) {
    case FIELD_TEXT:
        *(str *)(void *)member = sql_text(s, column, a);
        break;
    case FIELD_WORD:
        *(int *)(void *)member = sqlite3_column_int(s, column);
        break;
    case FIELD_MOMENT:
        *(int64_t *)(void *)member = sqlite3_column_int64(s, column);
        break;
    case FIELD_FLAG:
        *(bool *)(void *)member = sqlite3_column_int(s, column) != 0;
        break;
    case FIELD_LIST:
        *(struct texts *)(void *)member = list_split(sql_text(s, column, a), a);
        break;
    }
}

void fields_read(sqlite3_stmt *s, int first, const struct field *fields, size_t n, void *record,
                 struct arena *a)
{
    for (size_t i = 0; i < n; i++)
        field_read(s, first + (int)i, &fields[i], record, a);
}

static uint64_t bit_if(bool blank, enum column_id column)
{
    return blank ? COL_BIT(column) : 0;
}

uint64_t fields_blank(const struct field *fields, size_t n, const void *record)
{
    uint64_t blank = 0;

    for (size_t i = 0; i < n; i++) {
        const char *member = (const char *)record + fields[i].offset;

        if (fields[i].column == COL_COUNT)
            continue;
        if (fields[i].kind == FIELD_TEXT)
            blank |= bit_if(((const str *)(const void *)member)->n == 0, fields[i].column);
        else if (fields[i].kind == FIELD_MOMENT)
            blank |= bit_if(*(const int64_t *)(const void *)member == 0, fields[i].column);
        else if (fields[i].kind == FIELD_LIST)
            blank |= bit_if(((const struct texts *)(const void *)member)->n == 0, fields[i].column);
    }
    return blank;
}
