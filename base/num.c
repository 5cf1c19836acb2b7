#include "base/num.h"

#include "base/parts.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DIGITS_KEPT = 15,    /* of a cell, as Excel does */
    DIGITS_DOUBLE = 780, /* more never decide which double is nearest */
    PLAIN = 21,          /* digits before or zeros after the point without an exponent */
    DOUBLE_TOP = 308,    /* 10^308 is a double, 10^309 is none */
    DOUBLE_BOTTOM = -324,
};

bool num_parse_i64(str s, int64_t *out)
{
    bool negative = s.n && s.p[0] == '-';
    size_t at = negative;
    uint64_t v = 0, limit = (uint64_t)INT64_MAX + negative;

    if (at == s.n)
        return false;
    for (; at < s.n; at++) {
        if (!digit_is(s.p[at]))
            return false;
        uint64_t digit = (uint64_t)(s.p[at] - '0');
        if (v > (limit - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}

/* ---- the number of a cell ------------------------------------------------------------------ */

/* Nearly every number is written as it should be: "-12", "0.5", "66102.24". */
static bool is_canonical(str s)
{
    size_t at = s.n && s.p[0] == '-', start = at, point = 0;

    if (s.n - at > DIGITS_KEPT || at == s.n)
        return false; /* a point among 15 characters leaves 14 digits: the slow road knows */
    for (; at < s.n; at++) {
        if (digit_is(s.p[at]))
            continue;
        if (s.p[at] != '.' || point || at == start)
            return false;
        point = at;
    }
    size_t whole = (point ? point : s.n) - start;
    if (s.p[start] == '0' && (whole > 1 || (start && !point)))
        return false;
    return !point || s.p[s.n - 1] != '0' ? s.p[s.n - 1] != '.' : false;
}

/* The digits kept, rounded half away from zero; a carry through all of them moves the point. */
static size_t round_digits(struct parts *n, char *digits)
{
    char all[DIGITS_KEPT + 1];
    size_t got = parts_digits(n, all, sizeof all);
    size_t kept = got < DIGITS_KEPT ? got : DIGITS_KEPT;

    memcpy(digits, all, kept);
    if (got > DIGITS_KEPT && all[DIGITS_KEPT] >= '5') {
        size_t i = kept;
        while (i && digits[i - 1] == '9')
            i--;
        if (i) {
            digits[i - 1]++;
            kept = i;
        } else {
            digits[0] = '1';
            kept = 1;
            n->point++;
        }
    }
    while (kept && digits[kept - 1] == '0')
        kept--;
    return kept;
}

/* From here on Excel itself holds only every second whole number. */
static bool is_past_exact(const struct parts *n)
{
    static const char limit[] = "9007199254740992";
    enum { LIMIT_DIGITS = sizeof limit - 1 };
    char digits[LIMIT_DIGITS];

    if (n->point != LIMIT_DIGITS)
        return n->point > LIMIT_DIGITS;
    memset(digits, '0', sizeof digits);
    parts_digits(n, digits, sizeof digits);
    return memcmp(digits, limit, sizeof digits) >= 0;
}

/* Past 10^308, where Excel's numbers end. */
static bool is_too_large(const struct parts *n, const char *digits, size_t kept)
{
    return n->point > DOUBLE_TOP + 1 || (n->point == DOUBLE_TOP + 1 && (kept > 1 || digits[0] != '1'));
}

static char *put_exponent(char *to, int64_t exponent)
{
    uint64_t v = (uint64_t)(exponent < 0 ? -exponent : exponent);
    uint64_t step = v >= 100 ? 100 : 10;

    *to++ = 'E';
    *to++ = exponent < 0 ? '-' : '+';
    for (; step; step /= 10)
        *to++ = (char)('0' + v / step % 10);
    return to;
}

/* 0.DIGITS * 10^point, written out. */
static char *put_plain(char *to, const char *digits, size_t n, int64_t point)
{
    if (point <= 0) {
        *to++ = '0';
        *to++ = '.';
        for (int64_t i = point; i < 0; i++)
            *to++ = '0';
        return (char *)memcpy(to, digits, n) + n;
    }
    for (size_t i = 0; i < n || (int64_t)i < point; i++) {
        if ((int64_t)i == point)
            *to++ = '.';
        *to++ = i < n ? digits[i] : '0';
    }
    return to;
}

static char *put_scientific(char *to, const char *digits, size_t n, int64_t point)
{
    *to++ = digits[0];
    if (n > 1) {
        *to++ = '.';
        to = (char *)memcpy(to, digits + 1, n - 1) + (n - 1);
    }
    return put_exponent(to, point - 1);
}

bool num_canonical(str s, str *out, bool *rounded, struct arena *a)
{
    struct parts n;
    char digits[DIGITS_KEPT], text[64], *to = text;

    *rounded = false;
    if (is_canonical(s)) {
        *out = s;
        return true;
    }
    s = str_trim(s);
    if (!parts_scan(s, false, &n))
        return false;
    bool vanishes = n.count && n.point < DOUBLE_BOTTOM;
    if (!n.count || vanishes) {
        *rounded = vanishes;
        *out = STR("0");
        return true;
    }
    *rounded = n.count > DIGITS_KEPT || is_past_exact(&n);
    size_t kept = round_digits(&n, digits);
    if (is_too_large(&n, digits, kept))
        return false;
    if (n.negative)
        *to++ = '-';
    bool plain = n.point <= PLAIN && n.point > -PLAIN;
    to = (plain ? put_plain : put_scientific)(to, digits, kept, n.point);
    str made = { text, (size_t)(to - text) };
    *out = str_eq(made, s) ? s : arena_copy(a, made);
    return true;
}

/* ---- doubles ------------------------------------------------------------------------------- */

/* Up to 2^53 and 10^22 both are exact, so one division or multiplication rounds only once. */
static bool small_double(const struct parts *n, const char *digits, size_t got, double *out)
{
    static const double powers[] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };
    int64_t exponent = n->point - (int64_t)got, units = 0;

    if (got > DIGITS_KEPT || exponent < -22 || exponent > 22)
        return false;
    for (size_t i = 0; i < got; i++)
        units = units * 10 + (digits[i] - '0');
    double v = (double)units;
    *out = exponent < 0 ? v / powers[-exponent] : v * powers[exponent];
    return true;
}

/* The one place that asks the C library, and only in the locale C, which strtod_l() is told: the
 * process's own locale is not looked at. newlocale() for "C" allocates nothing. */
static bool large_double(const char *text, double *out)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);

    if (!c)
        return false;
    *out = strtod_l(text, NULL, c);
    freelocale(c);
    return isfinite(*out);
}

bool num_parse_double(str s, double *out)
{
    struct parts n;
    char text[DIGITS_DOUBLE + 24] = "0.", *digits = text + 2;
    double v = 0;

    if (!parts_scan(str_trim(s), false, &n) || (n.count && n.point > DOUBLE_TOP + 1))
        return false;
    size_t got = parts_digits(&n, digits, DIGITS_DOUBLE);
    if (got && n.point >= DOUBLE_BOTTOM && !small_double(&n, digits, got, &v)) {
        if (n.count > got)
            digits[got++] = '1'; /* whatever follows is more than nothing */
        *put_exponent(digits + got, n.point) = '\0';
        if (!large_double(text, &v))
            return false;
    }
    *out = n.negative ? -v : v;
    return true;
}
