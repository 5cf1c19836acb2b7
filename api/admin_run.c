/*
 * admin_run.c - admin_run(): calls through a few slots, each of which stays with its call until its end.
 */
#include "api/admin_parts.h"

#include <math.h>

#include "base/buf.h"
#include "base/json_write.h"
#include "base/message.h"

enum {
    THROTTLED_PATIENCE = 10, /* times the patience: the shop does answer, other apps use up the points */
    VERSION_MAX = 32,
};

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_UNDER_WAY };

struct slot {
    enum slot_state state;
    struct admin_call *call;
    uint64_t order;      /* of the calls: the older one goes first */
    double cost;         /* what the shop counted, where that was more */
    double first_wait;   /* when it was THROTTLED first; < 0: never */
    unsigned generation; /* of the token that it went with */
    struct admin_tries tries;
    struct pace_ticket ticket;
};

struct run {
    struct admin *admin;
    struct admin_call *calls;
    size_t n, next, done, under_way;
    struct slot slots[ADMIN_UNDER_WAY_MAX];
};

struct kept_reply {
    struct json *doc;
    struct kept_reply *next;
};

/* A reply, read. */
struct arrival {
    const struct http_reply *http;
    struct json *doc; /* NULL: none; taken away by whoever keeps it */
    struct pace_status cost;
    const char *why;
    double now; /* when it came */
};

/* ---- replies that are kept ------------------------------------------------------------------------------- */

void admin_keep(struct admin *s, struct json *doc)
{
    struct kept_reply *k = arena_new(&s->kept_nodes, struct kept_reply);

    *k = (struct kept_reply){ doc, s->kept };
    s->kept = k;
}

void admin_forget(struct admin *s)
{
    for (struct kept_reply *k = s->kept; k; k = k->next)
        json_free(k->doc);
    s->kept = NULL;
    arena_reset(&s->kept_nodes);
}

/* ---- sending --------------------------------------------------------------------------------------------- */

static str request_text(const struct admin_call *call, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("query"));
    json_write_str(&w, call->document);
    if (call->variables.n) {
        json_write_key(&w, STR("variables"));
        buf_put(&w.text, call->variables);
    }
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

static void send_slot(struct run *r, struct slot *slot)
{
    struct admin *s = r->admin;
    struct arena scratch = { 0 };
    str token[] = { STR("X-Shopify-Access-Token: "), s->token.value };
    str headers[] = { STR("Content-Type: application/json"), STR("Accept: application/json"),
                      arena_join(&scratch, token, countof(token), STR("")) };
    struct http_request request = {
        .post = true,
        .url = arena_join(&scratch, (str[]){ s->options.url, STR(ADMIN_PATH) }, 2, STR("")),
        .headers = headers,
        .header_count = countof(headers),
        .body = request_text(slot->call, &scratch),
        .seconds = s->options.request_seconds / s->options.hurry,
    };
    slot->ticket = pace_send(&s->pace, slot->cost, admin_now(s));
    slot->generation = s->token.generation;
    slot->state = SLOT_UNDER_WAY;
    r->under_way++;
    s->stats.requests++;
    http_send(s->http, &request, slot);
    arena_reset(&scratch);
}

static void fill_slots(struct run *r)
{
    for (size_t i = 0; i < countof(r->slots) && r->next < r->n; i++) {
        struct slot *slot = &r->slots[i];
        if (slot->state != SLOT_FREE)
            continue;
        struct admin_call *call = &r->calls[r->next];
        *slot = (struct slot){ .state = SLOT_WAITING, .call = call, .order = r->next++, .first_wait = -1 };
        slot->cost = call->cost;
    }
}

/* The oldest that may be sent now; NULL: none, and *wait says how long. */
static struct slot *oldest_due(struct run *r, double now, double *wait)
{
    struct slot *oldest = NULL;

    for (size_t i = 0; i < countof(r->slots); i++) {
        struct slot *slot = &r->slots[i];
        if (slot->state != SLOT_WAITING)
            continue;
        if (slot->tries.attempts && slot->tries.due > now)
            *wait = fmin(*wait, slot->tries.due - now);
        else if (!oldest || slot->order < oldest->order)
            oldest = slot;
    }
    return oldest;
}

