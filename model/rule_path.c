#include "base/buf.h"
#include "base/unicode.h"
#include "model/rule_parts.h"

#include <string.h>

enum { PATH_BYTES = 16 << 10 };

struct walk {
    struct buf buf;
    str (*word)(const char *english);
};

static void put(struct walk *w, const char *text)
{
    buf_put(&w->buf, str_of(text));
}

/* "customer.tags" as "customer / tags". */
static void put_path(struct walk *w, str path)
{
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] == '.')
            put(w, " / ");
        else
            buf_putc(&w->buf, path.p[i]);
}

static void put_node(struct walk *w, const struct rule_node *n, const char *before);

static void put_list(struct walk *w, const struct rule_node *n)
{
    static const char *const words[] = {
        [RULE_ANY] = "at least one of",
        [RULE_ALL] = "all of",
        [RULE_NONE] = "none of",
    };

    put_path(w, n->field->path);
    put(w, " (");
    buf_put(&w->buf, w->word(words[n->op]));
    put(w, ") / ");
    put_node(w, n->first, "");
}

static void put_children(struct walk *w, const struct rule_node *n)
{
    const char *between = n->kind == NODE_AND ? " && " : " || ";

    if (!n->first->next) {
        put_node(w, n->first, "");
        return;
    }
    put(w, "[ ");
    for (const struct rule_node *child = n->first; child; child = child->next)
        put_node(w, child, child == n->first ? "" : between);
    put(w, " ]");
}

/* The comparison without its variable: "product / tags == 'x'". */
static void put_comparison(struct walk *w, const struct rule_node *n)
{
    str head, rest;

    if (n->field->path.n > 0) {
        put_path(w, n->field->path);
        put(w, " ");
    }
    str_cut(n->text, ' ', &head, &rest);
    buf_put(&w->buf, str_trim(rest));
}

static void put_node(struct walk *w, const struct rule_node *n, const char *before)
{
    put(w, before);
    if (n->kind == NODE_LIST)
        put_list(w, n);
    else if (n->kind == NODE_COMPARE)
        put_comparison(w, n);
    else
        put_children(w, n);
}

str clause_path(const struct rule_clause *c, str (*word)(const char *english), struct arena *a)
{
    struct walk w = { BUF_INIT(PATH_BYTES), word };

    put(&w, "order / ");
    put_node(&w, c->node, "");
    str text = arena_copy(a, buf_str(&w.buf));
    buf_release(&w.buf);
    return text;
}

static unsigned doubts_of(const struct rule_node *n)
{
    unsigned doubts = 0;

    for (const struct rule_node *child = n->first; child; child = child->next)
        doubts |= doubts_of(child);
    if (n->kind != NODE_COMPARE || n->field->of != OBJECT_ATTRIBUTE || !str_eq(n->field->path, STR("key")))
        return doubts;
    const struct texts one = { &n->literal.folded, 1 };
    const struct texts names = n->literal.list.n > 0 ? n->literal.list : one;
    for (size_t i = 0; i < names.n; i++) {
        bool hidden = names.at[i].n > 0 && names.at[i].p[0] == '_';
        doubts |= str_eq_fold(names.at[i], STR("Duration")) ? RULE_DOUBT_DURATION
                  : hidden                                  ? 0
                                                            : RULE_DOUBT_TRANSLATED;
    }
    return doubts;
}

unsigned clause_doubts(const struct rule_clause *c)
{
    return doubts_of(c->node);
}
