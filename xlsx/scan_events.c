#include "xlsx/scan_events.h"

struct walk {
    const struct scan_target *target;
    struct err ignored;
    size_t depth;
    str open[SCAN_DEPTH_MAX];
    struct scan_tag tag;
};

static bool is_word(const char *word, str name)
{
    size_t i = 0;

    while (i < name.n && word[i] == name.p[i])
        i++;
    return i == name.n && word[i] == '\0';
}

static int word_of(const struct xml_words *words, str name)
{
    for (size_t i = 0; i < words->count; i++)
        if (is_word(words->list[i], name))
            return (int)i;
    return XML_OTHER;
}

/* Whether an attribute with a prefix counts depends on what the prefix means: doubtful, if the word is known. */
static bool attributes_of(const struct walk *w, struct xml_attribute *out, size_t *n)
{
    const struct scan_tag *tag = &w->tag;

    *n = 0;
    for (size_t i = 0; i < tag->count; i++) {
        str prefix, local, name = tag->attributes[i].name;
        bool has_prefix = str_cut(name, ':', &prefix, &local);
        int word = word_of(w->target->words, has_prefix ? local : name);
        if (word == XML_OTHER)
            continue;
        if (has_prefix)
            return false;
        out[(*n)++] = (struct xml_attribute){ word, tag->attributes[i].value };
    }
    return true;
}

static bool tell_end(struct walk *w, str name)
{
    const struct scan_target *t = w->target;

    return w->depth > 0 && str_eq(w->open[--w->depth], name) &&
           t->hooks->end(t->user, word_of(t->words, name), &w->ignored);
}

static bool tell_start(struct walk *w)
{
    const struct scan_target *t = w->target;
    struct xml_attribute attributes[SCAN_ATTRIBUTES_MAX];
    size_t n;

    if (w->depth == SCAN_DEPTH_MAX || !attributes_of(w, attributes, &n))
        return false;
    w->open[w->depth++] = w->tag.name;
    return t->hooks->start(t->user, word_of(t->words, w->tag.name), attributes, n, &w->ignored);
}

static const char *tag_step(struct walk *w, const char *p)
{
    p = scan_tag(p, &w->tag);
    if (!p)
        return NULL;
    if (w->tag.is_end)
        return tell_end(w, w->tag.name) ? p : NULL;
    if (!tell_start(w) || (w->tag.is_empty && !tell_end(w, w->tag.name)))
        return NULL;
    return p;
}

static const char *text_step(struct walk *w, const char *p)
{
    const struct scan_target *t = w->target;
    unsigned todo = 0;
    const char *end = scan_text(p, &todo);

    if (!end || end == p)
        return end;
    str text = { p, (size_t)(end - p) };
    if (todo & SCAN_DECODE) {
        buf_clear(t->scratch);
        if (!scan_decode(t->scratch, text))
            return NULL;
        text = buf_str(t->scratch);
    }
    return t->hooks->text(t->user, text, &w->ignored) ? end : NULL;
}

const char *scan_element(const struct scan_target *t, const char *p)
{
    struct walk w; /* not emptied: it is large, and this runs for every row */

    w.target = t;
    w.depth = 0;
    do {
        const char *next = w.depth == 1 && t->children ? t->children(t->user, p) : NULL;
        p = next ? next : tag_step(&w, p);
        if (p && w.depth > 0)
            p = text_step(&w, p);
    } while (p && w.depth > 0);
    return p;
}
