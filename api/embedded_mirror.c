#include "api/embedded_parts.h"

#include "api/money.h"
#include "base/message.h"
#include "base/unicode.h"

/* The file is new and nobody else's: it needs no journal on the disk until it is whole. */
bool mirror_begin(struct embedded *e, struct err *err)
{
    return sqlite3_exec(e->db, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF", NULL, NULL, NULL) ==
               SQLITE_OK ||
           sql_fail(e, err);
}

bool embedded_mirror_end(struct shop *shop, struct err *err)
{
    struct embedded *e = (struct embedded *)(void *)shop;

    return sqlite3_exec(e->db, "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL", NULL, NULL, NULL) ==
               SQLITE_OK ||
           sql_fail(e, err);
}

/* In the smallest coin of the mirror; what is too large for it is as large as it can be. */
static int64_t minor_units(const struct batch *b, decimal amount)
{
    int64_t units = 0;
    bool exact;

    return money_minor(amount, b->shop->money_decimals, &units, &exact) ? units : INT64_MAX;
}

static void bind_order(const struct batch *b, sqlite3_stmt *s, int at, const struct order_end *end)
{
    if (end->id == 0) {
        for (int i = 0; i < 4; i++)
            (void)sqlite3_bind_null(s, at + i);
        return;
    }
    (void)sqlite3_bind_int64(s, at, end->id);
    sql_bind_empty_str(s, at + 1, end->name);
    (void)sqlite3_bind_int64(s, at + 2, end->processed_at);
    (void)sqlite3_bind_int64(s, at + 3, minor_units(b, end->total));
}

static void bind_default(sqlite3_stmt *s, int at, const struct customer *c)
{
    (void)sqlite3_bind_null(s, at);
    for (size_t i = 0; i < c->address_count; i++)
        if (c->addresses[i].is_default)
            (void)sqlite3_bind_int64(s, at, c->addresses[i].id);
}

/* The one that is there twice has moved while it was copied, or took over an email from one that was copied before. */
static bool insert(struct batch *b, sqlite3_stmt *s, int64_t id, struct err *err)
{
    if (sql_run(b->shop, s, err))
        return true;
    if ((sqlite3_errcode(b->shop->db) & 0xFF) == SQLITE_CONSTRAINT)
        (void)err_set(err, ERR_SHOP,
                      _("customer %lld has the ID, email or phone of another: the shop was changed while it was "
                        "copied; run it again"),
                      (long long)id);
    return false;
}

static bool put_record(struct batch *b, const struct customer *c, struct err *err)
{
    sqlite3_stmt *s = sql_get(b->shop, SQL_CUSTOMER_MIRROR);
    int at = 3 + (int)customer_field_count;

    (void)sqlite3_bind_int64(s, 1, c->id);
    bind_default(s, 2, c);
    fields_bind(s, 3, customer_fields, customer_field_count, c, b->arena);
    sql_bind_str(s, at, text_fold(c->email, b->arena));
    (void)sqlite3_bind_int64(s, at + 1, c->total_orders);
    (void)sqlite3_bind_int64(s, at + 2, minor_units(b, c->total_spent));
    bind_order(b, s, at + 3, &c->first_order);
    bind_order(b, s, at + 7, &c->last_order);
    return insert(b, s, c->id, err);
}

static bool put_addresses(struct batch *b, const struct customer *c, struct err *err)
{
    for (size_t i = 0; i < c->address_count; i++) {
        sqlite3_stmt *s = sql_get(b->shop, SQL_ADDRESS_INSERT);
        (void)sqlite3_bind_int64(s, 1, c->id);
        (void)sqlite3_bind_int64(s, 2, c->addresses[i].id);
        fields_bind(s, 3, address_fields, address_field_count, &c->addresses[i], b->arena);
        if (!insert(b, s, c->id, err))
            return false;
    }
    return true;
}

static bool put_metafields(struct batch *b, const struct customer *c, struct err *err)
{
    for (size_t i = 0; i < c->metafield_count; i++) {
        const struct metafield *m = &c->metafields[i];
        sqlite3_stmt *s = sql_get(b->shop, SQL_METAFIELD_PUT);
        (void)sqlite3_bind_int64(s, 1, c->id);
        sql_bind_empty_str(s, 2, m->namespace);
        sql_bind_empty_str(s, 3, m->key);
        sql_bind_empty_str(s, 4, m->type);
        sql_bind_empty_str(s, 5, m->value);
        if (!sql_run(b->shop, s, err))
            return false;
    }
    return true;
}

/* IDs of the mirror's own begin above all that it has. */
static void count_on(int64_t *next, int64_t id)
{
    if (*next <= id && id < INT64_MAX)
        *next = id + 1;
}

static bool put_customer(struct batch *b, const struct customer *c, struct err *err)
{
    const struct texts none = { NULL, 0 };

    count_on(&b->next.customer, c->id);
    count_on(&b->next.order, c->last_order.id);
    for (size_t i = 0; i < c->address_count; i++)
        count_on(&b->next.address, c->addresses[i].id);
    return put_record(b, c, err) && put_addresses(b, c, err) && put_metafields(b, c, err) &&
           tags_count(&b->tags, none, c->tags, err);
}

bool embedded_mirror(struct shop *shop, const struct customer *const *customers, size_t n, struct err *err)
{
    struct arena scratch = { 0 };
    struct batch b = { .shop = (struct embedded *)(void *)shop, .arena = &scratch };
    bool well = batch_begin(&b, err);

    if (well) {
        for (size_t i = 0; i < n && well; i++)
            well = put_customer(&b, customers[i], err);
        well = batch_end(&b, well, err);
    }
    arena_reset(&scratch);
    return well;
}
