#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/table.h"
#include "base/unicode.h"
#include "xlsx/write_text.h"

static void text_is_made_safe_for_xml(void **state)
{
    static const struct {
        str in;
        const char *out;
    } cases[] = {
        { STR_INIT(""), "" },
        { STR_INIT("plain text 123"), "plain text 123" },
        { STR_INIT("a&b<c>d\"e'"), "a&amp;b&lt;c&gt;d\"e'" },
        { STR_INIT("東京都"), "東京都" },
        { STR_INIT("𠮷野家"), "𠮷野家" },
        { STR_INIT("a\tb\nc"), "a\tb\nc" },
        { STR_INIT("a\r\nb"), "a_x000D_\nb" },
        { STR_INIT("\x01\x1f"), "_x0001__x001F_" },
        { STR_INIT("a\0b"), "a_x0000_b" },
        { STR_INIT("_x0041_"), "_x005F_x0041_" },
        { STR_INIT("_xaBcD_"), "_x005F_xaBcD_" },
        { STR_INIT("_x0041"), "_x0041" },
        { STR_INIT("_x00G1_"), "_x00G1_" },
        { STR_INIT("_X0041_"), "_X0041_" },
        { STR_INIT("__x0041__"), "__x005F_x0041__" },
        { STR_INIT("snake_case_name"), "snake_case_name" },
        { STR_INIT("\xff"), "\xef\xbf\xbd" },
        { STR_INIT("a\xe6\x9d"), "a\xef\xbf\xbd" },
        { STR_INIT("\xef\xbf\xbd"), "\xef\xbf\xbd" },
        { STR_INIT("a\xef\xbf\xbe\xef\xbf\xbf"
                   "b"),
          "ab" },
        { STR_INIT("=1+1"), "=1+1" },
        { STR_INIT("@x"), "@x" },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct buf b = BUF_INIT(1000);
        text_put_xml(&b, cases[i].in);
        buf_putc(&b, '\0');
        assert_true(buf_ok(&b));
        assert_string_equal(b.p, cases[i].out);
        buf_release(&b);
    }
}

static void escaping_never_needs_more_than_it_promises(void **state)
{
    (void)state;
    for (int first = 0; first < 256; first++) {
        for (int second = 0; second < 256; second++) {
            char in[2] = { (char)first, (char)second };
            char out[XML_GROWTH * 2 + 1];
            memset(out, '!', sizeof out);
            char *end = text_escape(out, (str){ in, 2 });
            assert_true(end <= out + XML_GROWTH * 2);
            assert_int_equal(*end, '!');
            assert_true(utf8_valid((str){ out, (size_t)(end - out) }));
        }
    }
}

static void attributes_have_their_quotes_escaped(void **state)
{
    struct buf b = BUF_INIT(1000);

    (void)state;
    text_put_attribute(&b, STR("a\"<b>\"&"));
    assert_true(str_eq(buf_str(&b), STR("a&quot;&lt;b&gt;&quot;&amp;")));
    buf_release(&b);
}

static void blanks_at_the_ends_and_lines_are_kept(void **state)
{
    static const struct {
        str text;
        bool keeps;
    } cases[] = {
        { STR_INIT(""), false },   { STR_INIT("a b"), false }, { STR_INIT(" a"), true },
        { STR_INIT("a "), true },  { STR_INIT("\ta"), true },  { STR_INIT("a\nb"), true },
        { STR_INIT("a\n"), true },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        assert_int_equal(text_keeps_blanks(cases[i].text), cases[i].keeps);
}

/* rules: V-TEXT-6+ V-TEXT-6- */
static void a_cell_is_cut_at_32767_utf16_units(void **state)
{
    static char text[4 * CELL_TEXT_MAX];

    (void)state;
    memset(text, 'a', sizeof text);
    assert_int_equal(text_cut_for_cell((str){ text, 10 }).n, 10);
    assert_int_equal(text_cut_for_cell((str){ text, CELL_TEXT_MAX }).n, CELL_TEXT_MAX);
    assert_int_equal(text_cut_for_cell((str){ text, CELL_TEXT_MAX + 1 }).n, CELL_TEXT_MAX);
    for (size_t i = 0; i + 4 <= sizeof text; i += 4)
        memcpy(text + i, "𠮷", 4); /* two units each: the last does not fit */
    assert_int_equal(text_cut_for_cell((str){ text, sizeof text }).n, CELL_TEXT_MAX / 2 * 4);
}

static void a_library_that_escapes_gets_everything_but_entities(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_string_equal(text_for_library(STR("a&b _x0041_ \r\xff"), 100, &a),
                        "a&b _x005F_x0041_ _x000D_\xef\xbf\xbd");
    assert_string_equal(text_for_library(STR("abcdef"), 6, &a), "abcdef");
    assert_string_equal(text_for_library(STR("abcdefg"), 6, &a), "abcde…");
    assert_string_equal(text_for_library(STR("東京都大阪府"), 6, &a), "東京都大阪府");
    assert_string_equal(text_for_library(STR("東京都大阪府"), 5, &a), "東京都大…");
    assert_string_equal(text_for_library(STR(""), 5, &a), "");
    arena_reset(&a);
}

static void names_of_sheets_are_made_acceptable(void **state)
{
    static const struct {
        str wanted;
        const char *name;
    } cases[] = {
        { STR_INIT("Customers"), "Customers" },
        { STR_INIT("顧客"), "顧客" },
        { STR_INIT(""), "Sheet" },
        { STR_INIT("   "), "Sheet" },
        { STR_INIT("a/b\\c[d]e:f*g?"), "a_b_c_d_e_f_g_" },
        { STR_INIT("'quoted'"), "_quoted_" },
        { STR_INIT("it's"), "it's" },
        { STR_INIT("history"), "History_" },
        { STR_INIT("a\x01\x7f"), "a__" },
        { STR_INIT("1234567890123456789012345678901"), "1234567890123456789012345678901" },
        { STR_INIT("12345678901234567890123456789012"), "1234567890123456789012345678901" },
        { STR_INIT("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみ"),
          "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほま" },
        { STR_INIT("123456789012345678901234567890𠮷"), "123456789012345678901234567890" },
    };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        assert_string_equal(arena_copy(&a, sheet_name_for(cases[i].wanted, &a)).p, cases[i].name);
    arena_reset(&a);
}

static void quoted_names_double_their_apostrophes(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_true(str_eq(sheet_name_quoted(STR("2024"), &a), STR("'2024'")));
    assert_true(str_eq(sheet_name_quoted(STR("it's"), &a), STR("'it''s'")));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_made_safe_for_xml),
        cmocka_unit_test(escaping_never_needs_more_than_it_promises),
        cmocka_unit_test(attributes_have_their_quotes_escaped),
        cmocka_unit_test(blanks_at_the_ends_and_lines_are_kept),
        cmocka_unit_test(a_cell_is_cut_at_32767_utf16_units),
        cmocka_unit_test(a_library_that_escapes_gets_everything_but_entities),
        cmocka_unit_test(names_of_sheets_are_made_acceptable),
        cmocka_unit_test(quoted_names_double_their_apostrophes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
