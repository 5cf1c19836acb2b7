/*
 * write_squeeze.h - a stream deflated on all cores: blocks go round a ring, from the one who fills them to
 * those who deflate them and back.
 *
 * The calling thread fills, hands the deflated blocks on in their order, and deflates too while it
 * would only wait. Threads are started with the first block that is full: a small stream needs none.
 * The same bytes come out whoever deflates.
 */
#ifndef XLSX_WRITE_SQUEEZE_H
#define XLSX_WRITE_SQUEEZE_H

#include "base/arena.h"
#include "base/err.h"

struct squeezer;

/* Takes the stream's deflated bytes, piece by piece, on the thread that puts. */
typedef bool squeeze_sink(void *to, str deflated, struct err *err);

/* `helpers`: threads besides the calling one, SQUEEZE_HELPERS for as many as the machine's cores want.
 * About 4 MiB, in the arena; squeezer_stop() before that is reset. */
enum { SQUEEZE_HELPERS = -1 };
struct squeezer *squeezer_new(int helpers, squeeze_sink *sink, void *to, struct arena *a);

/* One stream after the other: begin, put as often as wanted, end. After a failure nothing but stop. */
void squeeze_begin(struct squeezer *s, int level);
must_check bool squeeze_put(struct squeezer *s, str bytes, struct err *err);
must_check bool squeeze_end(struct squeezer *s, struct err *err);
uint64_t squeeze_size(const struct squeezer *s); /* of the stream that ended: bytes put */
uint32_t squeeze_crc(const struct squeezer *s);

void squeezer_stop(struct squeezer *s); /* ends the threads, in mid stream too; NULL and twice are fine */

#endif