/* Sends what may be sent. Seconds until there may be more to send. */
static double send_due(struct run *r)
{
    struct admin *s = r->admin;
    double wait = INFINITY;

    for (;;) {
        fill_slots(r);
        double now = admin_now(s);
        struct slot *slot = oldest_due(r, now, &wait);
        if (!slot)
            return wait;
        /* A younger, cheaper one does not overtake: the dear ones would never go. */
        double pause =
            admin_token_ready(s) ? pace_wait(&s->pace, slot->cost, r->under_way, now) : admin_token_ask(s);
        if (pause == 0 && admin_token_ready(s))
            send_slot(r, slot);
        else
            return pause < 0 ? wait : fmin(wait, pause);
    }
}

/* ---- replies --------------------------------------------------------------------------------------------- */

static void finish(struct run *r, struct slot *slot, enum admin_outcome outcome)
{
    slot->call->outcome = outcome;
    slot->state = SLOT_FREE;
    r->done++;
}

static bool on_answered(struct run *r, struct slot *slot, struct arrival *a, struct err *err)
{
    (void)err;
    slot->call->reply = a->doc;
    admin_keep(r->admin, a->doc);
    a->doc = NULL;
    finish(r, slot, ADMIN_ANSWERED);
    return true;
}

static bool on_again(struct run *r, struct slot *slot, struct arrival *a, struct err *err)
{
    struct admin *s = r->admin;
    double asked = a->http->retry_after;
    struct arena scratch = { 0 };

    if (a->http->status == 429 || a->http->status == 430)
        pace_close(&s->pace, fmax(1, asked), a->now);
    bool more = admin_tries_again(&slot->tries, a->now, asked, s->options.patience, admin_chance(s));
    if (!more)
        return admin_give_up(s, &slot->tries, a->http, err);
    s->stats.retried++;
    admin_say(s, _("%s: %s; trying again in %.1f s"), s->host.p, admin_happened(a->http, &scratch).p,
              slot->tries.due - a->now);
    arena_reset(&scratch);
    return true;
}

static bool on_maybe(struct run *r, struct slot *slot, struct arrival *a, struct err *err)
{
    struct admin *s = r->admin;

    if (!slot->call->repeatable) {
        s->stats.lost++;
        finish(r, slot, ADMIN_LOST);
        return true;
    }
    if (on_again(r, slot, a, err)) {
        slot->call->again = true;
        return true;
    }
    return a->doc && a->http->status == 200 && admin_error(a->doc).n > 0 && on_answered(r, slot, a, err);
}

static bool on_throttled(struct run *r, struct slot *slot, struct arrival *a, struct err *err)
{
    struct admin *s = r->admin;

    s->stats.throttled++;
    slot->cost = fmax(slot->cost, a->cost.requested);
    if (slot->first_wait < 0)
        slot->first_wait = a->now;
    if (a->now - slot->first_wait > s->options.patience * THROTTLED_PATIENCE)
        return admin_fail(s, err, _("other apps use up all that the shop allows; try again later"));
    admin_say(s, _("%s: asked to wait, for %.1f s"), s->host.p, fmax(0, s->pace.closed_until - a->now));
    return true;
}

static bool on_renew(struct run *r, struct slot *slot, struct arrival *a, struct err *err)
{
    struct admin *s = r->admin;

    if (!admin_token_refused(s, slot->generation, _(a->why), err))
        return false;
    s->stats.retried++;
    return true;
}

static bool on_stop(struct run *r, struct slot *slot, struct arrival *a, struct err *err)
{
    struct admin *s = r->admin;
    struct arena scratch = { 0 };
    str shop_says = admin_error_message(a->doc);

    (void)slot;
    if (!a->why)
        (void)admin_fail(s, err, admin_happened(a->http, &scratch).p);
    else if (shop_says.n == 0 || admin_is_secret(s, shop_says))
        (void)admin_fail(s, err, _(a->why));
    else
        (void)admin_fail(s, err, arena_fmt(&scratch, "%s (%.*s)", _(a->why), STR_ARG(shop_says)).p);
    arena_reset(&scratch);
    return false;
}

