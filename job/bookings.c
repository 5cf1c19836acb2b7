#include "job/bookings.h"

#include "base/message.h"
#include "base/unicode.h"
#include "job/bookings_parts.h"
#include "model/tags.h"

#include <string.h>

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static void order_cell(void *context, const struct order_problem *p)
{
    struct bookings *b = context;

    bookings_problem(b, PROBLEM_CELL, p->id, p->name, STR(""), p->cell, bookings_word(b, p->what));
}

void bookings_assume(struct order *o, field_set no, struct arena *a)
{
    struct order_line *lines = arena_array(a, struct order_line, o->lines.n + 1);

    for (size_t i = 0; i < o->lines.n; i++) {
        lines[i] = o->lines.at[i];
        lines[i].nil |= lines[i].unknown & no;
        lines[i].unknown &= ~no;
    }
    o->lines.at = lines;
    o->nil |= o->unknown & no;
    o->unknown &= ~no;
}

static struct person *person_of(struct bookings *b, const struct order *o)
{
    struct arena *a = &b->scratch;
    str email = o->customer.email.n > 0 ? o->customer.email : o->email;

    if (o->customer.id == 0)
        return people_by_email(&b->people, email, a);
    struct person *p = people_by_id(&b->people, o->customer.id);
    people_set_email(&b->people, p, o->customer.email, a);
    if (p->first_name.n == 0 && o->customer.first_name.n > 0)
        p->first_name = arena_copy(b->arena, o->customer.first_name);
    if (p->last_name.n == 0 && o->customer.last_name.n > 0)
        p->last_name = arena_copy(b->arena, o->customer.last_name);
    if (!p->in_file && !(o->unknown & FIELD_BIT(ORDER_CUSTOMER_TAGS)))
        person_tags(b, p, o->customer.tags);
    if (o->customer.email_status.n > 0 && !p->in_file) {
        p->status_known = b->knows_status = true;
        p->subscribed = str_eq_fold(o->customer.email_status, STR("subscribed"));
    }
    return p;
}

bool bookings_start_seen(struct bookings *b, str email, str start)
{
    const str parts[] = { email_key(email, &b->scratch), text_key(start, &b->scratch) };

    if (parts[0].n == 0 || parts[1].n == 0)
        return false;
    return seen_put(&b->starts, arena_join(&b->scratch, parts, countof(parts), STR("\n")), 1) != 0;
}

static void put_line(struct bookings *b, const struct order *o, const struct order_line *line,
                     const struct person *p, const struct rule_clause *by)
{
    static const struct order_line none;
    struct arena *a = &b->scratch;
    struct booking row = { .order_id = o->id_text,
                           .order = o->name,
                           .line_id = line && line->id ? arena_fmt(a, "%lld", (long long)line->id) : STR(""),
                           .service = line ? line->title : STR(""),
                           .at = line_appointment(line ? line : &none),
                           .created_at = o->created_at,
                           .cancelled_at = o->cancelled_at,
                           .clause = by->text,
                           .person = p,
                           .email = o->customer.email.n > 0 ? o->customer.email : o->email,
                           .first_name = o->customer.first_name,
                           .last_name = o->customer.last_name };
    const str start[] = { row.at.date, row.at.time };

    (void)bookings_start_seen(b, row.email, arena_join(a, start, row.at.time.n > 0 ? 2 : 1, STR(" ")));
    bookings_row(b, &row);
}

static void put_booked(struct bookings *b, const struct order *o, const struct person *p,
                       const struct rule_clause *by)
{
    size_t found = 0;

    for (size_t i = 0; i < o->lines.n; i++) {
        const struct rule_clause *clause = rule_line(b->options.rule, o, i, &b->scratch);
        if (!clause)
            continue;
        put_line(b, o, &o->lines.at[i], p, clause);
        found++;
    }
    if (found == 0)
        put_line(b, o, NULL, p, by);
}

