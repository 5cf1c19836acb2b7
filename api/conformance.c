#include "api/conformance_parts.h"

bool stage_want(struct stage *t, bool holds, const char *what)
{
    if (!holds && !t->why)
        t->why = t->err.code == ERR_NONE ? what : t->err.msg;
    return holds;
}

bool str_is(str s, const char *text)
{
    return str_eq(s, str_of(text));
}

struct op stage_create(str email)
{
    struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_EMAIL) };

    op.to.email = email;
    op.to.has.seen = op.set;
    return op;
}

struct op stage_change(enum op_kind kind, const struct customer *have)
{
    return (struct op){ .kind = kind, .found_by = MATCH_ID, .have = have };
}

struct op_result stage_apply(struct stage *t, const struct op *op)
{
    struct op_result out = { .outcome = OUTCOME_UNKNOWN, .why_column = COL_COUNT };

    if (!t->shop->ops->apply(t->shop, op, 1, &out, CONFORMANCE_NOW, &t->arena, &t->err))
        out.outcome = OUTCOME_UNKNOWN;
    return out;
}

int64_t stage_made(struct stage *t, const struct op *op)
{
    struct op_result out = stage_apply(t, op);

    return out.outcome == OUTCOME_DONE ? out.id : 0;
}

const struct customer *stage_get(struct stage *t, int64_t id)
{
    struct customer_key key = { .id = id };
    struct match match = { NULL, NULL, NULL };

    if (!t->shop->ops->find(t->shop, &key, 1, GROUPS_ALL, &match, &t->arena, &t->err))
        return NULL;
    return match.by_id;
}

const struct customer *stage_after(struct stage *t, const struct op *op)
{
    int64_t id = stage_made(t, op);

    return id ? stage_get(t, id) : NULL;
}

bool stage_refuses(struct stage *t, const struct op *op, enum finding_id why, enum column_id column)
{
    struct op_result out = stage_apply(t, op);

    return out.outcome == OUTCOME_REFUSED && out.why.id == why && out.why_column == column;
}

str stage_joined(struct stage *t, struct texts list)
{
    return arena_join(&t->arena, list.at, list.n, STR("|"));
}

static void case_run(const struct conformance_shop *maker, const struct conformance_case *c)
{
    struct stage t = { .maker = maker };

    if (stage_want(&t, maker->make(maker->ctx, &t.shop, &t.err), "a new shop can be made"))
        c->run(&t, c->data);
    maker->report(maker->ctx, c->sentence, t.why == NULL, t.why ? t.why : "");
    shop_close(t.shop);
    arena_reset(&t.arena);
}

size_t conformance_run(const struct conformance_shop *maker)
{
    static const struct conformance_cases *const parts[] = {
        &conformance_find_cases,    &conformance_field_cases,   &conformance_tag_cases,
        &conformance_consent_cases, &conformance_address_cases, &conformance_metafield_cases,
        &conformance_change_cases,  &conformance_list_cases,
    };
    size_t n = 0;

    for (size_t i = 0; i < countof(parts); i++)
        for (size_t k = 0; k < parts[i]->n; k++, n++)
            case_run(maker, &parts[i]->at[k]);
    return n;
}
