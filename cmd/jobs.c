#include <stdio.h>

#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "base/unicode.h"
#include "cmd/command.h"
#include "cmd/kept.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "cmd/signals.h"

static const char *const kind_words[] = { N_("import"), N_("undo"), N_("export"), N_("tags") };
static const char *const state_words[] = { N_("running"), N_("interrupted"), N_("done"), N_("failed") };

static struct json *counts_json(const struct job_summary *j)
{
    static const char *const names[OP_KIND_COUNT] = {
        [OP_IGNORED] = "ignored", [OP_UNCHANGED] = "unchanged", [OP_CREATE] = "created",
        [OP_UPDATE] = "updated",  [OP_REPLACE] = "replaced",    [OP_DELETE] = "deleted"
    };
    struct json *counts = json_object();

    for (size_t i = 0; i < OP_KIND_COUNT; i++)
        if (names[i])
            json_put(counts, names[i], json_of_int(j->counts[i]));
    json_put(counts, "failed", json_of_int(j->failed));
    json_put(counts, "warnings", json_of_int(j->warnings));
    return counts;
}

static struct json *moment_json(int64_t moment, struct arena *a)
{
    return moment ? json_of_str(moment_format_iso(moment, a)) : json_of_null();
}

static struct json *job_json(const struct job_summary *j, struct arena *a)
{
    struct json *out = json_object();

    json_put(out, "job", json_of_int(j->number));
    json_put(out, "kind", json_of_str(str_of(kind_words[j->kind])));
    json_put(out, "state", json_of_str(str_of(state_words[j->state])));
    json_put(out, "file", json_of_str(j->input_name));
    json_put(out, "sha256", json_of_str(j->input_sha256));
    json_put(out, "sheet", json_of_str(j->sheet));
    json_put(out, "shop", json_of_str(j->shop));
    json_put(out, "options", json_of_str(j->options));
    json_put(out, "started", moment_json(j->started, a));
    json_put(out, "ended", moment_json(j->ended, a));
    json_put(out, "counts", counts_json(j));
    json_put(out, "undone_by", j->undone_by ? json_of_int(j->undone_by) : json_of_null());
    return out;
}

static str job_counts(const struct job_summary *j, struct arena *a)
{
    if (j->kind == JOB_EXPORT)
        return arena_fmt(a, _("customers %s"), count_text((size_t)j->counts[OP_UNCHANGED], a).p);
    return arena_fmt(
        a, _("created %s · updated %s · unchanged %s · replaced %s · deleted %s · ignored %s · failed %s"),
        count_text((size_t)j->counts[OP_CREATE], a).p, count_text((size_t)j->counts[OP_UPDATE], a).p,
        count_text((size_t)j->counts[OP_UNCHANGED], a).p, count_text((size_t)j->counts[OP_REPLACE], a).p,
        count_text((size_t)j->counts[OP_DELETE], a).p, count_text((size_t)j->counts[OP_IGNORED], a).p,
        count_text((size_t)j->failed, a).p);
}

/* One job on one line: number, kind, state, start, file, counts. */
static void print_line(const struct job_summary *j, struct arena *a)
{
    put_padded(stdout, arena_fmt(a, "%lld", (long long)j->number), 6);
    put_padded(stdout, str_of(_(kind_words[j->kind])), 10);
    put_padded(stdout, j->undone_by ? str_of(_("undone")) : str_of(_(state_words[j->state])), 14);
    put_padded(stdout, moment_format_iso(j->started, a), 22);
    put_padded(stdout, one_line(j->input_name, a), 28);
    put_line(job_counts(j, a));
}

static void print_list(const struct settings *s, const struct job_summary *jobs, size_t n)
{
    struct json *all = s->json ? json_array() : NULL;

    for (size_t i = 0; i < n; i++) {
        if (s->json)
            json_add(all, job_json(&jobs[i], s->arena));
        else
            print_line(&jobs[i], s->arena);
    }
    if (s->json)
        put_line(json_text(all, s->arena));
    else if (n == 0)
        say(s, _("no job was run from here yet"));
    json_free(all);
}

