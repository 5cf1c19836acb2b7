#include "api/shopify_parts.h"

#include <stdlib.h>
#include <string.h>

#include "api/clean.h"
#include "base/json_write.h"
#include "base/message.h"

/* ---- asking ---------------------------------------------------------------------------------------------------- */

static bool has_data(const struct json *reply)
{
    return json_kind(json_get(reply, "data")) == JSON_OBJECT;
}

static bool no_data(const struct json *reply, struct err *err)
{
    str message = admin_error_message(reply);

    return err_set(err, ERR_SHOP, _("the shop did not answer a question: %.*s"), STR_ARG(message));
}

/*
 * Null with an error beside it is no answer: whoever is "not there" for such a reason would be made twice. Fields that
 * the token may not read are null for good, and so is a key that is none.
 */
static bool answers(const struct json *reply, struct err *err)
{
    static const str harmless[] = { STR_INIT("ACCESS_DENIED"), STR_INIT("BAD_REQUEST"), STR_INIT("INVALID"),
                                    STR_INIT("RESOURCE_NOT_FOUND") };
    const struct json *errors = json_get(reply, "errors");

    if (!has_data(reply))
        return no_data(reply, err);
    for (size_t i = 0; i < json_count(errors); i++) {
        str code = json_str(json_get(json_get(json_at(errors, i), "extensions"), "code"));
        size_t k = 0;
        while (k < countof(harmless) && !str_eq(code, harmless[k]))
            k++;
        if (k == countof(harmless))
            return no_data(reply, err);
    }
    return true;
}

bool shopify_ask(struct shopify *s, struct document d, str variables, const struct json **reply,
                 struct err *err)
{
    struct admin_call call = {
        .document = d.text, .variables = variables, .cost = d.cost, .repeatable = true
    };

    if (!admin_run(s->admin, &call, 1, err))
        return false;
    *reply = call.reply;
    return answers(call.reply, err);
}

/* ---- records by ID --------------------------------------------------------------------------------------------- */

struct found {
    int64_t id;
    const struct customer *customer;
};

static int found_compare(const void *a, const void *b)
{
    int64_t x = ((const struct found *)a)->id, y = ((const struct found *)b)->id;

    return (x > y) - (x < y);
}

/* The IDs once each, in order; 0 left out. */
static size_t unique(const int64_t *ids, size_t n, struct found *out)
{
    size_t count = 0, kept = 0;

    for (size_t i = 0; i < n; i++)
        if (ids[i] != 0)
            out[count++] = (struct found){ ids[i], NULL };
    if (count > 0)
        qsort(out, count, sizeof *out, found_compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || out[kept - 1].id != out[i].id)
            out[kept++] = out[i];
    return kept;
}

static str ids_variables(const struct found *at, size_t n, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("ids"));
    json_write_open(&w, '[');
    for (size_t i = 0; i < n; i++)
        json_write_str(&w, gid_customer(at[i].id, a));
    json_write_close(&w, ']');
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

static str page_variables(int64_t id, str after, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("id"));
    json_write_str(&w, gid_customer(id, a));
    if (after.n > 0) {
        json_write_key(&w, STR("after"));
        json_write_str(&w, after);
    }
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

/* The further pages of a list of one customer. */
static bool read_on(struct shopify *s, struct node *n, bool addresses, struct arena *a, struct err *err)
{
    struct document d = addresses ? document_addresses() : document_metafields();
    str after = addresses ? STR("") : n->metafields_after;
    bool more = true;

    for (bool first = true; more; first = false) {
        const struct json *reply;
        if (!shopify_ask(s, d, page_variables(n->customer->id, after, a), &reply, err))
            return false;
        const struct json *customer = json_get(json_get(reply, "data"), "customer");
        const struct json *list = json_get(customer, addresses ? "addressesV2" : "metafields");
        const struct json *page = json_get(list, "pageInfo");
        if (addresses)
            node_addresses(n, json_get(list, "nodes"), first, a);
        else
            node_metafields(n, json_get(list, "nodes"), a);
        more = json_bool(json_get(page, "hasNextPage"));
        after = arena_copy(a, json_str(json_get(page, "endCursor")));
        admin_forget(s->admin);
    }
    return true;
}

