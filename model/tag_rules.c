#include "model/tag_rules.h"

#include "base/hash.h"
#include "base/unicode.h"
#include "model/tag_key.h"
#include "model/tags.h"

struct tag_slot {
    str from;
    const struct tag_rule *rule; /* NULL: free */
};

static str rule_key(const struct tag_rules *r, str tag, struct arena *a)
{
    return r->exact ? tag : text_fold_case(tag, a);
}

static struct tag_slot *rule_slot(const struct tag_rules *r, str key)
{
    size_t at = (size_t)hash64(key) & r->mask;

    while (r->slots[at].rule && !str_eq(r->slots[at].from, key))
        at = (at + 1) & r->mask;
    return &r->slots[at];
}

void tag_rules_ready(struct tag_rules *r, struct arena *a)
{
    size_t room = 8;

    while (room < r->n * 2)
        room *= 2;
    r->slots = arena_array(a, struct tag_slot, room);
    r->mask = room - 1;
    for (size_t i = 0; i < r->n; i++) {
        str key = rule_key(r, r->at[i].from, a);
        struct tag_slot *slot = rule_slot(r, key);
        if (!slot->rule)
            *slot = (struct tag_slot){ key, &r->at[i] };
    }
}

/* ---- one customer ---------------------------------------------------------------------------- */

struct listed {
    str tag, key;
};

struct cleaning {
    const struct tag_rules *r;
    struct listed *list; /* what will be there */
    size_t n;
    struct arena *arena;
};

static bool list_has(const struct cleaning *c, str key)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->list[i].key, key))
            return true;
    return false;
}

static void list_put(struct cleaning *c, str tag)
{
    str key = text_fold_case(tag, c->arena);

    if (!list_has(c, key))
        c->list[c->n++] = (struct listed){ tag, key };
}

static bool is_added(const struct cleaning *c, str tag)
{
    str key = text_fold_case(tag, c->arena);

    for (size_t i = 0; i < c->r->add.n; i++)
        if (str_eq(text_fold_case(c->r->add.at[i], c->arena), key))
            return true;
    return false;
}

/* What the rules make of it; "" when it goes. */
static str becomes(const struct cleaning *c, str tag)
{
    const struct tag_rules *r = c->r;
    const struct tag_rule *rule = r->n ? rule_slot(r, rule_key(r, tag, c->arena))->rule : NULL;

    if (rule)
        return rule->to;
    if (r->replaces && !is_added(c, tag))
        return STR("");
    return r->normalizes ? tag_normal(tag, c->arena) : tag;
}

static bool has_exactly(struct texts list, str tag)
{
    for (size_t i = 0; i < list.n; i++)
        if (str_eq(list.at[i], tag))
            return true;
    return false;
}

/* Is it a spelling of one of these? A tag that goes takes along every spelling of it. */
static bool has_spelling(struct texts list, str tag, struct arena *a)
{
    str key = text_fold_case(text_trim(tag), a);

    for (size_t i = 0; i < list.n; i++)
        if (str_eq(text_fold_case(text_trim(list.at[i]), a), key))
            return true;
    return false;
}

static struct tag_result result_of(const struct cleaning *c, struct texts have)
{
    str *to = arena_array(c->arena, str, c->n * 2 + have.n + 1);
    struct tag_result out = { { to, c->n }, { to + c->n, 0 }, { to + c->n * 2, 0 } };

    for (size_t i = 0; i < c->n; i++)
        to[i] = c->list[i].tag;
    for (size_t i = 0; i < have.n; i++)
        if (!has_exactly(out.after, have.at[i]))
            to[c->n * 2 + out.remove.n++] = have.at[i];
    for (size_t i = 0; i < c->n; i++)
        if (!has_exactly(have, to[i]) || (out.remove.n && has_spelling(out.remove, to[i], c->arena)))
            to[c->n + out.add.n++] = to[i];
    return out;
}

struct tag_result tags_cleaned(const struct tag_rules *r, struct texts have, struct arena *a)
{
    struct cleaning c = { .r = r, .arena = a };
    str *after = arena_array(a, str, have.n + 1);
    bool changes = false;

    c.list = arena_array(a, struct listed, have.n + r->add.n + 1);
    for (size_t i = 0; i < have.n; i++) {
        after[i] = becomes(&c, have.at[i]);
        if (str_eq(after[i], have.at[i]))
            list_put(&c, after[i]);
        else
            changes = true;
    }
    for (size_t i = 0; changes && i < have.n; i++)
        if (after[i].n && !str_eq(after[i], have.at[i]))
            list_put(&c, after[i]);
    for (size_t i = 0; i < r->add.n; i++)
        list_put(&c, r->add.at[i]);
    return result_of(&c, have);
}

struct op plan_tags_cleaned(const struct tag_rules *r, const struct customer *have, uint32_t row,
                            struct findings *findings)
{
    struct op op = { .kind = OP_REFUSED, .found_by = MATCH_ID, .have = have };
    struct finding why = { .id = FINDING_NOT_FOUND, .row = row, .column = -1 };

    if (have) {
        struct tag_result t = tags_cleaned(r, have->tags, findings->arena);
        op.kind = t.add.n || t.remove.n ? OP_UPDATE : OP_UNCHANGED;
        op.tags_add = t.add;
        op.tags_remove = t.remove;
        if (t.add.n == 0 || t.after.n <= TAG_COUNT_MAX || t.after.n <= have->tags.n)
            return op;
        why.id = FINDING_TOO_MANY_TAGS;
        why.args[1] = arena_fmt(findings->arena, "%zu", t.after.n);
        op.kind = OP_REFUSED;
        op.tags_add = op.tags_remove = (struct texts){ 0 };
    }
    op.why = why;
    finding_add(findings, why);
    return op;
}