static void take_booked(struct bookings *b, const struct order *o, struct person *p,
                        const struct rule_clause *by)
{
    b->counts.booked++;
    if (o->id_text.n > 0)
        (void)seen_put(&b->booked_orders, o->id_text, 1);
    if (o->name.n > 0)
        (void)seen_put(&b->booked_orders, o->name, 1);
    put_booked(b, o, p, by);
    if (p) {
        person_booked(p, o->created_at, o->id_text.n > 0 ? o->id_text : o->name, b->arena);
        return;
    }
    b->counts.without_customer++;
    bookings_problem(
        b, PROBLEM_NO_CUSTOMER, o->id_text, o->name, o->email, STR(""),
        bookings_word(b, N_("the order has no customer, and no customer with its email is known")));
}

static void take_undecided(struct bookings *b, const struct order *o, struct person *p, field_set missing)
{
    str sources = bookings_sources(missing, &b->scratch);

    b->counts.undecided++;
    b->counts.missing |= missing;
    if (p)
        p->undecided++;
    bookings_problem(b, PROBLEM_UNDECIDED, o->id_text, o->name,
                     o->customer.email.n > 0 ? o->customer.email : o->email, STR(""),
                     arena_fmt(&b->scratch,
                               bookings_word(b, N_("whether it is a booking is not known without: %.*s")).p,
                               STR_ARG(sources)));
}

/* Whether it is of the time that was asked for; unknown where nobody says when it was made. */
static enum truth in_range(const struct bookings *b, const struct order *o)
{
    const struct bookings_options *x = &b->options;

    if (!x->since && !x->until)
        return TRUTH_TRUE;
    if (o->unknown & FIELD_BIT(ORDER_CREATED) || o->created_at == 0)
        return x->assume_no & FIELD_BIT(ORDER_CREATED) ? TRUTH_FALSE : TRUTH_UNKNOWN;
    return o->created_at >= x->since && (!x->until || o->created_at < x->until) ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth is_cancelled(const struct order *o)
{
    return o->unknown & FIELD_BIT(ORDER_CANCELLED) ? TRUTH_UNKNOWN
           : o->cancelled_at                       ? TRUTH_TRUE
                                                   : TRUTH_FALSE;
}

static void take_order(struct bookings *b, struct order *o)
{
    enum truth range = in_range(b, o);

    bookings_assume(o, b->options.assume_no, &b->scratch);
    if (range == TRUTH_FALSE) {
        b->counts.outside++;
        return;
    }
    b->counts.orders++;
    struct person *p = person_of(b, o);
    struct rule_answer answer = rule_decide(b->options.rule, o, &b->scratch);
    enum truth cancelled = b->options.exclude_cancelled ? is_cancelled(o) : TRUTH_FALSE;
    if (answer.booked != TRUTH_FALSE && cancelled == TRUTH_TRUE) {
        b->counts.excluded++;
        return;
    }
    field_set missing = answer.missing | (cancelled == TRUTH_UNKNOWN ? FIELD_BIT(ORDER_CANCELLED) : 0) |
                        (range == TRUTH_UNKNOWN ? FIELD_BIT(ORDER_CREATED) : 0);
    if (answer.booked == TRUTH_FALSE)
        b->counts.not_booked++;
    else if (missing != 0)
        take_undecided(b, o, p, missing);
    else
        take_booked(b, o, p, answer.by);
}

static bool read_orders(struct bookings *b, const struct bookings_inputs *in, struct err *err)
{
    struct arena arena = { 0 };
    bool ok = true, end = false;

    in->orders->problem = order_cell;
    in->orders->problem_context = b;
    progress_begin(in->progress, N_("reading orders"), 0);
    while (ok && !end) {
        struct order o = { .row = 0 };
        ok = progress_stopping(in->progress)
                 ? err_set(err, ERR_INTERRUPTED, _("interrupted; nothing was written"))
                 : in->orders->next(in->orders->context, &o, &end, &arena, err);
        if (ok && !end)
            take_order(b, &o);
        progress_step(in->progress, ok && !end);
        arena_reset(&arena);
        arena_reset(&b->scratch);
    }
    progress_end(in->progress);
    arena_reset(&arena);
    return ok;
}

/* ---- all ------------------------------------------------------------------------------------------------------- */

static bool is_full(const struct bookings *b, const struct person *p)
{
    size_t lacking = 0;

    for (size_t i = 0; i < b->options.rule->tags.n; i++)
        lacking += p->lacks >> i & 1;
    return p->tags_known && p->tag_count + lacking > TAG_COUNT_MAX;
}

static uint32_t all_tags(const struct bookings *b)
{
    return (UINT32_C(1) << b->options.rule->tags.n) - 1;
}

static void count_person(struct bookings *b, struct person *p)
{
    struct bookings_counts *c = &b->counts;
    str id = arena_fmt(&b->scratch, "%lld", (long long)p->id);

    p->lacks &= all_tags(b);
    c->customers++;
    c->customers_booked += p->booked > 0;
    c->customers_undecided += p->booked == 0 && p->undecided > 0;
    c->customers_not += p->booked == 0 && p->undecided == 0;
    if (p->booked > 0 && p->lacks == 0) {
        c->tagged++;
    } else if (p->booked > 0 && is_full(b, p)) {
        c->full++;
        bookings_problem(b, PROBLEM_FULL, id, STR(""), p->email, STR(""),
                         bookings_word(b, N_("the customer has 250 tags already, and there may be no more")));
    } else if (p->booked > 0) {
        c->to_tag++;
        b->tags_unknown = b->tags_unknown || !p->tags_known;
    } else if (p->tags_known && p->lacks == 0 && all_tags(b)) {
        c->drift++;
        bookings_problem(
            b, PROBLEM_DRIFT, id, STR(""), p->email, STR(""),
            p->undecided > 0
                ? bookings_word(b, N_("has the tag; whether one of the orders is a booking is not known"))
                : bookings_word(b, N_("has the tag, but no booking among these orders; it stays")));
    }
}

bool bookings_read(struct bookings *b, const struct bookings_inputs *in, struct err *err)
{
    if (!spool_open(&b->rows, err) || !spool_open(&b->problems, err) ||
        (in->customers && !bookings_read_customers(b, in->customers, err)) || !read_orders(b, in, err) ||
        (in->instant && !bookings_read_instant(b, in->instant, in->instant_maps, err)) ||
        (in->shop && !bookings_list_tagged(b, in->shop, in->progress, err)))
        return false;
    for (struct person *p = b->people.first; p; p = p->next) {
        count_person(b, p);
        arena_reset(&b->scratch);
    }
    return true;
}

struct bookings *bookings_new(const struct bookings_options *options, struct arena *a)
{
    struct bookings *b = arena_new(a, struct bookings);

