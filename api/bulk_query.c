#include "api/bulk_rows.h"
#include "base/json_write.h"
#include "base/message.h"

struct query {
    struct admin *admin;
    str text;
    int64_t newest; /* operation that was there before */
    struct operation operation;
    struct arena arena;
};

/* ---- beginning ------------------------------------------------------------------------------------------------- */

static bool note_newest(void *context, const struct json *node, str query)
{
    struct query *q = context;
    int64_t number = operation_number(node);

    (void)query;
    q->newest = number > q->newest ? number : q->newest;
    return true;
}

static bool note_ours(void *context, const struct json *node, str query)
{
    struct query *q = context;

    if (operation_number(node) <= q->newest || !str_eq(query, q->text))
        return true;
    operation_read(node, &q->operation, &q->arena);
    return false;
}

/* A query has no name of ours: it is told by its text and by being newer than what there was. Its operation may also be
 * one that the same command began at the same time elsewhere: that answers as well. */
static bool find_lost(struct query *q, struct err *err)
{
    const struct operations_visitor visitor = { .visit = note_ours, .context = q };

    for (size_t i = 0; i < countof(bulk_lost_waits) && q->operation.id.n == 0; i++)
        if (!admin_sleep(q->admin, bulk_lost_waits[i], err) ||
            !operations_each(q->admin, "query", &visitor, err))
            return false;
    return true;
}

static str begin_variables(str query, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("query"));
    json_write_str(&w, query);
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

static bool begin(struct query *q, struct err *err)
{
    const struct operations_visitor visitor = { .visit = note_newest, .context = q, .pages = 1 };
    str variables = begin_variables(q->text, &q->arena);
    double limited = 0;
    size_t attempts = 0;
    enum begun how;

    if (!operations_each(q->admin, "query", &visitor, err))
        return false;
    for (;;) {
        if (!operation_begin(q->admin, document_bulk_query(), variables, &q->operation, &how, &q->arena, err))
            return false;
        if (how == BEGUN_LOST && !find_lost(q, err))
            return false;
        if (q->operation.id.n > 0)
            return true;
        attempts += how != BEGUN_BUSY && how != BEGUN_LIMITED;
        limited += how == BEGUN_LIMITED ? BULK_BUSY_SECONDS : 0;
        if (attempts >= BULK_BEGIN_MOST || limited > BULK_LIMITED_MOST)
            return err_set(err, ERR_SHOP,
                           _("the shop did not begin a bulk query; try again with --bulk never"));
        admin_say(q->admin, _("the shop does not begin a bulk query now; waiting"));
        if (!admin_sleep(q->admin, BULK_BUSY_SECONDS, err))
            return false;
    }
}

/* ---- waiting --------------------------------------------------------------------------------------------------- */

static bool wait_for(struct query *q, void (*progress)(void *context, size_t done, size_t total),
                     void *context, struct err *err)
{
    struct operation *const all[] = { &q->operation };

    for (double wait = bulk_wait_first(); q->operation.status == OPERATION_RUNNING;
         wait = bulk_wait_longer(wait)) {
        if (!admin_sleep(q->admin, wait, err) || !operations_poll(q->admin, all, 1, &q->arena, err))
            return false;
        if (progress)
            progress(context, q->operation.roots, 0);
    }
    return true;
}

static bool ended_badly(const struct operation *o, struct err *err)
{
    if (str_eq(o->error, STR("ACCESS_DENIED")))
        return err_set(
            err, ERR_SHOP,
            _("the shop refuses a bulk query (ACCESS_DENIED): the app may not read a part of what was asked"
              " for; \"meibo shop test\" shows its scopes"));
    if (o->status == OPERATION_FAILED)
        return err_set(err, ERR_SHOP,
                       _("a bulk query failed in the shop (%.*s); try again with --bulk never"),
                       STR_ARG(o->error));
    return err_set(err, ERR_SHOP, _("a bulk query was canceled in the shop; try again"));
}

/* What Shopify says may be gone the next time. */
static bool worth_another(const struct operation *o)
{
    return o->status == OPERATION_FAILED &&
           (str_eq(o->error, STR("INTERNAL_SERVER_ERROR")) || str_eq(o->error, STR("TIMEOUT")));
}

static bool run(struct query *q, void (*progress)(void *context, size_t done, size_t total), void *context,
                struct err *err)
{
    for (size_t times = 0; times < 2; times++) {
        if (!begin(q, err) || !wait_for(q, progress, context, err))
            return false;
        if (!worth_another(&q->operation))
            break;
        admin_say(q->admin, _("a bulk query failed in the shop (%.*s)"), STR_ARG(q->operation.error));
    }
    return q->operation.status == OPERATION_COMPLETED || ended_badly(&q->operation, err);
}

bool bulk_query(struct admin *s, str query, struct bulk_rows **out,
                void (*progress)(void *context, size_t done, size_t total), void *context, struct err *err)
{
    return bulk_query_of(s, "Customer", query, out, progress, context, err);
}

bool bulk_query_of(struct admin *s, const char *kind, str query, struct bulk_rows **out,
                   void (*progress)(void *context, size_t done, size_t total), void *context, struct err *err)
{
    struct query q = { .admin = s, .text = query };
    struct bulk_file answer;
    bool done = run(&q, progress, context, err) && operation_download(s, &q.operation, &answer, err) &&
                bulk_rows_open_of(out, kind, &answer, err);

    arena_reset(&q.arena);
    return done;
}
