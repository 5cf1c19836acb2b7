#include "api/embedded_parts.h"

#include "base/unicode.h"

static bool write_addresses(struct edit *e, struct err *err)
{
    static const enum sql_id statements[] = {
        [FATE_ADDED] = SQL_ADDRESS_INSERT,
        [FATE_CHANGED] = SQL_ADDRESS_UPDATE,
        [FATE_REMOVED] = SQL_ADDRESS_DELETE,
    };
    struct embedded *shop = e->batch->shop;

    for (size_t i = 0; i < e->after.address_count; i++) {
        if (e->fates[i] == FATE_KEPT)
            continue;
        sqlite3_stmt *s = sql_get(shop, statements[e->fates[i]]);
        (void)sqlite3_bind_int64(s, 1, e->after.id);
        (void)sqlite3_bind_int64(s, 2, e->after.addresses[i].id);
        if (e->fates[i] != FATE_REMOVED)
            fields_bind(s, 3, address_fields, address_field_count, &e->after.addresses[i], e->batch->arena);
        if (!sql_run(shop, s, err))
            return false;
    }
    return true;
}

static bool write_metafields(struct edit *e, struct err *err)
{
    struct embedded *shop = e->batch->shop;

    for (size_t i = 0; i < e->op->metafield_count; i++) {
        const struct metafield *m = &e->op->metafields[i].to;
        sqlite3_stmt *s = sql_get(shop, m->blank ? SQL_METAFIELD_DELETE : SQL_METAFIELD_PUT);

        (void)sqlite3_bind_int64(s, 1, e->after.id);
        sql_bind_empty_str(s, 2, m->namespace);
        sql_bind_empty_str(s, 3, m->key);
        if (!m->blank) {
            sql_bind_empty_str(s, 4, m->type);
            sql_bind_empty_str(s, 5, m->value);
        }
        if (!sql_run(shop, s, err))
            return false;
    }
    return true;
}

/* -1: the default address stays what it is, for the operation says nothing of addresses. */
static void bind_default(sqlite3_stmt *s, int at, const struct edit *e)
{
    int64_t address = e->before && e->op->address_count == 0 ? -1 : e->default_address;

    if (address)
        (void)sqlite3_bind_int64(s, at, address);
    else
        (void)sqlite3_bind_null(s, at);
}

static bool write_new(struct edit *e, struct err *err)
{
    struct embedded *shop = e->batch->shop;
    struct arena *a = e->batch->arena;
    sqlite3_stmt *s = sql_get(shop, SQL_CUSTOMER_INSERT);
    int n = (int)customer_field_count;

    e->after.id = e->batch->next.customer++;
    (void)sqlite3_bind_int64(s, 1, e->after.id);
    bind_default(s, 2, e);
    fields_bind(s, 3, customer_fields, customer_field_count, &e->after, a);
    sql_bind_str(s, 3 + n, text_fold(e->after.email, a));
    return sql_run(shop, s, err);
}

/* Most changes leave email and phone alone, and then SQLite need not touch their indexes. */
static bool write_changed(struct edit *e, struct err *err)
{
    struct embedded *shop = e->batch->shop;
    struct arena *a = e->batch->arena;
    bool keys = !str_eq(e->after.email, e->before->email) || !str_eq(e->after.phone, e->before->phone);
    sqlite3_stmt *s = sql_get(shop, keys ? SQL_CUSTOMER_UPDATE_KEYS : SQL_CUSTOMER_UPDATE);
    int n = (int)customer_field_count - (keys ? 0 : 2);

    bind_default(s, 1, e);
    fields_bind(s, 2, customer_fields, (size_t)n, &e->after, a);
    if (keys)
        sql_bind_str(s, 2 + n++, text_fold(e->after.email, a));
    (void)sqlite3_bind_int64(s, 2 + n, e->after.id);
    return sql_run(shop, s, err);
}

static bool write_mail(struct edit *e, struct err *err)
{
    sqlite3_stmt *s = sql_get(e->batch->shop, SQL_MAIL_PUT);

    if (!e->op->invite || e->after.state != STATE_INVITED)
        return true;
    (void)sqlite3_bind_int64(s, 1, e->after.id);
    (void)sqlite3_bind_int64(s, 2, e->batch->now);
    return sql_run(e->batch->shop, s, err);
}

bool write_customer(struct edit *e, struct err *err)
{
    struct texts before = { NULL, 0 };

    if (e->before)
        before = e->before->tags;
    return (e->before ? write_changed(e, err) : write_new(e, err)) &&
           tags_count(&e->batch->tags, before, e->after.tags, err) && write_addresses(e, err) &&
           write_metafields(e, err) && write_mail(e, err);
}

bool write_deletion(struct batch *b, const struct customer *gone, struct err *err)
{
    static const enum sql_id statements[] = { SQL_CUSTOMER_DELETE, SQL_ADDRESSES_DELETE,
                                              SQL_METAFIELDS_DELETE };

    for (size_t i = 0; i < countof(statements); i++) {
        sqlite3_stmt *s = sql_get(b->shop, statements[i]);
        (void)sqlite3_bind_int64(s, 1, gone->id);
        if (!sql_run(b->shop, s, err))
            return false;
    }
    return tags_count(&b->tags, gone->tags, (struct texts){ NULL, 0 }, err);
}
