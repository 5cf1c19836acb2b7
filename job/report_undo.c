#include "base/message.h"
#include "job/report_parts.h"
#include "job/report_undo_rows.h"
#include "model/pack.h"

static bool columns_told(uint64_t set, enum column_id id)
{
    return (set & COL_BIT(id)) != 0;
}

/* A customer that has to be made again needs every column that an import takes. */
static void note_everything(struct undo_sheet *u, const struct customer *had)
{
    for (size_t id = 0; id < COL_COUNT; id++)
        if (columns[id].access == ACCESS_BOTH && columns[id].group != GROUP_ADDRESSES)
            u->present |= COL_BIT(id);
    u->tags = true;
    u->addresses = u->addresses || (had && had->address_count > 0);
    for (size_t i = 0; had && i < had->metafield_count; i++)
        undo_sheet_metafield(u, &had->metafields[i]);
}

static void note_op(struct undo_sheet *u, const struct op *op)
{
    if (op->kind == OP_DELETE || op->kind == OP_REPLACE) {
        note_everything(u, op->have);
        return;
    }
    if (op->kind != OP_UPDATE)
        return;
    for (size_t id = 0; id < COL_COUNT; id++)
        if (columns_told(op->set, (enum column_id)id) && columns[id].access == ACCESS_BOTH)
            u->present |= COL_BIT(id);
    u->tags = u->tags || op->tags_add.n > 0 || op->tags_remove.n > 0;
    u->addresses = u->addresses || op->address_count > 0;
    for (size_t i = 0; i < op->metafield_count; i++)
        undo_sheet_metafield(u, &op->metafields[i].to);
}

/* What was made had no values before: its kind says it all, and most entries of a large import are of
 * that kind. */
static bool op_of(const struct journal_entry *e, struct op *out, struct arena *a, struct err *err)
{
    *out = (struct op){ .kind = e->kind };
    return e->kind == OP_CREATE || op_unpack(e->op, out, a, err);
}

/* Calls `each` for every operation that was done, the last one first. */
static bool each_op(struct undo_sheet *u,
                    bool (*each)(struct undo_sheet *, const struct journal_entry *, const struct op *),
                    struct err *err)
{
    const struct report *r = u->r;
    struct journal_cursor *c;
    struct journal_entry e;
    struct err closed = { 0 }; /* the first failure is the one to tell */
    bool ok = true;

    if (!journal_read_back(r->journal, r->job_number, UINT32_MAX, &c, err))
        return false;
    while (ok && journal_next(c, &e)) {
        struct op op;
        if (e.state != ENTRY_DONE || e.op.n == 0)
            continue;
        ok = op_of(&e, &op, &u->entry_arena, err) && each(u, &e, &op);
        arena_reset(&u->entry_arena);
        progress_step(r->progress, 1);
    }
    return journal_read_close(c, ok ? err : &closed) && ok;
}

static bool take_note(struct undo_sheet *u, const struct journal_entry *e, const struct op *op)
{
    (void)e;
    note_op(u, op);
    return true;
}

static bool take_rows(struct undo_sheet *u, const struct journal_entry *e, const struct op *op)
{
    undo_sheet_put(u, e, op);
    return true;
}

/* ---- what cannot be put back ------------------------------------------------------------------ */

static void put_lost(struct undo_sheet *u, const struct journal_entry *e, int64_t id, const char *english,
                     str what)
{
    struct arena *a = &u->entry_arena;
    const cell cells[] = {
        cell_of_count(e->row, a),
        { id ? CELL_TEXT : CELL_EMPTY, false, arena_fmt(a, "%lld", (long long)id) },
        cell_of_text(what),
        cell_of_text(report_word(u->r, english)),
    };

    table_put(u->out, 0, cells, countof(cells));
}

static bool take_lost(struct undo_sheet *u, const struct journal_entry *e, const struct op *op)
{
    static const enum column_id dates[] = { COL_EMAIL_UPDATED_AT, COL_SMS_UPDATED_AT };
    bool gone = op->kind == OP_DELETE || op->kind == OP_REPLACE;

    if (gone)
        put_lost(u, e, op->have ? op->have->id : 0,
                 N_("The customer was deleted; made again, it has another ID and another creation date."),
                 columns[COL_ID].header);
    if (e->invited)
        put_lost(u, e, e->id, N_("The activation mail was sent."), columns[COL_SEND_INVITE].header);
    for (size_t i = 0; i < countof(dates); i++)
        if (op->kind == OP_UPDATE && columns_told(op->set, dates[i]))
            put_lost(u, e, e->id, N_("Shopify keeps the newest date of a consent."),
                     columns[dates[i]].header);
    if (op->kind == OP_UPDATE && columns_told(op->set, COL_MULTIPASS) && u->r->shop &&
        !(u->r->shop->caps & SHOP_READS_MULTIPASS))
        put_lost(u, e, e->id, N_("What it was could not be read."), columns[COL_MULTIPASS].header);
    return true;
}

static bool put_all_lost(struct undo_sheet *u, struct err *err)
{
    const struct column_layout layout[] = {
        { .header = report_word(u->r, N_("Row")), .style = STYLE_NUMBER },
        { .header = columns[COL_ID].header, .style = STYLE_TEXT },
        { .header = report_word(u->r, N_("What")), .style = STYLE_TEXT },
        { .header = report_word(u->r, N_("Why it cannot be put back")), .style = STYLE_TEXT },
    };

    table_sheet(u->out, &(struct sheet_layout){ .name = STR("Not put back"),
                                                .columns = layout,
                                                .column_count = countof(layout) });
    return each_op(u, take_lost, err);
}

bool report_undo(const struct report *r, struct table *out, struct err *err)
{
    struct undo_sheet u = { .r = r, .out = out };

    u.cells = (struct cell_context){ .zone = report_zone(r),
                                     .money_decimals = r->shop ? r->shop->money_decimals : 2 };
    progress_begin(r->progress, N_("writing the undo"), 0);
    bool ok = each_op(&u, take_note, err);
    if (ok) {
        undo_sheet_begin(&u);
        ok = each_op(&u, take_rows, err) && put_all_lost(&u, err);
    }
    progress_end(r->progress);
    arena_reset(&u.entry_arena);
    arena_reset(&u.arena);
    if (ok)
        return table_finish(out, err);
    table_abandon(out);
    return false;
}
