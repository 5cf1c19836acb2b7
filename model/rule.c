#include "model/rule_parts.h"

#include <string.h>

#include "base/time.h"
#include "base/unicode.h"

const char rule_default[] =
    "when (order.lineItems any? |li| (li.product.tags any? |t| (t == 'sesami-service')))\n"
    "when (order.lineItems any? |li| (li.customAttributes any? |a| ((a.key in? "
    "'Duration,_reservation_token') && "
    "(a.value not_empty_and_not_nil?))))\n"
    "when (order.lineItems any? |li| (li.variant.selectedOptions any? |o| (o.name == 'Duration')))\n"
    "tag 'booked-appointment'\n";

/* The variables' values: an order, a line, a pair, a text; by the slots that parsing gave out. */
struct evaluation {
    const void *slots[RULE_DEPTH_MAX + 2];
    field_set *missing;
    const struct rule_listener *listener;
    struct arena *scratch;
};

enum state { STATE_THERE, STATE_NIL, STATE_UNKNOWN };

/* ---- values ---------------------------------------------------------------------------------------------------- */

static enum state state_of(const struct evaluation *e, const struct rule_node *n)
{
    const struct rule_field *f = n->field;
    const void *object = e->slots[n->slot];
    const struct order_line *line = object;
    const struct order *order = object;

    if (f->field == ORDER_FIELD_COUNT)
        return STATE_THERE;
    field_set unknown = f->of == OBJECT_LINE ? line->unknown : order->unknown;
    field_set nil = f->of == OBJECT_LINE ? line->nil : order->nil;
    if (unknown & FIELD_BIT(f->field))
        return STATE_UNKNOWN;
    bool outer = f->within < ORDER_FIELD_COUNT && nil & FIELD_BIT(f->within);
    return outer || nil & FIELD_BIT(f->field) ? STATE_NIL : STATE_THERE;
}

static const void *value_of(const struct evaluation *e, const struct rule_node *n)
{
    return (const char *)e->slots[n->slot] + n->field->offset;
}

/* ---- comparisons ----------------------------------------------------------------------------------------------- */

static bool contains(str text, str part)
{
    return part.n == 0 || (text.n >= part.n && memmem(text.p, text.n, part.p, part.n) != NULL);
}

static bool is_listed(str text, const struct texts *list)
{
    str trimmed = text_trim(text);

    for (size_t i = 0; i < list->n; i++)
        if (str_eq(trimmed, list->at[i]))
            return true;
    return false;
}

static bool compare_text(const struct rule_node *n, str value)
{
    str end = n->literal.folded;

    switch (n->op) {
    case RULE_EQUAL:
    case RULE_NOT_EQUAL:
        return str_eq(value, end) == (n->op == RULE_EQUAL);
    case RULE_STARTS:
    case RULE_NOT_STARTS:
        return (value.n >= end.n && str_eq((str){ value.p, end.n }, end)) == (n->op == RULE_STARTS);
    case RULE_ENDS:
    case RULE_NOT_ENDS:
        return (value.n >= end.n && str_eq((str){ value.p + value.n - end.n, end.n }, end)) ==
               (n->op == RULE_ENDS);
    case RULE_INCLUDES:
    case RULE_NOT_INCLUDES:
        return contains(value, end) == (n->op == RULE_INCLUDES);
    case RULE_IN:
    case RULE_NOT_IN:
        return is_listed(value, &n->literal.list) == (n->op == RULE_IN);
    default:
        return (value.n == 0) == (n->op == RULE_EMPTY);
    }
}

/* By how the value stands to the literal: below 0, 0, above 0. */
static bool compare_order(enum rule_operator op, int order)
{
    static const struct {
        bool less, equal, more;
    } holds[] = {
        [RULE_EQUAL] = { false, true, false },   [RULE_NOT_EQUAL] = { true, false, true },
        [RULE_MORE] = { false, false, true },    [RULE_LESS] = { true, false, false },
        [RULE_AT_LEAST] = { false, true, true }, [RULE_AT_MOST] = { true, true, false },
    };

    return order < 0 ? holds[op].less : order > 0 ? holds[op].more : holds[op].equal;
}

