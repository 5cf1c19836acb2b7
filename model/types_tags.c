/*
 * types_tags.c - tags and other lists of texts (docs/FORMAT.md, V-TAG, V-WORD-5).
 */
#include "base/unicode.h"
#include "model/types.h"

#include <string.h>

enum { TAG_MOST = 255, FEW = 16 };

/* ---- where tags are separated ---- */

static bool is_japanese(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x4dbf) ||
           (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xff9f) ||
           (c >= 0x20000 && c <= 0x323af) || c == 0x3005;
}

static bool is_wide_comma(uint32_t c)
{
    return c == 0x3001 || c == 0xff0c || c == 0xff64; /* 、 ， and the half-width ､ */
}

static bool begins_japanese(str s)
{
    uint32_t code = 0;

    s = text_trim(s);
    if (s.n)
        utf8_next(s, 0, &code);
    return is_japanese(code);
}

static bool ends_japanese(str s)
{
    uint32_t code = 0;

    s = text_trim(s);
    size_t at = s.n;
    while (at && ((unsigned char)s.p[--at] & 0xc0) == 0x80)
        continue;
    if (s.n)
        utf8_next(s, at, &code);
    return is_japanese(code);
}

struct splitter {
    str rest;
    bool commas_only; /* V-TAG-3, or nothing in it but ASCII */
    bool more;
};

static struct splitter splitter_of(str s)
{
    bool wide = false;

    for (size_t i = 0; i < s.n; i++)
        wide |= (unsigned char)s.p[i] >= 0x80;
    return (struct splitter){ s, !wide || (s.n && s.p[s.n - 1] == ','), true };
}

static str next_comma(struct splitter *s)
{
    str part;

    s->more = str_cut(s->rest, ',', &part, &s->rest);
    return part;
}

/* The next tag, also ended by a Japanese comma with Japanese on either side of it (V-TAG-2). */
static str next_tag(struct splitter *s)
{
    str all = s->rest;

    if (s->commas_only)
        return next_comma(s);
    for (size_t at = 0; at < all.n;) {
        uint32_t code;
        size_t next = utf8_next(all, at, &code);
        str before = { all.p, at }, after = { all.p + next, all.n - next };
        if (code == ',' || (is_wide_comma(code) && (ends_japanese(before) || begins_japanese(after)))) {
            s->rest = after;
            return before;
        }
        at = next;
    }
    s->more = false;
    return all;
}

/* ---- the same twice ---- */

static bool has_few(const struct texts *t, str tag, struct arena *scratch)
{
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(text_fold_case(t->at[i], scratch), text_fold_case(tag, scratch)))
            return true;
    return false;
}

/* A set of folded texts, open addressed: a cell of 32,767 characters may hold 16,000 tags. */
struct set {
    str *at;
    size_t mask;
};

static struct set set_of(size_t n, struct arena *a)
{
    size_t room = 2 * FEW;

    while (room < n * 2)
        room *= 2;
    return (struct set){ arena_array(a, str, room), room - 1 };
}

static size_t hash(str s)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a: the set lives for one cell */

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
    return (size_t)(h ^ (h >> 32));
}

/* True when it is new. A tag of nothing but invisible characters folds to nothing: it is its own key. */
static bool set_add(struct set *set, str tag, struct arena *a)
{
    str folded = text_fold_case(tag, a), key = folded.n ? folded : tag;
    size_t i = hash(key) & set->mask;

    for (; set->at[i].n; i = (i + 1) & set->mask)
        if (str_eq(set->at[i], key))
            return false;
    set->at[i] = key;
    return true;
}

struct texts tags_split(str s, struct arena *a)
{
    size_t room = 1;

    for (size_t i = 0; i < s.n; i++)
        room += s.p[i] == ',' || (unsigned char)s.p[i] >= 0xe3; /* the first byte of every wide comma, and more */
    str *at = arena_array(a, str, room);
    struct texts out = { at, 0 };
    struct set seen = { 0 };
    if (room > FEW)
        seen = set_of(room, a);
    for (struct splitter split = splitter_of(s); split.more;) {
        str tag = text_trim(next_tag(&split));
        bool is_new = tag.n && (room > FEW ? set_add(&seen, tag, a) : !has_few(&out, tag, a));
        if (is_new)
            at[out.n++] = tag;
    }
    return out;
}

