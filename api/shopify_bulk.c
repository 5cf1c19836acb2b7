#include "api/shopify_parts.h"

#include "base/json_write.h"
#include "base/message.h"
#include "base/time.h"

enum {
    LINES_WORTH_AN_OPERATION = 1000,
    IN_FLIGHT =
        12, /* seconds after which Shopify has ended whatever an earlier process asked for, and some */
};

/* Some of a consignment's lines: one operation. */
struct shipment {
    struct consignment *of;
    size_t from, n;
    bool *answered;
};

static void write_line(void *context, size_t line, struct buf *to)
{
    const struct shipment *s = context;
    const struct delivery *d = s->of->items[s->from + line];
    struct json_writer w = json_write_begin();
    struct arena scratch = { 0 };

    json_write_open(&w, '{');
    step_variables(d->op, &d->steps[d->next], &d->context, d->id, "", &w, &scratch);
    json_write_close(&w, '}');
    buf_put(to, json_write_end(&w, &scratch));
    arena_reset(&scratch);
}

static void take_line(void *context, size_t line, const struct json *reply)
{
    struct shipment *s = context;
    const struct json *data = json_get(reply, "data"), *errors = json_get(reply, "errors");

    s->answered[line] = true;
    delivery_answer(s->of->items[s->from + line], json_get(data, mutation_root(s->of->mutation).p),
                    json_at(errors, 0), false, s->of->arena);
}

/* Into as many operations as there may be at once, unless they would be small. */
static size_t split(struct consignment *c, struct shipment *out)
{
    size_t n = c->n / LINES_WORTH_AN_OPERATION, each;

    n = n < 1 ? 1 : n > BULK_SIDE_BY_SIDE ? BULK_SIDE_BY_SIDE : n;
    each = (c->n + n - 1) / n;
    for (size_t i = 0; i < n; i++) {
        size_t from = i * each, some = c->n - from < each ? c->n - from : each;
        out[i] = (struct shipment){ c, from, some, arena_array(c->arena, bool, some + 1) };
    }
    return n;
}

/* Where the operation broke off, nobody knows whether a line ran. What may be sent twice goes as requests; the rest is
 * to be settled. */
static bool take_silence(struct shipment *s, struct err *err)
{
    struct consignment again = *s->of;

    again.items = arena_array(s->of->arena, struct delivery *, s->n + 1);
    again.n = 0;
    again.again = true;
    for (size_t i = 0; i < s->n; i++) {
        struct delivery *d = s->of->items[s->from + i];
        if (s->answered[i])
            continue;
        if (step_repeatable(&d->steps[d->next]) && s->of->mutation != MUTATION_ADDRESS_CREATE)
            again.items[again.n++] = d;
        else
            delivery_lost(d);
    }
    return again.n == 0 || send_requests(&again, err);
}

static size_t make_jobs(struct consignment *c, size_t n, struct shipment *shipments, struct bulk_job *jobs)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += split(&c[i], &shipments[count]);
    for (size_t i = 0; i < count; i++)
        jobs[i] = (struct bulk_job){
            .mutation = shipments[i].of->mutation,
            .identifier =
                arena_fmt(c->arena, "%.*s_%zu", STR_ARG(shipments[i].of->identifier), shipments[i].from),
            .n = shipments[i].n,
            .context = &shipments[i],
            .write = write_line,
            .answer = take_line,
        };
    return count;
}

bool send_bulk(struct consignment *c, size_t n, struct err *err)
{
    struct shopify *s = c->shop;
    struct shipment *shipments = arena_array(c->arena, struct shipment, n * BULK_SIDE_BY_SIDE);
    struct bulk_job *jobs = arena_array(c->arena, struct bulk_job, n * BULK_SIDE_BY_SIDE);
    size_t count = make_jobs(c, n, shipments, jobs);

    if (!bulk_run(s->admin, jobs, count, s->options.progress, s->options.admin.context, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!take_silence(&shipments[i], err))
            return false;
    return true;
}

/* Whoever has sent something itself has also waited for what became of it (part_find()). */
static double still_in_flight(const struct shopify *s)
{
    double since = (double)(clock_now() - s->opened_at);

    return s->named.n > 0 || s->made.n > 0 || since >= IN_FLIGHT ? 0 : IN_FLIGHT - since;
}

bool attach_bulk(struct consignment *c, struct err *err)
{
    struct shopify *s = c->shop;
    struct shipment shipments[BULK_SIDE_BY_SIDE];
    struct bulk_job jobs[BULK_SIDE_BY_SIDE];
    size_t count = make_jobs(c, 1, shipments, jobs);

    for (size_t i = 0; i < count; i++) {
        jobs[i].attach_only = true;
        jobs[i].in_flight = still_in_flight(s);
    }
    return bulk_run(s->admin, jobs, count, s->options.progress, s->options.admin.context, err);
}