static bool compare_value(const struct evaluation *e, const struct rule_node *n)
{
    const void *value = value_of(e, n);
    int64_t moment;

    switch (n->field->type) {
    case RULE_TEXT:
        return compare_text(n, text_fold_case(*(const str *)value, e->scratch));
    case RULE_NUMBER:
        return compare_order(n->op, decimal_compare(*(const decimal *)value, n->literal.number));
    case RULE_MOMENT:
        moment = *(const int64_t *)value;
        return compare_order(n->op, (moment > n->literal.moment) - (moment < n->literal.moment));
    default:
        return (*(const bool *)value == n->literal.truth) == (n->op == RULE_EQUAL);
    }
}

/* What is not there equals nothing, is in no list and begins with nothing. */
static bool compare_nil(const struct rule_node *n)
{
    static const bool holds[RULE_OPERATOR_COUNT] = {
        [RULE_NOT_EQUAL] = true, [RULE_NOT_STARTS] = true, [RULE_NOT_ENDS] = true, [RULE_NOT_INCLUDES] = true,
        [RULE_NOT_IN] = true,    [RULE_EMPTY] = true,      [RULE_NIL] = true,
    };

    return holds[n->op];
}

static str shown(const struct evaluation *e, const struct rule_node *n)
{
    const void *value = value_of(e, n);

    switch (n->field->type) {
    case RULE_TEXT:
        return *(const str *)value;
    case RULE_NUMBER:
        return decimal_format(*(const decimal *)value, e->scratch);
    case RULE_MOMENT:
        return moment_format_iso(*(const int64_t *)value, e->scratch);
    case RULE_BOOL:
        return *(const bool *)value ? STR("true") : STR("false");
    default:
        return STR("");
    }
}

static void tell(const struct evaluation *e, const struct rule_node *n, enum state state, enum truth truth)
{
    struct rule_seen seen = { .text = n->text,
                              .value = state == STATE_THERE ? shown(e, n) : STR(""),
                              .nil = state == STATE_NIL,
                              .truth = truth,
                              .unknown = state == STATE_UNKNOWN ? n->field->field : ORDER_FIELD_COUNT };

    e->listener->seen(e->listener->context, &seen);
}

static void note_missing(const struct evaluation *e, const struct rule_node *n)
{
    if (e->missing)
        *e->missing |= FIELD_BIT(n->field->field);
}

static enum truth compare(const struct evaluation *e, const struct rule_node *n)
{
    enum state state = state_of(e, n);
    enum truth truth = TRUTH_UNKNOWN;

    if (state == STATE_UNKNOWN)
        note_missing(e, n);
    else if (state == STATE_NIL)
        truth = compare_nil(n) ? TRUTH_TRUE : TRUTH_FALSE;
    else if (n->op == RULE_NIL || n->op == RULE_NOT_NIL)
        truth = n->op == RULE_NOT_NIL ? TRUTH_TRUE : TRUTH_FALSE;
    else
        truth = compare_value(e, n) ? TRUTH_TRUE : TRUTH_FALSE;
    if (e->listener)
        tell(e, n, state, truth);
    return truth;
}

/* ---- conditions ------------------------------------------------------------------------------------------------ */

static enum truth evaluate(struct evaluation *e, const struct rule_node *n);

static enum truth connect(struct evaluation *e, const struct rule_node *n)
{
    enum truth strong = n->kind == NODE_OR ? TRUTH_TRUE : TRUTH_FALSE, all = TRUTH_TRUE - strong;

    for (const struct rule_node *child = n->first; child; child = child->next) {
        enum truth one = evaluate(e, child);
        if (one == strong && !e->listener)
            return one;
        all = one == strong || all == strong ? strong : one == TRUTH_UNKNOWN ? one : all;
    }
    return all;
}

static size_t list_length(const struct evaluation *e, const struct rule_node *n)
{
    const void *list = value_of(e, n);

    return n->field->type == RULE_LINES   ? ((const struct order_lines *)list)->n
           : n->field->type == RULE_PAIRS ? ((const struct pairs *)list)->n
                                          : ((const struct texts *)list)->n;
}

