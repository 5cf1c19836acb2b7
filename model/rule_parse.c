/*
 * Recursive descent over the text of a rule file:
 *
 *     file       = { ("when" | "unless") condition | "tag" text }
 *     condition  = "(" inner ")"
 *     inner      = condition { ("&&" condition)... | ("||" condition)... }
 *                | path operator [ value ]
 *                | path ("any?" | "all?" | "none?") "|" name "|" condition
 */
#include "base/buf.h"
#include "base/message.h"
#include "base/time.h"
#include "base/unicode.h"
#include "model/rule_parts.h"

#include <string.h>

struct variable {
    str name;
    enum rule_object object;
};

struct parser {
    str text, name;
    size_t at;
    struct variable variables[RULE_DEPTH_MAX + 1];
    size_t variable_count;
    size_t depth;
    field_set fields;
    struct arena *arena;
    struct err *err;
};

/* ---- errors ---------------------------------------------------------------------------------------------------- */

static void place(const struct parser *p, size_t at, unsigned *line, unsigned *column)
{
    size_t start = 0;

    *line = 1;
    for (size_t i = 0; i < at; i++)
        if (p->text.p[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    *column = (unsigned)utf8_length((str){ p->text.p + start, at - start }) + 1;
}

/* Puts NAME:LINE:COLUMN: before what was set. */
static bool at_place(struct parser *p, size_t at)
{
    unsigned line, column;

    place(p, at, &line, &column);
    return err_wrap(p->err, "%.*s:%u:%u", STR_ARG(p->name), line, column);
}

static bool wrong(struct parser *p, size_t at, const char *sentence)
{
    err_set(p->err, ERR_USAGE, "%s", sentence);
    return at_place(p, at);
}

/* ---- words ----------------------------------------------------------------------------------------------------- */

static str rest(const struct parser *p)
{
    return (str){ p->text.p + p->at, p->text.n - p->at };
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip(struct parser *p)
{
    while (p->at < p->text.n) {
        if (p->text.p[p->at] == '#')
            while (p->at < p->text.n && p->text.p[p->at] != '\n')
                p->at++;
        else if (is_blank(p->text.p[p->at]))
            p->at++;
        else
            return;
    }
}

static bool follows(struct parser *p, str word)
{
    skip(p);
    str r = rest(p);
    if (r.n < word.n || memcmp(r.p, word.p, word.n) != 0)
        return false;
    p->at += word.n;
    return true;
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Letters, digits and _, with dots between when `dots`. */
static str name(struct parser *p, bool dots)
{
    skip(p);
    size_t from = p->at;

    while (p->at < p->text.n && (is_name_byte(p->text.p[p->at]) || (dots && p->text.p[p->at] == '.')))
        p->at++;
    return (str){ p->text.p + from, p->at - from };
}

static bool expect(struct parser *p, str word)
{
    if (follows(p, word))
        return true;
    err_set(p->err, ERR_USAGE, _("expected \"%.*s\""), STR_ARG(word));
    return at_place(p, p->at);
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

/* 'text', where \' and \\ stand for the characters themselves. */
static bool quoted(struct parser *p, str *out)
{
    skip(p);
    size_t from = p->at;
    struct buf b = BUF_INIT(RULE_BYTES_MAX);

    if (p->at == p->text.n || p->text.p[p->at] != '\'')
        return wrong(p, from, _("expected a text in single quotation marks, such as 'Duration'"));
    for (p->at++; p->at < p->text.n && p->text.p[p->at] != '\'' && p->text.p[p->at] != '\n'; p->at++) {
        if (p->text.p[p->at] == '\\' && p->at + 1 < p->text.n && strchr("'\\", p->text.p[p->at + 1]))
            p->at++;
        buf_putc(&b, p->text.p[p->at]);
    }
    *out = arena_copy(p->arena, buf_str(&b));
    buf_release(&b);
    if (p->at < p->text.n && p->text.p[p->at] == '\'') {
        p->at++;
        return true;
    }
    return wrong(p, from, _("the quotation mark is never closed on its line"));
}

static bool text_value(struct parser *p, struct rule_node *n)
{
    str text, part;
    bool more = true;

    if (!quoted(p, &text))
        return false;
    n->literal.folded = text_fold_case(text, p->arena);
    if (n->op != RULE_IN && n->op != RULE_NOT_IN)
        return true;
    str *list = arena_array(p->arena, str, text.n + 1);
    while (more) {
        more = str_cut(n->literal.list.n == 0 ? n->literal.folded : text, ',', &part, &text);
        list[n->literal.list.n++] = text_trim(part);
    }
    n->literal.list.at = list;
    return true;
}

static bool number_value(struct parser *p, struct rule_node *n)
{
    skip(p);
    size_t from = p->at;

    p->at += p->at < p->text.n && p->text.p[p->at] == '-';
    while (p->at < p->text.n &&
           ((p->text.p[p->at] >= '0' && p->text.p[p->at] <= '9') || p->text.p[p->at] == '.'))
        p->at++;
    return decimal_parse((str){ p->text.p + from, p->at - from }, &n->literal.number) ||
           wrong(p, from, _("expected a number, without quotation marks"));
}

static bool moment_value(struct parser *p, struct rule_node *n)
{
    str text;
    civil wall;
    bool has_offset = false;
    int32_t offset = 0;

    skip(p);
    size_t from = p->at;
    if (!quoted(p, &text))
        return false;
    if (!civil_parse(text, &wall, &has_offset, &offset))
        return wrong(p, from, _("expected a time such as '2025-01-31T00:00:00+09:00'"));
    n->literal.moment = civil_to_seconds(wall) - (has_offset ? offset : 0);
    return true;
}

static bool bool_value(struct parser *p, struct rule_node *n)
{
    skip(p);
    size_t from = p->at;
    str word = name(p, false);

    n->literal.truth = str_eq(word, STR("true"));
    return n->literal.truth || str_eq(word, STR("false")) || wrong(p, from, _("expected true or false"));
}

static bool value(struct parser *p, struct rule_node *n)
{
    static bool (*const readers[RULE_TYPE_COUNT])(struct parser *, struct rule_node *) = {
        [RULE_TEXT] = text_value,
        [RULE_NUMBER] = number_value,
        [RULE_MOMENT] = moment_value,
        [RULE_BOOL] = bool_value,
    };

    return !rule_operators[n->op].literal || readers[n->field->type](p, n);
}

/* ---- fields and operators -------------------------------------------------------------------------------------- */

static bool unknown_variable(struct parser *p, size_t at, str said)
{
    str names[RULE_DEPTH_MAX + 1];

    for (size_t i = 0; i < p->variable_count; i++)
        names[i] = p->variables[i].name;
    str all = arena_join(p->arena, names, p->variable_count, STR(", "));
    err_set(p->err, ERR_USAGE, _("\"%.*s\" is not known here; a condition begins with one of: %.*s"),
            STR_ARG(said), STR_ARG(all));
    return at_place(p, at);
}

static bool unknown_field(struct parser *p, size_t at, str said, str head, str near)
{
    if (near.n > 0)
        err_set(p->err, ERR_USAGE, _("there is no field \"%.*s\"; did you mean \"%.*s.%.*s\"?"),
                STR_ARG(said), STR_ARG(head), STR_ARG(near));
    else
        err_set(p->err, ERR_USAGE, _("there is no field \"%.*s\""), STR_ARG(said));
    return at_place(p, at);
}

static bool operand(struct parser *p, struct rule_node *n)
{
    str head, path, near = STR("");

    skip(p);
    size_t from = p->at;
    str said = name(p, true);
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
    skip(p);
    size_t from = p->at;

    while (p->at < p->text.n && (is_name_byte(p->text.p[p->at]) || strchr("?=!<>", p->text.p[p->at])))
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
    return at_place(p, at);
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
    return at_place(p, at);
}

static bool operator_of(struct parser *p, struct rule_node *n)
{
    skip(p);
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
    if (!expect(p, STR("|")))
        return false;
    skip(p);
    size_t from = p->at;
    str variable = name(p, false);
    if (variable.n == 0)
        return wrong(p, from, _("expected a name between the bars, such as |li|"));
    if (!expect(p, STR("|")))
        return false;
    if (p->variable_count > RULE_DEPTH_MAX)
        return wrong(p, from, _("the condition is nested too deeply"));
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
    if (!value(p, n))
        return false;
    n->text = arena_copy(p->arena, (str){ p->text.p + from, p->at - from });
    return true;
}

static bool connective(struct parser *p, enum rule_kind *kind)
{
    if (follows(p, STR("&&"))) {
        *kind = NODE_AND;
        return true;
    }
    *kind = NODE_OR;
    return follows(p, STR("||"));
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
        skip(p);
        size_t from = p->at;
        if (!connective(p, &kind))
            return true;
        if (!first && kind != n->kind)
            return wrong(p, from,
                         _("&& and || may not stand side by side; put parentheses around one of them"));
        n->kind = kind;
    }
}

static bool condition(struct parser *p, struct rule_node **out)
{
    struct rule_node *n = arena_new(p->arena, struct rule_node);

    *out = n;
    skip(p);
    if (p->depth == RULE_DEPTH_MAX)
        return wrong(p, p->at, _("the condition is nested too deeply"));
    if (!expect(p, STR("(")))
        return false;
    p->depth++;
    skip(p);
    bool nested = p->at < p->text.n && p->text.p[p->at] == '(';
    if (!(nested ? connected(p, n) : comparison(p, n)))
        return false;
    p->depth--;
    return expect(p, STR(")"));
}

/* ---- the file -------------------------------------------------------------------------------------------------- */

static bool take_clause(struct parser *p, struct rule *r, size_t from, bool unless)
{
    unsigned line, column;

    if (r->clause_count == RULE_CLAUSES_MAX)
        return wrong(p, from, _("there are too many conditions"));
    struct rule_clause *c = &r->clauses[r->clause_count++];
    struct rule_node *node;
    skip(p);
    size_t start = p->at;
    if (!condition(p, &node))
        return false;
    c->node = node;
    place(p, from, &line, &column);
    c->unless = unless;
    c->line = line;
    c->text = arena_copy(p->arena, (str){ p->text.p + start, p->at - start });
    return true;
}

static bool take_tag(struct parser *p, str *tags, struct rule *r)
{
    skip(p);
    size_t from = p->at;
    str tag;

    if (!quoted(p, &tag))
        return false;
    if (!rule_tag_check(tag, p->err))
        return at_place(p, from);
    if (r->tags.n == RULE_TAGS_MAX)
        return wrong(p, from, _("there are too many tags"));
    tags[r->tags.n++] = text_trim(tag);
    return true;
}

static bool take_line(struct parser *p, str *tags, struct rule *r)
{
    size_t from = p->at;
    str word = name(p, false);

    if (str_eq(word, STR("when")) || str_eq(word, STR("unless")))
        return take_clause(p, r, from, word.p[0] == 'u');
    if (str_eq(word, STR("tag")))
        return take_tag(p, tags, r);
    return wrong(p, from, _("expected when, unless or tag"));
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
    for (skip(&p); p.at < text.n; skip(&p))
        if (!take_line(&p, tags, out))
            return false;
    out->fields = p.fields;
    return has_when(out) || wrong(&p, p.at, _("the rule has no line that begins with when"));
}
