/*
 * ahead.h - customers read ahead by a thread of their own, while those before them are decided and sent.
 *
 * The same customers in the same order with the same findings as reader_next() gives. A bounded ring: two
 * parcels are ahead at most.
 */
#ifndef JOB_AHEAD_H
#define JOB_AHEAD_H

#include "job/reader.h"

struct ahead;

struct ahead_customer {
    struct customer *want;
    struct findings findings; /* of its cells; whose arena is not to be added to */
    size_t rows;              /* read up to its last */
};

/* Customers come in parcels of `parcel`. From here to ahead_stop() the reader and its scratch, which it resets, are the
 * thread's, but for what is fixed: the header and the meaning of cells. Where no thread can be started it reads when it is asked. Never NULL; in the arena. */
struct ahead *ahead_start(struct reader *reader, size_t parcel, struct arena *a);

/* False at the end, and on failure, which reader_close() tells. What the customers of a parcel hold stays valid until the
 * first of the next is asked for. */
bool ahead_next(struct ahead *a, struct ahead_customer *out);

void ahead_stop(struct ahead *a); /* at any time; NULL is fine */

#endif
