/*
 * phone.cc - the one file that knows libphonenumber (and C++).
 *
 * Its parser costs ten microseconds and more; most numbers of an export are E.164 already and need none. For
 * calling codes whose national numbers begin with no digit that could be a trunk or carrier prefix,
 * phone_test.c holds the short way to the long one's answers.
 */
extern "C" {
#include "base/arena.h"
#include "base/unicode.h"
}
#include "model/phone.h"

#include <cstring>
#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

constexpr size_t longest = 32; /* E.164 allows 15 digits; libphonenumber reads a little more before it says no */
constexpr size_t e164_most = 15;

const PhoneNumberUtil &library()
{
    return *PhoneNumberUtil::GetInstance();
}

/* Digits, with '+' before them for an international number. */
struct digits {
    char text[longest + 1];
    size_t n = 0;
    bool ok = true;

    void put(char c)
    {
        if (n == longest)
            ok = false;
        else
            text[n++] = c;
    }
};

/* Everything that people put between the digits: blanks, dots, parentheses, dashes of all kinds (V-PHONE-1). */
bool is_between(uint32_t c)
{
    switch (c) {
    case '-':
    case '.':
    case '(':
    case ')':
    case 0x2212: /* minus */
    case 0x30fc: /* ー, typed for a dash */
    case 0x2500: /* ─ */
    case 0x30fb: /* ・ */
        return true;
    default:
        return c >= 0x2010 && c <= 0x2015;
    }
}

bool is_blank(str s, size_t from, size_t to)
{
    str one = { s.p + from, to - from };

    return s.p[from] == ' ' || text_is_blank(one);
}

digits read_digits(str s, struct arena *a)
{
    digits d;

    s = text_trim(text_nfkc(text_trim(s), a));
    size_t at = s.n && s.p[0] == '\'' ? 1 : 0;
    while (at < s.n) {
        uint32_t c;
        size_t next = utf8_next(s, at, &c);
        if ((c >= '0' && c <= '9') || (c == '+' && d.n == 0))
            d.put(static_cast<char>(c));
        else if (!is_between(c) && !is_blank(s, at, next))
            d.ok = false;
        at = next;
    }
    d.ok = d.ok && d.n > (d.n && d.text[0] == '+' ? 1u : 0u);
    return d;
}

/* How many digits the calling code has: ITU-T E.164 gives 1 and 7 one, these two, all others three. */
size_t calling_code_length(const char *p)
{
    static const char two[] = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
                              "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
    const char code[] = { p[0], p[1], ' ', 0 };

    if (p[0] == '1' || p[0] == '7')
        return 1;
    return std::strstr(two, code) ? 2 : 3;
}

/*
 * The calling codes that the short way knows, each with the first digits of national numbers that libphonenumber
 * may take for a prefix of some kind and leave off. A zero is one everywhere.
 */
struct calling_code {
    const char *code, *prefixes;
};
constexpr calling_code short_ways[] = {
    { "81", "" },  { "1", "1" },    { "44", "" },  { "33", "" },   { "49", "" },  { "61", "1" },  { "64", "" },
    { "65", "" },  { "852", "" },   { "886", "" }, { "66", "" },   { "84", "" },  { "31", "" },   { "32", "" },
    { "82", "" },  { "86", "1" },   { "91", "" },  { "39", "" },   { "60", "" },  { "62", "" },   { "63", "" },
    { "353", "" }, { "351", "" },   { "358", "" }, { "853", "" },  { "380", "" }, { "90", "" },   { "971", "" },
    { "34", "" },  { "41", "" },    { "43", "" },  { "45", "" },   { "46", "" },  { "47", "" },   { "48", "" },
};

bool has_short_way(const char *code, size_t n, char first)
{
    if (first == '0')
        return false;
    for (const calling_code &known : short_ways)
        if (std::strlen(known.code) == n && std::memcmp(known.code, code, n) == 0)
            return !std::strchr(known.prefixes, first);
    return false;
}

