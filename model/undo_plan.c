#include "model/undoing.h"

#include "model/consent.h"
#include "model/tags.h"

static const struct customer nobody;

const enum column_id undo_columns[9] = { COL_EMAIL,      COL_FIRST_NAME, COL_LAST_NAME,
                                         COL_PHONE,      COL_LANGUAGE,   COL_NOTE,
                                         COL_TAX_EXEMPT, COL_MULTIPASS,  COL_TAX_EXEMPTIONS };

void undo_left_text(struct undoing *u, enum column_id col, int64_t address_id, str before, str after)
{
    change_add(&u->left, (struct change){ col, columns[col].header, address_id, 0, before, after });
}

void undo_left(struct undoing *u, enum column_id col, const struct customer *before,
               const struct customer *after)
{
    change_of(&u->left, col, before, after, 0, 0);
}

bool undo_same(enum column_id col, const void *a, const void *b)
{
    if (field_kind(col) == FIELD_BOOL)
        return (field_given(col, a) && *(const bool *)field_of(col, a)) ==
               (field_given(col, b) && *(const bool *)field_of(col, b));
    return field_same(col, a, b);
}

static void put_back(struct undoing *u, enum column_id col)
{
    if (field_given(col, u->had)) {
        field_copy(col, &u->op->to, u->had);
    } else if (field_kind(col) == FIELD_BOOL) {
        const struct customer no = { .has.seen = COL_BIT(col) };
        field_copy(col, &u->op->to, &no);
    } else {
        field_clear(col, &u->op->to);
    }
    u->op->set |= COL_BIT(col);
}

/* What cannot be read back cannot be compared: a Multipass Identifier at Shopify. */
static bool readable(const struct undoing *u, enum column_id col)
{
    return u->again || ((u->now->has.seen & COL_BIT(col)) && (u->had->has.seen & COL_BIT(col)));
}

static void column_back(struct undoing *u, enum column_id col)
{
    bool set = u->done->set & COL_BIT(col);
    const struct customer *written = set && !u->again ? &u->done->to : &nobody;

    if (!set && !u->again && !u->replaced)
        return;
    if (!readable(u, col) && set)
        undo_left_text(u, col, 0, change_text(&u->left, col, u->had),
                       change_text(&u->left, col, &u->done->to));
    if (!readable(u, col) || undo_same(col, u->had, u->now))
        return;
    bool possible =
        col != COL_LANGUAGE || field_given(col, u->had); /* no shop has a customer without a language */
    if (possible && undo_same(col, written, u->now))
        put_back(u, col);
    else
        undo_left(u, col, u->had, u->now);
}

void undo_columns_back(struct undoing *u)
{
    for (size_t i = 0; i < countof(undo_columns); i++)
        column_back(u, undo_columns[i]);
}

/* ---- consents and tags ----------------------------------------------------------------------- */

static bool consents_agree(const struct consent *a, const struct consent *b)
{
    return a->state == b->state && a->level == b->level;
}

/* Shopify takes only some states, and no date that is older than the one it has. */
static void consent_back(struct undoing *u, const struct channel *k)
{
    bool set = u->done->set & COL_BIT(k->status);
    struct consent before = consent_now(u->had, k), now = consent_now(u->now, k);
    struct consent written = set && !u->again ? *consent_of(&u->done->to, k) : consent_now(&nobody, k);
    bool possible = consent_settable(before.state) &&
                    (before.state != CONSENT_PENDING || before.level == LEVEL_CONFIRMED_OPT_IN);

    if (!set && !u->again && !u->replaced)
        return;
    if (!consents_agree(&before, &now) && (!possible || !consents_agree(&written, &now))) {
        undo_left(u, k->status, u->had, u->now);
        undo_left(u, k->level, u->had, u->now);
        return;
    }
    if (consents_agree(&before, &now)) {
        undo_left(u, k->updated_at, u->had, u->now);
        return;
    }
    if (now.updated_at > before.updated_at) {
        undo_left(u, k->updated_at, u->had, u->now);
        before.updated_at = now.updated_at;
    }
    consent_set(u->op, k, &before);
}

void undo_consents_back(struct undoing *u)
{
    for (size_t i = 0; i < CHANNEL_COUNT; i++)
        consent_back(u, &channels[i]);
}

void undo_tags_back(struct undoing *u)
{
    bool all = u->again || u->replaced;
    struct texts gone = all ? u->had->tags : u->done->tags_remove, came = u->done->tags_add;

    if (all)
        came = tags_among(came, u->had->tags, false, u->arena);
    u->op->tags_remove = tags_among(u->now->tags, came, true, u->arena);
    /* What goes takes along every spelling of it; so one that was only spelled anew comes back as it was. */
    u->op->tags_add =
        tags_among(gone, tags_among(u->now->tags, u->op->tags_remove, false, u->arena), false, u->arena);
}

/* ---- metafields ------------------------------------------------------------------------------ */

static bool same_metafield(const struct metafield *a, const struct metafield *b)
{
    if (!a || !b)
        return a == b;
    return str_eq(a->value, b->value) && str_eq(a->type, b->type);
}

