#include "model/tag_groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/unicode.h"
#include "model/tag_key.h"

enum { SIGNATURES_ALIKE_MAX = 64 }; /* clusters compared one by one because they share a signature */

/* Tags that are the same but for TAG_FOLD_ALIKE. */
struct cluster {
    size_t first, n; /* in order[] of struct grouping */
    size_t customers;
    str plural, words; /* of the leading tag */
    bool taken;
};

/* Two clusters that may be one, as places in clusters[]. */
struct pair {
    uint32_t one, other;
    enum tag_rank rank;
};

struct signature {
    uint64_t hash;
    uint32_t cluster;
};

struct grouping {
    const struct tag_use *tags;
    size_t n;
    size_t *order; /* tags, those of a cluster together, its leading one first */
    struct cluster *clusters;
    size_t cluster_count;
    struct pair *pairs;
    size_t pair_count, pair_room;
    struct arena *arena, scratch;
};

/* ---- sorting --------------------------------------------------------------------------------- */

struct sorted {
    str key;
    const struct tag_use *use;
    size_t tag;
};

static int by_text(str a, str b)
{
    size_t least = a.n < b.n ? a.n : b.n;

    for (size_t i = 0; i < least; i++)
        if (a.p[i] != b.p[i])
            return (unsigned char)a.p[i] < (unsigned char)b.p[i] ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

/* By key; of one key the tag of most customers first, of equals the first. */
static int by_key(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    int order = by_text(x->key, y->key);

    if (order)
        return order;
    if (x->use->customers != y->use->customers)
        return x->use->customers > y->use->customers ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

static int by_size(const void *a, const void *b)
{
    const struct cluster *x = a, *y = b;

    if (x->customers != y->customers)
        return x->customers > y->customers ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static int by_hash(const void *a, const void *b)
{
    const struct signature *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

static int by_pair(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->one != y->one)
        return x->one < y->one ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

/* ---- the first rank -------------------------------------------------------------------------- */

static void make_clusters(struct grouping *g)
{
    struct sorted *sorted = arena_array(&g->scratch, struct sorted, g->n + 1);

    g->order = arena_array(g->arena, size_t, g->n + 1);
    g->clusters = arena_array(g->arena, struct cluster, g->n + 1);
    for (size_t i = 0; i < g->n; i++)
        sorted[i] = (struct sorted){ tag_key(g->tags[i].tag, TAG_FOLD_ALIKE, &g->scratch), &g->tags[i], i };
    qsort(sorted, g->n, sizeof *sorted, by_key);
    for (size_t i = 0; i < g->n; i++) {
        g->order[i] = sorted[i].tag;
        if (i == 0 || !str_eq(sorted[i].key, sorted[i - 1].key))
            g->clusters[g->cluster_count++].first = i;
        struct cluster *c = &g->clusters[g->cluster_count - 1];
        c->n++;
        c->customers += sorted[i].use->customers;
    }
    qsort(g->clusters, g->cluster_count, sizeof *g->clusters, by_size);
    for (size_t i = 0; i < g->cluster_count; i++) {
        struct cluster *c = &g->clusters[i];
        str leading = g->tags[g->order[c->first]].tag;
        c->plural = tag_key(leading, TAG_FOLD_ALIKE | TAG_FOLD_PLURAL, g->arena);
        c->words = tag_words(leading, g->arena);
    }
    arena_reset(&g->scratch);
}

/* ---- the lower ranks ------------------------------------------------------------------------- */

static void add_pair(struct grouping *g, uint32_t a, uint32_t b, enum tag_rank rank)
{
    if (g->pair_count == g->pair_room) {
        size_t room = g->pair_room ? g->pair_room * 2 : 64;
        struct pair *larger = arena_array(g->arena, struct pair, room);
        for (size_t i = 0; i < g->pair_count; i++)
            larger[i] = g->pairs[i];
        g->pairs = larger;
        g->pair_room = room;
    }
    g->pairs[g->pair_count++] = (struct pair){ a < b ? a : b, a < b ? b : a, rank };
}

static void compare(struct grouping *g, const struct signature *a, const struct signature *b,
                    enum tag_rank rank)
{
    const struct cluster *x = &g->clusters[a->cluster], *y = &g->clusters[b->cluster];

    if (a->cluster == b->cluster)
        return;
    if (rank == TAG_RANK_PLURAL ? str_eq(x->plural, y->plural) : tag_words_near(x->words, y->words))
        add_pair(g, a->cluster, b->cluster, rank);
}

/* Only clusters with one signature in common are looked at side by side. */
static void compare_all(struct grouping *g, struct signature *at, size_t n, enum tag_rank rank)
{
    qsort(at, n, sizeof *at, by_hash);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && k - i < SIGNATURES_ALIKE_MAX && at[k].hash == at[i].hash; k++)
            compare(g, &at[i], &at[k], rank);
}

static void pair_plurals(struct grouping *g)
{
    struct signature *at = arena_array(&g->scratch, struct signature, g->cluster_count + 1);

    for (size_t i = 0; i < g->cluster_count; i++)
        at[i] = (struct signature){ hash64(g->clusters[i].plural), (uint32_t)i };
    compare_all(g, at, g->cluster_count, TAG_RANK_PLURAL);
    arena_reset(&g->scratch);
}

/* The words as they are, and without each of their letters in turn: two that differ by one letter share one of these. */
static size_t sign(str words, uint32_t cluster, struct signature *to, char *without)
{
    size_t n = 0, next;

    to[n++] = (struct signature){ hash64(words), cluster };
    for (size_t at = 0; at < words.n; at = next) {
        uint32_t code;
        next = utf8_next(words, at, &code);
        if (code == ' ' || tag_char_decides(code))
            continue;
        memcpy(without, words.p, at);
        memcpy(without + at, words.p + next, words.n - next);
        to[n++] = (struct signature){ hash64((str){ without, words.n - (next - at) }), cluster };
    }
    return n;
}

static bool has_long_word(str words)
{
    enum { BYTES_LEAST = 8 };
    size_t n = 0;

    for (size_t i = 0; i < words.n && n < BYTES_LEAST; i++)
        n = words.p[i] == ' ' ? 0 : n + 1;
    return n >= BYTES_LEAST;
}

static void pair_letters(struct grouping *g)
{
    size_t most = 0, longest = 0, n = 0;

    for (size_t i = 0; i < g->cluster_count; i++) {
        most += g->clusters[i].words.n + 1;
        longest = g->clusters[i].words.n > longest ? g->clusters[i].words.n : longest;
    }
    struct signature *at = arena_array(&g->scratch, struct signature, most + 1);
    char *without = arena_alloc(&g->scratch, longest + 1, 1);
    for (size_t i = 0; i < g->cluster_count; i++)
        if (has_long_word(g->clusters[i].words))
            n += sign(g->clusters[i].words, (uint32_t)i, at + n, without);
    compare_all(g, at, n, TAG_RANK_LETTER);
    arena_reset(&g->scratch);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static void put_cluster(const struct grouping *g, const struct cluster *c, enum tag_rank rank, str target,
                        struct tag_member *to, size_t *n, struct arena *scratch)
{
    for (size_t i = 0; i < c->n; i++) {
        size_t tag = g->order[c->first + i];
        struct tag_member m = { tag, rank, 0 };
        if (*n == 0)
            m.rank = TAG_RANK_TARGET;
        else if (rank != TAG_RANK_LETTER)
            m.differs = tag_differs(target, g->tags[tag].tag, scratch);
        to[(*n)++] = m;
    }
}

/* Whoever is near the cluster with the most customers joins it; nobody joins one who has joined, so that groups do not
 * become chains. */
static bool make_group(struct grouping *g, size_t at, size_t *pair, struct tag_group *out)
{
    struct cluster *c = &g->clusters[at];
    size_t n = 0, room = c->n, first = *pair;
    str target = g->tags[g->order[c->first]].tag;

    for (; *pair < g->pair_count && g->pairs[*pair].one == at; ++*pair)
        room += g->clusters[g->pairs[*pair].other].n;
    if (c->taken)
        return false;
    c->taken = true;
    struct tag_member *to = arena_array(g->arena, struct tag_member, room);
    put_cluster(g, c, TAG_RANK_ALIKE, target, to, &n, &g->scratch);
    for (size_t i = first; i < *pair; i++) {
        struct cluster *other = &g->clusters[g->pairs[i].other];
        if (other->taken)
            continue;
        other->taken = true;
        put_cluster(g, other, g->pairs[i].rank, target, to, &n, &g->scratch);
    }
    arena_reset(&g->scratch);
    *out = (struct tag_group){ to, n };
    return n > 1;
}

void tag_groups(const struct tag_use *tags, size_t n, const struct tag_group **out, size_t *count,
                struct arena *a)
{
    struct grouping g = { .tags = tags, .n = n, .arena = a };
    size_t pair = 0;

    make_clusters(&g);
    pair_plurals(&g);
    pair_letters(&g);
    if (g.pair_count)
        qsort(g.pairs, g.pair_count, sizeof *g.pairs, by_pair);
    struct tag_group *groups = arena_array(a, struct tag_group, g.cluster_count + 1);
    *count = 0;
    for (size_t i = 0; i < g.cluster_count; i++)
        if (make_group(&g, i, &pair, &groups[*count]))
            ++*count;
    *out = groups;
}
