#include <stdio.h>

#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/confirm.h"
#include "cmd/kept.h"
#include "cmd/options.h"
#include "cmd/outcome.h"
#include "cmd/plan.h"
#include "cmd/reports.h"
#include "cmd/say.h"
#include "job/access.h"

/* One import from the command line. */
struct run {
    const struct settings *settings;
    struct session session;
    struct journal *journal;
    struct journal_job *job;
    struct import_counts counts;
    struct reports reports;
    bool began; /* the shop may have been changed */
};

/* Plans the whole file first, unless --yes, and asks for what is not done unasked. */
static bool confirm(struct run *r, struct err *err)
{
    struct import_options asked = r->session.options;
    struct import_counts plan = { 0 };

    if (r->settings->yes)
        return true;
    r->session.options.max_errors = 0;
    r->session.options.fail_fast = false;
    bool ok = session_plan(&r->session, NULL, &plan, err);
    r->session.options = asked;
    r->session.meter.expected = plan.customers;
    return ok && confirm_plan(r->settings, &plan, &r->session.options.confirmed, err);
}

static bool begin(struct run *r, struct err *err)
{
    struct session *w = &r->session;
    const struct settings *s = r->settings;
    bool resumed = false;

    if (!kept_open_and_expire(&r->journal, s, w->now, err) ||
        !sha256_file(s->file, &w->input.sha256, s->arena, err))
        return false;
    const struct job_identity identity = { .kind = JOB_IMPORT,
                                           .input_sha256 = w->input.sha256,
                                           .sheet = w->input.sheet_name,
                                           .shop = w->info.where,
                                           .options = session_options_text(s, s->arena),
                                           .input_name = w->input.name };
    if (!journal_begin(r->journal, &identity, w->now, &r->job, &resumed, err))
        return false;
    if (resumed)
        say(s, _("job %lld was interrupted; it goes on where it stopped"), (long long)journal_number(r->job));
    return true;
}

static bool carry_out(struct run *r, struct err *err)
{
    struct session *w = &r->session;
    reports_begin(w, r->journal, journal_number(r->job), &r->reports);
    const struct import job = { .input = w->input.rows,
                                .shop = w->shop,
                                .journal = r->job,
                                .options = &w->options,
                                .result = r->reports.along.out ? &r->reports.along : NULL,
                                .progress = &w->meter.progress,
                                .now = w->now };

    r->began = true;
    bool ok = import_run(&job, &r->counts, err);
    meter_clear(&w->meter);
    w->meter.expected = 0;
    return ok;
}

/* After Ctrl-C nobody wants to wait; after --max-errors, or when more than was confirmed would have happened, the result says why. */
static bool wants_reports(const struct run *r, bool done, const struct err *err)
{
    bool stopped = r->settings->stop && *r->settings->stop;

    return done || (r->began && !stopped && (err->code == ERR_INTERRUPTED || err->code == ERR_REFUSED));
}

static void print_json(const struct run *r)
{
    const struct ending o = { .job = journal_number(r->job),
                              .file = r->session.input.name,
                              .sheet = r->session.input.sheet_name,
                              .counts = &r->counts,
                              .result = r->reports.result,
                              .undo = r->reports.undo,
                              .seconds = clock_steady() - r->session.began };
    struct json *out = outcome_json(&o);

    put_line(json_text(out, r->settings->arena));
    json_free(out);
}

static void tell(const struct run *r)
{
    const struct settings *s = r->settings;
    str cleared = outcome_cleared(&r->counts, s->arena);

    if (s->json)
        print_json(r);
    if (cleared.n > 0)
        say(s, _("blanks cleared: %.*s"), STR_ARG(cleared));
    if (r->reports.result)
        say(s, _("result: %s"), r->reports.result);
    if (r->reports.undo)
        say(s, _("undo: %s; \"meibo undo %lld%s%s\" puts everything back"), r->reports.undo,
            (long long)journal_number(r->job), s->shop ? " --shop " : "", s->shop ? s->shop : "");
    say(s, "%.*s", STR_ARG(outcome_line(&r->counts, s->arena)));
}

