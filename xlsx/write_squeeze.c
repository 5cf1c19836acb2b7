#include "xlsx/write_squeeze.h"

#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/message.h"
#include "base/thread.h"
#include "xlsx/write_deflate.h"

enum { BLOCKS = 6, HELPERS_MAX = 3 };

struct ring_block {
    char *in, *out;   /* NULL until the block's first turn */
    size_t window, n; /* bytes in use before and from in + DEFLATE_WINDOW */
    struct deflate_block deflated;
    bool last, done, failed;
};

struct squeezer {
    squeeze_sink *sink;
    void *to;
    struct arena *arena;
    int level;               /* of the deflaters; 0: there are none */
    size_t helpers;          /* wanted; 0 also when no thread could be started */
    size_t running, claimed; /* threads, and deflaters they took for their own */
    pthread_t threads[HELPERS_MAX];
    struct deflater *deflaters[HELPERS_MAX], *own;

    uint64_t size;
    uint32_t crc;

    /* Blocks ever filled, taken up and handed on; between them the threads share what follows. */
    pthread_mutex_t lock;
    pthread_cond_t filled_one, done_one;
    size_t filled, taken, passed_on;
    bool stopping, stopped;
    struct ring_block blocks[BLOCKS];
};

static struct ring_block *block_at(struct squeezer *s, size_t number)
{
    return &s->blocks[number % BLOCKS];
}

/* ---- deflating, on any thread ------------------------------------------------------------- */

static void deflate_one(struct ring_block *b, struct deflater *d)
{
    char *start = b->in + DEFLATE_WINDOW;

    b->deflated = (struct deflate_block){ .window = start - b->window,
                                          .window_length = b->window,
                                          .in = { start, b->n },
                                          .last = b->last,
                                          .out = b->out };
    b->failed = !deflate_block(d, &b->deflated);
}

/* Takes up a block and deflates it. Called and left with the lock held. */
static void take_one(struct squeezer *s, struct deflater *d)
{
    struct ring_block *b = block_at(s, s->taken++);

    pthread_mutex_unlock(&s->lock);
    deflate_one(b, d);
    pthread_mutex_lock(&s->lock);
    b->done = true;
    pthread_cond_signal(&s->done_one);
}

