#include "api/shopify_parts.h"

#include "base/json_write.h"
#include "base/message.h"
#include "base/time.h"

/*
 * Shopify keeps no token of ours, so what became of an operation is read off the shop (docs of the API, and what
 * customers-by-identifier answers at once, unlike search): who was created is found by email or phone; what was
 * updated is there or not; who has only a name is looked for among the newest customers, and when that does not tell,
 * the outcome stays unknown: nobody is made twice.
 */

enum {
    DAY = 24 * 60 * 60,
    CLOCKS_APART = 5 * 60,  /* seconds, the shop's and ours */
    NEWEST_PAGES = 40,      /* of PAGE_MAX */
    LOOKS = 3,              /* at the newest customers, which may lag */
    WAITS_MAX = 1800,       /* for bulk operations of an earlier run, a few seconds each */
    INVITATIONS_MAX = 8,    /* of one customer, when none is answered and none goes out */
    IN_THE_AIR_SECONDS = 2, /* what was on its way when the connection broke may still be carried out */
};

static const double look_seconds[LOOKS] = { 0, 2, 5 };

#define EVERYTHING (GROUP_BIT(GROUP_ADDRESSES) | GROUP_BIT(GROUP_TAX) | GROUP_BIT(GROUP_METAFIELDS))

struct case_of {
    const struct op *op;
    struct op_result *result;
    bool nameless; /* no key to find it by, and nothing told yet */
};

static void told(struct case_of *c, enum op_outcome outcome, int64_t id)
{
    *c->result = (struct op_result){ .outcome = outcome, .id = id, .why_column = COL_COUNT };
}

static bool creates(const struct op *op)
{
    return op->kind == OP_CREATE || op->kind == OP_REPLACE;
}

static str key_text(const struct op *op, enum column_id col)
{
    if (!creates(op) || !(op->set & COL_BIT(col)))
        return STR("");
    return col == COL_EMAIL ? op->to.email : op->to.phone;
}

/* ---- bulk operations of before --------------------------------------------------------------------------------- */

/* Until all have ended, nothing can be told from the records. */
static bool wait_for_operations(struct shopify *s, struct err *err)
{
    for (int i = 0; i < WAITS_MAX; i++) {
        size_t running;
        if (!bulk_unfinished(s->admin, STR("meibo_"), &running, err))
            return false;
        if (running == 0)
            return true;
        admin_say(s->admin, _("waiting for %zu bulk operations that an earlier run began"), running);
        if (!admin_sleep(s->admin, 3, err))
            return false;
    }
    return err_set(err, ERR_SHOP, _("bulk operations that an earlier run began do not end; try again later"));
}

/* ---- by what the records say ----------------------------------------------------------------------------------- */

/* What is there and not as it was to be is planned again: what is missing is an update then. */
static void judge_created(struct case_of *c, const struct customer *now, struct arena *a)
{
    bool done = now && op_is_reflected(c->op, now, a);

    told(c, done ? OUTCOME_DONE : OUTCOME_NOT_DONE, done ? now->id : 0);
    c->result->invited = done && c->op->invite && now->state == STATE_INVITED;
}

/* A mail is not known by anything but the state: who is invited has it. */
static void judge_updated(struct case_of *c, int64_t had, const struct customer *now, struct arena *a)
{
    bool invited = now && c->op->invite && now->state == STATE_INVITED;
    bool done = now && op_is_reflected(c->op, now, a) && (!c->op->invite || invited);

    told(c, done ? OUTCOME_DONE : OUTCOME_NOT_DONE, had);
    c->result->invited = done && invited;
}

