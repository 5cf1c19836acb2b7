#include "xlsx/scan.h"

/* Ranges of GNU C would be shorter; ISO C has none. */
enum {
    P = SCAN_PLAIN,
    L = SCAN_LESS,
    M = SCAN_MARK,
    B = SCAN_BRACKET,
    X = SCAN_WIDE,
    U = SCAN_SCORE,
    W = SCAN_WRONG
};

/* clang-format off */
const unsigned char scan_classes[256] = {
    W, W, W, W, W, W, W, W, W, P, P, W, W, M, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    P, P, P, P, P, P, M, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, L, P, P, P,
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, B, P, U,
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, W, W, W, W, W, W, W, W, W, W, W,
};
/* clang-format on */

/* ---- texts ---------------------------------------------------------------------------- */

static bool is_more(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static bool is_allowed(uint32_t code)
{
    bool is_control = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
    bool is_half = code >= 0xD800 && code < 0xE000;

    return !is_control && !is_half && code != 0xFFFE && code != 0xFFFF && code <= 0x10FFFF;
}

/* A NUL is no second byte, so nothing is read behind the window. */
size_t scan_wide(const char *p)
{
    uint32_t first = (unsigned char)p[0];

    if (!is_more(p[1]))
        return 0;
    uint32_t second = (unsigned char)p[1] & 0x3F;
    if (first < 0xE0)
        return first >= 0xC2 ? 2 : 0;
    if (!is_more(p[2]))
        return 0;
    uint32_t code = (first & 0x0F) << 12 | second << 6 | ((unsigned char)p[2] & 0x3F);
    if (first < 0xF0)
        return code >= 0x800 && is_allowed(code) ? 3 : 0;
    if (!is_more(p[3]))
        return 0;
    code = (first & 0x07) << 18 | second << 12 | ((uint32_t)(unsigned char)p[2] & 0x3F) << 6 |
           ((unsigned char)p[3] & 0x3F);
    return code >= 0x10000 && is_allowed(code) ? 4 : 0;
}

static void put_code(struct buf *to, uint32_t code)
{
    char c[4];
    size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char marks[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

    for (size_t i = n - 1; i > 0; i--, code >>= 6)
        c[i] = (char)(0x80 | (code & 0x3F));
    c[0] = (char)(marks[n] | code);
    buf_put(to, (str){ c, n });
}

static int digit_of(char c, uint32_t base)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (base == 16 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

/* "#8364" or "#x20AC". */
static bool number_reference(str s, uint32_t *code)
{
    enum { DIGITS_MAX = 8 };
    uint32_t base = s.n > 1 && s.p[1] == 'x' ? 16 : 10;
    size_t start = base == 16 ? 2 : 1;

    *code = 0;
    if (s.n <= start || s.n - start > DIGITS_MAX)
        return false;
    for (size_t i = start; i < s.n; i++) {
        int digit = digit_of(s.p[i], base);
        if (digit < 0)
            return false;
        *code = *code * base + (uint32_t)digit;
    }
    return is_allowed(*code) && *code != 0;
}

static bool reference(str s, uint32_t *code)
{
    static const struct {
        str name;
        char meant;
    } entities[] = { { STR_INIT("amp"), '&' },
                     { STR_INIT("lt"), '<' },
                     { STR_INIT("gt"), '>' },
                     { STR_INIT("quot"), '"' },
                     { STR_INIT("apos"), '\'' } };

    if (s.n && s.p[0] == '#')
        return number_reference(s, code);
    for (size_t i = 0; i < countof(entities); i++) {
        if (str_eq(entities[i].name, s)) {
            *code = (uint32_t)entities[i].meant;
            return true;
        }
    }
    return false;
}

bool scan_decode(struct buf *to, str text)
{
    enum { REFERENCE_MAX = 12 };
    const char *p = text.p, *end = text.p + text.n;

    while (p < end) {
        const char *from = p;
        while (p < end && *p != '&' && *p != '\r')
            p++;
        buf_put(to, (str){ from, (size_t)(p - from) });
        if (p == end)
            break;
        if (*p == '\r') {
            p += end - p > 1 && p[1] == '\n' ? 2 : 1;
            buf_putc(to, '\n');
            continue;
        }
        size_t most = (size_t)(end - p) < REFERENCE_MAX ? (size_t)(end - p) : REFERENCE_MAX;
        const char *semicolon = memchr(p, ';', most);
        uint32_t code;
        if (!semicolon || !reference((str){ p + 1, (size_t)(semicolon - p - 1) }, &code))
            return false;
        put_code(to, code);
        p = semicolon + 1;
    }
    return buf_ok(to);
}

/* ---- tags ----------------------------------------------------------------------------- */

static bool is_name_start(char c)
{
    char letter = (char)(c | 0x20);

    return (letter >= 'a' && letter <= 'z') || c == '_';
}

static bool is_name(char c)
{
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* Behind the name, or NULL. */
static const char *name_end(const char *p)
{
    const char *start = p;

    if (!is_name_start(*p))
        return NULL;
    while (is_name(*p))
        p++;
    return p - start <= SCAN_NAME_MAX ? p : NULL;
}

/* A declaration of namespaces is not for us: xmlns, xmlns:x, and nothing else begins so. */
static bool is_declaration(str name)
{
    return name.n >= 5 && memcmp(name.p, "xmlns", 5) == 0;
}

/* Visible ASCII without what must be written otherwise. */
static bool is_value(char c)
{
    return c >= ' ' && (unsigned char)c < 0x7F && c != '<' && c != '&';
}

/* name="value" or name='value'. */
static const char *attribute(const char *p, struct scan_attribute *a)
{
    const char *start = p;

    p = name_end(p);
    if (p && *p == ':')
        p = name_end(p + 1);
    if (!p || p[0] != '=' || (p[1] != '"' && p[1] != '\''))
        return NULL;
    a->name = (str){ start, (size_t)(p - start) };
    char quote = p[1];
    start = p += 2;
    while (is_value(*p) && *p != quote)
        p++;
    a->value = (str){ start, (size_t)(p - start) };
    return *p == quote && !is_declaration(a->name) ? p + 1 : NULL;
}

static bool is_new(const struct scan_tag *tag, str name)
{
    for (size_t i = 0; i < tag->count; i++)
        if (str_eq(tag->attributes[i].name, name))
            return false;
    return true;
}

static const char *blanks_end(const char *p)
{
    while (scan_is_blank(*p))
        p++;
    return p;
}

const char *scan_tag(const char *p, struct scan_tag *tag)
{
    p++;
    tag->is_empty = false;
    tag->count = 0;
    tag->is_end = *p == '/';
    p += tag->is_end;
    const char *start = p;
    p = name_end(p);
    if (!p)
        return NULL;
    tag->name = (str){ start, (size_t)(p - start) };
    for (;;) {
        const char *next = blanks_end(p);
        if (*next == '>')
            return next + 1;
        if (next[0] == '/' && next[1] == '>') {
            tag->is_empty = true;
            return tag->is_end ? NULL : next + 2;
        }
        if (next == p || tag->is_end || tag->count == SCAN_ATTRIBUTES_MAX)
            return NULL;
        struct scan_attribute *a = &tag->attributes[tag->count];
        p = attribute(next, a);
        if (!p || !is_new(tag, a->name))
            return NULL;
        tag->count++;
    }
}
