#include "api/embedded_parts.h"

#include "base/unicode.h"

/* Where the columns of customer_columns[] stand. */
enum { AT_ID, AT_REVISION, AT_DEFAULT, AT_FIELDS };

/* How many children were read last time is a good guess for now; lists grow by doubling. */
enum { CHILDREN = 4 };

#define GROW(a, type, list, n, room)                                            \
    do {                                                                        \
        if ((n) == (room)) {                                                    \
            type *more_ = arena_array((a), type, (room) ? (room)*2 : CHILDREN); \
            for (size_t i_ = 0; i_ < (n); i_++)                                 \
                more_[i_] = (list)[i_];                                         \
            (list) = more_;                                                     \
            (room) = (room) ? (room)*2 : CHILDREN;                              \
        }                                                                       \
    } while (0)

static uint64_t bit_if(bool blank, enum column_id column)
{
    return blank ? COL_BIT(column) : 0;
}

static uint64_t blank_fields(const struct field *fields, size_t n, const void *record)
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

static void customer_presence(struct embedded *e, shop_groups groups, struct customer *c)
{
    const uint64_t first = COL_BIT(COL_FIRST_ORDER_ID) | COL_BIT(COL_FIRST_ORDER_NAME) |
                           COL_BIT(COL_FIRST_ORDER_AT) | COL_BIT(COL_FIRST_ORDER_TOTAL);
    const uint64_t last = COL_BIT(COL_LAST_ORDER_ID) | COL_BIT(COL_LAST_ORDER_NAME) |
                          COL_BIT(COL_LAST_ORDER_AT) | COL_BIT(COL_LAST_ORDER_TOTAL);

    c->has.seen = e->seen[GROUP_BASIC];
    for (int group = 0; group < GROUP_COUNT; group++)
        if (groups & GROUP_BIT(group))
            c->has.seen |= e->seen[group];
    c->has.blank = blank_fields(customer_fields, customer_field_count, c) | COL_BIT(COL_ACTIVATION_URL) |
                   bit_if(c->tags.n == 0, COL_TAGS) | (c->first_order.id ? 0 : first) |
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

static bool addresses_read(struct embedded *e, struct customer *c, int64_t standard, struct arena *a,
                           struct err *err)
{
    sqlite3_stmt *s = sql_get(e, SQL_ADDRESSES);
    size_t room = 0;
    bool found = false;

    (void)sqlite3_bind_int64(s, 1, c->id);
    for (;;) {
        if (!sql_row(e, s, &found, err))
            return false;
        if (!found)
            break;
        GROW(a, struct address, c->addresses, c->address_count, room);
        struct address *to = &c->addresses[c->address_count++];
        *to = (struct address){ .id = sqlite3_column_int64(s, 0) };
        fields_read(s, 1, address_fields, address_field_count, to, a);
        to->is_default = to->id == standard;
        to->has.seen = e->address_seen;
        to->has.blank = blank_fields(address_fields, address_field_count, to);
    }
    sql_done(s);
    return true;
}

static bool metafields_read(struct embedded *e, struct customer *c, struct arena *a, struct err *err)
{
    sqlite3_stmt *s = sql_get(e, SQL_METAFIELDS);
    size_t room = 0;
    bool found = false;

    (void)sqlite3_bind_int64(s, 1, c->id);
    for (;;) {
        if (!sql_row(e, s, &found, err))
            return false;
        if (!found)
            break;
        GROW(a, struct metafield, c->metafields, c->metafield_count, room);
        c->metafields[c->metafield_count++] = (struct metafield){
            .namespace = sql_text(s, 0, a),
            .key = sql_text(s, 1, a),
            .type = sql_text(s, 2, a),
            .value = sql_text(s, 3, a),
            .column = -1,
        };
    }
    sql_done(s);
    return true;
}

bool customer_read(struct embedded *e, sqlite3_stmt *row, shop_groups groups, struct customer **out,
                   struct arena *a, struct err *err)
{
    struct customer *c = arena_new(a, struct customer);
    int after = AT_FIELDS + (int)customer_field_count;

    c->id = sqlite3_column_int64(row, AT_ID);
    c->revision = sqlite3_column_int64(row, AT_REVISION);
    fields_read(row, AT_FIELDS, customer_fields, customer_field_count, c, a);
    c->total_orders = sqlite3_column_int64(row, after);
    c->total_spent = (decimal){ sqlite3_column_int64(row, after + 1), e->money_decimals };
    if (groups & GROUP_BIT(GROUP_ORDERS) && c->total_orders) {
        order_end_read(row, after + 2, e->money_decimals, &c->first_order, a);
        order_end_read(row, after + 6, e->money_decimals, &c->last_order, a);
    }
    customer_presence(e, groups, c);
    *out = c;
    return (!(groups & GROUP_BIT(GROUP_ADDRESSES)) ||
            addresses_read(e, c, sqlite3_column_int64(row, AT_DEFAULT), a, err)) &&
           (!(groups & GROUP_BIT(GROUP_METAFIELDS)) || metafields_read(e, c, a, err));
}

/* The customer that a bound statement finds. */
static bool customer_found(struct embedded *e, sqlite3_stmt *s, shop_groups groups,
                           const struct customer **out, struct arena *a, struct err *err)
{
    struct customer *c = NULL;
    bool found = false, well = true;

    if (!sql_row(e, s, &found, err))
        return false;
    if (found)
        well = customer_read(e, s, groups, &c, a, err);
    *out = c;
    sql_done(s);
    return well;
}

bool customer_get(struct embedded *e, int64_t id, shop_groups groups, struct customer **out, struct arena *a,
                  struct err *err)
{
    sqlite3_stmt *s = sql_get(e, SQL_BY_ID);
    bool found = false, well = true;

    *out = NULL;
    (void)sqlite3_bind_int64(s, 1, id);
    if (!sql_row(e, s, &found, err))
        return false;
    if (found)
        well = customer_read(e, s, groups, out, a, err);
    sql_done(s);
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
static bool find_key(struct embedded *e, const struct look_up *by, shop_groups groups,
                     const struct customer *const known[2], const struct customer **out, struct arena *a,
                     struct err *err)
{
    sqlite3_stmt *s = sql_get(e, known[0] || known[1] ? by->id : by->customer);
    bool found = false;

    for (size_t i = 0; i < 2; i++)
        if (has_key(known[i], by)) {
            *out = known[i];
            return true;
        }
    sql_bind_str(s, 1, by->key);
    if (!known[0] && !known[1])
        return customer_found(e, s, groups, out, a, err);
    if (!sql_row(e, s, &found, err))
        return false;
    int64_t id = found ? sqlite3_column_int64(s, 0) : 0;
    sql_done(s);
    for (size_t i = 0; i < 2 && found; i++)
        if (known[i] && known[i]->id == id)
            *out = known[i];
    if (!found || *out)
        return true;
    s = sql_get(e, SQL_BY_ID);
    (void)sqlite3_bind_int64(s, 1, id);
    return customer_found(e, s, groups, out, a, err);
}

static bool find_one(struct embedded *e, const struct customer_key *key, shop_groups groups,
                     struct match *out, struct arena *a, struct err *err)
{
    struct look_up email = { SQL_ID_OF_EMAIL, SQL_BY_EMAIL, STR(""), offsetof(struct customer, email) };
    struct look_up phone = { SQL_ID_OF_PHONE, SQL_BY_PHONE, STR(""), offsetof(struct customer, phone) };

    *out = (struct match){ NULL, NULL, NULL };
    if (key->id) {
        sqlite3_stmt *s = sql_get(e, SQL_BY_ID);
        (void)sqlite3_bind_int64(s, 1, key->id);
        if (!customer_found(e, s, groups, &out->by_id, a, err))
            return false;
    }
    if (key->email.n) {
        email.key = text_fold(email_clean(key->email, a), a);
        if (!find_key(e, &email, groups, (const struct customer *[2]){ out->by_id, NULL }, &out->by_email, a,
                      err))
            return false;
    }
    if (key->phone.n == 0)
        return true;
    phone.key = phone_clean(key->phone, a);
    return find_key(e, &phone, groups, (const struct customer *[2]){ out->by_id, out->by_email },
                    &out->by_phone, a, err);
}

bool embedded_find(struct shop *shop, const struct customer_key *keys, size_t n, shop_groups groups,
                   struct match *out, struct arena *a, struct err *err)
{
    struct embedded *e = (struct embedded *)(void *)shop;
    bool well = sql_run(e, sql_get(e, SQL_BEGIN_READ), err);
    struct err ignored;

    if (!well)
        return false;
    for (size_t i = 0; i < n && well; i++)
        well = find_one(e, &keys[i], groups, &out[i], a, err);
    return sql_run(e, sql_get(e, SQL_COMMIT), well ? err : &ignored) && well;
}