static void judge(struct case_of *c, const struct match *m, struct arena *a)
{
    const struct op *op = c->op;
    int64_t had = op->have ? op->have->id : 0;
    bool keyed = key_text(op, COL_EMAIL).n > 0 || key_text(op, COL_PHONE).n > 0;

    if (op->kind == OP_DELETE)
        told(c, m->by_id ? OUTCOME_NOT_DONE : OUTCOME_DONE, had);
    else if (op->kind == OP_UPDATE)
        judge_updated(c, had, m->by_id, a);
    else if (op->kind == OP_REPLACE && m->by_id)
        told(c, OUTCOME_NOT_DONE, 0);
    else if (keyed)
        judge_created(c, m->by_email ? m->by_email : m->by_phone, a);
    else
        c->nameless = true;
}

static bool judge_all(struct shopify *s, struct case_of *cases, size_t n, struct arena *a, struct err *err)
{
    struct customer_key *keys = arena_array(a, struct customer_key, n + 1);
    struct match *found = arena_array(a, struct match, n + 1);

    for (size_t i = 0; i < n; i++) {
        const struct op *op = cases[i].op;
        keys[i] = (struct customer_key){ .id = op->have && op->kind != OP_CREATE ? op->have->id : 0,
                                         .email = key_text(op, COL_EMAIL),
                                         .phone = key_text(op, COL_PHONE) };
    }
    if (!shopify_find(&s->shop, keys, n, EVERYTHING, found, a, err))
        return false;
    for (size_t i = 0; i < n; i++)
        judge(&cases[i], &found[i], a);
    return true;
}

/* ---- what the answers of an earlier run say -------------------------------------------------------------------- */

enum { ATTEMPTS_LOOKED_FOR = 2 };

/* The creations of a wave, as apply() put them into the lines of one operation. */
static size_t creations_of(struct shopify *s, struct case_of *cases, size_t n, struct consignment *c)
{
    struct delivery *all = arena_array(c->arena, struct delivery, n + 1);
    struct op_result *results = arena_array(c->arena, struct op_result, n + 1);

    c->items = arena_array(c->arena, struct delivery *, n + 1);
    c->n = 0;
    for (size_t i = 0; i < n; i++) {
        struct delivery *d = &all[i];
        if (cases[i].op->kind != OP_CREATE)
            continue;
        delivery_begin(d, cases[i].op, &results[i], s->opened_at, &s->info);
        if (steps_refused(d->op, &d->context, d->result, c->arena))
            continue;
        d->step_count = steps_for(d->op, &d->context, &d->steps, c->arena);
        if (d->step_count > 0)
            c->items[c->n++] = d;
    }
    return c->n;
}

static void take_creations(const struct consignment *c, struct case_of *cases, size_t n)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        while (at < c->n && c->items[at]->op < cases[i].op)
            at++;
        if (at == c->n || c->items[at]->op != cases[i].op || !cases[i].nameless || c->items[at]->next == 0)
            continue;
        told(&cases[i], OUTCOME_DONE, c->items[at]->id);
        cases[i].nameless = false;
    }
}

/* Who has only a name, and was made by a bulk operation whose answers are still kept: they say what no search can. */
static bool read_old_answers(struct shopify *s, const struct op *ops, struct case_of *cases, size_t n,
                             struct arena *a, struct err *err)
{
    size_t length;

    for (size_t at = 0; at < n; at += length) {
        struct consignment c = { .shop = s, .mutation = MUTATION_CUSTOMER_CREATE, .arena = a };
        int64_t hash;
        size_t left = 0;
        length = wave_length(ops + at, n - at, a);
        for (size_t i = 0; i < length; i++)
            left += cases[at + i].nameless;
        hash = wave_hash(ops + at, length, c.mutation, 0);
        for (size_t attempt = 0; left > 0 && attempt < ATTEMPTS_LOOKED_FOR; attempt++) {
            c.identifier = wave_identifier(hash, attempt, a);
            if (creations_of(s, cases + at, length, &c) > 0 && !attach_bulk(&c, err))
                return false;
            take_creations(&c, cases + at, length);
        }
    }
    return true;
}

/* ---- who has only a name --------------------------------------------------------------------------------------- */