/* "+819012345678" as it stands, without the parser. False where that would need to know more. */
bool read_short(const char *p, size_t n, PhoneNumber *out)
{
    size_t code = calling_code_length(p + 1);
    uint64_t national = 0;
    int calling = 0;

    if (n < 1 + code + 4 || n > 1 + e164_most || !has_short_way(p + 1, code, p[1 + code]))
        return false;
    for (size_t i = 1; i <= code; i++)
        calling = calling * 10 + (p[i] - '0');
    for (size_t i = 1 + code; i < n; i++)
        national = national * 10 + static_cast<uint64_t>(p[i] - '0');
    out->set_country_code(calling);
    out->set_national_number(national);
    return true;
}

bool read_long(const std::string &text, const std::string &country, PhoneNumber *out)
{
    return library().Parse(text, country, out) == PhoneNumberUtil::NO_PARSING_ERROR;
}

str e164(const PhoneNumber &number, struct arena *a)
{
    std::string text;

    library().Format(number, PhoneNumberUtil::E164, &text);
    return arena_copy(a, str{ text.data(), text.size() });
}

/* E.164 ends at 15 digits; the library knows longer ones, which can be dialled within a country only. */
bool is_too_long(const PhoneNumber &number)
{
    return number.national_number() >= UINT64_C(1000000000000) && /* shorter ones need no text */
           std::to_string(number.country_code()).size() + std::to_string(number.national_number()).size() > e164_most;
}

phone_result judge(const PhoneNumber &number)
{
    if (is_too_long(number))
        return PHONE_IMPOSSIBLE;
    if (library().IsValidNumber(number))
        return PHONE_OK;
    return library().IsPossibleNumber(number) ? PHONE_UNLIKELY : PHONE_IMPOSSIBLE;
}

/* Valid in the first country of its calling code: asked at once, where several share one the library looks twice. */
bool is_valid_at_home(const PhoneNumber &number)
{
    std::string region;

    library().GetRegionCodeForCountryCode(number.country_code(), &region);
    return library().IsValidNumberForRegion(number, region);
}

phone_result read_parsed(const digits &d, struct arena *a, str *out)
{
    PhoneNumber number;

    if (!read_long(std::string(d.text, d.n), "ZZ", &number))
        return PHONE_IMPOSSIBLE;
    phone_result result = judge(number);
    if (result != PHONE_IMPOSSIBLE)
        *out = e164(number, a);
    return result;
}

phone_result read_international(const digits &d, str text, struct arena *a, str *out)
{
    PhoneNumber number;

    if (!read_short(d.text, d.n, &number))
        return read_parsed(d, a, out);
    phone_result result = is_valid_at_home(number) ? PHONE_OK : judge(number);
    if (result != PHONE_IMPOSSIBLE)
        *out = text.n == d.n ? text : arena_copy(a, str{ d.text, d.n });
    return result;
}

/* V-PHONE-3 to V-PHONE-5 */
phone_result read_national(const digits &d, const std::string &country, struct arena *a, str *out)
{
    const std::string text(d.text, d.n);
    PhoneNumber national, international;

    bool read = !country.empty() && read_long(text, country, &national);
    phone_result result = read ? judge(national) : PHONE_IMPOSSIBLE;
    if (result != PHONE_OK && read_long("+" + text, "ZZ", &international) &&
        judge(international) == PHONE_OK) {
        *out = e164(international, a);
        return PHONE_OK;
    }
    if (result != PHONE_IMPOSSIBLE)
        *out = e164(national, a);
    return country.empty() ? PHONE_NO_COUNTRY : result;
}

} /* namespace */

enum phone_result phone_read(str text, str country, struct arena *a, str *out)
{
    *out = str{ "", 0 };
    digits d = read_digits(text, a);
    if (!d.ok)
        return PHONE_IMPOSSIBLE;
    if (d.text[0] == '+')
        return read_international(d, text, a, out);
    return read_national(d, std::string(country.p, country.n), a, out);
}

bool phone_is_possible(str text)
{
    PhoneNumber number;

    if (text.n < 2 || text.n > 1 + e164_most || text.p[0] != '+')
        return false;
    for (size_t i = 1; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return read_short(text.p, text.n, &number) && library().IsPossibleNumber(number);
}

enum phone_result phone_read_parsed(str text, struct arena *a, str *out)
{
    *out = str{ "", 0 };
    digits d = read_digits(text, a);
    return d.ok ? read_parsed(d, a, out) : PHONE_IMPOSSIBLE;
}
