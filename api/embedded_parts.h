/*
 * embedded_parts.h - what the rooms of the embedded shop share. Nobody else includes it.
 *
 *     embedded.c         the door: open, close, info, settings
 *     embedded_schema.c  tables, versions
 *     embedded_sql.c     statements, binding, SQLite's errors in our words
 *     embedded_read.c    rows into customers; find
 *     embedded_children.c  their addresses and metafields
 *     embedded_list.c    filters, pages, counts
 *     embedded_apply.c   transactions, operations, settle
 *     embedded_edit.c    an operation carried out in memory
 *     embedded_rules.c   what Shopify would refuse
 *     embedded_write.c   the edited record into the tables
 *     embedded_tags.c    one spelling of a tag for the whole shop
 *     embedded_mirror.c  customers of another shop, as they are
 *     embedded_orders.c  orders, definitions, states of accounts, the mail book
 */
#ifndef API_EMBEDDED_PARTS_H
#define API_EMBEDDED_PARTS_H

#include <sqlite3.h>

#include "api/clean.h"
#include "api/embedded.h"
#include "base/time.h"

/*
 * The columns of table `customer` that an operation may touch: name in SQL, kind, member of struct customer,
 * and the column of the sheet that sets it (COL_COUNT: none does). SQL and both directions come from here.
 */
/* clang-format off */
#define CUSTOMER_PLAIN_FIELDS(F)                                         \
    F(first_name,    TEXT,   first_name,               FIRST_NAME)       \
    F(last_name,     TEXT,   last_name,                LAST_NAME)        \
    F(language,      TEXT,   language,                 LANGUAGE)         \
    F(note,          TEXT,   note,                     NOTE)             \
    F(multipass,     TEXT,   multipass,                MULTIPASS)        \
    F(state,         WORD,   state,                    COUNT)            \
    F(email_state,   WORD,   email_consent.state,      EMAIL_STATUS)     \
    F(email_level,   WORD,   email_consent.level,      EMAIL_LEVEL)      \
    F(email_at,      MOMENT, email_consent.updated_at, EMAIL_UPDATED_AT) \
    F(sms_state,     WORD,   sms_consent.state,        SMS_STATUS)       \
    F(sms_level,     WORD,   sms_consent.level,        SMS_LEVEL)        \
    F(sms_at,        MOMENT, sms_consent.updated_at,   SMS_UPDATED_AT)   \
    F(sms_source,    WORD,   sms_source,               COUNT)            \
    F(created_at,    MOMENT, created_at,               COUNT)            \
    F(updated_at,    MOMENT, updated_at,               COUNT)            \
    F(verified_email,FLAG,   verified_email,           COUNT)            \
    F(tax_exempt,    FLAG,   tax_exempt,               TAX_EXEMPT)       \
    F(tax_exemptions,LIST,   tax_exemptions,           TAX_EXEMPTIONS)   \
    F(tags,          LIST,   tags,                     COUNT)
#define CUSTOMER_KEY_FIELDS(F)                                           \
    F(email,         TEXT,   email,                    EMAIL)            \
    F(phone,         TEXT,   phone,                    PHONE)
#define CUSTOMER_FIELDS(F) CUSTOMER_PLAIN_FIELDS(F) CUSTOMER_KEY_FIELDS(F)

#define ADDRESS_FIELDS(F)                                  \
    F(first_name,    TEXT, first_name,    ADDRESS_FIRST)         \
    F(last_name,     TEXT, last_name,     ADDRESS_LAST)          \
    F(phone,         TEXT, phone,         ADDRESS_PHONE)         \
    F(company,       TEXT, company,       ADDRESS_COMPANY)       \
    F(line1,         TEXT, line1,         ADDRESS_LINE1)         \
    F(line2,         TEXT, line2,         ADDRESS_LINE2)         \
    F(city,          TEXT, city,          ADDRESS_CITY)          \
    F(province,      TEXT, province,      ADDRESS_PROVINCE)      \
    F(province_code, TEXT, province_code, ADDRESS_PROVINCE_CODE) \
    F(country,       TEXT, country,       ADDRESS_COUNTRY)       \
    F(country_code,  TEXT, country_code,  ADDRESS_COUNTRY_CODE)  \
    F(zip,           TEXT, zip,           ADDRESS_ZIP)
/* clang-format on */

enum field_kind {
    FIELD_TEXT,   /* str; NULL when empty */
    FIELD_WORD,   /* an enum */
    FIELD_MOMENT, /* int64_t; 0: never */
    FIELD_FLAG,   /* bool */
    FIELD_LIST,   /* struct texts; joined with commas, which no member can hold */
};

struct field {
    enum field_kind kind;
    size_t offset;
    enum column_id column;
};

