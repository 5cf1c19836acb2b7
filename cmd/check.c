#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/outcome.h"
#include "cmd/say.h"
#include "cmd/session.h"
#include "cmd/signals.h"

static void listen(void *context, const struct finding *at, size_t n)
{
    causes_add(context, at, n);
}

static void print_json(const struct session *w, const struct import_counts *counts,
                       const struct causes *causes)
{
    const struct ending o = { .file = w->input.name,
                              .sheet = w->input.sheet_name,
                              .counts = counts,
                              .seconds = clock_steady() - w->began };
    struct json *out = outcome_json(&o);

    json_put(out, "findings", causes_json(causes));
    put_line(json_text(out, w->settings->arena));
    json_free(out);
}

static void print_counts(const struct session *w, const struct import_counts *c)
{
    struct arena *a = w->settings->arena;

    printf(_("%.*s, sheet \"%.*s\": %s rows · %s customers · %s would fail · %s warnings\n"),
           STR_ARG(w->input.name), STR_ARG(w->input.sheet_name), count_text(c->rows, a).p,
           count_text(c->customers, a).p, count_text(c->kinds[OP_REFUSED], a).p,
           count_text(c->warnings, a).p);
}

static bool check(struct session *w, const struct settings *s, int *status, struct err *err)
{
    struct import_counts counts = { 0 };
    struct causes causes;
    struct plan_listener listener = { .context = &causes, .findings = listen };

    causes_init(&causes, s->verbose && !s->json, stdout);
    if (s->json)
        causes.lines = CAUSE_LINES;
    causes_add(&causes, w->input.notes.at, w->input.notes.n);
    bool ok = session_plan(w, &listener, &counts, err);
    bool show = ok || err->code == ERR_INTERRUPTED;
    if (show && s->json)
        print_json(w, &counts, &causes);
    if (show && !s->json) {
        causes_print(&causes, stdout);
        print_counts(w, &counts);
    }
    causes_release(&causes);
    *status = counts.kinds[OP_REFUSED] > 0 ? 3 : 0;
    return ok;
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct session w;

    signals_end_on_closed_pipe();
    bool ok = session_open(&w, s, false, err) && check(&w, s, status, err);
    session_close(&w);
    return ok;
}

static const struct opt options[] = {
    { OPT_ARG, 0, "FILE", AT(file), NULL, N_("The workbook: .xlsx and its relatives, or CSV.") },
};

const struct subcommand command_check = {
    .name = "check",
    .summary = N_("Read a workbook and report what is wrong with it; no shop is opened."),
    .about = N_("Findings go to standard output, one a line, by cause: at most 20 of each unless --verbose. "
                "They can hold "
                "personal data. The status is 3 when customers would fail."),
    .lists = { { NULL, LIST(options) }, OPTIONS_INPUT, OPTIONS_SHOW, OPTIONS_COMMON },
    .run = run,
};
