#include "model/change.h"
#include "model/metafield.h"
#include "model/planning.h"

static const struct metafield_definition *definition_of(const struct plan_context *ctx,
                                                        const struct metafield *m)
{
    for (size_t i = 0; i < ctx->definition_count; i++)
        if (str_eq(ctx->definitions[i].key, m->key) && str_eq(ctx->definitions[i].namespace, m->namespace))
            return &ctx->definitions[i];
    return NULL;
}

static void say(struct planning *p, enum finding_id id, const struct metafield *m, str arg0, str arg1)
{
    struct finding f = { id, p->want->row, m->column, { arg0, arg1 } };

    finding_add(p->findings, f);
    p->op->kind = OP_REFUSED;
    if (p->op->why.id == FINDING_NONE)
        p->op->why = p->findings->at[p->findings->n - 1];
}

static void add_op(struct planning *p, struct metafield to, const struct metafield *from)
{
    p->op->metafields[p->op->metafield_count++] = (struct metafield_op){ to, from };
}

static bool stored_value(str type, str text, str *out, struct arena *a)
{
    const struct cell_context cells = { .zone = zone_utc() };

    return metafield_value(type, &cells, (cell){ .kind = CELL_TEXT, .text = text }, out, a);
}

/* F-5: a header without a type leaves it to the shop, by its definition or by what the customer has. */
static bool settle_type(struct planning *p, struct metafield *to, const struct metafield *have)
{
    const struct metafield_definition *d = definition_of(p->ctx, to);

    if (!d && !have) {
        say(p, FINDING_METAFIELD_NO_TYPE, to, STR(""), metafield_name(to->namespace, to->key, p->arena));
        return false;
    }
    to->type = d ? d->type : have->type;
    if (stored_value(to->type, to->value, &to->value, p->arena))
        return true;
    say(p, FINDING_METAFIELD_INVALID, to, to->value, to->type);
    return false;
}

/* The shop's own value may be written in another way. */
static bool same_value(const struct planning *p, const struct metafield *have, const struct metafield *to)
{
    str stored;

    return str_eq(have->value, to->value) ||
           (stored_value(have->type, have->value, &stored, p->arena) && str_eq(stored, to->value));
}

/* F-8 */
static void plan_blank(struct planning *p, const struct metafield *m, const struct metafield *have)
{
    if (!have)
        return;
    add_op(p, *m, have);
    p->op->metafields[p->op->metafield_count - 1].to.type = have->type;
    p->op->cleared_values++;
}

static void plan_metafield(struct planning *p, const struct metafield *m)
{
    const struct metafield *have = metafield_of(p->have, m);
    struct metafield to = *m;

    if (m->blank) {
        plan_blank(p, m, have);
        return;
    }
    if (to.type.n == 0 && !settle_type(p, &to, have))
        return;
    if (have && str_eq(have->type, to.type) && same_value(p, have, &to))
        return;
    add_op(p, to, have);
}

void plan_metafields(struct planning *p)
{
    p->op->metafields = arena_array(p->arena, struct metafield_op, p->want->metafield_count + 1);
    for (size_t i = 0; i < p->want->metafield_count; i++)
        plan_metafield(p, &p->want->metafields[i]);
}