static bool run_list(const struct settings *s, int *status, struct err *err)
{
    struct journal *journal = NULL;
    struct job_summary *jobs;
    size_t n;

    (void)status;
    signals_end_on_closed_pipe();
    bool ok = kept_open(&journal, s->arena, err) && journal_list(journal, &jobs, &n, s->arena, err);
    if (ok)
        print_list(s, jobs, n);
    journal_close(journal);
    return ok;
}

static void print_field(const char *name, str value)
{
    put_padded(stdout, str_of(name), 14);
    put_line(value);
}

static void print_job(const struct job_summary *j, struct arena *a)
{
    print_field(_("job"), arena_fmt(a, "%lld", (long long)j->number));
    print_field(_("kind"), str_of(_(kind_words[j->kind])));
    print_field(_("state"), str_of(_(state_words[j->state])));
    print_field(_("file"), one_line(j->input_name, a));
    print_field("SHA-256", j->input_sha256);
    print_field(_("sheet"), one_line(j->sheet, a));
    print_field(_("shop"), one_line(j->shop, a));
    print_field(_("options"), one_line(j->options, a));
    print_field(_("started"), moment_format_iso(j->started, a));
    print_field(_("ended"), j->ended ? moment_format_iso(j->ended, a) : STR("-"));
    print_field(_("counts"), job_counts(j, a));
    if (j->undone_by)
        print_field(_("undone by"), arena_fmt(a, "%lld", (long long)j->undone_by));
}

static bool run_show(const struct settings *s, int *status, struct err *err)
{
    struct journal *journal = NULL;
    struct job_summary job;
    int64_t number;

    (void)status;
    bool ok = kept_number(s->job, &number, err) && kept_open(&journal, s->arena, err) &&
              journal_find(journal, number, &job, s->arena, err);
    if (ok && s->json) {
        struct json *out = job_json(&job, s->arena);
        put_line(json_text(out, s->arena));
        json_free(out);
    } else if (ok) {
        print_job(&job, s->arena);
    }
    journal_close(journal);
    return ok;
}

static bool run_forget(const struct settings *s, int *status, struct err *err)
{
    struct journal *journal = NULL;
    struct job_summary job;
    int64_t number;

    (void)status;
    bool ok = kept_number(s->job, &number, err) && kept_open(&journal, s->arena, err) &&
              journal_find(journal, number, &job, s->arena, err) && journal_forget(journal, number, err);
    if (ok)
        say(s, _("job %lld is forgotten; it can no longer be undone"), (long long)number);
    journal_close(journal);
    return ok;
}

static const struct opt show[] = { { OPT_FLAG, 0, "json", AT(json), NULL, N_("As JSON.") } };
static const struct opt job[] = {
    { OPT_ARG, 0, "JOB", AT(job), NULL, N_("The number of a job, as \"meibo jobs\" lists it.") },
};

const struct subcommand command_jobs = {
    .name = "jobs",
    .summary = N_("List the imports, exports and undos run from here."),
    .lists = { { NULL, LIST(show) }, OPTIONS_COMMON },
    .run = run_list,
};

const struct subcommand command_jobs_list = {
    .name = "jobs list",
    .summary = N_("The same as \"meibo jobs\"."),
    .lists = { { NULL, LIST(show) }, OPTIONS_COMMON },
    .run = run_list,
};

const struct subcommand command_jobs_show = {
    .name = "jobs show",
    .summary = N_("Show one job: its file, its shop, its options, its counts."),
    .lists = { { NULL, LIST(job) }, { NULL, LIST(show) }, OPTIONS_COMMON },
    .run = run_show,
};

const struct subcommand command_jobs_forget = {
    .name = "jobs forget",
    .summary = N_("Remove what is kept of a job; it can no longer be undone."),
    .lists = { { NULL, LIST(job) }, OPTIONS_COMMON },
    .run = run_forget,
};
