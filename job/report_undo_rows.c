#include "job/report_undo_rows.h"

#include "job/metafield_header.h"

enum { METAFIELDS_MAX = COLUMN_MAX - COL_COUNT };

/* One row of the sheet. */
struct undo_row {
    const char *command;
    int64_t id;                 /* 0: left blank */
    const struct customer *had; /* NULL: only who it is */
    const struct address *address;
    bool first;
};

void undo_sheet_metafield(struct undo_sheet *u, const struct metafield *m)
{
    for (size_t i = 0; i < u->metafield_count; i++)
        if (str_eq(u->metafields[i].namespace, m->namespace) && str_eq(u->metafields[i].key, m->key))
            return;
    if (!u->metafields)
        u->metafields = arena_array(&u->arena, struct metafield_definition, METAFIELDS_MAX);
    if (u->metafield_count == METAFIELDS_MAX)
        return;
    u->metafields[u->metafield_count++] =
        (struct metafield_definition){ arena_copy(&u->arena, m->namespace), arena_copy(&u->arena, m->key),
                                       arena_copy(&u->arena, m->type) };
}

static bool has_column(const struct undo_sheet *u, enum column_id id)
{
    const struct column *c = &columns[id];

    if (id == COL_ID || id == COL_COMMAND)
        return true;
    if (id == COL_TAGS || id == COL_TAGS_COMMAND)
        return u->tags;
    if (c->record == RECORD_address)
        return u->addresses && (c->access == ACCESS_BOTH || id == COL_ADDRESS_COMMAND);
    return (u->present & COL_BIT(id)) != 0;
}

void undo_sheet_begin(struct undo_sheet *u)
{
    size_t most = COL_COUNT + u->metafield_count;
    struct column_layout *layout = arena_array(&u->arena, struct column_layout, most);

    u->columns = arena_array(&u->arena, struct undo_column, most);
    for (size_t id = 0; id < COL_COUNT; id++) {
        if (!has_column(u, (enum column_id)id))
            continue;
        layout[u->column_count].header = columns[id].header;
        layout[u->column_count].style = column_style((enum column_id)id);
        u->columns[u->column_count++].id = (enum column_id)id;
    }
    for (size_t i = 0; i < u->metafield_count; i++) {
        layout[u->column_count].header = metafield_header(&u->metafields[i], &u->arena);
        layout[u->column_count].style = STYLE_TEXT;
        u->columns[u->column_count++] = (struct undo_column){ COL_COUNT, u->metafields[i] };
    }
    table_sheet(u->out, &(struct sheet_layout){
                            .name = STR("Customers"), .columns = layout, .column_count = u->column_count });
}

static const cell nothing = { CELL_EMPTY, false, STR_INIT("") };

static cell text_cell(str s)
{
    return (cell){ s.n ? CELL_TEXT : CELL_EMPTY, false, s };
}

/* The columns that say who it is and what to do. Addresses that were removed have to be made again,
 * without their IDs. */
static bool own_cell(struct undo_sheet *u, enum column_id id, const struct undo_row *row, cell *out)
{
    struct customer who = { .has.seen = COL_BIT(COL_ID), .id = row->id };

    if (id == COL_ID)
        *out = row->id ? column_format(COL_ID, &u->cells, &who, &u->entry_arena) : nothing;
    else if (id == COL_COMMAND)
        *out = row->first ? text_cell(str_of(row->command)) : nothing;
    else if (id == COL_TAGS_COMMAND)
        *out = row->first && row->had ? text_cell(STR("REPLACE")) : nothing;
    else if (id == COL_ADDRESS_COMMAND)
        *out = row->address ? text_cell(STR("REPLACE")) : nothing;
    else
        return false;
    return true;
}

static cell metafield_cell(const struct metafield_definition *m, const struct undo_row *row)
{
    for (size_t i = 0; row->first && row->had && i < row->had->metafield_count; i++)
        if (str_eq(row->had->metafields[i].key, m->key) &&
            str_eq(row->had->metafields[i].namespace, m->namespace))
            return text_cell(row->had->metafields[i].value);
    return nothing;
}

static void put_row(struct undo_sheet *u, const struct undo_row *row)
{
    struct arena *a = &u->entry_arena;
    cell *cells = arena_array(a, cell, u->column_count);

    for (size_t i = 0; i < u->column_count; i++) {
        const struct undo_column *c = &u->columns[i];
        if (c->id == COL_COUNT)
            cells[i] = metafield_cell(&c->metafield, row);
        else if (own_cell(u, c->id, row, &cells[i]) || !row->had)
            continue;
        else if (columns[c->id].record == RECORD_address)
            cells[i] = row->address ? column_format(c->id, &u->cells, row->address, a) : nothing;
        else if (row->first || c->id == COL_EMAIL)
            cells[i] = column_format(c->id, &u->cells, row->had, a);
    }
    table_put(u->out, 0, cells, u->column_count);
}

static bool was_removed(const struct op *op, int64_t id)
{
    for (size_t i = 0; i < op->address_count; i++)
        if (op->addresses[i].kind == ADDRESS_REMOVE && op->addresses[i].id == id)
            return true;
    return op->kind != OP_UPDATE;
}

static void put_had(struct undo_sheet *u, const struct op *op, const char *command, int64_t id)
{
    const struct customer *had = op->have;
    size_t n = u->addresses && had->address_count > 1 ? had->address_count : 1;

    for (size_t i = 0; i < n; i++) {
        struct address address = { 0 };
        struct undo_row row = { .command = command, .id = id, .had = had, .first = i == 0 };
        if (i < had->address_count) {
            address = had->addresses[i];
            if (was_removed(op, address.id))
                address.has.blank |= COL_BIT(COL_ADDRESS_ID);
            row.address = &address;
        }
        put_row(u, &row);
    }
}

void undo_sheet_put(struct undo_sheet *u, const struct journal_entry *e, const struct op *op)
{
    static const char *const commands[OP_KIND_COUNT] = {
        [OP_CREATE] = "DELETE", [OP_UPDATE] = "UPDATE", [OP_REPLACE] = "REPLACE", [OP_DELETE] = "NEW"
    };

    if (op->kind == OP_CREATE)
        put_row(u, &(struct undo_row){ .command = commands[OP_CREATE], .id = e->id, .first = true });
    else if (commands[op->kind] && op->have)
        put_had(u, op, commands[op->kind], op->kind == OP_DELETE ? 0 : e->id);
}
