#include "base/num.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DIGITS_KEPT = 15,      /* of a cell, as Excel does */
    DIGITS_DECIMAL = 18,   /* of a decimal: always fits an int64_t */
    DIGITS_DOUBLE = 780,   /* more never decide which double is nearest */
    PLAIN = 21,            /* digits before or zeros after the point without an exponent */
    EXPONENT_MAX = 100000, /* larger ones are this large */
    DOUBLE_TOP = 308,      /* 10^308 is a double, 10^309 is none */
    DOUBLE_BOTTOM = -324,
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool num_parse_i64(str s, int64_t *out)
{
    bool negative = s.n && s.p[0] == '-';
    size_t at = negative;
    uint64_t v = 0, limit = (uint64_t)INT64_MAX + negative;

    if (at == s.n)
        return false;
    for (; at < s.n; at++) {
        if (!is_digit(s.p[at]))
            return false;
        uint64_t digit = (uint64_t)(s.p[at] - '0');
        if (v > (limit - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}

/* ---- the parts of a written number --------------------------------------------------------- */

/* Its value is 0.DDDD * 10^point, where DDDD are the digits of `text` from `first` to before `end`,
 * leading and trailing zeros not counted, points and commas skipped. No digit left: zero. */
struct parts {
    bool negative;
    const char *first, *end;
    size_t count; /* digits that count */
    size_t zeros; /* decimals written beyond those that count: "1.50" has one */
    int64_t point;
};

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
        if (!is_digit(*p))
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

    for (*digits = 0; p < end && (is_digit(*p) || (commas && *p == ',')); p++) {
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
        n->count += is_digit(*p);
}

static bool scan(str s, bool commas, struct parts *n)
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
        while (p < end && is_digit(*p))
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

/* Up to `most` of the digits that count; returns how many. */
static size_t copy_digits(const struct parts *n, char *to, size_t most)
{
    size_t got = 0;

    for (const char *p = n->first; p < n->end && got < most; p++)
        if (is_digit(*p))
            to[got++] = *p;
    return got;
}

/* ---- exact decimals ------------------------------------------------------------------------ */

static int64_t power_of_ten(size_t n)
{
    int64_t v = 1;

    while (n--)
        v *= 10;
    return v;
}

bool decimal_parse(str s, decimal *out)
{
    struct parts n;
    char digits[DIGITS_DECIMAL];

    if (!scan(s, true, &n) || n.count > DIGITS_DECIMAL || (n.count && n.point > DIGITS_DECIMAL))
        return false;
    size_t got = copy_digits(&n, digits, sizeof digits);
    int64_t scale = got ? (int64_t)got - n.point : 0; /* that the digits need; negative: zeros follow */
    if (scale > DIGITS_DECIMAL)
        return false;

    int64_t units = 0;
    for (size_t i = 0; i < got; i++)
        units = units * 10 + (digits[i] - '0');
    if (scale < 0) {
        units *= power_of_ten((size_t)-scale);
        scale = 0;
    }
    /* "1.50" keeps its zero where there is room for it */
    for (size_t i = n.zeros; i && scale < DIGITS_DECIMAL; i--, scale++) {
        if (units >= power_of_ten(DIGITS_DECIMAL - 1))
            break;
        units *= 10;
    }
    *out = (decimal){ n.negative ? -units : units, (uint8_t)scale };
    return true;
}

static uint64_t magnitude(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

/* `units` with a point before its last `scale` digits, followed by `zeros` zeros. */
static str put_decimal(uint64_t units, size_t scale, size_t zeros, bool negative, struct arena *a)
{
    char text[80], *end = text + sizeof text, *p = end;

    for (size_t i = 0; i < zeros; i++)
        *--p = '0';
    for (size_t i = 0; i < scale; i++, units /= 10)
        *--p = (char)('0' + units % 10);
    if (p < end)
        *--p = '.';
    do {
        *--p = (char)('0' + units % 10);
        units /= 10;
    } while (units);
    if (negative)
        *--p = '-';
    return arena_copy(a, (str){ p, (size_t)(end - p) });
}

str decimal_format(decimal d, struct arena *a)
{
    return put_decimal(magnitude(d.units), d.scale, 0, d.units < 0, a);
}

str decimal_format_scale(decimal d, uint8_t scale, struct arena *a)
{
    uint64_t units = magnitude(d.units);

    if (scale > DIGITS_DECIMAL)
        scale = DIGITS_DECIMAL;
    if (scale >= d.scale)
        return put_decimal(units, d.scale, (size_t)scale - d.scale, d.units < 0, a);
    uint64_t step = (uint64_t)power_of_ten((size_t)d.scale - scale);
    units = units / step + (units % step >= step / 2);
    return put_decimal(units, scale, 0, d.units < 0 && units, a);
}

int decimal_compare(decimal a, decimal b)
{
    __extension__ typedef __int128 wide;
    wide left = (wide)a.units * power_of_ten(DIGITS_DECIMAL - (size_t)a.scale);
    wide right = (wide)b.units * power_of_ten(DIGITS_DECIMAL - (size_t)b.scale);

    return (left > right) - (left < right);
}

/* ---- the number of a cell ------------------------------------------------------------------ */

/* Nearly every number is written as it should be: "-12", "0.5", "66102.24". */
static bool is_canonical(str s)
{
    size_t at = s.n && s.p[0] == '-', start = at, point = 0;

    if (s.n - at > DIGITS_KEPT || at == s.n)
        return false; /* a point among 15 characters leaves 14 digits: the slow road knows */
    for (; at < s.n; at++) {
        if (is_digit(s.p[at]))
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
    size_t got = copy_digits(n, all, sizeof all);
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
    copy_digits(n, digits, sizeof digits);
    return memcmp(digits, limit, sizeof digits) >= 0;
}

/* Past 10^308, where Excel's numbers end. */
static bool is_too_large(const struct parts *n, const char *digits, size_t kept)
{
    return n->point > DOUBLE_TOP + 1 || (n->point == DOUBLE_TOP + 1 && (kept > 1 || digits[0] != '1'));
}

static char *put_exponent(char *to, int64_t exponent)
{
    uint64_t v = magnitude(exponent);
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
    if (!scan(s, false, &n))
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

    if (!scan(str_trim(s), false, &n) || (n.count && n.point > DOUBLE_TOP + 1))
        return false;
    size_t got = copy_digits(&n, digits, DIGITS_DOUBLE);
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
