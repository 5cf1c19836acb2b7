/*
 * shopify_parts.h - what the files of the Shopify shop share. Nobody else includes it.
 */
#ifndef API_SHOPIFY_PARTS_H
#define API_SHOPIFY_PARTS_H

#include "api/bulk.h"
#include "api/node.h"
#include "api/shopify.h"
#include "api/steps.h"

/* Where list() is: the page after the customer `last` begins at `cursor`. */
struct pages {
    int64_t last;
    struct buf cursor, query; /* what the cursor belongs to */
    size_t listed; /* by cursors since the start or the last query by ID; a connection ends at 25,000 */
};

struct numbers {
    int64_t *at;
    size_t n, room;
};
void numbers_add(struct numbers *list, int64_t number); /* out of memory: not added */
size_t numbers_count(const struct numbers *list, int64_t number);

struct shopify {
    struct shop shop;
    struct shopify_options options;
    struct admin *admin;
    struct arena arena; /* what lives as long as the shop */
    struct shop_info info;
    struct shopify_account account;
    unsigned always; /* selected in every answer: SELECT_MULTIPASS or nothing */
    size_t
        nodes_most; /* IDs that one request may ask for: fewer once the shop has said that it costs too much */
    struct pages pages;
    struct bulk_rows *rows; /* of a list that goes through a bulk query; NULL: none */
    struct numbers
        made; /* IDs that this connection created, for telling apart customers who have only a name */
    struct numbers named; /* what bulk operations of this connection are called by */
    int64_t opened_at;    /* moment */
};

static inline struct shopify *shopify_of(struct shop *s)
{
    return (struct shopify *)(void *)s;
}

static inline unsigned shopify_select(const struct shopify *s, shop_groups groups)
{
    return (groups & SELECT_GROUPS) | s->always;
}

/* ---- shopify_info.c: what the shop says of itself, into info and account -------------------------------------- */
must_check bool shopify_read_info(struct shopify *s, struct err *err);
/* They may be made while a shop is open. */
must_check bool shopify_read_definitions(struct shopify *s, struct err *err);

/* ---- shopify_find.c -------------------------------------------------------------------------------------------- */

/* One request; its reply lives until admin_forget(). ERR_SHOP also when it holds no data. */
must_check bool shopify_ask(struct shopify *s, struct document d, str variables, const struct json **reply,
                            struct err *err);

/* out[i] is the customer with ids[i], or NULL. IDs may stand there more than once; 0 is nobody. */
must_check bool shopify_by_ids(struct shopify *s, const int64_t *ids, size_t n, shop_groups groups,
                               const struct customer **out, struct arena *a, struct err *err);

/* ids[i] of whoever has that email or phone; 0: nobody, or no key. */
struct shopify_key {
    bool phone;
    str text;
};
must_check bool shopify_ids_of_keys(struct shopify *s, const struct shopify_key *keys, size_t n, int64_t *ids,
                                    struct arena *a, struct err *err);

bool shopify_find(struct shop *shop, const struct customer_key *keys, size_t n, shop_groups groups,
                  struct match *out, struct arena *a, struct err *err);

/* Reads on what one answer could not hold, and finishes it. */
must_check bool shopify_finish(struct shopify *s, struct node *n, shop_groups groups,
                               const struct customer **out, struct arena *a, struct err *err);

/* ---- shopify_apply.c, shopify_send.c, shopify_bulk.c ------------------------------------------------------------ */

/* One operation on its way. */
struct delivery {
    const struct op *op;
    struct op_result *result;
    struct steps_context context;
    const struct step *steps;
    size_t step_count, next;
    int64_t id;   /* of the customer, once it is known */
    bool settled; /* `result` is final, as far as apply() is concerned */
};

/* What goes together: the deliveries whose next step is the same mutation. */
struct consignment {
    struct shopify *shop;
    enum mutation_id mutation;
    struct delivery **items;
    size_t n;
    str identifier; /* of its bulk operation */
    bool again;     /* they were sent before, maybe with effect */
    struct arena *arena;
};

bool shopify_apply(struct shop *shop, const struct op *ops, size_t n, struct op_result *out, int64_t now,
                   struct arena *a, struct err *err);

/* Sends the next step of each. Those that were answered move on; those that got no answer are OUTCOME_UNKNOWN. */
must_check bool send_requests(struct consignment *c, struct err *err);
must_check bool send_bulk(struct consignment *c, size_t n, struct err *err); /* n of them side by side */
/* Only reads the answers of what an earlier process began under this name, where it did. */
must_check bool attach_bulk(struct consignment *c, struct err *err);
void delivery_begin(struct delivery *d, const struct op *op, struct op_result *result, int64_t now,
                    const struct shop_info *info);
/* again: as step_answer() */
void delivery_answer(struct delivery *d, const struct json *payload, const struct json *errors, bool again,
                     struct arena *a);
void delivery_lost(struct delivery *d);

/* The steps of the ops, as apply() takes them: waves of ops that have no key in common. */
size_t wave_length(const struct op *ops, size_t n, struct arena *a);

/*
 * What the bulk operation of a wave's round is called by: the same in another process that has the same ops from its
 * journal, where `attempt` says which it was (0 for the first) of those that carried the same operations.
 */
int64_t wave_hash(const struct op *ops, size_t n, enum mutation_id m, size_t round);
str wave_identifier(int64_t hash, size_t attempt, struct arena *a);

/* ---- shopify_settle.c ------------------------------------------------------------------------------------------ */

bool shopify_settle(struct shop *shop, const struct op *ops, size_t n, struct op_result *out, struct arena *a,
                    struct err *err);

/* ---- shopify_activation.c -------------------------------------------------------------------------------------- */

/*
 * Account Activation URL, where the group asks for it: a mutation for each customer, which makes the link given earlier
 * stop working. list[i] may be NULL; those that get a link are replaced by copies. ERR_SHOP: accounts are not classic.
 */
must_check bool activation_possible(const struct shopify *s, shop_groups groups, struct err *err);
must_check bool shopify_activation_urls(struct shopify *s, shop_groups groups, const struct customer **list,
                                        size_t n, struct arena *a, struct err *err);

/* ---- reflected.c ----------------------------------------------------------------------------------------------- */

/* The customer is as the operation makes it: all that it sets is there, all that it takes away is gone. */
bool op_is_reflected(const struct op *op, const struct customer *now, struct arena *a);

/* ---- shopify_list.c, shopify_filter.c --------------------------------------------------------------------------- */

bool shopify_list(struct shop *shop, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                  size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err);
bool shopify_count(struct shop *shop, const struct shop_filter *filter, int64_t *out, struct err *err);

/* Shopify's search syntax for a filter; "" for all. Search may give more than it should (tokens, an index that lags). */
str filter_search(const struct shop_filter *f, struct arena *a);
must_check bool filter_check(const struct shop_filter *f,
                             struct err *err); /* ERR_USAGE: it is never closed */
must_check bool filter_understood(const struct json *reply,
                                  struct err *err); /* ERR_USAGE: a field is unknown */
/* All that can be told from the customer itself holds; `query` is the shop's to tell. */
bool filter_matches(const struct shop_filter *f, const struct customer *c, struct arena *a);

#endif