static void metafield_back(struct undoing *u, const struct metafield *name, const struct metafield *written)
{
    const struct metafield *before = metafield_of(u->had, name), *now = metafield_of(u->now, name);

    if (same_metafield(before, now))
        return;
    if (!same_metafield(written, now)) {
        change_of_metafield(&u->left, name, before, now, 0);
        return;
    }
    struct metafield_op *op = &u->op->metafields[u->op->metafield_count++];
    op->from = now;
    op->to = before ? *before : *now;
    op->to.blank = before == NULL;
    if (op->to.blank)
        op->to.value = STR("");
}

static bool is_among(const struct metafield_op *ops, size_t n, const struct metafield *m)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(ops[i].to.key, m->key) && str_eq(ops[i].to.namespace, m->namespace))
            return true;
    return false;
}

void undo_metafields_back(struct undoing *u)
{
    size_t n = u->again ? 0 : u->done->metafield_count;

    u->op->metafields = arena_array(u->arena, struct metafield_op, n + u->had->metafield_count + 1);
    for (size_t i = 0; i < n; i++) {
        const struct metafield *to = &u->done->metafields[i].to;
        metafield_back(u, to, to->blank ? NULL : to);
    }
    for (size_t i = 0; (u->again || u->replaced) && i < u->had->metafield_count; i++)
        if (!is_among(u->done->metafields, n, &u->had->metafields[i]))
            metafield_back(u, &u->had->metafields[i], NULL);
}

/* ---- the whole customer ---------------------------------------------------------------------- */

/* What no shop gives back to a customer that is made again. */
static void list_lost_forever(struct undoing *u)
{
    static const enum column_id lost[] = { COL_ID, COL_CREATED_AT };

    for (size_t i = 0; i < countof(lost); i++)
        undo_left(u, lost[i], u->had, u->again ? NULL : u->now);
    if (u->again && field_given(COL_STATE, u->had) && u->had->state != STATE_DISABLED)
        undo_left(u, COL_STATE, u->had, NULL);
}

static bool does_something(const struct op *op)
{
    return op->set || op->tags_add.n || op->tags_remove.n || op->address_count || op->metafield_count;
}

static void values_back(struct undoing *u)
{
    undo_columns_back(u);
    undo_consents_back(u);
    undo_tags_back(u);
    undo_addresses_back(u);
    undo_metafields_back(u);
    if (u->again || u->replaced)
        list_lost_forever(u);
    if (u->again)
        u->op->kind = OP_CREATE;
    else
        u->op->kind = does_something(u->op) ? OP_UPDATE : OP_UNCHANGED;
}

/* The customer was made: it goes again, unless somebody has worked on it since. */
static void undo_create(struct undoing *u)
{
    if (undo_untouched(u))
        u->op->kind = OP_DELETE;
}

/* Deleted, and there all the same: not by us, and its email and phone are in use. */
static void undo_delete(struct undoing *u)
{
    undo_left(u, COL_ID, u->had, u->now);
    for (size_t i = 0; i < countof(undo_columns); i++)
        undo_left(u, undo_columns[i], u->had, u->now);
}

/* The customer that was changed is gone: everything stays as it is. */
static void list_all(struct undoing *u, const struct cell_context *ctx)
{
    struct change *changes;
    size_t n = plan_changes(u->done, ctx, &changes, u->arena);

    for (size_t i = 0; i < n; i++) {
        changes[i].after = STR("");
        change_add(&u->left, changes[i]);
    }
}

static void undo_there(struct undoing *u)
{
    static void (*const by_kind[OP_KIND_COUNT])(struct undoing * u) = {
        [OP_CREATE] = undo_create,
        [OP_UPDATE] = values_back,
        [OP_REPLACE] = values_back,
        [OP_DELETE] = undo_delete,
    };

    if (by_kind[u->done->kind])
        by_kind[u->done->kind](u);
}

static void undo_gone(struct undoing *u, const struct cell_context *ctx)
{
    bool deleted = u->done->kind == OP_DELETE || u->done->kind == OP_REPLACE;

    if (deleted) {
        u->again = true;
        values_back(u);
    } else if (u->done->kind == OP_UPDATE) {
        list_all(u, ctx);
    }
}

struct op plan_undo(const struct op *done, const struct customer *now, struct change **left,
                    size_t *left_count, const struct cell_context *ctx, struct arena *a)
{
    struct op op = { .kind = OP_UNCHANGED, .found_by = now ? MATCH_ID : MATCH_NONE, .have = now };
    struct undoing u = {
        .done = done,
        .had = done->have ? done->have : &nobody,
        .now = now ? now : &nobody,
        .replaced = done->kind == OP_REPLACE,
        .op = &op,
        .left = change_list(ctx, a),
        .arena = a,
    };

    if (now)
        undo_there(&u);
    else
        undo_gone(&u, ctx);
    if (done->invite)
        undo_left_text(&u, COL_SEND_INVITE, 0, STR(""), STR("TRUE"));
    *left = u.left.at;
    *left_count = u.left.n;
    return op;
}
