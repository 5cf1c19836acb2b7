#include "xlsx/write_text.h"

#include <string.h>

#include "base/table.h"
#include "base/unicode.h"

/* P plain, E entity, C control, U underscore, W two bytes and more. */
enum { P, E, C, U, W };

#define SIXTEEN(x) x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x

static const uint8_t class_of[256] = {
    C,          C,          C,          C,          C,          C,
    C,          C,          C,          P,          P,          C,
    C,          C,          C,          C, /* tab and LF stay */
    SIXTEEN(C), P,          P,          P,          P,          P,
    P,          E,          P,          P,          P,          P,
    P,          P,          P,          P,          P, /* & */
    P,          P,          P,          P,          P,          P,
    P,          P,          P,          P,          P,          P,
    E,          P,          E,          P, /* < > */
    SIXTEEN(P), P,          P,          P,          P,          P,
    P,          P,          P,          P,          P,          P,
    P,          P,          P,          P,          U, /* _ */
    SIXTEEN(P), SIXTEEN(P), SIXTEEN(W), SIXTEEN(W), SIXTEEN(W), SIXTEEN(W),
    SIXTEEN(W), SIXTEEN(W), SIXTEEN(W), SIXTEEN(W),
};

static char *append(char *to, const char *p, size_t n)
{
    return (char *)memcpy(to, p, n) + n;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* A reader would take _x0041_ for an A. */
static bool looks_escaped(str s, size_t at)
{
    if (s.n - at < 7 || s.p[at + 1] != 'x' || s.p[at + 6] != '_')
        return false;
    return is_hex(s.p[at + 2]) && is_hex(s.p[at + 3]) && is_hex(s.p[at + 4]) && is_hex(s.p[at + 5]);
}

static char *put_entity(char *to, char c)
{
    if (c == '&')
        return append(to, "&amp;", 5);
    return c == '<' ? append(to, "&lt;", 4) : append(to, "&gt;", 4);
}

static char *put_control(char *to, char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char code[7] = { '_', 'x', '0', '0', digits[(c >> 4) & 15], digits[c & 15], '_' };

    return append(to, code, sizeof code);
}

/* Returns the index after the character. */
static size_t put_wide(char **to, str s, size_t at)
{
    uint32_t code;
    size_t next = utf8_next(s, at, &code);

    if (code == 0xfffe || code == 0xffff)
        return next;
    *to = code == 0xfffd ? append(*to, "\xef\xbf\xbd", 3) : append(*to, s.p + at, next - at);
    return next;
}

/* Entities are left to a library that writes them itself. */
static char *write_text(char *to, str s, bool entities)
{
    size_t at = 0;

    while (at < s.n) {
        size_t from = at;
        while (at < s.n && class_of[(uint8_t)s.p[at]] == P)
            at++;
        to = append(to, s.p + from, at - from);
        if (at == s.n)
            break;
        char c = s.p[at];
        uint8_t kind = class_of[(uint8_t)c];
        if (kind == W) {
            at = put_wide(&to, s, at);
            continue;
        }
        at++;
        if (kind == C)
            to = put_control(to, c);
        else if (kind == E && entities)
            to = put_entity(to, c);
        else if (kind == U && looks_escaped(s, at - 1))
            to = append(to, "_x005F_", 7);
        else
            *to++ = c;
    }
    return to;
}

char *text_escape(char *to, str s)
{
    return s.n ? write_text(to, s, true) : to;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

bool text_keeps_blanks(str s)
{
    if (s.n == 0)
        return false;
    return is_blank(s.p[0]) || is_blank(s.p[s.n - 1]) || memchr(s.p, '\n', s.n);
}

void text_put_xml(struct buf *to, str s)
{
    char *at = buf_reserve(to, XML_GROWTH * s.n + 1);

    if (at)
        to->n += (size_t)(text_escape(at, s) - at);
}

void text_put_attribute(struct buf *to, str s)
{
    str head;

    while (str_cut(s, '"', &head, &s)) {
        text_put_xml(to, head);
        buf_put(to, STR("&quot;"));
    }
    text_put_xml(to, head);
}

str text_cut_for_cell(str s)
{
    return s.n <= CELL_TEXT_MAX ? s : utf8_cut(s, CELL_TEXT_MAX);
}

const char *text_for_library(str s, size_t units, struct arena *a)
{
    str kept = s.n <= units || utf16_length(s) <= units ? s : utf8_cut(s, units - 1);
    char *to = arena_alloc(a, XML_GROWTH * kept.n + 4, 1);
    char *end = kept.n ? write_text(to, kept, false) : to;

    if (kept.n < s.n)
        append(end, "…", 3);
    return to;
}

/* ---- names of sheets ---------------------------------------------------------------------- */

static char for_sheet_name(char c)
{
    return (uint8_t)c < 0x20 || c == 0x7f || strchr("[]:*?/\\", c) ? '_' : c;
}

str sheet_name_for(str wanted, struct arena *a)
{
    enum { UNITS = 31 };
    str kept = text_trim(utf8_cut(utf8_repair(wanted, a), UNITS));
    str name = arena_copy(a, kept);
    char *p = arena_alloc(a, kept.n + 1, 1);

    for (size_t i = 0; i < name.n; i++)
        p[i] = for_sheet_name(name.p[i]);
    if (name.n && p[0] == '\'')
        p[0] = '_';
    if (name.n && p[name.n - 1] == '\'')
        p[name.n - 1] = '_';
    name.p = p;
    if (name.n == 0)
        return STR("Sheet");
    return str_eq_fold(name, STR("History")) ? STR("History_") : name;
}

str sheet_name_quoted(str name, struct arena *a)
{
    char *to = arena_alloc(a, 2 * name.n + 3, 1);
    size_t n = 0;

    to[n++] = '\'';
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '\'')
            to[n++] = '\'';
        to[n++] = name.p[i];
    }
    to[n++] = '\'';
    return (str){ to, n };
}
