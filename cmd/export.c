#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/causes.h"
#include "cmd/command.h"
#include "cmd/filter.h"
#include "cmd/kept.h"
#include "cmd/options.h"
#include "cmd/phrases.h"
#include "cmd/say.h"
#include "cmd/session.h"
#include "cmd/where.h"
#include "job/access.h"
#include "xlsx/write.h"

/* One export from the command line. */
struct run {
    const struct settings *settings;
    struct shop *shop;
    struct shop_info info;
    struct shop_filter filter;
    struct export_options options;
    struct input from;
    struct journal *journal;
    struct journal_job *job;
    struct meter meter;
    struct causes causes; /* texts that were cut */
    struct export_counts counts;
    int64_t now;
    double began;
};

/* all.xlsx, all-2.xlsx, all-3.xlsx ... */
static const char *nth_path(const char *path, size_t n, struct arena *a)
{
    str ending = path_ending(str_of(path)), whole = str_of(path);

    if (n == 1)
        return path;
    str stem = { path, ending.n > 0 ? whole.n - ending.n - 1 : whole.n };
    return arena_fmt(a, "%.*s-%zu.%.*s", STR_ARG(stem), n, STR_ARG(ending)).p;
}

static bool open_table(void *context, size_t n, struct table **out, struct err *err)
{
    const struct run *r = context;
    const struct write_options form = { .compression = (enum write_compression)r->settings->compress,
                                        .creator = STR("meibo"),
                                        .created = r->now,
                                        .money_decimals = r->info.money_decimals };

    return write_create(out, nth_path(r->settings->output, n, r->settings->arena), &form, err);
}

static void take_findings(void *context, const struct finding *at, size_t n)
{
    causes_add(context, at, n);
}

static bool read_options(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;
    str ending = path_ending(str_of(s->output));

    r->options = (struct export_options){ .headers = (enum header_language)s->headers,
                                          .sheet_name = str_of(s->sheet_name),
                                          .text_times = !str_eq_fold(ending, STR("xlsx")),
                                          .findings = take_findings,
                                          .findings_context = &r->causes,
                                          .words = &phrases_translated,
                                          .max_rows = s->max_rows };
    if (s->max_rows > ROW_MAX - 1)
        return err_set(err, ERR_USAGE,
                       _("--max-rows: at most 1,048,575 rows fit below the header of a sheet"));
    if (s->timezone && !zone_find(str_of(s->timezone), &r->options.zone, err)) {
        err->code = ERR_USAGE;
        return err_wrap(err, "--timezone");
    }
    return selection_read(s, &r->options, err);
}

static bool open_all(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;

    if (!s->output)
        return err_set(err, ERR_USAGE, _("-o FILE is missing: a name that ends in .xlsx, .csv or .jsonl"));
    if (!read_options(r, err) || !where_open(s, where_asked(s), &r->meter, &r->shop, err) ||
        !r->shop->ops->info(r->shop, &r->info, s->arena, err) ||
        !filter_read(s, r->options.zone ? r->options.zone : r->info.timezone, &r->filter, err))
        return false;
    r->options.filter = filter_given(s) ? &r->filter : NULL;
    if (!s->from)
        return true;
    r->options.from = &r->from.rows;
    return input_open(&r->from, s->from, s, err);
}

static bool begin(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;
    const struct job_identity identity = { .kind = JOB_EXPORT,
                                           .shop = r->info.where,
                                           .sheet = r->options.sheet_name,
                                           .options = str_of(s->groups ? s->groups : s->columns),
                                           .input_name = path_base(str_of(s->output)) };
    bool resumed;

    return kept_open_and_expire(&r->journal, s, r->now, err) &&
           journal_begin(r->journal, &identity, r->now, &r->job, &resumed, err);
}

static bool carry_out(struct run *r, struct err *err)
{
    const struct table_output output = { .context = r, .open = open_table };
    struct job_summary summary = { 0 };
    struct err late = { 0 };
    bool ok = export_run(r->shop, &r->options, &output, &r->meter.progress, &r->counts, err);
    enum job_state state = ok ? JOB_DONE : err->code == ERR_INTERRUPTED ? JOB_INTERRUPTED : JOB_FAILED;

    meter_clear(&r->meter);
    summary.counts[OP_UNCHANGED] = (int64_t)r->counts.customers;
    if (!journal_end(r->job, state, &summary, clock_now(), &late) && ok) {
        *err = late;
        return false;
    }
    return ok;
}

static struct json *json_of_columns(uint64_t list)
{
    struct json *out = json_array();

