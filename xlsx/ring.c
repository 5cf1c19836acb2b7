#include "xlsx/ring.h"

#include "base/thread.h"
#include "xlsx/inflate.h"

struct ring {
    pthread_t thread;
    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t filled, emptied;
    size_t head, tail; /* blocks ever filled and ever given back */
    enum ring_state state;
    bool closed;

    size_t taken; /* the reader's: blocks ever handed out */
    struct inflater *inflater;
    size_t count, room; /* blocks, and bytes of each */
    size_t refill;      /* the thread that waits is woken when no more than so many are full */
    struct ring_block {
        char *memory; /* RING_HEAD, room, RING_SLACK */
        size_t n;
    } blocks[RING_BLOCKS];
};

/* ---- the thread ----------------------------------------------------------------------- */

static struct ring_block *block_to_fill(struct ring *r)
{
    pthread_mutex_lock(&r->lock);
    while (r->head - r->tail == r->count && !r->closed)
        pthread_cond_wait(&r->emptied, &r->lock);
    bool closed = r->closed;
    pthread_mutex_unlock(&r->lock);
    return closed ? NULL : &r->blocks[r->head % r->count];
}

static void block_is_filled(struct ring *r, ssize_t n)
{
    pthread_mutex_lock(&r->lock);
    if (n > 0)
        r->head++;
    else
        r->state = n == 0 ? RING_ENDED : RING_FAILED;
    pthread_cond_signal(&r->filled);
    pthread_mutex_unlock(&r->lock);
}

static void *unpack(void *arg)
{
    struct ring *r = arg;
    struct ring_block *b;
    ssize_t n = 1;

    while (n > 0 && (b = block_to_fill(r)) != NULL) {
        n = inflater_read(r->inflater, b->memory + RING_HEAD, r->room);
        b->n = n > 0 ? (size_t)n : 0;
        block_is_filled(r, n);
    }
    return NULL;
}

/* ---- the reader ----------------------------------------------------------------------- */

enum ring_state ring_take(struct ring *r, char **block, size_t *n)
{
    pthread_mutex_lock(&r->lock);
    while (r->head == r->taken && r->state == RING_MORE)
        pthread_cond_wait(&r->filled, &r->lock);
    enum ring_state state = r->head != r->taken ? RING_MORE : r->state;
    pthread_mutex_unlock(&r->lock);
    if (state != RING_MORE)
        return state;
    const struct ring_block *b = &r->blocks[r->taken++ % r->count];
    *block = b->memory + RING_HEAD;
    *n = b->n;
    return RING_MORE;
}

void ring_give_back(struct ring *r)
{
    pthread_mutex_lock(&r->lock);
    r->tail++;
    if (r->head - r->tail <= r->refill)
        pthread_cond_signal(&r->emptied);
    pthread_mutex_unlock(&r->lock);
}

static void release(struct ring *r)
{
    inflater_close(r->inflater);
    pthread_cond_destroy(&r->filled);
    pthread_cond_destroy(&r->emptied);
    pthread_mutex_destroy(&r->lock);
}

/* No more of them than the part fills, and one: its end is found out in a block of its own while the last is held. */
static void blocks_make(struct ring *r, uint64_t size, struct arena *arena)
{
    r->room = size < RING_BLOCK ? (size_t)size : RING_BLOCK;
    r->count = RING_BLOCKS;
    if (size / RING_BLOCK + 2 < RING_BLOCKS)
        r->count = (size_t)(size / RING_BLOCK) + 2;
    r->refill = r->count > 4 ? r->count / 2 : r->count - 1;
    for (size_t i = 0; i < r->count; i++)
        r->blocks[i].memory = arena_alloc(arena, RING_HEAD + r->room + RING_SLACK, 1);
}

struct ring *ring_open(int fd, const struct zip_entry *e, struct arena *arena)
{
    struct ring *r = arena_new(arena, struct ring);

    r->inflater = inflater_open(fd, e, arena);
    blocks_make(r, e->size, arena);
    if (!r->inflater)
        return NULL;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->filled, NULL);
    pthread_cond_init(&r->emptied, NULL);
    if (thread_start(&r->thread, unpack, r))
        return r;
    release(r);
    return NULL;
}

void ring_close(struct ring *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->closed = true;
    pthread_cond_signal(&r->emptied);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
    release(r);
}
