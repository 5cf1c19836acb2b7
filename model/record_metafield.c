#include "model/record_parts.h"

#include "model/metafield.h"

/* False for a cell that was refused: it counts as absent. */
static bool read_metafield(const struct record *rec, const struct metafield_column *mc, const struct row *row,
                           struct metafield *out)
{
    cell c = mc->column < row->count ? row->cells[mc->column] : (cell){ .kind = CELL_EMPTY };

    *out = (struct metafield){ .namespace = mc->namespace, .key = mc->key, .type = mc->type };
    bool good = metafield_parse(mc, rec->options.cells, c, out, row->number, rec->findings);
    out->column = (int32_t)mc->column;
    return good;
}

void record_metafields(struct record *rec, const struct row *row)
{
    const struct header *h = rec->header;
    struct customer *c = rec->customer;

    if (h->metafield_count == 0)
        return;
    c->metafields = arena_array(rec->findings->arena, struct metafield, h->metafield_count);
    for (size_t i = 0; i < h->metafield_count; i++) {
        struct metafield m;
        if (read_metafield(rec, &h->metafields[i], row, &m) && !(m.blank && rec->options.blank_keeps))
            c->metafields[c->metafield_count++] = m;
    }
}

static const struct metafield *first_of(const struct customer *c, int32_t column)
{
    for (size_t i = 0; i < c->metafield_count; i++)
        if (c->metafields[i].column == column)
            return &c->metafields[i];
    return NULL;
}

void record_later_metafields(struct record *rec, const struct row *row)
{
    const struct header *h = rec->header;

    for (size_t i = 0; i < h->metafield_count; i++) {
        const struct metafield *first = first_of(rec->customer, (int32_t)h->metafields[i].column);
        struct metafield m;
        bool given = read_metafield(rec, &h->metafields[i], row, &m) && !m.blank;
        if (given && !(first && !first->blank && str_eq(first->value, m.value)))
            record_differs(rec, row, m.column, h->metafields[i].header);
    }
}
