#include "job/run.h"

/* The customers of a parcel, whose entries are final. */
struct finished {
    const struct item *items;
    size_t n, at;
};

static bool next_of_items(void *context, struct journal_entry *out)
{
    struct finished *f = context;

    if (f->at == f->n)
        return false;
    *out = f->items[f->at++].entry;
    return true;
}

/* Rows are kept from the first customer on: what stands above must be the header alone. */
static bool can_begin(const struct run *run)
{
    const struct import *job = run->job;
    const struct reader *r = &run->reader;

    return job->result && job->journal && !run->earlier && job->options->limit == 0 &&
           !job->options->only_failed && r->header.row == 1 && r->has_row && r->row.number == 2;
}

bool run_along_begin(struct run *run, const struct findings *notes)
{
    struct import_result *asked = run->job->result;

    if (!can_begin(run))
        return false;
    run->result = result_begin(asked->report, asked->out, &run->reader.header, &run->reader.cells, notes,
                               &asked->counts, &run->arena);
    return true;
}

static void let_go(struct run *run)
{
    result_release(run->result);
    run->result = NULL;
}

static bool put(struct run *run, const struct row_log *log, struct err *err)
{
    struct finished f = { run->items, run->n, 0 };

    if (log->lost || !result_entries(run->result, &(struct result_entries){ &f, next_of_items }, err))
        return false;
    for (size_t i = 0; i < log->n; i++)
        if (!result_row(run->result, &log->rows[i], err))
            return false;
    return result_drain(run->result, err);
}

void run_along_parcel(struct run *run)
{
    struct err ignored = { 0 };

    if (run->result && (run->stopped || !put(run, ahead_rows(run->ahead), &ignored)))
        let_go(run);
}

void run_along_end(struct run *run, bool done)
{
    struct err ignored = { 0 };

    if (!run->result)
        return;
    run->job->result->complete = done && result_complete(run->result, &ignored);
    let_go(run);
}
