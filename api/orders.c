#include "api/orders.h"

#include <string.h>

#include "api/shopify_parts.h"
#include "base/json_write.h"
#include "base/message.h"
#include "base/time.h"

enum { DAY = 86400, HOUR = 3600, LINES_MAX = 10000 };

#define PRODUCT_FIELDS                                                                       \
    (FIELD_BIT(LINE_PRODUCT) | FIELD_BIT(LINE_PRODUCT_TAGS) | FIELD_BIT(LINE_PRODUCT_TYPE) | \
     FIELD_BIT(LINE_PRODUCT_HANDLE) | FIELD_BIT(LINE_VARIANT) | FIELD_BIT(LINE_OPTIONS))

struct orders {
    struct shopify *shop;
    struct orders_filter filter;
    str search;
    bool products;          /* can be read */
    struct bulk_rows *rows; /* NULL: by pages */
    int64_t last;
    struct arena arena, page; /* of all; of the page in hand */
    str after;
    struct order *at; /* of the page */
    size_t n, next;
    bool more, begun;
};

/* ---- reading --------------------------------------------------------------------------------------------------- */

static str id_text(int64_t id, struct arena *a)
{
    return id ? arena_fmt(a, "%lld", (long long)id) : STR("");
}

static struct pairs pairs_in(const struct json *list, const char *name, struct arena *a)
{
    size_t n = json_count(list);
    struct pair *at = arena_array(a, struct pair, n + 1);

    for (size_t i = 0; i < n; i++)
        at[i] =
            (struct pair){ node_text(json_at(list, i), name, a), node_text(json_at(list, i), "value", a) };
    return (struct pairs){ at, n };
}

/* A product that is null was deleted, unless the line never had one: then it has no variant's title either. */
static void read_product(struct order_line *l, const struct json *o, bool products, struct arena *a)
{
    const struct json *product = json_get(o, "product"), *variant = json_get(o, "variant");

    if (!products) {
        l->unknown |= PRODUCT_FIELDS;
        return;
    }
    l->product_tags = node_texts(json_get(product, "tags"), a);
    l->product_type = node_text(product, "productType", a);
    l->product_handle = node_text(product, "handle", a);
    l->variant_id = gid_number(json_str(json_get(variant, "id")));
    l->options = pairs_in(json_get(variant, "selectedOptions"), "name", a);
    bool was_there = l->variant_title.n > 0;
    if (json_kind(product) == JSON_NULL)
        *(was_there ? &l->unknown : &l->nil) |=
            PRODUCT_FIELDS & ~(FIELD_BIT(LINE_VARIANT) | FIELD_BIT(LINE_OPTIONS));
    if (json_kind(variant) == JSON_NULL)
        *(was_there ? &l->unknown : &l->nil) |= FIELD_BIT(LINE_VARIANT) | FIELD_BIT(LINE_OPTIONS);
}

static struct order_line read_line(const struct json *o, bool products, struct arena *a)
{
    struct order_line l = { .id = gid_number(json_str(json_get(o, "id"))),
                            .title = node_text(o, "title", a),
                            .variant_title = node_text(o, "variantTitle", a),
                            .sku = node_text(o, "sku", a),
                            .quantity = { json_int(json_get(o, "quantity")), 0 },
                            .attributes = pairs_in(json_get(o, "customAttributes"), "key", a) };

    read_product(&l, o, products, a);
    return l;
}

static void read_customer(struct order *to, const struct json *c, struct arena *a)
{
    const struct json *email = json_get(c, "defaultEmailAddress");

    to->customer.id = gid_number(json_str(json_get(c, "id")));
    to->customer.id_text = id_text(to->customer.id, a);
    to->customer.email = node_text(email, "emailAddress", a);
    to->customer.email_status = node_text(email, "marketingState", a);
    to->customer.first_name = node_text(c, "firstName", a);
    to->customer.last_name = node_text(c, "lastName", a);
    to->customer.tags = node_texts(json_get(c, "tags"), a);
    (void)decimal_parse(json_str(json_get(c, "numberOfOrders")), &to->customer.orders);
    to->nil |= to->customer.id ? 0 : FIELD_BIT(ORDER_CUSTOMER);
}

/* Without its lines. False when it is no order. */
static bool read_order(const struct json *o, struct order *to, struct arena *a)
{
    *to = (struct order){ .id = gid_number(json_str(json_get(o, "id"))),
                          .name = node_text(o, "name", a),
                          .created_at = node_moment(json_get(o, "createdAt")),
                          .cancelled_at = node_moment(json_get(o, "cancelledAt")),
                          .test = json_bool(json_get(o, "test")),
                          .tags = node_texts(json_get(o, "tags"), a),
                          .note = node_text(o, "note", a),
                          .source = node_text(o, "sourceName", a),
                          .email = node_text(o, "email", a),
                          .financial_status = node_text(o, "displayFinancialStatus", a) };
    to->id_text = id_text(to->id, a);
    to->nil = to->cancelled_at ? 0 : FIELD_BIT(ORDER_CANCELLED);
    (void)decimal_parse(json_str(json_get(json_get(json_get(o, "totalPriceSet"), "shopMoney"), "amount")),
                        &to->total);
    read_customer(to, json_get(o, "customer"), a);
    return to->id != 0;
}

