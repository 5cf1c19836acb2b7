/*
 * Recursive descent over the text of a rule file:
 *
 *     file       = { ("when" | "unless") condition | "tag" text }
 *     condition  = "(" inner ")"
 *     inner      = condition { ("&&" condition)... | ("||" condition)... }
 *                | path operator [ value ]
 *                | path ("any?" | "all?" | "none?") "|" name "|" condition
 */
#include "base/message.h"
#include "base/unicode.h"
#include "model/rule_reading.h"

#include <string.h>

/* ---- fields and operators -------------------------------------------------------------------------------------- */

static bool unknown_variable(struct parser *p, size_t at, str said)
{
    str names[RULE_DEPTH_MAX + 1];

    for (size_t i = 0; i < p->variable_count; i++)
        names[i] = p->variables[i].name;
    str all = arena_join(p->arena, names, p->variable_count, STR(", "));
    err_set(p->err, ERR_USAGE, _("\"%.*s\" is not known here; a condition begins with one of: %.*s"),
            STR_ARG(said), STR_ARG(all));
    return rule_at(p, at);
}

static bool unknown_field(struct parser *p, size_t at, str said, str head, str near)
{
    if (near.n > 0)
        err_set(p->err, ERR_USAGE, _("there is no field \"%.*s\"; did you mean \"%.*s.%.*s\"?"),
                STR_ARG(said), STR_ARG(head), STR_ARG(near));
    else
        err_set(p->err, ERR_USAGE, _("there is no field \"%.*s\""), STR_ARG(said));
    return rule_at(p, at);
}

static bool operand(struct parser *p, struct rule_node *n)
{
    str head, path, near = STR("");

    rule_skip(p);
    size_t from = p->at;
    str said = rule_name(p, true);
    bool has_path = str_cut(said, '.', &head, &path);
    size_t slot = p->variable_count;
    while (slot > 0 && !str_eq(p->variables[slot - 1].name, head))
        slot--;
    if (slot == 0)
        return unknown_variable(p, from, said);
    n->slot = slot - 1;
    enum rule_object object = p->variables[n->slot].object;
    if (object == OBJECT_TEXT && !has_path) {
        n->field = &rule_item;
        return true;
    }
    n->field = rule_field_find(object, has_path ? path : STR(""), &near, p->arena);
    if (!n->field)
        return unknown_field(p, from, said, head, near);
    if (n->field->field < ORDER_FIELD_COUNT)
        p->fields |= FIELD_BIT(n->field->field);
    return true;
}

static str operator_word(struct parser *p)
{
    rule_skip(p);
    size_t from = p->at;

    while (p->at < p->text.n && (rule_name_byte(p->text.p[p->at]) || strchr("?=!<>", p->text.p[p->at])))
        p->at++;
    return (str){ p->text.p + from, p->at - from };
}

static bool unknown_operator(struct parser *p, size_t at, str said)
{
    str words[RULE_OPERATOR_COUNT];

    for (size_t i = 0; i < RULE_OPERATOR_COUNT; i++)
        words[i] = rule_operators[i].word;
    size_t near = text_nearest(said, words, RULE_OPERATOR_COUNT, p->arena);
    if (near < RULE_OPERATOR_COUNT)
        err_set(p->err, ERR_USAGE, _("there is no operator \"%.*s\"; did you mean \"%.*s\"?"), STR_ARG(said),
                STR_ARG(words[near]));
    else
        err_set(p->err, ERR_USAGE, _("expected an operator, such as == or any?"));
    return rule_at(p, at);
}

static bool unsuited(struct parser *p, size_t at, const struct rule_field *field, str said)
{
    str words[RULE_OPERATOR_COUNT];
    size_t n = 0;

    for (size_t i = 0; i < RULE_OPERATOR_COUNT; i++)
        if (rule_operators[i].types & TYPE_BIT(field->type))
            words[n++] = rule_operators[i].word;
    str all = arena_join(p->arena, words, n, STR(" "));
    err_set(p->err, ERR_USAGE, _("\"%.*s\" does not suit this field; here can stand: %.*s"), STR_ARG(said),
            STR_ARG(all));
    return rule_at(p, at);
}

static bool operator_of(struct parser *p, struct rule_node *n)
{
    rule_skip(p);
    size_t from = p->at, i = 0;
    str said = operator_word(p);

    while (i < RULE_OPERATOR_COUNT && !str_eq(rule_operators[i].word, said))
        i++;
    if (i == RULE_OPERATOR_COUNT)
        return unknown_operator(p, from, said);
    n->op = (enum rule_operator)i;
    return rule_operators[i].types & TYPE_BIT(n->field->type) || unsuited(p, from, n->field, said);
}

/* ---- conditions ------------------------------------------------------------------------------------------------ */

static bool condition(struct parser *p, struct rule_node **out);

