#include "api/embedded_parts.h"

#include "api/money.h"
#include "base/message.h"

static bool order_put(struct batch *b, const struct embedded_order *order, struct err *err)
{
    struct embedded *e = b->shop;
    sqlite3_stmt *s = sql_get(e, SQL_ORDER_INSERT);
    int64_t total = 0;
    bool exact = false;

    if (!money_minor(order->total, e->money_decimals, &total, &exact) || !exact)
        return err_set(err, ERR_USAGE, _("order %.*s: the total has more decimals than the shop's currency"),
                       STR_ARG(order->name));
    (void)sqlite3_bind_int64(s, 1, b->next.order++);
    (void)sqlite3_bind_int64(s, 2, order->customer_id);
    sql_bind_empty_str(s, 3, order->name);
    (void)sqlite3_bind_int64(s, 4, order->processed_at);
    (void)sqlite3_bind_int64(s, 5, total);
    return sql_run(e, s, err);
}

static bool orders_total(struct batch *b, int64_t customer, struct err *err)
{
    sqlite3_stmt *s = sql_get(b->shop, SQL_ORDER_TOTALS);

    (void)sqlite3_bind_int64(s, 1, customer);
    if (!sql_run(b->shop, s, err))
        return false;
    return sqlite3_changes(b->shop->db) == 1 ||
           err_set(err, ERR_USAGE, _("an order is for customer %lld, whom the shop does not have"),
                   (long long)customer);
}

bool embedded_add_orders(struct shop *shop, const struct embedded_order *orders, size_t n, struct err *err)
{
    struct arena scratch = { 0 };
    struct batch b = { .shop = (struct embedded *)(void *)shop, .arena = &scratch };

    if (!batch_begin(&b, err))
        return false;
    bool well = true;
    for (size_t i = 0; i < n && well; i++)
        well = order_put(&b, &orders[i], err) &&
               /* neighbours of one customer are totalled once */
               ((i + 1 < n && orders[i + 1].customer_id == orders[i].customer_id) ||
                orders_total(&b, orders[i].customer_id, err));
    well = batch_end(&b, well, err);
    arena_reset(&scratch);
    return well;
}

bool embedded_set_state(struct shop *shop, const int64_t *customers, size_t n, enum account_state state,
                        struct err *err)
{
    struct arena scratch = { 0 };
    struct batch b = { .shop = (struct embedded *)(void *)shop, .arena = &scratch };

    if (!batch_begin(&b, err))
        return false;
    bool well = true;
    for (size_t i = 0; i < n && well; i++) {
        sqlite3_stmt *s = sql_get(b.shop, SQL_STATE_SET);
        (void)sqlite3_bind_int(s, 1, (int)state);
        (void)sqlite3_bind_int64(s, 2, customers[i]);
        well = sql_run(b.shop, s, err);
    }
    well = batch_end(&b, well, err);
    arena_reset(&scratch);
    return well;
}

bool embedded_define_metafield(struct shop *shop, struct metafield_definition definition, struct err *err)
{
    struct embedded *e = (struct embedded *)(void *)shop;
    sqlite3_stmt *s = sql_get(e, SQL_DEFINITION_PUT);

    sql_bind_empty_str(s, 1, definition.namespace);
    sql_bind_empty_str(s, 2, definition.key);
    sql_bind_empty_str(s, 3, definition.type);
    return sql_run(e, s, err);
}

bool embedded_mail_count(struct shop *shop, int64_t *out, struct err *err)
{
    struct embedded *e = (struct embedded *)(void *)shop;
    sqlite3_stmt *s = sql_get(e, SQL_MAIL_COUNT);
    bool found = false;

    if (!sql_row(e, s, &found, err))
        return false;
    *out = sqlite3_column_int64(s, 0);
    sql_done(s);
    return true;
}
