#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/unicode.h"
#include "model/types.h"

#include <stdlib.h>
#include <string.h>

static const struct zone *tokyo(void)
{
    const struct zone *z;
    struct err err;

    if (!zone_find(STR("Asia/Tokyo"), &z, &err))
        fail_msg("%s", err.msg);
    return z;
}

static struct cell_context context(void)
{
    return (struct cell_context){ .zone = tokyo(), .country = STR("JP"), .money_decimals = 2 };
}

union record {
    struct customer customer;
    struct address address;
    struct presence has;
};

static cell of(enum cell_kind kind, const char *text)
{
    return (cell){ .kind = kind, .text = str_of(text) };
}

/* kinds: a letter before the text, so that tables stay narrow */
static cell cell_of(char kind, const char *text)
{
    static const enum cell_kind kinds[128] = { ['t'] = CELL_TEXT, ['n'] = CELL_NUMBER, ['b'] = CELL_BOOL,
                                               ['d'] = CELL_DATE, ['e'] = CELL_ERROR,  ['f'] = CELL_NO_VALUE,
                                               ['r'] = CELL_NUMBER };
    cell c = of(kinds[(unsigned char)kind], text);

    c.rounded = kind == 'r';
    return c;
}

static void assert_text(const char *rule, str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("%s: got \"%.*s\", want \"%s\"", rule, STR_ARG(got), want);
}

/* What a cell is written as, once it was read; what was found, if anything. */
struct read_case {
    const char *rule;
    enum column_id col;
    char kind;
    const char *text, *out; /* NULL: refused */
    enum finding_id finding;
};

static void check(const struct read_case *t)
{
    struct arena a = { 0 };
    struct findings findings = { .arena = &a };
    struct cell_context ctx = context();
    union record record = { 0 };

    bool ok = column_parse(t->col, &ctx, STR(""), cell_of(t->kind, t->text), &record, 7, 3, &findings);
    cell out = column_format(t->col, &ctx, &record, &a);
    enum finding_id found = findings.n ? findings.at[0].id : FINDING_NONE;
    if (found != t->finding)
        fail_msg("%s: \"%s\" found %s, want %s", t->rule, t->text, finding_name(found), finding_name(t->finding));
    if (found)
        assert_true(findings.at[0].row == 7 && findings.at[0].column == 3);
    if (ok != (!found || finding_severity(found) != SEVERITY_ERROR))
        fail_msg("%s: \"%s\" returned %d", t->rule, t->text, ok);
    if (!t->out && record.has.seen)
        fail_msg("%s: \"%s\" counts as given", t->rule, t->text);
    if (t->out)
        assert_text(t->rule, out.text, t->out);
    arena_reset(&a);
}