    b->options = *options;
    b->arena = a;
    b->months.arena = b->services.arena = b->locations.arena = a;
    people_init(&b->people, a);
    return b;
}

void bookings_release(struct bookings *b)
{
    if (!b)
        return;
    spool_close(&b->rows);
    spool_close(&b->problems);
    seen_release(&b->booked_orders);
    seen_release(&b->booking_ids);
    seen_release(&b->starts);
    seen_release(&b->months.index);
    seen_release(&b->services.index);
    seen_release(&b->locations.index);
    arena_reset(&b->scratch);
}

const struct bookings_counts *bookings_counts(const struct bookings *b)
{
    return &b->counts;
}

const struct person *bookings_next(const struct bookings *b, const struct person *last)
{
    const struct person *p = last ? last->next : b->people.first;

    while (p && (p->booked == 0 || p->lacks == 0 || is_full(b, p)))
        p = p->next;
    return p;
}

str bookings_tags(const struct bookings *b, const struct person *p, struct arena *a)
{
    const struct texts *tags = &b->options.rule->tags;
    str list[RULE_TAGS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < tags->n; i++)
        if (p->lacks >> i & 1)
            list[n++] = tags->at[i];
    return arena_join(a, list, n, STR(", "));
}

str bookings_sources(field_set fields, struct arena *a)
{
    str list[ORDER_FIELD_COUNT];
    size_t n = 0;

    for (int f = 0; f < ORDER_FIELD_COUNT; f++)
        if (fields & FIELD_BIT(f))
            list[n++] = str_of(rule_field_source((enum order_field)f));
    return arena_join(a, list, n, STR(", "));
}

str bookings_segment(str tag, bool has, struct arena *a)
{
    str quoted[] = { has ? STR("customer_tags CONTAINS '") : STR("customer_tags NOT CONTAINS '"), tag,
                     STR("'") };

    return arena_join(a, quoted, countof(quoted), STR(""));
}
