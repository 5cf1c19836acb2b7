#include "base/message.h"
#include "job/reader.h"
#include "job/seen.h"
#include "job/tags_parts.h"

static const struct shop_filter everybody;

/* The customers named in a file, looked up some at a time. */
struct named {
    struct tags_walk *w;
    struct reader reader;
    struct seen ids; /* of those found, so that nobody comes twice */
    struct arena arena, keys_arena, scratch;
    struct customer_key keys[TAGS_PAGE];
    size_t n;
};

static str id_key(const int64_t *id)
{
    return (str){ (const char *)id, sizeof *id };
}

static bool page_done(struct tags_walk *w, size_t n, struct err *err)
{
    progress_step(w->progress, n);
    if (!w->page_end(w->context, err))
        return false;
    return !progress_stopping(w->progress) ||
           err_set(err, ERR_INTERRUPTED, _("interrupted; the same command goes on there"));
}

static bool walk_list(struct tags_walk *w, const struct seen *only, struct err *err)
{
    const struct customer *page[TAGS_PAGE];
    const struct shop_filter *filter = w->choice.filter ? w->choice.filter : &everybody;
    int64_t after = 0;
    size_t n = 1;

    while (n > 0) {
        if (!w->shop->ops->list(w->shop, filter, GROUP_BIT(GROUP_BASIC), &after, TAGS_PAGE, page, &n,
                                w->arena, err))
            return err_wrap(err, _("listing customers"));
        for (size_t i = 0; i < n; i++)
            if ((!only || seen_find(only, id_key(&page[i]->id))) && !w->take(w->context, page[i], err))
                return false;
        if (!page_done(w, n, err))
            return false;
    }
    return true;
}

/* ---- customers named in a file ------------------------------------------------------------------- */

/* With a filter they are only noted: the shop's list says which of them it lets through. */
static bool take_named(struct named *f, const struct match *m, struct err *err)
{
    const struct customer *c = m->by_id ? m->by_id : m->by_email ? m->by_email : m->by_phone;

    f->w->missing += c == NULL;
    if (!c || seen_put(&f->ids, id_key(&c->id), 1) != 0 || f->w->choice.filter)
        return true;
    return f->w->take(f->w->context, c, err);
}

static bool look_up(struct named *f, struct err *err)
{
    struct tags_walk *w = f->w;
    struct match *found = arena_array(&f->scratch, struct match, f->n + 1);
    size_t n = f->n;

    if (n > 0 && !w->shop->ops->find(w->shop, f->keys, n, GROUP_BIT(GROUP_BASIC), found, w->arena, err))
        return err_wrap(err, _("looking up %zu customers"), n);
    for (size_t i = 0; i < n; i++)
        if (!take_named(f, &found[i], err))
            return false;
    f->n = 0;
    arena_reset(&f->keys_arena);
    arena_reset(&f->scratch);
    return page_done(w, n, err);
}

static bool read_keys(struct named *f, struct err *err)
{
    struct findings findings = { .arena = &f->keys_arena };
    struct customer *c;

    while ((c = reader_next(&f->reader, &findings))) {
        f->keys[f->n++] = customer_key(c);
        if (f->n < TAGS_PAGE)
            continue;
        if (!look_up(f, err))
            return false;
        findings = (struct findings){ .arena = &f->keys_arena };
    }
    return look_up(f, err);
}

static bool walk_named(struct tags_walk *w, struct err *err)
{
    static const struct import_options plain = { 0 };
    struct arena arena = { 0 };
    struct named *f = arena_new(&arena, struct named);
    struct findings notes = { .arena = &f->arena };
    struct err closed = { 0 }; /* the first failure is the one to tell */

    f->w = w;
    bool ok = reader_open(&f->reader, w->choice.from, &plain, w->info, &notes, &f->scratch, err);
    if (ok) {
        ok = read_keys(f, err);
        ok = reader_close(&f->reader, ok ? err : &closed) && ok;
    }
    if (ok && w->choice.filter)
        ok = walk_list(w, &f->ids, err);
    seen_release(&f->ids);
    arena_reset(&f->keys_arena);
    arena_reset(&f->scratch);
    arena_reset(&f->arena);
    arena_reset(&arena);
    return ok;
}

bool tags_walk(struct tags_walk *w, struct err *err)
{
    int64_t total = -1;

    if (w->choice.from)
        return walk_named(w, err);
    if (!w->shop->ops->count(w->shop, w->choice.filter ? w->choice.filter : &everybody, &total, err))
        return false;
    if (w->progress)
        w->progress->total = total > 0 ? (size_t)total : 0;
    return walk_list(w, NULL, err);
}
