/*
 * tags.h - tag steps, carried out on the tags that a customer has (docs/FORMAT.md, chapter T).
 */
#ifndef MODEL_TAGS_H
#define MODEL_TAGS_H

#include "base/arena.h"
#include "model/customer.h"

enum { TAG_COUNT_MAX = 250, TAG_LENGTH_MAX = 255 /* characters; Shopify's limits */ };

struct tag_plan {
    struct texts after; /* what the customer will have: those kept in the shop's order, then the new ones */
    struct texts add, remove; /* what makes it so; spelled as the sheet and as the shop spell them */
    bool cleared;             /* a blank cell with REPLACE took the last ones away */
};

/* Time is linear in the number of tags; results are views of `have` and `steps`, lists in `a`. */
struct tag_plan tags_plan(struct texts have, const struct tag_step *steps, size_t n, struct arena *a);

/* Those of `these` that are among `others` (or that are not), without regard to case. */
struct texts tags_among(struct texts these, struct texts others, bool among, struct arena *a);

#endif
