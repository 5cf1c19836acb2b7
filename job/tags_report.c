#include "base/message.h"
#include "job/counts.h"
#include "job/report_parts.h"
#include "job/tags.h"
#include "model/pack.h"

enum { BEFORE, AFTER, RESULT, COMMENT, REPORT_CELLS = 6 };

static str joined(struct texts tags, struct arena *a)
{
    return arena_join(a, tags.at, tags.n, STR(", "));
}

/* What the operation makes of the tags, as the journal has it. */
static struct texts tags_now(const struct op *op, struct arena *a)
{
    struct texts had = op->have->tags;
    str *to = arena_array(a, str, had.n + op->tags_add.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < had.n; i++) {
        bool gone = false;
        for (size_t k = 0; k < op->tags_remove.n; k++)
            gone = gone || str_eq(op->tags_remove.at[k], had.at[i]);
        if (!gone)
            to[n++] = had.at[i];
    }
    for (size_t i = 0; i < op->tags_add.n; i++)
        to[n++] = op->tags_add.at[i];
    return (struct texts){ to, n };
}

static str comment(const struct report *r, const struct findings *findings, struct arena *a)
{
    str *parts = arena_array(a, str, findings->n + 1);

    for (size_t i = 0; i < findings->n; i++)
        parts[i] = r->words->finding(&findings->at[i], a);
    return arena_join(a, parts, findings->n, STR(" | "));
}

static bool put_entry(const struct report *r, struct table *out, const struct journal_entry *e,
                      struct arena *a, struct err *err)
{
    struct findings findings = { .arena = a };
    struct op op = { 0 };
    bool failed = entry_failed(e);
    cell cells[REPORT_CELLS] = { 0 };

    if ((e->op.n > 0 && !op_unpack(e->op, &op, a, err)) ||
        (e->findings.n > 0 && !findings_unpack(e->findings, &findings, err)))
        return err_wrap(err, _("reading the journal"));
    cells[0] = cell_of_text(e->id ? arena_fmt(a, "%lld", (long long)e->id) : STR(""));
    if (op.have) {
        cells[1] = cell_of_text(op.have->email);
        cells[2 + BEFORE] = cell_of_text(joined(op.have->tags, a));
        cells[2 + AFTER] = cell_of_text(joined(failed ? op.have->tags : tags_now(&op, a), a));
    }
    cells[2 + RESULT] = cell_of_text(e->state == ENTRY_SENT ? STR("Not run")
                                     : failed               ? STR("Failed")
                                                            : STR("OK"));
    cells[2 + COMMENT] = cell_of_text(comment(r, &findings, a));
    if (failed)
        table_mark(out, 2 + RESULT, MARK_FAILED, cells[2 + COMMENT].text);
    table_put(out, 0, cells, REPORT_CELLS);
    return true;
}

static bool put_entries(const struct report *r, struct table *out, struct err *err)
{
    struct journal_cursor *c;
    struct journal_entry e;
    struct arena scratch = { 0 };
    struct err closed = { 0 }; /* the first failure is the one to tell */
    bool ok = true;

    if (!journal_read(r->journal, r->job_number, 0, &c, err))
        return false;
    while (ok && journal_next(c, &e)) {
        ok = put_entry(r, out, &e, &scratch, err);
        arena_reset(&scratch);
        progress_step(r->progress, 1);
    }
    return journal_read_close(c, ok ? err : &closed) && ok;
}

static void begin_entries(const struct report *r, struct table *out)
{
    const struct column_layout layout[REPORT_CELLS] = {
        { .header = columns[COL_ID].header, .style = STYLE_TEXT },
        { .header = columns[COL_EMAIL].header, .style = STYLE_TEXT },
        { .header = report_word(r, N_("Tags Before")), .style = STYLE_TEXT },
        { .header = report_word(r, N_("Tags After")), .style = STYLE_TEXT },
        { .header = STR("Import Result"), .style = STYLE_TEXT },
        { .header = STR("Import Comment"), .style = STYLE_TEXT },
    };

    table_sheet(out, &(struct sheet_layout){
                         .name = STR("Customers"), .columns = layout, .column_count = REPORT_CELLS });
}

static void put_pair(const struct report *r, struct table *out, const char *english, cell value)
{
    const cell cells[] = { cell_of_text(report_word(r, english)), value };

    table_put(out, 0, cells, countof(cells));
}

static bool put_summary(const struct report *r, const struct tags_counts *counts, struct table *out,
                        struct err *err)
{
    struct arena a = { 0 };
    struct job_summary job;
    bool ok = journal_find(r->journal, r->job_number, &job, &a, err);

    if (ok) {
        report_summary(r, out, &counts->of, NULL, &a);
        put_pair(r, out, N_("Tags added"), cell_of_count(counts->added, &a));
        put_pair(r, out, N_("Tags removed"), cell_of_count(counts->removed, &a));
        put_pair(r, out, N_("Job"), cell_of_count((uint64_t)job.number, &a));
        put_pair(r, out, N_("Started"), cell_of_time(job.started, report_zone(r), &a));
    }
    arena_reset(&a);
    return ok;
}

bool tags_report(const struct report *r, const struct tags_counts *counts, struct table *out, struct err *err)
{
    progress_begin(r->progress, N_("writing the result"), 0);
    begin_entries(r, out);
    bool ok = put_entries(r, out, err) && put_summary(r, counts, out, err);
    progress_end(r->progress);
    if (ok)
        return table_finish(out, err);
    table_abandon(out);
    return false;
}
