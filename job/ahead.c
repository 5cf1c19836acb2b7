#include "job/ahead.h"

#include "base/thread.h"

enum { PARCELS = 4 };

struct parcel {
    struct arena arena;
    struct ahead_customer *customers;
    size_t n;
    bool last;
    struct row_log rows;
};

struct ahead {
    struct reader *reader;
    struct ahead_shop shop;
    size_t room; /* customers of a parcel */
    bool keeps_rows;
    bool reads, finds; /* there is a thread that does */
    pthread_t reading, finding;

    pthread_mutex_t lock; /* for what follows, as far as several threads use it */
    pthread_cond_t moved;
    size_t filled, found, tail; /* parcels ever filled, looked up (or passed over), and given back */
    bool closed;                /* no more are wanted */
    bool changes; /* the parcel in turn, or the one before it, changed the shop: do not look up */

    pthread_mutex_t shop_lock; /* whose the shop is, and `state` with it */
    uint64_t state;            /* how often the shop was about to change */
    uint64_t state_before;     /* when the parcel in turn began */
    bool taken;                /* by the caller */

    size_t at; /* next customer of the parcel in turn */
    struct parcel parcels[PARCELS];
};

/* ---- moving on ---------------------------------------------------------------------------- */

static void move_on(struct ahead *a, size_t *counter)
{
    pthread_mutex_lock(&a->lock);
    (*counter)++;
    pthread_cond_broadcast(&a->moved);
    pthread_mutex_unlock(&a->lock);
}

/* ---- filling ------------------------------------------------------------------------------ */

static void fill(struct ahead *a, struct parcel *p)
{
    struct reader *r = a->reader;

    arena_reset(&p->arena);
    p->rows = (struct row_log){ .arena = &p->arena };
    r->log = a->keeps_rows ? &p->rows : NULL;
    reader_log(r);
    for (p->n = 0; p->n < a->room; p->n++) {
        struct ahead_customer *to = &p->customers[p->n];
        *to = (struct ahead_customer){ .findings.arena = &p->arena };
        to->want = reader_next(r, &to->findings);
        if (!to->want)
            break;
        to->rows = r->rows - r->has_row;
    }
    p->last = p->n < a->room;
    if (p->rows.n > 0 && r->has_row)
        p->rows.n--; /* the next parcel begins with it */
    arena_reset(r->scratch);
}

/* NULL when no more are wanted. */
static struct parcel *parcel_to_fill(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (a->filled - a->tail == PARCELS && !a->closed)
        pthread_cond_wait(&a->moved, &a->lock);
    struct parcel *p = a->closed ? NULL : &a->parcels[a->filled % PARCELS];
    pthread_mutex_unlock(&a->lock);
    return p;
}

static void *read_ahead(void *arg)
{
    struct ahead *a = arg;
    bool last = false;

    for (struct parcel *p; !last && (p = parcel_to_fill(a));) {
        fill(a, p);
        last = p->last;
        move_on(a, &a->filled);
    }
    return NULL;
}

/* ---- looking up --------------------------------------------------------------------------- */

/* NULL when no more are wanted. */
static struct parcel *parcel_to_find(struct ahead *a, bool *changes)
{
    pthread_mutex_lock(&a->lock);
    while (a->found == a->filled && !a->closed)
        pthread_cond_wait(&a->moved, &a->lock);
    struct parcel *p = a->closed ? NULL : &a->parcels[a->found % PARCELS];
    *changes = a->changes;
    pthread_mutex_unlock(&a->lock);
    return p;
}

static void find(struct ahead *a, struct parcel *p)
{
    struct match *found = arena_array(&p->arena, struct match, p->n);
    struct err ignored = { 0 };

    pthread_mutex_lock(&a->shop_lock);
    uint64_t state = a->state;
    bool well = a->shop.find(a->shop.context, p->customers, p->n, found, &p->arena, &ignored);
    pthread_mutex_unlock(&a->shop_lock);
    for (size_t i = 0; i < p->n && well; i++) {
        p->customers[i].found = &found[i];
        p->customers[i].as_of = state;
    }
}

