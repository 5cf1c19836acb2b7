#include "base/message.h"
#include "job/report_parts.h"

struct summary {
    const struct report *r;
    struct table *out;
    struct arena *a;
};

static void put_pair(const struct summary *s, const char *english, cell value)
{
    const cell cells[] = { cell_of_text(report_word(s->r, english)), value };

    if (value.kind != CELL_EMPTY)
        table_put(s->out, 0, cells, countof(cells));
}

static void put_where(const struct summary *s, const struct job_summary *job)
{
    const struct report *r = s->r;

    put_pair(s, N_("File"), cell_of_text(r->input_name));
    put_pair(s, "SHA-256", cell_of_text(r->input_sha256));
    put_pair(s, N_("Sheet"), cell_of_text(r->sheet_name));
    if (r->shop)
        put_pair(s, N_("Shop"), cell_of_text(r->shop->name));
    put_pair(s, N_("Options"), cell_of_text(r->options_text));
    if (job) {
        put_pair(s, N_("Job"), cell_of_count((uint64_t)job->number, s->a));
        put_pair(s, N_("Started"), cell_of_time(job->started, report_zone(r), s->a));
        put_pair(s, N_("Ended"), cell_of_time(job->ended ? job->ended : clock_now(), report_zone(r), s->a));
    }
    put_pair(s, "meibo", cell_of_text(r->version));
}

static void put_counts(const struct summary *s, const struct import_counts *c)
{
    const struct {
        const char *english;
        size_t n;
    } lines[] = {
        { N_("Rows"), c->rows },
        { N_("Customers"), c->customers },
        { N_("Created"), c->kinds[OP_CREATE] },
        { N_("Updated"), c->kinds[OP_UPDATE] },
        { N_("Unchanged"), c->kinds[OP_UNCHANGED] },
        { N_("Replaced"), c->kinds[OP_REPLACE] },
        { N_("Deleted"), c->kinds[OP_DELETE] },
        { N_("Ignored"), c->kinds[OP_IGNORED] },
        { N_("Failed"), c->kinds[OP_REFUSED] },
        { N_("Not run"), c->not_run },
        { N_("Warnings"), c->warnings },
        { N_("Activation mails"), c->mails },
        { N_("Values cleared by blank cells"), import_cleared(c) },
    };

    for (size_t i = 0; i < countof(lines); i++)
        put_pair(s, lines[i].english, cell_of_count(lines[i].n, s->a));
}

static void put_cleared_line(const struct summary *s, str column, size_t n)
{
    const str parts[] = { STR("  "), column };
    const cell cells[] = { cell_of_text(arena_join(s->a, parts, countof(parts), STR(""))),
                           cell_of_count(n, s->a) };

    if (n > 0)
        table_put(s->out, 0, cells, countof(cells));
}

void report_summary(const struct report *r, struct table *out, const struct import_counts *counts,
                    const struct job_summary *job, struct arena *a)
{
    const struct summary s = { r, out, a };
    const struct column_layout layout[] = {
        { .header = report_word(r, N_("What")), .style = STYLE_TEXT },
        { .header = report_word(r, N_("Value")), .style = STYLE_GENERAL },
    };

    table_sheet(out, &(struct sheet_layout){
                         .name = STR("Summary"), .columns = layout, .column_count = countof(layout) });
    put_where(&s, job);
    put_counts(&s, counts);
    for (size_t i = 0; i < COL_COUNT; i++)
        put_cleared_line(&s, columns[i].header, counts->cleared[i]);
    put_cleared_line(&s, report_word(r, N_("Metafields")), counts->cleared_metafields);
    if (job)
        put_pair(
            &s, N_("Note"),
            cell_of_text(report_word(
                r, N_("Only the sheet of customers is repeated here; other sheets of the file are not."))));
}
