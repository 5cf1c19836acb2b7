/*
 * buf.h - text that grows, with a stated maximum.
 *
 * For building data (never use printf for data: it stops at a NUL). Failure
 * sticks: append as often as you like and ask once, with buf_ok().
 * A buf owns malloc()ed memory: buf_release() it.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <string.h>

#include "base/str.h"

struct buf {
    char *p;
    size_t n, room; /* room <= max */
    size_t max;     /* bytes; appending past it fails and changes nothing */
    bool failed;
};

#define BUF_INIT(maximum) ((struct buf){ .max = (maximum) })

void buf_put_growing(struct buf *b, str s);  /* buf_put() where there may be no room yet */
void buf_put_u64(struct buf *b, uint64_t v); /* decimal digits */
char *buf_reserve(struct buf *b, size_t n);  /* room for n more, not yet counted; NULL past max */
void buf_clear(struct buf *b);               /* empty and not failed; keeps its memory */
void buf_release(struct buf *b);             /* frees; ready to use again */

/* Once a cell, once a field: no call where there is room. */
static inline void buf_put(struct buf *b, str s)
{
    if (b->p && s.n > 0 && s.n <= b->room - b->n && !b->failed) {
        memcpy(b->p + b->n, s.p, s.n);
        b->n += s.n;
    } else {
        buf_put_growing(b, s);
    }
}

static inline void buf_putc(struct buf *b, char c)
{
    buf_put(b, (str){ &c, 1 });
}

static inline bool buf_ok(const struct buf *b)
{
    return !b->failed;
}

static inline str buf_str(const struct buf *b) /* valid until the next append */
{
    return (str){ b->p ? b->p : "", b->n };
}

#endif
