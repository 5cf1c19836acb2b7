#include "job/import.h"

#include "base/message.h"
#include "base/unicode.h"
#include "job/access.h"
#include "job/counts.h"
#include "job/run.h"
#include "model/pack.h"
#include "model/phone_memo.h"

/* The latest row so far that gave one of the customer's keys. */
static uint32_t seen_before(struct run *run, const struct customer *want)
{
    struct customer_key key = customer_key(want);
    const str keys[] = { { (const char *)&key.id, key.id ? sizeof key.id : 0 },
                         key.email.n ? text_key(key.email, &run->scratch) : key.email,
                         key.phone };
    uint32_t latest = 0;

    for (size_t i = 0; i < countof(keys); i++) {
        uint32_t row = keys[i].n ? seen_put(&run->seen, keys[i], want->row) : 0;
        latest = row > latest ? row : latest;
    }
    return latest;
}

static bool assumes_tags_command(const struct customer *want)
{
    for (size_t i = 0; i < want->tag_step_count; i++)
        if (want->tag_steps[i].tags.n > 0 && !want->tag_steps[i].command_given)
            return true;
    return false;
}

static bool assumes_address_command(const struct customer *want)
{
    for (size_t i = 0; i < want->address_count; i++) {
        struct presence has = want->addresses[i].has;
        if (!(has.seen & ~has.blank & COL_BIT(COL_ADDRESS_COMMAND)))
            return true;
    }
    return false;
}

/* Headers, separated by commas. */
static str assumed(const struct customer *want)
{
    bool tags = assumes_tags_command(want), addresses = assumes_address_command(want);

    if (tags && addresses)
        return STR("Tags Command, Address Command");
    return tags ? STR("Tags Command") : addresses ? STR("Address Command") : STR("");
}

static void item_begin(struct run *run, struct item *i, const struct ahead_customer *next)
{
    struct customer *want = next->want;

    *i = (struct item){
        .want = want, .found = next->found, .found_as_of = next->as_of, .findings = next->findings
    };
    i->findings.arena = &run->batch;
    i->entry = (struct journal_entry){ .row = want->row, .last_row = want->last_row };
    if (want->command != COMMAND_IGNORE) {
        i->earlier = seen_before(run, want);
        i->entry.assumed = assumed(want);
    }
    if (i->earlier) {
        struct finding same = { FINDING_SAME_CUSTOMER_EARLIER, want->row, -1, { STR(""), STR(""), STR("") } };
        same.args[1] = arena_fmt(&run->scratch, "%u", i->earlier);
        finding_add(&i->findings, same);
    }
    i->parsed = i->findings.n;
}

static bool earlier_next(struct run *run, struct err *err)
{
    if (journal_next(run->earlier, &run->known))
        return true;

    struct journal_cursor *done = run->earlier;
    run->earlier = NULL;
    return journal_read_close(done, err);
}

/* An earlier run settled it: it counts, and nothing else happens. */
static bool count_known(struct run *run, struct item *i, const struct journal_entry *e, struct err *err)
{
    struct findings kept = { .arena = &run->scratch };

    i->finished = i->counted = true;
    if (e->findings.n > 0 && !findings_unpack(e->findings, &kept, err))
        return err_wrap(err, _("reading the journal"));
    counts_findings(run->counts, kept.at, kept.n);
    return counts_add(run->counts, e, NULL, &run->scratch, err);
}

static bool meet_journal(struct run *run, struct item *i, struct err *err)
{
    while (run->earlier && run->known.row < i->entry.row)
        if (!earlier_next(run, err))
            return false;
    if (!run->earlier || run->known.row != i->entry.row)
        return true;
    if (run->known.state != ENTRY_SENT)
        return count_known(run, i, &run->known, err);
    i->sent_before = true;
    i->entry = run->known;
    i->entry.op = arena_copy(&run->batch, run->known.op);
    i->entry.findings = arena_copy(&run->batch, run->known.findings);
    i->entry.assumed = assumed(i->want);
    return true;
}

static bool run_customers(struct run *run, struct err *err)
{
    const struct import *job = run->job;
    size_t taken = 0;

    while (!run->stopped && (job->options->limit == 0 || taken < job->options->limit)) {
        struct item *i = &run->items[run->n];
        struct ahead_customer next;
        if (!ahead_next(run->ahead, &next))
            break;
        taken++;
        run->counts->rows = next.rows;
        item_begin(run, i, &next);
        if (!meet_journal(run, i, err))
            return false;
        if (++run->n < run->room)
            continue;
        if (!run_flush(run, err))
            return false;
        run->stopped = run->stopped || progress_stopping(job->progress);
    }
    return run_flush(run, err);
}

