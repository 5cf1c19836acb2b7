#include "base/prefetch.h"

#include <stdlib.h>
#include <string.h>

#include "base/thread.h"

enum {
    BLOCKS = 4,
    BLOCK_ROWS = 256,
    BLOCK_TEXT = 256 << 10,
    BLOCK_CELLS = 16 << 10,
};

/* Rows with their cells and text, in three pieces of memory that are used over and over. */
struct block {
    struct row rows[BLOCK_ROWS];
    size_t row_count, cell_count, cell_room, text_count, text_room;
    cell *cells;
    char *text;
};

struct prefetch {
    struct row_source base;
    struct row_source *source;
    pthread_t thread;

    pthread_mutex_t lock; /* for what follows, as far as both threads use it */
    pthread_cond_t filled, emptied;
    size_t head, tail;  /* blocks ever filled and ever given back; head - tail of them wait */
    bool ended, closed; /* the source has no more rows; the reader wants no more */

    size_t at; /* next row of the reader's block */
    struct block blocks[BLOCKS];
};

static void *must_have(void *p)
{
    if (!p)
        abort();
    return p;
}

/* ---- the thread that reads ----------------------------------------------------------------- */

static bool has_room(const struct block *b, const struct row *row, size_t text)
{
    return b->row_count < BLOCK_ROWS && row->count <= b->cell_room - b->cell_count &&
           text <= b->text_room - b->text_count;
}

/* Only an empty block grows: views into a filled one would dangle. */
static void make_room(struct block *b, const struct row *row, size_t text)
{
    if (row->count > b->cell_room || !b->cells) {
        b->cell_room = row->count > BLOCK_CELLS ? row->count : BLOCK_CELLS;
        free(b->cells);
        b->cells = must_have(malloc(b->cell_room * sizeof *b->cells));
    }
    if (text > b->text_room || !b->text) {
        b->text_room = text > BLOCK_TEXT ? text : BLOCK_TEXT;
        free(b->text);
        b->text = must_have(malloc(b->text_room));
    }
}

static void copy_row(struct block *b, const struct row *row, size_t text)
{
    b->rows[b->row_count++] = row_copy(row, b->cells + b->cell_count, b->text + b->text_count);
    b->text_count += text;
    b->cell_count += row->count;
}

/* The next block to fill, emptied; NULL when the reader has closed. */
static struct block *block_to_fill(struct prefetch *p)
{
    pthread_mutex_lock(&p->lock);
    while (p->head - p->tail == BLOCKS && !p->closed)
        pthread_cond_wait(&p->emptied, &p->lock);
    bool closed = p->closed;
    pthread_mutex_unlock(&p->lock);
    if (closed)
        return NULL;
    struct block *b = &p->blocks[p->head % BLOCKS];
    b->row_count = b->cell_count = b->text_count = 0;
    return b;
}

static void block_is_filled(struct prefetch *p, bool last)
{
    pthread_mutex_lock(&p->lock);
    p->head++;
    p->ended = last;
    pthread_cond_signal(&p->filled);
    pthread_mutex_unlock(&p->lock);
}

static void *read_ahead(void *arg)
{
    struct prefetch *p = arg;
    struct block *b = block_to_fill(p);
    struct row row;

    if (!b)
        return NULL;
    while (row_next(p->source, &row)) {
        size_t text = row_text_length(&row);
        if (b->row_count && !has_room(b, &row, text)) {
            block_is_filled(p, false);
            b = block_to_fill(p); /* the row stays valid until the next row_next() */
            if (!b)
                return NULL;
        }
        if (b->row_count == 0)
            make_room(b, &row, text);
        copy_row(b, &row, text);
    }
    block_is_filled(p, true);
    return NULL;
}

/* ---- the reader ---------------------------------------------------------------------------- */

/* Waits for the block in turn; NULL at the end. */
static const struct block *block_to_read(struct prefetch *p)
{
    pthread_mutex_lock(&p->lock);
    while (p->head == p->tail && !p->ended)
        pthread_cond_wait(&p->filled, &p->lock);
    bool any = p->head != p->tail;
    pthread_mutex_unlock(&p->lock);
    return any ? &p->blocks[p->tail % BLOCKS] : NULL;
}

static void block_is_read(struct prefetch *p)
{
    pthread_mutex_lock(&p->lock);
    p->tail++;
    if (p->head - p->tail <= BLOCKS / 2) /* to be woken for each single block would cost more than it gains */
        pthread_cond_signal(&p->emptied);
    pthread_mutex_unlock(&p->lock);
    p->at = 0;
}

static bool prefetch_next(struct row_source *src, struct row *row)
{
    struct prefetch *p = (struct prefetch *)src;
    const struct block *b = p->at ? &p->blocks[p->tail % BLOCKS] : block_to_read(p);

    /* The block goes back only now: its last row was valid until this call. */
    while (b && p->at == b->row_count) {
        block_is_read(p);
        b = block_to_read(p);
    }
    if (!b)
        return false;
    *row = b->rows[p->at++];
    return true;
}

static void release(struct prefetch *p)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        free(p->blocks[i].cells);
        free(p->blocks[i].text);
    }
    pthread_cond_destroy(&p->filled);
    pthread_cond_destroy(&p->emptied);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

static bool prefetch_close(struct row_source *src, struct err *err)
{
    struct prefetch *p = (struct prefetch *)src;
    struct row_source *source = p->source;

    pthread_mutex_lock(&p->lock);
    p->closed = true;
    pthread_cond_signal(&p->emptied);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->thread, NULL);
    release(p);
    return row_close(source, err);
}

struct row_source *prefetch_rows(struct row_source *source)
{
    static const struct row_source_ops ops = { prefetch_next, prefetch_close };
    struct prefetch *p = must_have(calloc(1, sizeof *p));

    p->base.ops = &ops;
    p->source = source;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->filled, NULL);
    pthread_cond_init(&p->emptied, NULL);
    if (thread_start(&p->thread, read_ahead, p))
        return &p->base;
    release(p);
    return source;
}
