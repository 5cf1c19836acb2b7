#include "model/planning.h"

#include "model/match.h"
#include "model/tags.h"

static const struct customer nobody;

static int32_t sheet_column(const struct plan_context *ctx, enum column_id col)
{
    return ctx->position && col < COL_COUNT ? ctx->position[col] : -1;
}

void planning_say(struct planning *p, enum finding_id id, uint32_t row, enum column_id col, str arg0,
                  str arg1, str arg2)
{
    struct finding f = { id, row, sheet_column(p->ctx, col), { arg0, arg1, arg2 } };

    finding_add(p->findings, f);
    if (finding_severity(id) != SEVERITY_ERROR)
        return;
    p->op->kind = OP_REFUSED;
    if (p->op->why.id == FINDING_NONE)
        p->op->why = p->findings->at[p->findings->n - 1]; /* its args are the list's own copies */
}

static str id_text(int64_t id, struct arena *a)
{
    return arena_fmt(a, "%lld", (long long)id);
}

static str key_name(enum match_key by)
{
    enum column_id col = match_column(by);

    return col < COL_COUNT ? columns[col].header : STR("");
}

void plan_tags(struct planning *p)
{
    struct texts have = field_given(COL_TAGS, p->have) ? p->have->tags : (struct texts){ 0 };
    struct tag_plan t = tags_plan(have, p->want->tag_steps, p->want->tag_step_count, p->arena);

    p->op->tags_add = t.add;
    p->op->tags_remove = t.remove;
    if (t.cleared)
        planning_cleared(p, COL_TAGS);
    if (t.add.n > 0 && t.after.n > TAG_COUNT_MAX)
        planning_say(p, FINDING_TOO_MANY_TAGS, p->want->row, COL_TAGS, STR(""),
                     arena_fmt(p->arena, "%zu", t.after.n), STR(""));
}

/* The first error that the sheet's reader found with this customer, if it is in the same list. */
static struct finding first_error(const struct findings *list, const struct customer *want)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct finding *f = &list->at[i];
        if (f->row >= want->row && f->row <= want->last_row && finding_severity(f->id) == SEVERITY_ERROR)
            return *f;
    }
    return (struct finding){ .row = want->row, .column = -1 };
}

/* What the command says where the customer is found or not; false when that is a refusal. */
static bool command_allows(struct planning *p, const struct customer *found, enum match_key by)
{
    const struct command_rule *rule = &command_rules[p->want->command];
    enum finding_id why = found ? rule->if_present : rule->if_missing;

    p->op->kind = found ? rule->present : rule->missing;
    if (why != FINDING_NONE)
        planning_say(p, why, p->want->row, COL_COMMAND, STR(""), key_name(by),
                     found ? id_text(found->id, p->arena) : STR(""));
    return p->op->kind != OP_REFUSED;
}

/* M-6, and keys that somebody else has already. */
static bool keys_agree(struct planning *p, const struct match *match, const struct customer *found)
{
    static const enum finding_id taken[] = {
        [MATCH_ID] = FINDING_TWO_MATCHES,
        [MATCH_EMAIL] = FINDING_EMAIL_TAKEN,
        [MATCH_PHONE] = FINDING_PHONE_TAKEN,
    };
    enum match_key by;
    const struct customer *other = match_other(p->ctx, p->want, match, found, &by);

    if (!other)
        return true;
    str id = id_text(other->id, p->arena);
    if (found)
        planning_say(p, FINDING_TWO_MATCHES, p->want->row, match_column(by), STR(""), key_name(by), id);
    else
        planning_say(p, taken[by], p->want->row, match_column(by), STR(""), id, STR(""));
    return false;
}

/* M-12, M-13: the shop will not delete who has orders. */
static bool deletable(struct planning *p)
{
    bool deletes = p->op->kind == OP_DELETE || p->op->kind == OP_REPLACE;

    if (!deletes || p->op->have->total_orders == 0)
        return true;
    planning_say(p, FINDING_HAS_ORDERS, p->want->row, COL_COMMAND, STR(""), STR(""), STR(""));
    return false;
}

static bool changes_nothing(const struct op *op)
{
    return !op->set && !op->tags_add.n && !op->tags_remove.n && !op->address_count && !op->metafield_count &&
           !op->invite;
}

static void plan_values(struct planning *p)
{
    bool replaces = p->op->kind == OP_REPLACE;

    p->creating = replaces || p->op->kind == OP_CREATE;
    p->have = p->creating ? &nobody : p->op->have;
    plan_fields(p);
    plan_tags(p);
    plan_consents(p);
    plan_invite(p);
    plan_addresses(p);
    plan_metafields(p);
    if (p->op->kind == OP_UPDATE && changes_nothing(p->op))
        p->op->kind = OP_UNCHANGED;
    if (p->op->kind != OP_REFUSED)
        return;
    p->op->cleared = 0; /* nothing is sent, so nothing is cleared */
    p->op->cleared_values = 0;
    if (replaces)
        planning_say(p, FINDING_REPLACE_INVALID, p->want->row, COL_COMMAND, STR(""), STR(""), STR(""));
}

/* By whichever key the customer is there: for NEW, a phone counts also beside an email that is free (M-9). */
static const struct customer *find_it(struct planning *p, const struct match *match)
{
    const struct customer *found = match_choose(p->ctx, p->want, match, &p->op->found_by);

    if (!found && p->want->command == COMMAND_NEW)
        found = match_other(p->ctx, p->want, match, NULL, &p->op->found_by);
    return found;
}

struct op plan_for(const struct plan_context *ctx, const struct customer *want, const struct match *match,
                   struct findings *findings)
{
    struct op op = { .kind = OP_IGNORED, .want = want };
    struct planning p = {
        .ctx = ctx, .want = want, .op = &op, .findings = findings, .arena = findings->arena
    };

    if (want->command == COMMAND_IGNORE)
        return op;
    op.have = find_it(&p, match);
    plan_phones(&p);
    if (want->failed) {
        op.kind = OP_REFUSED;
        op.why = first_error(findings, want);
        return op;
    }
    if (command_allows(&p, op.have, op.found_by) && keys_agree(&p, match, op.have) && deletable(&p) &&
        op.kind != OP_DELETE)
        plan_values(&p);
    return op;
}
