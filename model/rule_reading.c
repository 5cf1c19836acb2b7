#include "model/rule_reading.h"

#include "base/buf.h"
#include "base/message.h"
#include "base/time.h"
#include "base/unicode.h"

#include <string.h>

/* ---- errors ---------------------------------------------------------------------------------------------------- */

void rule_place(const struct parser *p, size_t at, unsigned *line, unsigned *column)
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
bool rule_at(struct parser *p, size_t at)
{
    unsigned line, column;

    rule_place(p, at, &line, &column);
    return err_wrap(p->err, "%.*s:%u:%u", STR_ARG(p->name), line, column);
}

bool rule_wrong(struct parser *p, size_t at, const char *sentence)
{
    err_set(p->err, ERR_USAGE, "%s", sentence);
    return rule_at(p, at);
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

void rule_skip(struct parser *p)
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

bool rule_follows(struct parser *p, str word)
{
    rule_skip(p);
    str r = rest(p);
    if (r.n < word.n || memcmp(r.p, word.p, word.n) != 0)
        return false;
    p->at += word.n;
    return true;
}

bool rule_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Letters, digits and _, with dots between when `dots`. */
str rule_name(struct parser *p, bool dots)
{
    rule_skip(p);
    size_t from = p->at;

    while (p->at < p->text.n && (rule_name_byte(p->text.p[p->at]) || (dots && p->text.p[p->at] == '.')))
        p->at++;
    return (str){ p->text.p + from, p->at - from };
}

bool rule_expect(struct parser *p, str word)
{
    if (rule_follows(p, word))
        return true;
    err_set(p->err, ERR_USAGE, _("expected \"%.*s\""), STR_ARG(word));
    return rule_at(p, p->at);
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

/* 'text', where \' and \\ stand for the characters themselves. */
bool rule_quoted(struct parser *p, str *out)
{
    rule_skip(p);
    size_t from = p->at;
    struct buf b = BUF_INIT(RULE_BYTES_MAX);

    if (p->at == p->text.n || p->text.p[p->at] != '\'')
        return rule_wrong(p, from, _("expected a text in single quotation marks, such as 'Duration'"));
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
    return rule_wrong(p, from, _("the quotation mark is never closed on its line"));
}

static bool text_value(struct parser *p, struct rule_node *n)
{
    str text = STR(""), part;
    bool more = true;

    if (!rule_quoted(p, &text))
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
    rule_skip(p);
    size_t from = p->at;

    p->at += p->at < p->text.n && p->text.p[p->at] == '-';
    while (p->at < p->text.n &&
           ((p->text.p[p->at] >= '0' && p->text.p[p->at] <= '9') || p->text.p[p->at] == '.'))
        p->at++;
    return decimal_parse((str){ p->text.p + from, p->at - from }, &n->literal.number) ||
           rule_wrong(p, from, _("expected a number, without quotation marks"));
}

static bool moment_value(struct parser *p, struct rule_node *n)
{
    str text = STR("");
    civil wall;
    bool has_offset = false;
    int32_t offset = 0;

    rule_skip(p);
    size_t from = p->at;
    if (!rule_quoted(p, &text))
        return false;
    if (!civil_parse(text, &wall, &has_offset, &offset))
        return rule_wrong(p, from, _("expected a time such as '2025-01-31T00:00:00+09:00'"));
    n->literal.moment = civil_to_seconds(wall) - (has_offset ? offset : 0);
    return true;
}

static bool bool_value(struct parser *p, struct rule_node *n)
{
    rule_skip(p);
    size_t from = p->at;
    str word = rule_name(p, false);

    n->literal.truth = str_eq(word, STR("true"));
    return n->literal.truth || str_eq(word, STR("false")) || rule_wrong(p, from, _("expected true or false"));
}

bool rule_value(struct parser *p, struct rule_node *n)
{
    static bool (*const readers[RULE_TYPE_COUNT])(struct parser *, struct rule_node *) = {
        [RULE_TEXT] = text_value,
        [RULE_NUMBER] = number_value,
        [RULE_MOMENT] = moment_value,
        [RULE_BOOL] = bool_value,
    };

    return !rule_operators[n->op].literal || readers[n->field->type](p, n);
}
