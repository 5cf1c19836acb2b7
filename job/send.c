#include "job/send.h"

#include "base/message.h"
#include "model/pack.h"

size_t sender_batch(const struct shop_info *shop)
{
    size_t n = shop && shop->batch > 0 ? shop->batch : BATCH_USUAL;

    return n < SHOP_BATCH_MAX ? n : SHOP_BATCH_MAX;
}

static void step(const struct sender *s, const char *name)
{
    if (s->step)
        s->step(s->step_context, name);
}

static void say(const struct sender *s, struct item *i, struct finding why, enum column_id col)
{
    why.row = i->entry.row;
    why.column = s->position && col < COL_COUNT ? s->position[col] : -1;
    finding_add(&i->findings, why);
}

static void pack_findings(const struct sender *s, struct item *i)
{
    i->entry.findings = i->findings.n ? findings_pack(i->findings.at, i->findings.n, s->arena) : STR("");
}

/* What is known before the shop answers. */
static void fill_entry(const struct sender *s, struct item *i)
{
    struct journal_entry *e = &i->entry;
    bool sent = op_is_sent(&i->op);

    e->state = sent ? ENTRY_SENT : ENTRY_PLANNED;
    e->kind = i->op.kind;
    e->found_by = i->op.found_by;
    e->id = i->op.have ? i->op.have->id : 0;
    e->invited = false;
    e->op = sent ? op_pack(&i->op, s->arena) : STR("");
    e->cleared = i->op.cleared;
    e->cleared_values = (uint32_t)i->op.cleared_values;
    pack_findings(s, i);
}

static bool write_entries(struct sender *s, struct item *const *items, size_t n, enum entry_state without,
                          bool (*write)(struct journal_job *, const struct journal_entry *, size_t,
                                        struct err *),
                          struct err *err)
{
    struct journal_entry *entries = arena_array(s->arena, struct journal_entry, n);
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (items[i]->entry.state != without)
            entries[count++] = items[i]->entry;
    return count == 0 || write(s->journal, entries, count, err);
}

static bool journal_before(struct sender *s, struct item *const *items, size_t n, struct err *err)
{
    step(s, "before journal_sent");
    if (!write_entries(s, items, n, ENTRY_PLANNED, journal_sent, err))
        return false;
    step(s, "after journal_sent");
    return true;
}

static bool journal_after(struct sender *s, struct item *const *items, size_t n, struct err *err)
{
    step(s, "before journal_settled");
    if (!write_entries(s, items, n, ENTRY_SENT, journal_settled, err))
        return false;
    step(s, "after journal_settled");
    return true;
}

static struct op *ops_of(struct sender *s, struct item *const *items, size_t n)
{
    struct op *ops = arena_array(s->arena, struct op, n);

    for (size_t i = 0; i < n; i++) {
        items[i]->op.token = journal_token(s->journal, items[i]->entry.row, s->arena);
        items[i]->op.since = journal_started(s->journal);
        ops[i] = items[i]->op;
    }
    return ops;
}

static void answered(const struct sender *s, struct item *i, const struct op_result *r)
{
    struct journal_entry *e = &i->entry;

    e->id = r->id ? r->id : e->id;
    e->invited = r->invited;
    e->state = r->outcome == OUTCOME_DONE ? ENTRY_DONE : ENTRY_REFUSED;
    if (r->outcome == OUTCOME_UNKNOWN) {
        e->state = ENTRY_UNKNOWN;
        say(s, i, (struct finding){ .id = FINDING_OUTCOME_UNKNOWN }, COL_COUNT);
    } else if (r->outcome == OUTCOME_REFUSED) {
        say(s, i, r->why, r->why_column);
    }
    pack_findings(s, i);
}

/* Somebody else was quicker, be it that they made the same customer: it was not there when it was
 * looked up. */
static bool was_too_late(const struct op_result *r)
{
    enum finding_id why = r->why.id;

    return r->outcome == OUTCOME_REFUSED &&
           (why == FINDING_RECORD_CHANGED || why == FINDING_EMAIL_TAKEN || why == FINDING_PHONE_TAKEN);
}

/* Or it certainly did not happen: planned again, unless that never ends. */
static bool is_tried_again(const struct item *i, const struct op_result *r)
{
    return (was_too_late(r) || r->outcome == OUTCOME_NOT_DONE) && i->attempts < ATTEMPTS_MAX;
}

/* Nothing but a name: when its answer is lost, no look-up tells whether it was made. */
static bool is_nameless(const struct op *op)
{
    return op->kind == OP_CREATE && !(op->set & COL_BIT(COL_EMAIL)) && !(op->set & COL_BIT(COL_PHONE));
}

