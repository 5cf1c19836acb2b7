#include "job/undo.h"

#include <inttypes.h>

#include "base/message.h"
#include "job/access.h"
#include "job/counts.h"
#include "job/seen.h"
#include "job/send.h"
#include "model/pack.h"

struct undoing_job {
    const struct undo *job;
    struct undo_counts *counts;
    struct job_summary undone;
    struct journal_job *held, *own; /* the job that is undone, and the undo's */
    struct shop_info shop;
    struct cell_context cells;
    struct sender sender;
    struct item *items; /* `room` of them: what the shop takes at once */
    size_t n, room;
    uint32_t sequence; /* of items, from 1 */
    struct seen last;  /* a customer's ID: the sequence of its latest item */
    struct seen gone;  /* IDs that the job deleted: they come back under others */
    struct journal_cursor *known_cursor;
    struct journal_entry known; /* of the undo's own, by an earlier run */
    struct arena arena, batch;
};

static str id_key(const int64_t *id)
{
    return (str){ (const char *)id, *id ? sizeof *id : 0 };
}

/* ---- looking up and deciding ----------------------------------------------------------------- */

/* Who it is after the job: by ID, and by other keys where it was deleted or the job itself took the ID away later on. */
static struct customer_key key_after(const struct undoing_job *u, const struct item *i)
{
    const struct op *done = &i->done;
    struct customer_key key = { .id = i->entry.id, .email = STR(""), .phone = STR("") };
    struct presence wrote = done->to.has;

    if (done->kind != OP_DELETE && seen_find(&u->gone, id_key(&key.id)) == 0)
        return key;
    if (done->have) {
        key.email = done->have->email;
        key.phone = done->have->phone;
    }
    if (wrote.seen & COL_BIT(COL_EMAIL))
        key.email = wrote.blank & COL_BIT(COL_EMAIL) ? STR("") : done->to.email;
    if (wrote.seen & COL_BIT(COL_PHONE))
        key.phone = wrote.blank & COL_BIT(COL_PHONE) ? STR("") : done->to.phone;
    return key;
}

/* Who was deleted is back already when its email or phone is in use, but by somebody whom the job made: that one goes first. */
static const struct customer *who_now(const struct undoing_job *u, const struct item *i,
                                      const struct match *m)
{
    const struct customer *other = m->by_email ? m->by_email : m->by_phone;

    if (m->by_id || !other)
        return m->by_id;
    return i->done.kind == OP_DELETE && seen_find(&u->last, id_key(&other->id)) > 0 ? NULL : other;
}

static bool decide(void *context, struct item **items, size_t *n, struct err *err)
{
    struct undoing_job *u = context;
    struct shop *shop = u->job->shop;
    struct customer_key *keys = arena_array(&u->batch, struct customer_key, *n);
    struct match *found = arena_array(&u->batch, struct match, *n);
    shop_groups groups = GROUP_BIT(GROUP_BASIC) | GROUP_BIT(GROUP_ADDRESSES) | GROUP_BIT(GROUP_TAX) |
                         GROUP_BIT(GROUP_METAFIELDS);

    for (size_t i = 0; i < *n; i++)
        keys[i] = key_after(u, items[i]);
    if (!shop->ops->find(shop, keys, *n, groups, found, &u->batch, err))
        return err_wrap(err, _("looking up %zu customers"), *n);
    for (size_t i = 0; i < *n; i++) {
        const struct customer *now = who_now(u, items[i], &found[i]);
        items[i]->op =
            plan_undo(&items[i]->done, now, &items[i]->left, &items[i]->left_count, &u->cells, &u->batch);
    }
    return true;
}

/* ---- batches --------------------------------------------------------------------------------- */

static void count(struct undoing_job *u, const struct item *i)
{
    struct undo_counts *c = u->counts;
    bool sent = op_is_sent(&i->op);

    c->customers++;
    if (entry_failed(&i->entry))
        c->failed++;
    else if (!sent)
        c->unchanged++;
    else if (i->left_count > 0)
        c->partly++;
    else
        c->restored++;
    if (u->job->failed && entry_failed(&i->entry))
        u->job->failed(u->job->context, i->findings.at, i->findings.n);
    if (u->job->left && i->left_count > 0)
        u->job->left(u->job->context, i->entry.row, i->entry.id, i->left, i->left_count);
}

static size_t round_length(const struct undoing_job *u, size_t at)
{
    uint32_t first = u->sequence - (uint32_t)(u->n - at) + 1;
    size_t n = 1;

    while (at + n < u->n && u->items[at + n].earlier < first)
        n++;
    return n;
}

