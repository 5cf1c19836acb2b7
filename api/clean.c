#include "api/clean.h"

#include <string.h>

#include "base/unicode.h"

static bool is_any(char c, const char *set)
{
    return c && strchr(set, c);
}

/* s without the characters of `set`; s itself when it has none. */
static str without(str s, const char *set, struct arena *a)
{
    size_t kept = 0;

    for (size_t i = 0; i < s.n; i++)
        kept += !is_any(s.p[i], set);
    if (kept == s.n)
        return s;
    char *to = arena_array(a, char, kept + 1);
    kept = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!is_any(s.p[i], set))
            to[kept++] = s.p[i];
    return (str){ to, kept };
}

str email_clean(str email, struct arena *a)
{
    return without(text_trim(email), " \t\r\n\v\f", a);
}

str phone_clean(str phone, struct arena *a)
{
    return without(text_trim(phone), " -.()", a);
}
