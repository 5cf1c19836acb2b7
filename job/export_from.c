#include "base/message.h"
#include "job/export_parts.h"
#include "job/reader.h"
#include "job/seen.h"

enum { KEYS_MAX = 250 };

/* The customers named in a file, looked up some at a time. */
struct from {
    struct export *x;
    struct reader reader;
    struct seen ids; /* of those found, so that nobody is exported twice */
    struct arena arena, batch, scratch;
    struct customer_key keys[KEYS_MAX];
    size_t n;
};

static str id_key(const int64_t *id)
{
    return (str){ (const char *)id, sizeof *id };
}

/* With a filter, they are only noted: the shop's list says which of them it lets through. */
static bool take_found(struct from *f, const struct customer *c, struct err *err)
{
    if (seen_put(&f->ids, id_key(&c->id), 1) != 0)
        return true;
    return f->x->options->filter || export_customer(f->x, c, err);
}

static bool look_up(struct from *f, struct err *err)
{
    struct export *x = f->x;
    struct match *found = arena_array(&f->batch, struct match, f->n + 1);

    if (f->n > 0 && !x->shop->ops->find(x->shop, f->keys, f->n, x->groups, found, &f->batch, err))
        return err_wrap(err, _("looking up %zu customers"), f->n);
    for (size_t i = 0; i < f->n; i++) {
        const struct match *m = &found[i];
        const struct customer *c = m->by_id ? m->by_id : m->by_email ? m->by_email : m->by_phone;
        if (!c)
            x->counts->missing++;
        else if (!take_found(f, c, err))
            return false;
    }
    progress_step(x->progress, f->n);
    f->n = 0;
    arena_reset(&f->batch);
    arena_reset(&f->scratch);
    arena_reset(&x->page);
    return true;
}

static bool read_keys(struct from *f, struct err *err)
{
    struct findings findings = { .arena = &f->batch };
    struct customer *c;

    while ((c = reader_next(&f->reader, &findings))) {
        f->keys[f->n++] = customer_key(c);
        if (f->n == KEYS_MAX) {
            if (!look_up(f, err))
                return false;
            findings = (struct findings){ .arena = &f->batch };
        }
        if (progress_stopping(f->x->progress))
            return err_set(err, ERR_INTERRUPTED, _("interrupted; nothing was written"));
    }
    return look_up(f, err);
}

static bool take_noted(void *context, const struct customer *c, struct err *err)
{
    struct from *f = context;

    return seen_find(&f->ids, id_key(&c->id)) == 0 || export_customer(f->x, c, err);
}

static bool export_named(struct from *f, struct err *err)
{
    static const struct import_options plain = { 0 };
    struct findings notes = { .arena = &f->arena };
    struct err closed = { 0 }; /* the first failure is the one to tell */

    if (!reader_open(&f->reader, f->x->options->from, &plain, &f->x->info, &notes, &f->scratch, err))
        return false;
    bool ok = read_keys(f, err);
    ok = reader_close(&f->reader, ok ? err : &closed) && ok;
    if (ok && f->x->options->filter)
        ok = export_list(f->x, f->x->options->filter, f->x->groups, take_noted, f, err);
    return ok;
}

bool export_from(struct export *x, struct err *err)
{
    struct arena arena = { 0 };
    struct from *f = arena_new(&arena, struct from);

    f->x = x;
    bool ok = export_named(f, err);
    seen_release(&f->ids);
    arena_reset(&f->scratch);
    arena_reset(&f->batch);
    arena_reset(&f->arena);
    arena_reset(&arena);
    return ok;
}
