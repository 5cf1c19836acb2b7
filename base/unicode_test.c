#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/unicode.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

static void assert_text(str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static const str broken[] = {
    STR_INIT("\xff"),         STR_INIT("abcdefgh\x80"),     STR_INIT("\xc0\x80"),
    STR_INIT("\xed\xa0\x80"), STR_INIT("\xf4\x90\x80\x80"), STR_INIT("\xe3\x81"),
    STR_INIT("ab\xe3"),       STR_INIT("\xf0\x9f\x98"),
};

static void what_is_not_utf8_is_found(void **state)
{
    (void)state;
    static const char *const good[] = {
        "", "abc", "ひらがな", "é", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf", "12345678é"
    };

    for (size_t i = 0; i < countof(good); i++)
        assert_true(utf8_valid(str_of(good[i])));
    for (size_t i = 0; i < countof(broken); i++)
        assert_false(utf8_valid(broken[i]));
    assert_true(utf8_valid(STR("a\0b")));
}

static void what_is_broken_is_repaired(void **state)
{
    (void)state;
    struct arena a = { 0 };
    str whole = STR("山田 taro");

    assert_ptr_equal(utf8_repair(whole, &a).p, whole.p);
    assert_text(utf8_repair(STR("a\xffz"), &a), "a\xef\xbf\xbdz");
    assert_text(utf8_repair(STR("\xff\xff\xff"), &a), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    assert_text(utf8_repair(STR("\xef\xbf\xbe\xef\xbf\xbf"), &a), "\xef\xbf\xbd\xef\xbf\xbd");
    assert_text(utf8_repair(STR("あ\xe3\x81い"), &a), "あ\xef\xbf\xbdい");
    for (size_t i = 0; i < countof(broken); i++)
        assert_true(utf8_valid(utf8_repair(broken[i], &a)));
    arena_reset(&a);
}

static void lengths_count_what_their_names_say(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t points, units, width;
    } cases[] = {
        { "", 0, 0, 0 },
        { "abc", 3, 3, 3 },
        { "山田", 2, 2, 4 },
        { "ｱｲ", 2, 2, 2 },
        { "ＡＢ", 2, 2, 4 },
        { "\xf0\x9f\x98\x80", 1, 2, 2 },
        { "e\xcc\x81", 2, 2, 1 },
        { "é", 1, 1, 1 },
        { "a\tb", 3, 3, 2 },
        { "か\xe3\x82\x99", 2, 2, 2 },
        { "\xf0\xa0\xae\xb7野家", 3, 4, 6 },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        str s = str_of(cases[i].text);
        assert_int_equal(utf8_length(s), cases[i].points);
        assert_int_equal(utf16_length(s), cases[i].units);
        assert_int_equal(text_width(s), cases[i].width);
    }
}

static void text_is_cut_between_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t units;
        const char *want;
    } cases[] = {
        { "abc", 5, "abc" },
        { "abc", 2, "ab" },
        { "abc", 0, "" },
        { "山田太郎", 2, "山田" },
        { "山田", 6, "山田" },
        { "a\xf0\x9f\x98\x80z", 2, "a" },
        { "a\xf0\x9f\x98\x80z", 3, "a\xf0\x9f\x98\x80" },
    };

    for (size_t i = 0; i < countof(cases); i++)
        assert_text(utf8_cut(str_of(cases[i].text), cases[i].units), cases[i].want);
}

static void white_space_of_every_script_is_trimmed(void **state)
{
    (void)state;
    assert_text(text_trim(STR(" \t\r\n\v\fab c ")), "ab c");
    assert_text(text_trim(STR("\xe3\x80\x80山田\xc2\xa0\xe3\x80\x80")), "山田");
    assert_text(text_trim(STR("")), "");
    assert_text(text_trim(STR("\xff ")), "\xff");
    assert_text(text_trim(STR(" \xff")), "\xff");
    assert_true(text_is_blank(STR(" \xe3\x80\x80\n")));
    assert_true(text_is_blank(STR("")));
    assert_false(text_is_blank(STR("\xe2\x80\x8b"))); /* no white space to Unicode */
}

static void white_space_is_what_unicode_says(void **state)
{
    (void)state;
    for (uint32_t code = 1; code <= UCHAR_MAX_VALUE; code++) {
        uint8_t bytes[4];
        size_t n = 0;
        if (code >= 0xD800 && code < 0xE000)
            continue;
        U8_APPEND_UNSAFE(bytes, n, code);
        if (text_is_blank((str){ (const char *)bytes, n }) != (bool)u_isUWhiteSpace((UChar32)code))
            fail_msg("U+%04X", code);
    }
}

static void keys_of_texts_that_look_alike_are_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *text, *nfkc, *fold, *key;
    } cases[] = {
        { "ＣＵＳＴＯＭＥＲＳ", "CUSTOMERS", "customers", "customers" },
        { "Email", "Email", "email", "email" },
        { "email", "email", "email", "email" },
        { " First \t Name ", " First \t Name ", " first \t name ", "first name" },
        { "ﾔﾏﾀﾞ", "ヤマダ", "ヤマダ", "ヤマダ" },
        { "\xe3\x80\x80顧客\xe3\x80\x80一覧", " 顧客 一覧", " 顧客 一覧", "顧客 一覧" },
        { "Straße", "Straße", "strasse", "strasse" },
        { "㍻", "平成", "平成", "平成" },
        { "①", "1", "1", "1" },
        { "e\xcc\x81", "é", "é", "é" },
        { "ﷺ", "صلى الله عليه وسلم", "صلى الله عليه وسلم", "صلى الله عليه وسلم" },
        { "Α", "Α", "α", "α" },
        { "", "", "", "" },
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(cases); i++) {
        assert_text(text_nfkc(str_of(cases[i].text), &a), cases[i].nfkc);
        assert_text(text_fold(str_of(cases[i].text), &a), cases[i].fold);
        assert_text(text_key(str_of(cases[i].text), &a), cases[i].key);
    }
    arena_reset(&a);
}

