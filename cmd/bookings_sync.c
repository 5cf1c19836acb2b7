#include <stdio.h>
#include <time.h>

#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/bookings.h"
#include "cmd/command.h"
#include "cmd/kept.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "cmd/where.h"
#include "job/access.h"

enum { OVERLAP = 600 }; /* seconds before the mark that are read once more: the shop's search lags */

struct sync {
    struct booking_run run;
    struct sync_state state;
    struct taggings list, overwritten, lacking;
    struct import_counts counts;
    int64_t job; /* 0: nothing was sent */
};

/* ---- what there is to do --------------------------------------------------------------------------------------- */

static bool same_tags(const struct texts *a, const struct texts *b)
{
    bool same = a->n == b->n;

    for (size_t i = 0; same && i < a->n; i++)
        same = str_eq(a->at[i], b->at[i]);
    return same;
}

static bool read_state(struct sync *x, struct err *err)
{
    struct booking_run *r = &x->run;
    const char *path = r->settings->sync_state;

    if (!sync_state_read(path, &x->state, r->settings->arena, err))
        return false;
    if (x->state.shop.n > 0 && !str_eq(x->state.shop, r->info.where))
        return err_set(err, ERR_USAGE,
                       _("%s is the state of the shop %.*s; give each shop a file of its own"), path,
                       STR_ARG(x->state.shop));
    if (x->state.shop.n > 0 && !same_tags(&x->state.tags, &r->rule.tags))
        return err_set(err, ERR_USAGE, _("%s is the state of another tag; give each tag a file of its own"),
                       path);
    x->state.shop = r->info.where;
    x->state.tags = r->rule.tags;
    return true;
}

static bool open_all(struct sync *x, struct err *err)
{
    struct booking_run *r = &x->run;
    const struct settings *s = r->settings;

    if (!s->sync_state)
        return err_set(err, ERR_USAGE, _("--state FILE is missing: where to remember what has been done"));
    return booking_rule_open(r, err) && where_open(s, where_asked(s), &r->meter, &r->shop, err) &&
           r->shop->ops->info(r->shop, &r->info, s->arena, err) && access_to_change(&r->info, err) &&
           booking_options_read(r, err) && read_state(x, err);
}

/* From the mark on, or from --since, whichever is earlier; the first time from as far back as the shop shows. */
static void begin_at(struct sync *x)
{
    struct bookings_options *o = &x->run.options;
    int64_t mark = x->state.mark ? x->state.mark - OVERLAP : 0;

    if (mark != 0 && (o->since == 0 || mark < o->since))
        o->since = mark;
}

static bool read_orders(struct sync *x, struct err *err)
{
    struct booking_run *r = &x->run;
    begin_at(x);
    const struct orders_filter filter = { .since = r->options.since,
                                          .name = STR(""),
                                          .fields = r->rule.fields & ~r->options.assume_no,
                                          .now = r->now,
                                          .recent_only = r->options.since == 0 };

    if (!booking_orders_open(r, &filter, err))
        return false;
    const struct bookings_inputs in = booking_inputs(r);
    r->bookings = bookings_new(&r->options, &r->arena);
    if (!bookings_read(r->bookings, &in, err))
        return false;
    for (const struct person *p = NULL; (p = bookings_next(r->bookings, p));)
        taggings_add(&x->list, p->id, bookings_tags(r->bookings, p, r->settings->arena));
    return true;
}

/* Those tagged by earlier runs whose tag somebody else has overwritten since. */
static bool look_again(struct sync *x, struct err *err)
{
    struct booking_run *r = &x->run;
    int64_t *ids = arena_array(r->settings->arena, int64_t, x->state.tagged_count + 1);

    for (size_t i = 0; i < x->state.tagged_count; i++)
        ids[i] = x->state.tagged[i].id;
    if (!taggings_lacking(r->shop, ids, x->state.tagged_count, r->rule.tags, &x->overwritten, err))
        return false;
    for (size_t i = 0; i < x->overwritten.n; i++)
        taggings_add(&x->list, x->overwritten.at[i].id, x->overwritten.at[i].tags);
    return true;
}

/* ---- doing it -------------------------------------------------------------------------------------------------- */

