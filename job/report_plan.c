#include "base/message.h"
#include "job/report_errors.h"
#include "job/report_parts.h"
#include "job/spool.h"
#include "model/pack.h"

enum { CHANGE_CELLS = 6 };

/* The Summary comes first, and is known last: the rest is put aside meanwhile. */
struct plan_report {
    const struct import *job;
    const struct report *r;
    struct table *out;
    struct import_counts *counts;
    struct spool changes, findings;
    size_t causes[FINDING_COUNT];
    struct arena scratch;
};

/* Row, customer, action, column, before, after: six texts. */
static void spool_change(struct plan_report *p, const struct op *op, str customer, const struct change *c)
{
    struct arena *a = &p->scratch;
    uint32_t row = c && c->row ? c->row : op->want->row;
    const str texts[CHANGE_CELLS] = {
        arena_fmt(a, "%u", row),
        customer,
        op_words(p->r, op->kind, op->found_by, a),
        c ? c->name : STR(""),
        c ? c->before : STR(""),
        c ? c->after : STR(""),
    };

    for (size_t i = 0; i < CHANGE_CELLS; i++)
        spool_put(&p->changes, texts[i]);
}

/* Who it is, for people: the email, else the phone, the name, the ID. */
static str customer_name(const struct op *op, struct arena *a)
{
    const struct customer *c = op->want;
    const str name[] = { c->first_name, c->last_name };

    if (c->email.n > 0 || c->phone.n > 0)
        return c->email.n > 0 ? c->email : c->phone;
    if (c->first_name.n > 0 && c->last_name.n > 0)
        return arena_join(a, name, countof(name), STR(" "));
    if (c->first_name.n > 0 || c->last_name.n > 0)
        return c->first_name.n > 0 ? c->first_name : c->last_name;
    return c->id ? arena_fmt(a, "%lld", (long long)c->id) : STR("");
}

static void take_customer(void *context, const struct op *op, const struct change *changes, size_t n)
{
    struct plan_report *p = context;
    const struct plan_listener *also = p->job->listener;
    str name = customer_name(op, &p->scratch);

    for (size_t i = 0; i < n; i++)
        spool_change(p, op, name, &changes[i]);
    if (n == 0 && op->kind >= OP_CREATE)
        spool_change(p, op, name, NULL);
    arena_reset(&p->scratch);
    if (also && also->customer)
        also->customer(also->context, op, changes, n);
}

static void take_findings(void *context, const struct finding *at, size_t n)
{
    struct plan_report *p = context;
    const struct plan_listener *also = p->job->listener;

    for (size_t i = 0; i < n; i++)
        p->causes[at[i].id]++;
    spool_put(&p->findings, findings_pack(at, n, &p->scratch));
    arena_reset(&p->scratch);
    if (also && also->findings)
        also->findings(also->context, at, n);
}

static bool put_changes(struct plan_report *p, struct err *err)
{
    static const char *const headers[CHANGE_CELLS] = { N_("Row"),    N_("Customer"), N_("Action"),
                                                       N_("Column"), N_("Before"),   N_("After") };
    struct column_layout layout[CHANGE_CELLS];
    cell cells[CHANGE_CELLS];
    bool more = true;

    for (size_t i = 0; i < CHANGE_CELLS; i++)
        layout[i] = (struct column_layout){ .header = report_word(p->r, headers[i]),
                                            .style = i == 0 ? STYLE_NUMBER : STYLE_TEXT };
    table_sheet(p->out, &(struct sheet_layout){
                            .name = STR("Changes"), .columns = layout, .column_count = CHANGE_CELLS });
    for (uint32_t row = 1; row < ROW_MAX; row++) {
        for (size_t i = 0; more && i < CHANGE_CELLS; i++) {
            str text;
            more = spool_next(&p->changes, &text, &p->scratch);
            cells[i] = more ? cell_of_text(text) : cells[i];
        }
        if (!more)
            break;
        cells[0].kind = CELL_NUMBER;
        table_put(p->out, 0, cells, CHANGE_CELLS);
        arena_reset(&p->scratch);
    }
    return !p->changes.failed || err_errno(err, _("reading a temporary file"));
}

static bool put_findings(struct plan_report *p, struct err *err)
{
    struct error_lines lines = { .r = p->r, .out = p->out };
    bool ok = true;
    str packed;

    error_lines_begin(&lines, STR("Findings"), p->causes);
    while (ok && lines.n < ERROR_LINES_MAX && spool_next(&p->findings, &packed, &p->scratch)) {
        struct findings list = { .arena = &p->scratch };
        ok = findings_unpack(packed, &list, err);
        for (size_t i = 0; ok && i < list.n; i++)
            error_lines_put(&lines, &list.at[i]);
        arena_reset(&p->scratch);
    }
    error_lines_end(&lines);
    return ok && (!p->findings.failed || err_errno(err, _("reading a temporary file")));
}

static bool write_plan(struct plan_report *p, struct err *err)
{
    const struct plan_listener listener = { p, take_customer, take_findings };
    struct import job = *p->job;
    struct arena arena = { 0 };

    job.listener = &listener;
    job.journal = NULL;
    if (!spool_open(&p->changes, err) || !spool_open(&p->findings, err) ||
        !import_run(&job, p->counts, err) || !spool_rewind(&p->changes, err) ||
        !spool_rewind(&p->findings, err))
        return false;
    report_summary(p->r, p->out, p->counts, NULL, &arena);
    arena_reset(&arena);
    return put_changes(p, err) && put_findings(p, err);
}

bool report_plan(const struct import *job, const struct report *r, struct table *out,
                 struct import_counts *counts, struct err *err)
{
    struct plan_report p = { .job = job, .r = r, .out = out, .counts = counts };
    bool ok = write_plan(&p, err);

    spool_close(&p.changes);
    spool_close(&p.findings);
    arena_reset(&p.scratch);
    if (ok)
        return table_finish(out, err);
    table_abandon(out);
    return false;
}
