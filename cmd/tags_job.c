#include "cmd/tags_job.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/confirm.h"
#include "cmd/filter.h"
#include "cmd/input.h"
#include "cmd/kept.h"
#include "cmd/meter.h"
#include "cmd/phrases.h"
#include "cmd/planned.h"
#include "cmd/say.h"
#include "cmd/session.h"
#include "cmd/where.h"
#include "job/access.h"
#include "xlsx/write.h"

/* One change of tags from the command line. */
struct run {
    const struct settings *settings;
    struct tags_command *command;
    struct shop *shop;
    struct shop_info info;
    struct shop_filter filter;
    struct input from;
    struct tags_choice choice;
    str options; /* what was asked, as text */
    struct journal *journal;
    struct journal_job *job;
    struct meter meter;
    struct tags_counts counts;
    size_t confirmed, shown, more; /* customers */
    const char *result, *undo;
    int64_t now;
    double began;
    bool resumed, changing; /* changing: the shop may have been changed */
};

/* ---- who, and what ------------------------------------------------------------------------------- */

/* Only those who have the one tag that goes can be touched, and a shop finds them sooner than everybody. */
static void narrow(struct run *r)
{
    const struct tag_rules *rules = &r->command->rules;
    bool one = rules->n == 1 && rules->add.n == 0 && !rules->replaces && !rules->normalizes;
    str tag = one ? rules->at[0].from : STR("");

    if (!one || r->filter.tag.n > 0 || r->choice.from || !str_eq(str_trim(tag), tag))
        return;
    r->filter.tag = tag;
    r->choice.filter = &r->filter;
}

static bool choose(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;

    if (!filter_given(s) && !s->from && !s->all && !r->command->whole_shop)
        return err_set(err, ERR_USAGE,
                       _("whose tags? Say --all, a filter such as --tag or --query, or --from FILE"));
    if ((filter_given(s) || s->from) && s->all)
        return err_set(err, ERR_USAGE, _("--all and filters exclude each other"));
    if (!filter_read(s, r->info.timezone, &r->filter, err))
        return false;
    r->choice.filter = filter_given(s) ? &r->filter : NULL;
    str asked[] = { r->command->about, filter_text(s) };
    r->options = arena_join(s->arena, asked, asked[1].n ? 2 : 1, STR(" "));
    if (s->from && !input_open(&r->from, s->from, s, err))
        return false;
    if (s->from)
        r->choice.from = &r->from.rows;
    narrow(r);
    return true;
}

static bool open_all(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;

    if (!where_open(s, where_asked(s), &r->meter, &r->shop, err) ||
        !r->shop->ops->info(r->shop, &r->info, s->arena, err) || !choose(r, err))
        return false;
    tag_rules_ready(&r->command->rules, s->arena);
    return s->dry_run || access_to_change(&r->info, err);
}

/* ---- the plan ------------------------------------------------------------------------------------ */

static str list_of(struct texts tags, struct arena *a)
{
    return arena_join(a, tags.at, tags.n, STR(", "));
}

static void show_customer(void *context, const struct op *op)
{
    struct run *r = context;
    const struct settings *s = r->settings;
    struct arena a = { 0 };

    if (s->json || s->quiet)
        return;
    if (!s->verbose && r->shown == PLANNED_CUSTOMERS) {
        r->more++;
        return;
    }
    r->shown++;
    struct tag_result t = tags_cleaned(&r->command->rules, op->have->tags, &a);
    const str parts[] = {
        arena_fmt(&a, _("customer %lld: "), (long long)op->have->id),
        one_line(list_of(op->have->tags, &a), &a),
        STR(" → "),
        one_line(list_of(t.after, &a), &a),
        op->kind == OP_REFUSED ? arena_fmt(&a, _(" (not done: %zu tags, at most 250 are allowed)"), t.after.n)
                               : STR(""),
    };
    put_line(arena_join(&a, parts, countof(parts), STR("")));
    arena_reset(&a);
}

static struct tags_job job_of(struct run *r)
{
    return (struct tags_job){ .shop = r->shop,
                              .choice = r->choice,
                              .rules = &r->command->rules,
                              .progress = &r->meter.progress,
                              .now = r->now,
                              .confirmed = SIZE_MAX,
                              .context = r };
}

static bool plan(struct run *r, struct tags_counts *counts, struct err *err)
{
    struct tags_job job = job_of(r);

    job.customer = show_customer;
    bool ok = tags_run(&job, counts, err);
    meter_clear(&r->meter);
    if (ok && r->more > 0)
        put_line(arena_fmt(r->settings->arena, _("... and %s more customers; -v lists all"),
                           count_text(r->more, r->settings->arena).p));
    return ok;
}