static void add_lines(struct orders *o, struct order *to, const struct json *nodes, struct arena *a)
{
    size_t n = json_count(nodes);
    struct order_line *all = arena_array(a, struct order_line, to->lines.n + n + 1);

    if (to->lines.n > 0)
        memcpy(all, to->lines.at, to->lines.n * sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[to->lines.n + i] = read_line(json_at(nodes, i), o->products, a);
    to->lines = (struct order_lines){ all, to->lines.n + n };
}

/* ---- by pages -------------------------------------------------------------------------------------------------- */

static str variables_of(const char *name, str value, str after, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    if (value.n > 0) {
        json_write_key(&w, str_of(name));
        json_write_str(&w, value);
    }
    if (after.n > 0) {
        json_write_key(&w, STR("after"));
        json_write_str(&w, after);
    }
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

/* The lines of an order that one page does not hold. */
static bool more_lines(struct orders *o, struct order *to, str after, struct err *err)
{
    const struct json *reply;
    str gid = arena_fmt(&o->page, "gid://shopify/Order/%lld", (long long)to->id);

    while (after.n > 0 && to->lines.n < LINES_MAX) {
        if (!shopify_ask(o->shop, document_order_lines(o->products), variables_of("id", gid, after, &o->page),
                         &reply, err))
            return false;
        const struct json *list = json_get(json_get(json_get(reply, "data"), "order"), "lineItems"),
                          *page = json_get(list, "pageInfo");
        add_lines(o, to, json_get(list, "nodes"), &o->page);
        after = json_bool(json_get(page, "hasNextPage")) ? node_text(page, "endCursor", &o->page) : STR("");
        admin_forget(o->shop->admin);
    }
    return true;
}

static bool read_page(struct orders *o, struct err *err)
{
    const struct json *reply;
    str after = arena_copy(&o->arena, o->after);

    arena_reset(&o->page);
    if (!shopify_ask(o->shop, document_orders(o->products), variables_of("query", o->search, after, &o->page),
                     &reply, err))
        return err_wrap(err, _("listing orders"));
    const struct json *list = json_get(json_get(reply, "data"), "orders"), *nodes = json_get(list, "nodes"),
                      *page = json_get(list, "pageInfo");
    str *long_after = arena_array(&o->page, str, json_count(nodes) + 1);
    o->at = arena_array(&o->page, struct order, json_count(nodes) + 1);
    o->n = o->next = 0;
    for (size_t i = 0; i < json_count(nodes); i++) {
        const struct json *node = json_at(nodes, i), *lines = json_get(node, "lineItems");
        if (!read_order(node, &o->at[o->n], &o->page))
            continue;
        add_lines(o, &o->at[o->n], json_get(lines, "nodes"), &o->page);
        if (json_bool(json_get(json_get(lines, "pageInfo"), "hasNextPage")))
            long_after[o->n] = node_text(json_get(lines, "pageInfo"), "endCursor", &o->page);
        o->n++;
    }
    o->more = json_bool(json_get(page, "hasNextPage"));
    o->after = node_text(page, "endCursor", &o->arena);
    o->begun = true;
    admin_forget(o->shop->admin);
    for (size_t i = 0; i < o->n; i++)
        if (!more_lines(o, &o->at[i], long_after[i], err))
            return false;
    return true;
}

static bool next_of_pages(struct orders *o, struct order *out, bool *end, struct err *err)
{
    while (o->next == o->n) {
        *end = o->begun && !o->more;
        if (*end)
            return true;
        if (!read_page(o, err))
            return false;
    }
    *out = o->at[o->next++];
    return true;
}

/* ---- by a bulk query ------------------------------------------------------------------------------------------- */

static bool read_row(struct orders *o, const struct bulk_row *row, struct order *out, struct arena *a,
                     struct err *err)
{
    struct order_line *lines = arena_array(a, struct order_line, row->n + 1);
    struct json *json = NULL;

    if (!json_parse(row->parent, &json, err))
        return err_wrap(err, _("reading the answer of a bulk query"));
    bool well = read_order(json, out, a);
    json_free(json);
    for (size_t i = 0; i < row->n && well; i++) {
        if (!json_parse(row->children[i], &json, err))
            return err_wrap(err, _("reading the answer of a bulk query"));
        lines[i] = read_line(json, o->products, a);
        json_free(json);
    }
    out->lines = (struct order_lines){ lines, row->n };
    return well ||
           err_set(err, ERR_SHOP, _("the answer of a bulk query holds something that was not asked for"));
}

static bool next_of_rows(struct orders *o, struct order *out, bool *end, struct arena *a, struct err *err)
{
    struct bulk_row row;

    if (!bulk_rows_next(o->rows, o->last, &row, end, a, err) || *end)
        return *end;
    o->last = row.id;
    return read_row(o, &row, out, a, err);
}

bool orders_next(struct orders *o, struct order *out, bool *end, struct arena *a, struct err *err)
{
    *end = false;
    for (;;) {
        if (!(o->rows ? next_of_rows(o, out, end, a, err) : next_of_pages(o, out, end, err)))
            return false;
        if (*end)
            return true;
        /* Searches may give more than was asked for: a query that is not understood is ignored. */
        bool wanted = (!o->filter.since || out->created_at >= o->filter.since) &&
                      (!o->filter.until || out->created_at < o->filter.until) &&
                      (o->filter.name.n == 0 || str_eq_fold(out->name, o->filter.name));
        if (wanted)
            return true;
    }
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

static bool has_scope(const struct shopify *s, const char *read, const char *write)
{
    for (size_t i = 0; i < s->account.scopes.n; i++)
        if (str_eq(s->account.scopes.at[i], str_of(read)) || str_eq(s->account.scopes.at[i], str_of(write)))
            return true;
    return false;
}

static bool may_read(const struct shopify *s, struct orders_filter *f, struct err *err)
{
    int64_t oldest = f->now - (int64_t)ORDERS_RECENT_DAYS * DAY;

    if (!(s->info.caps & SHOP_READS_ORDERS))
        return err_set(err, ERR_SHOP,
                       _("the token may not read orders: give the app the scope read_orders, then get a "
                         "new token"));
    if (f->fields & PRODUCT_FIELDS && !has_scope(s, "read_products", "write_products"))
        return err_set(err, ERR_SHOP,
                       _("the rule looks at products, which the token may not read: give the app the scope "
                         "read_products, then get a new token"));
    if (s->info.caps & SHOP_READS_ALL_ORDERS || f->name.n > 0)
        return true;
    if (f->recent_only && f->since < oldest)
        f->since = oldest + HOUR;
    return f->since >= oldest || err_set(err, ERR_SHOP,
                                         _("the token may read the orders of the last 60 days only: give the "
                                           "app the scope read_all_orders "
                                           "and get a new token, say --since with a later day, or read an "
                                           "Orders workbook with --orders"));
}

static str search_of(const struct orders_filter *f, struct arena *a)
{
    str terms[3];
    size_t n = 0;

    if (f->since)
        terms[n++] = arena_fmt(a, "created_at:>='%.*s'", STR_ARG(moment_format_iso(f->since, a)));
    if (f->until)
        terms[n++] = arena_fmt(a, "created_at:<'%.*s'", STR_ARG(moment_format_iso(f->until, a)));
    if (f->name.n > 0 && !memchr(f->name.p, '"', f->name.n) && !memchr(f->name.p, '\\', f->name.n))
        terms[n++] = arena_join(a, (str[]){ STR("name:\""), f->name, STR("\"") }, 3, STR(""));
    return arena_join(a, terms, n, STR(" AND "));
}

static bool by_bulk(const struct orders *o)
{
    enum bulk_use use = o->shop->options.bulk;
    int64_t days = o->filter.since ? (o->filter.now - o->filter.since) / DAY : ORDERS_RECENT_DAYS;

    return o->filter.name.n == 0 && (use == BULK_ALWAYS || (use == BULK_AUTO && days >= ORDERS_RECENT_DAYS));
}

bool orders_open(struct orders **out, struct shop *shop, const struct orders_filter *filter, struct err *err)
{
    struct arena a = { 0 };
    struct orders *o;

    *out = NULL;
    if (!shop_is_shopify(shop))
        return err_set(
            err, ERR_SHOP,
            _("an embedded shop keeps no line items of orders; read them from an Orders workbook with "
              "--orders FILE"));
    struct orders_filter f = *filter;
    if (!may_read(shopify_of(shop), &f, err))
        return false;
    o = arena_new(&a, struct orders);
    *o = (struct orders){ .shop = shopify_of(shop), .filter = f, .after = STR(""), .more = true };
    o->arena = a;
    o->products = has_scope(o->shop, "read_products", "write_products");
    o->search = search_of(&f, &o->arena);
    *out = o;
    if (!by_bulk(o) ||
        bulk_query_of(o->shop->admin, "Order", document_bulk_orders(o->products, o->search, &o->arena),
                      &o->rows, o->shop->options.progress, o->shop->options.admin.context, err))
        return true;
    orders_close(o);
    *out = NULL;
    return err_wrap(err, _("asking for all orders"));
}

void orders_close(struct orders *o)
{
    if (!o)
        return;
    bulk_rows_close(o->rows);
    arena_reset(&o->page);
    struct arena a = o->arena;
    arena_reset(&a);
}