/* Asks the shop. Who has only a name is known by it: it must not be somebody whom this job made of another row. */
static bool settle(struct sender *s, const struct op *ops, size_t n, struct op_result *out, struct err *err)
{
    for (size_t i = 0; i < n; i++)
        out[i].why_column = COL_COUNT;
    if (!s->shop->ops->settle(s->shop, ops, n, out, s->arena, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        bool taken = false;
        if (s->keeps_tokens || !is_nameless(&ops[i]) || out[i].outcome != OUTCOME_DONE)
            continue;
        if (!journal_done_with(s->journal, out[i].id, &taken, err))
            return false;
        if (taken)
            out[i] = (struct op_result){ .outcome = OUTCOME_UNKNOWN, .why_column = COL_COUNT };
    }
    return true;
}

/* Answers that got lost on the way are asked for once more. */
static bool ask_again(struct sender *s, const struct op *ops, struct op_result *results, size_t n,
                      struct err *err)
{
    struct op *lost = arena_array(s->arena, struct op, n);
    struct op_result *settled = arena_array(s->arena, struct op_result, n);
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (results[i].outcome == OUTCOME_UNKNOWN)
            lost[count++] = ops[i];
    if (count > 0 && !settle(s, lost, count, settled, err))
        return false;
    count = 0;
    for (size_t i = 0; i < n; i++)
        if (results[i].outcome == OUTCOME_UNKNOWN)
            results[i] = settled[count++];
    return true;
}

static bool apply(struct sender *s, struct item *const *items, size_t n, struct err *err)
{
    struct op *ops = ops_of(s, items, n);
    struct op_result *results = arena_array(s->arena, struct op_result, n);

    step(s, "before apply");
    if (!s->shop->ops->apply(s->shop, ops, n, results, s->now, s->arena, err) ||
        !ask_again(s, ops, results, n, err))
        return err_wrap(err, _("changing %zu customers"), n);
    step(s, "after apply");
    for (size_t i = 0; i < n; i++) {
        if (results[i].outcome == OUTCOME_NOT_DONE && !is_tried_again(items[i], &results[i]))
            results[i].outcome = OUTCOME_UNKNOWN;
        if (!is_tried_again(items[i], &results[i]))
            answered(s, items[i], &results[i]);
    }
    return true;
}

/* Into the journal, to the shop, into the journal. */
static bool send_together(struct sender *s, struct item *const *items, size_t n, struct err *err)
{
    return n == 0 ||
           (journal_before(s, items, n, err) && apply(s, items, n, err) && journal_after(s, items, n, err));
}

/* A shop that keeps no tokens can be asked about all others at once; of those few at a time are under way, so that few
 * are in doubt after a crash. */
static bool send_sent(struct sender *s, struct item *const *items, size_t n, struct err *err)
{
    struct item **known = arena_array(s->arena, struct item *, n + 1);
    struct item **nameless = arena_array(s->arena, struct item *, n + 1);
    size_t known_count = 0, nameless_count = 0;

    for (size_t i = 0; i < n; i++)
        if (!s->keeps_tokens && is_nameless(&items[i]->op))
            nameless[nameless_count++] = items[i];
        else
            known[known_count++] = items[i];
    if (!send_together(s, known, known_count, err))
        return false;
    for (size_t at = 0; at < nameless_count; at += NAMELESS_AT_ONCE) {
        size_t some = nameless_count - at < NAMELESS_AT_ONCE ? nameless_count - at : NAMELESS_AT_ONCE;
        if (!send_together(s, nameless + at, some, err))
            return false;
    }
    return true;
}

static bool send_decided(struct sender *s, struct item *const *items, size_t n, struct err *err)
{
    struct item **sent = arena_array(s->arena, struct item *, n + 1);
    struct item **told = arena_array(s->arena, struct item *, n + 1);
    size_t sent_count = 0, told_count = 0;

    for (size_t i = 0; i < n; i++) {
        items[i]->attempts++;
        fill_entry(s, items[i]);
        if (op_is_sent(&items[i]->op))
            sent[sent_count++] = items[i];
        else
            told[told_count++] = items[i];
    }
    if (s->journal && (!send_sent(s, sent, sent_count, err) ||
                       (told_count > 0 && !journal_after(s, told, told_count, err))))
        return false;
    for (size_t i = 0; i < n; i++)
        items[i]->finished = !s->journal || items[i]->entry.state != ENTRY_SENT;
    return true;
}

bool send_items(struct sender *s, struct item **items, size_t n, struct err *err)
{
    struct item **pending = arena_array(s->arena, struct item *, n);
    size_t left = 0;

    for (size_t i = 0; i < n; i++)
        if (!items[i]->finished)
            pending[left++] = items[i];
    while (left > 0) {
        size_t decided = left, still = 0;
        if (!s->decide(s->context, pending, &decided, err))
            return false;
        if (s->allow && !s->allow(s->context, pending, decided, err))
            return false;
        if (!send_decided(s, pending, decided, err))
            return false;
        for (size_t i = 0; i < left; i++)
            if (!pending[i]->finished)
                pending[still++] = pending[i];
        left = still;
    }
    return true;
}

bool send_settle(struct sender *s, struct item **items, size_t n, struct err *err)
{
    struct op *ops = ops_of(s, items, n);
    struct op_result *results = arena_array(s->arena, struct op_result, n);
    struct item **told = arena_array(s->arena, struct item *, n);
    size_t count = 0;

    if (n == 0)
        return true;
    if (!settle(s, ops, n, results, err))
        return err_wrap(err, _("asking what became of %zu customers"), n);
    for (size_t i = 0; i < n; i++) {
        if (results[i].outcome == OUTCOME_NOT_DONE || was_too_late(&results[i]))
            continue;
        answered(s, items[i], &results[i]);
        items[i]->finished = true;
        told[count++] = items[i];
    }
    return journal_after(s, told, count, err);
}
