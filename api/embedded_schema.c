#include "api/embedded_parts.h"

#include "base/message.h"

enum { APPLICATION_ID = 0x4D454942 }; /* "MEIB" */

/*
 * One script a version; a file of an older version runs those it lacks. Money is in the smallest coin, moments are
 * seconds, words are their numbers in model/customer.h. `email_key` is the folded email. Addresses and metafields
 * are clustered by customer, for that is how they are read. The first and last order stand in the customer, so that
 * an export needs no join.
 */
static const char *const migrations[] = {
    "CREATE TABLE shop ("
    " one INTEGER PRIMARY KEY CHECK (one = 1), timezone TEXT NOT NULL, currency TEXT NOT NULL,"
    " money_decimals INTEGER NOT NULL, country TEXT NOT NULL, languages TEXT NOT NULL, identity TEXT NOT "
    "NULL,"
    " next_customer INTEGER NOT NULL, next_address INTEGER NOT NULL, next_order INTEGER NOT NULL) STRICT;"
    "INSERT INTO shop VALUES (1, 'UTC', 'USD', 2, 'US', 'en', lower(hex(randomblob(16))),"
    " 7000000000001, 9000000000001, 5000000000001);"
    "CREATE TABLE definition ("
    " namespace TEXT NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL, PRIMARY KEY (namespace, key))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE customer ("
    " id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, default_address INTEGER,"
    " first_name TEXT, last_name TEXT, language TEXT, note TEXT, multipass TEXT,"
    " state INTEGER NOT NULL, email_state INTEGER NOT NULL, email_level INTEGER NOT NULL,"
    " email_at INTEGER NOT NULL, sms_state INTEGER NOT NULL, sms_level INTEGER NOT NULL,"
    " sms_at INTEGER NOT NULL, sms_source INTEGER NOT NULL,"
    " created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,"
    " verified_email INTEGER NOT NULL, tax_exempt INTEGER NOT NULL, tax_exemptions TEXT, tags TEXT,"
    " email TEXT, email_key TEXT, phone TEXT,"
    " total_orders INTEGER NOT NULL DEFAULT 0, total_spent INTEGER NOT NULL DEFAULT 0,"
    " first_order INTEGER, first_order_name TEXT, first_order_at INTEGER, first_order_total INTEGER,"
    " last_order INTEGER, last_order_name TEXT, last_order_at INTEGER, last_order_total INTEGER) STRICT;"
    "CREATE UNIQUE INDEX customer_email ON customer (email_key) WHERE email_key IS NOT NULL;"
    "CREATE UNIQUE INDEX customer_phone ON customer (phone) WHERE phone IS NOT NULL;"
    "CREATE TABLE address ("
    " customer INTEGER NOT NULL, id INTEGER NOT NULL,"
    " first_name TEXT, last_name TEXT, phone TEXT, company TEXT, line1 TEXT, line2 TEXT, city TEXT,"
    " province TEXT, province_code TEXT, country TEXT, country_code TEXT, zip TEXT,"
    " PRIMARY KEY (customer, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE metafield ("
    " customer INTEGER NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL,"
    " value TEXT NOT NULL, PRIMARY KEY (customer, namespace, key)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE orders ("
    " id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, name TEXT NOT NULL, processed_at INTEGER NOT NULL,"
    " total INTEGER NOT NULL) STRICT;"
    "CREATE INDEX orders_of ON orders (customer, processed_at, id);"
    "CREATE TABLE tag (key TEXT PRIMARY KEY, name TEXT NOT NULL, used INTEGER NOT NULL) STRICT, WITHOUT "
    "ROWID;"
    "CREATE TABLE applied ("
    " number INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, customer INTEGER NOT NULL,"
    " invited INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;"
    "CREATE TABLE mail (number INTEGER PRIMARY KEY, customer INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;",
};

static bool schema_number(struct embedded *e, const char *pragma, int64_t *out, struct err *err)
{
    sqlite3_stmt *s = NULL;
    bool well = sqlite3_prepare_v2(e->db, pragma, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;

    if (well)
        *out = sqlite3_column_int64(s, 0);
    if (!well)
        (void)sql_fail(e, err);
    sqlite3_finalize(s);
    return well;
}

static bool schema_run(struct embedded *e, const char *script, struct err *err)
{
    return sqlite3_exec(e->db, script, NULL, NULL, NULL) == SQLITE_OK || sql_fail(e, err);
}

/* Changing to WAL asks for the whole file, and SQLite does not wait for that by itself. */
static bool schema_wal(struct embedded *e, struct err *err)
{
    for (int tries = 0; tries < 500; tries++) {
        if (sqlite3_exec(e->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) == SQLITE_OK)
            return true;
        if (sqlite3_errcode(e->db) != SQLITE_BUSY)
            break;
        sqlite3_sleep(20);
    }
    return sql_fail(e, err);
}

static bool schema_migrate(struct embedded *e, struct err *err)
{
    int64_t version = 0;
    char stamp[96];

    if (!schema_number(e, "PRAGMA user_version", &version, err))
        return false;
    for (size_t i = (size_t)version; i < countof(migrations); i++)
        if (!schema_run(e, migrations[i], err))
            return false;
    sqlite3_snprintf((int)sizeof stamp, stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d",
                     APPLICATION_ID, (int)countof(migrations));
    return schema_run(e, stamp, err);
}

static bool schema_upgrade(struct embedded *e, struct err *err)
{
    if (!schema_wal(e, err) || !schema_run(e, "BEGIN IMMEDIATE", err))
        return false;
    if (!schema_migrate(e, err)) {
        (void)sqlite3_exec(e->db, "ROLLBACK", NULL, NULL, NULL);
        return false;
    }
    return schema_run(e, "COMMIT", err);
}

bool schema_ready(struct embedded *e, bool create, struct err *err)
{
    int64_t application = 0, version = 0, tables = 0;

    if (!schema_number(e, "PRAGMA application_id", &application, err) ||
        !schema_number(e, "PRAGMA user_version", &version, err) ||
        !schema_number(e, "SELECT count(*) FROM sqlite_schema", &tables, err))
        return false;
    bool empty = application == 0 && version == 0 && tables == 0;
    if (empty && create && !e->read_only)
        return schema_upgrade(e, err);
    if (application != APPLICATION_ID)
        return err_set(err, ERR_SHOP, _("%.*s is not a shop of meibo; give another file, or make a new one"),
                       STR_ARG(e->path));
    if (version > (int64_t)countof(migrations))
        return err_set(err, ERR_SHOP, _("%.*s was made by a newer version of meibo; update the program"),
                       STR_ARG(e->path));
    if (version == (int64_t)countof(migrations))
        return true;
    if (e->read_only)
        return err_set(err, ERR_SHOP, _("%.*s is of an older version; open it once for writing"),
                       STR_ARG(e->path));
    return schema_upgrade(e, err);
}
