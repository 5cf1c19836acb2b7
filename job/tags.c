#include "job/tags.h"

#include "base/message.h"
#include "job/access.h"
#include "job/counts.h"
#include "job/seen.h"
#include "job/send.h"
#include "job/tags_parts.h"
#include "model/pack.h"

struct cleaning {
    const struct tags_job *job;
    struct tags_counts *counts;
    struct shop_info shop;
    struct sender sender;
    struct item *items; /* `room` of them: what the shop takes at once */
    size_t n, room;
    uint32_t row;     /* of the latest item: nothing but its number */
    size_t asked;     /* customers sent in this run */
    struct seen done; /* IDs that stand in the journal */
    struct arena arena, page, batch, scratch;
};

static str id_key(const int64_t *id)
{
    return (str){ (const char *)id, sizeof *id };
}

/* ---- deciding ------------------------------------------------------------------------------------ */

/* Of what a customer has, the journal keeps who it is and the tags: no more is needed to undo it. */
static const struct customer *with_tags_only(const struct customer *c, struct arena *a)
{
    const uint64_t kept = COL_BIT(COL_ID) | COL_BIT(COL_EMAIL) | COL_BIT(COL_TAGS);
    struct customer *out = arena_new(a, struct customer);
    str *tags = arena_array(a, str, c->tags.n + 1);

    for (size_t i = 0; i < c->tags.n; i++)
        tags[i] = arena_copy(a, c->tags.at[i]);
    *out = (struct customer){ .id = c->id, .revision = c->revision, .tags = { tags, c->tags.n } };
    out->email = arena_copy(a, c->email);
    out->has = (struct presence){ .seen = c->has.seen & kept, .blank = c->has.blank & kept };
    return out;
}

static void plan_item(struct cleaning *x, struct item *i, const struct customer *have)
{
    i->findings = (struct findings){ .arena = &x->batch };
    i->op = plan_tags_cleaned(x->job->rules, have ? with_tags_only(have, &x->batch) : NULL, i->entry.row,
                              &i->findings);
    i->entry.kind = i->op.kind;
}

/* Those that were listed are planned already; those that were changed meanwhile, or sent by an earlier run, are looked up. */
static bool decide(void *context, struct item **items, size_t *n, struct err *err)
{
    struct cleaning *x = context;
    struct customer_key *keys = arena_array(&x->batch, struct customer_key, *n);
    struct item **again = arena_array(&x->batch, struct item *, *n);
    struct match *found = arena_array(&x->batch, struct match, *n);
    size_t count = 0;

    for (size_t i = 0; i < *n; i++) {
        if (items[i]->attempts == 0 && !items[i]->sent_before)
            continue;
        keys[count] = (struct customer_key){ .id = items[i]->entry.id, .email = STR(""), .phone = STR("") };
        again[count++] = items[i];
    }
    if (count > 0 &&
        !x->job->shop->ops->find(x->job->shop, keys, count, GROUP_BIT(GROUP_BASIC), found, &x->batch, err))
        return err_wrap(err, _("looking up %zu customers"), count);
    for (size_t i = 0; i < count; i++)
        plan_item(x, again[i], found[i].by_id);
    return true;
}

/* More than was confirmed is not sent: the shop may have changed since it was planned. */
static bool allow(void *context, struct item *const *items, size_t n, struct err *err)
{
    struct cleaning *x = context;

    for (size_t i = 0; i < n; i++)
        x->asked += items[i]->attempts == 0 && !items[i]->sent_before && op_is_sent(&items[i]->op);
    return x->asked <= x->job->confirmed ||
           err_set(
               err, ERR_REFUSED,
               _("stopped: more than the %zu customers that were confirmed would be changed; give the same "
                 "command again"),
               x->job->confirmed);
}

/* ---- batches ------------------------------------------------------------------------------------- */

static void count_findings(struct cleaning *x, const struct findings *f)
{
    counts_findings(&x->counts->of, f->at, f->n);
    for (size_t i = 0; i < f->n; i++)
        x->counts->too_many += f->at[i].id == FINDING_TOO_MANY_TAGS;
}

static void count_op(struct cleaning *x, enum op_kind kind, bool failed, const struct op *op)
{
    x->counts->of.kinds[failed ? OP_REFUSED : kind]++;
    if (failed || kind != OP_UPDATE)
        return;
    x->counts->added += op->tags_add.n;
    x->counts->removed += op->tags_remove.n;
}

static void count_item(struct cleaning *x, const struct item *i)
{
    bool failed = x->job->journal ? entry_failed(&i->entry) : i->op.kind == OP_REFUSED;

    count_findings(x, &i->findings);
    count_op(x, i->entry.kind, failed, &i->op);
    if (x->job->customer && i->op.have && i->op.kind != OP_UNCHANGED)
        x->job->customer(x->job->context, &i->op);
}

static bool flush(struct cleaning *x, struct err *err)
{
    struct item **items = arena_array(&x->batch, struct item *, x->n + 1);

    for (size_t i = 0; i < x->n; i++)
        items[i] = &x->items[i];
    if (x->job->journal && !send_items(&x->sender, items, x->n, err))
        return false;
    for (size_t i = 0; i < x->n; i++)
        count_item(x, &x->items[i]);
    progress_failed(x->job->progress, x->counts->of.kinds[OP_REFUSED]);
    x->n = 0;
    arena_reset(&x->batch);
    arena_reset(&x->scratch);
    return true;
}

