#include "job/seen.h"

#include "base/hash.h"

enum { ROOM_FIRST = 16 };

/* Full at four fifths: 15 bytes a key then, 30 after doubling. */
static bool part_is_full(const struct seen_part *p)
{
    return p->n * 5 >= p->room * 4;
}

/* The slot that holds this hash, or the free one where it belongs. */
static size_t part_slot(const struct seen_part *p, uint64_t hash)
{
    size_t at = (size_t)hash & (p->room - 1);

    while (p->hash[at] != 0 && p->hash[at] != hash)
        at = (at + 1) & (p->room - 1);
    return at;
}

static void part_grow(struct seen_part *p)
{
    struct seen_part larger = { .room = p->room ? p->room * 2 : ROOM_FIRST, .n = p->n };

    larger.hash = arena_array(&larger.arena, uint64_t, larger.room);
    larger.row = arena_array(&larger.arena, uint32_t, larger.room);
    for (size_t i = 0; i < p->room; i++) {
        if (p->hash[i] == 0)
            continue;
        size_t at = part_slot(&larger, p->hash[i]);
        larger.hash[at] = p->hash[i];
        larger.row[at] = p->row[i];
    }
    arena_reset(&p->arena);
    *p = larger;
}

static uint64_t key_hash(str key)
{
    uint64_t hash = hash64(key);

    return hash ? hash : 1;
}

uint32_t seen_find(const struct seen *s, str key)
{
    uint64_t hash = key_hash(key);
    const struct seen_part *p = &s->parts[hash >> 60];

    return p->room ? p->row[part_slot(p, hash)] : 0;
}

uint32_t seen_put(struct seen *s, str key, uint32_t row)
{
    uint64_t hash = key_hash(key);

    /* The part by the highest bits, the slot by the lowest: they are independent. */
    struct seen_part *p = &s->parts[hash >> 60];
    if (part_is_full(p))
        part_grow(p);

    size_t at = part_slot(p, hash);
    uint32_t earlier = p->row[at];
    if (p->hash[at] == 0)
        p->n++;
    p->hash[at] = hash;
    p->row[at] = row;
    return earlier;
}

size_t seen_bytes(const struct seen *s)
{
    size_t bytes = sizeof *s;

    for (size_t i = 0; i < SEEN_PARTS; i++)
        bytes += s->parts[i].room * (sizeof(uint64_t) + sizeof(uint32_t));
    return bytes;
}

void seen_release(struct seen *s)
{
    for (size_t i = 0; i < SEEN_PARTS; i++)
        arena_reset(&s->parts[i].arena);
    *s = (struct seen){ 0 };
}