static bool flush_round(struct undoing_job *u, size_t at, size_t n, struct err *err)
{
    struct item **items = arena_array(&u->batch, struct item *, n),
                **sent = arena_array(&u->batch, struct item *, n);
    size_t sent_count = 0;

    for (size_t i = 0; i < n; i++) {
        items[i] = &u->items[at + i];
        if (items[i]->sent_before)
            sent[sent_count++] = items[i];
    }
    if (!send_settle(&u->sender, sent, sent_count, err) || !send_items(&u->sender, items, n, err))
        return false;
    for (size_t i = 0; i < n; i++)
        count(u, items[i]);
    return true;
}

static bool flush(struct undoing_job *u, struct err *err)
{
    size_t n;

    for (size_t at = 0; at < u->n; at += n) {
        n = round_length(u, at);
        if (!flush_round(u, at, n, err))
            return false;
    }
    progress_failed(u->job->progress, u->counts->failed);
    progress_step(u->job->progress, u->n);
    u->n = 0;
    arena_reset(&u->batch);
    if (progress_stopping(u->job->progress))
        return err_set(err, ERR_INTERRUPTED, _("interrupted; the same command goes on there"));
    return true;
}

/* ---- walking the job ------------------------------------------------------------------------- */

static bool known_next(struct undoing_job *u, struct err *err)
{
    if (journal_next(u->known_cursor, &u->known))
        return true;

    struct journal_cursor *done = u->known_cursor;
    u->known_cursor = NULL;
    return journal_read_close(done, err);
}

static bool later(const struct undoing_job *u, uint32_t row, uint32_t than)
{
    return u->undone.kind == JOB_UNDO ? row > than : row < than;
}

/* What an earlier run of this undo has done is only counted. */
static bool meet_journal(struct undoing_job *u, struct item *i, struct err *err)
{
    uint32_t row = i->entry.row;

    while (u->known_cursor && later(u, row, u->known.row))
        if (!known_next(u, err))
            return false;
    if (!u->known_cursor || u->known.row != row)
        return true;
    if (u->known.state == ENTRY_SENT) {
        i->sent_before = true;
        return op_unpack(u->known.op, &i->op, &u->batch, err);
    }
    i->finished = true;
    i->entry.state = u->known.state;
    i->entry.kind = u->known.kind;
    i->op.kind = u->known.kind;
    return true;
}

/* The last item of either customer ID that this one is about. */
static void order_item(struct undoing_job *u, struct item *i)
{
    const int64_t ids[] = { i->entry.id, i->done.have ? i->done.have->id : 0 };

    u->sequence++;
    for (size_t k = 0; k < countof(ids); k++) {
        if (ids[k] == 0 || (k > 0 && ids[k] == ids[0]))
            continue;
        uint32_t earlier = seen_put(&u->last, id_key(&ids[k]), u->sequence);
        i->earlier = earlier > i->earlier ? earlier : i->earlier;
    }
    if ((i->done.kind == OP_DELETE || i->done.kind == OP_REPLACE) && i->done.have)
        seen_put(&u->gone, id_key(&i->done.have->id), 1);
}

static bool take(struct undoing_job *u, const struct journal_entry *e, struct err *err)
{
    struct item *i = &u->items[u->n];

    *i = (struct item){ .findings.arena = &u->batch };
    if (!op_unpack(e->op, &i->done, &u->batch, err))
        return err_wrap(err, _("reading the journal"));
    i->entry = (struct journal_entry){ .row = e->row, .last_row = e->last_row, .id = e->id };
    order_item(u, i);
    if (!meet_journal(u, i, err))
        return false;
    return ++u->n < u->room || flush(u, err);
}

static bool walk(struct undoing_job *u, struct err *err)
{
    bool forward = u->undone.kind == JOB_UNDO;
    struct journal *j = u->job->journal;
    int64_t undone = u->job->job_number, own = journal_number(u->own);
    struct journal_cursor *c;
    struct journal_entry e;
    struct err closed = { 0 };

    if (!(forward ? journal_read(j, own, 0, &u->known_cursor, err)
                  : journal_read_back(j, own, UINT32_MAX, &u->known_cursor, err)) ||
        !known_next(u, err))
        return false;
    if (!(forward ? journal_read(j, undone, 0, &c, err) : journal_read_back(j, undone, UINT32_MAX, &c, err)))
        return false;
    bool ok = true;
    while (ok && journal_next(c, &e))
        ok = e.state != ENTRY_DONE || e.op.n == 0 || take(u, &e, err);
    ok = ok && flush(u, err);
    return journal_read_close(c, ok ? err : &closed) && ok;
}

/* ---- beginning and ending -------------------------------------------------------------------- */

