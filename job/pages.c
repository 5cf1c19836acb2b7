#include "job/pages.h"

#include "base/thread.h"

enum { PAGES = 3 }; /* the one in hand, and two ahead */

struct page {
    struct arena arena;
    const struct customer **customers;
    size_t n;
    bool listed;
    struct err err; /* unless it was */
};

struct pages {
    struct pages_wanted wanted;
    int64_t after;
    bool runs; /* there is a thread */
    pthread_t thread;

    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t moved;
    size_t filled, taken; /* pages ever listed, and ever handed out */
    bool closed;

    struct page pages[PAGES];
};

/* ---- listing ------------------------------------------------------------------------------ */

/* False: no other page follows. */
static bool fill(struct pages *p, struct page *page)
{
    const struct pages_wanted *w = &p->wanted;

    arena_reset(&page->arena);
    page->n = 0;
    page->listed = w->shop->ops->list(w->shop, w->filter, w->groups, &p->after, w->size, page->customers,
                                      &page->n, &page->arena, &page->err);
    bool more = page->listed && page->n > 0; /* asked before it is the caller's */
    pthread_mutex_lock(&p->lock);
    p->filled++;
    pthread_cond_signal(&p->moved);
    pthread_mutex_unlock(&p->lock);
    return more;
}

/* NULL when no more are wanted. The page in hand is not there to be filled. */
static struct page *page_to_fill(struct pages *p)
{
    pthread_mutex_lock(&p->lock);
    while (p->filled - p->taken == PAGES - 1 && !p->closed)
        pthread_cond_wait(&p->moved, &p->lock);
    struct page *page = p->closed ? NULL : &p->pages[p->filled % PAGES];
    pthread_mutex_unlock(&p->lock);
    return page;
}

static void *list_ahead(void *arg)
{
    struct pages *p = arg;

    for (struct page *page; (page = page_to_fill(p)) && fill(p, page);)
        continue;
    return NULL;
}

/* ---- taking ------------------------------------------------------------------------------- */

bool pages_next(struct pages *p, const struct customer *const **out, size_t *n, struct err *err)
{
    if (!p->runs)
        (void)fill(p, &p->pages[p->filled % PAGES]);
    pthread_mutex_lock(&p->lock);
    while (p->filled == p->taken)
        pthread_cond_wait(&p->moved, &p->lock);
    const struct page *page = &p->pages[p->taken++ % PAGES];
    pthread_cond_signal(&p->moved);
    pthread_mutex_unlock(&p->lock);
    *out = page->customers;
    *n = page->n;
    if (!page->listed)
        *err = page->err;
    return page->listed;
}

/* ---- beginning and end -------------------------------------------------------------------- */

struct pages *pages_begin(const struct pages_wanted *wanted, struct arena *a)
{
    struct pages *p = arena_new(a, struct pages);

    p->wanted = *wanted;
    for (size_t i = 0; i < PAGES; i++)
        p->pages[i].customers = arena_array(a, const struct customer *, wanted->size);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->moved, NULL);
    p->runs = wanted->ahead && thread_start(&p->thread, list_ahead, p);
    return p;
}

void pages_end(struct pages *p)
{
    pthread_mutex_lock(&p->lock);
    p->closed = true;
    pthread_cond_signal(&p->moved);
    pthread_mutex_unlock(&p->lock);
    if (p->runs)
        pthread_join(p->thread, NULL);
    for (size_t i = 0; i < PAGES; i++)
        arena_reset(&p->pages[i].arena);
    pthread_cond_destroy(&p->moved);
    pthread_mutex_destroy(&p->lock);
}