/* |li| (...) */
static bool list_body(struct parser *p, struct rule_node *n)
{
    if (!rule_expect(p, STR("|")))
        return false;
    rule_skip(p);
    size_t from = p->at;
    str variable = rule_name(p, false);
    if (variable.n == 0)
        return rule_wrong(p, from, _("expected a name between the bars, such as |li|"));
    if (!rule_expect(p, STR("|")))
        return false;
    if (p->variable_count > RULE_DEPTH_MAX)
        return rule_wrong(p, from, _("the condition is nested too deeply"));
    n->kind = NODE_LIST;
    n->bind = p->variable_count;
    p->variables[p->variable_count++] = (struct variable){ variable, n->field->items };
    struct rule_node *body;
    if (!condition(p, &body))
        return false;
    n->first = body;
    p->variable_count--;
    return true;
}

static bool comparison(struct parser *p, struct rule_node *n)
{
    size_t from = p->at;

    n->kind = NODE_COMPARE;
    if (!operand(p, n) || !operator_of(p, n))
        return false;
    if (n->op >= RULE_ANY)
        return list_body(p, n);
    if (!rule_value(p, n))
        return false;
    n->text = arena_copy(p->arena, (str){ p->text.p + from, p->at - from });
    return true;
}

static bool connective(struct parser *p, enum rule_kind *kind)
{
    if (rule_follows(p, STR("&&"))) {
        *kind = NODE_AND;
        return true;
    }
    *kind = NODE_OR;
    return rule_follows(p, STR("||"));
}

static bool connected(struct parser *p, struct rule_node *n)
{
    struct rule_node *last = NULL;
    enum rule_kind kind;

    n->kind = NODE_AND;
    for (bool first = true;; first = false) {
        struct rule_node *child;
        if (!condition(p, &child))
            return false;
        if (last)
            last->next = child;
        else
            n->first = child;
        last = child;
        rule_skip(p);
        size_t from = p->at;
        if (!connective(p, &kind))
            return true;
        if (!first && kind != n->kind)
            return rule_wrong(p, from,
                              _("&& and || may not stand side by side; put parentheses around one of them"));
        n->kind = kind;
    }
}

static bool condition(struct parser *p, struct rule_node **out)
{
    struct rule_node *n = arena_new(p->arena, struct rule_node);

    *out = n;
    rule_skip(p);
    if (p->depth == RULE_DEPTH_MAX)
        return rule_wrong(p, p->at, _("the condition is nested too deeply"));
    if (!rule_expect(p, STR("(")))
        return false;
    p->depth++;
    rule_skip(p);
    bool nested = p->at < p->text.n && p->text.p[p->at] == '(';
    if (!(nested ? connected(p, n) : comparison(p, n)))
        return false;
    p->depth--;
    return rule_expect(p, STR(")"));
}

/* ---- the file -------------------------------------------------------------------------------------------------- */

static bool take_clause(struct parser *p, struct rule *r, size_t from, bool unless)
{
    unsigned line, column;

    if (r->clause_count == RULE_CLAUSES_MAX)
        return rule_wrong(p, from, _("there are too many conditions"));
    struct rule_clause *c = &r->clauses[r->clause_count++];
    struct rule_node *node;
    rule_skip(p);
    size_t start = p->at;
    if (!condition(p, &node))
        return false;
    c->node = node;
    rule_place(p, from, &line, &column);
    c->unless = unless;
    c->line = line;
    c->text = arena_copy(p->arena, (str){ p->text.p + start, p->at - start });
    return true;
}

static bool take_tag(struct parser *p, str *tags, struct rule *r)
{
    rule_skip(p);
    size_t from = p->at;
    str tag;

    if (!rule_quoted(p, &tag))
        return false;
    if (!rule_tag_check(tag, p->err))
        return rule_at(p, from);
    if (r->tags.n == RULE_TAGS_MAX)
        return rule_wrong(p, from, _("there are too many tags"));
    tags[r->tags.n++] = text_trim(tag);
    return true;
}

static bool take_line(struct parser *p, str *tags, struct rule *r)
{
    size_t from = p->at;
    str word = rule_name(p, false);

    if (str_eq(word, STR("when")) || str_eq(word, STR("unless")))
        return take_clause(p, r, from, word.p[0] == 'u');
    if (str_eq(word, STR("tag")))
        return take_tag(p, tags, r);
    return rule_wrong(p, from, _("expected when, unless or tag"));
}

static bool has_when(const struct rule *r)
{
    for (size_t i = 0; i < r->clause_count; i++)
        if (!r->clauses[i].unless)
            return true;
    return false;
}

bool rule_parse(str text, str name, struct rule *out, struct arena *a, struct err *err)
{
    struct parser p = { .text = text, .name = name, .arena = a, .err = err, .variable_count = 1 };
    str *tags = arena_array(a, str, RULE_TAGS_MAX);

    *out = (struct rule){ .clauses = arena_array(a, struct rule_clause, RULE_CLAUSES_MAX), .tags.at = tags };
    p.variables[0] = (struct variable){ STR("order"), OBJECT_ORDER };
    if (text.n > RULE_BYTES_MAX)
        return err_set(err, ERR_USAGE, _("%.*s: a rule may have %d bytes at most"), STR_ARG(name),
                       RULE_BYTES_MAX);
    if (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0)
        p.at = 3;
    for (rule_skip(&p); p.at < text.n; rule_skip(&p))
        if (!take_line(&p, tags, out))
            return false;
    out->fields = p.fields;
    return has_when(out) || rule_wrong(&p, p.at, _("the rule has no line that begins with when"));
}
