#include "xlsx/write_shared.h"

#include <string.h>

enum {
    TEXTS = 1 << 16,
    SLOTS = TEXTS * 2,
    PROBES = 16, /* then the text is not shared: a hostile file cannot make it slow */
    TEXT_BYTES = 8 << 20,
    TEXT_MAX = 256,      /* bytes of one text */
    SEEN_BITS = 1 << 23, /* one MiB */
};

struct slot {
    uint32_t hash;
    uint32_t number; /* index + 1; 0: free */
};

struct shared {
    struct slot slots[SLOTS];
    uint64_t seen[SEEN_BITS / 64]; /* hashes that came once */
    uint32_t ends[TEXTS];          /* in bytes */
    size_t count;
    uint64_t uses;
    struct buf bytes;
};

struct shared *shared_new(struct arena *a)
{
    struct shared *s = arena_new(a, struct shared);

    s->bytes = BUF_INIT(TEXT_BYTES);
    return s;
}

void shared_release(struct shared *s)
{
    if (s)
        buf_release(&s->bytes);
}

/* Unkeyed on purpose, see the header. */
static uint64_t hash_of(str text)
{
    const uint64_t k = 0x9e3779b97f4a7c15;
    uint64_t h = text.n * k, word;

    for (; text.n >= 8; text = (str){ text.p + 8, text.n - 8 }) {
        memcpy(&word, text.p, 8);
        h = (h ^ word) * k;
        h ^= h >> 29;
    }
    word = 0;
    memcpy(&word, text.p, text.n);
    h = (h ^ word) * k;
    h ^= h >> 32;
    return h * k;
}

size_t shared_count(const struct shared *s)
{
    return s->count;
}

uint64_t shared_uses(const struct shared *s)
{
    return s->uses;
}

str shared_at(const struct shared *s, size_t index)
{
    uint32_t from = index ? s->ends[index - 1] : 0;

    return (str){ s->bytes.p + from, s->ends[index] - from };
}

/* The second time a text comes it is let in (or, rarely, another one with the same bit). */
static bool seen_before(struct shared *s, uint64_t hash)
{
    uint64_t bit = hash >> 41;
    uint64_t mask = (uint64_t)1 << (bit & 63), *word = &s->seen[bit / 64];
    bool seen = *word & mask;

    *word |= mask;
    return seen;
}

static bool add(struct shared *s, struct slot *slot, str text, uint64_t hash)
{
    if (s->count == TEXTS || text.n > TEXT_BYTES - s->bytes.n || !seen_before(s, hash))
        return false;
    buf_put(&s->bytes, text);
    if (!buf_ok(&s->bytes))
        return false;
    s->ends[s->count++] = (uint32_t)s->bytes.n;
    *slot = (struct slot){ (uint32_t)hash, (uint32_t)s->count };
    return true;
}

bool shared_use(struct shared *s, str text, uint32_t *index)
{
    if (text.n > TEXT_MAX || text.n == 0)
        return false;

    uint64_t hash = hash_of(text);
    for (size_t i = 0; i < PROBES; i++) {
        struct slot *slot = &s->slots[((uint32_t)hash + i) % SLOTS];
        if (slot->number == 0 && !add(s, slot, text, hash))
            return false;
        if (slot->hash != (uint32_t)hash || !str_eq(shared_at(s, slot->number - 1), text))
            continue;
        s->uses++;
        *index = slot->number - 1;
        return true;
    }
    return false;
}

bool shared_use_again(struct shared *s, str text, uint32_t index)
{
    bool same = str_eq(shared_at(s, index), text);

    s->uses += same;
    return same;
}