static bool import(struct sync *x, struct journal_job *job, struct err *err)
{
    static const struct import_options options = { .confirmed_all = true };
    struct booking_run *r = &x->run;
    const struct import import = { .input = taggings_rows(&x->list),
                                   .shop = r->shop,
                                   .journal = job,
                                   .options = &options,
                                   .progress = &r->meter.progress,
                                   .expected = x->list.n,
                                   .now = r->now };
    struct job_summary summary = { 0 };
    struct err late = { 0 };
    bool ok = import_run(&import, &x->counts, err);

    meter_clear(&r->meter);
    x->job = journal_number(job);
    import_summarize(&x->counts, &summary);
    return journal_end(job, ok ? JOB_DONE : JOB_INTERRUPTED, &summary, clock_now(), ok ? err : &late) && ok;
}

/* A job like an import: "meibo undo" takes the tags away again. */
static bool send_tags(struct sync *x, struct err *err)
{
    struct booking_run *r = &x->run;
    const struct job_identity identity = { .kind = JOB_IMPORT,
                                           .input_sha256 = taggings_hash(&x->list, r->settings->arena),
                                           .sheet = STR("Customers"),
                                           .shop = r->info.where,
                                           .options = STR("bookings sync"),
                                           .input_name = STR("bookings sync") };
    struct journal *journal = NULL;
    struct journal_job *job = NULL;
    bool resumed;

    if (x->list.n == 0)
        return true;
    bool ok = kept_open_and_expire(&journal, r->settings, r->now, err) &&
              journal_begin(journal, &identity, r->now, &job, &resumed, err) && import(x, job, err);
    journal_release(job);
    journal_close(journal);
    return ok;
}

static void pause_for(const struct settings *s, size_t seconds)
{
    static const struct timespec tick = { .tv_nsec = 100000000 };

    for (size_t i = 0; i < seconds * 10 && !(s->stop && *s->stop); i++)
        (void)nanosleep(&tick, NULL);
}

/* The shop said yes; are the tags there? Another app that answers the same order may have written its own list over them. */
static bool verify(struct sync *x, struct err *err)
{
    struct booking_run *r = &x->run;
    int64_t *ids = arena_array(r->settings->arena, int64_t, x->list.n + 1);

    if (x->list.n == 0)
        return true;
    pause_for(r->settings, r->settings->verify);
    for (size_t i = 0; i < x->list.n; i++)
        ids[i] = x->list.at[i].id;
    return taggings_lacking(r->shop, ids, x->list.n, r->rule.tags, &x->lacking, err);
}

/* The mark moves only when all went well; else the next run reads the same orders again. */
static bool remember(struct sync *x, bool well, struct err *err)
{
    struct booking_run *r = &x->run;

    sync_state_note(&x->state, &x->list, r->now, r->settings->arena);
    if (well && r->now > x->state.mark)
        x->state.mark = r->now;
    return sync_state_write(r->settings->sync_state, &x->state, err);
}

/* ---- telling --------------------------------------------------------------------------------------------------- */

static void print_json(const struct sync *x, bool well)
{
    const struct bookings_counts *c = bookings_counts(x->run.bookings);
    struct json *out = json_object();

    json_put(out, "job", json_of_int(x->job));
    json_put(out, "orders", json_of_int((int64_t)c->orders));
    json_put(out, "booked", json_of_int((int64_t)c->booked));
    json_put(out, "undecided", json_of_int((int64_t)c->undecided));
    json_put(out, "without_customer", json_of_int((int64_t)c->without_customer));
    json_put(out, "tagged", json_of_int((int64_t)x->counts.kinds[OP_UPDATE]));
    json_put(out, "put_back", json_of_int((int64_t)x->overwritten.n));
    json_put(out, "failed", json_of_int((int64_t)x->counts.kinds[OP_REFUSED]));
    json_put(out, "overwritten", json_of_int((int64_t)x->lacking.n));
    json_put(out, "too_many_tags", json_of_int((int64_t)c->full));
    json_put(out, "mark_moved", json_of_bool(well));
    put_line(json_text(out, x->run.settings->arena));
    json_free(out);
}