static const struct read_case accepted[] = {
    { "V-ID-1", COL_ID, 't', "44920047631", "44920047631", 0 },
    { "V-ID-1", COL_ID, 'n', "44920047631", "44920047631", 0 },
    { "V-ID-1", COL_ID, 't', " ４４９２ ", "4492", 0 },
    { "V-ID-1", COL_ID, 't', "'4492", "4492", 0 },
    { "V-ID-1", COL_ID, 't', "9223372036854775807", "9223372036854775807", 0 },
    { "V-ID-2", COL_ID, 't', "gid://shopify/Customer/123", "123", 0 },
    { "V-ID-2", COL_ADDRESS_ID, 't', "gid://shopify/MailingAddress/9?model_name=CustomerAddress", "9", 0 },
    { "V-TEXT-1", COL_NOTE, 't', " a  b ", " a  b ", 0 },
    { "V-TEXT-1", COL_NOTE, 't', "=1+1", "=1+1", 0 },
    { "V-TEXT-2", COL_ADDRESS_ZIP, 'n', "6070", "6070", 0 },
    { "A-14", COL_ADDRESS_ZIP, 't', "'06070", "06070", 0 },
    { "A-14", COL_ADDRESS_ZIP, 't', "'s-Graveland", "'s-Graveland", 0 },
    { "V-TEXT-2", COL_NOTE, 'd', "43451.25", "43451.25", 0 },
    { "V-TEXT-2", COL_NOTE, 'b', "TRUE", "TRUE", 0 },
    { "V-TEXT-4", COL_NOTE, 't', "a\tb\nc", "a\tb\nc", 0 },
    { "V-TEXT-4", COL_NOTE, 't', "a\r\nb\rc\r", "a\nb\nc\n", 0 },
    { "V-EMAIL-1", COL_EMAIL, 't', " ｈａｎａｋｏ＠example.jp\xe3\x80\x80", "hanako@example.jp", 0 },
    { "V-EMAIL-3", COL_EMAIL, 't', "Taro@Example.com", "Taro@Example.com", 0 },
    { "V-EMAIL-2", COL_EMAIL, 't', "a..b.@docomo.example.jp", "a..b.@docomo.example.jp", 0 },
    { "V-EMAIL-2", COL_EMAIL, 't', "山田@例え.example.jp", "山田@例え.example.jp", 0 },
    { "V-PHONE-1", COL_PHONE, 't', "'+81 (90) 1234-5678", "+819012345678", 0 },
    { "V-PHONE-1", COL_PHONE, 't', "０９０ー１２３４ー５６７８", "+819012345678", 0 },
    { "V-PHONE-2", COL_PHONE, 't', "+15417543000", "+15417543000", 0 },
    { "V-PHONE-3", COL_PHONE, 't', "090.1234.5678", "+819012345678", 0 },
    { "V-PHONE-4", COL_PHONE, 't', "15417543000", "+15417543000", 0 },
    { "V-PHONE-7", COL_PHONE, 't', "+811234567890", "+811234567890", FINDING_PHONE_UNLIKELY },
    { "V-PHONE-8", COL_PHONE, 'n', "15417543000", "+15417543000", 0 },
    { "V-PHONE-8", COL_PHONE, 'n', "9012345678", "+819012345678", 0 },
    { "V-TIME-1", COL_EMAIL_UPDATED_AT, 'd', "43451.5", "43451.5", 0 },
    { "V-TIME-2", COL_EMAIL_UPDATED_AT, 't', "2018-12-17 18:20:07 +0200", "43452.0556365741", 0 },
    { "V-TIME-2", COL_EMAIL_UPDATED_AT, 't', "2018-12-17T03:00:00Z", "43451.5", 0 },
    { "V-TIME-3", COL_EMAIL_UPDATED_AT, 't', "2018/12/17", "43451", 0 },
    { "V-TIME-3", COL_EMAIL_UPDATED_AT, 't', "2018-12-17 12:00", "43451.5", 0 },
    { "V-TIME-3", COL_EMAIL_UPDATED_AT, 't', "２０１８／１２／１７　１２：００", "43451.5", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 'b', "FALSE", "FALSE", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 't', "true", "TRUE", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 't', "YES", "TRUE", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 't', "no", "FALSE", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 'n', "1", "TRUE", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 't', "０", "FALSE", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 't', "はい", "TRUE", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 't', "いいえ", "FALSE", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 't', "有", "TRUE", 0 },
    { "V-BOOL-1", COL_TAX_EXEMPT, 't', " 無 ", "FALSE", 0 },
    { "V-NUM-1", COL_TOTAL_SPENT, 't', "48,234.93", "48234.93", 0 },
    { "V-NUM-1", COL_TOTAL_SPENT, 'n', "66102.24", "66102.24", 0 },
    { "V-NUM-1", COL_TOTAL_ORDERS, 't', "5.0", "5", 0 },
    { "V-NUM-3", COL_TOTAL_SPENT, 'n', "5", "5.00", 0 },
    { "V-WORD-1", COL_EMAIL_LEVEL, 't', "Single opt-in", "single_opt_in", 0 },
    { "V-WORD-1", COL_COMMAND, 't', "ｒｅｐｌａｃｅ", "REPLACE", 0 },
    { "V-WORD-1", COL_EMAIL_STATUS, 't', "INVALID", "invalid", 0 },
    { "V-WORD-1", COL_TAGS_COMMAND, 't', "delete", "DELETE", 0 },
    { "V-WORD-4", COL_ADDRESS_COUNTRY_CODE, 't', "ｊｐ", "JP", 0 },
    { "V-WORD-4", COL_ADDRESS_COUNTRY_CODE, 't', "xk", "XK", 0 },
    { "V-WORD-4", COL_ADDRESS_PROVINCE_CODE, 't', " jp-13", "JP-13", 0 },
    { "V-WORD-4", COL_ADDRESS_PROVINCE_CODE, 'n', "13", "13", 0 },
    { "V-WORD-5", COL_TAX_EXEMPTIONS, 't', "ca status-card exemption, CA_STATUS_CARD_EXEMPTION,EU_REVERSE_CHARGE_EXEMPTION_RULE",
      "CA_STATUS_CARD_EXEMPTION, EU_REVERSE_CHARGE_EXEMPTION_RULE", 0 },
    { "V-LANG-1", COL_LANGUAGE, 't', "JA", "ja", 0 },
    { "V-LANG-1", COL_LANGUAGE, 't', "zh_tw", "zh-TW", 0 },
    { "V-LANG-1", COL_LANGUAGE, 't', "ｐｔ－BR", "pt-BR", 0 },
    { "V-TAG-1", COL_TAGS, 't', " Friend ,, Migrated,", "Friend, Migrated", 0 },
    { "V-TAG-1", COL_TAGS, 'n', "2024", "2024", 0 },
    { "V-TAG-2", COL_TAGS, 't', "友達、VIP", "友達, VIP", 0 },
    { "V-TAG-2", COL_TAGS, 't', "VIP， 友達, Old", "VIP, 友達, Old", 0 },
    { "V-TAG-2", COL_TAGS, 't', "A、B", "A、B,", 0 },
    { "V-TAG-3", COL_TAGS, 't', "東京、大阪,", "東京、大阪,", 0 },
    { "V-TAG-3", COL_TAGS, 't', "VIP, 東京、大阪,", "VIP, 東京、大阪,", 0 },
    { "V-TAG-4", COL_TAGS, 't', "vip, VIP, Ｖip, ｖIP, new", "vip, Ｖip, new", 0 },
};

