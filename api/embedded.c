#include "api/embedded_parts.h"

#include <string.h>

#include "base/file.h"
#include "base/message.h"

enum {
    BUSY_MILLISECONDS = 60000,
    CACHE_KIB = 8192,
    CHECKPOINT_PAGES =
        4000, /* 16 MiB: an import writes scattered index pages, copying them back rarely is cheaper */
    BATCH = 500, /* customers of one transaction */
};

static struct embedded *embedded_of(struct shop *s)
{
    return (struct embedded *)(void *)s;
}

static void embedded_close(struct shop *s)
{
    struct embedded *e = embedded_of(s);

    sql_finalize_all(e);
    (void)sqlite3_close(e->db);
    arena_reset(&e->prepared);
    struct arena memory = e->memory; /* it holds *e */
    arena_reset(&memory);
}

/* ---- what the shop says of itself ------------------------------------------------------------------------ */

static bool info_definitions(struct embedded *e, struct shop_info *out, struct arena *a, struct err *err)
{
    sqlite3_stmt *s = sql_get(e, SQL_DEFINITIONS);
    struct metafield_definition *list = NULL;
    size_t n = 0, room = 0;
    bool found = false;

    for (;;) {
        if (!sql_row(e, s, &found, err))
            return false;
        if (!found)
            break;
        if (n == room) {
            struct metafield_definition *more =
                arena_array(a, struct metafield_definition, room = room * 2 + 8);
            if (n)
                memcpy(more, list, n * sizeof *list);
            list = more;
        }
        list[n++] = (struct metafield_definition){ sql_text(s, 0, a), sql_text(s, 1, a), sql_text(s, 2, a) };
    }
    sql_done(s);
    out->definitions = list;
    out->definition_count = n;
    return true;
}

static bool embedded_info(struct shop *shop, struct shop_info *out, struct arena *a, struct err *err)
{
    struct embedded *e = embedded_of(shop);
    sqlite3_stmt *s = sql_get(e, SQL_SHOP_READ);
    bool found = false;

    *out = (struct shop_info){ .name = path_base(e->path) };
    if (!sql_row(e, s, &found, err))
        return false;
    str zone = sql_text(s, 0, a);
    out->caps = SHOP_ATOMIC | SHOP_CLASSIC_ACCOUNTS | SHOP_READS_MULTIPASS | SHOP_WRITES |
                SHOP_READS_ORDERS | SHOP_READS_ALL_ORDERS;
    out->batch = BATCH;
    out->currency = sql_text(s, 1, a);
    out->money_decimals = (uint8_t)sqlite3_column_int(s, 2);
    out->country = sql_text(s, 3, a);
    out->languages = list_split(sql_text(s, 4, a), a);
    out->default_language = out->languages.n ? out->languages.at[0] : STR("en");
    out->where = arena_join(a, (str[]){ STR("embedded"), sql_text(s, 5, a) }, 2, STR(":"));
    sql_done(s);
    return zone_find(zone, &out->timezone, err) && info_definitions(e, out, a, err);
}

/* What every operation needs of it, once a connection. */
static bool embedded_learn(struct embedded *e, struct err *err)
{
    struct arena scratch = { 0 };
    struct shop_info info;
    bool well = embedded_info(&e->shop, &info, &scratch, err);

    if (well) {
        e->money_decimals = info.money_decimals;
        e->zone = info.timezone;
        e->default_language = arena_copy(&e->memory, info.default_language);
    }
    arena_reset(&scratch);
    return well;
}

bool embedded_configure(struct shop *shop, const struct shop_info *info, struct err *err)
{
    struct embedded *e = embedded_of(shop);
    struct arena scratch = { 0 };
    sqlite3_stmt *s = sql_get(e, SQL_SHOP_WRITE);
    struct texts languages = info->languages;

    if (languages.n == 0)
        languages = (struct texts){ &info->default_language, 1 };
    sql_bind_empty_str(s, 1, info->timezone ? zone_name(info->timezone) : STR("UTC"));
    sql_bind_empty_str(s, 2, info->currency);
    (void)sqlite3_bind_int(s, 3, info->money_decimals);
    sql_bind_empty_str(s, 4, info->country);
    sql_bind_empty_str(s, 5, list_join(languages, &scratch));
    bool well = sql_run(e, s, err);
    arena_reset(&scratch);
    if (well && sqlite3_changes(e->db) == 0)
        return err_set(err, ERR_USAGE,
                       _("%.*s holds orders; the decimals of its currency can no longer change"),
                       STR_ARG(e->path));
    return well && embedded_learn(e, err);
}

/* ---- opening ---------------------------------------------------------------------------------------------- */

static const struct shop_ops embedded_ops = {
    .name = "embedded",
    .info = embedded_info,
    .find = embedded_find,
    .apply = embedded_apply,
    .settle = embedded_settle,
    .list = embedded_list,
    .count = embedded_count,
    .close = embedded_close,
    .each_tags = embedded_each_tags,
};

/* Which columns an answer fills, from the column table: what can be exported and is not made by the export. */
static void embedded_columns(struct embedded *e)
{
    static const struct {
        enum column_record record;
        enum column_access access;
        enum column_group group;
    } table[] = {
#define COLUMN(id, header, ja, type, record, field, access, group, doc, doc_ja) \
    { RECORD_##record, ACCESS_##access, GROUP_##group },
#include "model/columns.def"
#undef COLUMN
    };

    for (size_t i = 0; i < countof(table); i++) {
        if ((table[i].access != ACCESS_BOTH && table[i].access != ACCESS_EXPORT) ||
            table[i].group == GROUP_ROWS)
            continue;
        if (table[i].record == RECORD_address)
            e->address_seen |= COL_BIT(i);
        else if (table[i].group < GROUP_COUNT)
            e->seen[table[i].group] |= COL_BIT(i);
    }
}

static bool embedded_connect(struct embedded *e, bool create, struct err *err)
{
    /* Nobody asks SQLite what it has allocated, and counting takes a lock for every piece. Says no, harmlessly, once a
     * database has been opened. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

    int flags = SQLITE_OPEN_NOMUTEX | (e->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    char settings[160];

    if (create && !e->read_only)
        flags |= SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(e->path.p, &e->db, flags, NULL) != SQLITE_OK)
        return sql_fail(e, err);
    (void)sqlite3_busy_timeout(e->db, BUSY_MILLISECONDS);
    sqlite3_snprintf((int)sizeof settings, settings,
                     "PRAGMA cache_size = -%d; PRAGMA wal_autocheckpoint = %d; PRAGMA temp_store = MEMORY;"
                     "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF",
                     CACHE_KIB, CHECKPOINT_PAGES);
    if (!schema_ready(e, create, err))
        return false;
    if (sqlite3_exec(e->db, settings, NULL, NULL, NULL) != SQLITE_OK)
        return sql_fail(e, err);
    return (!e->mirror || mirror_begin(e, err)) && list_functions(e, err) && sql_prepare_all(e, err) && embedded_learn(e, err);
}

bool embedded_open(struct shop **out, const char *path, const struct embedded_options *options,
                   struct err *err)
{
    struct arena memory = { 0 };
    struct embedded *e = arena_new(&memory, struct embedded);

    e->shop.ops = &embedded_ops;
    e->path = arena_copy(&memory, str_of(path));
    e->read_only = options->read_only;
    e->mirror = options->mirror;
    e->memory = memory;
    embedded_columns(e);
    if (!embedded_connect(e, options->create, err)) {
        embedded_close(&e->shop);
        return false;
    }
    *out = &e->shop;
    return true;
}