    for (size_t col = 0; col < COL_COUNT; col++)
        if (list & COL_BIT(col))
            json_add(out, json_of_str(columns[col].header));
    return out;
}

static void print_json(const struct run *r)
{
    struct json *out = json_object(), *files = json_array();

    for (size_t n = 1; n <= r->counts.files; n++)
        json_add(files, json_of_str(str_of(nth_path(r->settings->output, n, r->settings->arena))));
    json_put(out, "job", json_of_int(journal_number(r->job)));
    json_put(out, "files", files);
    json_put(out, "customers", json_of_int((int64_t)r->counts.customers));
    json_put(out, "rows", json_of_int((int64_t)r->counts.rows));
    json_put(out, "missing", json_of_int((int64_t)r->counts.missing));
    json_put(out, "left_out", json_of_columns(r->counts.left_out));
    json_put(out, "recent_orders_only", json_of_bool(r->counts.recent_orders_only));
    json_put(out, "seconds", json_of_int((int64_t)(clock_steady() - r->began + 0.5)));
    put_line(json_text(out, r->settings->arena));
    json_free(out);
}

/* What the file does not hold, and why; also with --quiet, for an export that lacks something looks like one that does not. */
static void tell_missing(const struct run *r)
{
    struct arena *a = r->settings->arena;

    if (r->counts.left_out) {
        str names = access_names(r->counts.left_out, a);
        fprintf(stderr, _("columns left out: %.*s\n"), STR_ARG(names));
        fprintf(stderr, "%s\n", _(export_note_hidden));
    }
    if (r->counts.recent_orders_only)
        fprintf(stderr, "%s\n", _(export_note_recent));
}

static void tell(struct run *r)
{
    const struct settings *s = r->settings;

    if (s->json)
        print_json(r);
    if (!s->quiet)
        causes_print(&r->causes, stderr);
    tell_missing(r);
    for (size_t n = 1; n <= r->counts.files; n++)
        say(s, _("export: %s"), nth_path(s->output, n, s->arena));
    if (r->counts.missing > 0)
        say(s, _("of the customers in %s, %s are not in the shop"), s->from,
            count_text(r->counts.missing, s->arena).p);
    say(s, _("customers %s · rows %s"), count_text(r->counts.customers, s->arena).p,
        count_text(r->counts.rows, s->arena).p);
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct run r = { .settings = s, .now = clock_now(), .began = clock_steady() };

    (void)status;
    meter_init(&r.meter, s);
    causes_init(&r.causes, false, stderr);
    bool ok = open_all(&r, err) && begin(&r, err) && carry_out(&r, err);
    if (ok)
        tell(&r);
    journal_release(r.job);
    journal_close(r.journal);
    input_close(&r.from);
    causes_release(&r.causes);
    shop_close(r.shop);
    return ok;
}

static const struct opt options[] = {
    { OPT_TEXT, 'o', "output", AT(output), "FILE",
      N_("Where to: .xlsx, .csv or .jsonl by the name's ending.") },
    { OPT_TEXT, 'g', "groups", AT(groups), "LIST",
      N_("Groups of columns: basic, rows, addresses, orders (first and last), activation, tax, metafields; "
         "all is "
         "everything but activation. Default: basic,rows,addresses.") },
    { OPT_TEXT, 'c', "columns", AT(columns), "LIST",
      N_("Exactly these columns, in this order: \"ID,Email,Tags\".") },
    { OPT_FLAG, 0, "minimal", AT(minimal), NULL,
      N_("Name, email, first and last order ID: the least that support needs.") },
    { OPT_WORD, 0, "headers", AT(headers), "en|ja", N_("The language of the headers; default: en."),
      words_headers },
    { OPT_TEXT, 0, "sheet-name", AT(sheet_name), "NAME",
      N_("The sheet's name; default Customers, 顧客 with --headers ja.") },
    { OPT_TEXT, 0, "timezone", AT(timezone), "ZONE", N_("For dates; default: the shop's.") },
    { OPT_SIZE, 0, "max-rows", AT(max_rows), "N",
      N_("Split into numbered files above N rows; default and most: 1,048,575.") },
    OPTION_COMPRESS,
    OPTION_BULK,
};

const struct subcommand command_export = {
    .name = "export",
    .summary = N_("Write the customers of a shop to a workbook, a CSV or JSON lines."),
    .about = N_(
        "The file can be edited and imported again. A customer with several addresses takes several rows."),
    .lists = { { NULL, LIST(options) },
               OPTIONS_FILTER,
               OPTIONS_SHOP,
               OPTIONS_KEEP,
               OPTIONS_SHOW,
               OPTIONS_COMMON },
    .run = run,
};