static const struct read_case refused[] = {
    { "V-CELL-1", COL_NOTE, 'e', "#N/A", NULL, FINDING_ERROR_CELL },
    { "V-CELL-2", COL_EMAIL, 'f', "", NULL, FINDING_FORMULA_WITHOUT_VALUE },
    { "V-ID-3", COL_ID, 'n', "1.5", NULL, FINDING_ID_INVALID },
    { "V-ID-3", COL_ID, 't', "0", NULL, FINDING_ID_INVALID },
    { "V-ID-3", COL_ID, 't', "-5", NULL, FINDING_ID_INVALID },
    { "V-ID-3", COL_ID, 't', "1,234", NULL, FINDING_ID_INVALID },
    { "V-ID-3", COL_ID, 't', "12a", NULL, FINDING_ID_INVALID },
    { "V-ID-3", COL_ID, 't', "9223372036854775808", NULL, FINDING_ID_INVALID },
    { "V-ID-3", COL_ID, 't', "gid://shopify/Product/1", NULL, FINDING_ID_INVALID },
    { "V-ID-3", COL_ID, 'b', "TRUE", NULL, FINDING_ID_INVALID },
    { "V-ID-3", COL_ID, 'd', "43451", NULL, FINDING_ID_INVALID },
    { "V-ID-4", COL_ID, 't', "4.49E+10", NULL, FINDING_ID_ROUNDED },
    { "V-ID-4", COL_ID, 'r', "9007199254740990", NULL, FINDING_ID_ROUNDED },
    { "V-TEXT-4", COL_NOTE, 't', "a\x01", NULL, FINDING_CONTROL_CHARACTER },
    { "V-TEXT-4", COL_NOTE, 't', "a\xc2\x85", NULL, FINDING_CONTROL_CHARACTER },
    { "V-TEXT-4", COL_TAGS, 't', "a\x7f", NULL, FINDING_CONTROL_CHARACTER },
    { "V-EMAIL-2", COL_EMAIL, 't', "example.com", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "a@b@example.com", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "@example.com", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "a@", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "a@localhost", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "a@.com", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "a@b..com", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "a@b.com.", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "a b@example.com", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "山\xe1\x9a\x80田@example.com", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 't', "é\xc2\x85@example.com", NULL, FINDING_EMAIL_INVALID },
    { "V-EMAIL-2", COL_EMAIL, 'n', "5", NULL, FINDING_EMAIL_INVALID },
    { "V-PHONE-1", COL_PHONE, 't', "call me", NULL, FINDING_PHONE_IMPOSSIBLE },
    { "V-PHONE-1", COL_PHONE, 't', "+", NULL, FINDING_PHONE_IMPOSSIBLE },
    { "V-PHONE-1", COL_PHONE, 't', "090-1234-5678 x5", NULL, FINDING_PHONE_IMPOSSIBLE },
    { "V-PHONE-1", COL_PHONE, 'd', "43451", NULL, FINDING_PHONE_IMPOSSIBLE },
    { "V-PHONE-6", COL_PHONE, 't', "+8190", NULL, FINDING_PHONE_IMPOSSIBLE },
    { "V-PHONE-6", COL_PHONE, 't', "+999123456789", NULL, FINDING_PHONE_IMPOSSIBLE },
    { "V-PHONE-9", COL_PHONE, 't', "8.19012E+11", NULL, FINDING_PHONE_ROUNDED },
    { "V-PHONE-9", COL_PHONE, 't', "'8.19e11", NULL, FINDING_PHONE_ROUNDED },
    { "V-PHONE-9", COL_PHONE, 'n', "1000000000000000", NULL, FINDING_PHONE_ROUNDED },
    { "V-PHONE-9", COL_PHONE, 'n', "9012345678.5", NULL, FINDING_PHONE_ROUNDED },
    { "V-PHONE-9", COL_PHONE, 'n', "-9012345678", NULL, FINDING_PHONE_ROUNDED },
    { "V-TIME-4", COL_EMAIL_UPDATED_AT, 't', "1899-12-31", NULL, FINDING_TIME_OUT_OF_RANGE },
    { "V-TIME-4", COL_EMAIL_UPDATED_AT, 't', "10000/01/01 00:00", NULL, FINDING_TIME_OUT_OF_RANGE },
    { "V-TIME-4", COL_EMAIL_UPDATED_AT, 'd', "2958466", NULL, FINDING_TIME_OUT_OF_RANGE },
    { "V-TIME-5", COL_EMAIL_UPDATED_AT, 't', "17.12.2018", NULL, FINDING_TIME_INVALID },
    { "V-TIME-5", COL_EMAIL_UPDATED_AT, 't', "2018-02-30", NULL, FINDING_TIME_INVALID },
    { "V-TIME-5", COL_EMAIL_UPDATED_AT, 't', "1899-13-01", NULL, FINDING_TIME_INVALID },
    { "V-TIME-5", COL_EMAIL_UPDATED_AT, 'n', "43451", NULL, FINDING_TIME_INVALID },
    { "V-BOOL-2", COL_TAX_EXEMPT, 't', "maybe", NULL, FINDING_BOOLEAN_INVALID },
    { "V-BOOL-2", COL_TAX_EXEMPT, 'n', "2", NULL, FINDING_BOOLEAN_INVALID },
    { "V-BOOL-2", COL_TAX_EXEMPT, 'd', "1", NULL, FINDING_BOOLEAN_INVALID },
    { "V-NUM-2", COL_TOTAL_SPENT, 't', "free", NULL, FINDING_NUMBER_INVALID },
    { "V-NUM-2", COL_TOTAL_SPENT, 't', "1E3", NULL, FINDING_NUMBER_INVALID },
    { "V-NUM-2", COL_TOTAL_ORDERS, 't', "1.5", NULL, FINDING_NUMBER_INVALID },
    { "V-WORD-2", COL_COMMAND, 't', "UPSERT", NULL, FINDING_WORD_UNKNOWN },
    { "V-WORD-2", COL_COMMAND, 't', "MERG", NULL, FINDING_WORD_UNKNOWN_NEAR },
    { "V-WORD-2", COL_SMS_STATUS, 't', "invalid", NULL, FINDING_WORD_UNKNOWN },
    { "V-WORD-4", COL_ADDRESS_COUNTRY_CODE, 't', "ZZ", NULL, FINDING_COUNTRY_UNKNOWN },
    { "V-WORD-4", COL_ADDRESS_COUNTRY_CODE, 't', "Japan", NULL, FINDING_COUNTRY_UNKNOWN },
    { "V-WORD-5", COL_TAX_EXEMPTIONS, 't', "CA_STATUS_CARD_EXEMPTIO", NULL, FINDING_WORD_UNKNOWN_NEAR },
    { "V-WORD-5", COL_TAX_EXEMPTIONS, 't', "everything", NULL, FINDING_WORD_UNKNOWN },
    { "V-LANG-2", COL_LANGUAGE, 't', "japanese", NULL, FINDING_LANGUAGE_UNKNOWN },
    { "V-LANG-2", COL_LANGUAGE, 't', "xx", NULL, FINDING_LANGUAGE_UNKNOWN },
    { "V-LANG-2", COL_LANGUAGE, 't', "ja-ZZ", NULL, FINDING_LANGUAGE_UNKNOWN },
};

