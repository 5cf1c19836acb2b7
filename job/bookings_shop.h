/*
 * bookings_shop.h - tags for customers who have booked, put into a shop, and looked after (docs/BOOKINGS.md, sync).
 */
#ifndef JOB_BOOKINGS_SHOP_H
#define JOB_BOOKINGS_SHOP_H

#include "api/orders.h"
#include "job/bookings.h"
#include "job/seen.h"

/* Orders of a shop as a source; ERR_SHOP as orders_open(). Close it either way. */
struct shop_orders {
    struct orders *orders; /* NULL: not open */
    struct order_source source;
};
must_check bool shop_orders_open(struct shop_orders *s, struct shop *shop, const struct orders_filter *filter,
                                 struct err *err);
void shop_orders_close(struct shop_orders *s);

/* Somebody who gets a tag. */
struct tagging {
    int64_t id;
    str tags; /* "a, b" */
};
struct taggings {
    struct tagging *at;
    size_t n, room;
    struct arena *arena;
    struct seen ids;
};
void taggings_release(struct taggings *list); /* what is not in the arena */
/* Once each: who is there already stays as it was. */
void taggings_add(struct taggings *list, int64_t id, str tags);

/* As rows of a sheet of customers: ID, Command UPDATE, Tags, Tags Command MERGE. In the list's arena. */
struct row_input taggings_rows(struct taggings *list);
str taggings_hash(const struct taggings *list, struct arena *a);

/* Those of the IDs who lack one of the tags now; who is gone lacks nothing. */
must_check bool taggings_lacking(struct shop *shop, const int64_t *ids, size_t n, struct texts tags,
                                 struct taggings *out, struct err *err);

/* What sync remembers from run to run; a file of JSON for its owner only. */
enum { RECHECK_DAYS = 30, RECHECK_MOST = 50000 };
struct sync_state {
    str shop; /* shop_info.where */
    struct texts tags;
    int64_t mark; /* moment: orders created before were all taken care of; 0: none yet */
    struct {
        int64_t id, at;
    } * tagged; /* lately, to look whether the tag is still there */
    size_t tagged_count;
};
/* A file that is not there is an empty state. ERR_FORMAT for what is none. */
must_check bool sync_state_read(const char *path, struct sync_state *out, struct arena *a, struct err *err);
must_check bool sync_state_write(const char *path, const struct sync_state *s, struct err *err);
/* Adds these, and forgets those tagged more than RECHECK_DAYS before `now`. */
void sync_state_note(struct sync_state *s, const struct taggings *list, int64_t now, struct arena *a);

#endif
