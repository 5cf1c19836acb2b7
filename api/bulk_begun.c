#include <string.h>

#include "api/bulk_parts.h"
#include "base/num.h"

/* ---- names ----------------------------------------------------------------------------------------------------- */

/* NAME of "mutation NAME(…": what document_bulk_call() wrote. */
static str name_in(str query)
{
    str word = STR("mutation"), name, rest;

    query = str_trim(query);
    if (query.n <= word.n || memcmp(query.p, word.p, word.n) != 0)
        return STR("");
    str_cut((str){ query.p + word.n, query.n - word.n }, '(', &name, &rest);
    return str_trim(name);
}

static bool read_number(str s, size_t *out)
{
    int64_t v;

    if (!num_parse_i64(s, &v) || v < 0)
        return false;
    *out = (size_t)v;
    return true;
}

/* Whether the name is one of this job, and of which of its lines. */
static bool lines_of(const struct bulk_job *job, str name, size_t *first, size_t *n)
{
    str id = job->identifier, from, count;

    *first = 0;
    *n = job->n;
    if (str_eq(name, id))
        return true;
    if (name.n <= id.n + 1 || memcmp(name.p, id.p, id.n) != 0 || name.p[id.n] != '_')
        return false;
    str_cut((str){ name.p + id.n + 1, name.n - id.n - 1 }, '_', &from, &count);
    return read_number(from, first) && read_number(count, n) && *n > 0 && *n <= job->n &&
           *first <= job->n - *n;
}

/* ---- parts ----------------------------------------------------------------------------------------------------- */

/* In order of jobs and lines. */
struct part *part_add(struct bulk_jobs *r, struct bulk_job *job, size_t first, size_t n)
{
    struct part *p = arena_new(&r->arena, struct part), **at = &r->parts;

    while (*at && ((*at)->job < job || ((*at)->job == job && (*at)->first < first)))
        at = &(*at)->next;
    *p = (struct part){ .next = *at, .job = job, .first = first, .n = n };
    *at = p;
    return p;
}

static struct part *part_of(const struct bulk_jobs *r, const struct bulk_job *job, size_t first, size_t n)
{
    struct part *p = r->parts;

    while (p && !(p->job == job && p->first == first && p->n == n))
        p = p->next;
    return p;
}

static void attach(struct bulk_jobs *r, struct part *p, const struct json *node)
{
    p->operation = (struct operation){ 0 };
    operation_read(node, &p->operation, &r->arena);
    p->state = PART_RUNNING;
}

/* Were there ever two of one name, then what the later one did says of the lines less than the earlier one. */
static bool attach_one(void *context, const struct json *node, str query)
{
    struct bulk_jobs *r = context;
    str name = name_in(query);
    size_t first, n;

    for (size_t i = 0; name.n > 0 && i < r->n; i++) {
        if (!lines_of(&r->jobs[i], name, &first, &n))
            continue;
        struct part *p = part_of(r, &r->jobs[i], first, n);
        if (!p) {
            p = part_add(r, &r->jobs[i], first, n);
            p->name = arena_copy(&r->arena, name);
        } else if (operation_number(node) >= bulk_gid_number(p->operation.id, "BulkOperation")) {
            break;
        }
        attach(r, p, node);
        break;
    }
    return true;
}

/* Whether lines of a job are in no operation; they become parts to do when `add` is set. */
static bool lacks(struct bulk_jobs *r, struct bulk_job *job, bool add)
{
    size_t at = 0;
    bool any = false;

    for (struct part *p = r->parts; p && at < job->n; p = p->next) {
        if (p->job != job)
            continue;
        if (p->first > at && add)
            part_add(r, job, at, p->first - at);
        any = any || p->first > at;
        at = p->first + p->n > at ? p->first + p->n : at;
    }
    if (at < job->n && add)
        part_add(r, job, at, job->n - at);
    return any || at < job->n;
}

/* How long to wait for what is not there yet. */
static double longest_flight(struct bulk_jobs *r)
{
    double longest = 0;

    for (size_t i = 0; i < r->n; i++)
        if (r->jobs[i].in_flight > longest && lacks(r, &r->jobs[i], false))
            longest = r->jobs[i].in_flight;
    return longest;
}

bool parts_find(struct bulk_jobs *r, struct err *err)
{
    const struct operations_visitor visitor = { .visit = attach_one, .context = r };

    if (!operations_each(r->admin, "mutation", &visitor, err))
        return false;
    double seconds = longest_flight(r);
    if (seconds > 0 &&
        !(admin_sleep(r->admin, seconds, err) && operations_each(r->admin, "mutation", &visitor, err)))
        return false;
    for (size_t i = 0; i < r->n; i++)
        if (!r->jobs[i].attach_only)
            lacks(r, &r->jobs[i], true);
    return true;
}

/* ---- one whose beginning got no answer ------------------------------------------------------------------------- */

struct search {
    struct bulk_jobs *jobs;
    struct part *part;
};

static bool attach_part(void *context, const struct json *node, str query)
{
    struct search *s = context;

    if (!str_eq(name_in(query), s->part->name))
        return true;
    attach(s->jobs, s->part, node);
    return false;
}

bool part_find(struct bulk_jobs *r, struct part *p, struct err *err)
{
    struct search search = { r, p };
    const struct operations_visitor visitor = { .visit = attach_part, .context = &search };

    for (size_t i = 0; i < countof(bulk_lost_waits) && p->state != PART_RUNNING; i++)
        if (!admin_sleep(r->admin, bulk_lost_waits[i], err) ||
            !operations_each(r->admin, "mutation", &visitor, err))
            return false;
    return true;
}

/* ---- any of a program ------------------------------------------------------------------------------------------ */

struct tally {
    str prefix;
    size_t n;
};

static bool tally_one(void *context, const struct json *node, str query)
{
    struct tally *t = context;
    struct operation o = { .id = STR("?") };
    struct arena scratch = { 0 };
    str name = name_in(query);

    operation_read(node, &o, &scratch);
    t->n += o.status == OPERATION_RUNNING && name.n > t->prefix.n &&
            memcmp(name.p, t->prefix.p, t->prefix.n) == 0;
    arena_reset(&scratch);
    return true;
}

bool bulk_unfinished(struct admin *s, str prefix, size_t *n, struct err *err)
{
    struct tally tally = { prefix, 0 };
    const struct operations_visitor visitor = { .visit = tally_one, .context = &tally };
    bool done = operations_each(s, "mutation", &visitor, err);

    *n = tally.n;
    return done;
}