static bool ask(size_t n, const char *customers)
{
    char line[64];

    fprintf(stderr,
            message_get_n("This would change the tags of %s customer. Go on? [y/N] ",
                          "This would change the tags of %s customers. Go on? [y/N] ", n),
            customers);
    fflush(stderr);
    return fgets(line, sizeof line, stdin) && confirm_is_yes(str_of(line));
}

/* Whatever changes tags is shown first, and not done unasked. */
static bool confirm(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;
    struct tags_counts would;

    r->confirmed = SIZE_MAX;
    if (s->yes)
        return true;
    if (!plan(r, &would, err))
        return false;
    r->meter.expected = would.of.customers;
    r->confirmed = would.of.kinds[OP_UPDATE];
    if (r->confirmed == 0)
        return true;
    const char *customers = count_text(r->confirmed, s->arena).p;
    if (would.too_many > 0)
        say(s, _("%s customers would have more than 250 tags; they stay as they are"),
            count_text(would.too_many, s->arena).p);
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return err_set(
            err, ERR_REFUSED,
            message_get_n(
                "this would change the tags of %s customer; nothing was changed. Add --yes to do it",
                "this would change the tags of %s customers; nothing was changed. Add --yes to do it",
                r->confirmed),
            customers);
    return ask(r->confirmed, customers) || err_set(err, ERR_REFUSED, _("not confirmed; nothing was changed"));
}

/* ---- the job ------------------------------------------------------------------------------------- */

static bool begin(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;
    const struct tags_command *c = r->command;
    struct sha256 *h = sha256_new(s->arena);
    const str said[] = { str_of(c->name), STR("\n"), r->options, STR("\n"), c->sha256, STR("\n") };

    for (size_t i = 0; i < countof(said); i++)
        sha256_add(h, said[i]);
    if (s->from && !sha256_file(s->from, &r->from.sha256, s->arena, err))
        return false;
    sha256_add(h, r->from.sha256);
    const struct job_identity identity = { .kind = JOB_TAGS,
                                           .input_sha256 = sha256_hex(h, s->arena),
                                           .sheet = c->sheet,
                                           .shop = r->info.where,
                                           .options = r->options,
                                           .input_name = c->file.n ? c->file : str_of(c->name) };
    if (!kept_open_and_expire(&r->journal, s, r->now, err) ||
        !journal_begin(r->journal, &identity, r->now, &r->job, &r->resumed, err))
        return false;
    if (r->resumed)
        say(s, _("job %lld was interrupted; it goes on where it stopped"), (long long)journal_number(r->job));
    return true;
}

static bool carry_out(struct run *r, struct err *err)
{
    struct tags_job job = job_of(r);

    job.journal = r->job;
    job.confirmed = r->confirmed;
    r->changing = true;
    bool ok = tags_run(&job, &r->counts, err);
    meter_clear(&r->meter);
    r->meter.expected = 0;
    return ok;
}

/* ---- its workbooks ------------------------------------------------------------------------------- */

static struct report report_of(struct run *r, const struct import_options *options)
{
    const struct tags_command *c = r->command;

    return (struct report){ .journal = r->journal,
                            .job_number = journal_number(r->job),
                            .shop = &r->info,
                            .options = options,
                            .words = &phrases_translated,
                            .input_name = c->file.n ? c->file : str_of(c->name),
                            .input_sha256 = c->sha256,
                            .sheet_name = c->sheet,
                            .version = program_version(),
                            .options_text = r->options,
                            .progress = &r->meter.progress };
}

static const char *path_of(struct run *r, const char *said, str word)
{
    const struct settings *s = r->settings;

    return said ? said : path_beside(str_of(s->file ? s->file : "tags"), word, STR("xlsx"), s->arena);
}

