#include "job/tags_list.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/message.h"
#include "base/unicode.h"
#include "job/access.h"
#include "job/tags_parts.h"

enum { ROOM_FIRST = 1024, STEP = 1000 };

struct spelling {
    struct tag_use use;
    int64_t customer; /* the latest who has it: a list that names it twice counts once */
};

/* Spellings in the order met, and a table of their places + 1. */
struct tally {
    struct spelling *at;
    size_t n, room;
    uint32_t *slots;
    size_t mask;
    size_t customers;
    struct progress *progress;
    struct arena texts, table; /* `table`: goes when it grows */
};

static uint32_t *tally_slot(const struct tally *t, str tag)
{
    size_t at = (size_t)hash64(tag) & t->mask;

    while (t->slots[at] && !str_eq(t->at[t->slots[at] - 1].use.tag, tag))
        at = (at + 1) & t->mask;
    return &t->slots[at];
}

static void tally_grow(struct tally *t)
{
    struct arena old = t->table;
    const struct spelling *before = t->at;
    size_t room = t->room ? t->room * 2 : ROOM_FIRST;

    t->table = (struct arena){ 0 };
    t->at = arena_array(&t->table, struct spelling, room);
    t->slots = arena_array(&t->table, uint32_t, room * 2);
    t->mask = room * 2 - 1;
    t->room = room;
    for (size_t i = 0; before && i < t->n; i++) {
        t->at[i] = before[i];
        *tally_slot(t, before[i].use.tag) = (uint32_t)i + 1;
    }
    arena_reset(&old);
}

static void tally_put(struct tally *t, str tag, int64_t customer, int64_t updated_at)
{
    if (tag.n == 0)
        return;
    if (t->n == t->room)
        tally_grow(t);
    uint32_t *slot = tally_slot(t, tag);
    if (*slot == 0) {
        t->at[t->n] = (struct spelling){ .use = { .tag = arena_copy(&t->texts, tag) } };
        *slot = (uint32_t)++t->n;
    }
    struct spelling *s = &t->at[*slot - 1];
    s->use.last = updated_at > s->use.last ? updated_at : s->use.last;
    s->use.customers += s->customer != customer;
    s->customer = customer;
}

/* ---- from the shop ------------------------------------------------------------------------------- */

static bool count_customer(struct tally *t, struct err *err)
{
    if (++t->customers % STEP != 0)
        return true;
    progress_step(t->progress, STEP);
    return !progress_stopping(t->progress) ||
           err_set(err, ERR_INTERRUPTED, _("interrupted; nothing was written"));
}

static bool take_joined(void *context, int64_t id, str tags, int64_t updated_at, struct err *err)
{
    struct tally *t = context;
    str tag;

    for (bool more = tags.n > 0; more;) {
        more = str_cut(tags, ',', &tag, &tags);
        tally_put(t, tag, id, updated_at);
    }
    return count_customer(t, err);
}

static bool by_pages(struct shop *shop, const struct shop_filter *filter, struct tally *t, struct err *err)
{
    const struct customer *page[TAGS_PAGE];
    struct arena arena = { 0 };
    int64_t after = 0;
    size_t n = 1;
    bool ok = true;

    while (ok && n > 0) {
        if (!shop->ops->list(shop, filter, GROUP_BIT(GROUP_BASIC), &after, TAGS_PAGE, page, &n, &arena,
                             err)) {
            ok = err_wrap(err, _("listing customers"));
            break;
        }
        for (size_t i = 0; ok && i < n; i++) {
            for (size_t k = 0; k < page[i]->tags.n; k++)
                tally_put(t, page[i]->tags.at[k], page[i]->id, page[i]->updated_at);
            ok = count_customer(t, err);
        }
        arena_reset(&arena);
    }
    arena_reset(&arena);
    return ok;
}

/* ---- without regard to case ---------------------------------------------------------------------- */

struct folded {
    str key;
    size_t at; /* among the spellings */
};

static int by_key(const void *a, const void *b)
{
    const struct folded *x = a, *y = b;
    size_t least = x->key.n < y->key.n ? x->key.n : y->key.n;

    for (size_t i = 0; i < least; i++)
        if (x->key.p[i] != y->key.p[i])
            return (unsigned char)x->key.p[i] < (unsigned char)y->key.p[i] ? -1 : 1;
    if (x->key.n != y->key.n)
        return x->key.n < y->key.n ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static int by_customers(const void *a, const void *b)
{
    const struct tag_line *x = a, *y = b;
    size_t least = x->tag.n < y->tag.n ? x->tag.n : y->tag.n;

    if (x->customers != y->customers)
        return x->customers > y->customers ? -1 : 1;
    for (size_t i = 0; i < least; i++)
        if (x->tag.p[i] != y->tag.p[i])
            return (unsigned char)x->tag.p[i] < (unsigned char)y->tag.p[i] ? -1 : 1;
    return (x->tag.n > y->tag.n) - (x->tag.n < y->tag.n);
}

static void make_lines(struct tag_list *list, struct arena *a)
{
    struct arena scratch = { 0 };
    struct folded *keys = arena_array(&scratch, struct folded, list->use_count + 1);
    struct tag_line *lines = arena_array(a, struct tag_line, list->use_count + 1);

    for (size_t i = 0; i < list->use_count; i++)
        keys[i] = (struct folded){ text_fold_case(list->uses[i].tag, &scratch), i };
    qsort(keys, list->use_count, sizeof *keys, by_key);
    for (size_t i = 0; i < list->use_count; i++) {
        const struct tag_use *u = &list->uses[keys[i].at];
        if (i == 0 || !str_eq(keys[i].key, keys[i - 1].key))
            lines[list->line_count++].tag = u->tag;
        struct tag_line *line = &lines[list->line_count - 1];
        line->customers += u->customers;
        line->spellings++;
        line->last = u->last > line->last ? u->last : line->last;
    }
    qsort(lines, list->line_count, sizeof *lines, by_customers);
    list->lines = lines;
    arena_reset(&scratch);
}

static void make_uses(struct tag_list *list, const struct tally *t, struct arena *a)
{
    struct tag_use *uses = arena_array(a, struct tag_use, t->n + 1);

    for (size_t i = 0; i < t->n; i++) {
        uses[i] = t->at[i].use;
        uses[i].tag = arena_copy(a, uses[i].tag);
    }
    list->uses = uses;
    list->use_count = t->n;
    list->customers = t->customers;
}

bool tags_list(struct shop *shop, const struct shop_filter *filter, struct progress *progress,
               struct tag_list *out, struct arena *a, struct err *err)
{
    static const struct shop_filter everybody;
    struct tally t = { .progress = progress };
    struct shop_info info;
    int64_t total = -1;

    *out = (struct tag_list){ 0 };
    filter = filter ? filter : &everybody;
    if (!shop->ops->info(shop, &info, a, err) || !access_to_columns(&info, COL_BIT(COL_TAGS), err) ||
        !shop->ops->count(shop, filter, &total, err))
        return false;
    progress_begin(progress, N_("reading tags"), total > 0 ? (size_t)total : 0);
    bool ok = shop->ops->each_tags ? shop->ops->each_tags(shop, filter, &t, take_joined, err)
                                   : by_pages(shop, filter, &t, err);
    progress_end(progress);
    if (ok) {
        make_uses(out, &t, a);
        make_lines(out, a);
    }
    arena_reset(&t.table);
    arena_reset(&t.texts);
    return ok;
}