static struct sender sender_for(struct undoing_job *u, struct journal_job *journal)
{
    return (struct sender){
        .keeps_tokens = (u->shop.caps & SHOP_ATOMIC) != 0,
        .shop = u->job->shop,
        .journal = journal,
        .now = u->job->now,
        .arena = &u->batch,
        .step = u->job->step,
        .step_context = u->job->step_context,
        .context = u,
        .decide = decide,
    };
}

static bool settle_some(struct undoing_job *u, struct err *err)
{
    struct item **items = arena_array(&u->batch, struct item *, u->n + 1);

    for (size_t i = 0; i < u->n; i++)
        items[i] = &u->items[i];
    bool ok = send_settle(&u->sender, items, u->n, err);
    u->n = 0;
    arena_reset(&u->batch);
    return ok;
}

/* An import that was killed does not know of its last batch whether it happened; the shop does. */
static bool settle_undone(struct undoing_job *u, struct err *err)
{
    struct journal_cursor *c;
    struct journal_entry e;
    struct err closed = { 0 };
    bool ok = true;

    u->sender = sender_for(u, u->held);
    if (!journal_resume(u->held, &c, err))
        return false;
    while (ok && journal_next(c, &e)) {
        if (e.state != ENTRY_SENT)
            continue;
        struct item *i = &u->items[u->n++];
        *i = (struct item){ .entry = e, .findings.arena = &u->batch };
        i->entry.findings = i->entry.op = i->entry.assumed = STR("");
        ok = op_unpack(e.op, &i->op, &u->batch, err) &&
             (e.findings.n == 0 || findings_unpack(e.findings, &i->findings, err)) &&
             (u->n < u->room || settle_some(u, err));
    }
    ok = ok && settle_some(u, err);
    return journal_read_close(c, ok ? err : &closed) && ok;
}

static bool begin(struct undoing_job *u, struct err *err)
{
    const struct undo *job = u->job;
    const struct job_summary *s = &u->undone;
    bool resumed;

    if (!journal_hold(job->journal, job->job_number, &u->held, err) ||
        !journal_find(job->journal, job->job_number, &u->undone, &u->arena, err) ||
        !job->shop->ops->info(job->shop, &u->shop, &u->arena, err))
        return false;
    if (s->kind == JOB_EXPORT)
        return err_set(err, ERR_USAGE, _("job %" PRId64 " was an export; there is nothing to undo"),
                       job->job_number);
    if (!str_eq(s->shop, u->shop.where))
        return err_set(err, ERR_USAGE, _("job %" PRId64 " changed the shop %.*s; say --shop for that one"),
                       job->job_number, STR_ARG(s->shop));
    if (!access_to_change(&u->shop, err))
        return false;
    u->cells = (struct cell_context){ .zone = u->shop.timezone, .money_decimals = u->shop.money_decimals };
    u->room = sender_batch(&u->shop);
    u->items = arena_array(&u->arena, struct item, u->room);

    struct job_identity identity = { JOB_UNDO, s->input_sha256, s->sheet, s->shop, STR(""), s->input_name };
    identity.options = arena_fmt(&u->arena, "undo %" PRId64, job->job_number);
    return settle_undone(u, err) &&
           journal_begin(job->journal, &identity, job->now, &u->own, &resumed, err) &&
           journal_undone(u->held, journal_number(u->own), err);
}

static bool end(struct undoing_job *u, bool ok, struct err *err)
{
    const struct undo_counts *c = u->counts;
    struct job_summary summary = {
        .failed = (int64_t)c->failed,
        .counts = { [OP_UPDATE] = (int64_t)(c->restored + c->partly),
                    [OP_UNCHANGED] = (int64_t)c->unchanged,
                    [OP_REFUSED] = (int64_t)c->failed },
    };
    struct err late = { 0 }; /* the first failure is the one to tell */

    if (!u->own)
        return ok;
    return journal_end(u->own, ok ? JOB_DONE : JOB_INTERRUPTED, &summary, u->job->now, ok ? err : &late) &&
           ok;
}

bool undo_run(const struct undo *job, struct undo_counts *counts, struct err *err)
{
    struct undoing_job u = { .job = job, .counts = counts };
    struct err closed = { 0 };

    *counts = (struct undo_counts){ 0 };
    progress_begin(job->progress, N_("undoing"), 0);
    bool ok = begin(&u, err);
    if (ok) {
        u.sender = sender_for(&u, u.own);
        ok = walk(&u, err);
    }
    ok = end(&u, ok, err);
    if (u.known_cursor && !journal_read_close(u.known_cursor, ok ? err : &closed))
        ok = false;
    progress_end(job->progress);
    journal_release(u.own);
    journal_release(u.held);
    seen_release(&u.last);
    seen_release(&u.gone);
    arena_reset(&u.batch);
    arena_reset(&u.arena);
    return ok;
}
