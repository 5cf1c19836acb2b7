#include "base/parts.h"

enum { EXPONENT_MAX = 100000 }; /* larger ones are this large */

/* The exponent behind an 'E', or 0 where there is none; false where there is something else. */
static bool scan_exponent(const char *p, const char *end, int64_t *out)
{
    *out = 0;
    if (p == end)
        return true;
    if (*p != 'E' && *p != 'e')
        return false;
    p++;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end)
        return false;
    for (; p < end; p++) {
        if (!digit_is(*p))
            return false;
        if (*out < EXPONENT_MAX)
            *out = *out * 10 + (*p - '0');
    }
    *out = negative ? -*out : *out;
    return true;
}

/* Whole digits, in groups of three behind commas where those are allowed. NULL when groups are wrong. */
static const char *scan_whole(const char *p, const char *end, bool commas, size_t *digits)
{
    const char *start = p;
    size_t group = 0;
    bool grouped = false;

    for (*digits = 0; p < end && (digit_is(*p) || (commas && *p == ',')); p++) {
        if (*p != ',') {
            group++, ++*digits;
            continue;
        }
        if (p == start || (grouped ? group != 3 : group > 3))
            return NULL;
        grouped = true;
        group = 0;
    }
    return grouped && group != 3 ? NULL : p;
}

/* Takes zeros off both ends of the digits and counts what is left. */
static void trim_zeros(struct parts *n)
{
    while (n->first < n->end && !(*n->first >= '1' && *n->first <= '9')) {
        n->point -= *n->first == '0';
        n->first++;
    }
    while (n->first < n->end && !(n->end[-1] >= '1' && n->end[-1] <= '9'))
        n->end--;
    n->count = 0;
    for (const char *p = n->first; p < n->end; p++)
        n->count += digit_is(*p);
}

bool parts_scan(str s, bool commas, struct parts *n)
{
    const char *p = s.p, *end = s.p + s.n;
    size_t whole, decimals = 0;
    int64_t exponent;

    *n = (struct parts){ .negative = s.n && *p == '-' };
    if (s.n && (*p == '-' || *p == '+'))
        p++;
    n->first = p;
    p = scan_whole(p, end, commas, &whole);
    if (!p)
        return false;
    if (p < end && *p == '.') {
        const char *point = p++;
        while (p < end && digit_is(*p))
            p++;
        decimals = (size_t)(p - point) - 1;
    }
    n->end = p;
    if (!whole && !decimals)
        return false;
    if (!scan_exponent(p, end, &exponent))
        return false;
    n->point = (int64_t)whole + exponent;
    int64_t last = (int64_t)decimals - exponent; /* decimals written, seen from the point */
    trim_zeros(n);
    int64_t needed = (int64_t)n->count - n->point;
    int64_t needed_or_none = n->count && needed > 0 ? needed : 0;
    n->zeros = last > needed_or_none ? (size_t)(last - needed_or_none) : 0;
    return true;
}

size_t parts_digits(const struct parts *n, char *to, size_t most)
{
    size_t got = 0;

    for (const char *p = n->first; p < n->end && got < most; p++)
        if (digit_is(*p))
            to[got++] = *p;
    return got;
}
