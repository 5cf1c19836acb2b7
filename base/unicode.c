#include "base/unicode.h"

#include <string.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>
#include <unicode/uvernum.h>

enum { REPLACEMENT = 0xfffd, UTF8_MOST = 4 };

/* ---- UTF-8 --------------------------------------------------------------------------------- */

/* How many bytes at the start are ASCII: eight at a time, most cells have nothing else. */
static size_t ascii_span(str s)
{
    size_t at = 0;
    uint64_t eight;

    for (; s.n - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, s.p + at, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < s.n && (unsigned char)s.p[at] < 0x80)
        at++;
    return at;
}

static bool is_ascii(str s)
{
    return ascii_span(s) == s.n;
}

/* -1 for what is not UTF-8; *at moves past the longest start of a character that it is. */
static int32_t decode(str s, size_t *at)
{
    int32_t c;

    U8_NEXT((const uint8_t *)s.p, *at, s.n, c);
    return c;
}

bool utf8_valid(str s)
{
    size_t at = ascii_span(s);

    while (at < s.n)
        if (decode(s, &at) < 0)
            return false;
    return true;
}

size_t utf8_next(str s, size_t at, uint32_t *code)
{
    unsigned char first = (unsigned char)s.p[at];

    if (first < 0x80) {
        *code = first;
        return at + 1;
    }
    int32_t c = decode(s, &at);
    *code = c < 0 ? REPLACEMENT : (uint32_t)c;
    return at;
}

size_t utf8_length(str s)
{
    size_t at = ascii_span(s), n = at;

    for (uint32_t code; at < s.n; n++)
        at = utf8_next(s, at, &code);
    return n;
}

size_t utf16_length(str s)
{
    size_t at = ascii_span(s), n = at;

    for (uint32_t code; at<s.n; n += code> 0xffff ? 2u : 1u)
        at = utf8_next(s, at, &code);
    return n;
}

str utf8_cut(str s, size_t utf16_units)
{
    size_t at = 0, n = 0;

    if (s.n <= utf16_units)
        return s; /* no character is fewer bytes than units */
    while (at < s.n) {
        uint32_t code;
        size_t next = utf8_next(s, at, &code);
        n += code > 0xffff ? 2u : 1u;
        if (n > utf16_units)
            break;
        at = next;
    }
    return (str){ s.p, at };
}

static size_t encode(char *to, uint32_t code)
{
    size_t n = 0;

    U8_APPEND_UNSAFE((uint8_t *)to, n, code);
    return n;
}

static bool is_storable(uint32_t code)
{
    return code != 0xfffe && code != 0xffff;
}

static bool needs_repair(str s)
{
    size_t at = ascii_span(s);

    while (at < s.n) {
        int32_t c = decode(s, &at);
        if (c < 0 || !is_storable((uint32_t)c))
            return true;
    }
    return false;
}

str utf8_repair(str s, struct arena *a)
{
    if (!needs_repair(s))
        return s;
    char *to = arena_alloc(a, s.n + 1, 3); /* one bad byte becomes three */
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t code;
        at = utf8_next(s, at, &code);
        n += encode(to + n, is_storable(code) ? code : REPLACEMENT);
    }
    return (str){ to, n };
}

static size_t width_of(uint32_t code)
{
    UChar32 c = (UChar32)code;
    int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    uint32_t type = U_MASK(u_charType(c));

    if (type & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK | U_GC_CC_MASK))
        return 0;
    return wide == U_EA_FULLWIDTH || wide == U_EA_WIDE ? 2 : 1;
}

size_t text_width(str s)
{
    size_t width = 0;

    for (size_t at = 0; at < s.n;) {
        uint32_t code;
        at = utf8_next(s, at, &code);
        if (code >= 0x20 && code < 0x7f)
            width++;
        else
            width += width_of(code);
    }
    return width;
}

/* ---- white space --------------------------------------------------------------------------- */

static bool is_space(uint32_t code)
{
    enum { LAST = 0x3000 }; /* the ideographic space; what East Asian texts hold else comes after it */

    if (code < 0x80)
        return code == ' ' || (code >= '\t' && code <= '\r');
    return code <= LAST && u_isUWhiteSpace((UChar32)code);
}

/* Where the character that ends before `end` begins. */
static size_t before(str s, size_t end, uint32_t *code)
{
    size_t from = end > UTF8_MOST ? end - UTF8_MOST : 0;
    int32_t at = (int32_t)(end - from), c;

    U8_PREV((const uint8_t *)s.p + from, 0, at, c);
    *code = c < 0 ? REPLACEMENT : (uint32_t)c;
    return from + (size_t)at;
}

/* Visible ASCII: what nearly every text begins and ends with. */
static bool is_visible(char c)
{
    return c > ' ' && c < 0x7F;
}

str text_trim(str s)
{
    uint32_t code;

    if (s.n && is_visible(s.p[0]) && is_visible(s.p[s.n - 1]))
        return s;
    while (s.n) {
        size_t next = utf8_next(s, 0, &code);
        if (!is_space(code))
            break;
        s = (str){ s.p + next, s.n - next };
    }
    while (s.n) {
        size_t start = before(s, s.n, &code);
        if (!is_space(code))
            break;
        s.n = start;
    }
    return s;
}

