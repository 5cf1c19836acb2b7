/*
 * decimal.c - exact decimals, of base/num.h.
 */
#include "base/num.h"
#include "base/parts.h"

enum { DIGITS_DECIMAL = 18 }; /* always fit an int64_t */

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

    if (!parts_scan(s, true, &n) || n.count > DIGITS_DECIMAL || (n.count && n.point > DIGITS_DECIMAL))
        return false;
    size_t got = parts_digits(&n, digits, sizeof digits);
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
