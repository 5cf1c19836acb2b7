#include "api/step_parts.h"

#include "base/unicode.h"
#include "model/tags.h"

/* ---- tags ------------------------------------------------------------------------------------------------- */

static size_t tags_at_most(struct texts tags)
{
    size_t n = tags.n;

    for (size_t i = 0; i < tags.n; i++)
        for (size_t k = 0; k < tags.at[i].n; k++)
            n += tags.at[i].p[k] == ',';
    return n;
}

static struct texts tags_split(struct texts tags, struct arena *a)
{
    str *to = arena_array(a, str, tags_at_most(tags) + 1);
    size_t n = 0;

    for (size_t i = 0; i < tags.n; i++) {
        str head, tail = tags.at[i];
        for (bool more = true; more;) {
            more = str_cut(tail, ',', &head, &tail);
            to[n] = text_trim(head);
            n += to[n].n > 0;
        }
    }
    return (struct texts){ to, n };
}

struct texts tags_as_taken(struct texts tags, struct arena *a)
{
    const struct texts none = { NULL, 0 };
    struct tag_step add = { .command = LIST_MERGE, .tags = tags_split(tags, a) };

    return tags_plan(none, &add, 1, a).after;
}

/* A tag that goes and comes in one operation is spelled anew: the list names it as it comes. */
static struct texts spelled_anew(struct texts after, struct texts remove, struct texts add, struct arena *a)
{
    struct texts both = tags_among(add, remove, true, a);
    str *to = arena_array(a, str, after.n + 1);

    if (both.n == 0)
        return after;
    for (size_t i = 0; i < after.n; i++) {
        to[i] = after.at[i];
        for (size_t k = 0; k < both.n; k++)
            if (str_eq(text_fold_case(to[i], a), text_fold_case(both.at[k], a)))
                to[i] = both.at[k];
    }
    return (struct texts){ to, after.n };
}

struct texts tags_after(const struct op *op, const struct steps_context *ctx, struct arena *a)
{
    const struct texts none = { NULL, 0 };
    struct tag_step steps[] = { { .command = LIST_DELETE, .tags = tags_split(op->tags_remove, a) },
                                { .command = LIST_MERGE, .tags = tags_split(op->tags_add, a) } };
    struct texts after = tags_plan(op_creates(op) ? none : ctx->tags, steps, countof(steps), a).after;

    return spelled_anew(after, steps[0].tags, steps[1].tags, a);
}

/* ---- metafields ------------------------------------------------------------------------------------------- */

size_t metafields_count(const struct op *op, bool deleted)
{
    size_t n = 0;

    for (size_t i = 0; i < op->metafield_count; i++)
        n += op->metafields[i].to.blank == deleted;
    return n;
}

size_t metafields_run(const struct op *op, bool deleted, size_t from, size_t most)
{
    size_t n = 0, i = from;

    for (; i < op->metafield_count && n < most; i++)
        n += op->metafields[i].to.blank == deleted;
    return i;
}

const struct metafield *metafields_at(const struct op *op, const struct step *s, size_t i)
{
    const bool deleted = s->mutation == MUTATION_METAFIELDS_DELETE;
    const bool carried = s->with_metafields;
    size_t end = carried ? metafields_run(op, false, 0, LIST_MAX) : s->at + s->n;

    for (size_t k = carried ? 0 : s->at; k < end && k < op->metafield_count; k++)
        if (op->metafields[k].to.blank == deleted && i-- == 0)
            return &op->metafields[k].to;
    return NULL;
}
