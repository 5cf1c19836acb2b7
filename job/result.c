#include "job/result.h"

#include "base/message.h"
#include "job/counts.h"
#include "job/reader.h"
#include "job/report_errors.h"
#include "job/report_parts.h"
#include "model/pack.h"

struct result {
    const struct report *r;
    struct table *out;
    struct import_counts *counts;
    const struct header *header;
    size_t result_at, comment_at, columns,
        added; /* positions in the output; `added`: how many were not there */

    struct result_entries entries;
    struct journal_entry entry;
    bool has_entry;
    struct findings findings; /* of the entry */
    size_t causes[FINDING_COUNT];
    size_t said; /* warnings and errors of all entries */

    struct record unrun; /* counts customers among the rows that were not run */
    struct findings unrun_findings;
    struct arena entry_arena, row_arena, unrun_arena, scratch;
};

static const str words_of_state[] = { STR_INIT("OK"), STR_INIT("Failed"), STR_INIT("Ignored"),
                                      STR_INIT("Not run") };
enum result_word { RESULT_OK, RESULT_FAILED, RESULT_IGNORED, RESULT_NOT_RUN };

static enum result_word entry_word(const struct journal_entry *e)
{
    if (e->state == ENTRY_SENT)
        return RESULT_NOT_RUN;
    return entry_failed(e) ? RESULT_FAILED : e->kind == OP_IGNORED ? RESULT_IGNORED : RESULT_OK;
}

/* The next entry, counted and with its findings in hand. */
static bool entry_next(struct result *x, struct err *err)
{
    arena_reset(&x->entry_arena);
    x->findings = (struct findings){ .arena = &x->entry_arena };
    x->has_entry = x->entries.next(x->entries.context, &x->entry);
    if (!x->has_entry)
        return true;
    if (x->entry.findings.n > 0 && !findings_unpack(x->entry.findings, &x->findings, err))
        return err_wrap(err, _("reading the journal"));
    x->said += x->findings.count[SEVERITY_WARNING] + x->findings.count[SEVERITY_ERROR];
    if (x->entry.state == ENTRY_SENT) {
        x->counts->not_run++;
        return true;
    }
    counts_findings(x->counts, x->findings.at, x->findings.n);
    for (size_t i = 0; i < x->findings.n; i++)
        x->causes[x->findings.at[i].id]++;
    return counts_add(x->counts, &x->entry, NULL, &x->entry_arena, err);
}

/* Whether a finding is said beside this row: its own, and on the first row of a customer all that have
 * no other. */
static bool said_here(const struct result *x, const struct finding *f, uint32_t row)
{
    bool other = f->row > x->entry.row && f->row <= x->entry.last_row;

    return f->row == row || (row == x->entry.row && !other);
}

static str comment_text(const struct result *x, uint32_t row, struct arena *a)
{
    str *parts = arena_array(a, str, x->findings.n + 3);
    size_t n = 0;

    parts[n] = op_words(x->r, x->entry.kind, x->entry.found_by, a);
    n += parts[n].n > 0;
    if (x->entry.state == ENTRY_SENT)
        parts[n++] = report_word(x->r, N_("sent, but not yet answered; run the same command again"));
    if (x->entry.assumed.n > 0) {
        const str assuming[] = { report_word(x->r, N_("Assuming MERGE for")), x->entry.assumed };
        parts[n++] = arena_join(a, assuming, countof(assuming), STR(" "));
    }
    for (size_t i = 0; i < x->findings.n; i++) {
        const struct finding *f = &x->findings.at[i];
        if (!said_here(x, f, row))
            continue;
        const str said[] = { severity_word(x->r, finding_severity(f->id)), x->r->words->finding(f, a) };
        parts[n++] = arena_join(a, said, countof(said), STR(": "));
    }
    return arena_join(a, parts, n, STR(" | "));
}

static void mark_cells(const struct result *x, uint32_t row, enum severity severity, enum cell_mark mark,
                       struct arena *a)
{
    for (size_t i = 0; i < x->findings.n; i++) {
        const struct finding *f = &x->findings.at[i];
        if (finding_severity(f->id) == severity && f->row == row && f->column >= 0)
            table_mark(x->out, (size_t)f->column, mark, x->r->words->finding(f, a));
    }
}

/* The input's cells, passwords left out. What stands beyond the header moves aside for the columns that
 * are added. */
static cell *copy_cells(const struct result *x, const struct row *row, size_t *count, struct arena *a)
{
    size_t wide = row->count > x->header->count ? row->count + x->added : x->columns;
    cell *cells = arena_array(a, cell, wide);

    for (size_t i = 0; i < row->count; i++) {
        cell c = row->cells[i];
        bool password =
            i < x->header->count && x->header->column[i] == COL_PASSWORD && row->number > x->header->row;
        if (c.kind == CELL_NO_VALUE || password)
            c = (cell){ CELL_EMPTY, false, STR("") };
        cells[i < x->header->count ? i : i + x->added] = c;
    }
    *count = wide;
    return cells;
}

static void count_unrun(struct result *x, const struct row *row)
{
    if (record_open(&x->unrun) && record_continues(&x->unrun, row)) {
        record_add(&x->unrun, row);
        return;
    }
    if (record_open(&x->unrun))
        record_finish(&x->unrun);
    arena_reset(&x->unrun_arena);
    arena_reset(&x->scratch);
    x->unrun_findings = (struct findings){ .arena = &x->unrun_arena };
    record_begin(&x->unrun, &x->unrun_findings);
    record_add(&x->unrun, row);
    x->counts->not_run++;
}

