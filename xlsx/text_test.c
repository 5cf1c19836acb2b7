#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "xlsx/text.h"

static str unescape(char *room, const char *raw)
{
    size_t n = strlen(raw);

    memcpy(room, raw, n);
    return (str){ room, text_unescape(room, n) };
}

/* rules: V-CELL-3+ V-CELL-3- */
static void escapes_are_decoded_from_the_left_once(void **state)
{
    static const struct {
        const char *raw, *text;
    } cases[] = {
        { "", "" },
        { "plain", "plain" },
        { "snake_case_", "snake_case_" },
        { "_x0041_", "A" },
        { "a_x000A_b", "a\nb" },
        { "_x005F_x0041_", "_x0041_" },
        { "_x005f_", "_" },
        { "_x0041", "_x0041" },
        { "_x41_", "_x41_" },
        { "_x00g1_", "_x00g1_" },
        { "_X0041_", "_X0041_" },
        { "_x00E9_", "\xC3\xA9" },
        { "_x3042_", "\xE3\x81\x82" },
        { "_xD83D__xDE00_", "\xF0\x9F\x98\x80" },
        { "_xD83D_", "\xEF\xBF\xBD" },
        { "_xDE00_x", "\xEF\xBF\xBDx" },
        { "_xD83D__x0041_", "\xEF\xBF\xBD"
                            "A" },
        { "___x0041___", "__A__" },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        char room[64];
        str got = unescape(room, cases[i].raw);
        if (!str_eq(got, str_of(cases[i].text)))
            fail_msg("%s became %.*s", cases[i].raw, STR_ARG(got));
    }
}

static void an_escaped_nul_is_kept(void **state)
{
    char room[16];

    (void)state;
    assert_true(str_eq(unescape(room, "a_x0000_b"), STR("a\0b")));
}

static void length_is_counted_in_utf16_units(void **state)
{
    static char text[32768 * 4];

    (void)state;
    memset(text, 'x', sizeof text);
    assert_false(text_is_too_long((str){ text, 32767 }));
    assert_true(text_is_too_long((str){ text, 32768 }));
    for (size_t i = 0; i < 32768; i++)
        memcpy(text + i * 3, "\xE3\x81\x82", 3);
    assert_false(text_is_too_long((str){ text, 32767 * 3 }));
    assert_true(text_is_too_long((str){ text, 32768 * 3 }));
    for (size_t i = 0; i < 16384; i++)
        memcpy(text + i * 4, "\xF0\x9F\x98\x80", 4);
    assert_false(text_is_too_long((str){ text, 16383 * 4 }));
    assert_true(text_is_too_long((str){ text, 16384 * 4 }));
}

static void plain_numbers_are_recognised(void **state)
{
    static const char *const plain[] = {
        "0", "7", "15417543000", "-5", "0.5", "-0.25", "66102.24", "123456789012345", "1234567890.12345"
    };
    static const char *const others[] = { "",
                                          "-",
                                          "-0",
                                          "007",
                                          "1.50",
                                          "1.",
                                          ".5",
                                          "0.0",
                                          "1e3",
                                          " 1",
                                          "1 ",
                                          "+1",
                                          "1234567890123456",
                                          "1234567890.123456",
                                          "1,5",
                                          "0x1",
                                          "00",
                                          "1.2.3" };

    (void)state;
    for (size_t i = 0; i < countof(plain); i++)
        if (!number_is_plain(str_of(plain[i])))
            fail_msg("%s is plain", plain[i]);
    for (size_t i = 0; i < countof(others); i++)
        if (number_is_plain(str_of(others[i])))
            fail_msg("%s is not plain", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_are_decoded_from_the_left_once),
        cmocka_unit_test(an_escaped_nul_is_kept),
        cmocka_unit_test(length_is_counted_in_utf16_units),
        cmocka_unit_test(plain_numbers_are_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