static const void *list_item(const struct evaluation *e, const struct rule_node *n, size_t i)
{
    const void *list = value_of(e, n);

    return n->field->type == RULE_LINES   ? (const void *)&((const struct order_lines *)list)->at[i]
           : n->field->type == RULE_PAIRS ? (const void *)&((const struct pairs *)list)->at[i]
                                          : (const void *)&((const struct texts *)list)->at[i];
}

/* any? is an or over the items; all? an and; none? is not any?. */
static enum truth over_list(struct evaluation *e, const struct rule_node *n)
{
    enum state state = state_of(e, n);
    enum truth strong = n->op == RULE_ALL ? TRUTH_FALSE : TRUTH_TRUE, all = TRUTH_TRUE - strong;

    if (state == STATE_UNKNOWN) {
        note_missing(e, n);
        if (e->listener)
            tell(e, n, state, TRUTH_UNKNOWN);
        return TRUTH_UNKNOWN;
    }
    size_t length = state == STATE_NIL ? 0 : list_length(e, n);
    for (size_t i = 0; i < length && (all != strong || e->listener); i++) {
        e->slots[n->bind] = list_item(e, n, i);
        enum truth one = evaluate(e, n->first);
        all = one == strong || all == strong ? strong : one == TRUTH_UNKNOWN ? one : all;
    }
    return n->op == RULE_NONE ? TRUTH_TRUE - all : all;
}

static enum truth evaluate(struct evaluation *e, const struct rule_node *n)
{
    return n->kind == NODE_COMPARE ? compare(e, n) : n->kind == NODE_LIST ? over_list(e, n) : connect(e, n);
}

enum truth clause_holds(const struct rule_clause *c, const struct order *o, field_set *missing,
                        const struct rule_listener *listener, struct arena *scratch)
{
    struct evaluation e = { .slots = { o }, .missing = missing, .listener = listener, .scratch = scratch };

    return evaluate(&e, c->node);
}

/* ---- rules ----------------------------------------------------------------------------------------------------- */

/* The most of those that begin alike; what was missing where that is unknown. */
static enum truth any_clause(const struct rule *r, const struct order *o, bool unless,
                             const struct rule_clause **by, field_set *missing, struct arena *scratch)
{
    enum truth all = TRUTH_FALSE;

    for (size_t i = 0; i < r->clause_count && all != TRUTH_TRUE; i++) {
        field_set lacks = 0;
        if (r->clauses[i].unless != unless)
            continue;
        enum truth one = clause_holds(&r->clauses[i], o, &lacks, NULL, scratch);
        all = one > all ? one : all;
        *missing |= one == TRUTH_UNKNOWN ? lacks : 0;
        *by = one == TRUTH_TRUE ? &r->clauses[i] : *by;
    }
    return all;
}

struct rule_answer rule_decide(const struct rule *r, const struct order *o, struct arena *scratch)
{
    struct rule_answer out = { TRUTH_FALSE, NULL, 0 };
    const struct rule_clause *against = NULL;
    field_set lacks_when = 0, lacks_unless = 0;

    enum truth when = any_clause(r, o, false, &out.by, &lacks_when, scratch);
    enum truth unless = any_clause(r, o, true, &against, &lacks_unless, scratch);
    enum truth kept = TRUTH_TRUE - unless;
    out.booked = when < kept ? when : kept;
    if (out.booked == TRUTH_UNKNOWN)
        out.missing = (when == TRUTH_UNKNOWN ? lacks_when : 0) | (unless == TRUTH_UNKNOWN ? lacks_unless : 0);
    return out;
}

const struct rule_clause *rule_line(const struct rule *r, const struct order *o, size_t line,
                                    struct arena *scratch)
{
    struct order alone = *o;
    const struct rule_clause *by = NULL;
    field_set missing = 0;

    alone.lines = (struct order_lines){ o->lines.at + line, 1 };
    return any_clause(r, &alone, false, &by, &missing, scratch) == TRUTH_TRUE ? by : NULL;
}
