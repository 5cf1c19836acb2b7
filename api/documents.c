#include "api/documents_parts.h"

#include "api/admin.h"
#include "base/buf.h"
#include "base/json_write.h"

/*
 * What every answer about a customer holds: all basic columns (they cost nothing beside the two points for email and
 * phone), whose values and updatedAt make the revision.
 */
#define BASIC                                                                                   \
    "id firstName lastName locale state note verifiedEmail taxExempt tags createdAt updatedAt " \
    "numberOfOrders amountSpent{amount}"                                                        \
    "defaultEmailAddress{emailAddress marketingState marketingOptInLevel marketingUpdatedAt}"   \
    "defaultPhoneNumber{phoneNumber smsMarketingConsent{state optInLevel updatedAt collectedFrom}}"
#define ORDER "{id name processedAt totalPriceSet{shopMoney{amount}}}"

enum { MOST_OF_A_PAGE = ADMIN_COST_MAX - 50 };

struct argument {
    const char *name, *type;
};

static const struct mutation {
    const char *root;
    struct argument arguments[4];
    const char *selection;
} mutations[MUTATION_COUNT] = {
#define ARGUMENTS(...) \
    {                  \
        __VA_ARGS__    \
    }
#define MUTATION(id, root, arguments, selection) [MUTATION_##id] = { #root, arguments, selection },
#include "api/mutations.def"
#undef MUTATION
#undef ARGUMENTS
};

/* ---- text ------------------------------------------------------------------------------------------------------ */

static void put(struct buf *b, const char *text)
{
    buf_put(b, str_of(text));
}

static struct buf text_begin(void)
{
    return BUF_INIT(1 << 16);
}

static str text_end(struct buf *b, struct arena *a)
{
    str text = arena_copy(a, buf_str(b));

    buf_release(b);
    return text;
}

/* ---- mutations ------------------------------------------------------------------------------------------------- */

str mutation_root(enum mutation_id m)
{
    return str_of(mutations[m].root);
}

/* Separated by commas, which GraphQL takes for blanks: `declare` gives "$input0:CustomerInput!", else
 * "input:$input0". */
static void put_arguments(struct buf *b, const struct mutation *m, const char *suffix, bool declare)
{
    for (size_t i = 0; i < countof(m->arguments) && m->arguments[i].name; i++) {
        const struct argument *x = &m->arguments[i];
        if (!declare) {
            put(b, i ? "," : "");
            put(b, x->name);
            put(b, ":");
        }
        put(b, "$");
        put(b, x->name);
        put(b, suffix);
        if (declare) {
            put(b, ":");
            put(b, x->type);
            put(b, " ");
        }
    }
}

static void put_call(struct buf *b, const struct mutation *m, const char *suffix)
{
    put(b, m->root);
    put(b, "(");
    put_arguments(b, m, suffix, false);
    put(b, "){");
    put(b, m->selection);
    put(b, "}");
}

struct document document_mutation(enum mutation_id m, size_t n, struct arena *a)
{
    struct buf b = text_begin();

    put(&b, "mutation(");
    for (size_t i = 0; i < n; i++)
        put_arguments(&b, &mutations[m], (const char[]){ (char)('0' + i), '\0' }, true);
    put(&b, "){");
    for (size_t i = 0; i < n; i++) {
        const char digit[] = { (char)('0' + i), '\0' };
        put(&b, "a");
        put(&b, digit);
        put(&b, ":");
        put_call(&b, &mutations[m], digit);
    }
    put(&b, "}");
    return (struct document){ text_end(&b, a), (unsigned)n * 10 };
}

str document_bulk_call(enum mutation_id m, str name, struct arena *a)
{
    struct buf b = text_begin();

    put(&b, "mutation ");
    buf_put(&b, name);
    put(&b, "(");
    put_arguments(&b, &mutations[m], "", true);
    put(&b, "){");
    put_call(&b, &mutations[m], "");
    put(&b, "}");
    return text_end(&b, a);
}

/* ---- customers ------------------------------------------------------------------------------------------------- */

/* In a bulk query a connection has edges, takes no `first`, and gives all there is; so the ends of a customer's orders
 * need all of them. */
static void put_customer(struct buf *b, unsigned select, bool bulk)
{
    put(b, BASIC);
    if (select & GROUP_BIT(GROUP_TAX))
        put(b, " taxExemptions");
    if (select & SELECT_MULTIPASS)
        put(b, " multipassIdentifier");
    if (select & GROUP_BIT(GROUP_ADDRESSES))
        put(b, " defaultAddress{id}addresses(first:250)" ADDRESS);
    if (select & GROUP_BIT(GROUP_METAFIELDS))
        put(b, bulk ? " metafields{edges{node" METAFIELD "}}"
                    : " metafields(first:250){nodes" METAFIELD "pageInfo{hasNextPage endCursor}}");
    if (!(select & GROUP_BIT(GROUP_ORDERS)))
        return;
    put(b, bulk ? " orders{edges{node" ORDER "}}"
                : " first:orders(first:1,sortKey:PROCESSED_AT){nodes" ORDER "}"
                  "last:orders(first:1,sortKey:PROCESSED_AT,reverse:true){nodes" ORDER "}");
}

/* Points for one customer: itself, email, phone, and what was selected. */
static unsigned customer_cost(unsigned select)
{
    unsigned cost = 3;

    if (select & GROUP_BIT(GROUP_METAFIELDS))
        cost += CONNECTION_250;
    if (select & GROUP_BIT(GROUP_ORDERS))
        cost += 2 * 3;
    return cost;
}