/* rules: V-NUM-1+ V-NUM-2- V-NUM-3+ */
static void a_good_cell_is_read_and_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(accepted); i++)
        check(&accepted[i]);
}

/* rules: V-NUM-1- V-NUM-2+ */
static void a_bad_cell_is_a_finding_and_counts_as_absent(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(refused); i++)
        check(&refused[i]);
}

static void a_cell_of_white_space_is_blank_in_every_column(void **state)
{
    (void)state;
    static const char *const blanks[] = { "", "  ", "\xe3\x80\x80\t" };
    struct arena a = { 0 };
    struct findings findings = { .arena = &a };
    struct cell_context ctx = context();

    for (int col = 0; col < COL_COUNT; col++)
        for (size_t i = 0; i < countof(blanks); i++) {
            union record r = { 0 };
            uint64_t bit = columns[col].type == TYPE_REMOVED ? 0 : COL_BIT(col);
            assert_true(column_parse((enum column_id)col, &ctx, STR(""), of(CELL_TEXT, blanks[i]), &r, 1, 0, &findings));
            assert_true(r.has.seen == bit && r.has.blank == bit);
            assert_int_equal(column_format((enum column_id)col, &ctx, &r, &a).kind, CELL_EMPTY);
        }
    assert_int_equal(findings.n, 0);
    arena_reset(&a);
}

