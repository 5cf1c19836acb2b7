/*
 * tag_groups.h - tags that look like spellings of one another (docs/FORMAT.md, chapter G).
 *
 * Pure, and the same for the same tags in the same order.
 */
#ifndef MODEL_TAG_GROUPS_H
#define MODEL_TAG_GROUPS_H

#include "base/arena.h"

struct tag_use { /* one spelling */
    str tag;
    size_t customers;
    int64_t last; /* moment: the latest change of a customer who has it */
};

enum tag_rank {
    TAG_RANK_TARGET,
    TAG_RANK_ALIKE,  /* the same but for case, width, white space, punctuation, kana */
    TAG_RANK_PLURAL, /* ... and for an English plural */
    TAG_RANK_LETTER, /* ... or for one letter in a word of eight or more */
    TAG_RANK_COUNT
};

struct tag_member {
    size_t tag; /* its index */
    enum tag_rank rank;
    unsigned differs; /* enum tag_fold, of TAG_RANK_ALIKE and TAG_RANK_PLURAL */
};

/* Members: the spelling that most customers have (of equals the first) with TAG_RANK_TARGET, then the others by rank and
 * by customers. */
struct tag_group {
    const struct tag_member *members;
    size_t n; /* at least 2 */
};

/* Every group, the one with the most customers first; no tag is in two. In `a`. */
void tag_groups(const struct tag_use *tags, size_t n, const struct tag_group **out, size_t *count,
                struct arena *a);

/* Do two tags (as tag_words() has them) differ by one letter more, less, other or swapped in a word of eight or more
 * characters? Digits and kanji are no such letters. */
bool tag_words_near(str one, str other);

#endif
