#include "xlsx/write_deflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { TUNED_LEVEL = 6 };

struct deflater {
    const struct deflate_library *library;
    void *state;
};

struct zlib_state {
    z_stream z;
    int level;
};

/* ---- zlib --------------------------------------------------------------------------------- */

static voidpf from_arena(voidpf arena, uInt count, uInt size)
{
    return arena_alloc(arena, count, size);
}

static void to_arena(voidpf arena, voidpf memory)
{
    (void)arena, (void)memory; /* goes with the arena */
}

static void *zlib_start(int level, struct arena *a)
{
    struct zlib_state *state = arena_new(a, struct zlib_state);
    z_stream *z = &state->z;

    state->level = level;
    z->zalloc = from_arena;
    z->zfree = to_arena;
    z->opaque = a;
    if (deflateInit2(z, level, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        abort(); /* the version of the library is not that of its header */
    return state;
}

/*
 * Level 6 follows a chain of 128 earlier places, of 32 behind a match of 8 bytes. In the XML of rows a
 * chain of 32 whatever was matched, tried at every byte, takes two thirds of the time and a hundredth
 * fewer bytes.
 */
static bool tune(z_stream *z)
{
    enum { GOOD = 32, LAZY = 128, NICE = 258, CHAIN = 32 };

    return deflateTune(z, GOOD, LAZY, NICE, CHAIN) == Z_OK;
}

static bool zlib_block(void *zlib, struct deflate_block *b)
{
    struct zlib_state *state = zlib;
    z_stream *z = &state->z;

    if (deflateReset(z) != Z_OK || (state->level == TUNED_LEVEL && !tune(z)))
        return false;
    if (b->window_length && deflateSetDictionary(z, (const Bytef *)b->window, (uInt)b->window_length) != Z_OK)
        return false;
    z->next_in = (z_const Bytef *)(uintptr_t)b->in.p;
    z->avail_in = (uInt)b->in.n;
    z->next_out = (Bytef *)b->out;
    z->avail_out = DEFLATE_ROOM;
    int end = deflate(z, b->last ? Z_FINISH : Z_SYNC_FLUSH);
    b->out_length = DEFLATE_ROOM - z->avail_out;
    return end == (b->last ? Z_STREAM_END : Z_OK) && z->avail_in == 0 && z->avail_out > 0;
}

static uint32_t zlib_crc(str bytes)
{
    return (uint32_t)crc32_z(0, (const Bytef *)bytes.p, bytes.n);
}

const struct deflate_library deflate_zlib = { zlib_start, zlib_block, zlib_crc };

/* ---- either of them ----------------------------------------------------------------------- */

struct deflater *deflater_new(int level, struct arena *a)
{
    struct deflater *d = arena_new(a, struct deflater);

    d->library = level == 1 && deflate_isal ? deflate_isal : &deflate_zlib;
    d->state = d->library->start(level, a);
    return d;
}

bool deflate_block(struct deflater *d, struct deflate_block *b)
{
    b->crc = (deflate_isal ? deflate_isal : &deflate_zlib)->crc(b->in);
    return d->library->block(d->state, b);
}