static void put_customer_row(struct result *x, const struct row *row)
{
    struct arena *a = &x->row_arena;
    size_t count;
    cell *cells = copy_cells(x, row, &count, a);
    bool known = x->has_entry && x->entry.row <= row->number;
    enum result_word word = known ? entry_word(&x->entry) : RESULT_NOT_RUN;
    bool left_out = !known && x->r->options->only_failed && !row_says_failed(x->header, row);

    x->counts->rows++;
    if (!left_out) {
        cells[x->result_at] = cell_of_text(words_of_state[word]);
        cells[x->comment_at] = cell_of_text(known ? comment_text(x, row->number, a) : STR(""));
    }
    if (!known && !left_out)
        count_unrun(x, row);
    if (known) {
        mark_cells(x, row->number, SEVERITY_WARNING, MARK_WARNING, a);
        mark_cells(x, row->number, SEVERITY_ERROR, MARK_FAILED, a);
        if (word == RESULT_FAILED)
            table_mark(x->out, x->result_at, MARK_FAILED, STR(""));
        else if (x->findings.count[SEVERITY_WARNING] > 0)
            table_mark(x->out, x->result_at, MARK_WARNING, STR(""));
    }
    table_put(x->out, row->number, cells, count);
}

static void put_header_row(struct result *x, const struct row *row)
{
    size_t count;
    cell *cells = copy_cells(x, row, &count, &x->row_arena);

    cells[x->result_at] = cell_of_text(columns[COL_IMPORT_RESULT].header);
    cells[x->comment_at] = cell_of_text(columns[COL_IMPORT_COMMENT].header);
    table_put(x->out, row->number, cells, count);
}

/* What stands beyond the customers' rows, copied as it is. */
static void put_other_row(struct result *x, const struct row *row)
{
    size_t count;
    cell *cells = copy_cells(x, row, &count, &x->row_arena);

    table_put(x->out, row->number, cells, count);
}

bool result_entries(struct result *x, const struct result_entries *entries, struct err *err)
{
    x->entries = *entries;
    return entry_next(x, err);
}

bool result_row(struct result *x, const struct row *row, struct err *err)
{
    while (x->has_entry && x->entry.last_row < row->number)
        if (!entry_next(x, err))
            return false;
    if (row->number == x->header->row && x->header->row > 1)
        put_header_row(x, row);
    else if (row->number > x->header->row && !row_is_blank(x->header, row))
        put_customer_row(x, row);
    else if (row->number != x->header->row)
        put_other_row(x, row);
    arena_reset(&x->row_arena);
    return true;
}

static void layout_sheet(struct result *x, struct arena *a)
{
    const struct header *h = x->header;
    struct column_layout *layout;

    x->result_at =
        h->position[COL_IMPORT_RESULT] >= 0 ? (size_t)h->position[COL_IMPORT_RESULT] : h->count + x->added++;
    x->comment_at = h->position[COL_IMPORT_COMMENT] >= 0 ? (size_t)h->position[COL_IMPORT_COMMENT]
                                                         : h->count + x->added++;
    x->columns = h->count + x->added;
    layout = arena_array(a, struct column_layout, x->columns);
    for (size_t i = 0; i < h->count; i++) {
        layout[i].header = h->text[i];
        layout[i].style = h->column[i] >= 0 ? column_style((enum column_id)h->column[i]) : STYLE_GENERAL;
    }
    layout[x->result_at] =
        (struct column_layout){ .header = columns[COL_IMPORT_RESULT].header, .style = STYLE_TEXT };
    layout[x->comment_at] =
        (struct column_layout){ .header = columns[COL_IMPORT_COMMENT].header, .style = STYLE_TEXT };
    table_sheet(x->out, &(struct sheet_layout){ .name = report_sheet(x->r),
                                                .columns = layout,
                                                .column_count = x->columns,
                                                .header_as_row = h->row > 1 });
}

struct result *result_begin(const struct report *r, struct table *out, const struct header *h,
                            const struct cell_context *cells, const struct findings *notes,
                            struct import_counts *counts, struct arena *a)
{
    struct result *x = arena_new(a, struct result);
    const struct record_options record = { .cells = cells,
                                           .blank_keeps = r->options->blank_keeps,
                                           .ignore_id = r->options->ignore_id };

    *counts = (struct import_counts){ 0 };
    *x = (struct result){ .r = r, .out = out, .counts = counts, .header = h };
    counts_findings(counts, notes->at, notes->n);
    for (size_t i = 0; i < notes->n; i++)
        x->causes[notes->at[i].id]++;
    record_init(&x->unrun, h, &record, &x->scratch);
    layout_sheet(x, a);
    return x;
}

bool result_drain(struct result *x, struct err *err)
{
    while (x->has_entry)
        if (!entry_next(x, err))
            return false;
    return true;
}

bool result_complete(struct result *x, struct err *err)
{
    struct job_summary job;

    x->counts->customers += x->counts->not_run;
    if (!journal_find(x->r->journal, x->r->job_number, &job, &x->scratch, err))
        return false;
    report_summary(x->r, x->out, x->counts, &job, &x->scratch);
    return report_errors(x->r, x->out, x->header, x->causes, x->said, err);
}

void result_release(struct result *x)
{
    if (!x)
        return;
    arena_reset(&x->unrun_arena);
    arena_reset(&x->entry_arena);
    arena_reset(&x->row_arena);
    arena_reset(&x->scratch);
}
