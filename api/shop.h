/*
 * shop.h - a shop: somewhere customers are kept.
 *
 * Two kinds: a SQLite file (the embedded shop, embedded.h) and the Shopify
 * Admin API. They pass the same tests (conformance.c), and callers
 * cannot tell them apart except by what `caps` says.
 *
 * Everything is plural: one call, one round trip, however many customers.
 * Memory for answers comes from the caller's arena.
 */
#ifndef API_SHOP_H
#define API_SHOP_H

#include "model/plan.h"

enum shop_caps {
    SHOP_ATOMIC = 1 << 0,           /* a batch happens entirely or not at all */
    SHOP_CLASSIC_ACCOUNTS = 1 << 1, /* invitations, state and activation URLs mean something */
    SHOP_SENDS_MAIL = 1 << 2,       /* invitations reach real people */
    SHOP_READS_MULTIPASS = 1 << 3,  /* what was written as Multipass Identifier can be read back */
    /* What whoever opened it may do: the scopes of a token. */
    SHOP_WRITES = 1 << 4,           /* change customers */
    SHOP_READS_ORDERS = 1 << 5,     /* first and last orders, of the last 60 days at least */
    SHOP_READS_ALL_ORDERS = 1 << 6, /* also older ones */
};

enum { SHOP_BATCH_MAX = 5000 };

struct shop_info {
    str name;  /* for people: "meibo.db", "my-store.myshopify.com" */
    str where; /* identifies the shop for journals; never holds a secret */
    unsigned caps; /* enum shop_caps */
    const struct zone *timezone;
    str currency; /* ISO 4217 */
    uint8_t money_decimals;
    str country; /* ISO 3166-1 alpha-2 */
    str default_language;
    struct texts languages; /* enabled, the default one first */
    const struct metafield_definition *definitions; /* of customers */
    size_t definition_count;
    size_t batch;        /* customers that apply() likes at once; 1 to SHOP_BATCH_MAX */
    uint64_t unreadable; /* COL_BIT of columns that it does not show to this program: protected customer data */
};

/* What an answer must hold beside the basic columns; enum column_group as GROUP_BIT. First and last orders cost nothing when nobody asked. */
typedef unsigned shop_groups;

enum op_outcome {
    OUTCOME_DONE,
    OUTCOME_REFUSED, /* the shop said no, and why is in `why`; FINDING_RECORD_CHANGED: look it up and plan it again */
    OUTCOME_UNKNOWN, /* sent, never answered: settle() before trying again */
    OUTCOME_NOT_DONE, /* settle() only: it certainly did not happen */
};

struct op_result {
    enum op_outcome outcome;
    int64_t id;         /* of the customer, also of one just created; 0 when not known */
    bool invited;       /* the activation mail went out (or was recorded) */
    struct finding why; /* row and column 0 and -1: the caller knows the row; which column it concerns is in why_column */
    enum column_id why_column; /* COL_COUNT: none */
};

/* All that are set must hold. */
struct shop_filter {
    str email, tag, not_tag; /* "" for any; compared without case */
    int64_t created_since, created_until, updated_since, updated_until; /* moments, since <= t < until; 0 for any */
    bool has_state, has_email_status, has_min_spent, has_max_spent, has_min_orders;
    enum account_state state;
    enum consent_state email_status;
    decimal min_spent, max_spent;
    int64_t min_orders;
    str query; /* Shopify's search syntax; the subset an embedded shop knows is in query.h */
};

struct shop {
    const struct shop_ops *ops;
};

/* false: nothing is known of any of the n (no network, bad token, disk). A
 * customer the shop refuses is a result, not an error. */
struct shop_ops {
    const char *name;

    bool (*info)(struct shop *s, struct shop_info *out, struct arena *a, struct err *err);

    /* out[i] is what keys[i] finds, by each key that is given. */
    bool (*find)(struct shop *s, const struct customer_key *keys, size_t n, shop_groups groups,
                 struct match *out, struct arena *a, struct err *err);

    /* Only OP_CREATE, OP_UPDATE, OP_REPLACE and OP_DELETE; applied in order; an op whose `have->revision` is no longer the
     * record's is refused with FINDING_RECORD_CHANGED. With SHOP_ATOMIC a false return means that none happened; refused ones
     * do not undo the others. */
    bool (*apply)(struct shop *s, const struct op *ops, size_t n, struct op_result *out, int64_t now,
                  struct arena *a, struct err *err);

    /* For operations that were sent and whose answer was lost: what became of them, by op.token and what else the op says. */
    bool (*settle)(struct shop *s, const struct op *ops, size_t n, struct op_result *out,
                   struct arena *a, struct err *err);

    /* The next up to max customers in order of ID after *after (start with 0), which moves; *n is 0 at the end.
     * ERR_USAGE when the filter's query is wrong, with its column. */
    bool (*list)(struct shop *s, const struct shop_filter *filter, shop_groups groups, int64_t *after, size_t max,
                 const struct customer **out, size_t *n, struct arena *a, struct err *err);

    /* How many list() will give, for progress; -1 when that would cost too much to know. */
    bool (*count)(struct shop *s, const struct shop_filter *filter, int64_t *out, struct err *err);

    void (*close)(struct shop *s);

    /* Optional, NULL: calls `take` for each customer that list() would give, with its ID, its tags and when it was last
     * changed, where that costs less than list(). `tags` are joined with commas and live until `take` returns; when it
     * returns false, that is the end, with *err filled in by it. */
    bool (*each_tags)(struct shop *s, const struct shop_filter *filter, void *context,
                      bool (*take)(void *context, int64_t id, str tags, int64_t updated_at, struct err *err),
                      struct err *err);
};

void shop_close(struct shop *s); /* NULL is fine */

#endif
