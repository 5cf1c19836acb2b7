#include "model/tags.h"

#include "base/hash.h"
#include "base/unicode.h"

struct tag_entry {
    str key;      /* folded; p is NULL in an empty slot */
    str spelling; /* as first met */
    bool had, has;
    struct tag_entry *next; /* in the order first met */
};

struct tag_set {
    struct tag_entry *slots;
    size_t mask;
    struct tag_entry *first, **last;
    struct arena *arena;
};

static void tag_set_init(struct tag_set *set, size_t most, struct arena *a)
{
    size_t room = 8;

    while (room < most * 2)
        room *= 2;
    *set = (struct tag_set){ arena_array(a, struct tag_entry, room), room - 1, NULL, NULL, a };
    set->last = &set->first;
}

/* The slot of a tag; a slot without key when it is not there. */
static struct tag_entry *tag_slot(const struct tag_set *set, str key)
{
    size_t i = (size_t)hash64(key) & set->mask;

    while (set->slots[i].key.p && !str_eq(set->slots[i].key, key))
        i = (i + 1) & set->mask;
    return &set->slots[i];
}

static struct tag_entry *tag_find(const struct tag_set *set, str tag)
{
    struct tag_entry *e = tag_slot(set, text_fold_case(tag, set->arena));

    return e->key.p ? e : NULL;
}

static struct tag_entry *tag_put(struct tag_set *set, str tag)
{
    str key = text_fold_case(tag, set->arena);
    struct tag_entry *e = tag_slot(set, key);

    if (!e->key.p) {
        e->key = key.p ? key : STR("");
        e->spelling = tag;
        *set->last = e;
        set->last = &e->next;
    }
    e->has = true;
    return e;
}

static void tag_step_run(struct tag_set *set, const struct tag_step *step)
{
    if (step->command == LIST_REPLACE)
        for (struct tag_entry *e = set->first; e; e = e->next)
            e->has = false;
    for (size_t i = 0; i < step->tags.n; i++) {
        if (step->command != LIST_DELETE) {
            tag_put(set, step->tags.at[i]);
            continue;
        }
        struct tag_entry *e = tag_find(set, step->tags.at[i]);
        if (e)
            e->has = false;
    }
}

/* Blank tags do something with REPLACE only. */
static bool step_does_something(const struct tag_step *step)
{
    return step->tags.n > 0 || step->command == LIST_REPLACE;
}

static bool same_list(struct texts a, struct texts b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (!str_eq(a.at[i], b.at[i]))
            return false;
    return true;
}

/* An export imported again: one step that lists what is there, letter by letter. */
static bool says_what_is_there(struct texts have, const struct tag_step *steps, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (step_does_something(&steps[i]) &&
            (steps[i].command == LIST_DELETE || !same_list(have, steps[i].tags)))
            return false;
    return true;
}

static void tag_lists(const struct tag_set *set, struct tag_plan *out)
{
    size_t after = 0, add = 0, removed = 0;

    for (const struct tag_entry *e = set->first; e; e = e->next) {
        after += e->has;
        add += e->has && !e->had;
        removed += !e->has && e->had;
    }
    str *to = arena_array(set->arena, str, after + add + removed + 1);
    out->after = (struct texts){ to, 0 };
    out->add = (struct texts){ to + after, 0 };
    out->remove = (struct texts){ to + after + add, 0 };
    for (const struct tag_entry *e = set->first; e; e = e->next) {
        if (e->has)
            to[out->after.n++] = e->spelling;
        if (e->has && !e->had)
            to[after + out->add.n++] = e->spelling;
        if (!e->has && e->had)
            to[after + add + out->remove.n++] = e->spelling;
    }
}

struct tag_plan tags_plan(struct texts have, const struct tag_step *steps, size_t n, struct arena *a)
{
    struct tag_plan out = { .after = have };
    struct tag_set set;
    size_t most = have.n;

    if (says_what_is_there(have, steps, n))
        return out;
    for (size_t i = 0; i < n; i++)
        most += steps[i].tags.n;
    tag_set_init(&set, most, a);
    for (size_t i = 0; i < have.n; i++)
        tag_put(&set, have.at[i])->had = true;
    for (size_t i = 0; i < n; i++) {
        tag_step_run(&set, &steps[i]);
        out.cleared |= steps[i].command == LIST_REPLACE && steps[i].tags.n == 0;
    }
    tag_lists(&set, &out);
    out.cleared = out.cleared && out.remove.n > 0 && out.after.n == 0;
    return out;
}

struct texts tags_among(struct texts these, struct texts others, bool among, struct arena *a)
{
    struct tag_set set;
    str *to = arena_array(a, str, these.n + 1);
    size_t n = 0;

    tag_set_init(&set, others.n, a);
    for (size_t i = 0; i < others.n; i++)
        tag_put(&set, others.at[i]);
    for (size_t i = 0; i < these.n; i++)
        if ((tag_find(&set, these.at[i]) != NULL) == among)
            to[n++] = these.at[i];
    return (struct texts){ to, n };
}