bool text_is_blank(str s)
{
    return text_trim(s).n == 0;
}

/* ---- forms for comparing ------------------------------------------------------------------- */

/* Through UTF-16, because ICU's C interface normalises nothing else. */
static str normalize(const UNormalizer2 *form, str s, struct arena *a)
{
    struct arena scratch = { 0 };
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = 0, made, bytes = 0;

    if (s.n > INT32_MAX / 32)
        return s; /* no cell is: 32,767 units at most */
    UChar *text = arena_array(&scratch, UChar, s.n + 1);
    u_strFromUTF8WithSub(text, (int32_t)s.n + 1, &n, s.p, (int32_t)s.n, REPLACEMENT, NULL, &code);
    if (U_SUCCESS(code) && unorm2_spanQuickCheckYes(form, text, n, &code) == n) {
        arena_reset(&scratch);
        return s;
    }
    int32_t room = n * 18 + 1; /* the longest NFKC: U+FDFA becomes 18 */
    UChar *normal = arena_array(&scratch, UChar, (size_t)room);
    made = unorm2_normalize(form, text, n, normal, room, &code);
    if (U_SUCCESS(code)) {
        char *to = arena_alloc(a, (size_t)made * 3 + 1, 1);
        u_strToUTF8(to, made * 3 + 1, &bytes, normal, made, &code);
        s = U_SUCCESS(code) ? (str){ to, (size_t)bytes } : s;
    }
    arena_reset(&scratch);
    return s;
}

str text_nfkc(str s, struct arena *a)
{
    UErrorCode code = U_ZERO_ERROR;

    if (is_ascii(s))
        return s;
    return normalize(unorm2_getNFKCInstance(&code), s, a);
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static str fold_ascii(str s, struct arena *a)
{
    size_t at = 0;

    while (at < s.n && !is_upper(s.p[at]))
        at++;
    if (at == s.n)
        return s;
    char *to = arena_alloc(a, s.n + 1, 1);
    memcpy(to, s.p, s.n);
    for (; at < s.n; at++)
        to[at] = (char)(to[at] + (is_upper(to[at]) ? 'a' - 'A' : 0));
    return (str){ to, s.n };
}

str text_fold(str s, struct arena *a)
{
    UErrorCode code = U_ZERO_ERROR;

    if (is_ascii(s))
        return fold_ascii(s, a);
    return normalize(unorm2_getNFKCCasefoldInstance(&code), s, a);
}

str text_fold_case(str s, struct arena *a)
{
    UErrorCode code = U_ZERO_ERROR;

    if (is_ascii(s))
        return fold_ascii(s, a);
    s = normalize(unorm2_getNFCInstance(&code), s, a);
    if (s.n > INT32_MAX / 32)
        return s;

    int32_t room = (int32_t)s.n * 3 + 1; /* the longest folding: U+0390 becomes three letters of two bytes */
    char *to = arena_alloc(a, (size_t)room, 1);
    UCaseMap *map = ucasemap_open("", U_FOLD_CASE_DEFAULT, &code);
    int32_t n = ucasemap_utf8FoldCase(map, to, room, s.p, (int32_t)s.n, &code);
    ucasemap_close(map);
    return U_SUCCESS(code) ? (str){ to, (size_t)n } : s;
}

/* White space other than single blanks between words? */
static bool has_runs(str s)
{
    bool after_blank = false;

    for (size_t at = 0; at < s.n;) {
        uint32_t code;
        if (is_visible(s.p[at])) {
            at++;
            after_blank = false;
            continue;
        }
        at = utf8_next(s, at, &code);
        bool space = is_space(code);
        if (space && (after_blank || code != ' '))
            return true;
        after_blank = space;
    }
    return false;
}

static str fold_runs(str s, struct arena *a)
{
    char *to = arena_alloc(a, s.n + 1, 1);
    size_t n = 0;
    bool after_space = false;

    for (size_t at = 0; at < s.n;) {
        uint32_t code;
        size_t next = utf8_next(s, at, &code);
        bool space = is_space(code);
        if (space && !after_space)
            to[n++] = ' ';
        for (; !space && at < next; at++)
            to[n++] = s.p[at];
        after_space = space;
        at = next;
    }
    return (str){ to, n };
}

str text_key(str s, struct arena *a)
{
    s = text_trim(text_fold(text_trim(s), a)); /* folding may bring new blanks to the ends */
    return has_runs(s) ? fold_runs(s, a) : s;
}

bool text_eq_fold(str a, str b, struct arena *scratch)
{
    if (str_eq(a, b))
        return true;
    if (is_ascii(a) && is_ascii(b))
        return str_eq_fold(a, b);
    return str_eq(text_fold(a, scratch), text_fold(b, scratch));
}

const char *unicode_library_version(void)
{
    return U_ICU_VERSION; /* its function names carry the version: a program that runs, runs with this one */
}
