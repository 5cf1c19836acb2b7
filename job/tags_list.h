/*
 * tags_list.h - every tag of a shop, and the sheets about them: a list, suggestions, and the suggestions read back.
 */
#ifndef JOB_TAGS_LIST_H
#define JOB_TAGS_LIST_H

#include "job/tags.h"
#include "model/tag_groups.h"

/* One tag, however it is spelled: `tag` as the first customer has it. */
struct tag_line {
    str tag;
    size_t customers, spellings;
    int64_t last;
};

struct tag_list {
    const struct tag_use *uses; /* every spelling, in the order in which they were met */
    size_t use_count;
    const struct tag_line *lines; /* without regard to case, the one of most customers first */
    size_t line_count;
    size_t customers; /* looked at */
};

/* Everything in `a`. ERR_INTERRUPTED after progress->stop. */
must_check bool tags_list(struct shop *shop, const struct shop_filter *filter, struct progress *progress,
                          struct tag_list *out, struct arena *a, struct err *err);

/* Sheet "Tags": Tag, Customers, Last Use, Spellings. */
void tags_put_list(const struct tag_list *list, const struct zone *zone, const struct words *words,
                   struct table *out);

/* Why a member of a group is in it, for people. */
str tag_why(const struct tag_member *m, const struct words *words, struct arena *a);

/* What is suggested for a member: "KEEP" or "RENAME". Lower ranks are kept until somebody has looked at them. */
str tag_action(const struct tag_member *m);

/* Sheet "Tags": Tag, Customers, Action, New Tag, Why; groups one after the other, their target first. */
void tags_put_groups(const struct tag_list *list, const struct tag_group *groups, size_t n,
                     const struct words *words, struct table *out);

/*
 * The rules of such a sheet, as somebody has edited it (docs/FORMAT.md, chapter G); not ready yet. Texts in `a`.
 * ERR_FORMAT names the file and the cell.
 */
must_check bool tags_read_rules(const struct row_input *input, struct tag_rules *out, struct arena *a,
                                struct err *err);

#endif