static void texts_fold_in_case_alone(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "VIP", "vip" },
        { "ＶＩＰ", "ｖｉｐ" },
        { "ｱ夏", "ｱ夏" },
        { "STRASSE ß", "strasse ss" },
        { "É", "é" },
        { "E\u0301", "é" },
        { "\u0390\u0390", "ι\u0308\u0301ι\u0308\u0301" },
        { "", "" },
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(cases); i++)
        assert_text(text_fold_case(str_of(cases[i][0]), &a), cases[i][1]);
    arena_reset(&a);
}

static void what_does_not_change_is_not_copied(void **state)
{
    (void)state;
    struct arena a = { 0 };
    str key = STR("first name"), name = STR("山田 太郎");

    assert_ptr_equal(text_key(key, &a).p, key.p);
    assert_ptr_equal(text_key(name, &a).p, name.p);
    assert_ptr_equal(text_nfkc(name, &a).p, name.p);
    assert_int_equal(a.used, 0);
    arena_reset(&a);
}

static void texts_are_equal_whatever_their_case_or_width(void **state)
{
    (void)state;
    struct arena a = { 0 };

    assert_true(text_eq_fold(STR("VIP"), STR("vip"), &a));
    assert_true(text_eq_fold(STR("ＶＩＰ"), STR("vip"), &a));
    assert_true(text_eq_fold(STR("ｶﾞ"), STR("ガ"), &a));
    assert_true(text_eq_fold(STR("é"), STR("é"), &a));
    assert_false(text_eq_fold(STR("VIP"), STR("vi"), &a));
    assert_false(text_eq_fold(STR("カ"), STR("ガ"), &a));
    arena_reset(&a);
}

static void edits_are_counted_up_to_a_limit(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        size_t most, want;
    } cases[] = {
        { "", "", 3, 0 },
        { "abc", "abc", 0, 0 },
        { "abc", "abd", 0, 1 },
        { "abc", "", 5, 3 },
        { "", "abc", 5, 3 },
        { "abc", "acb", 3, 1 },
        { "kitten", "sitting", 9, 3 },
        { "kitten", "sitting", 1, 2 },
        { "ca", "abc", 9, 3 },
        { "frist name", "first name", 3, 1 },
        { "山田", "山本", 2, 1 },
        { "abcdefgh", "xabcdefg", 2, 2 },
        { "abcdef", "badcfe", 3, 3 },
        { "abcdef", "badcfe", 2, 3 },
        { "abcdefghij", "z", 4, 5 },
        { "aaaaaaaaaa", "bbbbbbbbbb", 3, 4 },
        { "kitten", "sitting", SIZE_MAX, 3 },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        assert_int_equal(text_distance(str_of(cases[i].a), str_of(cases[i].b), cases[i].most), cases[i].want);
        assert_int_equal(text_distance(str_of(cases[i].b), str_of(cases[i].a), cases[i].most), cases[i].want);
    }
}

static void the_nearest_word_is_suggested(void **state)
{
    (void)state;
    static const str words[] = { STR_INIT("First Name"), STR_INIT("Last Name"), STR_INIT("Email"),
                                 STR_INIT("ID"), STR_INIT("メールアドレス") };
    struct arena a = { 0 };
    const size_t n = countof(words);

    assert_int_equal(text_nearest(STR("Frist Name"), words, n, &a), 0);
    assert_int_equal(text_nearest(STR(" LAST  NAME "), words, n, &a), 1);
    assert_int_equal(text_nearest(STR("E-mail"), words, n, &a), 2);
    assert_int_equal(text_nearest(STR("メールアドレ"), words, n, &a), 4);
    assert_int_equal(text_nearest(STR("Ix"), words, n, &a), n);
    assert_int_equal(text_nearest(STR("Postcode"), words, n, &a), n);
    assert_int_equal(text_nearest(STR("Email"), words, 0, &a), 0);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_utf8_is_found),
        cmocka_unit_test(what_is_broken_is_repaired),
        cmocka_unit_test(lengths_count_what_their_names_say),
        cmocka_unit_test(text_is_cut_between_characters),
        cmocka_unit_test(white_space_of_every_script_is_trimmed),
        cmocka_unit_test(white_space_is_what_unicode_says),
        cmocka_unit_test(keys_of_texts_that_look_alike_are_the_same),
        cmocka_unit_test(texts_fold_in_case_alone),
        cmocka_unit_test(what_does_not_change_is_not_copied),
        cmocka_unit_test(texts_are_equal_whatever_their_case_or_width),
        cmocka_unit_test(edits_are_counted_up_to_a_limit),
        cmocka_unit_test(the_nearest_word_is_suggested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