bool shopify_finish(struct shopify *s, struct node *n, shop_groups groups, const struct customer **out,
                    struct arena *a, struct err *err)
{
    if (n->more_addresses && !read_on(s, n, true, a, err))
        return false;
    if (n->more_metafields && !read_on(s, n, false, a, err))
        return false;
    *out = node_finish(n, groups, shopify_select(s, groups), s->info.unreadable);
    return true;
}

/* The customers of one reply into their places; nodes that need further pages are kept in `long_ones`. */
struct reading {
    struct shopify *shop;
    shop_groups groups;
    struct found *found;
    size_t n;
    struct node *long_ones;
    size_t long_count;
    struct arena *arena;
};

static void take_node(struct reading *r, const struct json *json)
{
    struct node node;

    if (!node_read(json, shopify_select(r->shop, r->groups), &node, r->arena))
        return; /* null: nobody has that ID */
    struct found key = { node.customer->id, NULL };
    struct found *f = bsearch(&key, r->found, r->n, sizeof key, found_compare);
    if (!f)
        return;
    f->customer = node.customer;
    if (node.more_addresses || node.more_metafields)
        r->long_ones[r->long_count++] = node;
    else
        (void)node_finish(&node, r->groups, shopify_select(r->shop, r->groups), r->shop->info.unreadable);
}

static bool take_nodes(struct reading *r, const struct json *reply, struct err *err)
{
    const struct json *nodes = json_get(json_get(reply, "data"), "nodes");

    if (!answers(reply, err))
        return false;
    for (size_t i = 0; i < json_count(nodes); i++)
        take_node(r, json_at(nodes, i));
    return true;
}

static bool costs_too_much(const struct admin_call *calls, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(admin_error(calls[i].reply), STR("MAX_COST_EXCEEDED")))
            return true;
    return false;
}

/* All of them in requests of nodes_most; *again when the shop wants smaller ones. */
static bool ask_nodes(struct reading *r, bool *again, struct err *err)
{
    struct shopify *s = r->shop;
    struct document d = document_nodes(shopify_select(s, r->groups), r->arena);
    size_t most = s->nodes_most, count = (r->n + most - 1) / most;
    struct admin_call *calls = arena_array(r->arena, struct admin_call, count + 1);
    bool well = true;

    for (size_t i = 0; i < count; i++) {
        size_t n = r->n - i * most < most ? r->n - i * most : most;
        calls[i] = (struct admin_call){ .document = d.text,
                                        .variables = ids_variables(&r->found[i * most], n, r->arena),
                                        .cost = d.cost,
                                        .repeatable = true };
    }
    if (!admin_run(s->admin, calls, count, err))
        return false;
    *again = most > 1 && costs_too_much(calls, count);
    if (*again)
        s->nodes_most = most / 2;
    for (size_t i = 0; i < count && well && !*again; i++)
        well = take_nodes(r, calls[i].reply, err);
    admin_forget(s->admin);
    return well;
}

/* Once for each: a second link would make the first one stop working. */
static bool links(struct reading *r, struct err *err)
{
    const struct customer **list = arena_array(r->arena, const struct customer *, r->n + 1);

    for (size_t i = 0; i < r->n; i++)
        list[i] = r->found[i].customer;
    if (!activation_possible(r->shop, r->groups, err) ||
        !shopify_activation_urls(r->shop, r->groups, list, r->n, r->arena, err))
        return false;
    for (size_t i = 0; i < r->n; i++)
        r->found[i].customer = list[i];
    return true;
}

