#include "base/message.h"
#include "job/bookings_parts.h"

/* What of, which of them, how many. */
static void put(struct bookings *b, struct table *out, const char *what, str which, str value, bool number)
{
    const cell cells[] = { cell_of_text(bookings_word(b, what)), cell_of_text(which),
                           number ? (cell){ CELL_NUMBER, false, value } : cell_of_text(value) };

    table_put(out, 0, cells, countof(cells));
}

static void put_counts(struct bookings *b, struct table *out)
{
    const struct bookings_counts *c = &b->counts;
    const struct {
        const char *what;
        size_t n;
    } rows[] = {
        { N_("Orders"), c->orders },
        { N_("Orders: booked"), c->booked },
        { N_("Orders: not booked"), c->not_booked },
        { N_("Orders: undecided"), c->undecided },
        { N_("Orders: cancelled, left out"), c->excluded },
        { N_("Orders and instant bookings of another time"), c->outside },
        { N_("Bookings"), c->lines + c->instant },
        { N_("Bookings: by checkout"), c->lines },
        { N_("Bookings: instant"), c->instant },
        { N_("Instant bookings that were there already"), c->duplicates },
        { N_("Bookings without a customer"), c->without_customer },
        { N_("Customers"), c->customers },
        { N_("Customers: booked"), c->customers_booked },
        { N_("Customers: not booked"), c->customers_not },
        { N_("Customers: undecided"), c->customers_undecided },
        { N_("Customers: to be tagged"), c->to_tag },
        { N_("Customers: booked and tagged already"), c->tagged },
        { N_("Customers: booked, but with too many tags"), c->full },
        { N_("Customers: tagged without a booking"), c->drift },
    };

    for (size_t i = 0; i < countof(rows); i++)
        put(b, out, rows[i].what, STR(""), cell_of_count(rows[i].n, &b->scratch).text, true);
}

static void put_tally(struct bookings *b, struct table *out, const char *what, const struct tally *t)
{
    for (size_t i = 0; i < t->n; i++)
        put(b, out, what, t->texts[i].n > 0 ? t->texts[i] : bookings_word(b, N_("(not said)")),
            cell_of_count(t->counts[i], &b->scratch).text, true);
    if (t->counts[TALLY_MAX] > 0)
        put(b, out, what, bookings_word(b, N_("(others)")),
            cell_of_count(t->counts[TALLY_MAX], &b->scratch).text, true);
}

static void put_rule(struct bookings *b, struct table *out)
{
    const struct rule *r = b->options.rule;

    for (size_t i = 0; i < r->clause_count; i++)
        put(b, out, r->clauses[i].unless ? N_("Rule: unless") : N_("Rule: when"), STR(""), r->clauses[i].text,
            false);
    for (size_t i = 0; i < r->tags.n; i++) {
        put(b, out, N_("Tag"), STR(""), r->tags.at[i], false);
        put(b, out, N_("Segment"), bookings_word(b, N_("booked")),
            bookings_segment(r->tags.at[i], true, &b->scratch), false);
        put(b, out, N_("Segment"), bookings_word(b, N_("not booked")),
            bookings_segment(r->tags.at[i], false, &b->scratch), false);
    }
    for (int f = 0; f < ORDER_FIELD_COUNT; f++)
        if (b->options.assume_no & FIELD_BIT(f))
            put(b, out, N_("Unknown, taken for nothing"), str_of(rule_field_name((enum order_field)f)),
                str_of(rule_field_source((enum order_field)f)), false);
}

static void put_notes(struct bookings *b, struct table *out)
{
    if (b->counts.missing)
        put(b, out, N_("Undecided without"), STR(""), bookings_sources(b->counts.missing, &b->scratch),
            false);
    if (b->tags_unknown)
        put(b, out, N_("Note"), STR(""),
            bookings_word(
                b, N_("which tags some customers have is not known: there is no column \"Customer: Tags\"; "
                      "who has the tag keeps it")),
            false);
    if (!b->knows_status)
        put(b, out, N_("Note"), STR(""),
            bookings_word(
                b, N_("Marketing is empty: who subscribed is not known without a workbook of customers with "
                      "the column \"Email Marketing: Status\"")),
            false);
}

void bookings_summary(struct bookings *b, struct table *out)
{
    const struct column_layout layout[] = { { .header = bookings_word(b, N_("What")), .style = STYLE_TEXT },
                                            { .header = bookings_word(b, N_("Which")), .style = STYLE_TEXT },
                                            { .header = bookings_word(b, N_("How many")),
                                              .style = STYLE_GENERAL } };

    table_sheet(out, &(struct sheet_layout){
                         .name = STR("Summary"), .columns = layout, .column_count = countof(layout) });
    put_counts(b, out);
    put_tally(b, out, N_("Bookings by month"), &b->months);
    put_tally(b, out, N_("Bookings by service"), &b->services);
    put_tally(b, out, N_("Bookings by location"), &b->locations);
    put_rule(b, out);
    put_notes(b, out);
    arena_reset(&b->scratch);
}
