#include "api/limits.h"

#include <string.h>

#include "base/unicode.h"

enum { NAMESPACE_LEAST = 3, NAMESPACE_MOST = 255, KEY_LEAST = 2, KEY_MOST = 64 };

/* Shopify's own check is for tags, not for a lone "<". */
static bool holds_html(str s)
{
    const char *open = s.n ? memchr(s.p, '<', s.n) : NULL; /* no text may be no pointer */

    return open && memchr(open, '>', s.n - (size_t)(open - s.p));
}

static bool holds_url(str s)
{
    static const str mark = STR_INIT("://");

    return s.n >= mark.n && memmem(s.p, s.n, mark.p, mark.n);
}

static bool holds_emoji(str s)
{
    uint32_t code;

    for (size_t at = 0; at < s.n;) {
        at = utf8_next(s, at, &code);
        if (code >= 0x1F300 && code <= 0x1FAFF)
            return true;
    }
    return false;
}

str limit_address_text(str text)
{
    if (holds_html(text))
        return STR("cannot contain HTML tags");
    if (holds_url(text))
        return STR("cannot contain URL");
    return holds_emoji(text) ? STR("cannot contain emojis") : STR("");
}

bool limit_metafield_name(const struct metafield *m)
{
    return m->namespace.n >= NAMESPACE_LEAST && m->namespace.n <= NAMESPACE_MOST && m->key.n >= KEY_LEAST &&
           m->key.n <= KEY_MOST;
}

bool limit_metafield_value(const struct metafield *m, const struct zone *zone, struct arena *a)
{
    static const str plain[] = { STR_INIT("number_integer"), STR_INIT("number_decimal"), STR_INIT("boolean"),
                                 STR_INIT("date") };
    const struct cell_context ctx = { .zone = zone, .country = STR("") };
    size_t i = 0;
    str stored;

    if (text_is_blank(m->value))
        return false;
    while (i < countof(plain) && !str_eq(plain[i], m->type))
        i++;
    return i == countof(plain) ||
           metafield_value(m->type, &ctx, (cell){ .kind = CELL_TEXT, .text = m->value }, &stored, a);
}
