#include "api/shopify_parts.h"

#include "base/json_write.h"
#include "base/message.h"

enum {
    CONNECTION_END = 25000, /* as far as cursors go */
    NESTED_MAX = 100,       /* children of one kind from which a bulk answer may have been cut */
    BULK_START = 20,        /* seconds that a bulk query takes beside its rows */
    BULK_FLAT = 1400,       /* parents a second without lists, as measured on one shop */
    BULK_NESTED = 150,      /* and with them */
    PAGES_RATE = 100,       /* points a second where the shop has not said its rate yet */
};

#define NESTED (GROUP_BIT(GROUP_ORDERS) | GROUP_BIT(GROUP_METAFIELDS))

/* ---- pages ----------------------------------------------------------------------------------------------------- */

/* After a customer: by the cursor that came with it, else (another place, or the end of what cursors reach) by ID. */
static str page_variables(const struct shopify *s, str search, int64_t after, size_t first, struct arena *a)
{
    bool by_cursor = after != 0 && after == s->pages.last && s->pages.listed < CONNECTION_END;
    str query = search;
    struct json_writer w = json_write_begin();

    if (after != 0 && !by_cursor)
        query = search.n > 0 ? arena_fmt(a, "id:>%lld AND (%.*s)", (long long)after, STR_ARG(search))
                             : arena_fmt(a, "id:>%lld", (long long)after);
    else if (after != 0)
        query = arena_copy(a, buf_str(&s->pages.query));
    json_write_open(&w, '{');
    json_write_key(&w, STR("first"));
    json_write_int(&w, (int64_t)first);
    if (by_cursor) {
        json_write_key(&w, STR("after"));
        json_write_str(&w, buf_str(&s->pages.cursor));
    }
    if (query.n > 0) {
        json_write_key(&w, STR("query"));
        json_write_str(&w, query);
    }
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

static void remember_place(struct shopify *s, str search, int64_t after, int64_t last, str cursor, size_t n,
                           struct arena *a)
{
    struct pages *p = &s->pages;
    bool by_cursor = after != 0 && after == p->last && p->listed < CONNECTION_END;

    if (!by_cursor) {
        p->listed = 0;
        buf_clear(&p->query);
        if (after != 0)
            buf_put(&p->query, search.n > 0
                                   ? arena_fmt(a, "id:>%lld AND (%.*s)", (long long)after, STR_ARG(search))
                                   : arena_fmt(a, "id:>%lld", (long long)after));
        else
            buf_put(&p->query, search);
    }
    p->listed += n;
    p->last = last;
    buf_clear(&p->cursor);
    buf_put(&p->cursor, cursor);
}

/* The customers of one page that hold what the filter asks; *after moves over all of them. *more: there is a next page. */
static bool read_page(struct shopify *s, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                      size_t max, const struct customer **out, size_t *n, bool *more, struct arena *a,
                      struct err *err)
{
    unsigned select = shopify_select(s, groups);
    size_t most = document_page_most(select), first = max < most ? max : most;
    str search = filter_search(filter, a);
    struct document d = document_page(select, first, a);
    const struct json *reply;

    if (!shopify_ask(s, d, page_variables(s, search, *after, first, a), &reply, err))
        return false;
    const struct json *list = json_get(json_get(reply, "data"), "customers"),
                      *nodes = json_get(list, "nodes");
    size_t count = json_count(nodes), long_count = 0;
    struct node *long_ones = arena_array(a, struct node, count + 1);
    int64_t last = *after;
    for (size_t i = 0; i < count; i++) {
        struct node node;
        if (!node_read(json_at(nodes, i), select, &node, a))
            continue;
        last = node.customer->id;
        if (!filter_matches(filter, node.customer, a))
            continue;
        out[(*n)++] = node.customer;
        if (node.more_addresses || node.more_metafields)
            long_ones[long_count++] = node;
        else
            (void)node_finish(&node, groups, select, s->info.unreadable);
    }
    *more = json_bool(json_get(json_get(list, "pageInfo"), "hasNextPage"));
    remember_place(s, search, *after, last, json_str(json_get(json_get(list, "pageInfo"), "endCursor")),
                   count, a);
    *after = last;
    admin_forget(s->admin);
    for (size_t i = 0; i < long_count; i++) {
        const struct customer *whole;
        if (!shopify_finish(s, &long_ones[i], groups, &whole, a, err))
            return false;
    }
    return true;
}

static bool list_pages(struct shopify *s, const struct shop_filter *filter, shop_groups groups,
                       int64_t *after, size_t max, const struct customer **out, size_t *n, struct arena *a,
                       struct err *err)
{
    bool more = true;

    while (*n == 0 && more)
        if (!read_page(s, filter, groups, after, max, out, n, &more, a, err))
            return false;
    return true;
}

/* ---- bulk queries ---------------------------------------------------------------------------------------------- */

/* What a bulk answer does not hold whole is looked up by itself: fewer orders than the customer has, as many children of
 * a kind as an answer may have been cut at. */
static bool is_doubtful(const struct node *n, unsigned select)
{
    return (select & GROUP_BIT(GROUP_ORDERS) && n->orders_seen != n->customer->total_orders) ||
           n->customer->metafield_count >= NESTED_MAX || n->more_addresses;
}

static bool take_row(const struct bulk_row *row, unsigned select, struct node *node, struct arena *a,
                     struct err *err)
{
    struct json *parent = NULL;

    if (!json_parse(row->parent, &parent, err))
        return err_wrap(err, _("reading the answer of a bulk query"));
    bool well = node_read(parent, select, node, a);
    json_free(parent);
    for (size_t i = 0; i < row->n; i++) {
        struct json *child = NULL;
        if (!json_parse(row->children[i], &child, err))
            return err_wrap(err, _("reading the answer of a bulk query"));
        well = node_child(node, child, a) && well;
        json_free(child);
    }
    return well ||
           err_set(err, ERR_SHOP, _("the answer of a bulk query holds something that was not asked for"));
}

static bool list_rows(struct shopify *s, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                      size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err)
{
    unsigned select = shopify_select(s, groups);
    int64_t *doubtful = arena_array(a, int64_t, max + 1);
    bool any = false;

    while (*n < max) {
        struct bulk_row row;
        struct node node = { .customer = arena_new(a, struct customer) };
        bool end = false;
        if (!bulk_rows_next(s->rows, *after, &row, &end, a, err))
            return false;
        if (end)
            break;
        *after = row.id;
        if (!take_row(&row, select, &node, a, err))
            return false;
        if (!filter_matches(filter, node.customer, a))
            continue;
        doubtful[*n] = is_doubtful(&node, select) ? row.id : 0;
        any = any || doubtful[*n] != 0;
        out[(*n)++] = node_finish(&node, groups, select, s->info.unreadable);
    }
    const struct customer **again = arena_array(a, const struct customer *, max + 1);
    if (any && !shopify_by_ids(s, doubtful, *n, groups & ~GROUP_BIT(GROUP_ACTIVATION), again, a, err))
        return false;
    for (size_t i = 0; any && i < *n; i++)
        if (again[i])
            out[i] = again[i];
    return true;
}

/* ---- which of the two ------------------------------------------------------------------------------------------ */

static bool is_everybody(const struct shop_filter *f)
{
    struct arena scratch = { 0 };
    bool all = filter_search(f, &scratch).n == 0 && !f->has_email_status;

    arena_reset(&scratch);
    return all;
}

bool shopify_count(struct shop *shop, const struct shop_filter *filter, int64_t *out, struct err *err)
{
    struct shopify *s = shopify_of(shop);
    const struct json *reply;

    *out = -1;
    if (!is_everybody(filter)) /* other filters are ignored with a warning, and everybody counted */
        return true;
    if (!shopify_ask(s, document_count(), STR(""), &reply, err))
        return false;
    *out = json_int(json_get(json_get(json_get(reply, "data"), "customersCount"), "count"));
    admin_forget(s->admin);
    return true;
}

/* How long either would take, by the points that the shop restores and by what bulk queries were measured to do. */
static bool choose_bulk(struct shopify *s, const struct shop_filter *filter, shop_groups groups, bool *bulk,
                        struct err *err)
{
    unsigned select = shopify_select(s, groups);
    int64_t count = -1;
    struct arena scratch = { 0 };

    *bulk = s->options.bulk == BULK_ALWAYS;
    if (s->options.bulk != BULK_AUTO)
        return true;
    if (!shopify_count(&s->shop, filter, &count, err))
        return false;
    size_t page = document_page_most(select);
    double rate = admin_stats(s->admin).restore_rate, room = admin_stats(s->admin).available;
    double points =
        (double)(count > 0 ? count : 0) / (double)page * document_page(select, page, &scratch).cost;
    arena_reset(&scratch);
    double pages = points > room ? (points - room) / (rate > 0 ? rate : PAGES_RATE) : 0;
    double rows = BULK_START + (double)count / (select & NESTED ? BULK_NESTED : BULK_FLAT);
    *bulk = count >= 0 && rows < pages;
    if (count < 0)
        admin_say(s->admin, _("listing by pages: how many customers the filter finds is not known"));
    else
        admin_say(s->admin,
                  *bulk ? _("listing %lld customers by a bulk query: about %.0f s, by pages about %.0f s")
                        : _("listing %lld customers by pages: a bulk query would take about %.0f s, pages "
                            "about %.0f s"),
                  (long long)count, rows, pages);
    return true;
}

/* A bulk query says nothing of a search that was not understood; a page does. */
static bool try_search(struct shopify *s, const struct shop_filter *filter, struct arena *a, struct err *err)
{
    const struct customer *one[1];
    int64_t after = 0;
    size_t n = 0;
    bool more;

    return read_page(s, filter, 0, &after, 1, one, &n, &more, a, err);
}

static bool begin_list(struct shopify *s, const struct shop_filter *filter, shop_groups groups,
                       struct arena *a, struct err *err)
{
    bool bulk;

    bulk_rows_close(s->rows);
    s->rows = NULL;
    s->pages.last = 0;
    if (!filter_check(filter, err) || !choose_bulk(s, filter, groups, &bulk, err))
        return false;
    if (!bulk)
        return true;
    if (filter->query.n > 0 && !try_search(s, filter, a, err))
        return false;
    str query = document_bulk_export(shopify_select(s, groups), filter_search(filter, a), a);
    return bulk_query(s->admin, query, &s->rows, s->options.progress, s->options.admin.context, err) ||
           err_wrap(err, _("asking for all customers"));
}

bool shopify_list(struct shop *shop, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                  size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err)
{
    struct shopify *s = shopify_of(shop);

    *n = 0;
    if (*after == 0 && (!activation_possible(s, groups, err) || !begin_list(s, filter, groups, a, err)))
        return false;
    bool well = s->rows ? list_rows(s, filter, groups, after, max, out, n, a, err)
                        : list_pages(s, filter, groups, after, max, out, n, a, err);
    return well && shopify_activation_urls(s, groups, out, *n, a, err);
}
