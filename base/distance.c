/*
 * distance.c - near misses, of base/unicode.h.
 */
#include "base/unicode.h"

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static uint32_t *code_points(str s, size_t *n, struct arena *a)
{
    uint32_t *codes = arena_array(a, uint32_t, s.n + 1);

    *n = 0;
    for (size_t at = 0; at < s.n;)
        at = utf8_next(s, at, &codes[(*n)++]);
    return codes;
}

/* Three rows of the table of distances between beginnings: this row and the two above it. */
struct rows {
    size_t *this, *above, *above2;
};

/* Fills a row within `most` of the diagonal, the only part that can count, and returns its smallest. */
static size_t fill_row(struct rows *r, const uint32_t *a, size_t i, const uint32_t *b, size_t nb, size_t most)
{
    size_t from = i > most ? i - most : 1, to = smaller(nb, i + most);
    size_t least = most + 1;

    r->this[from - 1] = from == 1 ? i : most + 1;
    if (from == 1)
        least = smaller(least, i);
    for (size_t j = from; j <= to; j++) {
        size_t best = r->above[j - 1] + (a[i - 1] != b[j - 1]);
        best = smaller(best, r->this[j - 1] + 1);
        best = smaller(best, r->above[j] + 1);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = smaller(best, r->above2[j - 2] + 1);
        r->this[j] = smaller(best, most + 1);
        least = smaller(least, r->this[j]);
    }
    if (to < nb)
        r->this[to + 1] = most + 1;
    return least;
}

static size_t distance(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, size_t most,
                       struct arena *scratch)
{
    struct rows r = { arena_array(scratch, size_t, nb + 2), arena_array(scratch, size_t, nb + 2),
                      arena_array(scratch, size_t, nb + 2) };
    size_t before = 0;

    for (size_t j = 0; j <= nb; j++)
        r.this[j] = smaller(j, most + 1);
    for (size_t i = 1; i <= na; i++) {
        size_t *reused = r.above2;
        r = (struct rows){ reused, r.this, r.above };
        size_t least = fill_row(&r, a, i, b, nb, most);
        if (least > most && before > most)
            return most + 1; /* a swap reaches over one row, nothing over two */
        before = least;
    }
    return smaller(r.this[nb], most + 1);
}

size_t text_distance(str a, str b, size_t most)
{
    struct arena scratch = { 0 };
    size_t na, nb;

    if (most > a.n + b.n)
        most = a.n + b.n; /* no distance is larger; and most + 1 cannot overflow */
    const uint32_t *ca = code_points(a, &na, &scratch), *cb = code_points(b, &nb, &scratch);
    size_t apart = na > nb ? na - nb : nb - na;
    size_t d = apart > most ? most + 1 : distance(ca, na, cb, nb, most, &scratch);
    arena_reset(&scratch);
    return d;
}

size_t text_nearest(str s, const str *words, size_t n, struct arena *scratch)
{
    str key = text_key(s, scratch);
    size_t limit = utf8_length(key) / 3, nearest = n;

    for (size_t i = 0; i < n; i++) {
        size_t d = text_distance(key, text_key(words[i], scratch), limit);
        if (d > limit)
            continue;
        nearest = i;
        if (d == 0)
            break;
        limit = d - 1; /* only a nearer one is better */
    }
    return nearest;
}
