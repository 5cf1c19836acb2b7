/*
 * types_text.c - texts, emails, phones, codes (docs/FORMAT.md, V-TEXT, V-EMAIL, V-PHONE, V-WORD-4, V-LANG).
 */
#include "base/unicode.h"
#include "model/phone_memo.h"
#include "model/place.h"
#include "model/types.h"

#include <string.h>

enum { EMAIL_MOST = 254, PHONE_CELL_DIGITS = 15 };

/* ---- text ---- */

/* Of the first control character from `at` on; s.n when there is none. Carriage returns are one here. */
static size_t control_at(str s, size_t at)
{
    for (; at < s.n; at++) {
        unsigned char c = (unsigned char)s.p[at];
        if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f)
            return at;
        if (c == 0xc2 && at + 1 < s.n && (unsigned char)s.p[at + 1] < 0xa0)
            return at; /* U+0080 to U+009F */
    }
    return s.n;
}

int32_t control_character(str s)
{
    size_t at = control_at(s, 0);
    uint32_t code;

    if (at == s.n)
        return -1;
    utf8_next(s, at, &code);
    return (int32_t)code;
}

str line_feeds(str s, struct arena *a)
{
    if (!s.n || !memchr(s.p, '\r', s.n))
        return s;
    char *to = arena_alloc(a, s.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\r')
            to[n++] = s.p[i];
        else if (i + 1 == s.n || s.p[i + 1] != '\n')
            to[n++] = '\n';
    }
    return (str){ to, n };
}

static enum outcome control_bad(const struct reading *r, str text, int32_t code)
{
    return reading_bad(r, FINDING_CONTROL_CHARACTER, text,
                       arena_fmt(r->findings->arena, "U+%04X", (unsigned)code));
}

static enum outcome text_long(const struct reading *r, str text, size_t length)
{
    struct arena *a = r->findings->arena;
    struct finding f = { FINDING_TEXT_TOO_LONG, r->row, r->column, { text, arena_fmt(a, "%zu", length) } };

    f.args[2] = arena_fmt(a, "%u", (unsigned)r->type->most);
    finding_add(r->findings, f);
    return READ_BAD;
}

enum outcome text_parse(const struct reading *r, cell c, void *field)
{
    struct arena *a = r->findings->arena;
    str text = c.text;

    if (control_at(text, 0) < text.n) {
        text = line_feeds(text, a);
        int32_t code = control_character(text);
        if (code >= 0)
            return control_bad(r, text, code);
    }
    if (r->type->most && text.n > r->type->most && utf8_length(text) > r->type->most)
        return text_long(r, text, utf8_length(text));
    *(str *)field = text.p == c.text.p ? arena_copy(a, text) : text;
    return READ_VALUE;
}

/* Shopify's own CSV has '02108, so that a spreadsheet keeps the zero; the quote is not part of the code. */
enum outcome postal_code_parse(const struct reading *r, cell c, void *field)
{
    if (c.text.n > 1 && c.text.p[0] == '\'' && c.text.p[1] >= '0' && c.text.p[1] <= '9')
        c.text = (str){ c.text.p + 1, c.text.n - 1 };
    return text_parse(r, c, field);
}

/* ---- email ---- */

static bool is_email_byte(char c)
{
    return (unsigned char)c > 0x20 && c != 0x7f;
}

/* White space outside ASCII: U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000. */
static bool has_wide_space(str s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t code;
        size_t next = utf8_next(s, at, &code);
        if (code >= 0x80 && (code < 0xa0 || text_is_blank((str){ s.p + at, next - at })))
            return true;
        at = next;
    }
    return false;
}

static bool is_domain(str s)
{
    bool dotted = false;
    char last = '.';

    for (size_t i = 0; i < s.n; last = s.p[i++]) {
        if (s.p[i] == '.' && last == '.')
            return false;
        dotted |= s.p[i] == '.';
    }
    return dotted && last != '.';
}

static bool is_email(str s)
{
    str local, domain;
    bool wide = false;

    if (s.n > EMAIL_MOST || !str_cut(s, '@', &local, &domain) || !local.n)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_email_byte(s.p[i]))
            return false;
        wide |= (unsigned char)s.p[i] >= 0x80;
    }
    return !memchr(domain.p, '@', domain.n) && is_domain(domain) && !(wide && has_wide_space(s));
}

enum outcome email_parse(const struct reading *r, cell c, void *field)
{
    struct arena *a = r->findings->arena;
    str text = text_trim(text_nfkc(text_trim(c.text), a));

    if (c.kind != CELL_TEXT || !is_email(text))
        return reading_bad(r, FINDING_EMAIL_INVALID, c.text, STR(""));
    *(str *)field = arena_copy(a, text);
    return READ_VALUE;
}

