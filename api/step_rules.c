#include "api/step_parts.h"

#include "base/unicode.h"
#include "model/place.h"
#include "model/tags.h"

struct ruling {
    const struct op *op;
    const struct steps_context *ctx;
    struct op_result *out;
    struct arena *arena;
};

bool step_refuse(struct op_result *out, enum column_id column, enum finding_id id, str held, str fact)
{
    out->outcome = OUTCOME_REFUSED;
    out->why = (struct finding){ .id = id, .column = -1, .args = { held, fact } };
    out->why_column = column;
    return true;
}

static bool refuse(struct ruling *r, enum column_id column, enum finding_id id, str held, str fact)
{
    return step_refuse(r->out, column, id, held, fact);
}

/* ---- addresses -------------------------------------------------------------------------------------------- */

static bool removed_before(const struct op *op, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (op->addresses[i].kind == ADDRESS_REMOVE && op->addresses[i].id == op->addresses[at].id)
            return true;
    return false;
}

/* Shopify answers with an error of the whole mutation that names no field. */
static bool address_is_unknown(struct ruling *r)
{
    const struct op *op = r->op;
    const struct customer nobody = { 0 };
    const bool creates = op_creates(op) || !op->have;
    const struct customer *have = creates ? &nobody : op->have;
    const bool can_tell = creates || addresses_known(op);

    for (size_t i = 0; i < op->address_count; i++) {
        const struct address_op *one = &op->addresses[i];
        bool known = one->kind == ADDRESS_ADD || !can_tell || address_by_id(have, one->id);
        if (!known || (one->kind != ADDRESS_ADD && removed_before(op, i)))
            return refuse(r, COL_ADDRESS_ID, FINDING_ADDRESS_NOT_FOUND, STR(""),
                          arena_fmt(r->arena, "%lld", (long long)one->id));
    }
    return false;
}

/* A code that the schema does not have would take every other customer's mutation in the request with it. */
static bool country_is_unknown(struct ruling *r)
{
    static const char parts_of_others[] =
        "AQ AS FM GU MH MP PR PW VI "; /* ISO 3166-1 has them, Shopify not */
    const struct op *op = r->op;

    for (size_t i = 0; i < op->address_count; i++) {
        const struct address *to = &op->addresses[i].to;
        bool said =
            op->addresses[i].kind == ADDRESS_ADD || op->addresses[i].set & COL_BIT(COL_ADDRESS_COUNTRY_CODE);
        str code = said && !(to->has.blank & COL_BIT(COL_ADDRESS_COUNTRY_CODE)) ? to->country_code : STR("");
        bool ours = country_is_code(code);
        for (const char *p = parts_of_others; ours && *p; p += 3)
            ours = !str_eq((str){ p, 2 }, code);
        if (code.n && !ours)
            return refuse(r, COL_ADDRESS_COUNTRY_CODE, FINDING_COUNTRY_UNKNOWN, code, STR(""));
    }
    return false;
}

/* The text that an item will have in a column. A new one without any name takes the customer's. */
static str item_text(const struct op *op, const struct address_item *item, enum column_id col)
{
    const struct address *to = item->op ? &item->op->to : NULL;
    const str nothing = STR("");

    if (to && (!item->have || item->op->set & COL_BIT(col))) {
        bool nameless = !item->have && to->first_name.n == 0 && to->last_name.n == 0;
        if (nameless && (col == COL_ADDRESS_FIRST || col == COL_ADDRESS_LAST))
            return op_text_after(op, col == COL_ADDRESS_FIRST ? COL_FIRST_NAME : COL_LAST_NAME);
        return to->has.blank & COL_BIT(col) ? nothing : text_trim(*(const str *)field_of(col, to));
    }
    return item->have ? *(const str *)field_of(col, item->have) : nothing;
}

static bool items_equal(const struct op *op, const struct address_item *x, const struct address_item *y)
{
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (ADDRESS_TEXTS & COL_BIT(col) && !str_eq_fold(item_text(op, x, col), item_text(op, y, col)))
            return false;
    return true;
}

