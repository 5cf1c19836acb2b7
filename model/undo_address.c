#include "model/address.h"
#include "model/undoing.h"

/* The customer's addresses being put back. */
struct address_undo {
    struct undoing *u;
    bool *kept; /* beside now->addresses: one that stays or is dealt with already */
    struct address_op *ops;
    size_t n;
    const struct address *main; /* the one that was the default: as it is now, or `to` of an ADD */
};

static struct address_op *op_for(struct address_undo *ad, const struct address *now)
{
    for (size_t i = 0; i < ad->n; i++)
        if (ad->ops[i].from == now)
            return &ad->ops[i];
    ad->ops[ad->n] = (struct address_op){ .kind = ADDRESS_UPDATE, .id = now->id, .from = now };
    return &ad->ops[ad->n++];
}

/* One of now's that says the same and that nobody has claimed yet; those with an ID from before only when
 * `old`. */
static const struct address *find_now(struct address_undo *ad, const struct address *like, bool old)
{
    const struct customer *now = ad->u->now;

    for (size_t i = 0; i < now->address_count; i++) {
        const struct address *x = &now->addresses[i];
        bool was_there = address_by_id(ad->u->had, x->id) != NULL;
        if (!ad->kept[i] && (old || !was_there) && address_same(like, x, NULL, 0, ad->u->arena)) {
            ad->kept[i] = true;
            return x;
        }
    }
    return NULL;
}

static void left_line(struct address_undo *ad, int64_t id, const struct address *before,
                      const struct address *after)
{
    struct change_list *left = &ad->u->left;
    str was = change_text(left, COL_ADDRESS_LINE1, before), is = change_text(left, COL_ADDRESS_LINE1, after);

    undo_left_text(ad->u, COL_ADDRESS_LINE1, id, was, is);
}

/* It was removed: add it again, under a new ID, unless one that says the same is there. */
static void add_again(struct address_undo *ad, const struct address *had)
{
    struct arena *a = ad->u->arena;
    const struct address *there = find_now(ad, had, true);
    str id = arena_fmt(a, "%lld", (long long)had->id);

    undo_left_text(ad->u, COL_ADDRESS_ID, had->id, id,
                   there ? arena_fmt(a, "%lld", (long long)there->id) : STR(""));
    if (there) {
        if (had->is_default)
            ad->main = there;
        return;
    }
    struct address_op *op = &ad->ops[ad->n++];
    *op = (struct address_op){ .kind = ADDRESS_ADD, .to = *had };
    op->to.id = 0;
    op->to.is_default = false;
    op->to.has.seen &= ADDRESS_TEXTS;
    op->to.has.blank &= ADDRESS_TEXTS;
    if (had->is_default)
        ad->main = &op->to;
}

static void change_back(struct address_undo *ad, const struct address_op *done)
{
    const struct address *now = address_by_id(ad->u->now, done->id);

    if (!now) {
        left_line(ad, done->id, done->from, NULL);
        return;
    }
    for (enum column_id col = 0; col < COL_COUNT; col++) {
        if (!(done->set & COL_BIT(col)) || field_same(col, done->from, now))
            continue;
        if (!field_same(col, &done->to, now)) {
            change_of(&ad->u->left, col, done->from, now, now->id, 0);
            continue;
        }
        struct address_op *op = op_for(ad, now);
        op->set |= COL_BIT(col);
        if (field_given(col, done->from))
            field_copy(col, &op->to, done->from);
        else
            field_clear(col, &op->to);
    }
}

/* It was added: remove it. One that somebody has edited since cannot be told from their own, and stays. */
static void remove_again(struct address_undo *ad, const struct address_op *done)
{
    const struct customer *now = ad->u->now;
    const struct address *added = find_now(ad, &done->to, false);

    if (added) {
        ad->ops[ad->n++] = (struct address_op){ .kind = ADDRESS_REMOVE, .id = added->id, .from = added };
        return;
    }
    for (size_t i = 0; i < now->address_count; i++)
        if (!ad->kept[i] && !address_by_id(ad->u->had, now->addresses[i].id)) {
            ad->kept[i] = true;
            left_line(ad, now->addresses[i].id, NULL, &now->addresses[i]);
            return;
        }
}

/* Did `done` make today's main address what it is? Where it took the old one away the shop chose another
 * itself. */
static bool default_is_ours(const struct address_undo *ad, const struct address *was,
                            const struct address *now)
{
    const struct op *done = ad->u->done;

    if (!now || ad->u->again || ad->u->replaced)
        return true;
    for (size_t i = 0; i < done->address_count; i++) {
        const struct address_op *o = &done->addresses[i];
        if (o->kind == ADDRESS_REMOVE && o->id == was->id)
            return true;
        if (!o->make_default)
            continue;
        return o->kind == ADDRESS_ADD ? address_same(&o->to, now, NULL, 0, ad->u->arena) : o->id == now->id;
    }
    return false;
}

static bool default_was_moved(const struct op *done, const struct address *was)
{
    for (size_t i = 0; i < done->address_count; i++)
        if (done->addresses[i].make_default ||
            (done->addresses[i].kind == ADDRESS_REMOVE && done->addresses[i].id == was->id))
            return true;
    return done->kind != OP_UPDATE;
}

static void default_back(struct address_undo *ad)
{
    const struct address *was = address_default(ad->u->had), *now = address_default(ad->u->now);

    if (!was || !default_was_moved(ad->u->done, was))
        return;
    if (!ad->main)
        ad->main = address_by_id(ad->u->now, was->id);
    if (!ad->main || ad->main == now)
        return;
    if (!default_is_ours(ad, was, now)) {
        undo_left_text(ad->u, COL_ADDRESS_DEFAULT, was->id, STR("TRUE"), STR("FALSE"));
        return;
    }
    for (size_t i = 0; i < ad->n; i++)
        if (&ad->ops[i].to == ad->main) {
            ad->ops[i].make_default = true;
            return;
        }
    op_for(ad, ad->main)->make_default = true;
}

void undo_addresses_back(struct undoing *u)
{
    const struct op *done = u->done;
    size_t n = u->again ? 0 : done->address_count;
    struct address_undo ad = {
        .u = u,
        .kept = arena_array(u->arena, bool, u->now->address_count + 1),
        .ops = arena_array(u->arena, struct address_op, n + u->had->address_count + 2),
    };

    for (size_t i = 0; i < n; i++)
        if (done->addresses[i].kind == ADDRESS_REMOVE)
            add_again(&ad, done->addresses[i].from);
    for (size_t i = 0; (u->again || u->replaced) && i < u->had->address_count; i++)
        add_again(&ad, &u->had->addresses[i]);
    for (size_t i = 0; i < n; i++)
        if (done->addresses[i].kind == ADDRESS_UPDATE)
            change_back(&ad, &done->addresses[i]);
    for (size_t i = 0; i < n; i++)
        if (done->addresses[i].kind == ADDRESS_ADD)
            remove_again(&ad, &done->addresses[i]);
    default_back(&ad);
    u->op->addresses = ad.ops;
    u->op->address_count = ad.n;
}
