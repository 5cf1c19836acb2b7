/*
 * prefetch.h - rows read ahead by a thread of their own.
 *
 * The same rows, in the same order, with the same errors; reading overlaps
 * with what is done with them. A bounded ring: at most four blocks of about
 * 256 rows or 256 KiB are ahead. Closing early stops the thread and closes the source.
 */
#ifndef BASE_PREFETCH_H
#define BASE_PREFETCH_H

#include "base/table.h"

/* Takes `source` over, also on failure to start a thread (then it is returned as it is). Never NULL. */
struct row_source *prefetch_rows(struct row_source *source);

#endif