static void *help(void *arg)
{
    struct squeezer *s = arg;

    pthread_mutex_lock(&s->lock);
    size_t own = s->claimed++;
    while (!s->stopping) {
        if (s->taken < s->filled)
            take_one(s, s->deflaters[own]);
        else
            pthread_cond_wait(&s->filled_one, &s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* ---- the ring, on the calling thread ------------------------------------------------------ */

static void start_helpers(struct squeezer *s)
{
    for (bool ok = true; ok && s->running < s->helpers; s->running += ok) {
        s->deflaters[s->running] = deflater_new(s->level, s->arena);
        ok = thread_start(&s->threads[s->running], help, s);
    }
    s->helpers = s->running;
}

/* Called and left with the lock held. */
static void wait_for(struct squeezer *s, const struct ring_block *b)
{
    while (!b->done) {
        if (s->taken < s->filled)
            take_one(s, s->own);
        else
            pthread_cond_wait(&s->done_one, &s->lock);
    }
}

/* The oldest block goes to the sink. */
static bool pass_on(struct squeezer *s, struct err *err)
{
    struct ring_block *b = block_at(s, s->passed_on);

    pthread_mutex_lock(&s->lock);
    wait_for(s, b);
    pthread_mutex_unlock(&s->lock);
    s->passed_on++;
    if (b->failed)
        return err_set(err, ERR_IO, _("a library could not deflate a block (a defect)"));
    s->crc = (uint32_t)crc32_combine(s->crc, b->deflated.crc, (z_off_t)b->n);
    s->size += b->n;
    return s->sink(s->to, (str){ b->out, b->deflated.out_length }, err);
}

static bool is_done(struct squeezer *s)
{
    if (s->passed_on == s->filled)
        return false;
    pthread_mutex_lock(&s->lock);
    bool done = block_at(s, s->passed_on)->done;
    pthread_mutex_unlock(&s->lock);
    return done;
}

static bool make_way(struct squeezer *s, struct err *err)
{
    while (s->filled - s->passed_on == BLOCKS || is_done(s))
        if (!pass_on(s, err))
            return false;
    return true;
}

/* The next block, ready to be filled behind the end of the one before it. */
static void open_block(struct squeezer *s, const struct ring_block *before)
{
    struct ring_block *b = block_at(s, s->filled);

    if (!b->in) {
        b->in = arena_alloc(s->arena, DEFLATE_WINDOW + DEFLATE_BLOCK, 1);
        b->out = arena_alloc(s->arena, DEFLATE_ROOM, 1);
    }
    b->n = b->window = 0;
    b->done = b->last = false;
    if (!before)
        return;
    b->window = before->n < DEFLATE_WINDOW ? before->n : DEFLATE_WINDOW;
    memcpy(b->in + DEFLATE_WINDOW - b->window, before->in + DEFLATE_WINDOW + before->n - b->window,
           b->window);
}

static void close_block(struct squeezer *s, bool last)
{
    pthread_mutex_lock(&s->lock);
    block_at(s, s->filled++)->last = last;
    pthread_cond_signal(&s->filled_one);
    pthread_mutex_unlock(&s->lock);
}

static bool next_block(struct squeezer *s, struct err *err)
{
    const struct ring_block *full = block_at(s, s->filled);

    close_block(s, false);
    if (s->running < s->helpers)
        start_helpers(s);
    if (!make_way(s, err))
        return false;
    open_block(s, full);
    return true;
}

/* ---- streams ------------------------------------------------------------------------------ */

static size_t helpers_wanted(int helpers)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    long wanted = helpers == SQUEEZE_HELPERS ? cores - 1 : helpers;

    return wanted < 0 ? 0 : wanted > HELPERS_MAX ? HELPERS_MAX : (size_t)wanted;
}

struct squeezer *squeezer_new(int helpers, squeeze_sink *sink, void *to, struct arena *a)
{
    struct squeezer *s = arena_new(a, struct squeezer);

    s->arena = a;
    s->sink = sink;
    s->to = to;
    s->helpers = helpers_wanted(helpers);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->filled_one, NULL);
    pthread_cond_init(&s->done_one, NULL);
    return s;
}

static void make_deflaters(struct squeezer *s, int level)
{
    pthread_mutex_lock(&s->lock);
    s->level = level;
    s->own = deflater_new(level, s->arena);
    for (size_t i = 0; i < s->running; i++)
        s->deflaters[i] = deflater_new(level, s->arena);
    pthread_mutex_unlock(&s->lock);
}

void squeeze_begin(struct squeezer *s, int level)
{
    if (level != s->level)
        make_deflaters(s, level);
    s->size = s->crc = 0;
    open_block(s, NULL);
}

bool squeeze_put(struct squeezer *s, str bytes, struct err *err)
{
    while (bytes.n) {
        if (block_at(s, s->filled)->n == DEFLATE_BLOCK && !next_block(s, err))
            return false;
        struct ring_block *b = block_at(s, s->filled);
        size_t room = DEFLATE_BLOCK - b->n, n = bytes.n < room ? bytes.n : room;
        memcpy(b->in + DEFLATE_WINDOW + b->n, bytes.p, n);
        b->n += n;
        bytes = (str){ bytes.p + n, bytes.n - n };
    }
    return true;
}

bool squeeze_end(struct squeezer *s, struct err *err)
{
    close_block(s, true);
    while (s->passed_on < s->filled)
        if (!pass_on(s, err))
            return false;
    return true;
}

uint64_t squeeze_size(const struct squeezer *s)
{
    return s->size;
}

uint32_t squeeze_crc(const struct squeezer *s)
{
    return s->crc;
}

void squeezer_stop(struct squeezer *s)
{
    if (!s || s->stopped)
        return;
    s->stopped = true;
    pthread_mutex_lock(&s->lock);
    s->stopping = true;
    pthread_cond_broadcast(&s->filled_one);
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < s->running; i++)
        pthread_join(s->threads[i], NULL);
    pthread_cond_destroy(&s->done_one);
    pthread_cond_destroy(&s->filled_one);
    pthread_mutex_destroy(&s->lock);
}