/* V-TEXT-3, V-TAG-5: characters are code points, not bytes. */
static void texts_may_be_as_long_as_the_column_allows(void **state)
{
    (void)state;
    static const struct {
        enum column_id col;
        size_t most;
        enum finding_id finding;
    } limits[] = { { COL_NOTE, 5000, FINDING_TEXT_TOO_LONG },
                   { COL_FIRST_NAME, 255, FINDING_TEXT_TOO_LONG },
                   { COL_ADDRESS_ZIP, 255, FINDING_TEXT_TOO_LONG },
                   { COL_TAGS, 255, FINDING_TAG_TOO_LONG } };
    struct cell_context ctx = context();
    char text[3 * 5001];

    for (size_t i = 0; i + 3 <= sizeof text; i += 3)
        memcpy(text + i, "\xe5\x90\x8d", 3);
    for (size_t i = 0; i < countof(limits); i++) {
        struct arena a = { 0 };
        struct findings findings = { .arena = &a };
        union record r = { 0 };
        cell c = { CELL_TEXT, false, { text, limits[i].most * 3 } };
        assert_true(column_parse(limits[i].col, &ctx, STR(""), c, &r, 1, 0, &findings));
        c.text.n += 3;
        assert_false(column_parse(limits[i].col, &ctx, STR(""), c, &r, 1, 0, &findings));
        assert_int_equal(findings.at[0].id, limits[i].finding);
        assert_int_equal(strtoll(findings.at[0].args[1].p, NULL, 10), (long long)limits[i].most + 1);
        arena_reset(&a);
    }
}

/* rules: V-ID-5+ V-ID-5- V-BOOL-3+ V-BOOL-3- V-NUM-3+ V-NUM-3- V-TIME-7+ */
static void the_kind_of_a_cell_is_that_of_its_type(void **state)
{
    (void)state;
    static const struct {
        enum column_id col;
        const char *text;
        enum cell_kind kind;
    } samples[] = {
        { COL_ID, "999999999999999", CELL_NUMBER },
        { COL_ID, "1000000000000000", CELL_TEXT },
        { COL_PHONE, "+819012345678", CELL_TEXT },
        { COL_TAX_EXEMPT, "yes", CELL_BOOL },
        { COL_CREATED_AT, "2024-01-01", CELL_DATE },
        { COL_TOTAL_SPENT, "1.5", CELL_NUMBER },
        { COL_TOTAL_ORDERS, "3", CELL_NUMBER },
        { COL_NOTE, "5", CELL_TEXT },
        { COL_NOTE, "TRUE", CELL_TEXT },
    };
    struct cell_context ctx = context();
    struct arena a = { 0 };
    struct findings findings = { .arena = &a };

    for (size_t i = 0; i < countof(samples); i++) {
        union record r = { 0 };
        assert_true(column_parse(samples[i].col, &ctx, STR(""), of(CELL_TEXT, samples[i].text), &r, 1, 0, &findings));
        assert_int_equal(column_format(samples[i].col, &ctx, &r, &a).kind, samples[i].kind);
    }
    arena_reset(&a);
}

