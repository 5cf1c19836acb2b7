#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

char *buf_reserve(struct buf *b, size_t n)
{
    if (b->failed || n > b->max - b->n) {
        b->failed = true;
        return NULL;
    }
    if (n > b->room - b->n) {
        size_t room = b->room ? b->room : 256;
        while (room - b->n < n)
            room = room > SIZE_MAX / 2 ? b->n + n : room * 2;
        if (room > b->max)
            room = b->max;
        char *p = realloc(b->p, room);
        if (!p) {
            b->failed = true;
            return NULL;
        }
        b->p = p;
        b->room = room;
    }
    return b->p + b->n;
}

void buf_put_growing(struct buf *b, str s)
{
    if (s.n == 0)
        return; /* there may be no memory yet to point into */
    char *to = buf_reserve(b, s.n);
    if (!to)
        return;
    memcpy(to, s.p, s.n);
    b->n += s.n;
}

void buf_put_u64(struct buf *b, uint64_t v)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    buf_put(b, (str){ digits + at, sizeof digits - at });
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->failed = false;
}

void buf_release(struct buf *b)
{
    free(b->p);
    *b = BUF_INIT(b->max);
}
