#include "model/planning.h"

/* What a blank cell does to a customer's column (docs/FORMAT.md, chapter B). */
static void blank_clears(struct planning *p, enum column_id col)
{
    if (!field_given(col, p->have))
        return;
    field_clear(col, &p->op->to);
    p->op->set |= COL_BIT(col);
    planning_cleared(p, col);
}

/* B-2: a blank Tax Exempt is FALSE. */
static void blank_is_false(struct planning *p, enum column_id col)
{
    struct customer no = { .has.seen = COL_BIT(col) };
    bool was = field_given(col, p->have) && *(const bool *)field_of(col, p->have);

    if (!was && !p->creating)
        return;
    field_copy(col, &p->op->to, &no);
    p->op->set |= COL_BIT(col);
    if (was)
        planning_cleared(p, col);
}

/* B-6: a blank Language is the shop's; plan_language() does the same for one that is being made. */
static void blank_is_default(struct planning *p, enum column_id col)
{
    struct customer usual = { .has.seen = COL_BIT(col), .language = p->ctx->default_language };

    if (p->creating || !field_given(col, &usual) || !field_given(col, p->have) ||
        field_same(col, &usual, p->have))
        return;
    field_copy(col, &p->op->to, &usual);
    p->op->set |= COL_BIT(col);
    planning_cleared(p, col);
}

/* There now, and not taken away by a blank cell, or given by the row. */
static bool stays(const struct planning *p, enum column_id col)
{
    return field_given(col, p->want) || (field_given(col, p->have) && !field_blank(col, p->want));
}

/* B-3, B-4: an Email or Phone goes only where the customer was found by a key before it and keeps another
 * identity. Where both are blank and there is no name, neither goes. */
static void blank_identity(struct planning *p, enum column_id col)
{
    enum column_id other = col == COL_EMAIL ? COL_PHONE : COL_EMAIL;
    bool found = p->op->found_by == MATCH_ID || (col == COL_PHONE && p->op->found_by == MATCH_EMAIL);

    if (found && (stays(p, COL_FIRST_NAME) || stays(p, COL_LAST_NAME) || stays(p, other)))
        blank_clears(p, col);
}

static void blank_is_left(struct planning *p, enum column_id col)
{
    (void)p;
    (void)col;
}

static const struct field_rule {
    enum column_id column;
    void (*blank)(struct planning *p, enum column_id col);
} rules[] = {
    { COL_EMAIL, blank_identity },        { COL_FIRST_NAME, blank_clears },
    { COL_LAST_NAME, blank_clears },      { COL_PHONE, blank_identity },
    { COL_NOTE, blank_clears },           { COL_LANGUAGE, blank_is_default },
    { COL_TAX_EXEMPT, blank_is_false },   { COL_MULTIPASS, blank_is_left },
    { COL_TAX_EXEMPTIONS, blank_clears },
};

static const enum column_id identities[] = { COL_EMAIL, COL_PHONE, COL_FIRST_NAME, COL_LAST_NAME };

const struct customer *planning_final(const struct planning *p, enum column_id col)
{
    const struct customer *c = p->op->set & COL_BIT(col) ? &p->op->to : p->have;

    return field_given(col, c) ? c : NULL;
}

void planning_cleared(struct planning *p, enum column_id col)
{
    p->op->cleared |= COL_BIT(col);
    p->op->cleared_values++;
}

static void plan_field(struct planning *p, const struct field_rule *rule)
{
    enum column_id col = rule->column;

    if (field_blank(col, p->want)) {
        rule->blank(p, col);
        return;
    }
    if (!field_given(col, p->want) || (field_given(col, p->have) && field_same(col, p->want, p->have)))
        return;
    field_copy(col, &p->op->to, p->want);
    p->op->set |= COL_BIT(col);
}

static bool is_enabled(const struct plan_context *ctx, str language)
{
    for (size_t i = 0; i < ctx->languages.n; i++)
        if (str_eq_fold(ctx->languages.at[i], language))
            return true;
    return ctx->languages.n == 0;
}

/* V-LANG-3, and the shop's language for a new customer whose row gives none. */
static void plan_language(struct planning *p)
{
    struct customer usual = { .has.seen = COL_BIT(COL_LANGUAGE), .language = p->ctx->default_language };

    if (p->creating && !(p->op->set & COL_BIT(COL_LANGUAGE)) && usual.language.n > 0) {
        field_copy(COL_LANGUAGE, &p->op->to, &usual);
        p->op->set |= COL_BIT(COL_LANGUAGE);
    }
    if ((p->op->set & COL_BIT(COL_LANGUAGE)) && field_given(COL_LANGUAGE, p->want) &&
        !is_enabled(p->ctx, p->want->language))
        planning_say(p, FINDING_LANGUAGE_NOT_ENABLED, p->want->row, COL_LANGUAGE, p->want->language, STR(""),
                     STR(""));
}

/* B-5, M-7, M-12: somebody must remain. */
static void check_identity(struct planning *p)
{
    uint64_t touched = 0;

    for (size_t i = 0; i < countof(identities); i++) {
        if (planning_final(p, identities[i]))
            return;
        touched |= p->op->set & COL_BIT(identities[i]);
    }
    if (p->creating)
        planning_say(p, FINDING_NO_KEY, p->want->row, COL_COUNT, STR(""), STR(""), STR(""));
    else if (touched)
        planning_say(p, FINDING_LAST_IDENTITY, p->want->row, COL_COUNT, STR(""), STR(""), STR(""));
}

void plan_fields(struct planning *p)
{
    for (size_t i = 0; i < countof(rules); i++)
        plan_field(p, &rules[i]);
    plan_language(p);
    check_identity(p);
}