static str newest_variables(str after, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("first"));
    json_write_int(&w, PAGE_MAX);
    json_write_key(&w, STR("reverse"));
    json_write_bool(&w, true);
    if (after.n > 0) {
        json_write_key(&w, STR("after"));
        json_write_str(&w, after);
    }
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

/* The customers made since then, newest first, of whom nothing but a name is known. */
struct namesakes {
    const struct customer **at;
    size_t n, room;
};

static bool take_page(struct shopify *s, const struct json *nodes, int64_t since, struct namesakes *out,
                      bool *more, struct arena *a, struct err *err)
{
    unsigned select = shopify_select(s, EVERYTHING);

    for (size_t i = 0; i < json_count(nodes) && *more; i++) {
        struct node node;
        const struct customer *c = NULL;
        if (!node_read(json_at(nodes, i), select, &node, a))
            continue;
        *more = node.customer->created_at >= since;
        if (!*more || node.customer->email.n > 0 || node.customer->phone.n > 0 ||
            numbers_count(&s->made, node.customer->id) > 0 || out->n == out->room)
            continue;
        node.more_addresses = node.more_metafields = false; /* a name and at most a page of lists */
        if (!shopify_finish(s, &node, EVERYTHING, &c, a, err))
            return false;
        out->at[out->n++] = c;
    }
    return true;
}

static bool read_newest(struct shopify *s, int64_t since, struct namesakes *out, struct arena *a,
                        struct err *err)
{
    struct document d = document_page(shopify_select(s, EVERYTHING), PAGE_MAX, a);
    str after = STR("");
    bool more = true;

    out->n = 0;
    for (int page = 0; page < NEWEST_PAGES && more; page++) {
        const struct json *reply;
        if (!shopify_ask(s, d, newest_variables(after, a), &reply, err))
            return false;
        const struct json *list = json_get(json_get(reply, "data"), "customers");
        if (!take_page(s, json_get(list, "nodes"), since, out, &more, a, err))
            return false;
        more = more && json_bool(json_get(json_get(list, "pageInfo"), "hasNextPage"));
        after = arena_copy(a, json_str(json_get(json_get(list, "pageInfo"), "endCursor")));
        admin_forget(s->admin);
    }
    return true;
}

/* When it may have been made. The shop's clock and this one's are not quite the same. */
static int64_t earliest(const struct shopify *s, const struct op *op)
{
    return op->since != 0 ? op->since - CLOCKS_APART : s->opened_at - DAY;
}

/* One that fits is the one; of several, none can be told. */
static void judge_nameless(const struct shopify *s, struct case_of *c, struct namesakes *among,
                           struct arena *a)
{
    int64_t since = earliest(s, c->op);
    size_t fits = 0, at = 0;

    for (size_t i = 0; i < among->n; i++) {
        if (!among->at[i] || among->at[i]->created_at < since || !op_is_reflected(c->op, among->at[i], a))
            continue;
        fits++;
        at = i;
    }
    told(c, OUTCOME_UNKNOWN, 0);
    if (fits != 1)
        return;
    told(c, OUTCOME_DONE, among->at[at]->id);
    c->nameless = false;
    among->at[at] = NULL;
}

static bool find_nameless(struct shopify *s, struct case_of *cases, size_t n, struct arena *a,
                          struct err *err)
{
    struct namesakes found = { .room = (size_t)NEWEST_PAGES * PAGE_MAX };
    int64_t since = INT64_MAX;
    size_t left = 0;

    for (size_t i = 0; i < n; i++) {
        int64_t own = earliest(s, cases[i].op);
        left += cases[i].nameless;
        since = cases[i].nameless && own < since ? own : since;
    }
    if (left == 0)
        return true;
    found.at = arena_array(a, const struct customer *, found.room);
    for (int look = 0; look < LOOKS && left > 0; look++) {
        if (!admin_sleep(s->admin, look_seconds[look], err) || !read_newest(s, since, &found, a, err))
            return false;
        left = 0;
        for (size_t i = 0; i < n; i++) {
            if (cases[i].nameless)
                judge_nameless(s, &cases[i], &found, a);
            left += cases[i].nameless;
        }
    }
    return true;
}

