#include "model/words.h"

#include "base/unicode.h"
#include "model/customer.h"

/* Every word once: the list for findings is the same words, joined by the compiler. */
#define WORD(word)      STR_INIT(word),
#define WORD_LIST(word) ", " word
#define VOCABULARY(name, WORDS)                            \
    static const str words_##name[] = { WORDS(WORD) };     \
    static const char list_##name[] = "" WORDS(WORD_LIST); \
    const struct vocabulary vocabulary_##name = { words_##name, countof(words_##name), { list_##name + 2, sizeof list_##name - 3 } };

/* clang-format off */
#define COMMANDS(W)      W("MERGE") W("NEW") W("UPDATE") W("REPLACE") W("DELETE") W("IGNORE")
#define LIST_COMMANDS(W) W("MERGE") W("DELETE") W("REPLACE")
#define STATES(W)        W("disabled") W("invited") W("enabled") W("declined")
#define SMS_STATUSES(W)  W("not_subscribed") W("pending") W("subscribed") W("unsubscribed") W("redacted")
#define EMAIL_STATUSES(W) SMS_STATUSES(W) W("invalid")
#define OPT_IN_LEVELS(W) W("single_opt_in") W("confirmed_opt_in") W("unknown")
#define SOURCES(W)       W("OTHER") W("SHOPIFY")

/* Shopify Admin API, enum TaxExemption: Canada, the European Union, and a reseller exemption for each state. */
#define CANADIAN(W) \
    W("CA_BC_COMMERCIAL_FISHERY_EXEMPTION") W("CA_BC_CONTRACTOR_EXEMPTION") \
    W("CA_BC_PRODUCTION_AND_MACHINERY_EXEMPTION") W("CA_BC_RESELLER_EXEMPTION") \
    W("CA_BC_SUB_CONTRACTOR_EXEMPTION") W("CA_DIPLOMAT_EXEMPTION") \
    W("CA_MB_COMMERCIAL_FISHERY_EXEMPTION") W("CA_MB_FARMER_EXEMPTION") W("CA_MB_RESELLER_EXEMPTION") \
    W("CA_NL_VPT_RESELLER_EXEMPTION") W("CA_NS_COMMERCIAL_FISHERY_EXEMPTION") W("CA_NS_FARMER_EXEMPTION") \
    W("CA_ON_PURCHASE_EXEMPTION") W("CA_PE_COMMERCIAL_FISHERY_EXEMPTION") \
    W("CA_SK_COMMERCIAL_FISHERY_EXEMPTION") W("CA_SK_CONTRACTOR_EXEMPTION") W("CA_SK_FARMER_EXEMPTION") \
    W("CA_SK_PRODUCTION_AND_MACHINERY_EXEMPTION") W("CA_SK_RESELLER_EXEMPTION") \
    W("CA_SK_SUB_CONTRACTOR_EXEMPTION") W("CA_SK_VPT_RESELLER_EXEMPTION") W("CA_STATUS_CARD_EXEMPTION")
#define RESELLER(W, state) W("US_" state "_RESELLER_EXEMPTION")
#define AMERICAN(W) \
    RESELLER(W, "AK") RESELLER(W, "AL") RESELLER(W, "AR") RESELLER(W, "AZ") RESELLER(W, "CA") RESELLER(W, "CO") \
    RESELLER(W, "CT") RESELLER(W, "DC") RESELLER(W, "DE") RESELLER(W, "FL") RESELLER(W, "GA") RESELLER(W, "HI") \
    RESELLER(W, "IA") RESELLER(W, "ID") RESELLER(W, "IL") RESELLER(W, "IN") RESELLER(W, "KS") RESELLER(W, "KY") \
    RESELLER(W, "LA") RESELLER(W, "MA") RESELLER(W, "MD") RESELLER(W, "ME") RESELLER(W, "MI") RESELLER(W, "MN") \
    RESELLER(W, "MO") RESELLER(W, "MS") RESELLER(W, "MT") RESELLER(W, "NC") RESELLER(W, "ND") RESELLER(W, "NE") \
    RESELLER(W, "NH") RESELLER(W, "NJ") RESELLER(W, "NM") RESELLER(W, "NV") RESELLER(W, "NY") RESELLER(W, "OH") \
    RESELLER(W, "OK") RESELLER(W, "OR") RESELLER(W, "PA") RESELLER(W, "RI") RESELLER(W, "SC") RESELLER(W, "SD") \
    RESELLER(W, "TN") RESELLER(W, "TX") RESELLER(W, "UT") RESELLER(W, "VA") RESELLER(W, "VT") RESELLER(W, "WA") \
    RESELLER(W, "WI") RESELLER(W, "WV") RESELLER(W, "WY")
#define EXEMPTIONS(W) CANADIAN(W) W("EU_REVERSE_CHARGE_EXEMPTION_RULE") AMERICAN(W)
/* clang-format on */

VOCABULARY(command, COMMANDS)
VOCABULARY(list_command, LIST_COMMANDS)
VOCABULARY(state, STATES)
VOCABULARY(email_status, EMAIL_STATUSES)
VOCABULARY(sms_status, SMS_STATUSES)
VOCABULARY(opt_in, OPT_IN_LEVELS)
VOCABULARY(source, SOURCES)
VOCABULARY(exemptions, EXEMPTIONS)

#define COUNTS(name, count) _Static_assert(countof(words_##name) == (count), "words.c: " #name " and its enum differ")
COUNTS(command, COMMAND_COUNT);
COUNTS(list_command, LIST_COMMAND_COUNT);
COUNTS(state, STATE_COUNT);
COUNTS(email_status, CONSENT_COUNT);
COUNTS(sms_status, CONSENT_INVALID);
COUNTS(opt_in, LEVEL_COUNT);
COUNTS(source, SOURCE_COUNT);

static char word_char(char c)
{
    if (c == ' ' || c == '-')
        return '_';
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(str word, str s)
{
    if (word.n != s.n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (word_char(word.p[i]) != word_char(s.p[i]))
            return false;
    return true;
}

static size_t find(const struct vocabulary *v, str s)
{
    size_t i = 0;

    while (i < v->n && !is_word(v->words[i], s))
        i++;
    return i;
}

size_t word_find(const struct vocabulary *v, str s, struct arena *scratch)
{
    size_t i = find(v, s);

    return i < v->n ? i : find(v, text_key(s, scratch));
}

str word_nearest(const struct vocabulary *v, str s, struct arena *scratch)
{
    str key = text_key(s, scratch);
    char *to = arena_alloc(scratch, key.n + 1, 1);

    for (size_t i = 0; i < key.n; i++)
        to[i] = word_char(key.p[i]);
    size_t at = text_nearest((str){ to, key.n }, v->words, v->n, scratch);
    return at < v->n ? v->words[at] : STR("");
}
