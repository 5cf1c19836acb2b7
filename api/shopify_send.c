#include "api/shopify_parts.h"

#include "base/json_write.h"
#include "base/message.h"

/* Ten of a kind in one request: Shopify has ten seconds for it. */
static str variables_of(const struct consignment *c, size_t from, size_t n)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    for (size_t i = 0; i < n; i++) {
        const struct delivery *d = c->items[from + i];
        const char suffix[] = { (char)('0' + i), '\0' };
        step_variables(d->op, &d->steps[d->next], &d->context, d->id, suffix, &w, c->arena);
    }
    json_write_close(&w, '}');
    return json_write_end(&w, c->arena);
}

/* An address that is added twice stays twice when it differs in nothing that Shopify looks at; and who asked twice for
 * "already exists" does not know which of the two it was. */
static bool repeatable(const struct consignment *c, size_t at)
{
    const struct delivery *d = c->items[at];

    return c->mutation != MUTATION_ADDRESS_CREATE && step_repeatable(&d->steps[d->next]);
}

static struct admin_call call_for(const struct consignment *c, size_t from, size_t n)
{
    struct document d = document_mutation(c->mutation, n, c->arena);

    return (struct admin_call){ .document = d.text,
                                .variables = variables_of(c, from, n),
                                .cost = d.cost,
                                .repeatable = repeatable(c, from) };
}

/* The errors of one alias, as a list. */
static const struct json *errors_of(const struct json *errors, str alias)
{
    for (size_t i = 0; i < json_count(errors); i++) {
        const struct json *e = json_at(errors, i);
        if (str_eq(json_str(json_at(json_get(e, "path"), 0)), alias))
            return e;
    }
    return NULL;
}

/* Without a path nothing was executed: the request as a whole is wrong, be it for one of its ten. */
static bool nothing_ran(const struct json *reply)
{
    return json_kind(json_get(reply, "data")) != JSON_OBJECT &&
           json_count(json_get(json_at(json_get(reply, "errors"), 0), "path")) == 0;
}

static void take_answers(const struct consignment *c, const struct admin_call *call, bool again, size_t from,
                         size_t n)
{
    const struct json *data = json_get(call->reply, "data"), *errors = json_get(call->reply, "errors");

    for (size_t i = 0; i < n; i++) {
        struct delivery *d = c->items[from + i];
        const char alias[] = { 'a', (char)('0' + i), '\0' };
        const struct json *payload = json_get(data, alias), *own = errors_of(errors, str_of(alias));
        if (json_kind(payload) == JSON_OBJECT || own || n == 1)
            delivery_answer(d, payload, own ? own : json_at(errors, 0), again, c->arena);
        else
            delivery_lost(d); /* another one's error took the answer with it */
    }
}

struct batch_of_calls {
    struct admin_call *calls;
    size_t *from, *n; /* of the consignment's items */
    bool *again;      /* sent before, maybe with effect */
    size_t count;
};

static void add_call(const struct consignment *c, struct batch_of_calls *b, size_t from, size_t n, bool again)
{
    b->from[b->count] = from;
    b->again[b->count] = again;
    b->n[b->count] = n;
    b->calls[b->count++] = call_for(c, from, n);
}

static struct batch_of_calls calls_begin(const struct consignment *c)
{
    return (struct batch_of_calls){ .calls = arena_array(c->arena, struct admin_call, c->n + 1),
                                    .from = arena_array(c->arena, size_t, c->n + 1),
                                    .n = arena_array(c->arena, size_t, c->n + 1),
                                    .again = arena_array(c->arena, bool, c->n + 1) };
}

/* What was answered moves on; `alone` gets, one by one, what was refused as a whole. */
static bool run_calls(const struct consignment *c, struct batch_of_calls *b, struct batch_of_calls *alone,
                      struct err *err)
{
    if (b->count > 0 && !admin_run(c->shop->admin, b->calls, b->count, err))
        return false;
    for (size_t k = 0; k < b->count; k++) {
        bool again = b->again[k] || b->calls[k].again;
        if (b->calls[k].outcome == ADMIN_LOST) {
            for (size_t i = 0; i < b->n[k]; i++)
                delivery_lost(c->items[b->from[k] + i]);
        } else if (b->n[k] > 1 && nothing_ran(b->calls[k].reply)) {
            for (size_t i = 0; i < b->n[k]; i++)
                add_call(c, alone, b->from[k] + i, 1, again);
        } else {
            take_answers(c, &b->calls[k], again, b->from[k], b->n[k]);
        }
    }
    admin_forget(c->shop->admin);
    return true;
}

bool send_requests(struct consignment *c, struct err *err)
{
    struct batch_of_calls together = calls_begin(c), alone = calls_begin(c), none = calls_begin(c);

    for (size_t from = 0; from < c->n; from += ALIASES_MAX)
        add_call(c, &together, from, c->n - from < ALIASES_MAX ? c->n - from : ALIASES_MAX, c->again);
    return run_calls(c, &together, &alone, err) && run_calls(c, &alone, &none, err);
}
