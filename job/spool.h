/*
 * spool.h - bytes put aside in a file without a name, to be read back in order.
 */
#ifndef JOB_SPOOL_H
#define JOB_SPOOL_H

#include "base/arena.h"
#include "base/err.h"

struct spool {
    void *file; /* a FILE; NULL: not open */
    bool failed;
};

must_check bool spool_open(struct spool *s, struct err *err); /* in $TMPDIR or /tmp; gone with the process */
void spool_put(struct spool *s, str bytes); /* failure sticks, and is told by spool_rewind() */
must_check bool spool_rewind(struct spool *s, struct err *err); /* from here on it is read */
bool spool_next(struct spool *s, str *bytes,
                struct arena *a); /* false at the end, and when it cannot be read: `failed` */
void spool_close(struct spool *s);

#endif