/* ---- what was begun and not finished --------------------------------------------------------------------------- */

/* They were made, and the mail that was to follow was not sent: it is now, or their state tells that it was. */
static size_t missing_invitations(const struct case_of *cases, size_t n, struct delivery *all,
                                  struct consignment *c)
{
    c->n = 0;
    for (size_t i = 0; i < n; i++) {
        struct delivery *d = &all[i];
        const struct op *op = cases[i].op;
        if (!creates(op) || cases[i].result->outcome != OUTCOME_DONE || !op->invite ||
            cases[i].result->invited)
            continue;
        *d = (struct delivery){ .op = op, .result = cases[i].result, .id = cases[i].result->id };
        d->step_count = steps_for(op, &d->context, &d->steps, c->arena);
        while (d->steps && d->next < d->step_count && d->steps[d->next].mutation != MUTATION_INVITE)
            d->next++;
        if (d->next < d->step_count)
            c->items[c->n++] = d;
    }
    return c->n;
}

/* Of the invitations that got no answer: who is invited by now was, the others were not. */
static bool judge_invitations(const struct consignment *c, struct err *err)
{
    int64_t *ids = arena_array(c->arena, int64_t, c->n + 1);
    const struct customer **now = arena_array(c->arena, const struct customer *, c->n + 1);
    size_t lost = 0;

    for (size_t i = 0; i < c->n; i++) {
        ids[i] = c->items[i]->result->outcome == OUTCOME_UNKNOWN ? c->items[i]->id : 0;
        lost += ids[i] != 0;
    }
    if (lost == 0)
        return true;
    if (!admin_sleep(c->shop->admin, IN_THE_AIR_SECONDS, err) ||
        !shopify_by_ids(c->shop, ids, c->n, 0, now, c->arena, err))
        return false;
    for (size_t i = 0; i < c->n; i++) {
        if (!now[i])
            continue;
        c->items[i]->result->outcome = OUTCOME_DONE;
        c->items[i]->result->invited = now[i]->state == STATE_INVITED;
    }
    return true;
}

static bool send_invitations(struct shopify *s, struct case_of *cases, size_t n, struct arena *a,
                             struct err *err)
{
    struct consignment c = { .shop = s, .mutation = MUTATION_INVITE, .arena = a };
    struct delivery *all = arena_array(a, struct delivery, n + 1);

    c.items = arena_array(a, struct delivery *, n + 1);
    for (int i = 0; i < INVITATIONS_MAX && missing_invitations(cases, n, all, &c) > 0; i++)
        if (!send_requests(&c, err) || !judge_invitations(&c, err))
            return false;
    (void)missing_invitations(cases, n, all, &c);
    for (size_t i = 0; i < c.n; i++)
        delivery_lost(c.items[i]);
    return true;
}

bool shopify_settle(struct shop *shop, const struct op *ops, size_t n, struct op_result *out, struct arena *a,
                    struct err *err)
{
    struct shopify *s = shopify_of(shop);
    struct case_of *cases = arena_array(a, struct case_of, n + 1);

    if (n == 0)
        return true;
    for (size_t i = 0; i < n; i++) {
        cases[i] = (struct case_of){ .op = &ops[i], .result = &out[i] };
        told(&cases[i], OUTCOME_UNKNOWN, 0);
    }
    return admin_sleep(s->admin, IN_THE_AIR_SECONDS, err) && wait_for_operations(s, err) &&
           judge_all(s, cases, n, a, err) && read_old_answers(s, ops, cases, n, a, err) &&
           find_nameless(s, cases, n, a, err) && send_invitations(s, cases, n, a, err);
}
