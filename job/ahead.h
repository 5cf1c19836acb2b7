/*
 * ahead.h - customers read ahead by a thread of their own, and looked up ahead by another, while those before them are
 * decided and sent.
 *
 * The same customers in the same order with the same findings as reader_next() gives. A bounded ring: three parcels are
 * ahead at most. What a shop said ahead counts as long as this run has not changed the shop since; while it does change it,
 * nothing is looked up ahead, for nothing of it would count.
 */
#ifndef JOB_AHEAD_H
#define JOB_AHEAD_H

#include "job/reader.h"

struct ahead;

struct ahead_customer {
    struct customer *want;
    struct findings findings;  /* of its cells; whose arena is not to be added to */
    size_t rows;               /* read up to its last */
    const struct match *found; /* by its keys; NULL: not looked up ahead */
    uint64_t as_of;            /* for ahead_counts() */
};

/* How a parcel is looked up; called by another thread, never while the shop is the caller's (ahead_take_shop()). A failure is
 * nobody's: who needs the answer asks once more. */
struct ahead_shop {
    void *context;
    bool (*find)(void *context, const struct ahead_customer *customers, size_t n, struct match *found,
                 struct arena *a, struct err *err);
    /* What can be done ahead for a customer without the shop, by the same thread, after find() or instead. May be NULL. */
    void (*prepare)(void *context, const struct ahead_customer *customer, struct arena *a);
};

/*
 * Customers come in parcels of `parcel`. From here to ahead_stop() the reader and its scratch, which it resets, are the
 * threads', but for what is fixed: the header and the meaning of cells. `shop` NULL: nothing is looked up ahead.
 * `keep_rows`: ahead_rows() is wanted. Where no thread can be started it reads when it is asked. Never NULL; in the arena.
 */
struct ahead *ahead_start(struct reader *reader, size_t parcel, const struct ahead_shop *shop, bool keep_rows,
                          struct arena *arena);

/* False at the end, and on failure, which reader_close() tells. What the customers of a parcel hold stays valid until the
 * first of the next is asked for. */
bool ahead_next(struct ahead *a, struct ahead_customer *out);

/* The rows of the parcel that ahead_next() is in, and what blank rows follow each: of all parcels in turn, every row from the
 * first customer's on. As valid as its customers. */
const struct row_log *ahead_rows(const struct ahead *a);

/* The shop is the caller's until it gives it back; taking it twice is taking it once. Between ahead_give_shop() and the next
 * ahead_take_shop() it must not be used. */
void ahead_take_shop(struct ahead *a);
void ahead_give_shop(struct ahead *a);

/* The shop, which the caller has taken, is about to change: what was looked up until now no longer counts. */
void ahead_shop_changes(struct ahead *a);

/* Whether what was looked up as of then still counts. */
bool ahead_counts(const struct ahead *a, uint64_t as_of);

void ahead_stop(struct ahead *a); /* at any time; NULL is fine */

#endif
