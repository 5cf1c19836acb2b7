#include "model/place.h"

#include "base/unicode.h"

#include <string.h>

struct place_name {
    str code, name, name_ja;
};

struct place_key { /* key: as text_key() makes it, a province's after its country and a blank */
    str key, code;
};

#include "places.inc"

enum { CODE_MOST = 8 };

/* Countries whose provinces Shopify writes with the country before them. */
static const char full_codes[] = "CR JP KR KW PA PE PH PT SV TH UY VE ";

static int compare(str a, str b)
{
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static str key_find(const struct place_key *at, size_t n, str key)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(at[middle].key, key);
        if (order == 0)
            return at[middle].code;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return STR("");
}

static const struct place_name *name_find(const struct place_name *at, size_t n, str code)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(at[middle].code, code);
        if (order == 0)
            return &at[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool has_bit(const uint32_t bits[26], char first, str code)
{
    unsigned a, b;

    if (code.n != 2)
        return false;
    a = (unsigned char)code.p[0] - (unsigned)first;
    b = (unsigned char)code.p[1] - (unsigned)first;
    return a < 26 && b < 26 && bits[a] >> b & 1;
}

bool country_is_code(str code)
{
    return has_bit(country_bits, 'A', code);
}

bool language_is_code(str code)
{
    return has_bit(language_bits, 'a', code);
}

/* In upper case, in `to`; "" when it is too long for a code or not ASCII. */
static str code_of(str s, char to[CODE_MOST])
{
    if (s.n > CODE_MOST)
        return STR("");
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] >= 0x80)
            return STR("");
        to[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
    }
    return (str){ to, s.n };
}

static str country_static(str code)
{
    const struct place_name *c = name_find(countries, countof(countries), code);

    return c ? c->code : STR("");
}

str country_find(str text, struct arena *scratch)
{
    char to[CODE_MOST];
    str key = text_key(text, scratch), code = country_static(code_of(key, to));

    return code.n ? code : key_find(country_keys, countof(country_keys), key);
}

str country_name(str code)
{
    const struct place_name *c = name_find(countries, countof(countries), code);

    return c ? c->name : STR("");
}

str country_name_ja(str code)
{
    const struct place_name *c = name_find(countries, countof(countries), code);

    return c ? c->name_ja : STR("");
}

/* ---- provinces: inside with their full code, outside as Shopify writes them ---- */

/* country-code, unless it is written so already. */
static const struct place_name *province_at(str country, str code)
{
    char full[2 + 1 + CODE_MOST];

    if (country.n != 2 || !code.n || code.n > CODE_MOST)
        return NULL;
    memcpy(full, country.p, 2);
    full[2] = '-';
    memcpy(full + 3, code.p, code.n);
    const struct place_name *p = name_find(provinces, countof(provinces), (str){ full, code.n + 3 });
    if (!p && code.n > 3 && memcmp(full, code.p, 3) == 0)
        p = name_find(provinces, countof(provinces), code);
    return p;
}

static str shop_code(str full)
{
    const char country[] = { full.p[0], full.p[1], ' ', 0 };

    return strstr(full_codes, country) ? full : (str){ full.p + 3, full.n - 3 };
}

/* The tables name a state without the word for one: カリフォルニア. */
static str without_state(str key)
{
    static const str state = STR_INIT("州");
    bool ends = key.n > state.n && memcmp(key.p + key.n - state.n, state.p, state.n) == 0;

    return ends ? (str){ key.p, key.n - state.n } : key;
}

str province_find(str country, str text, struct arena *scratch)
{
    char to[CODE_MOST];
    str key = text_key(text, scratch), full;
    const struct place_name *p = province_at(country, code_of(key, to));

    if (p)
        return shop_code(p->code);
    const str names[] = { key, without_state(key) };
    full = STR("");
    for (size_t i = 0; i < countof(names) && !full.n; i++) {
        const str parts[] = { country, names[i] };
        full = key_find(province_keys, countof(province_keys),
                        arena_join(scratch, parts, countof(parts), STR(" ")));
    }
    return full.n ? shop_code(full) : full;
}

str province_name(str country, str code)
{
    const struct place_name *p = province_at(country, code);

    return p ? p->name : STR("");
}

str province_name_ja(str country, str code)
{
    const struct place_name *p = province_at(country, code);

    return p ? p->name_ja : STR("");
}
