#include "model/record_parts.h"

#include "base/unicode.h"

static struct metafield read_metafield(const struct record *rec, const struct metafield_column *mc, const struct row *row)
{
    cell c = mc->column < row->count ? row->cells[mc->column] : (cell){ .kind = CELL_EMPTY };
    struct metafield m = { .namespace = mc->namespace, .key = mc->key, .type = mc->type, .column = (int32_t)mc->column };

    m.blank = c.kind == CELL_EMPTY || text_is_blank(c.text);
    m.value = m.blank ? STR("") : arena_copy(rec->findings->arena, c.text);
    return m;
}

void record_metafields(struct record *rec, const struct row *row)
{
    const struct header *h = rec->header;
    struct customer *c = rec->customer;

    if (h->metafield_count == 0)
        return;
    c->metafields = arena_array(rec->findings->arena, struct metafield, h->metafield_count);
    for (size_t i = 0; i < h->metafield_count; i++) {
        struct metafield m = read_metafield(rec, &h->metafields[i], row);
        if (!(m.blank && rec->options.blank_keeps))
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
        struct metafield m = read_metafield(rec, &h->metafields[i], row);
        const struct metafield *first = first_of(rec->customer, m.column);
        if (!m.blank && !(first && !first->blank && str_eq(first->value, m.value)))
            record_differs(rec, row, m.column, h->metafields[i].header);
    }
}