/* V-TIME-7, and moments that no serial can be. */
/* rules: V-TIME-7+ V-TIME-7- */
static void times_are_text_in_csv_and_before_1900(void **state)
{
    (void)state;
    struct cell_context ctx = context();
    struct arena a = { 0 };
    struct customer c = { .created_at = 1545063607, .has.seen = COL_BIT(COL_CREATED_AT) };

    ctx.text_times = true;
    assert_text("V-TIME-7", column_format(COL_CREATED_AT, &ctx, &c, &a).text, "2018-12-18 01:20:07 +0900");
    ctx.text_times = false;
    assert_text("V-TIME-7", column_format(COL_CREATED_AT, &ctx, &c, &a).text, "43452.0556365741");
    c.created_at = -3000000000;
    assert_int_equal(column_format(COL_CREATED_AT, &ctx, &c, &a).kind, CELL_TEXT);
    arena_reset(&a);
}

/* rules: V-LANG-4+ V-LANG-4- */
static void a_language_is_written_as_the_shop_has_it(void **state)
{
    (void)state;
    struct cell_context ctx = context();
    struct arena a = { 0 };
    struct customer c = { .language = STR("Japanese (old)"), .has.seen = COL_BIT(COL_LANGUAGE) };

    assert_text("V-LANG-4", column_format(COL_LANGUAGE, &ctx, &c, &a).text, "Japanese (old)");
    c.language = STR("zh-tw");
    assert_text("V-LANG-4", column_format(COL_LANGUAGE, &ctx, &c, &a).text, "zh-tw");
    c.language = STR("");
    assert_int_equal(column_format(COL_LANGUAGE, &ctx, &c, &a).kind, CELL_EMPTY);
    arena_reset(&a);
}

static void the_rows_country_goes_before_the_option(void **state)
{
    (void)state;
    struct cell_context ctx = context();
    struct arena a = { 0 };
    struct findings findings = { .arena = &a };
    struct address r = { 0 };
    cell c = of(CELL_TEXT, "(541) 754-3000");

    assert_true(column_parse(COL_ADDRESS_PHONE, &ctx, STR("US"), c, &r, 1, 0, &findings));
    assert_text("V-PHONE-3", r.phone, "+15417543000");
    ctx.country = STR("");
    assert_false(column_parse(COL_ADDRESS_PHONE, &ctx, STR(""), c, &r, 1, 0, &findings));
    assert_int_equal(findings.at[0].id, FINDING_PHONE_NO_COUNTRY);
    arena_reset(&a);
}

static void fields_compare_by_their_type(void **state)
{
    (void)state;
    static const struct {
        enum column_id col;
        const char *a, *b;
        bool same;
    } pairs[] = {
        { COL_EMAIL, "Taro@example.com", "taro@EXAMPLE.com", true },
        { COL_EMAIL, "taro@example.com", "jiro@example.com", false },
        { COL_NOTE, "a", "A", false },
        { COL_NOTE, "a\r\nb", "a\nb", true },
        { COL_NOTE, "a", "a", true },
        { COL_ID, "12", "'12", true },
        { COL_ID, "12", "13", false },
        { COL_TOTAL_SPENT, "1.5", "1.50", true },
        { COL_TOTAL_SPENT, "1.5", "1.51", false },
        { COL_TAX_EXEMPT, "yes", "1", true },
        { COL_TAX_EXEMPT, "yes", "no", false },
        { COL_COMMAND, "new", "NEW", true },
        { COL_COMMAND, "new", "update", false },
        { COL_TAGS, "a, b", "B, A", true },
        { COL_TAGS, "a, b", "a, b", true },
        { COL_TAGS, "a, b", "a", false },
        { COL_TAGS, "a", "a, b", false },
        { COL_TAGS, "a, b", "a, c", false },
        { COL_LANGUAGE, "zh-tw", "zh-TW", true },
        { COL_CREATED_AT, "2024-01-01 09:00", "2024-01-01T00:00Z", true },
    };
    struct cell_context ctx = context();
    struct arena a = { 0 };
    struct findings findings = { .arena = &a };

    for (size_t i = 0; i < countof(pairs); i++) {
        union record x = { 0 }, y = { 0 };
        assert_true(column_parse(pairs[i].col, &ctx, STR(""), of(CELL_TEXT, pairs[i].a), &x, 1, 0, &findings));
        assert_true(column_parse(pairs[i].col, &ctx, STR(""), of(CELL_TEXT, pairs[i].b), &y, 1, 0, &findings));
        if (column_equal(pairs[i].col, &x, &y) != pairs[i].same)
            fail_msg("\"%s\" and \"%s\" should%s be the same", pairs[i].a, pairs[i].b, pairs[i].same ? "" : " not");
    }
    struct customer one = { .note = STR("a\r\nb") }, two = { .note = STR("a\nb") };
    assert_true(column_equal(COL_NOTE, &one, &two));
    assert_true(column_equal(COL_PASSWORD, &one, &two));
    arena_reset(&a);
}

