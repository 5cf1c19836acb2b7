#include "cmd/bookings.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "base/unicode.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "cmd/where.h"
#include "xlsx/write.h"

static bool open_shop(struct booking_run *r, struct err *err)
{
    const struct settings *s = r->settings;

    return s->orders || (where_open(s, where_asked(s), &r->meter, &r->shop, err) &&
                         r->shop->ops->info(r->shop, &r->info, s->arena, err));
}

/* --map "E-mail=Email,Start time=Start": other names of the columns of instant bookings. */
static bool read_maps(const struct settings *s, const str **out, struct err *err)
{
    str *maps = arena_array(s->arena, str, INSTANT_COLUMNS), rest = str_of(s->map), one, other, name;

    for (size_t i = 0; i < INSTANT_COLUMNS; i++)
        maps[i] = STR("");
    *out = maps;
    for (bool more = rest.n > 0; more;) {
        more = str_cut(rest, ',', &one, &rest);
        size_t i = INSTANT_COLUMNS;
        if (str_cut(one, '=', &other, &name))
            for (i = 0; i < INSTANT_COLUMNS && !str_eq_fold(bookings_instant_columns[i], str_trim(name));)
                i++;
        if (i == INSTANT_COLUMNS)
            return err_set(
                err, ERR_USAGE,
                _("--map: \"%.*s\" names no column; expected YOURS=OURS, such as \"E-mail=Email\""),
                STR_ARG(one));
        maps[i] = str_trim(other);
    }
    return true;
}

static bool open_instant(struct booking_run *r, const str **maps, struct err *err)
{
    static const str words[] = { STR_INIT("instant"), STR_INIT("bookings"), STR_INIT("予約") };
    const struct settings *s = r->settings;

    if (!read_maps(s, maps, err))
        return false;
    if (!s->instant)
        return true;
    if (!input_open_named(&r->instant, s->instant, s, words, countof(words), &r->has_instant, err))
        return false;
    if (!r->has_instant) /* whatever its only sheet is called */
        return input_open(&r->instant, s->instant, s, err) && (r->has_instant = true);
    return true;
}

static bool read_all(struct booking_run *r, struct err *err)
{
    const struct orders_filter filter = { .since = r->options.since,
                                          .until = r->options.until,
                                          .fields = r->rule.fields & ~r->options.assume_no,
                                          .name = STR(""),
                                          .now = r->now };
    const str *maps;

    if (!booking_orders_open(r, &filter, err) || !open_instant(r, &maps, err))
        return false;
    struct bookings_inputs in = booking_inputs(r);
    in.shop = r->shop;
    in.instant = r->has_instant ? &r->instant.rows : NULL;
    in.instant_maps = maps;
    r->bookings = bookings_new(&r->options, &r->arena);
    bool ok = bookings_read(r->bookings, &in, err);
    struct err late = { 0 };
    if (!order_sheet_close(r->sheet, ok ? err : &late))
        ok = false;
    r->sheet = NULL;
    return ok;
}

/* For its owner only: it holds personal data. */
static bool write_workbook(struct booking_run *r, struct err *err)
{
    const char *path = r->settings->output;
    const struct write_options form = { .creator = STR("meibo"), .created = r->now };
    struct table *out;
    mode_t mask = umask(077);

    bool ok = write_create(&out, path, &form, err);
    if (ok && bookings_write(r->bookings, out, err)) {
        if (file_exists(path))
            (void)chmod(path, 0600);
        ok = table_finish(out, err);
    } else if (ok) {
        table_abandon(out);
        ok = false;
    }
    umask(mask);
    return ok;
}

static void print_json(const struct booking_run *r, const struct bookings_counts *c)
{
    const struct {
        const char *key;
        size_t n;
    } counts[] = {
        { "orders", c->orders },
        { "booked", c->booked },
        { "not_booked", c->not_booked },
        { "undecided", c->undecided },
        { "excluded", c->excluded },
        { "outside", c->outside },
        { "bookings", c->lines + c->instant },
        { "instant", c->instant },
        { "duplicates", c->duplicates },
        { "without_customer", c->without_customer },
        { "customers", c->customers },
        { "customers_booked", c->customers_booked },
        { "customers_not_booked", c->customers_not },
        { "customers_undecided", c->customers_undecided },
        { "to_tag", c->to_tag },
        { "tagged_already", c->tagged },
        { "too_many_tags", c->full },
        { "tagged_without_booking", c->drift },
        { "problems", c->problems },
    };
    struct json *out = json_object(), *missing = json_array();

    for (size_t i = 0; i < countof(counts); i++)
        json_put(out, counts[i].key, json_of_int((int64_t)counts[i].n));
    for (int f = 0; f < ORDER_FIELD_COUNT; f++)
        if (c->missing & FIELD_BIT(f))
            json_add(missing, json_of_str(str_of(rule_field_name((enum order_field)f))));
    json_put(out, "missing", missing);
    json_put(out, "file", json_of_str(str_of(r->settings->output)));
    put_line(json_text(out, r->settings->arena));
    json_free(out);
}