/* In a list Shopify drops the second without a word. */
static bool address_stands_twice(struct ruling *r)
{
    struct address_list list = address_list(r->op, r->arena);

    for (size_t i = 0; i < list.n; i++)
        for (size_t k = 0; k < i; k++)
            if ((list.at[i].op || list.at[k].op) && items_equal(r->op, &list.at[i], &list.at[k]))
                return refuse(r, COL_ADDRESS_LINE1, FINDING_SHOP_REFUSED, STR(""),
                              STR("Address already exists"));
    return false;
}

/* ---- identity, tags, consents ----------------------------------------------------------------------------- */

static bool nobody_would_be_left(struct ruling *r)
{
    static const enum column_id identities[] = { COL_EMAIL, COL_PHONE, COL_FIRST_NAME, COL_LAST_NAME };
    bool touched = op_creates(r->op);

    for (size_t i = 0; i < countof(identities); i++) {
        if (!text_is_blank(op_text_after(r->op, identities[i])))
            return false;
        touched |= (r->op->set & COL_BIT(identities[i])) != 0;
    }
    return touched && refuse(r, COL_COUNT, FINDING_LAST_IDENTITY, STR(""), STR(""));
}

static bool tags_do_not_fit(struct ruling *r)
{
    struct texts add = tags_as_taken(r->op->tags_add, r->arena);

    if (add.n == 0)
        return false;
    for (size_t i = 0; i < add.n; i++)
        if (utf16_length(add.at[i]) > TAG_LENGTH_MAX)
            return refuse(r, COL_TAGS, FINDING_TAG_TOO_LONG, STR(""),
                          arena_fmt(r->arena, "%zu", utf16_length(add.at[i])));
    size_t n = tags_after(r->op, r->ctx, r->arena).n;
    return n > TAG_COUNT_MAX &&
           refuse(r, COL_TAGS, FINDING_TOO_MANY_TAGS, STR(""), arena_fmt(r->arena, "%zu", n));
}

static bool consent_is_wrong(struct ruling *r, const struct channel *k)
{
    const enum consent_state from =
        op_creates(r->op) || !r->op->have ? CONSENT_NOT_SUBSCRIBED : consent_of(r->op->have, k)->state;
    const str *words;
    struct consent c;
    size_t n;

    if (!consent_changes(r->op, k, r->ctx->now, &c))
        return false;
    words = column_words(k->status, &n);
    if (!consent_settable(c.state))
        return c.state != from && refuse(r, k->status,
                                         c.state == CONSENT_NOT_SUBSCRIBED ? FINDING_CONSENT_NOT_SETTABLE
                                                                           : FINDING_CONSENT_READ_ONLY,
                                         STR(""), (size_t)c.state < n ? words[c.state] : STR("invalid"));
    if (text_is_blank(op_text_after(r->op, k->identity)))
        return refuse(r, k->status, k->needs, STR(""), STR(""));
    if (c.state == CONSENT_PENDING && c.level != LEVEL_CONFIRMED_OPT_IN)
        return refuse(r, k->level, FINDING_PENDING_NEEDS_CONFIRMED, STR(""), STR(""));
    return c.updated_at > r->ctx->now &&
           refuse(r, k->updated_at, FINDING_CONSENT_IN_FUTURE, STR(""), STR(""));
}

static bool consents_are_wrong(struct ruling *r)
{
    return consent_is_wrong(r, &channels[0]) || consent_is_wrong(r, &channels[1]);
}

static bool invitation_goes_nowhere(struct ruling *r)
{
    return r->op->invite && text_is_blank(op_text_after(r->op, COL_EMAIL)) &&
           refuse(r, COL_SEND_INVITE, FINDING_INVITE_NEEDS_EMAIL, STR(""), STR(""));
}

/* ---- */

bool steps_refused(const struct op *op, const struct steps_context *ctx, struct op_result *out,
                   struct arena *a)
{
    static bool (*const always[])(struct ruling *) = {
        address_is_unknown,      nobody_would_be_left, tags_do_not_fit,      consents_are_wrong,
        invitation_goes_nowhere, country_is_unknown,   address_stands_twice,
    };
    struct ruling r = { op, ctx, out, a };
    const struct step *steps;

    if (op->kind != OP_UPDATE && !op_creates(op))
        return false;
    for (size_t i = 0; i < countof(always); i++)
        if (always[i](&r))
            return true;
    return steps_for(op, ctx, &steps, a) > 1 && values_refused(op, out, a);
}
