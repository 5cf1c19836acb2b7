/*
 * write_deflate.h - blocks of one raw deflate stream (RFC 1951), each deflated by itself.
 *
 * A block may refer to the 32 KiB before it, so that cutting a stream costs little; apart from that it
 * depends on nothing, so that several can be deflated at once and the same bytes come out however many
 * are. Level 1 is ISA-L's where it was there when the program was built, all others are zlib's.
 */
#ifndef XLSX_WRITE_DEFLATE_H
#define XLSX_WRITE_DEFLATE_H

#include "base/arena.h"

enum {
    DEFLATE_WINDOW = 1 << 15,
    DEFLATE_BLOCK = 1 << 18,                                 /* bytes of a block, at most */
    DEFLATE_ROOM = DEFLATE_BLOCK + DEFLATE_BLOCK / 8 + 1024, /* for what becomes of it */
};

struct deflate_block {
    const char *window; /* up to DEFLATE_WINDOW bytes that came before in the stream */
    size_t window_length;
    str in;
    bool last; /* of its stream */
    char *out; /* DEFLATE_ROOM */
    size_t out_length;
    uint32_t crc; /* of `in` */
};

struct deflater; /* used by one thread at a time */

struct deflater *deflater_new(int level, struct arena *a); /* all its memory is the arena's */
/* Sets out, out_length and crc. False when the library fails, which none does with enough room. */
must_check bool deflate_block(struct deflater *d, struct deflate_block *b);

/* ---- its parts: the libraries ------------------------------------------------------------- */

struct deflate_library {
    void *(*start)(int level, struct arena *a);
    bool (*block)(void *state, struct deflate_block *b);
    uint32_t (*crc)(str bytes);
};

extern const struct deflate_library deflate_zlib;
extern const struct deflate_library *const deflate_isal; /* NULL where the program was built without it */

#endif