/* The job is done only when its result is written: until then the same command goes on and writes it. */
static bool end(struct run *r, bool done, struct err *err)
{
    struct job_summary summary = { .failed = (int64_t)r->counts.kinds[OP_REFUSED],
                                   .warnings = (int64_t)r->counts.warnings };
    struct err late = { 0 };

    for (size_t i = 0; i < OP_KIND_COUNT; i++)
        summary.counts[i] = (int64_t)r->counts.kinds[i];
    bool ok = journal_end(r->job, done ? JOB_DONE : JOB_INTERRUPTED, &summary, clock_now(), &late);
    if (!ok && done)
        *err = late;
    return ok && done;
}

static bool finish(struct run *r, bool done, int *status, struct err *err)
{
    struct err late = { 0 };
    bool reports = wants_reports(r, done, err);

    if (!r->began)
        return false;
    if (reports &&
        !reports_write(&r->session, &r->reports, &r->counts, &late)) {
        *err = done ? late : *err;
        done = false;
    } else if (reports) {
        tell(r);
    }
    *status = r->counts.kinds[OP_REFUSED] > 0 ? 3 : 0;
    return end(r, done, err);
}

/* Once the reports are written: killed before, the same command goes on here and writes them. */
static bool end_job(struct run *r, bool ok, struct err *err)
{
    struct job_summary summary = { 0 };
    struct err late = { 0 }; /* the first failure is the one to tell */

    if (!r->job)
        return ok;
    import_summarize(&r->counts, &summary);
    return journal_end(r->job, ok ? JOB_DONE : JOB_INTERRUPTED, &summary, clock_now(), ok ? err : &late) &&
           ok;
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct run r = { .settings = s };

    if (s->dry_run)
        return plan_run(s, status, err);
    bool done =
        session_open(&r.session, s, true, err) &&
                access_to_change(&r.session.info, err) && confirm(&r, err) && begin(&r, err) && carry_out(&r, err);
    bool ok = end_job(&r, finish(&r, done, status, err), err);
    reports_abandon(&r.reports);
    journal_release(r.job);
    journal_close(r.journal);
    session_close(&r.session);
    return ok;
}

static const struct opt options[] = {
    { OPT_ARG, 0, "FILE", AT(file), NULL, N_("The workbook: .xlsx and its relatives, or CSV.") },
    { OPT_FLAG, 'n', "dry-run", AT(dry_run), NULL,
      N_("Only show what would be done: the same as \"meibo plan\".") },
    { OPT_FLAG, 'y', "yes", AT(yes), NULL,
      N_("Go on without asking, also when customers are deleted or replaced, more than 100 values are "
         "cleared by blanks or "
         "invitations are sent.") },
    { OPT_TEXT, 0, "result", AT(result), "FILE",
      N_("Where the result goes; default NAME.result.xlsx beside the input.") },
    { OPT_FLAG, 0, "no-result", AT(no_result), NULL, N_("Write no result.") },
    { OPT_TEXT, 0, "undo-file", AT(undo_file), "FILE",
      N_("Where the undo workbook goes; default NAME.undo.xlsx beside the input.") },
    { OPT_FLAG, 0, "no-undo", AT(no_undo), NULL,
      N_("Write no undo workbook; \"meibo undo\" works all the same.") },
    OPTION_COMPRESS,
    OPTION_BULK,
};

const struct subcommand command_import = {
    .name = "import",
    .summary = N_("Import a workbook into a shop; write what happened to a result workbook."),
    .about = N_("An import that was interrupted goes on where it stopped when the same command is given "
                "again. Without a "
                "terminal and without --yes it is refused (status 6) when it would delete or replace "
                "customers, clear more "
                "than 100 values by blanks, or send invitations. The status is 3 when customers failed."),
    .lists = { { NULL, LIST(options) },
               OPTIONS_SHOP,
               OPTIONS_INPUT,
               OPTIONS_KEEP,
               OPTIONS_SHOW,
               OPTIONS_COMMON },
    .run = run,
};
