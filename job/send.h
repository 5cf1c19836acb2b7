/*
 * send.h - the road from a decision to a shop that has done it, with the journal beside it.
 *
 * Shared by imports and undos. What makes it safe to kill at any moment:
 *   - an operation stands in the journal, with its token, before the shop hears of it;
 *   - what the journal calls sent is settled with the shop, by token, before anything else is done about it;
 *   - what the journal calls final is never sent again.
 */
#ifndef JOB_SEND_H
#define JOB_SEND_H

#include "job/import.h"

enum {
    BATCH_USUAL = 500, /* customers in hand, where there is no shop to ask */
    ATTEMPTS_MAX = 5,
    NAMELESS_AT_ONCE = 10, /* as many as go in one request */
};

/* One customer on its way. Everything lives in the batch's arena. */
struct item {
    struct journal_entry entry;
    struct customer *want; /* NULL in an undo */
    const struct match *found; /* looked up ahead, as of then (job/ahead.h); NULL: not */
    uint64_t found_as_of;
    struct op op;
    struct findings findings;
    /* How many of them came from reading; the rest belongs to the plan, and is forgotten when it is planned
     * again. */
    size_t parsed;
    uint32_t earlier; /* the row of the same customer before, or 0 */
    unsigned attempts;
    bool sent_before; /* by an earlier run that never heard the answer */
    bool finished;
    bool counted;
    struct op done;      /* in an undo: what is undone */
    struct change *left; /* in an undo: what is left alone */
    size_t left_count;
    struct import_limits asked; /* what sending it was allowed to add */
};

struct sender {
    struct shop *shop;
    bool keeps_tokens; /* the shop: settle() tells of everything (SHOP_ATOMIC) */
    struct journal_job *journal; /* NULL: decide only */
    int64_t now;
    struct arena *arena;     /* of the batch */
    const int32_t *position; /* of the sheet's columns, so that a refusal names its cell; NULL: none */
    void (*step)(void *step_context, const char *name);
    void *step_context;

    /* Looks the items up and fills in op, entry.kind, entry.found_by and findings of the first *n of
     * them, in order; it may lower *n (never to 0) where an item must see what the one before it did. */
    void *context;
    bool (*decide)(void *context, struct item **items, size_t *n, struct err *err);
    /* False to stop before these are sent; may be NULL. */
    bool (*allow)(void *context, struct item *const *items, size_t n, struct err *err);
};

/* Takes all n to their end. n <= sender_batch(). */
must_check bool send_items(struct sender *s, struct item **items, size_t n, struct err *err);

/* Asks the shop what became of the items that an earlier run sent (their op is unpacked, `want` not
 * needed). Those that happened or cannot be told are journalled and finished; the others are as if
 * never sent. n <= sender_batch(). */
must_check bool send_settle(struct sender *s, struct item **items, size_t n, struct err *err);

/* As many customers as are sent at once: what the shop likes, 1 to SHOP_BATCH_MAX. `shop` may be NULL. */
size_t sender_batch(const struct shop_info *shop);

/* Whether the shop has to hear of it. */
static inline bool op_is_sent(const struct op *op)
{
    return op->kind >= OP_CREATE;
}

#endif