bool shopify_by_ids(struct shopify *s, const int64_t *ids, size_t n, shop_groups groups,
                    const struct customer **out, struct arena *a, struct err *err)
{
    struct reading r = { .shop = s, .groups = groups, .arena = a };
    bool again = true;

    r.found = arena_array(a, struct found, n + 1);
    r.n = unique(ids, n, r.found);
    r.long_ones = arena_array(a, struct node, r.n + 1);
    while (again && r.n > 0)
        if (!ask_nodes(&r, &again, err))
            return false;
    for (size_t i = 0; i < r.long_count; i++) {
        const struct customer *whole;
        if (!shopify_finish(s, &r.long_ones[i], groups, &whole, a, err))
            return false;
    }
    if (!links(&r, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct found key = { ids[i], NULL };
        const struct found *f = r.n > 0 ? bsearch(&key, r.found, r.n, sizeof key, found_compare) : NULL;
        out[i] = f ? f->customer : NULL;
    }
    return true;
}

/* ---- IDs by email and phone ------------------------------------------------------------------------------------ */

static str keys_variables(const struct shopify_key *const *keys, size_t n, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    for (size_t i = 0; i < n; i++) {
        json_write_key(&w, arena_fmt(a, "k%zu", i));
        json_write_open(&w, '{');
        json_write_key(&w, keys[i]->phone ? STR("phoneNumber") : STR("emailAddress"));
        json_write_str(&w, keys[i]->phone ? phone_clean(keys[i]->text, a) : email_clean(keys[i]->text, a));
        json_write_close(&w, '}');
    }
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

bool shopify_ids_of_keys(struct shopify *s, const struct shopify_key *keys, size_t n, int64_t *ids,
                         struct arena *a, struct err *err)
{
    const struct shopify_key **given = arena_array(a, const struct shopify_key *, n + 1);
    size_t *places = arena_array(a, size_t, n + 1), count = 0;

    for (size_t i = 0; i < n; i++) {
        ids[i] = 0;
        if (keys[i].text.n == 0)
            continue;
        given[count] = &keys[i];
        places[count++] = i;
    }
    size_t calls_count = (count + KEYS_MAX - 1) / KEYS_MAX;
    struct admin_call *calls = arena_array(a, struct admin_call, calls_count + 1);
    for (size_t c = 0; c < calls_count; c++) {
        size_t from = c * KEYS_MAX, some = count - from < KEYS_MAX ? count - from : KEYS_MAX;
        struct document d = document_keys(some, a);
        calls[c] = (struct admin_call){ .document = d.text,
                                        .variables = keys_variables(&given[from], some, a),
                                        .cost = d.cost,
                                        .repeatable = true };
    }
    if (calls_count > 0 && !admin_run(s->admin, calls, calls_count, err))
        return false;
    bool well = true;
    for (size_t i = 0; i < count && well; i++) {
        const struct json *reply = calls[i / KEYS_MAX].reply;
        str alias = arena_fmt(a, "a%zu", i % KEYS_MAX);
        well = i % KEYS_MAX != 0 || answers(reply, err);
        ids[places[i]] = gid_number(json_str(json_get(json_get(json_get(reply, "data"), alias.p), "id")));
    }
    admin_forget(s->admin);
    return well;
}

/* ---- find ------------------------------------------------------------------------------------------------------ */

/* Two rounds: keys give IDs, at a point each; IDs give records, at next to nothing. So who is not there, as all of a new
 * list, costs one point a key. */
bool shopify_find(struct shop *shop, const struct customer_key *keys, size_t n, shop_groups groups,
                  struct match *out, struct arena *a, struct err *err)
{
    struct shopify *s = shopify_of(shop);
    struct shopify_key *texts = arena_array(a, struct shopify_key, 2 * n + 1);
    int64_t *ids = arena_array(a, int64_t, 3 * n + 1);
    const struct customer **found = arena_array(a, const struct customer *, 3 * n + 1);

    for (size_t i = 0; i < n; i++) {
        texts[2 * i] = (struct shopify_key){ .text = keys[i].email };
        texts[2 * i + 1] = (struct shopify_key){ .phone = true, .text = keys[i].phone };
        ids[2 * n + i] = keys[i].id;
    }
    if (!shopify_ids_of_keys(s, texts, 2 * n, ids, a, err) ||
        !shopify_by_ids(s, ids, 3 * n, groups, found, a, err))
        return false;
    for (size_t i = 0; i < n; i++)
        out[i] = (struct match){ .by_id = found[2 * n + i],
                                 .by_email = found[2 * i],
                                 .by_phone = found[2 * i + 1] };
    return true;
}
