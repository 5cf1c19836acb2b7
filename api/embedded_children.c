#include "api/embedded_parts.h"

/* How many a customer has at first; lists grow by doubling. */
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

/* ---- one statement for many customers -------------------------------------------------------------------- */

static void children_end(struct children *of)
{
    if (of->rows)
        sql_done(of->rows);
    of->rows = NULL;
}

static bool step(struct reading *r, struct children *of, struct err *err)
{
    bool found = false;

    if (!sql_row(r->shop, of->rows, &found, err)) {
        of->rows = NULL;
        return false;
    }
    of->whose = found ? sqlite3_column_int64(of->rows, 0) : INT64_MAX;
    return true;
}

/* The first row of this customer is in hand afterwards, if there is one. */
static bool seek(struct reading *r, struct children *of, enum sql_id id, int64_t customer, struct err *err)
{
    /* To pass over the rows of so many customers is cheaper than to look for a place in the table. */
    enum { NEAR = 16 };

    if (!of->rows || customer < of->from || (of->whose < customer && customer - of->whose > NEAR)) {
        children_end(of);
        of->rows = sql_get(r->shop, id);
        (void)sqlite3_bind_int64(of->rows, 1, customer);
        if (!step(r, of, err))
            return false;
    }
    while (of->whose < customer)
        if (!step(r, of, err))
            return false;
    of->from = customer + 1;
    return true;
}

void reading_end(struct reading *r)
{
    children_end(&r->addresses);
    children_end(&r->metafields);
}

/* ---- addresses, metafields ------------------------------------------------------------------------------- */

bool addresses_read(struct reading *r, struct customer *c, int64_t standard, struct err *err)
{
    enum { AT_ID = 1, AT_FIELDS };
    struct children *of = &r->addresses;
    size_t room = 0;

    if (!seek(r, of, SQL_ADDRESSES, c->id, err))
        return false;
    while (of->whose == c->id) {
        GROW(r->arena, struct address, c->addresses, c->address_count, room);
        struct address *to = &c->addresses[c->address_count++];
        *to = (struct address){ .id = sqlite3_column_int64(of->rows, AT_ID) };
        fields_read(of->rows, AT_FIELDS, address_fields, address_field_count, to, r->arena);
        to->is_default = to->id == standard;
        to->has.seen = r->shop->address_seen;
        to->has.blank = fields_blank(address_fields, address_field_count, to);
        if (!step(r, of, err))
            return false;
    }
    return true;
}

bool metafields_read(struct reading *r, struct customer *c, struct err *err)
{
    enum { AT_NAMESPACE = 1, AT_KEY, AT_TYPE, AT_VALUE };
    struct children *of = &r->metafields;
    size_t room = 0;

    if (!seek(r, of, SQL_METAFIELDS, c->id, err))
        return false;
    while (of->whose == c->id) {
        GROW(r->arena, struct metafield, c->metafields, c->metafield_count, room);
        c->metafields[c->metafield_count++] = (struct metafield){
            .namespace = sql_text(of->rows, AT_NAMESPACE, r->arena),
            .key = sql_text(of->rows, AT_KEY, r->arena),
            .type = sql_text(of->rows, AT_TYPE, r->arena),
            .value = sql_text(of->rows, AT_VALUE, r->arena),
            .column = -1,
        };
        if (!step(r, of, err))
            return false;
    }
    return true;
}
