/*
 * types_number.c - IDs, counts and money (docs/FORMAT.md, V-ID, V-NUM).
 */
#include "base/unicode.h"
#include "model/types.h"

#include <string.h>

enum { NUMBER_DIGITS = 15 }; /* that a number cell holds exactly */

/* gid://shopify/Customer/123?x=y -> 123 */
static str without_gid(str s)
{
    static const str prefixes[] = { STR_INIT("gid://shopify/Customer/"), STR_INIT("gid://shopify/MailingAddress/"),
                                    STR_INIT("gid://shopify/CustomerAddress/"), STR_INIT("gid://shopify/Order/") };

    if (s.n && s.p[0] == '\'')
        return (str){ s.p + 1, s.n - 1 };
    for (size_t i = 0; i < countof(prefixes); i++) {
        str p = prefixes[i], id, query;
        if (s.n > p.n && memcmp(s.p, p.p, p.n) == 0) {
            str_cut((str){ s.p + p.n, s.n - p.n }, '?', &id, &query);
            return id;
        }
    }
    return s;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What Excel makes of a long ID: digits, a fraction perhaps, an exponent. */
static bool is_scientific(str s)
{
    decimal d;

    return s.n && is_digit(s.p[0]) && (memchr(s.p, 'E', s.n) || memchr(s.p, 'e', s.n)) && decimal_parse(s, &d);
}

enum outcome id_parse(const struct reading *r, cell c, void *field)
{
    str s = text_trim(text_nfkc(text_trim(c.text), r->findings->arena));
    int64_t id;

    if ((c.kind == CELL_NUMBER && c.rounded) || (c.kind == CELL_TEXT && is_scientific(s)))
        return reading_bad(r, FINDING_ID_ROUNDED, c.text, STR(""));
    s = without_gid(s);
    bool digits = s.n && is_digit(s.p[0]) && (c.kind == CELL_TEXT || c.kind == CELL_NUMBER);
    if (!digits || !num_parse_i64(s, &id) || id == 0)
        return reading_bad(r, FINDING_ID_INVALID, c.text, STR(""));
    *(int64_t *)field = id;
    return READ_VALUE;
}

static bool read_decimal(const struct reading *r, cell c, decimal *out)
{
    str s = c.text;

    if (c.kind == CELL_TEXT) {
        s = text_trim(text_nfkc(text_trim(s), r->findings->arena));
        if (memchr(s.p, 'E', s.n) || memchr(s.p, 'e', s.n))
            return false;
    }
    return (c.kind == CELL_TEXT || c.kind == CELL_NUMBER) && decimal_parse(s, out);
}

enum outcome money_parse(const struct reading *r, cell c, void *field)
{
    if (!read_decimal(r, c, field))
        return reading_bad(r, FINDING_NUMBER_INVALID, c.text, STR(""));
    return READ_VALUE;
}

enum outcome integer_parse(const struct reading *r, cell c, void *field)
{
    decimal d;

    bool number = read_decimal(r, c, &d);
    for (; number && d.scale && d.units % 10 == 0; d.scale--)
        d.units /= 10;
    if (!number || d.scale)
        return reading_bad(r, FINDING_NUMBER_INVALID, c.text, STR(""));
    *(int64_t *)field = d.units;
    return READ_VALUE;
}

/* Up to 15 digits a number cell holds exactly; an ID that is longer stays text. */
static cell number_cell(str text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.n; i++)
        digits += is_digit(text.p[i]);
    return (cell){ .kind = digits <= NUMBER_DIGITS ? CELL_NUMBER : CELL_TEXT, .text = text };
}

cell number_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a)
{
    (void)ctx, (void)type;
    return number_cell(decimal_format((decimal){ *(const int64_t *)field, 0 }, a));
}

cell money_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a)
{
    (void)type;
    return number_cell(decimal_format_scale(*(const decimal *)field, ctx->money_decimals, a));
}
