#include <inttypes.h>

#include "base/hash.h"
#include "base/unicode.h"
#include "job/bookings_parts.h"
#include "model/tags.h"

enum { ROOM_FIRST = 256 };

/* ---- people ---------------------------------------------------------------------------------------------------- */

void people_init(struct people *p, struct arena *a)
{
    *p = (struct people){ .arena = a, .room = ROOM_FIRST, .email_room = ROOM_FIRST };
    p->last = &p->first;
    p->by_id = arena_array(a, struct person *, p->room);
    p->by_email = arena_array(a, struct person *, p->email_room);
}

static struct person **id_slot(const struct people *p, int64_t id)
{
    size_t i = (size_t)hash64((str){ (const char *)&id, sizeof id }) & (p->room - 1);

    while (p->by_id[i] && p->by_id[i]->id != id)
        i = (i + 1) & (p->room - 1);
    return &p->by_id[i];
}

static struct person **email_slot(const struct people *p, str key, struct arena *scratch)
{
    size_t i = (size_t)hash64(key) & (p->email_room - 1);

    while (p->by_email[i] && !str_eq(email_key(p->by_email[i]->email, scratch), key))
        i = (i + 1) & (p->email_room - 1);
    return &p->by_email[i];
}

static void grow_ids(struct people *p)
{
    p->room *= 2;
    p->by_id = arena_array(p->arena, struct person *, p->room);
    for (struct person *one = p->first; one; one = one->next)
        *id_slot(p, one->id) = one;
}

static void grow_emails(struct people *p, struct arena *scratch)
{
    struct person **old = p->by_email;
    size_t room = p->email_room;

    p->email_room *= 2;
    p->by_email = arena_array(p->arena, struct person *, p->email_room);
    for (size_t i = 0; i < room; i++)
        if (old[i])
            *email_slot(p, email_key(old[i]->email, scratch), scratch) = old[i];
}

struct person *people_by_id(struct people *p, int64_t id)
{
    struct person *one = *id_slot(p, id);

    if (one)
        return one;
    if (p->n * 2 >= p->room)
        grow_ids(p);
    one = arena_new(p->arena, struct person);
    *one = (struct person){ .id = id, .lacks = UINT32_MAX };
    p->n++;
    *id_slot(p, id) = one;
    *p->last = one;
    p->last = &one->next;
    return one;
}

struct person *people_by_email(const struct people *p, str email, struct arena *scratch)
{
    str key = email_key(email, scratch);

    return key.n > 0 ? *email_slot(p, key, scratch) : NULL;
}

/* Whoever has it first keeps it. */
void people_set_email(struct people *p, struct person *one, str email, struct arena *scratch)
{
    str key = email_key(email, scratch);

    if (key.n == 0 || one->email.n > 0)
        return;
    one->email = arena_copy(p->arena, email);
    if (p->email_n * 2 >= p->email_room)
        grow_emails(p, scratch);
    struct person **slot = email_slot(p, key, scratch);
    p->email_n += *slot == NULL;
    *slot = *slot ? *slot : one;
}

void person_booked(struct person *p, int64_t at, str order_id, struct arena *a)
{
    p->booked++;
    if (at != 0 && (p->first_at == 0 || at < p->first_at))
        p->first_at = at;
    if (p->last_order.n == 0 || at >= p->last_at)
        p->last_order = arena_copy(a, order_id);
    if (at > p->last_at)
        p->last_at = at;
}

void person_tags(const struct bookings *b, struct person *p, struct texts tags)
{
    const struct texts *wanted = &b->options.rule->tags;
    struct arena scratch = { 0 };

    p->tags_known = true;
    p->tag_count = (uint32_t)tags.n;
    p->lacks = 0;
    for (size_t i = 0; i < wanted->n; i++) {
        struct texts one = { &wanted->at[i], 1 };
        if (tags_among(one, tags, true, &scratch).n == 0)
            p->lacks |= UINT32_C(1) << i;
    }
    arena_reset(&scratch);
}

/* ---- tallies --------------------------------------------------------------------------------------------------- */

void tally_add(struct tally *t, str text)
{
    uint32_t at = seen_find(&t->index, text);

    if (at == 0 && t->n < TALLY_MAX) {
        t->texts[t->n] = arena_copy(t->arena, text);
        at = (uint32_t)++t->n;
        (void)seen_put(&t->index, text, at);
    }
    t->counts[at == 0 ? TALLY_MAX : at - 1]++;
}