/* ---- phone ---- */

static bool all_digits(str s)
{
    size_t i = 0;

    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i == s.n && s.n;
}

/* "8.19012E+11": digits, dot and E as Excel shows large numbers, also when it is typed that way. */
static bool is_scientific(str s)
{
    size_t i = 0, e;

    while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.' || s.p[i] == ','))
        i++;
    e = i;
    if (!e || e == s.n || (s.p[e] != 'e' && s.p[e] != 'E'))
        return false;
    i = e + 1;
    if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
        i++;
    return all_digits((str){ s.p + i, s.n - i });
}

static bool is_phone_ruined(const struct reading *r, cell c)
{
    if (c.kind == CELL_NUMBER)
        return c.rounded || !all_digits(c.text) || c.text.n > PHONE_CELL_DIGITS;
    str text = text_trim(text_nfkc(text_trim(c.text), r->findings->arena));
    return is_scientific(text.n && text.p[0] == '\'' ? (str){ text.p + 1, text.n - 1 } : text);
}

enum outcome phone_parse(const struct reading *r, cell c, void *field)
{
    str country = r->country.n ? r->country : r->ctx->country, number;

    if (c.kind != CELL_NUMBER && c.kind != CELL_TEXT)
        return reading_bad(r, FINDING_PHONE_IMPOSSIBLE, c.text, STR(""));
    bool plain = c.kind == CELL_TEXT && c.text.p[0] == '+';
    if (plain && r->ctx->judge_later && phone_memo_is_possible(r->ctx->phones, c.text)) {
        *(str *)field = arena_copy(r->findings->arena, c.text);
        return READ_UNJUDGED;
    }
    if (!plain && is_phone_ruined(r, c))
        return reading_bad(r, FINDING_PHONE_ROUNDED, c.text, STR(""));
    switch (phone_memo_read(r->ctx->phones, c.text, country, r->findings->arena, &number)) {
    case PHONE_NO_COUNTRY:
        return reading_bad(r, FINDING_PHONE_NO_COUNTRY, c.text, STR(""));
    case PHONE_IMPOSSIBLE:
        return reading_bad(r, FINDING_PHONE_IMPOSSIBLE, c.text, STR(""));
    case PHONE_UNLIKELY:
        reading_bad(r, FINDING_PHONE_UNLIKELY, c.text, STR(""));
        break;
    case PHONE_OK:
        break;
    }
    *(str *)field = number.p == c.text.p ? arena_copy(r->findings->arena, number) : number;
    return READ_VALUE;
}

/* ---- codes ---- */

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static str upper_copy(str s, struct arena *a)
{
    char *to = arena_alloc(a, s.n + 1, 1);

    for (size_t i = 0; i < s.n; i++)
        to[i] = upper(s.p[i]);
    return (str){ to, s.n };
}

enum outcome country_code_parse(const struct reading *r, cell c, void *field)
{
    str code = text_trim(text_nfkc(text_trim(c.text), r->findings->arena));

    if (code.n == 2)
        code = upper_copy(code, r->findings->arena);
    if (!country_is_code(code))
        return reading_bad(r, FINDING_COUNTRY_UNKNOWN, c.text, STR(""));
    *(str *)field = code;
    return READ_VALUE;
}

enum outcome province_code_parse(const struct reading *r, cell c, void *field)
{
    c.text = text_trim(text_nfkc(text_trim(c.text), r->findings->arena));
    enum outcome outcome = text_parse(r, c, field);

    if (outcome == READ_VALUE)
        *(str *)field = upper_copy(*(str *)field, r->findings->arena);
    return outcome;
}

/* ja, zh-TW; in any case, '_' for '-'. Written to `to`. */
static bool read_language(str s, char to[5])
{
    if (s.n != 2 && !(s.n == 5 && (s.p[2] == '-' || s.p[2] == '_')))
        return false;
    to[0] = lower(s.p[0]);
    to[1] = lower(s.p[1]);
    if (s.n == 5) {
        to[2] = '-';
        to[3] = upper(s.p[3]);
        to[4] = upper(s.p[4]);
    }
    return language_is_code((str){ to, 2 }) && (s.n == 2 || country_is_code((str){ to + 3, 2 }));
}

enum outcome language_parse(const struct reading *r, cell c, void *field)
{
    char code[5];
    str text = text_trim(text_nfkc(text_trim(c.text), r->findings->arena));

    if (c.kind != CELL_TEXT || !read_language(text, code))
        return reading_bad(r, FINDING_LANGUAGE_UNKNOWN, c.text, STR(""));
    *(str *)field = arena_copy(r->findings->arena, (str){ code, text.n });
    return READ_VALUE;
}