/* ---- the types ---- */

static enum outcome tag_long(const struct reading *r, str tag, size_t length)
{
    return reading_bad(r, FINDING_TAG_TOO_LONG, tag, arena_fmt(r->findings->arena, "%zu", length));
}

enum outcome tags_parse(const struct reading *r, cell c, void *field)
{
    str text = { 0 };
    enum outcome outcome = text_parse(&(struct reading){ &types[TYPE_TEXT], r->ctx, r->country, r->row, r->column,
                                                         r->findings },
                                      c, &text);
    struct texts tags;

    if (outcome != READ_VALUE)
        return outcome;
    tags = tags_split(text, r->findings->arena);
    for (size_t i = 0; i < tags.n; i++)
        if (tags.at[i].n > TAG_MOST && utf8_length(tags.at[i]) > TAG_MOST)
            return tag_long(r, tags.at[i], utf8_length(tags.at[i]));
    *(struct texts *)field = tags;
    return tags.n ? READ_VALUE : READ_BLANK;
}

enum outcome exemptions_parse(const struct reading *r, cell c, void *field)
{
    struct arena *a = r->findings->arena;
    struct texts given = tags_split(text_nfkc(c.text, a), a);
    str *at = arena_array(a, str, given.n + 1);
    struct texts out = { at, 0 };

    for (size_t i = 0; i < given.n; i++) {
        size_t word = word_find(r->type->words, given.at[i], a);
        if (word == r->type->words->n) {
            str nearest = word_nearest(r->type->words, given.at[i], a);
            enum finding_id id = nearest.n ? FINDING_WORD_UNKNOWN_NEAR : FINDING_WORD_UNKNOWN;
            finding_add(r->findings,
                        (struct finding){ id, r->row, r->column, { given.at[i], r->type->words->list, nearest } });
            return READ_BAD;
        }
        if (!has_few(&out, r->type->words->words[word], a))
            at[out.n++] = r->type->words->words[word];
    }
    *(struct texts *)field = out;
    return out.n ? READ_VALUE : READ_BLANK;
}

cell exemptions_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a)
{
    const struct texts *t = field;

    (void)ctx, (void)type;
    return (cell){ .kind = CELL_TEXT, .text = arena_join(a, t->at, t->n, STR(", ")) };
}

static bool holds_wide_comma(const struct texts *t)
{
    for (size_t i = 0; i < t->n; i++)
        for (size_t at = 0; at < t->at[i].n;) {
            uint32_t code;
            at = utf8_next(t->at[i], at, &code);
            if (is_wide_comma(code))
                return true;
        }
    return false;
}

/* V-TAG-3: a comma at the end where reading it back would separate a tag at its own comma. */
cell tags_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a)
{
    const struct texts *t = field;
    str joined = arena_join(a, t->at, t->n, STR(", "));

    (void)ctx, (void)type;
    if (!holds_wide_comma(t))
        return (cell){ .kind = CELL_TEXT, .text = joined };
    str parts[] = { joined, STR(",") };
    return (cell){ .kind = CELL_TEXT, .text = arena_join(a, parts, countof(parts), STR("")) };
}

/* Listed alike, as they mostly are. */
static bool same_list(const struct texts *x, const struct texts *y)
{
    size_t i = 0;

    while (i < x->n && x->n == y->n && str_eq(x->at[i], y->at[i]))
        i++;
    return i == x->n && x->n == y->n;
}

bool tags_equal(const void *a, const void *b)
{
    const struct texts *x = a, *y = b;
    if (same_list(x, y))
        return true;
    struct arena scratch = { 0 };
    struct set set = set_of(x->n + y->n, &scratch);
    size_t distinct = 0, other = 0;

    for (size_t i = 0; i < x->n; i++)
        distinct += set_add(&set, x->at[i], &scratch);
    for (size_t i = 0; i < y->n; i++)
        other += set_add(&set, y->at[i], &scratch);
    bool same = other == 0;
    if (same) { /* every one of b is in a: as many distinct ones, then */
        set = set_of(y->n, &scratch);
        for (size_t i = 0; i < y->n; i++)
            other += set_add(&set, y->at[i], &scratch);
        same = other == distinct;
    }
    arena_reset(&scratch);
    return same;
}
