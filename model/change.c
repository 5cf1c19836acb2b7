#include "model/change.h"

#include <string.h>

#include "model/address.h"
#include "model/metafield.h"
#include "model/tags.h"

struct change_list change_list(const struct cell_context *ctx, struct arena *a)
{
    struct change_list list = { .arena = a };

    if (ctx)
        list.cells = *ctx;
    if (!list.cells.zone)
        list.cells.zone = zone_utc();
    list.cells.text_times = true;
    return list;
}

void change_add(struct change_list *list, struct change c)
{
    if (str_eq(c.before, c.after))
        return;
    if (list->n == list->room) {
        size_t room = list->room ? list->room * 2 : 8;
        struct change *wider = arena_array(list->arena, struct change, room);
        if (list->n)
            memcpy(wider, list->at, list->n * sizeof *wider);
        list->at = wider;
        list->room = room;
    }
    list->at[list->n++] = c;
}

str change_text(const struct change_list *list, enum column_id col, const void *record)
{
    if (!record || !field_given(col, record))
        return STR("");
    return column_format(col, &list->cells, record, list->arena).text;
}

void change_of(struct change_list *list, enum column_id col, const void *before, const void *after,
               int64_t address_id, uint32_t row)
{
    change_add(list, (struct change){ col, columns[col].header, address_id, row,
                                      change_text(list, col, before), change_text(list, col, after) });
}

const struct metafield *metafield_of(const struct customer *c, const struct metafield *name)
{
    for (size_t i = 0; c && i < c->metafield_count; i++)
        if (str_eq(c->metafields[i].key, name->key) && str_eq(c->metafields[i].namespace, name->namespace))
            return &c->metafields[i];
    return NULL;
}

void change_of_metafield(struct change_list *list, const struct metafield *which,
                         const struct metafield *before, const struct metafield *after, uint32_t row)
{
    str name = metafield_header_format(which->namespace, which->key, which->type, list->arena);

    change_add(list,
               (struct change){ COL_COUNT, name, 0, row, before && !before->blank ? before->value : STR(""),
                                after && !after->blank ? after->value : STR("") });
}

/* ---- what an operation changes --------------------------------------------------------------- */

static bool takes_all(const struct op *op)
{
    return op->kind == OP_DELETE || op->kind == OP_REPLACE;
}

/* What a shop gives everybody whom it makes: a REPLACE that leaves it so takes nothing away. */
static const struct customer as_made = { .has.seen = COL_BIT(COL_EMAIL_STATUS) | COL_BIT(COL_EMAIL_LEVEL) |
                                                     COL_BIT(COL_SMS_STATUS) | COL_BIT(COL_SMS_LEVEL) |
                                                     COL_BIT(COL_TAX_EXEMPT) };

static void change_columns(struct change_list *list, const struct op *op, uint32_t row)
{
    for (enum column_id col = 0; col < COL_COUNT; col++) {
        bool counts = columns[col].record == RECORD_customer && col != COL_TAGS && col != COL_ID &&
                      columns[col].access == ACCESS_BOTH;
        bool set = (op->set & COL_BIT(col)) != 0,
             stays = op->kind == OP_REPLACE && field_given(col, op->have);
        if (counts && (takes_all(op) || set))
            change_of(list, col, op->have, set ? &op->to : stays ? &as_made : NULL, 0, row);
    }
}

static struct texts texts_join(struct texts a, struct texts b, struct arena *arena)
{
    str *at = arena_array(arena, str, a.n + b.n + 1);

    for (size_t i = 0; i < a.n; i++)
        at[i] = a.at[i];
    for (size_t i = 0; i < b.n; i++)
        at[a.n + i] = b.at[i];
    return (struct texts){ at, a.n + b.n };
}

static void change_tags(struct change_list *list, const struct op *op, uint32_t row)
{
    struct customer before = { .has.seen = COL_BIT(COL_TAGS) }, after = before;

    if (op->tags_add.n == 0 && op->tags_remove.n == 0 && !takes_all(op))
        return;
    if (op->have && field_given(COL_TAGS, op->have))
        before.tags = op->have->tags;
    if (!takes_all(op))
        after.tags = tags_among(before.tags, op->tags_remove, false, list->arena);
    after.tags = texts_join(after.tags, op->tags_add, list->arena);
    change_of(list, COL_TAGS, &before, &after, 0, row);
}

static void change_address_columns(struct change_list *list, uint64_t set, const struct address *before,
                                   const struct address *after, uint32_t row)
{
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (set & COL_BIT(col))
            change_of(list, col, before, after, before ? before->id : 0, row);
}

static void change_addresses(struct change_list *list, const struct op *op, uint32_t row)
{
    static const str words[] = { STR_INIT("FALSE"), STR_INIT("TRUE") };

    for (size_t i = 0; takes_all(op) && op->have && i < op->have->address_count; i++)
        change_address_columns(list, ADDRESS_TEXTS, &op->have->addresses[i], NULL, row);
    for (size_t i = 0; i < op->address_count; i++) {
        const struct address_op *o = &op->addresses[i];
        uint32_t at = o->to.row ? o->to.row : row;
        uint64_t set = o->kind == ADDRESS_UPDATE ? o->set : ADDRESS_TEXTS;

        change_address_columns(list, set, o->from, o->kind == ADDRESS_REMOVE ? NULL : &o->to, at);
        if (o->make_default)
            change_add(list,
                       (struct change){ COL_ADDRESS_DEFAULT, columns[COL_ADDRESS_DEFAULT].header, o->id, at,
                                        o->from ? words[o->from->is_default] : STR(""), words[true] });
    }
}

static bool is_written(const struct op *op, const struct metafield *m)
{
    for (size_t i = 0; i < op->metafield_count; i++)
        if (str_eq(op->metafields[i].to.key, m->key) && str_eq(op->metafields[i].to.namespace, m->namespace))
            return true;
    return false;
}

static void change_metafields(struct change_list *list, const struct op *op, uint32_t row)
{
    for (size_t i = 0; i < op->metafield_count; i++) {
        const struct metafield_op *m = &op->metafields[i];
        change_of_metafield(list, &m->to, m->from ? m->from : metafield_of(op->have, &m->to), &m->to, row);
    }
    for (size_t i = 0; takes_all(op) && op->have && i < op->have->metafield_count; i++)
        if (!is_written(op, &op->have->metafields[i]))
            change_of_metafield(list, &op->have->metafields[i], &op->have->metafields[i], NULL, row);
}

size_t plan_changes(const struct op *op, const struct cell_context *ctx, struct change **out, struct arena *a)
{
    struct change_list list = change_list(ctx, a);
    uint32_t row = op->want ? op->want->row : 0;

    *out = NULL;
    if (op->kind <= OP_UNCHANGED)
        return 0;
    change_columns(&list, op, row);
    change_tags(&list, op, row);
    change_addresses(&list, op, row);
    change_metafields(&list, op, row);
    if (op->invite)
        change_add(&list, (struct change){ COL_SEND_INVITE, columns[COL_SEND_INVITE].header, 0, row, STR(""),
                                           STR("TRUE") });
    *out = list.at;
    return list.n;
}