extern const struct field customer_fields[];
extern const size_t customer_field_count; /* the last two are email and phone */
extern const struct field address_fields[];
extern const size_t address_field_count;

/* Every statement that is not made for a filter; their text is in embedded_sql.c. */
enum sql_id {
    SQL_BEGIN_READ,
    SQL_BEGIN_WRITE,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_SHOP_READ,
    SQL_SHOP_WRITE,
    SQL_DEFINITIONS,
    SQL_DEFINITION_GET,
    SQL_DEFINITION_PUT,
    SQL_COUNTERS_READ,
    SQL_COUNTERS_WRITE,
    SQL_BY_ID,
    SQL_BY_EMAIL,
    SQL_BY_PHONE,
    SQL_ID_OF_EMAIL,
    SQL_ID_OF_PHONE,
    SQL_ADDRESSES,
    SQL_METAFIELDS,
    SQL_CUSTOMER_INSERT,
    SQL_CUSTOMER_MIRROR,
    SQL_CUSTOMER_UPDATE,
    SQL_CUSTOMER_UPDATE_KEYS,
    SQL_CUSTOMER_DELETE,
    SQL_ADDRESS_INSERT,
    SQL_ADDRESS_UPDATE,
    SQL_ADDRESS_DELETE,
    SQL_ADDRESSES_DELETE,
    SQL_METAFIELD_PUT,
    SQL_METAFIELD_DELETE,
    SQL_METAFIELDS_DELETE,
    SQL_TAG_GET,
    SQL_TAG_PUT,
    SQL_TAGS_UNUSED,
    SQL_APPLIED_GET,
    SQL_APPLIED_PUT,
    SQL_APPLIED_PRUNE,
    SQL_MAIL_PUT,
    SQL_MAIL_COUNT,
    SQL_ORDER_INSERT,
    SQL_ORDER_TOTALS,
    SQL_STATE_SET,
    SQL_COUNT
};

struct embedded {
    struct shop shop;      /* first, so that a struct shop * is one of these */
    struct arena memory;   /* holds this struct too */
    struct arena prepared; /* the text of `list` */
    sqlite3 *db;
    str path;
    bool read_only, mirror, pruned;
    sqlite3_stmt *statements[SQL_COUNT];
    sqlite3_stmt *list; /* of the last filter */
    str list_sql;
    uint8_t money_decimals;
    const struct zone *zone;
    str default_language;       /* in `memory` */
    uint64_t seen[GROUP_COUNT]; /* customer columns that a shop fills, by group */
    uint64_t address_seen;
};

/* ---- embedded_sql.c ------------------------------------------------------------------------------------- */

must_check bool sql_prepare_all(struct embedded *e, struct err *err);
void sql_finalize_all(struct embedded *e);
/* What the last failed call of SQLite means, with the file's name. Returns false. */
bool sql_fail(struct embedded *e, struct err *err);

/* The statement, reset and without bindings. */
sqlite3_stmt *sql_get(struct embedded *e, enum sql_id id);
void sql_bind_str(sqlite3_stmt *s, int at, str text); /* "" is NULL; the bytes must stay until the reset */
void sql_bind_empty_str(sqlite3_stmt *s, int at, str text);                    /* "" stays "" */
str sql_text(sqlite3_stmt *s, int column, struct arena *a);                    /* NULL is "" */
must_check bool sql_run(struct embedded *e, sqlite3_stmt *s, struct err *err); /* no rows wanted; resets */
/* One row, if there is one, in *found; sql_done() it afterwards. */
must_check bool sql_row(struct embedded *e, sqlite3_stmt *s, bool *found, struct err *err);
void sql_done(sqlite3_stmt *s);

void fields_bind(sqlite3_stmt *s, int first, const struct field *fields, size_t n, const void *record,
                 struct arena *a);
void fields_read(sqlite3_stmt *s, int first, const struct field *fields, size_t n, void *record,
                 struct arena *a);

/* Those of them that are empty. */
uint64_t fields_blank(const struct field *fields, size_t n, const void *record);

struct texts list_split(str packed, struct arena *a);
str list_join(struct texts list, struct arena *a);

/* ---- embedded_schema.c ---------------------------------------------------------------------------------- */

must_check bool schema_ready(struct embedded *e, bool create, struct err *err);

/* ---- embedded_children.c -------------------------------------------------------------------------------- */

/*
 * Rows of a table that is clustered by customer. While customers are read in the order of their IDs, one statement goes on
 * from each to the next: a sheet mostly has them as the shop has.
 */
struct children {
    sqlite3_stmt *rows; /* NULL: not begun */
    int64_t whose;      /* the row in hand, INT64_MAX: there is no other */
    int64_t from;       /* customers before this one have had theirs: look for their place again */
};