static void tell(const struct booking_run *r)
{
    const struct settings *s = r->settings;
    const struct bookings_counts *c = bookings_counts(r->bookings);
    struct arena *a = s->arena;

    if (s->json)
        print_json(r, c);
    booking_undecided_say(r, c);
    say(s, _("bookings: %s"), s->output);
    say(s, _("orders %s · booked %s · not booked %s · undecided %s"), count_text(c->orders, a).p,
        count_text(c->booked, a).p, count_text(c->not_booked, a).p, count_text(c->undecided, a).p);
    say(s, _("customers booked %s · to tag %s · tagged already %s · bookings without a customer %s"),
        count_text(c->customers_booked, a).p, count_text(c->to_tag, a).p, count_text(c->tagged, a).p,
        count_text(c->without_customer, a).p);
    if (c->to_tag > 0)
        say(s,
            _("next: meibo import %s; Shopify starts automations of \"Customer tags added\" for each of "
              "these %s "
              "customers"),
            s->output, count_text(c->to_tag, a).p);
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct booking_run r = { .settings = s, .now = clock_now() };
    struct err late = { 0 };

    meter_init(&r.meter, s);
    bool ok = s->output ||
              err_set(err, ERR_USAGE, _("-o FILE is missing: the workbook to write, such as booked.xlsx"));
    ok = ok && booking_rule_open(&r, err) && open_shop(&r, err) && booking_options_read(&r, err) &&
         read_all(&r, err);
    meter_clear(&r.meter);
    ok = ok && write_workbook(&r, err);
    if (ok) {
        tell(&r);
        *status = bookings_counts(r.bookings)->undecided > 0 ? 3 : 0;
    }
    return booking_run_close(&r, ok ? err : &late) && ok;
}

static const struct opt options[] = {
    { OPT_TEXT, 'o', "output", AT(output), "FILE",
      N_("The workbook to write; its sheet Customers can be imported.") },
    { OPT_TEXT, 0, "customers", AT(customers_file), "FILE",
      N_("The customers: their tags, who subscribed, and whose email an order without a customer has; "
         "default: the sheet "
         "Customers beside the orders, if there is one.") },
    { OPT_TEXT, 0, "instant", AT(instant), "FILE",
      N_("Instant bookings, which are no orders, with columns such as Booking ID, Email, Service and "
         "Start.") },
    { OPT_TEXT, 0, "map", AT(map), "LIST",
      N_("What columns of the instant bookings are called there: \"E-mail=Email,Shop=Location\".") },
    { OPT_TEXT, 0, "since", AT(since), "TIME", N_("Only orders created at this time or later.") },
    { OPT_TEXT, 0, "until", AT(until), "TIME", N_("Only orders created before this time.") },
    { OPT_FLAG, 0, "exclude-cancelled", AT(exclude_cancelled), NULL,
      N_("Cancelled orders are no bookings.") },
    { OPT_FLAG, 0, "minimal", AT(minimal), NULL,
      N_("Of bookings and customers only name, email and order ID.") },
    { OPT_TEXT, 0, "timezone", AT(timezone), "ZONE",
      N_("For dates without an offset, and for those written.") },
    OPTION_BULK,
};

const struct subcommand command_bookings = {
    .name = "bookings",
    .summary = N_("Find the customers who have booked, and write a workbook that tags them."),
    .about = N_("Reads orders from a workbook or from a shop, decides by rule which are bookings, and writes "
                "a workbook: "
                "Customers (ready for \"meibo import\"), Bookings, Segments, Marketing, Summary and "
                "Problems. What cannot be "
                "decided, for a column is missing, is never taken for \"no booking\": it is listed, and the "
                "status is 3."),
    .lists = { { NULL, LIST(options) },
               { N_("Orders"), LIST(booking_options_source) },
               { N_("Which are bookings"), LIST(booking_options_rule) },
               OPTIONS_SHOP,
               OPTIONS_SHOW,
               OPTIONS_COMMON },
    .run = run,
};
