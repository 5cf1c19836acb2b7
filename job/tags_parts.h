/*
 * tags_parts.h - choosing customers, shared by tags*.c only.
 */
#ifndef JOB_TAGS_PARTS_H
#define JOB_TAGS_PARTS_H

#include "job/tags.h"

enum { TAGS_PAGE = 250 };

struct tags_walk {
    struct shop *shop;
    const struct shop_info *info;
    struct tags_choice choice;
    struct progress *progress;
    struct arena *arena; /* of the customers; `page_end` resets it */
    size_t missing;      /* told at the end */
    void *context;
    bool (*take)(void *context, const struct customer *c, struct err *err);
    bool (*page_end)(void *context, struct err *err);
};

/* Every customer that is chosen, once. ERR_INTERRUPTED after progress->stop. */
must_check bool tags_walk(struct tags_walk *w, struct err *err);

#endif