/* The factor of a connection of n: max(1, floor(2 ln n)). */
static unsigned connection_factor(size_t n)
{
    static const unsigned reached[] = {
        2, 3, 5, 8, 13, 21, 34, 55, 91, 149, 245
    }; /* ceil(e^(k/2)), k = 1... */
    unsigned factor = 0;

    while (factor < countof(reached) && n >= reached[factor])
        factor++;
    return factor > 0 ? factor : 1;
}

static unsigned page_cost(unsigned select, size_t n)
{
    return 2 + connection_factor(n) * customer_cost(select);
}

size_t document_page_most(unsigned select)
{
    size_t n = PAGE_MAX;

    while (n > 1 && page_cost(select, n) > MOST_OF_A_PAGE)
        n /= 2;
    return n;
}

struct document document_keys(size_t n, struct arena *a)
{
    struct buf b = text_begin();

    put(&b, "query(");
    for (size_t i = 0; i < n; i++) {
        put(&b, "$k");
        buf_put_u64(&b, i);
        put(&b, ":CustomerIdentifierInput! ");
    }
    put(&b, "){");
    for (size_t i = 0; i < n; i++) {
        put(&b, "a");
        buf_put_u64(&b, i);
        put(&b, ":customerByIdentifier(identifier:$k");
        buf_put_u64(&b, i);
        put(&b, "){id}");
    }
    put(&b, "}");
    return (struct document){ text_end(&b, a), (unsigned)n };
}

struct document document_nodes(unsigned select, struct arena *a)
{
    struct buf b = text_begin();

    put(&b, "query($ids:[ID!]!){nodes(ids:$ids){...on Customer{");
    put_customer(&b, select, false);
    put(&b, "}}}");
    return (struct document){ text_end(&b, a), customer_cost(select) };
}

struct document document_page(unsigned select, size_t first, struct arena *a)
{
    struct buf b = text_begin();

    put(&b, "query($first:Int!,$after:String,$query:String,$reverse:Boolean){"
            "customers(first:$first,after:$after,query:$query,sortKey:ID,reverse:$reverse){nodes{");
    put_customer(&b, select, false);
    put(&b, "}pageInfo{hasNextPage endCursor}}}");
    return (struct document){ text_end(&b, a), page_cost(select, first) };
}

/* GraphQL's strings are escaped as JSON's. */
static void put_quoted(struct buf *b, str text, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_str(&w, text);
    buf_put(b, json_write_end(&w, a));
}

str document_bulk_export(unsigned select, str filter, struct arena *a)
{
    struct buf b = text_begin();

    put(&b, "query{customers");
    if (filter.n > 0) {
        put(&b, "(query:");
        put_quoted(&b, filter, a);
        put(&b, ")");
    }
    put(&b, "{edges{node{");
    put_customer(&b, select, true);
    put(&b, "}}}}");
    return text_end(&b, a);
}

/* ---- all ------------------------------------------------------------------------------------------------------- */

/* Every selection that can be asked for. */
static void selections_each(void (*each)(void *context, const char *name, struct document d), void *context,
                            struct arena *a)
{
    static const unsigned parts[] = { GROUP_BIT(GROUP_ADDRESSES), GROUP_BIT(GROUP_ORDERS),
                                      GROUP_BIT(GROUP_TAX), GROUP_BIT(GROUP_METAFIELDS), SELECT_MULTIPASS };

    for (unsigned which = 0; which < 1U << countof(parts); which++) {
        unsigned select = 0;
        for (size_t i = 0; i < countof(parts); i++)
            if (which & 1U << i)
                select |= parts[i];
        each(context, "nodes", document_nodes(select, a));
        each(context, "page", document_page(select, document_page_most(select), a));
        each(context, "bulk export", (struct document){ document_bulk_export(select, STR(""), a), 0 });
        arena_reset(a);
    }
    each(context, "bulk export of some",
         (struct document){ document_bulk_export(0, STR("tag:\"a b\""), a), 0 });
}

void documents_each(void (*each)(void *context, const char *name, struct document d), void *context)
{
    static struct document (*const plain[])(void) = {
        document_metafields, document_addresses, document_shop,        document_definitions,
        document_probe,      document_count,     document_stage,       document_bulk_query,
        document_bulk_poll,  document_bulk_list, document_bulk_cancel, document_bulk_mutation,
        document_languages,
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(plain); i++)
        each(context, "plain", plain[i]());
    selections_each(each, context, &a);
    for (int products = 0; products < 2; products++) {
        each(context, "orders", document_orders(products));
        each(context, "lines of an order", document_order_lines(products));
        each(context, "bulk orders",
             (struct document){ document_bulk_orders(products, STR("created_at:>='2025-01-01'"), &a), 0 });
    }
    for (int m = 0; m < MUTATION_COUNT; m++) {
        for (size_t n = 1; n <= ALIASES_MAX; n++)
            each(context, mutations[m].root, document_mutation((enum mutation_id)m, n, &a));
        each(context, "bulk call",
             (struct document){ document_bulk_call((enum mutation_id)m, STR("meibo_1"), &a), 0 });
        arena_reset(&a);
    }
    for (size_t n = 1; n <= KEYS_MAX; n++) {
        each(context, "keys", document_keys(n, &a));
        arena_reset(&a);
    }
    arena_reset(&a);
}
