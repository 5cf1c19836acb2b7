#include "base/message.h"
#include "job/access.h"
#include "job/export_parts.h"
#include "job/metafield_header.h"

static void add_column(struct export *x, enum column_id id)
{
    const struct column *c = &columns[id];

    if (!x->options->template_only && (x->info.unreadable & COL_BIT(id))) {
        x->counts->left_out |= COL_BIT(id);
        return;
    }
    x->columns[x->column_count++] = (struct export_column){
        .id = id,
        .header = x->options->headers == HEADERS_JA ? c->header_ja : c->header,
    };
    if (c->group != GROUP_NONE)
        x->groups |= GROUP_BIT(c->group);
    x->has_addresses = x->has_addresses || c->record == RECORD_address;
}

static bool is_exported(const struct export *x, enum column_id id)
{
    const struct column *c = &columns[id];

    return c->group != GROUP_NONE && (x->options->groups & GROUP_BIT(c->group)) &&
           c->access != ACCESS_REMOVED && c->access != ACCESS_RESULT;
}

static bool is_listed(const struct export *x, str namespace, str key)
{
    for (size_t i = 0; i < x->column_count; i++)
        if (x->columns[i].id == COL_COUNT && str_eq(x->columns[i].metafield.namespace, namespace) &&
            str_eq(x->columns[i].metafield.key, key))
            return true;
    return false;
}

static bool add_metafield(struct export *x, const struct metafield_definition *m, struct err *err)
{
    if (is_listed(x, m->namespace, m->key))
        return true;
    if (x->column_count == COLUMN_MAX)
        return err_set(err, ERR_LIMIT,
                       _("the shop's customers have more metafields than a sheet has columns; choose some "
                         "with --columns"));
    x->columns[x->column_count++] = (struct export_column){
        .id = COL_COUNT,
        .metafield = { arena_copy(&x->arena, m->namespace), arena_copy(&x->arena, m->key),
                       arena_copy(&x->arena, m->type) },
        .header = metafield_header(m, &x->arena),
    };
    x->groups |= GROUP_BIT(GROUP_METAFIELDS);
    return true;
}

static bool take_metafields(void *context, const struct customer *c, struct err *err)
{
    for (size_t i = 0; i < c->metafield_count; i++) {
        const struct metafield *m = &c->metafields[i];
        if (!add_metafield(context, &(struct metafield_definition){ m->namespace, m->key, m->type }, err))
            return false;
    }
    return true;
}

/* Those asked for; else the shop's definitions and, beside them, every other that a customer has. */
static bool add_metafields(struct export *x, struct err *err)
{
    const struct export_options *o = x->options;
    const struct metafield_definition *list = o->metafields ? o->metafields : x->info.definitions;
    size_t n = o->metafields ? o->metafield_count : x->info.definition_count;

    if (!o->metafields && (o->columns || !(o->groups & GROUP_BIT(GROUP_METAFIELDS))))
        return true;
    for (size_t i = 0; i < n; i++)
        if (!add_metafield(x, &list[i], err))
            return false;
    if (o->metafields || o->template_only)
        return true;
    progress_begin(x->progress, N_("looking for metafields"), 0);
    return export_list(x, o->filter, GROUP_BIT(GROUP_METAFIELDS), take_metafields, x, err);
}

/* What the columns need that the shop may not give. */
static bool may_be_read(struct export *x, struct err *err)
{
    if (x->options->template_only)
        return true;
    if (x->column_count == 0 && x->counts->left_out)
        return access_to_columns(&x->info, x->counts->left_out, err);
    if (!(x->groups & GROUP_BIT(GROUP_ORDERS)))
        return true;
    x->counts->recent_orders_only = !(x->info.caps & SHOP_READS_ALL_ORDERS);
    return access_to_orders(&x->info, err);
}

bool export_columns(struct export *x, struct err *err)
{
    const struct export_options *o = x->options;

    x->columns = arena_array(&x->arena, struct export_column, COLUMN_MAX);
    x->groups = GROUP_BIT(GROUP_BASIC);
    if (o->columns)
        for (size_t i = 0; i < o->column_count; i++)
            add_column(x, o->columns[i]);
    else
        for (size_t id = 0; id < COL_COUNT; id++)
            if (is_exported(x, (enum column_id)id))
                add_column(x, (enum column_id)id);
    return may_be_read(x, err) && add_metafields(x, err);
}

static struct column_layout layout_of(const struct export *x, const struct export_column *c)
{
    struct column_layout out = { .header = c->header, .style = STYLE_TEXT };

    if (c->id == COL_COUNT)
        return out;
    out.style = column_style(c->id);
    if (!x->options->template_only)
        return out;
    out.comment = str_of(x->options->headers == HEADERS_JA ? columns[c->id].doc_ja : columns[c->id].doc);
    if (columns[c->id].access != ACCESS_EXPORT)
        out.choices = column_words(c->id, &out.choice_count);
    return out;
}

void export_layout(const struct export *x, struct table *table)
{
    struct arena arena = { 0 };
    struct column_layout *layout = arena_array(&arena, struct column_layout, x->column_count);
    str name = x->options->sheet_name;

    if (name.n == 0)
        name = x->options->headers == HEADERS_JA ? STR("顧客") : STR("Customers");
    for (size_t i = 0; i < x->column_count; i++)
        layout[i] = layout_of(x, &x->columns[i]);
    table_sheet(table,
                &(struct sheet_layout){ .name = name, .columns = layout, .column_count = x->column_count });
    arena_reset(&arena);
}
