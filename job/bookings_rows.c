#include "base/message.h"
#include "job/bookings_parts.h"

str bookings_word(const struct bookings *b, const char *english)
{
    return b->options.words ? b->options.words->text(english) : str_of(english);
}

void bookings_problem(struct bookings *b, enum problem_kind kind, str id, str name, str email, str at,
                      str what)
{
    static const char *const kinds[PROBLEM_COUNT] = {
        [PROBLEM_NO_CUSTOMER] = N_("No customer"), [PROBLEM_UNDECIDED] = N_("Undecided"),
        [PROBLEM_FULL] = N_("Too many tags"),      [PROBLEM_DRIFT] = N_("Tag without booking"),
        [PROBLEM_CELL] = N_("Cell not read"),      [PROBLEM_TWICE] = N_("Booked twice"),
    };
    const str cells[PROBLEM_CELLS] = { bookings_word(b, kinds[kind]), id, name, email, at, what };

    b->counts.problems++;
    for (size_t i = 0; i < PROBLEM_CELLS; i++)
        spool_put(&b->problems, cells[i]);
}

static str moment_text(int64_t moment, const struct zone *zone, struct arena *a)
{
    return moment ? civil_to_serial(moment_civil(zone, moment), a) : STR("");
}

static str month_of(struct bookings *b, int64_t moment)
{
    civil c = moment_civil(b->options.zone, moment);

    return moment ? arena_fmt(&b->scratch, "%04d-%02d", (int)c.year, (int)c.month) : STR("");
}

void bookings_row(struct bookings *b, const struct booking *row)
{
    struct arena *a = &b->scratch;
    const struct appointment *at = &row->at;
    const struct person *p = row->person;
    bool unread = at->duration.n > 0 && at->minutes < 0;
    const str cells[BOOKING_CELLS] = {
        row->instant ? STR("instant") : STR("checkout"),
        row->order_id,
        row->order,
        row->line_id,
        p ? arena_fmt(a, "%lld", (long long)p->id) : STR(""),
        row->email,
        row->first_name,
        row->last_name,
        row->service,
        at->minutes >= 0 ? arena_fmt(a, "%d", (int)at->minutes) : STR(""),
        at->date,
        at->time,
        at->timezone,
        at->location,
        at->resource,
        moment_text(row->created_at, b->options.zone, a),
        moment_text(row->cancelled_at, b->options.zone, a),
        unread ? arena_fmt(a, bookings_word(b, N_("%s (the duration \"%.*s\" is not understood)")).p,
                           arena_copy(a, row->clause).p, STR_ARG(at->duration))
               : row->clause,
    };

    for (size_t i = 0; i < BOOKING_CELLS; i++)
        spool_put(&b->rows, cells[i]);
    if (row->instant)
        b->counts.instant++;
    else
        b->counts.lines++;
    tally_add(&b->months, month_of(b, row->created_at));
    tally_add(&b->services, row->service);
    tally_add(&b->locations, at->location);
}