static void columns_without_a_field_are_never_read(void **state)
{
    (void)state;
    struct cell_context ctx = context();
    struct arena a = { 0 };
    struct findings findings = { .arena = &a };
    struct customer c = { 0 }, none = { 0 };

    assert_true(column_parse(COL_PASSWORD, &ctx, STR(""), of(CELL_TEXT, "secret"), &c, 1, 0, &findings));
    assert_memory_equal(&c, &none, sizeof c);
    assert_int_equal(findings.n, 0);
    assert_int_equal(column_format(COL_PASSWORD, &ctx, &c, &a).kind, CELL_EMPTY);
    arena_reset(&a);
}

static void columns_tell_their_words_styles_and_groups(void **state)
{
    (void)state;
    size_t n;

    const str *words = column_words(COL_TAGS_COMMAND, &n);
    assert_int_equal(n, 3);
    assert_text("words", words[LIST_REPLACE], "REPLACE");
    assert_null(column_words(COL_NOTE, &n));
    assert_int_equal(n, 0);
    assert_int_equal(column_style(COL_ID), STYLE_NUMBER);
    assert_int_equal(column_style(COL_PHONE), STYLE_TEXT);
    assert_string_equal(group_name(GROUP_METAFIELDS), "metafields");
    assert_null(group_name(GROUP_NONE));
    for (int g = 0; g < GROUP_NONE; g++)
        assert_non_null(group_name((enum column_group)g));
}

/* V-TAG-4, when there are too many to compare each with each; and one that folds to nothing. */
static void many_tags_are_told_apart_quickly(void **state)
{
    (void)state;
    struct arena a = { 0 };
    char text[8000 * 3];

    for (size_t i = 0; i < 8000; i++) {
        text[i * 3] = (char)('a' + i % 26);
        text[i * 3 + 1] = (char)('a' + i / 26 % 26);
        text[i * 3 + 2] = ',';
    }
    struct texts tags = tags_split((str){ text, sizeof text }, &a);
    assert_int_equal(tags.n, 26 * 26);
    assert_true(tags_equal(&tags, &tags));
    struct texts hidden = { &(str){ "\xc2\xad", 2 }, 1 }, same = { &(str){ "\xc2\xad", 2 }, 1 };
    assert_true(tags_equal(&hidden, &same));
    arena_reset(&a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_cell_is_read_and_written),
        cmocka_unit_test(a_bad_cell_is_a_finding_and_counts_as_absent),
        cmocka_unit_test(a_cell_of_white_space_is_blank_in_every_column),
        cmocka_unit_test(texts_may_be_as_long_as_the_column_allows),
        cmocka_unit_test(the_kind_of_a_cell_is_that_of_its_type),
        cmocka_unit_test(times_are_text_in_csv_and_before_1900),
        cmocka_unit_test(a_language_is_written_as_the_shop_has_it),
        cmocka_unit_test(the_rows_country_goes_before_the_option),
        cmocka_unit_test(fields_compare_by_their_type),
        cmocka_unit_test(columns_without_a_field_are_never_read),
        cmocka_unit_test(columns_tell_their_words_styles_and_groups),
        cmocka_unit_test(many_tags_are_told_apart_quickly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
