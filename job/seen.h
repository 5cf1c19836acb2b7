/*
 * seen.h - which keys a file has given so far, and where.
 *
 * A million customers with three keys each must fit: a key costs at most 32 bytes, also while the table
 * grows. Keys are kept as 64-bit hashes (base/hash.h), so two different ones are taken
 * for the same once in some million files; that costs a needless warning, nothing else.
 */
#ifndef JOB_SEEN_H
#define JOB_SEEN_H

#include "base/arena.h"

enum { SEEN_PARTS = 16 }; /* they grow one by one: only one of them is ever there twice */

struct seen_part {
    struct arena arena;
    uint64_t *hash; /* 0: free */
    uint32_t *row;
    size_t room, n; /* room: a power of two */
};

struct seen {
    struct seen_part parts[SEEN_PARTS];
};

/* The row that gave this key last, or 0; `row` is remembered instead. */
uint32_t seen_put(struct seen *s, str key, uint32_t row);
uint32_t seen_find(const struct seen *s, str key); /* the row, or 0 */
size_t seen_bytes(const struct seen *s);           /* held in all */
void seen_release(struct seen *s);

#endif
