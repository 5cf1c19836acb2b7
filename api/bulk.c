#include "api/bulk_parts.h"
#include "base/json_write.h"
#include "base/message.h"

/* ---- beginning ------------------------------------------------------------------------------------------------- */

static str begin_variables(const struct part *p, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("mutation"));
    json_write_str(&w, document_bulk_call(p->job->mutation, p->name, a));
    json_write_key(&w, STR("path"));
    json_write_str(&w, p->key);
    json_write_key(&w, STR("client"));
    json_write_str(&w, p->name);
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

static bool give_up(struct part *p, struct err *err)
{
    return err_set(err, ERR_SHOP,
                   _("the shop did not begin the bulk operation %.*s; try again later with --bulk never"),
                   STR_ARG(p->name));
}

/* What became of the attempt to begin it. */
static bool begun(struct bulk_jobs *r, struct part *p, enum begun how, struct err *err)
{
    switch (how) {
    case BEGUN:
        p->state = PART_RUNNING;
        break;
    case BEGUN_LIMITED:
        p->limited += BULK_BUSY_SECONDS;
        if (p->limited > BULK_LIMITED_MOST)
            return give_up(p, err);
        r->busy = true;
        break;
    case BEGUN_BUSY:
        r->busy = true;
        break;
    case BEGUN_NO_FILE:
        p->key = STR("");
        p->attempts++;
        break;
    case BEGUN_LOST:
        p->attempts++;
        if (!part_find(r, p, err))
            return false;
        break;
    }
    return p->state == PART_RUNNING || p->attempts < BULK_BEGIN_MOST || give_up(p, err);
}

static bool begin(struct bulk_jobs *r, struct part *p, struct err *err)
{
    struct arena a = { 0 };
    enum begun how;

    if (!p->file.file && !part_write(r, p, err))
        return false;
    bool done = p->key.n > 0 || operation_upload(r->admin, p->file.path, &p->key, &r->arena, err);
    done = done && operation_begin(r->admin, document_bulk_mutation(), begin_variables(p, &a), &p->operation,
                                   &how, &r->arena, err);
    arena_reset(&a);
    if (!done || !begun(r, p, how, err))
        return false;
    if (p->state == PART_RUNNING) {
        admin_say(r->admin, _("bulk operation %.*s: %zu lines"), STR_ARG(p->name), p->n);
        bulk_file_close(&p->file);
    }
    return true;
}

static size_t count(const struct bulk_jobs *r, enum part_state state)
{
    size_t n = 0;

    for (const struct part *p = r->parts; p; p = p->next)
        n += p->state == state;
    return n;
}

/* As many as may run; one that could not begin for a passing reason is tried again in the next round. */
static bool begin_some(struct bulk_jobs *r, struct err *err)
{
    size_t running = count(r, PART_RUNNING);

    for (struct part *p = r->parts; p && running < BULK_SIDE_BY_SIDE && !r->busy; p = p->next) {
        if (p->state != PART_TO_DO)
            continue;
        if (!begin(r, p, err))
            return false;
        running += p->state == PART_RUNNING;
    }
    return true;
}

/* ---- waiting --------------------------------------------------------------------------------------------------- */

static bool poll(struct bulk_jobs *r, struct err *err)
{
    struct arena a = { 0 };
    struct operation **all = arena_array(&a, struct operation *, count(r, PART_RUNNING) + 1);
    size_t n = 0;

    for (struct part *p = r->parts; p; p = p->next)
        if (p->state == PART_RUNNING && p->operation.status == OPERATION_RUNNING)
            all[n++] = &p->operation;
    bool done = n == 0 || operations_poll(r->admin, all, n, &r->arena, err);
    arena_reset(&a);
    return done;
}

static bool collect(struct bulk_jobs *r, size_t *ended, struct err *err)
{
    *ended = 0;
    for (struct part *p = r->parts; p; p = p->next) {
        if (p->state != PART_RUNNING || p->operation.status == OPERATION_RUNNING)
            continue;
        if (!part_collect(r, p, err))
            return false;
        ++*ended;
    }
    return true;
}

static void tell(const struct bulk_jobs *r, void (*progress)(void *context, size_t done, size_t total),
                 void *context)
{
    size_t done = 0, total = 0;

    for (const struct part *p = r->parts; p; p = p->next) {
        size_t objects = p->operation.objects < p->n ? p->operation.objects : p->n;
        done += p->state == PART_ENDED ? p->n : objects;
        total += p->n;
    }
    if (progress)
        progress(context, done, total);
}

/* Until all have ended. Others that hold all places are waited for longer than our own operations. */
static bool run(struct bulk_jobs *r, void (*progress)(void *context, size_t done, size_t total),
                void *context, struct err *err)
{
    double wait = bulk_wait_first(), busy = 0; /* seconds */
    bool told = false;
    size_t ended;

    for (;;) {
        if (!begin_some(r, err) || !poll(r, err) || !collect(r, &ended, err))
            return false;
        tell(r, progress, context);
        if (count(r, PART_ENDED) == count(r, PART_TO_DO) + count(r, PART_RUNNING) + count(r, PART_ENDED))
            return true;
        if (ended > 0) {
            r->busy = false;
            wait = bulk_wait_first();
            continue;
        }
        if (r->busy && !told)
            admin_say(r->admin, _("as many bulk operations run in this shop as may; waiting for one to end"));
        told = told || r->busy;
        if (!admin_sleep(r->admin, wait, err))
            return false;
        busy = r->busy ? busy + wait : 0;
        r->busy = r->busy && busy < BULK_BUSY_SECONDS;
        busy = r->busy ? busy : 0;
        wait = bulk_wait_longer(wait);
    }
}

/* ---- jobs ------------------------------------------------------------------------------------------------------ */

static void conclude(struct bulk_jobs *r)
{
    for (size_t i = 0; i < r->n; i++) {
        r->jobs[i].found = false;
        r->jobs[i].complete = true;
    }
    for (const struct part *p = r->parts; p; p = p->next) {
        p->job->found = p->job->found || p->state != PART_TO_DO;
        p->job->complete = p->job->complete && p->state == PART_ENDED && p->answers == p->n;
    }
}

bool bulk_run_limited(struct admin *s, struct bulk_job *jobs, size_t n, size_t file_max,
                      void (*progress)(void *context, size_t done, size_t total), void *context,
                      struct err *err)
{
    struct bulk_jobs r = { .admin = s, .jobs = jobs, .n = n, .file_max = file_max };
    bool done = parts_find(&r, err) && run(&r, progress, context, err);

    conclude(&r);
    for (struct part *p = r.parts; p; p = p->next)
        bulk_file_close(&p->file);
    arena_reset(&r.arena);
    return done;
}

bool bulk_run(struct admin *s, struct bulk_job *jobs, size_t n,
              void (*progress)(void *context, size_t done, size_t total), void *context, struct err *err)
{
    return bulk_run_limited(s, jobs, n, BULK_FILE_MAX, progress, context, err);
}
