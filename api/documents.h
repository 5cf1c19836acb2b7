/*
 * documents.h - every GraphQL document that the program can send, as text, with its cost.
 *
 * Nothing else writes GraphQL. documents_each() lists them all, and a test validates them against the schema; the cost
 * is what Shopify asks for such a request (https://shopify.dev/docs/api/usage/limits, and what its replies say): 10 for
 * a mutation, 1 for an object, 0 for a scalar, for a connection of n 2 + max(1, floor(2 ln n)) * (1 + children).
 */
#ifndef API_DOCUMENTS_H
#define API_DOCUMENTS_H

#include "api/shop.h"

enum mutation_id {
#define MUTATION(id, root, arguments, selection) MUTATION_##id,
#include "api/mutations.def"
#undef MUTATION
    MUTATION_COUNT
};

enum {
    ALIASES_MAX = 10, /* mutations in one request: it has 10 seconds on Shopify's side */
    KEYS_MAX = 100,   /* keys that one request looks up */
    IDS_MAX = 250,    /* as long as a list may be */
    PAGE_MAX = 250,
};

struct document {
    str text;
    unsigned cost;
};

/* What of a customer is asked for beside the basic columns: GROUP_BIT of addresses, orders, tax, metafields; and */
enum {
    SELECT_GROUPS = GROUP_BIT(GROUP_ADDRESSES) | GROUP_BIT(GROUP_ORDERS) | GROUP_BIT(GROUP_TAX) |
                    GROUP_BIT(GROUP_METAFIELDS),
    SELECT_MULTIPASS = 1 << 30, /* Plus with classic accounts only */
};

/* The same mutation n times (1 to ALIASES_MAX), a0 to a9; its variables are the argument's names with the same digit
 * after them ("input0"). */
struct document document_mutation(enum mutation_id m, size_t n, struct arena *a);
/* The document of a bulk mutation, whose operation has this name: mutation NAME($input:…){…}. */
str document_bulk_call(enum mutation_id m, str name, struct arena *a);
str mutation_root(enum mutation_id m); /* "customerCreate" */

struct document document_keys(size_t n,
                              struct arena *a); /* k0..: CustomerIdentifierInput; a0..: {id} or null */
struct document document_nodes(unsigned select, struct arena *a); /* ids */
/* first, after, query, reverse; in order of ID. A page of at most `most` customers stays below the cost of a request. */
struct document document_page(unsigned select, size_t first, struct arena *a);
size_t document_page_most(unsigned select);
struct document document_metafields(void); /* id, after: the metafields of one customer, paged */
struct document document_addresses(void);  /* id, after: its addresses, paged */
struct document document_shop(void);
struct document document_languages(void);   /* needs the scope read_locales */
struct document document_definitions(void); /* after */
struct document document_probe(void);       /* whether the protected fields can be read */
struct document document_count(void);       /* query */

struct document document_stage(void);         /* input: [StagedUploadInput!]! */
struct document document_bulk_mutation(void); /* mutation, path, client */
struct document document_bulk_query(void);    /* query */
struct document document_bulk_poll(void);     /* id */
struct document document_bulk_list(void);     /* query; the newest ones first */
struct document document_bulk_cancel(void);   /* id */
/* The text for document_bulk_query(); `filter`: Shopify's search syntax, "" for all. */
str document_bulk_export(unsigned select, str filter, struct arena *a);

/* Orders with their lines (documents_orders.c); `products`: also what needs the scope read_products. */
enum { ORDERS_PAGE = 100, ORDERS_LINES = 50 };
struct document document_orders(bool products);     /* after, query; in order of ID */
struct document document_order_lines(bool products); /* id, after: the lines of one order, paged */
str document_bulk_orders(bool products, str filter, struct arena *a); /* as document_bulk_export() */

/* Calls `each` with every document that can be made, `name` telling them apart. */
void documents_each(void (*each)(void *context, const char *name, struct document d), void *context);

#endif
