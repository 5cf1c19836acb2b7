/*
 * write_shared.h - a bounded table of shared strings.
 *
 * A text is written in its cell the first time and shared from the second
 * time on, until 65,536 texts or 8 MiB of them are in the table: what comes once
 * (IDs, e-mails) takes no room, what comes often (cities, tags) makes the file
 * smaller. Memory stays below 20 MiB whatever comes. Which texts are shared
 * depends on nothing but the texts: the same rows give the same bytes.
 */
#ifndef XLSX_WRITE_SHARED_H
#define XLSX_WRITE_SHARED_H

#include "base/arena.h"
#include "base/buf.h"

struct shared;

struct shared *shared_new(struct arena *a);
void shared_release(struct shared *s); /* NULL is fine; the rest is the arena's */

/* Counts one use of the text. True with its index when it is shared. */
bool shared_use(struct shared *s, str text, uint32_t *index);

/* Whether it is the text of that index, which then has one more use: what stands in the row above is asked first. */
bool shared_use_again(struct shared *s, str text, uint32_t index);

size_t shared_count(const struct shared *s);
uint64_t shared_uses(const struct shared *s);
str shared_at(const struct shared *s, size_t index); /* until the next shared_use() */

#endif
