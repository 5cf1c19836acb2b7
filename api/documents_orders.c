#include "api/documents_parts.h"

#include "base/buf.h"
#include "base/json_write.h"

#define ORDER                                                                               \
    "id name createdAt cancelledAt test tags note sourceName email displayFinancialStatus " \
    "totalPriceSet{shopMoney{amount}}"                                                      \
    "customer{id firstName lastName numberOfOrders tags defaultEmailAddress{emailAddress marketingState}}"
#define LINE     "id title variantTitle sku quantity customAttributes{key value}"
#define PRODUCT  " product{tags productType handle}variant{id selectedOptions{name value}}"
#define PAGE_END "pageInfo{hasNextPage endCursor}"

#define ORDERS(line)                                                                                         \
    "query($after:String,$query:String){orders(first:100,after:$after,query:$query,sortKey:ID){nodes{" ORDER \
    " lineItems(first:50){nodes{" line "}" PAGE_END "}}" PAGE_END "}}"
#define LINES(line)                                                                                         \
    "query($id:ID!,$after:String){order(id:$id){lineItems(first:250,after:$after){nodes{" line "}" PAGE_END \
    "}}}"
#define BULK(line) "{edges{node{" ORDER " lineItems{edges{node{" line "}}}}}}}"

/* Points, as documents.h reckons: the lines of a page 2 + 7 * (1 + product, variant); the page 2 + 9 * (1 + customer,
 * email, lines). */
struct document document_orders(bool products)
{
    return products ? (struct document){ STR(ORDERS(LINE PRODUCT)), 2 + 9 * (3 + 2 + 7 * 3) }
                    : (struct document){ STR(ORDERS(LINE)), 2 + 9 * (3 + 2 + 7) };
}

struct document document_order_lines(bool products)
{
    return products ? (struct document){ STR(LINES(LINE PRODUCT)), 1 + 2 + 11 * 3 }
                    : (struct document){ STR(LINES(LINE)), 1 + CONNECTION_250 };
}

str document_bulk_orders(bool products, str filter, struct arena *a)
{
    struct json_writer w = json_write_begin();
    const str none[] = { STR("query{orders"), products ? STR(BULK(LINE PRODUCT)) : STR(BULK(LINE)) };

    json_write_str(&w, filter); /* GraphQL's strings are escaped as JSON's */
    const str some[] = { STR("query{orders(query:"), json_write_end(&w, a), STR(")"), none[1] };
    return filter.n > 0 ? arena_join(a, some, countof(some), STR(""))
                        : arena_join(a, none, countof(none), STR(""));
}
