/*
 * tag_near.c - one letter wrong, of model/tag_groups.h.
 */
#include "base/unicode.h"
#include "model/tag_groups.h"
#include "model/tag_key.h"

enum { WORD_LEAST = 8 };

static size_t before(str s, size_t at)
{
    while (at > 0 && ((unsigned char)s.p[--at] & 0xC0) == 0x80)
        continue;
    return at;
}

static size_t same_beginning(str a, str b)
{
    size_t n = 0, least = a.n < b.n ? a.n : b.n;

    while (n < least && a.p[n] == b.p[n])
        n++;
    while (n > 0 && n < a.n && ((unsigned char)a.p[n] & 0xC0) == 0x80)
        n--;
    while (n > 0 && n < b.n && ((unsigned char)b.p[n] & 0xC0) == 0x80)
        n--;
    return n;
}

static size_t same_ending(str a, str b, size_t beginning)
{
    size_t n = 0, least = (a.n < b.n ? a.n : b.n) - beginning;

    while (n < least && a.p[a.n - 1 - n] == b.p[b.n - 1 - n])
        n++;
    while (n > 0 && ((unsigned char)a.p[a.n - n] & 0xC0) == 0x80)
        n--;
    while (n > 0 && ((unsigned char)b.p[b.n - n] & 0xC0) == 0x80)
        n--;
    return n;
}

/* Up to two characters in the middle; false when there are more, or one is no letter. */
static bool middle(str s, size_t from, size_t to, uint32_t codes[2], size_t *n)
{
    for (*n = 0; from < to; (*n)++) {
        uint32_t code;
        from = utf8_next(s, from, &code);
        if (*n == 2 || code == ' ' || tag_char_decides(code))
            return false;
        codes[*n] = code;
    }
    return true;
}

static bool word_is_long(str s, size_t at)
{
    size_t from = at, n = 0;

    while (from > 0 && s.p[from - 1] != ' ')
        from = before(s, from);
    for (uint32_t code; from < s.n && s.p[from] != ' '; n++)
        from = utf8_next(s, from, &code);
    return n >= WORD_LEAST;
}

bool tag_words_near(str one, str other)
{
    uint32_t a[2] = { 0 }, b[2] = { 0 };
    size_t na, nb, begin = same_beginning(one, other), end = same_ending(one, other, begin);

    if (!middle(one, begin, one.n - end, a, &na) || !middle(other, begin, other.n - end, b, &nb))
        return false;
    bool letter = na + nb > 0 && na < 2 && nb < 2,
         swapped = na == 2 && nb == 2 && a[0] == b[1] && a[1] == b[0];
    return (letter || swapped) && word_is_long(one, begin) && word_is_long(other, begin);
}
