/*
 * inflate.h - the bytes of one part, as fast as they can be unpacked.
 *
 * Reads the packed bytes of an entry that zip_open() has checked by pread(), so that it needs neither minizip's
 * state nor the offset of the file: several may run at once, in any thread. ISA-L where the build has it (it looks
 * at the processor itself), else zlib; MEIBO_INFLATE=zlib forces zlib. As minizip does, exactly as many bytes
 * as the directory promises are unpacked, and then their CRC is compared.
 *
 * It says that something is wrong, not what: reading the part again through zip_part_read() tells.
 */
#ifndef XLSX_INFLATE_H
#define XLSX_INFLATE_H

#include <sys/types.h>

#include "base/arena.h"
#include "xlsx/zip.h"

struct inflater;

/* Its memory is the arena's, which is not touched any more until inflater_close(). NULL: memory ran out. */
struct inflater *inflater_open(int fd, const struct zip_entry *e, struct arena *arena);
void inflater_close(struct inflater *i); /* NULL is fine */

/* The next bytes, `room` of them but for the last. 0: the end, checked. -1: damaged or unreadable. */
must_check ssize_t inflater_read(struct inflater *i, char *to, size_t room);

/* One way to unpack. step() consumes and fills what it can and returns false when the stream is damaged. */
struct inflate_step {
    const unsigned char *in;
    char *out;
    size_t in_left, out_left;
    bool ended; /* the stream says so itself */
};

struct inflate_library {
    void *(*start)(struct arena *arena); /* NULL: memory ran out */
    bool (*step)(void *state, struct inflate_step *s);
    void (*end)(void *state);
    uint32_t (*crc)(uint32_t before, const char *p, size_t n);
};

extern const struct inflate_library inflate_zlib;
extern const struct inflate_library *const inflate_isal; /* NULL where the build has none */

#endif
