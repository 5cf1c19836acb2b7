/*
 * parts.h - a written number taken apart, for base/num.h.
 */
#ifndef BASE_PARTS_H
#define BASE_PARTS_H

#include "base/str.h"

/* Its value is 0.DDDD * 10^point, where DDDD are the digits of `text` from `first` to before `end`,
 * leading and trailing zeros not counted, points and commas skipped. No digit left: zero. */
struct parts {
    bool negative;
    const char *first, *end;
    size_t count; /* digits that count */
    size_t zeros; /* decimals written beyond those that count: "1.50" has one */
    int64_t point;
};

/* "-1,234.50E3": an optional sign, digits with a point among, before or behind them, an optional exponent;
 * with `commas`, groups of three behind commas. False, *n undefined, when s is anything else. */
bool parts_scan(str s, bool commas, struct parts *n);

/* Copies up to `most` of the digits that count; returns how many. */
size_t parts_digits(const struct parts *n, char *to, size_t most);

static inline bool digit_is(char c)
{
    return c >= '0' && c <= '9';
}

#endif