/* Most are not touched: they are looked at in the page's memory, which goes with the page. */
static bool take(void *context, const struct customer *c, struct err *err)
{
    struct cleaning *x = context;
    struct findings findings = { .arena = &x->page };
    struct item *i = &x->items[x->n];

    if (seen_find(&x->done, id_key(&c->id)) != 0)
        return true;
    x->counts->of.customers++;
    if (plan_tags_cleaned(x->job->rules, c, 0, &findings).kind == OP_UNCHANGED) {
        x->counts->of.kinds[OP_UNCHANGED]++;
        return true;
    }
    x->row++;
    *i = (struct item){ .entry = { .row = x->row, .last_row = x->row, .id = c->id } };
    plan_item(x, i, c);
    return ++x->n < x->room || flush(x, err);
}

static bool page_end(void *context, struct err *err)
{
    struct cleaning *x = context;

    (void)err;
    arena_reset(&x->page);
    return true;
}

/* ---- what an earlier run has done ---------------------------------------------------------------- */

/* What was sent and never answered: asked about; what did not happen is planned and sent anew, under its number. */
static bool settle(struct cleaning *x, struct err *err)
{
    struct item **items = arena_array(&x->batch, struct item *, x->n + 1);

    for (size_t i = 0; i < x->n; i++)
        items[i] = &x->items[i];
    return send_settle(&x->sender, items, x->n, err) && flush(x, err);
}

static bool take_entry(struct cleaning *x, const struct journal_entry *e, struct err *err)
{
    struct item *i = &x->items[x->n];
    struct arena *a = e->state == ENTRY_SENT ? &x->batch : &x->scratch;
    struct findings findings = { .arena = a };
    struct op op = { .kind = e->kind };

    x->row = e->row > x->row ? e->row : x->row;
    x->counts->of.customers++;
    seen_put(&x->done, id_key(&e->id), 1);
    if ((e->op.n > 0 && !op_unpack(e->op, &op, a, err)) ||
        (e->findings.n > 0 && !findings_unpack(e->findings, &findings, err)))
        return err_wrap(err, _("reading the journal"));
    if (e->state != ENTRY_SENT) {
        count_findings(x, &findings);
        count_op(x, e->kind, entry_failed(e), &op);
        arena_reset(&x->scratch);
        return true;
    }
    *i = (struct item){ .entry = *e, .op = op, .findings = findings, .sent_before = true };
    i->entry.op = i->entry.findings = i->entry.assumed = STR("");
    return ++x->n < x->room || settle(x, err);
}

static bool resume(struct cleaning *x, struct err *err)
{
    struct journal_cursor *c;
    struct journal_entry e;
    struct err closed = { 0 }; /* the first failure is the one to tell */
    bool ok = true;

    if (!journal_resume(x->job->journal, &c, err))
        return false;
    while (ok && journal_next(c, &e))
        ok = take_entry(x, &e, err);
    ok = ok && settle(x, err);
    return journal_read_close(c, ok ? err : &closed) && ok;
}

/* ---- the whole ----------------------------------------------------------------------------------- */

static bool begin(struct cleaning *x, struct err *err)
{
    const struct tags_job *job = x->job;

    if (!job->shop->ops->info(job->shop, &x->shop, &x->arena, err) ||
        (job->journal && !access_to_change(&x->shop, err)) ||
        !access_to_columns(&x->shop, COL_BIT(COL_TAGS), err))
        return false;
    x->sender = (struct sender){ .shop = job->shop,
                                 .keeps_tokens = (x->shop.caps & SHOP_ATOMIC) != 0,
                                 .journal = job->journal,
                                 .now = job->now,
                                 .arena = &x->batch,
                                 .step = job->step,
                                 .step_context = job->step_context,
                                 .context = x,
                                 .decide = decide,
                                 .allow = allow };
    x->room = sender_batch(&x->shop);
    x->items = arena_array(&x->arena, struct item, x->room);
    return !job->journal || resume(x, err);
}

bool tags_run(const struct tags_job *job, struct tags_counts *counts, struct err *err)
{
    struct cleaning x = { .job = job, .counts = counts };
    struct tags_walk walk = { .shop = job->shop,
                              .info = &x.shop,
                              .choice = job->choice,
                              .progress = job->progress,
                              .arena = &x.page,
                              .context = &x,
                              .take = take,
                              .page_end = page_end };

    *counts = (struct tags_counts){ 0 };
    progress_begin(job->progress, job->journal ? N_("changing tags") : N_("planning"), 0);
    bool ok = begin(&x, err) && tags_walk(&walk, err) && flush(&x, err);
    counts->missing = walk.missing;
    counts->of.rows = counts->of.customers;
    progress_end(job->progress);
    seen_release(&x.done);
    arena_reset(&x.scratch);
    arena_reset(&x.batch);
    arena_reset(&x.page);
    arena_reset(&x.arena);
    return ok;
}
