#include "job/export_parts.h"

#include "base/unicode.h"
#include "model/metafield.h"

/* One row of a customer on its way into the table. */
struct export_row {
    const struct customer *customer;
    const struct address *address; /* NULL: the customer has none */
    uint32_t number;
    bool first;
};

static cell text_cell(str s)
{
    return (cell){ CELL_TEXT, false, s };
}

/* Columns that no shop keeps: where the row is, and what an import should do with it. */
static bool own_cell(enum column_id id, const struct export_row *r, struct arena *a, cell *out)
{
    switch (id) {
    case COL_ROW_NUMBER:
        *out = (cell){ CELL_NUMBER, false, arena_fmt(a, "%u", r->number) };
        return true;
    case COL_TOP_ROW:
        if (r->first)
            *out = (cell){ CELL_BOOL, false, STR("TRUE") };
        return true;
    case COL_COMMAND:
        if (r->first)
            *out = text_cell(STR("MERGE"));
        return true;
    case COL_TAGS_COMMAND:
        if (r->first)
            *out = text_cell(STR("REPLACE"));
        return true;
    case COL_ADDRESS_COMMAND:
        if (r->address)
            *out = text_cell(STR("MERGE"));
        return true;
    default:
        return false;
    }
}

static cell metafield_cell(const struct metafield_definition *m, const struct export_row *r, struct arena *a)
{
    const struct customer *c = r->customer;

    for (size_t i = 0; r->first && i < c->metafield_count; i++)
        if (str_eq(c->metafields[i].key, m->key) && str_eq(c->metafields[i].namespace, m->namespace))
            return metafield_format(&c->metafields[i], a);
    return (cell){ CELL_EMPTY, false, STR("") };
}

/* Later rows say who it is, and a further address. */
static cell row_cell(const struct export *x, const struct export_column *c, const struct export_row *r,
                     struct arena *a)
{
    cell out = { CELL_EMPTY, false, STR("") };

    if (c->id == COL_COUNT)
        return metafield_cell(&c->metafield, r, a);
    if (own_cell(c->id, r, a, &out))
        return out;
    if (columns[c->id].record == RECORD_address)
        return r->address ? column_format(c->id, &x->cells, r->address, a) : out;
    if (r->first || c->id == COL_ID || c->id == COL_EMAIL)
        return column_format(c->id, &x->cells, r->customer, a);
    return out;
}

/* V-TEXT-6: the table will cut it. Lines of text, such as CSV, take texts of any length. */
static void tell_cut(const struct export *x, const cell *c, uint32_t row, size_t column)
{
    const struct finding cut = { .id = FINDING_TEXT_CUT, .row = row, .column = (int32_t)column };

    if (c->kind == CELL_TEXT && c->text.n > CELL_TEXT_MAX && x->options->findings &&
        !x->options->text_times && utf16_length(c->text) > CELL_TEXT_MAX)
        x->options->findings(x->options->findings_context, &cut, 1);
}

bool export_file(struct export *x, struct err *err)
{
    if (x->table) {
        struct table *full = x->table;
        export_summary(x);
        x->table = NULL;
        if (!table_finish(full, err))
            return false;
    }
    if (!x->output->open(x->output->context, x->counts->files + 1, &x->table, err)) {
        x->table = NULL;
        return false;
    }
    x->counts->files++;
    x->rows = 0;
    export_layout(x, x->table);
    return true;
}

bool export_customer(struct export *x, const struct customer *c, struct err *err)
{
    size_t rows = x->has_addresses && c->address_count > 1 ? c->address_count : 1;
    size_t most = x->options->max_rows ? x->options->max_rows : ROW_MAX - 1;
    cell *cells = arena_array(&x->page, cell, x->column_count);

    if (x->rows > 0 && x->rows + rows > most && !export_file(x, err))
        return false;
    for (size_t i = 0; i < rows; i++) {
        const struct export_row row = {
            .customer = c,
            .address = i < c->address_count ? &c->addresses[i] : NULL,
            .number = (uint32_t)(x->rows + 2), /* the header is row 1 */
            .first = i == 0,
        };
        for (size_t k = 0; k < x->column_count; k++) {
            cells[k] = row_cell(x, &x->columns[k], &row, &x->page);
            tell_cut(x, &cells[k], row.number, k);
        }
        table_put(x->table, 0, cells, x->column_count);
        x->rows++;
    }
    x->counts->customers++;
    x->counts->rows += rows;
    return true;
}
