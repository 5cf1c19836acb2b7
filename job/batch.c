#include "base/message.h"
#include "job/counts.h"
#include "job/run.h"
#include "model/pack.h"

size_t run_failures_left(const struct run *run)
{
    const struct import_options *o = run->job->options;
    size_t most = o->fail_fast ? 1 : o->max_errors ? o->max_errors : SIZE_MAX;

    return most > run->failed ? most - run->failed : 0;
}

/* An item in the state that the journal tells of. */
static bool item_as_sent(struct run *run, const struct item *i, struct item *out, struct err *err)
{
    *out = (struct item){ .entry = i->entry, .findings.arena = &run->batch };
    return op_unpack(i->entry.op, &out->op, &run->batch, err) &&
           (i->entry.findings.n == 0 || findings_unpack(i->entry.findings, &out->findings, err));
}

/* Before anything else: what became of those that an earlier run sent? */
static bool settle(struct run *run, struct err *err)
{
    struct item *sent = arena_array(&run->batch, struct item, run->n);
    struct item **settled = arena_array(&run->batch, struct item *, run->n);
    size_t n = 0;

    for (size_t i = 0; i < run->n; i++) {
        if (!run->items[i].sent_before)
            continue;
        if (!item_as_sent(run, &run->items[i], &sent[n], err))
            return err_wrap(err, _("reading the journal"));
        settled[n] = &sent[n];
        n++;
    }
    if (n > 0)
        ahead_take_shop(run->ahead);
    if (!send_settle(&run->sender, settled, n, err))
        return false;

    for (size_t i = 0, at = 0; i < run->n; i++) {
        if (!run->items[i].sent_before)
            continue;
        if (sent[at].finished) {
            struct customer *want = run->items[i].want;
            run->items[i] = sent[at];
            run->items[i].want = want;
        }
        at++;
    }
    return true;
}

/* As many as can be looked up and sent together: no customer twice, and no more than may fail. */
static size_t round_length(const struct run *run, size_t at)
{
    size_t most = run_failures_left(run), n = 0;
    uint32_t first = run->items[at].entry.row;

    while (at + n < run->n && n < most && (n == 0 || run->items[at + n].earlier < first))
        n++;
    return n;
}

static void tell(struct run *run, const struct item *i)
{
    const struct plan_listener *l = run->job->listener;
    struct change *changes = NULL;
    size_t n = 0;

    if (!l)
        return;
    if (l->customer && run->job->shop) {
        n = plan_changes(&i->op, &run->reader.cells, &changes, &run->batch);
        l->customer(l->context, &i->op, changes, n);
    }
    if (l->findings && i->findings.n > 0)
        l->findings(l->context, i->findings.at, i->findings.n);
}

static bool count(struct run *run, struct item *i, struct err *err)
{
    if (i->counted)
        return true;
    i->counted = true;
    if (!run->job->journal)
        i->entry.invited = i->op.invite && op_is_sent(&i->op);
    counts_findings(run->counts, i->findings.at, i->findings.n);
    if (!counts_add(run->counts, &i->entry, i->op.kind == i->entry.kind ? &i->op : NULL, &run->scratch, err))
        return false;
    run->failed += entry_failed(&i->entry);
    tell(run, i);
    return true;
}

static bool flush_round(struct run *run, size_t at, size_t n, struct err *err)
{
    struct item **items = arena_array(&run->batch, struct item *, n);

    for (size_t i = 0; i < n; i++)
        items[i] = &run->items[at + i];
    if (!send_items(&run->sender, items, n, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!count(run, items[i], err))
            return false;
    return true;
}

/* Without a shop there is nothing to decide: a customer is fine, wrong, or to be ignored. */
static bool check_all(struct run *run, struct err *err)
{
    for (size_t i = 0; i < run->n && !run->stopped; i++) {
        struct item *item = &run->items[i];
        run->counts->customers++;
        if (item->want->command == COMMAND_IGNORE)
            run->counts->kinds[OP_IGNORED]++;
        else if (item->want->failed)
            run->counts->kinds[OP_REFUSED]++;
        run->failed += item->want->failed;
        counts_findings(run->counts, item->findings.at, item->findings.n);
        tell(run, item);
        run->stopped = run_failures_left(run) == 0;
    }
    (void)err;
    return true;
}

static bool send_all(struct run *run, struct err *err)
{
    size_t n;

    if (!settle(run, err))
        return false;
    for (size_t at = 0; at < run->n && !run->stopped; at += n) {
        n = round_length(run, at);
        if (!flush_round(run, at, n, err))
            return false;
        run->stopped = run_failures_left(run) == 0 || progress_stopping(run->job->progress);
    }
    return true;
}

bool run_flush(struct run *run, struct err *err)
{
    if (run->n > 0 && !(run->job->shop ? send_all(run, err) : check_all(run, err)))
        return false;
    run_along_parcel(run); /* without customers too: blank rows may be left */
    progress_failed(run->job->progress, run->counts->kinds[OP_REFUSED]);
    progress_step(run->job->progress, run->n);
    run->n = 0;
    ahead_give_shop(run->ahead);
    arena_reset(&run->batch);
    arena_reset(&run->scratch);
    return true;
}