static void prepare(struct ahead *a, struct parcel *p)
{
    for (size_t i = 0; i < p->n && a->shop.prepare; i++)
        a->shop.prepare(a->shop.context, &p->customers[i], &p->arena);
}

static void *find_ahead(void *arg)
{
    struct ahead *a = arg;
    bool last = false, changes;

    for (struct parcel *p; !last && (p = parcel_to_find(a, &changes));) {
        if (p->n > 0 && !changes)
            find(a, p);
        prepare(a, p);
        last = p->last;
        move_on(a, &a->found);
    }
    return NULL;
}

void ahead_take_shop(struct ahead *a)
{
    if (!a->taken)
        pthread_mutex_lock(&a->shop_lock);
    a->taken = true;
}

void ahead_shop_changes(struct ahead *a)
{
    a->state++;
    pthread_mutex_lock(&a->lock);
    a->changes = true;
    pthread_mutex_unlock(&a->lock);
}

void ahead_give_shop(struct ahead *a)
{
    if (a->taken)
        pthread_mutex_unlock(&a->shop_lock);
    a->taken = false;
}

bool ahead_counts(const struct ahead *a, uint64_t as_of)
{
    return as_of == a->state;
}

/* ---- taking ------------------------------------------------------------------------------- */

static struct parcel *parcel_in_turn(struct ahead *a)
{
    struct parcel *p = &a->parcels[a->tail % PARCELS];

    if (!a->reads && a->filled == a->tail) {
        fill(a, p);
        move_on(a, &a->filled);
    }
    pthread_mutex_lock(&a->lock);
    while ((a->finds ? a->found : a->filled) == a->tail)
        pthread_cond_wait(&a->moved, &a->lock);
    pthread_mutex_unlock(&a->lock);
    return p;
}

/* After a parcel whose customers changed nothing, the next may be looked up again. */
static void give_back(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    a->changes = a->state != a->state_before;
    pthread_mutex_unlock(&a->lock);
    a->state_before = a->state;
    move_on(a, &a->tail);
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

/* ---- beginning and end -------------------------------------------------------------------- */

const struct row_log *ahead_rows(const struct ahead *a)
{
    return &a->parcels[a->tail % PARCELS].rows;
}

struct ahead *ahead_start(struct reader *reader, size_t parcel, const struct ahead_shop *shop, bool keep_rows,
                          struct arena *arena)
{
    struct ahead *a = arena_new(arena, struct ahead);

    a->reader = reader;
    a->room = parcel;
    a->keeps_rows = keep_rows;
    for (size_t i = 0; i < PARCELS; i++)
        a->parcels[i].customers = arena_array(arena, struct ahead_customer, parcel);
    pthread_mutex_init(&a->lock, NULL);
    pthread_mutex_init(&a->shop_lock, NULL);
    pthread_cond_init(&a->moved, NULL);
    a->reads = thread_start(&a->reading, read_ahead, a);
    if (a->reads && shop) {
        a->shop = *shop;
        a->finds = thread_start(&a->finding, find_ahead, a);
    }
    return a;
}

void ahead_stop(struct ahead *a)
{
    if (!a)
        return;
    ahead_give_shop(a);
    pthread_mutex_lock(&a->lock);
    a->closed = true;
    pthread_cond_broadcast(&a->moved);
    pthread_mutex_unlock(&a->lock);
    if (a->reads)
        pthread_join(a->reading, NULL);
    if (a->finds)
        pthread_join(a->finding, NULL);
    for (size_t i = 0; i < PARCELS; i++)
        arena_reset(&a->parcels[i].arena);
    pthread_cond_destroy(&a->moved);
    pthread_mutex_destroy(&a->shop_lock);
    pthread_mutex_destroy(&a->lock);
}
