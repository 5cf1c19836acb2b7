#include <stdio.h>

#include "base/message.h"
#include "base/time.h"
#include "cmd/bookings.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "cmd/where.h"

static const char *truth_word(enum truth t)
{
    static const char *const words[] = {
        [TRUTH_FALSE] = N_("false"), [TRUTH_UNKNOWN] = N_("unknown"), [TRUTH_TRUE] = N_("true")
    };

    return _(words[t]);
}

/* The order by its name, with or without #, or by its ID. */
static bool is_meant(const struct order *o, str said)
{
    str bare = said.n > 0 && said.p[0] == '#' ? (str){ said.p + 1, said.n - 1 } : said, name = o->name;

    if (name.n > 0 && name.p[0] == '#')
        name = (str){ name.p + 1, name.n - 1 };
    return str_eq_fold(name, bare) || str_eq(o->id_text, bare);
}

static bool find_order(struct booking_run *r, str said, struct order *out, struct arena *a, struct err *err)
{
    bool end = false;

    while (!end) {
        arena_reset(a);
        if (!r->source->next(r->source->context, out, &end, a, err))
            return false;
        if (!end && is_meant(out, said))
            return true;
    }
    return err_set(err, ERR_USAGE, _("there is no order \"%.*s\""), STR_ARG(said));
}

static void print_seen(void *context, const struct rule_seen *seen)
{
    struct arena *a = context;
    str what = one_line(seen->value, a);

    printf("    %-8s %.*s   ", truth_word(seen->truth), STR_ARG(one_line(seen->text, a)));
    if (seen->unknown < ORDER_FIELD_COUNT)
        printf(_("(not known: %s)\n"), rule_field_source(seen->unknown));
    else if (seen->nil)
        printf("%s\n", _("(there is none)"));
    else
        printf("'%.*s'\n", STR_ARG(what));
}

static void print_clause(const struct rule_clause *c, const struct order *o, struct arena *a)
{
    const struct rule_listener listener = { a, print_seen };
    enum truth truth = clause_holds(c, o, NULL, NULL, a);

    printf("%-8s %s %.*s\n", truth_word(truth), c->unless ? "unless" : "when", STR_ARG(one_line(c->text, a)));
    (void)clause_holds(c, o, NULL, &listener, a);
}

static void print_order(const struct booking_run *r, const struct order *o, int *status, struct arena *a)
{
    static const char *const answers[] = {
        [TRUTH_FALSE] = N_("not a booking"), [TRUTH_UNKNOWN] = N_("undecided"), [TRUTH_TRUE] = N_("a booking")
    };
    struct rule_answer answer = rule_decide(&r->rule, o, a);

    for (size_t i = 0; i < r->rule.clause_count; i++)
        print_clause(&r->rule.clauses[i], o, a);
    printf("%.*s: %s\n", STR_ARG(o->name), _(answers[answer.booked]));
    if (answer.booked == TRUTH_UNKNOWN)
        printf(_("missing: %.*s\n"), STR_ARG(bookings_sources(answer.missing, a)));
    *status = answer.booked == TRUTH_UNKNOWN ? 3 : 0;
}

static bool explain(struct booking_run *r, int *status, struct err *err)
{
    const struct settings *s = r->settings;
    str said = str_of(s->name);
    const struct orders_filter filter = { .name = said.p[0] == '#' ? said : STR(""),
                                          .fields = r->rule.fields & ~r->options.assume_no,
                                          .now = r->now };
    struct arena a = { 0 };
    struct order order;
    bool ok = booking_orders_open(r, &filter, err) && find_order(r, said, &order, &a, err);

    if (ok) {
        bookings_assume(&order, r->options.assume_no, &a);
        print_order(r, &order, status, &a);
    }
    arena_reset(&a);
    return ok;
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct booking_run r = { .settings = s, .now = clock_now() };
    struct err late = { 0 };

    meter_init(&r.meter, s);
    bool ok = booking_rule_open(&r, err) &&
              (s->orders || (where_open(s, where_asked(s), &r.meter, &r.shop, err) &&
                             r.shop->ops->info(r.shop, &r.info, s->arena, err))) &&
              booking_options_read(&r, err) && explain(&r, status, err);
    return booking_run_close(&r, ok ? err : &late) && ok;
}

static const struct opt options[] = {
    { OPT_ARG, 0, "ORDER", AT(name), NULL, N_("The order's name, such as '#1001', or its ID.") },
};

const struct subcommand command_bookings_explain = {
    .name = "bookings explain",
    .summary = N_("Say why an order is a booking, or is not: each condition, and the value it met."),
    .lists = { { NULL, LIST(options) },
               { N_("Orders"), LIST(booking_options_source) },
               { N_("Which are bookings"), LIST(booking_options_rule) },
               OPTIONS_SHOP,
               OPTIONS_COMMON },
    .run = run,
};
