#include "api/embedded_parts.h"

#include "base/unicode.h"

/* Where the columns of customer_columns[] stand. */
enum { AT_ID, AT_REVISION, AT_DEFAULT, AT_FIELDS };

static void customer_presence(const struct embedded *e, shop_groups groups, struct customer *c)
{
    const uint64_t first = COL_BIT(COL_FIRST_ORDER_ID) | COL_BIT(COL_FIRST_ORDER_NAME) |
                           COL_BIT(COL_FIRST_ORDER_AT) | COL_BIT(COL_FIRST_ORDER_TOTAL);
    const uint64_t last = COL_BIT(COL_LAST_ORDER_ID) | COL_BIT(COL_LAST_ORDER_NAME) |
                          COL_BIT(COL_LAST_ORDER_AT) | COL_BIT(COL_LAST_ORDER_TOTAL);

    c->has.seen = e->seen[GROUP_BASIC];
    for (int group = 0; group < GROUP_COUNT; group++)
        if (groups & GROUP_BIT(group))
            c->has.seen |= e->seen[group];
    c->has.blank = fields_blank(customer_fields, customer_field_count, c) | COL_BIT(COL_ACTIVATION_URL) |
                   (c->tags.n ? 0 : COL_BIT(COL_TAGS)) | (c->first_order.id ? 0 : first) |
                   (c->last_order.id ? 0 : last);
    c->has.blank &= c->has.seen;
}

static void order_end_read(sqlite3_stmt *row, int at, uint8_t decimals, struct order_end *end,
                           struct arena *a)
{
    end->id = sqlite3_column_int64(row, at);
    end->name = sql_text(row, at + 1, a);
    end->processed_at = sqlite3_column_int64(row, at + 2);
    end->total = (decimal){ sqlite3_column_int64(row, at + 3), decimals };
}

bool customer_read(struct reading *r, sqlite3_stmt *row, struct customer **out, struct err *err)
{
    const struct embedded *e = r->shop;
    struct customer *c = arena_new(r->arena, struct customer);
    int after = AT_FIELDS + (int)customer_field_count;

    c->id = sqlite3_column_int64(row, AT_ID);
    c->revision = sqlite3_column_int64(row, AT_REVISION);
    fields_read(row, AT_FIELDS, customer_fields, customer_field_count, c, r->arena);
    c->total_orders = sqlite3_column_int64(row, after);
    c->total_spent = (decimal){ sqlite3_column_int64(row, after + 1), e->money_decimals };
    if (r->groups & GROUP_BIT(GROUP_ORDERS) && c->total_orders) {
        order_end_read(row, after + 2, e->money_decimals, &c->first_order, r->arena);
        order_end_read(row, after + 6, e->money_decimals, &c->last_order, r->arena);
    }
    customer_presence(e, r->groups, c);
    *out = c;
    return (!(r->groups & GROUP_BIT(GROUP_ADDRESSES)) ||
            addresses_read(r, c, sqlite3_column_int64(row, AT_DEFAULT), err)) &&
           (!(r->groups & GROUP_BIT(GROUP_METAFIELDS)) || metafields_read(r, c, err));
}

/* The customer that a bound statement finds. */
static bool customer_found(struct reading *r, sqlite3_stmt *s, struct customer **out, struct err *err)
{
    bool found = false, well = true;

    *out = NULL;
    if (!sql_row(r->shop, s, &found, err))
        return false;
    if (found)
        well = customer_read(r, s, out, err);
    sql_done(s);
    return well;
}

static bool customer_by_id(struct reading *r, int64_t id, struct customer **out, struct err *err)
{
    sqlite3_stmt *s = sql_get(r->shop, SQL_BY_ID);

    (void)sqlite3_bind_int64(s, 1, id);
    return customer_found(r, s, out, err);
}

bool customer_get(struct embedded *e, int64_t id, shop_groups groups, struct customer **out, struct arena *a,
                  struct err *err)
{
    struct reading r = { .shop = e, .groups = groups, .arena = a };
    bool well = customer_by_id(&r, id, out, err);

    reading_end(&r);
    return well;
}

/* A key and how to look it up: the ID alone, which the index holds, or the customer with it. */
struct look_up {
    enum sql_id id, customer;
    str key;
    size_t member; /* of a customer who has it: emails and phones are nobody else's */
};

static bool has_key(const struct customer *c, const struct look_up *by)
{
    return c && str_eq(*(const str *)(const void *)((const char *)c + by->member), by->key);
}

/* Most rows give several keys of one customer: who is known already is not read again, and not looked for by a key that
 * is seen to be theirs. */
static bool find_key(struct reading *r, const struct look_up *by, struct customer *const known[2],
                     struct customer **out, struct err *err)
{
    struct embedded *e = r->shop;
    sqlite3_stmt *s = sql_get(e, known[0] || known[1] ? by->id : by->customer);
    bool found = false;

    for (size_t i = 0; i < 2; i++)
        if (has_key(known[i], by)) {
            *out = known[i];
            return true;
        }
    sql_bind_str(s, 1, by->key);
    if (!known[0] && !known[1])
        return customer_found(r, s, out, err);
    if (!sql_row(e, s, &found, err))
        return false;
    int64_t id = found ? sqlite3_column_int64(s, 0) : 0;
    sql_done(s);
    for (size_t i = 0; i < 2 && found; i++)
        if (known[i] && known[i]->id == id)
            *out = known[i];
    return !found || *out || customer_by_id(r, id, out, err);
}

static bool find_one(struct reading *r, const struct customer_key *key, struct match *out, struct err *err)
{
    struct look_up email = { SQL_ID_OF_EMAIL, SQL_BY_EMAIL, STR(""), offsetof(struct customer, email) };
    struct look_up phone = { SQL_ID_OF_PHONE, SQL_BY_PHONE, STR(""), offsetof(struct customer, phone) };
    struct customer *by_id = NULL, *by_email = NULL, *by_phone = NULL;

    if (key->id && !customer_by_id(r, key->id, &by_id, err))
        return false;
    if (key->email.n) {
        email.key = text_fold(email_clean(key->email, r->arena), r->arena);
        if (!find_key(r, &email, (struct customer *[2]){ by_id, NULL }, &by_email, err))
            return false;
    }
    if (key->phone.n) {
        phone.key = phone_clean(key->phone, r->arena);
        if (!find_key(r, &phone, (struct customer *[2]){ by_id, by_email }, &by_phone, err))
            return false;
    }
    *out = (struct match){ .by_id = by_id, .by_email = by_email, .by_phone = by_phone };
    return true;
}

bool embedded_find(struct shop *shop, const struct customer_key *keys, size_t n, shop_groups groups,
                   struct match *out, struct arena *a, struct err *err)
{
    struct embedded *e = (struct embedded *)(void *)shop;
    struct reading r = { .shop = e, .groups = groups, .arena = a };
    bool well = sql_run(e, sql_get(e, SQL_BEGIN_READ), err);
    struct err ignored;

    if (!well)
        return false;
    for (size_t i = 0; i < n && well; i++)
        well = find_one(&r, &keys[i], &out[i], err);
    reading_end(&r);
    return sql_run(e, sql_get(e, SQL_COMMIT), well ? err : &ignored) && well;
}
