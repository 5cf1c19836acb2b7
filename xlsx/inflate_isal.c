/* inflate_isal.c - ISA-L's inflate: two to three times zlib. Not on every architecture of Debian. */
#include "xlsx/inflate.h"

#ifdef HAVE_ISAL

#include <limits.h>

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

static void *isal_start(struct arena *arena)
{
    struct inflate_state *state = arena_new(arena, struct inflate_state);

    isal_inflate_init(state);
    return state;
}

static bool isal_step(void *opaque, struct inflate_step *s)
{
    struct inflate_state *state = opaque;
    uint32_t in = s->in_left < UINT32_MAX ? (uint32_t)s->in_left : UINT32_MAX;
    uint32_t out = s->out_left < UINT32_MAX ? (uint32_t)s->out_left : UINT32_MAX;

    state->next_in = (uint8_t *)(uintptr_t)s->in;
    state->avail_in = in;
    state->next_out = (uint8_t *)s->out;
    state->avail_out = out;
    int status = isal_inflate(state);
    s->in += in - state->avail_in;
    s->in_left -= in - state->avail_in;
    s->out += out - state->avail_out;
    s->out_left -= out - state->avail_out;
    s->ended = state->block_state == ISAL_BLOCK_FINISH;
    return status == ISAL_DECOMP_OK || status == ISAL_END_INPUT;
}

static void isal_end(void *state)
{
    (void)state;
}

static uint32_t isal_crc(uint32_t before, const char *p, size_t n)
{
    return crc32_gzip_refl(before, (const unsigned char *)p, n);
}

static const struct inflate_library library = { isal_start, isal_step, isal_end, isal_crc };
const struct inflate_library *const inflate_isal = &library;

#else

const struct inflate_library *const inflate_isal = NULL;

#endif
