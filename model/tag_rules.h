/*
 * tag_rules.h - what a clean-up does to the tags of one customer (docs/FORMAT.md, chapter G).
 *
 * Pure: the same rules plan and carry out, on any shop.
 */
#ifndef MODEL_TAG_RULES_H
#define MODEL_TAG_RULES_H

#include "base/arena.h"
#include "model/customer.h"
#include "model/plan.h"

struct tag_rule {
    str from, to; /* to "": the tag goes */
};

struct tag_rules {
    const struct tag_rule *at;
    size_t n;
    bool exact;             /* `from` is compared letter by letter; else without regard to case */
    bool replaces;          /* tags that are not in `add` go */
    bool normalizes;        /* the others are written as tag_normal() says */
    struct texts add;       /* that everybody gets */
    struct tag_slot *slots; /* tag_rules_ready() makes it */
    size_t mask;
};

/* To be called once the rules are there; the table lives in `a`. Of two rules for one tag the first counts. */
void tag_rules_ready(struct tag_rules *r, struct arena *a);

/*
 * What becomes of a list of tags: `after` are those kept in their order, then those that are new; `add` and `remove` make
 * it so when what is removed goes first. Tags that no rule is about are kept letter by letter. All are views of `have`
 * and of the rules, or in `a`.
 */
struct tag_result {
    struct texts after, add, remove;
};
struct tag_result tags_cleaned(const struct tag_rules *r, struct texts have, struct arena *a);

/* The operation for a customer of a shop (NULL: gone): OP_UPDATE, OP_UNCHANGED, or OP_REFUSED with a finding for `row`, when
 * more than TAG_COUNT_MAX tags would be there and one is new. In findings->arena. */
struct op plan_tags_cleaned(const struct tag_rules *r, const struct customer *have, uint32_t row,
                            struct findings *findings);

#endif
