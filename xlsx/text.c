#include "xlsx/text.h"

#include <string.h>

#include "base/table.h"
#include "base/unicode.h"

enum { ESCAPE = 7, REPLACEMENT = 0xFFFD, SHOWN = 40 };

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool escape_at(const char *p, size_t n, uint32_t *unit)
{
    if (n < ESCAPE || p[0] != '_' || p[1] != 'x' || p[6] != '_')
        return false;
    uint32_t value = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(p[i]);
        if (digit < 0)
            return false;
        value = value << 4 | (uint32_t)digit;
    }
    *unit = value;
    return true;
}

static size_t utf8_put(char *to, uint32_t code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, code >>= 6)
        to[i] = (char)(0x80 | (code & 0x3F));
    to[0] = (char)((n == 2 ? 0xC0u : n == 3 ? 0xE0u : 0xF0u) | code);
    return n;
}

static bool is_high(uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

static bool is_low(uint32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

size_t text_unescape(char *text, size_t n)
{
    char *at = memchr(text, '_', n), *to = at;
    const char *end = text + n;

    if (!at)
        return n;
    while (at < end) {
        uint32_t unit, second;
        if (!escape_at(at, (size_t)(end - at), &unit)) {
            *to++ = *at++;
            continue;
        }
        at += ESCAPE;
        if (is_high(unit) && escape_at(at, (size_t)(end - at), &second) && is_low(second)) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
            at += ESCAPE;
        }
        to += utf8_put(to, is_high(unit) || is_low(unit) ? REPLACEMENT : unit);
    }
    return (size_t)(to - text);
}

bool text_is_too_long(str s)
{
    return s.n > CELL_TEXT_MAX && utf16_length(s) > CELL_TEXT_MAX;
}

str text_shown(str s)
{
    return utf8_cut(s, SHOWN);
}

static size_t digits_at(str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

bool number_is_plain(str s)
{
    size_t start = s.n && s.p[0] == '-';
    size_t whole = digits_at(s, start), at = start + whole;

    if (whole == 0 || whole > 15 || (s.p[start] == '0' && (whole > 1 || at == s.n)))
        return s.n == 1 && s.p[0] == '0';
    if (at == s.n)
        return true;
    size_t fraction = s.p[at] == '.' ? digits_at(s, at + 1) : 0;
    return fraction > 0 && whole + fraction <= 15 && at + 1 + fraction == s.n && s.p[s.n - 1] != '0';
}
