/*
 * ring.h - a part unpacked by a thread of its own, a few blocks ahead.
 *
 * Blocks come in order, RING_BLOCK bytes each but for the last. Before each there is RING_HEAD bytes of room for what
 * the reader carries over from the block before, behind each RING_SLACK bytes that may be read and written.
 */
#ifndef XLSX_RING_H
#define XLSX_RING_H

#include "base/arena.h"
#include "xlsx/zip.h"

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION /* so that small inputs have many blocks */
enum { RING_BLOCKS = 3, RING_BLOCK = 400, RING_HEAD = 100, RING_SLACK = 64 };
#else
enum { RING_BLOCKS = 6, RING_BLOCK = 192 << 10, RING_HEAD = 64 << 10, RING_SLACK = 64 };
#endif

enum ring_state { RING_MORE, RING_ENDED, RING_FAILED };

struct ring;

/* The thread starts at once; the ring lives in the arena until ring_close(). NULL: no thread or memory to be had.
 * `fd` is of the file that `e` is in, and stays open. */
struct ring *ring_open(int fd, const struct zip_entry *e, struct arena *arena);
void ring_close(struct ring *r); /* at any time; waits for the thread. NULL is fine */

/* RING_MORE: the next block, which stays valid until ring_give_back() was called as often as it was taken; at
 * least two can be held. RING_ENDED: that was all, size and CRC agree. RING_FAILED: damaged, see inflate.h. */
must_check enum ring_state ring_take(struct ring *r, char **block, size_t *n);
void ring_give_back(struct ring *r); /* the oldest that is held */

#endif