/* Customers read in one transaction, in which nothing is written: begin with shop, groups and arena. */
struct reading {
    struct embedded *shop;
    shop_groups groups;
    struct arena *arena;
    struct children addresses, metafields;
};

must_check bool addresses_read(struct reading *r, struct customer *c, int64_t standard, struct err *err);
must_check bool metafields_read(struct reading *r, struct customer *c, struct err *err);
void reading_end(struct reading *r); /* before the transaction's end */

/* ---- embedded_read.c ------------------------------------------------------------------------------------ */

/* The columns that customer_read() expects, in a SELECT. */
extern const char customer_columns[];
must_check bool customer_read(struct reading *r, sqlite3_stmt *row, struct customer **out, struct err *err);
/* The record behind an ID; NULL when there is none. */
must_check bool customer_get(struct embedded *e, int64_t id, shop_groups groups, struct customer **out,
                             struct arena *a, struct err *err);
bool embedded_find(struct shop *s, const struct customer_key *keys, size_t n, shop_groups groups,
                   struct match *out, struct arena *a, struct err *err);

/* ---- embedded_list.c ------------------------------------------------------------------------------------ */

must_check bool list_functions(struct embedded *e, struct err *err); /* what filters call from SQL */
bool embedded_list(struct shop *s, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                   size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err);
bool embedded_count(struct shop *s, const struct shop_filter *filter, int64_t *out, struct err *err);
bool embedded_each_tags(struct shop *s, const struct shop_filter *filter, void *context,
                        bool (*take)(void *context, int64_t id, str tags, int64_t updated_at,
                                     struct err *err),
                        struct err *err);

/* ---- embedded_tags.c ------------------------------------------------------------------------------------ */

struct tag_entry {
    str key, name;
    int64_t used; /* by how many customers, counting this transaction */
    bool changed;
};

/* The tags that a transaction has met. A tag is spelled as the first customer who has it spelled it. */
struct tag_book {
    struct embedded *shop;
    struct arena *arena;
    struct tag_entry **slots;
    size_t room, n;
};

must_check bool tag_spelling(struct tag_book *book, str key, str written, struct tag_entry **out,
                             struct err *err);
/* have - remove + add, sorted as Shopify sorts; counts in the book what was added and removed only with tags_count(). */
must_check bool tags_change(struct tag_book *book, struct texts have, struct texts add, struct texts remove,
                            struct texts *out, struct err *err);
must_check bool tags_count(struct tag_book *book, struct texts before, struct texts after, struct err *err);
must_check bool tag_book_write(struct tag_book *book, struct err *err);

/* ---- embedded_edit.c ------------------------------------------------------------------------------------ */

enum address_fate { FATE_KEPT, FATE_ADDED, FATE_CHANGED, FATE_REMOVED };

struct counters {
    int64_t customer, address, order; /* the next IDs */
};

/* One transaction. */
struct batch {
    struct embedded *shop;
    struct arena *arena;
    int64_t now;
    struct counters next;
    struct tag_book tags;
};

/* An operation carried out in memory: checked, then written. */
struct edit {
    struct batch *batch;
    const struct op *op;
    const struct customer *before;   /* NULL: a new record */
    struct customer after;           /* its addresses: with those that go */
    enum address_fate *fates;        /* of after.addresses[i] */
    int64_t default_address;         /* 0: none */
    bool consent_email, consent_sms; /* the operation sets it */
    struct finding why;              /* FINDING_NONE: nothing against it so far */
    enum column_id why_column;
};

must_check bool edit_make(struct edit *e, struct err *err);
bool edit_refuse(struct edit *e, enum column_id column, enum finding_id id, str held, str fact); /* false */

/* ---- embedded_rules.c ----------------------------------------------------------------------------------- */

/* Leaves what is wrong in e->why. False only when SQLite fails. */
must_check bool rules_check(struct edit *e, struct err *err);

/* ---- embedded_write.c ----------------------------------------------------------------------------------- */

must_check bool write_customer(struct edit *e, struct err *err);
must_check bool write_deletion(struct batch *b, const struct customer *gone, struct err *err);

/* ---- embedded_mirror.c ---------------------------------------------------------------------------------- */

must_check bool mirror_begin(struct embedded *e, struct err *err);

/* ---- embedded_apply.c ----------------------------------------------------------------------------------- */

must_check bool batch_begin(struct batch *b, struct err *err);
must_check bool batch_end(struct batch *b, bool well, struct err *err); /* commits, or rolls back */
bool embedded_apply(struct shop *s, const struct op *ops, size_t n, struct op_result *out, int64_t now,
                    struct arena *a, struct err *err);
bool embedded_settle(struct shop *s, const struct op *ops, size_t n, struct op_result *out, struct arena *a,
                     struct err *err);

#endif
