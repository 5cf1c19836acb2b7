#include "job/undo.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/kept.h"
#include "cmd/meter.h"
#include "cmd/options.h"
#include "cmd/phrases.h"
#include "cmd/say.h"
#include "cmd/where.h"

/* One undo from the command line. */
struct run {
    const struct settings *settings;
    struct journal *journal;
    struct job_summary job;
    struct shop *shop;
    struct meter meter;
    struct undo_counts counts;
    size_t left; /* values */
};

/* A value that is not what the job wrote, or can never be put back, and stays. Standard output: it is what was asked for. */
static void left_alone(void *context, uint32_t row, int64_t customer_id, const struct change *at, size_t n)
{
    struct run *r = context;
    struct arena a = { 0 };

    r->left += n;
    for (size_t i = 0; i < n && !r->settings->json; i++) {
        const str values[3] = { one_line(at[i].name, &a), one_line(at[i].after, &a),
                                one_line(at[i].before, &a) };
        put(stdout, arena_fmt(&a, _("row %u, customer %lld: "), (unsigned)row, (long long)customer_id));
        put_line(phrase_fill(str_of(_("{0} stays \"{1}\"; before the import it was \"{2}\"")), values, &a));
    }
    arena_reset(&a);
}

static void not_put_back(void *context, const struct finding *at, size_t n)
{
    struct run *r = context;
    struct arena a = { 0 };

    for (size_t i = 0; i < n && !r->settings->json; i++)
        put_line(arena_fmt(&a, "%.*s: %s: %.*s", STR_ARG(phrase_place(&at[i], &a)),
                           phrase_severity(finding_severity(at[i].id)), STR_ARG(phrase_finding(&at[i], &a))));
    arena_reset(&a);
}

/* It must be the shop where the job ran; the journal knows which one that is, not where its file lies now. */
static bool open_shop(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;
    struct shop_info info;

    if (!where_open(s, where_asked(s), &r->meter, &r->shop, err) ||
        !r->shop->ops->info(r->shop, &info, s->arena, err))
        return false;
    if (str_eq(info.where, r->job.shop))
        return true;
    return err_set(err, ERR_SHOP, _("job %lld ran on another shop than %.*s; name that one with --shop"),
                   (long long)r->job.number, STR_ARG(where_asked(s)));
}

static bool open_all(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;
    int64_t number;

    if (!kept_number(s->job, &number, err) || !kept_open(&r->journal, s->arena, err) ||
        !journal_find(r->journal, number, &r->job, s->arena, err))
        return false;
    if (r->job.kind != JOB_IMPORT && r->job.kind != JOB_TAGS)
        return err_set(err, ERR_USAGE,
                       _("job %lld is no import and no clean-up of tags; only those can be undone"),
                       (long long)number);
    return open_shop(r, err);
}

static void print_json(const struct run *r)
{
    struct json *out = json_object();

    json_put(out, "job", json_of_int(r->job.number));
    json_put(out, "customers", json_of_int((int64_t)r->counts.customers));
    json_put(out, "restored", json_of_int((int64_t)r->counts.restored));
    json_put(out, "unchanged", json_of_int((int64_t)r->counts.unchanged));
    json_put(out, "partly", json_of_int((int64_t)r->counts.partly));
    json_put(out, "failed", json_of_int((int64_t)r->counts.failed));
    json_put(out, "left", json_of_int((int64_t)r->left));
    put_line(json_text(out, r->settings->arena));
    json_free(out);
}

static bool carry_out(struct run *r, int *status, struct err *err)
{
    struct arena *a = r->settings->arena;
    const struct undo job = { .shop = r->shop,
                              .journal = r->journal,
                              .job_number = r->job.number,
                              .progress = &r->meter.progress,
                              .now = clock_now(),
                              .context = r,
                              .left = left_alone,
                              .failed = not_put_back };
    bool ok = undo_run(&job, &r->counts, err);

    meter_clear(&r->meter);
    if (!ok)
        return false;
    if (r->settings->json)
        print_json(r);
    say(r->settings, _("restored %s · partly %s · unchanged %s · failed %s"),
        count_text(r->counts.restored, a).p, count_text(r->counts.partly, a).p,
        count_text(r->counts.unchanged, a).p, count_text(r->counts.failed, a).p);
    *status = r->counts.failed > 0 ? 3 : 0;
    return true;
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct run r = { .settings = s };

    meter_init(&r.meter, s);
    bool ok = open_all(&r, err) && carry_out(&r, status, err);
    shop_close(r.shop);
    journal_close(r.journal);
    return ok;
}

static const struct opt options[] = {
    { OPT_ARG, 0, "JOB", AT(job), NULL,
      N_("The number of an import or of a clean-up of tags, as \"meibo jobs\" lists it.") },
    OPTION_BULK,
};

const struct subcommand command_undo = {
    .name = "undo",
    .summary = N_("Put back what an import or a clean-up of tags changed, also one that was interrupted."),
    .about = N_("Only values that still are what the import wrote are put back; the others are listed on "
                "standard output and "
                "left alone. The shop must be the one where the import ran."),
    .lists = { { NULL, LIST(options) }, OPTIONS_SHOP, OPTIONS_SHOW, OPTIONS_COMMON },
    .run = run,
};