/* Those that an import only reads over need no access. */
static uint64_t columns_used(uint64_t present)
{
    for (size_t col = 0; col < COL_COUNT; col++)
        if (columns[col].access != ACCESS_BOTH)
            present &= ~COL_BIT(col);
    return present;
}

static bool run_header(struct run *run, const struct findings *notes, struct err *err)
{
    const struct import *job = run->job;

    run->plan.present = run->reader.header.present;
    run->plan.position = run->reader.header.position;
    run->sender.position = run->reader.header.position;
    counts_findings(run->counts, notes->at, notes->n);
    if (job->shop && !access_to_columns(&run->shop, columns_used(run->reader.header.present), err))
        return false;
    if (job->listener && job->listener->findings && notes->n > 0)
        job->listener->findings(job->listener->context, notes->at, notes->n);
    return !job->journal ||
           (journal_notes(job->journal, findings_pack(notes->at, notes->n, &run->arena), err) &&
            journal_resume(job->journal, &run->earlier, err));
}

static bool run_shop(struct run *run, struct err *err)
{
    const struct import *job = run->job;

    run->sender = (struct sender){
        .shop = job->shop,
        .journal = job->journal,
        .now = job->now,
        .arena = &run->batch,
        .step = job->step,
        .step_context = job->step_context,
        .context = run,
        .decide = run_decide,
        .allow = run_allow,
    };
    if (!job->shop)
        return true;
    if (!job->shop->ops->info(job->shop, &run->shop, &run->arena, err) ||
        (job->journal && !access_to_change(&run->shop, err)))
        return false;
    run->plan = (struct plan_context){
        .now = job->now,
        .default_language = run->shop.default_language,
        .languages = run->shop.languages,
        .definitions = run->shop.definitions,
        .definition_count = run->shop.definition_count,
        .ignore_id = job->options->ignore_id,
        .classic_accounts = (run->shop.caps & SHOP_CLASSIC_ACCOUNTS) != 0,
        .phones = arena_new(&run->arena, struct phone_memo),
    };
    run->phones_ahead = arena_new(&run->arena, struct phone_memo);
    return true;
}

static bool run_all(struct run *run, struct err *err)
{
    const struct import *job = run->job;
    struct findings notes = { .arena = &run->arena };

    if (!run_shop(run, err) || !reader_open(&run->reader, &job->input, job->options,
                                            job->shop ? &run->shop : NULL, &notes, &run->reading, err))
        return false;
    run->sender.keeps_tokens = job->shop && (run->shop.caps & SHOP_ATOMIC) != 0;
    run->room = sender_batch(job->shop ? &run->shop : NULL);
    run->items = arena_array(&run->arena, struct item, run->room);
    run_decide_init(run);

    bool ok = run_header(run, &notes, err);
    if (ok && run->earlier)
        ok = earlier_next(run, err);
    bool along = ok && run_along_begin(run, &notes);
    struct ahead_shop shop = { run, run_find_ahead, run_prepare_ahead };
    run->ahead =
        ahead_start(&run->reader, run->room, run->sender.keeps_tokens ? &shop : NULL, along, &run->arena);
    ok = ok && run_customers(run, err);
    ahead_stop(run->ahead);

    struct err closed = { 0 }; /* the first failure is the one to tell */
    if (run->earlier && !journal_read_close(run->earlier, ok ? err : &closed))
        ok = false;
    ok = reader_close(&run->reader, ok ? err : &closed) && ok;
    run_along_end(run, ok && !run->stopped);
    return ok;
}

bool import_run(const struct import *job, struct import_counts *counts, struct err *err)
{
    struct run run = { .job = job, .counts = counts };

    *counts = (struct import_counts){ 0 };
    progress_begin(job->progress,
                   job->shop ? job->journal ? N_("importing") : N_("planning") : N_("checking"),
                   job->expected);
    bool ok = run_all(&run, err);
    progress_end(job->progress);
    if (ok && run.stopped)
        ok =
            run_failures_left(&run) == 0
                ? err_set(err, ERR_INTERRUPTED,
                          _("stopped after %zu failed customers; the same command goes on there"), run.failed)
                : err_set(err, ERR_INTERRUPTED, _("interrupted; the same command goes on there"));
    seen_release(&run.seen);
    arena_reset(&run.reading);
    arena_reset(&run.scratch);
    arena_reset(&run.batch);
    arena_reset(&run.arena);
    return ok;
}
