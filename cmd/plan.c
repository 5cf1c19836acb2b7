#include <string.h>

#include "base/file.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/outcome.h"
#include "cmd/plan.h"
#include "cmd/planned.h"
#include "cmd/say.h"
#include "cmd/session.h"
#include "cmd/signals.h"
#include "xlsx/write.h"

static void print_json(const struct session *w, const struct import_counts *counts,
                       const struct causes *causes)
{
    const struct ending o = { .file = w->input.name,
                              .sheet = w->input.sheet_name,
                              .counts = counts,
                              .result = w->settings->output,
                              .seconds = clock_steady() - w->began };
    struct json *out = outcome_json(&o);

    json_put(out, "findings", causes_json(causes));
    put_line(json_text(out, w->settings->arena));
    json_free(out);
}

static void print_summary(const struct session *w, const struct import_counts *counts, struct planned *p)
{
    struct arena *a = w->settings->arena;
    str cleared = outcome_cleared(counts, a);

    if (p->more > 0)
        printf(message_get_n("and %s more customer would change; -v lists all, -o FILE writes a workbook\n",
                             "and %s more customers would change; -v lists all, -o FILE writes a workbook\n",
                             p->more),
               count_text(p->more, a).p);
    causes_print(&p->causes, stdout);
    if (cleared.n > 0)
        printf(_("blanks would clear: %.*s\n"), STR_ARG(cleared));
    if (counts->mails > 0)
        printf(_("invitation mails: %s\n"), count_text(counts->mails, a).p);
    put_line(outcome_line(counts, a));
}

/* The whole plan as a workbook: Summary, Changes, Findings. */
static bool write_plan(struct session *w, struct import_counts *counts, struct err *err)
{
    const struct settings *s = w->settings;
    const struct write_options form = { .compression = (enum write_compression)s->compress,
                                        .creator = STR("meibo"),
                                        .created = w->now,
                                        .money_decimals = w->info.money_decimals };
    const struct import job = { .input = w->input.rows,
                                .shop = w->shop,
                                .options = &w->options,
                                .progress = &w->meter.progress,
                                .now = w->now };
    struct report report = session_report(w);
    struct table *out;

    if (!sha256_file(s->file, &report.input_sha256, s->arena, err) ||
        !write_create(&out, s->output, &form, err))
        return false;
    bool ok = report_plan(&job, &report, out, counts, err);
    meter_clear(&w->meter);
    if (ok)
        say(s, _("plan: %s"), s->output);
    return ok;
}

static bool plan(struct session *w, const struct settings *s, int *status, struct err *err)
{
    struct import_counts counts = { 0 };
    struct planned p = { .quiet = s->json, .most = s->verbose ? 0 : PLANNED_CUSTOMERS };
    struct plan_listener listener = planned_listener(&p);

    causes_init(&p.causes, s->verbose && !s->json, stdout);
    causes_add(&p.causes, w->input.notes.at, w->input.notes.n);
    bool ok = s->output ? write_plan(w, &counts, err) : session_plan(w, &listener, &counts, err);
    if (ok && s->json)
        print_json(w, &counts, &p.causes);
    else if (ok)
        print_summary(w, &counts, &p);
    causes_release(&p.causes);
    *status = counts.kinds[OP_REFUSED] > 0 ? 3 : 0;
    return ok;
}

bool plan_run(const struct settings *s, int *status, struct err *err)
{
    struct session w;

    if (!s->output)
        signals_end_on_closed_pipe();
    bool ok = session_open(&w, s, true, err) && plan(&w, s, status, err);
    session_close(&w);
    return ok;
}

static const struct opt options[] = {
    { OPT_ARG, 0, "FILE", AT(file), NULL, N_("The workbook: .xlsx and its relatives, or CSV.") },
    { OPT_TEXT, 'o', "output", AT(output), "FILE",
      N_("Write the plan as a workbook: Summary, Changes and Findings.") },
    OPTION_COMPRESS,
    { OPT_FLAG, 'y', "yes", AT(yes), NULL,
      N_("Accepted, so that plan can stand for import; a plan asks nothing.") },
};

const struct subcommand command_plan = {
    .name = "plan",
    .summary = N_("Show what an import would do; nothing is changed."),
    .about = N_(
        "For each customer the cells that change, before → after: the first 50, all with --verbose or in the "
        "workbook of -o. It goes to standard output and can hold personal data. The status is 3 when "
        "customers would "
        "fail."),
    .lists = { { NULL, LIST(options) }, OPTIONS_SHOP, OPTIONS_INPUT, OPTIONS_SHOW, OPTIONS_COMMON },
    .run = plan_run,
};