static void tell(const struct sync *x, bool well)
{
    const struct settings *s = x->run.settings;
    const struct bookings_counts *c = bookings_counts(x->run.bookings);
    struct arena *a = s->arena;

    if (s->json)
        print_json(x, well);
    booking_undecided_say(&x->run, c);
    if (x->overwritten.n > 0)
        say(s, _("the tag of %s customers had been overwritten since an earlier run; it is put back"),
            count_text(x->overwritten.n, a).p);
    if (x->lacking.n > 0)
        fprintf(stderr,
                _("%s customers lack the tag although the shop took it: another app overwrote it; run this "
                  "again\n"),
                count_text(x->lacking.n, a).p);
    if (x->counts.kinds[OP_REFUSED] > 0)
        fprintf(stderr, _("the shop refused %s customers; \"meibo jobs show %lld\" says more\n"),
                count_text(x->counts.kinds[OP_REFUSED], a).p, (long long)x->job);
    say(s, _("orders %s · booked %s · tagged %s · failed %s"), count_text(c->orders, a).p,
        count_text(c->booked, a).p, count_text(x->counts.kinds[OP_UPDATE], a).p,
        count_text(x->counts.kinds[OP_REFUSED], a).p);
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct sync x = { .run = { .settings = s, .now = clock_now() } };
    struct err late = { 0 };

    meter_init(&x.run.meter, s);
    x.list.arena = x.overwritten.arena = x.lacking.arena = s->arena;
    bool ok = open_all(&x, err) && read_orders(&x, err) && look_again(&x, err);
    meter_clear(&x.run.meter);
    ok = ok && send_tags(&x, err) && verify(&x, err);
    if (ok) {
        bool well = x.counts.kinds[OP_REFUSED] == 0 && x.lacking.n == 0 &&
                    bookings_counts(x.run.bookings)->undecided == 0;
        ok = remember(&x, well, err);
        if (ok)
            tell(&x, well);
        *status = well ? 0 : 3;
    }
    taggings_release(&x.list);
    taggings_release(&x.overwritten);
    taggings_release(&x.lacking);
    return booking_run_close(&x.run, ok ? err : &late) && ok;
}

static const struct opt options[] = {
    { OPT_TEXT, 'S', "state", AT(sync_state), "FILE",
      N_("What is remembered from run to run: until when all is done, and who was tagged lately.") },
    { OPT_TEXT, 0, "since", AT(since), "TIME",
      N_("Orders created at this time or later; default: since the last run, the first time all that the "
         "shop shows.") },
    { OPT_SIZE, 0, "verify", AT(verify), "SECONDS",
      N_("Wait this long before looking whether the tags are there; default: look at once.") },
    { OPT_FLAG, 0, "exclude-cancelled", AT(exclude_cancelled), NULL,
      N_("Cancelled orders are no bookings.") },
    { OPT_TEXT, 0, "timezone", AT(timezone), "ZONE",
      N_("For dates without an offset, and for those written.") },
    OPTION_BULK,
};

static const struct opt kept_and_shown[] = {
    { OPT_SIZE, 0, "keep-days", AT(keep_days), "N",
      N_("How long to keep what undo needs, in days; default: 30.") },
    { OPT_FLAG, 0, "json", AT(json), NULL, N_("The outcome as one JSON object on standard output.") },
};

const struct subcommand command_bookings_sync = {
    .name = "bookings sync",
    .summary = N_("Tag the customers of new bookings, again and again: for cron."),
    .about = N_("Reads the orders since the last run, tags the customers of those that are bookings, and "
                "looks whether the "
                "tags of earlier runs are still there. What it remembers moves on only after all succeeded, "
                "so nothing is "
                "lost and nothing done twice, whatever happens in between. Each run that tags somebody is a "
                "job that \"meibo "
                "undo\" can undo."),
    .lists = { { NULL, LIST(options) },
               { N_("Orders"), LIST(booking_options_source) },
               { N_("Which are bookings"), LIST(booking_options_rule) },
               OPTIONS_SHOP,
               { N_("While it runs, and at its end"), LIST(kept_and_shown) },
               OPTIONS_COMMON },
    .run = run,
};
