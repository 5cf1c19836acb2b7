#include "xlsx/inflate.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

enum { PACKED_BLOCK = 128 << 10 };

struct inflater {
    const struct inflate_library *library;
    void *state; /* NULL: stored */
    int fd;
    uint64_t at, end; /* of the packed bytes not read yet, in the file */
    uint64_t left;    /* bytes promised and not handed out yet */
    uint32_t crc, crc_want;
    struct inflate_step step;
    unsigned char *packed;
};

/* ---- zlib ----------------------------------------------------------------------------- */

static void *zlib_start(struct arena *arena)
{
    z_stream *z = arena_new(arena, z_stream);

    return inflateInit2(z, -MAX_WBITS) == Z_OK ? z : NULL;
}

static bool zlib_step(void *state, struct inflate_step *s)
{
    z_stream *z = state;
    unsigned in = s->in_left < UINT_MAX ? (unsigned)s->in_left : UINT_MAX;
    unsigned out = s->out_left < UINT_MAX ? (unsigned)s->out_left : UINT_MAX;

    z->next_in = (z_const Bytef *)(uintptr_t)s->in;
    z->avail_in = in;
    z->next_out = (Bytef *)s->out;
    z->avail_out = out;
    int status = inflate(z, Z_NO_FLUSH);
    s->in += in - z->avail_in;
    s->in_left -= in - z->avail_in;
    s->out += out - z->avail_out;
    s->out_left -= out - z->avail_out;
    s->ended = status == Z_STREAM_END;
    return status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR;
}

static void zlib_end(void *state)
{
    inflateEnd(state);
}

static uint32_t zlib_crc(uint32_t before, const char *p, size_t n)
{
    return (uint32_t)crc32_z(before, (const Bytef *)p, n);
}

const struct inflate_library inflate_zlib = { zlib_start, zlib_step, zlib_end, zlib_crc };

/* ---- reading -------------------------------------------------------------------------- */

struct inflater *inflater_open(int fd, const struct zip_entry *e, struct arena *arena)
{
    struct inflater *i = arena_new(arena, struct inflater);
    const char *asked = getenv("MEIBO_INFLATE");
    bool wants_zlib = asked && strcmp(asked, "zlib") == 0;

    i->library = inflate_isal && !wants_zlib ? inflate_isal : &inflate_zlib;
    i->fd = fd;
    i->at = e->end - e->packed;
    i->end = e->end;
    i->left = e->size;
    i->crc_want = e->crc;
    i->packed = arena_alloc(arena, PACKED_BLOCK, 1);
    if (e->is_stored)
        return i;
    i->state = i->library->start(arena);
    return i->state ? i : NULL;
}

void inflater_close(struct inflater *i)
{
    if (i && i->state)
        i->library->end(i->state);
    if (i)
        i->state = NULL;
}

static bool packed_read(struct inflater *i)
{
    uint64_t left = i->end - i->at;
    size_t want = left < PACKED_BLOCK ? (size_t)left : PACKED_BLOCK;
    ssize_t got;

    do
        got = pread(i->fd, i->packed, want, (off_t)i->at);
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        return false;
    i->at += (uint64_t)got;
    i->step.in = i->packed;
    i->step.in_left = (size_t)got;
    return true;
}

static void stored_step(struct inflate_step *s)
{
    size_t n = s->in_left < s->out_left ? s->in_left : s->out_left;

    if (n == 0)
        return;
    memcpy(s->out, s->in, n);
    s->in += n;
    s->in_left -= n;
    s->out += n;
    s->out_left -= n;
}

/* Unpacks until the room is full. False: damaged, or the stream ends before what was promised. */
static bool fill(struct inflater *i)
{
    struct inflate_step *s = &i->step;

    while (s->out_left > 0) {
        size_t room = s->out_left, in = s->in_left;
        if (s->ended)
            return false;
        if (!i->state)
            stored_step(s);
        else if (!i->library->step(i->state, s))
            return false;
        bool stuck = s->out_left == room && s->in_left == in;
        if (stuck && !s->ended && (in > 0 || !packed_read(i)))
            return false;
    }
    return true;
}

ssize_t inflater_read(struct inflater *i, char *to, size_t room)
{
    size_t n = i->left < room ? (size_t)i->left : room;

    i->step.out = to;
    i->step.out_left = n;
    if (!fill(i))
        return -1;
    i->crc = i->library->crc(i->crc, to, n);
    i->left -= n;
    if (i->left == 0 && i->crc != i->crc_want)
        return -1;
    return (ssize_t)n;
}
