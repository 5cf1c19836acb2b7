#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/unicode.h"
#include "model/place.h"

static void assert_text(const char *about, str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("%s: got \"%.*s\", want \"%s\"", about, STR_ARG(got), want);
}

/* */
static void countries_are_found_by_code_and_every_usual_name(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        { "JP", "JP" },          { "jp", "JP" },           { "Japan", "JP" },       { "日本", "JP" },
        { "ＪＡＰＡＮ", "JP" },  { "JPN", "JP" },          { " south  korea ", "KR" }, { "韓国", "KR" },
        { "大韓民国", "KR" },    { "Korea, Republic of", "KR" }, { "台湾", "TW" },  { "Taiwan", "TW" },
        { "アメリカ", "US" },    { "USA", "US" },          { "U.S.A.", "US" },      { "アメリカ合衆国", "US" },
        { "United States of America", "US" },              { "UK", "GB" },          { "イギリス", "GB" },
        { "England", "GB" },     { "中国", "CN" },         { "北朝鮮", "KP" },      { "ロシア", "RU" },
        { "Viet Nam", "VN" },    { "ベトナム", "VN" },     { "Côte d'Ivoire", "CI" }, { "cote d'ivoire", "CI" },
        { "ドイツ", "DE" },      { "Kosovo", "XK" },       { "XK", "XK" },          { "Atlantis", "" },
        { "ZZ", "" },            { "", "" },               { "日本国内", "" },      { "toolongforacode", "" },
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(cases); i++)
        assert_text(cases[i].text, country_find(str_of(cases[i].text), &a), cases[i].code);
    arena_reset(&a);
}

static void countries_have_a_name_in_both_languages(void **state)
{
    (void)state;
    assert_text("KR", country_name(STR("KR")), "South Korea");
    assert_text("KR", country_name_ja(STR("KR")), "韓国");
    assert_text("FJ", country_name(STR("FJ")), "Fiji");
    assert_text("ZZ", country_name(STR("ZZ")), "");
    assert_text("ZZ", country_name_ja(STR("ZZ")), "");
}

static void every_code_is_known_and_its_names_lead_back_to_it(void **state)
{
    (void)state;
    struct arena a = { 0 };
    size_t countries = 0;

    for (char x = 'A'; x <= 'Z'; x++)
        for (char y = 'A'; y <= 'Z'; y++) {
            char code[] = { x, y, 0 };
            str found = country_find(str_of(code), &a);
            bool is_alias = found.n && !str_eq(found, str_of(code)); /* UK */
            assert_true(country_is_code(str_of(code)) == (found.n && !is_alias));
            if (!country_is_code(str_of(code)))
                continue;
            countries++;
            assert_text(code, country_find(country_name(str_of(code)), &a), code);
            assert_true(country_name_ja(str_of(code)).n > 0);
            assert_text(code, country_find(country_name_ja(str_of(code)), &a), code);
        }
    assert_int_equal(countries, 250);
    arena_reset(&a);
}

/* */
static void provinces_are_found_by_either_code_and_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *country, *text, *code;
    } cases[] = {
        { "JP", "JP-13", "JP-13" },   { "JP", "13", "JP-13" },          { "JP", "Tokyo", "JP-13" },
        { "JP", "東京", "JP-13" },    { "JP", "東京都", "JP-13" },      { "JP", "Tokyo Prefecture", "JP-13" },
        { "JP", "大阪府", "JP-27" },  { "JP", "大阪", "JP-27" },        { "JP", "Osaka-fu", "JP-27" },
        { "JP", "京都", "JP-26" },    { "JP", "京都府", "JP-26" },      { "JP", "北海道", "JP-01" },
        { "JP", "神奈川県", "JP-14" }, { "JP", "Hokkaidô", "JP-01" },   { "JP", "aichi-ken", "JP-23" },
        { "JP", "California", "" },   { "JP", "US-CA", "" },            { "US", "US-CA", "CA" },
        { "US", "ca", "CA" },         { "US", "California", "CA" },     { "US", "カリフォルニア", "CA" },
        { "US", "カリフォルニア州", "CA" }, { "US", "州", "" },
        { "US", "Washington D.C.", "DC" },                              { "CA", "Québec", "QC" },
        { "CA", "quebec", "QC" },     { "AU", "New South Wales", "NSW" }, { "KR", "Seoul", "KR-11" },
        { "CN", "广东", "" },         { "CN", "広東省", "GD" },         { "", "Tokyo", "" },
        { "JP", "", "" },             { "JP", "a name much longer than a code", "" },
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(cases); i++)
        assert_text(cases[i].text, province_find(str_of(cases[i].country), str_of(cases[i].text), &a), cases[i].code);
    arena_reset(&a);
}

static void the_prefectures_are_whole(void **state)
{
    (void)state;
    struct arena a = { 0 };

    for (unsigned i = 1; i <= 47; i++) {
        str code = arena_fmt(&a, "JP-%02u", i), name = province_name_ja(STR("JP"), code);
        assert_true(name.n >= 6);
        assert_true(str_eq(province_find(STR("JP"), name, &a), code));
        assert_true(str_eq(province_find(STR("JP"), province_name(STR("JP"), code), &a), code));
        assert_int_equal(province_name(STR("JP"), code).n, utf8_length(province_name(STR("JP"), code)));
    }
    assert_text("US", province_name(STR("US"), STR("CA")), "California");
    assert_text("US", province_name(STR("US"), STR("US-CA")), "California");
    assert_text("US", province_name(STR("US"), STR("ZZ")), "");
    assert_text("US", province_name_ja(STR("US"), STR("ZZ")), "");
    arena_reset(&a);
}

static void languages_are_those_of_iso_639(void **state)
{
    (void)state;
    assert_true(language_is_code(STR("ja")) && language_is_code(STR("en")) && language_is_code(STR("zh")));
    assert_false(language_is_code(STR("JA")) || language_is_code(STR("xx")) || language_is_code(STR("jpn")));
    assert_false(language_is_code(STR("")) || country_is_code(STR("jp")) || country_is_code(STR("J\xff")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(countries_are_found_by_code_and_every_usual_name),
        cmocka_unit_test(countries_have_a_name_in_both_languages),
        cmocka_unit_test(every_code_is_known_and_its_names_lead_back_to_it),
        cmocka_unit_test(provinces_are_found_by_either_code_and_by_name),
        cmocka_unit_test(the_prefectures_are_whole),
        cmocka_unit_test(languages_are_those_of_iso_639),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
