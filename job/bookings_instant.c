/*
 * Instant bookings skip the checkout: no order, and no customer made for them. They come as a table of their own.
 */
#include "base/message.h"
#include "base/unicode.h"
#include "job/bookings_parts.h"

enum instant_column {
    I_BOOKING_ID,
    I_EMAIL,
    I_PHONE,
    I_FIRST_NAME,
    I_LAST_NAME,
    I_SERVICE,
    I_START,
    I_TIMEZONE,
    I_LOCATION,
    I_RESOURCE,
    I_CREATED_AT,
    I_ORDER_ID,
    I_COUNT
};
_Static_assert((int)I_COUNT == (int)INSTANT_COLUMNS, "the table below has them all");

const str bookings_instant_columns[INSTANT_COLUMNS] = {
    STR_INIT("Booking ID"), STR_INIT("Email"),    STR_INIT("Phone"),      STR_INIT("First Name"),
    STR_INIT("Last Name"),  STR_INIT("Service"),  STR_INIT("Start"),      STR_INIT("Timezone"),
    STR_INIT("Location"),   STR_INIT("Resource"), STR_INIT("Created At"), STR_INIT("Order ID"),
};

struct instant {
    struct bookings *b;
    struct named_sheet sheet;
    struct arena arena; /* of the row */
};

static str text_in(const struct instant *x, size_t column)
{
    return named_text(&x->sheet, column);
}

static void complain(struct instant *x, enum problem_kind kind, size_t column, const char *what)
{
    bookings_problem(x->b, kind, text_in(x, I_BOOKING_ID), STR(""), text_in(x, I_EMAIL),
                     named_cell(&x->sheet, column, &x->arena), bookings_word(x->b, what));
}

/* The one that was a checkout, or stood in the table before. */
static bool is_known(struct instant *x)
{
    struct bookings *b = x->b;
    str order = text_trim(text_in(x, I_ORDER_ID)), id = text_trim(text_in(x, I_BOOKING_ID));
    bool known = order.n > 0 && seen_find(&b->booked_orders, order) != 0;

    known = (id.n > 0 && seen_put(&b->booking_ids, id, x->sheet.row.number) != 0) || known;
    return bookings_start_seen(b, text_in(x, I_EMAIL), text_in(x, I_START)) || known;
}

static bool in_range(const struct instant *x, int64_t at)
{
    const struct bookings_options *o = &x->b->options;

    return (!o->since && !o->until) || (at != 0 && at >= o->since && (!o->until || at < o->until));
}

static void take_person(struct instant *x, struct person *p, int64_t created)
{
    if (p) {
        person_booked(p, created, text_in(x, I_ORDER_ID), x->b->arena);
        return;
    }
    x->b->counts.without_customer++;
    complain(x, PROBLEM_NO_CUSTOMER, I_EMAIL,
             N_("instant bookings make no customer in the shop, and no customer with this email is known"));
}

static void put_row(struct instant *x, const struct person *p, int64_t created)
{
    struct booking row = { .instant = true,
                           .order_id = text_in(x, I_ORDER_ID),
                           .order = STR(""),
                           .line_id = text_in(x, I_BOOKING_ID),
                           .service = text_in(x, I_SERVICE),
                           .at = { .duration = STR(""),
                                   .minutes = -1,
                                   .date = text_in(x, I_START),
                                   .time = STR(""),
                                   .timezone = text_in(x, I_TIMEZONE),
                                   .location = text_in(x, I_LOCATION),
                                   .resource = text_in(x, I_RESOURCE) },
                           .created_at = created,
                           .clause = STR(""),
                           .person = p,
                           .email = text_in(x, I_EMAIL),
                           .first_name = text_in(x, I_FIRST_NAME),
                           .last_name = text_in(x, I_LAST_NAME) };

    bookings_row(x->b, &row);
}

static void take_row(struct instant *x)
{
    struct bookings *b = x->b;
    int64_t created;

    if (text_is_blank(text_in(x, I_EMAIL)) && text_is_blank(text_in(x, I_PHONE))) {
        complain(x, PROBLEM_CELL, I_EMAIL,
                 N_("neither an email nor a phone number says whose booking it is"));
        return;
    }
    if (!named_moment(&x->sheet, I_CREATED_AT, &created, &x->arena))
        complain(x, PROBLEM_CELL, I_CREATED_AT,
                 N_("this is no date and time; expected 2025-01-15 14:27:06 +0900"));
    if (!in_range(x, created)) {
        b->counts.outside++;
        return;
    }
    if (is_known(x)) {
        b->counts.duplicates++;
        complain(x, PROBLEM_TWICE, I_BOOKING_ID, N_("this booking is there already; it counts once"));
        return;
    }
    struct person *p = people_by_email(&b->people, text_in(x, I_EMAIL), &x->arena);
    put_row(x, p, created);
    take_person(x, p, created);
}

bool bookings_read_instant(struct bookings *b, const struct row_input *input, const str *maps,
                           struct err *err)
{
    struct instant x = { .b = b };
    bool ok = named_open(&x.sheet, input, bookings_instant_columns, INSTANT_COLUMNS, 3, maps, &x.arena, err);

    x.sheet.zone = b->options.zone;
    if (ok) {
        while (named_next(&x.sheet)) {
            take_row(&x);
            arena_reset(&x.arena);
            arena_reset(&b->scratch);
        }
        ok = named_close(&x.sheet, err);
    }
    arena_reset(&x.arena);
    return ok;
}
