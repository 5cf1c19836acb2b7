#include "model/address.h"
#include "model/consent.h"
#include "model/tags.h"
#include "model/undoing.h"

/* Whether a customer that an import made is still as it was made; what is not goes to u->left. */

static void check_columns(struct undoing *u)
{
    for (size_t i = 0; i < countof(undo_columns); i++) {
        enum column_id col = undo_columns[i];
        bool set = u->done->set & COL_BIT(col);
        bool unknown = !(u->now->has.seen & COL_BIT(col)) || (col == COL_LANGUAGE && !set);

        if (!unknown && !undo_same(col, &u->done->to, u->now))
            undo_left(u, col, &u->done->to, u->now);
    }
}

static void check_consents(struct undoing *u)
{
    for (size_t i = 0; i < CHANNEL_COUNT; i++) {
        struct consent written = consent_now(&u->done->to, &channels[i]),
                       now = consent_now(u->now, &channels[i]);

        if (written.state != now.state)
            undo_left(u, channels[i].status, &u->done->to, u->now);
    }
}

static void check_tags(struct undoing *u)
{
    struct customer written = { .has.seen = COL_BIT(COL_TAGS), .tags = u->done->tags_add };

    if (tags_among(u->now->tags, written.tags, false, u->arena).n > 0 ||
        tags_among(written.tags, u->now->tags, false, u->arena).n > 0)
        undo_left(u, COL_TAGS, &written, u->now);
}

static bool was_added(const struct undoing *u, const struct address *x)
{
    for (size_t i = 0; i < u->done->address_count; i++)
        if (address_same(&u->done->addresses[i].to, x, NULL, 0, u->arena))
            return true;
    return false;
}

static void check_addresses(struct undoing *u)
{
    for (size_t i = 0; i < u->now->address_count; i++) {
        const struct address *x = &u->now->addresses[i];
        if (!was_added(u, x))
            undo_left_text(u, COL_ADDRESS_LINE1, x->id, STR(""), change_text(&u->left, COL_ADDRESS_LINE1, x));
    }
    if (u->now->address_count < u->done->address_count)
        undo_left_text(u, COL_ADDRESS_ID, 0, arena_fmt(u->arena, "%zu", u->done->address_count),
                       arena_fmt(u->arena, "%zu", u->now->address_count));
}

static const struct metafield *written_metafield(const struct op *done, const struct metafield *name)
{
    for (size_t i = 0; i < done->metafield_count; i++)
        if (str_eq(done->metafields[i].to.key, name->key) &&
            str_eq(done->metafields[i].to.namespace, name->namespace))
            return &done->metafields[i].to;
    return NULL;
}

static void check_metafields(struct undoing *u)
{
    for (size_t i = 0; i < u->now->metafield_count; i++) {
        const struct metafield *m = &u->now->metafields[i];
        change_of_metafield(&u->left, m, written_metafield(u->done, m), m, 0);
    }
    for (size_t i = 0; i < u->done->metafield_count; i++)
        if (!metafield_of(u->now, &u->done->metafields[i].to))
            change_of_metafield(&u->left, &u->done->metafields[i].to, &u->done->metafields[i].to, NULL, 0);
}

/* Orders cannot be taken from a customer, nor an account that somebody uses. */
static void check_life(struct undoing *u)
{
    const struct customer born = { .has.seen = COL_BIT(COL_TOTAL_ORDERS) | COL_BIT(COL_STATE) };

    if (u->now->total_orders > 0)
        undo_left(u, COL_TOTAL_ORDERS, &born, u->now);
    if (u->now->state == STATE_ENABLED || u->now->state == STATE_DECLINED)
        undo_left(u, COL_STATE, &born, u->now);
}

bool undo_untouched(struct undoing *u)
{
    check_columns(u);
    check_consents(u);
    check_tags(u);
    check_addresses(u);
    check_metafields(u);
    check_life(u);
    return u->left.n == 0;
}
