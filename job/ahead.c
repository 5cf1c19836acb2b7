#include "job/ahead.h"

#include <pthread.h>
#include <signal.h>

enum { PARCELS = 3 };

struct parcel {
    struct arena arena;
    struct ahead_customer *customers;
    size_t n;
    bool last;
};

struct ahead {
    struct reader *reader;
    size_t room; /* customers of a parcel */
    bool threaded;
    pthread_t thread;

    pthread_mutex_t lock; /* for what follows, as far as both threads use it */
    pthread_cond_t filled, emptied;
    size_t head, tail; /* parcels ever filled and ever given back */
    bool closed;       /* no more are wanted */

    size_t at; /* next customer of the parcel in turn */
    struct parcel parcels[PARCELS];
};

/* ---- filling ------------------------------------------------------------------------------ */

static void fill(struct ahead *a, struct parcel *p)
{
    struct reader *r = a->reader;

    arena_reset(&p->arena);
    for (p->n = 0; p->n < a->room; p->n++) {
        struct ahead_customer *to = &p->customers[p->n];
        *to = (struct ahead_customer){ .findings.arena = &p->arena };
        to->want = reader_next(r, &to->findings);
        if (!to->want)
            break;
        to->rows = r->rows - r->has_row;
    }
    p->last = p->n < a->room;
    arena_reset(r->scratch);
}

/* NULL when no more are wanted. */
static struct parcel *parcel_to_fill(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (a->head - a->tail == PARCELS && !a->closed)
        pthread_cond_wait(&a->emptied, &a->lock);
    struct parcel *p = a->closed ? NULL : &a->parcels[a->head % PARCELS];
    pthread_mutex_unlock(&a->lock);
    return p;
}

static void parcel_is_filled(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    a->head++;
    pthread_cond_signal(&a->filled);
    pthread_mutex_unlock(&a->lock);
}

static void *read_ahead(void *arg)
{
    struct ahead *a = arg;
    bool last = false;

    for (struct parcel *p; !last && (p = parcel_to_fill(a));) {
        fill(a, p);
        last = p->last;
        parcel_is_filled(a);
    }
    return NULL;
}

/* ---- taking ------------------------------------------------------------------------------- */

static struct parcel *parcel_in_turn(struct ahead *a)
{
    struct parcel *p = &a->parcels[a->tail % PARCELS];

    if (!a->threaded && a->head == a->tail) {
        fill(a, p);
        a->head++;
    }
    pthread_mutex_lock(&a->lock);
    while (a->head == a->tail)
        pthread_cond_wait(&a->filled, &a->lock);
    pthread_mutex_unlock(&a->lock);
    return p;
}

static void give_back(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    a->tail++;
    pthread_cond_signal(&a->emptied);
    pthread_mutex_unlock(&a->lock);
    a->at = 0;
}

bool ahead_next(struct ahead *a, struct ahead_customer *out)
{
    struct parcel *p = parcel_in_turn(a);

    if (a->at == p->n && !p->last) {
        give_back(a);
        p = parcel_in_turn(a);
    }
    if (a->at == p->n)
        return false;
    *out = p->customers[a->at++];
    return true;
}

struct ahead *ahead_start(struct reader *reader, size_t parcel, struct arena *arena)
{
    struct ahead *a = arena_new(arena, struct ahead);
    sigset_t all, before;

    a->reader = reader;
    a->room = parcel;
    for (size_t i = 0; i < PARCELS; i++)
        a->parcels[i].customers = arena_array(arena, struct ahead_customer, parcel);
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->filled, NULL);
    pthread_cond_init(&a->emptied, NULL);

    /* Ctrl-C is for the thread that works, not for this one. */
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    a->threaded = pthread_create(&a->thread, NULL, read_ahead, a) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return a;
}

void ahead_stop(struct ahead *a)
{
    if (!a)
        return;
    pthread_mutex_lock(&a->lock);
    a->closed = true;
    pthread_cond_signal(&a->emptied);
    pthread_mutex_unlock(&a->lock);
    if (a->threaded)
        pthread_join(a->thread, NULL);
    for (size_t i = 0; i < PARCELS; i++)
        arena_reset(&a->parcels[i].arena);
    pthread_cond_destroy(&a->filled);
    pthread_cond_destroy(&a->emptied);
    pthread_mutex_destroy(&a->lock);
}