static bool write_reports(struct run *r, struct err *err)
{
    static const struct import_options plain = { 0 };
    const struct settings *s = r->settings;
    const struct write_options form = { .creator = STR("meibo"), .created = r->now };
    struct report report = report_of(r, &plain);
    struct table *table;
    const char *path = path_of(r, s->result, STR("result"));

    if (!s->no_result && (r->counts.of.kinds[OP_UPDATE] + r->counts.of.kinds[OP_REFUSED] > 0 || s->result)) {
        if (!write_create(&table, path, &form, err) || !tags_report(&report, &r->counts, table, err))
            return err_wrap(err, _("the tags are changed, but the result was not written"));
        r->result = path;
    }
    path = path_of(r, s->undo_file, STR("undo"));
    if (!s->no_undo && (r->counts.of.kinds[OP_UPDATE] > 0 || s->undo_file)) {
        if (!write_create(&table, path, &form, err) || !report_undo(&report, table, err))
            return err_wrap(err, _("the tags are changed, but the undo workbook was not written"));
        r->undo = path;
    }
    return true;
}

/* ---- what is said -------------------------------------------------------------------------------- */

static struct json *json_of_path(const char *path)
{
    return path ? json_of_str(str_of(path)) : json_of_null();
}

static void print_json(const struct run *r, const struct tags_counts *c)
{
    struct json *out = json_object();

    json_put(out, "job", r->job ? json_of_int(journal_number(r->job)) : json_of_null());
    json_put(out, "command", json_of_str(str_of(r->command->name)));
    json_put(out, "customers", json_of_int((int64_t)c->of.customers));
    json_put(out, "updated", json_of_int((int64_t)c->of.kinds[OP_UPDATE]));
    json_put(out, "unchanged", json_of_int((int64_t)c->of.kinds[OP_UNCHANGED]));
    json_put(out, "failed", json_of_int((int64_t)c->of.kinds[OP_REFUSED]));
    json_put(out, "too_many", json_of_int((int64_t)c->too_many));
    json_put(out, "missing", json_of_int((int64_t)c->missing));
    json_put(out, "added", json_of_int((int64_t)c->added));
    json_put(out, "removed", json_of_int((int64_t)c->removed));
    json_put(out, "result", json_of_path(r->result));
    json_put(out, "undo", json_of_path(r->undo));
    json_put(out, "seconds", json_of_int((int64_t)(clock_steady() - r->began + 0.5)));
    put_line(json_text(out, r->settings->arena));
    json_free(out);
}

static void tell(const struct run *r, const struct tags_counts *c)
{
    const struct settings *s = r->settings;
    struct arena *a = s->arena;

    if (s->json)
        print_json(r, c);
    if (c->missing > 0)
        say(s, _("of the customers in %s, %s are not in the shop"), s->from, count_text(c->missing, a).p);
    if (r->result)
        say(s, _("result: %s"), r->result);
    if (r->undo)
        say(s, _("undo: %s; \"meibo undo %lld%s%s\" puts everything back"), r->undo,
            (long long)journal_number(r->job), s->shop ? " --shop " : "", s->shop ? s->shop : "");
    say(s, _("updated %s · unchanged %s · failed %s · tags added %s · tags removed %s"),
        count_text(c->of.kinds[OP_UPDATE], a).p, count_text(c->of.kinds[OP_UNCHANGED], a).p,
        count_text(c->of.kinds[OP_REFUSED], a).p, count_text(c->added, a).p, count_text(c->removed, a).p);
}

static bool finish(struct run *r, bool done, int *status, struct err *err)
{
    struct job_summary summary = { 0 };
    struct err late = { 0 }; /* the first failure is the one to tell */

    if (!r->changing)
        return done;
    if (done) {
        done = write_reports(r, err);
        if (done)
            tell(r, &r->counts);
    }
    *status = r->counts.of.kinds[OP_REFUSED] > 0 ? 3 : 0;
    import_summarize(&r->counts.of, &summary);
    return journal_end(r->job, done ? JOB_DONE : JOB_INTERRUPTED, &summary, clock_now(),
                       done ? err : &late) &&
           done;
}

static bool plan_only(struct run *r, int *status, struct err *err)
{
    struct tags_counts would;

    if (!plan(r, &would, err))
        return false;
    tell(r, &would);
    *status = would.of.kinds[OP_REFUSED] > 0 ? 3 : 0;
    return true;
}

bool tags_carry_out(const struct settings *s, struct tags_command *c, int *status, struct err *err)
{
    struct run r = { .settings = s, .command = c, .now = clock_now(), .began = clock_steady() };

    meter_init(&r.meter, s);
    bool ok = open_all(&r, err);
    if (ok && s->dry_run)
        ok = plan_only(&r, status, err);
    else if (ok)
        ok = finish(&r, confirm(&r, err) && begin(&r, err) && carry_out(&r, err), status, err);
    journal_release(r.job);
    journal_close(r.journal);
    input_close(&r.from);
    shop_close(r.shop);
    return ok;
}