static bool (*const steps[STEP_COUNT])(struct run *, struct slot *, struct arrival *, struct err *) = {
    [STEP_ANSWERED] = on_answered, [STEP_THROTTLED] = on_throttled, [STEP_AGAIN] = on_again,
    [STEP_MAYBE] = on_maybe,       [STEP_RENEW] = on_renew,         [STEP_STOP] = on_stop,
};

static struct pace_status cost_of(const struct json *doc)
{
    const struct json *cost = json_get(json_get(doc, "extensions"), "cost");
    const struct json *bucket = json_get(cost, "throttleStatus");

    return (struct pace_status){ .told = json_kind(bucket) == JSON_OBJECT,
                                 .requested = json_number(json_get(cost, "requestedQueryCost")),
                                 .actual = json_number(json_get(cost, "actualQueryCost")),
                                 .maximum = json_number(json_get(bucket, "maximumAvailable")),
                                 .available = json_number(json_get(bucket, "currentlyAvailable")),
                                 .rate = json_number(json_get(bucket, "restoreRate")) };
}

static void note_cost(struct admin *s, struct slot *slot, const struct arrival *a, enum admin_step step)
{
    s->stats.points_used += a->cost.actual;
    if (step == STEP_THROTTLED)
        (void)pace_refused(&s->pace, slot->ticket, a->cost, a->now);
    else if (a->doc)
        pace_answered(&s->pace, slot->ticket, a->cost, a->now);
    else
        pace_unanswered(&s->pace, slot->ticket);
}

static void note_version(struct admin *s, str version)
{
    struct arena scratch = { 0 };

    if (version.n == 0 || version.n > VERSION_MAX || str_eq(version, s->stats.version))
        return;
    s->stats.version = arena_copy(&s->own, version);
    if (s->warned || str_eq(version, STR(ADMIN_VERSION)))
        return;
    s->warned = true;
    str sentence =
        arena_fmt(&scratch,
                  _("%s answered by version %s of Shopify's Admin API, not by %s that this program was "
                    "written for; look for a newer version of this program"),
                  s->host.p, s->stats.version.p, ADMIN_VERSION);
    if (s->options.warn)
        s->options.warn(s->options.context, sentence.p);
    arena_reset(&scratch);
}

static bool heard(struct run *r, const struct http_reply *reply, struct err *err)
{
    struct admin *s = r->admin;
    struct slot *slot = reply->context;
    struct arrival a = { .http = reply, .now = admin_now(s) };
    struct err unread;

    if (reply->context == &s->token)
        return admin_token_heard(s, reply, err);
    if (reply->failure != HTTP_ANSWERED || !json_parse(reply->body, &a.doc, &unread))
        a.doc = NULL;
    struct admin_verdict v = admin_judge(reply, a.doc);
    a.cost = cost_of(a.doc);
    a.why = v.why;
    slot->state = SLOT_WAITING;
    r->under_way--;
    note_version(s, reply->api_version);
    note_cost(s, slot, &a, v.step);
    if (reply->status == 200)
        admin_token_accepted(s, slot->generation);
    bool well = steps[v.step](r, slot, &a, err);
    json_free(a.doc);
    return well;
}

/* ---- the loop -------------------------------------------------------------------------------------------- */

static bool run(struct run *r, struct arena *scratch, struct err *err)
{
    struct http_reply reply;

    while (r->done < r->n) {
        if (!admin_go_on(r->admin, err))
            return false;
        double wait = send_due(r);
        if (admin_next(r->admin, wait, &reply, scratch) && !heard(r, &reply, err))
            return false;
        arena_reset(scratch);
    }
    return true;
}

bool admin_run(struct admin *s, struct admin_call *calls, size_t n, struct err *err)
{
    struct run r = { .admin = s, .calls = calls, .n = n };
    struct arena scratch = { 0 };

    for (size_t i = 0; i < n; i++)
        calls[i] = (struct admin_call){ .document = calls[i].document,
                                        .variables = calls[i].variables,
                                        .cost = calls[i].cost,
                                        .repeatable = calls[i].repeatable };
    bool well = run(&r, &scratch, err);
    if (!well) {
        http_drop(s->http);
        s->token.asking = false;
        for (size_t i = 0; i < countof(r.slots); i++)
            if (r.slots[i].state == SLOT_UNDER_WAY)
                pace_unanswered(&s->pace, r.slots[i].ticket);
    }
    arena_reset(&scratch);
    return well;
}
