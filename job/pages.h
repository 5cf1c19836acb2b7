/*
 * pages.h - the customers of a shop, listed a page ahead by a thread of its own while those of the page before are dealt with.
 *
 * The same customers in the same order as shop->list() gives. From pages_begin() to pages_end() the shop is the thread's.
 */
#ifndef JOB_PAGES_H
#define JOB_PAGES_H

#include "api/shop.h"

struct pages;

struct pages_wanted {
    struct shop *shop;
    const struct shop_filter *filter;
    shop_groups groups;
    size_t size; /* customers of a page */
    bool ahead;  /* false: each page is listed when it is asked for, by the caller's thread */
};

/* Where no thread can be started a page is listed when it is asked for. Never NULL; in the arena. */
struct pages *pages_begin(const struct pages_wanted *wanted, struct arena *a);

/* The next page; *n 0 at the end. False: it could not be listed. What it holds stays valid until the next call. */
must_check bool pages_next(struct pages *p, const struct customer *const **out, size_t *n, struct err *err);

void pages_end(struct pages *p); /* at any time */

#endif
