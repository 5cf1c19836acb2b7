#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/num.h"

#include <math.h>

static void assert_text(str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static void whole_numbers_are_read_to_the_last_one(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {
        { "0", 0 },
        { "-0", 0 },
        { "007", 7 },
        { "-12", -12 },
        { "9223372036854775807", INT64_MAX },
        { "-9223372036854775808", INT64_MIN },
    };
    static const char *const bad[] = { "",
                                       "-",
                                       "+1",
                                       " 1",
                                       "1 ",
                                       "1.0",
                                       "1e3",
                                       "9223372036854775808",
                                       "-9223372036854775809",
                                       "99999999999999999999",
                                       "12a",
                                       "--1" };
    int64_t v;

    for (size_t i = 0; i < countof(good); i++) {
        assert_true(num_parse_i64(str_of(good[i].text), &v));
        assert_int_equal(v, good[i].value);
    }
    for (size_t i = 0; i < countof(bad); i++) {
        v = 42;
        if (num_parse_i64(str_of(bad[i]), &v))
            fail_msg("\"%s\" was read", bad[i]);
        assert_int_equal(v, 42);
    }
}

static const struct {
    const char *text, *want;
} decimal_good[] = {
    { "0", "0" },
    { "-0", "0" },
    { "-0.00", "0.00" },
    { "66102.24", "66102.24" },
    { "1E3", "1000" },
    { "1e-3", "0.001" },
    { "-1,234.50", "-1234.50" },
    { "+7", "7" },
    { "1,234,567", "1234567" },
    { ".5", "0.5" },
    { "5.", "5" },
    { "1.50E1", "15.0" },
    { "100", "100" },
    { "0.10", "0.10" },
    { "1E17", "100000000000000000" },
    { "999999999999999999", "999999999999999999" },
    { "0.000000000000000001", "0.000000000000000001" },
    { "00012", "12" },
    { "12.3E-2", "0.123" },
    { "0E99999999", "0" },
    { "1.5000000000000000000000000", "1.50000000000000000" },
};

static const char *const decimal_bad[] = { "",
                                   "-",
                                   ".",
                                   "1,23",
                                   "1234,567",
                                   ",123",
                                   "1,234,56",
                                   "1,,234",
                                   "1.2.3",
                                   "1E",
                                   "1E+",
                                   "1E1.5",
                                   "12a",
                                   " 1",
                                   "1,234.5,6",
                                   "1E18",
                                   "1234567890123456789",
                                   "1E-19",
                                   "0x10",
                                   "INF",
                                   "nan",
                                   "1E99999999999999999999",
                                   "--1" };

static void decimals_are_exact(void **state)
{
    (void)state;
    struct arena a = { 0 };
    decimal d;

    for (size_t i = 0; i < countof(decimal_good); i++) {
        if (!decimal_parse(str_of(decimal_good[i].text), &d))
            fail_msg("\"%s\" was refused", decimal_good[i].text);
        assert_text(decimal_format(d, &a), decimal_good[i].want);
    }
    for (size_t i = 0; i < countof(decimal_bad); i++)
        if (decimal_parse(str_of(decimal_bad[i]), &d))
            fail_msg("\"%s\" was read", decimal_bad[i]);
    arena_reset(&a);
}

static void decimals_round_half_away_from_zero(void **state)
{
    (void)state;
    static const struct {
        decimal d;
        uint8_t scale;
        const char *want;
    } cases[] = {
        { { 12345, 2 }, 2, "123.45" },
        { { 12345, 2 }, 1, "123.5" },
        { { -12345, 2 }, 1, "-123.5" },
        { { 12344, 2 }, 1, "123.4" },
        { { 5, 1 }, 0, "1" },
        { { -4, 1 }, 0, "0" },
        { { 7, 0 }, 3, "7.000" },
        { { 999, 3 }, 2, "1.00" },
        { { 1, 18 }, 0, "0" },
        { { 999999999999999999, 0 }, 18, "999999999999999999.000000000000000000" },
        { { 5, 0 }, 99, "5.000000000000000000" },
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(cases); i++)
        assert_text(decimal_format_scale(cases[i].d, cases[i].scale, &a), cases[i].want);
    arena_reset(&a);
}

static void decimals_compare_by_value(void **state)
{
    (void)state;
    assert_int_equal(decimal_compare((decimal){ 150, 2 }, (decimal){ 15, 1 }), 0);
    assert_true(decimal_compare((decimal){ 1, 0 }, (decimal){ 999999999999999999, 18 }) > 0);
    assert_true(decimal_compare((decimal){ -1, 0 }, (decimal){ 1, 18 }) < 0);
    assert_true(decimal_compare((decimal){ INT64_MIN, 0 }, (decimal){ INT64_MAX, 0 }) < 0);
}

static const struct {
    const char *in, *out;
    bool rounded;
} canonical_cases[] = {
    { "0", "0", false },
    { "-0", "0", false },
    { "-0.0", "0", false },
    { "12", "12", false },
    { "007", "7", false },
    { "+5", "5", false },
    { " 5 ", "5", false },
    { "5.", "5", false },
    { ".5", "0.5", false },
    { "-.5", "-0.5", false },
    { "1.50", "1.5", false },
    { "1.0", "1", false },
    { "0.5", "0.5", false },
    { "-0.5", "-0.5", false },
    { "00.5", "0.5", false },
    { "66102.24000000001", "66102.24", true },
    { "0.30000000000000004", "0.3", true },
    { "1.5417543E10", "15417543000", false },
    { "1.5417543e+10", "15417543000", false },
    { "4.4920047631000001E+10", "44920047631", true },
    { "1.234567890123457E+16", "12345678901234600", true }, /* past 2^53, and one digit too many */
    { "1.23456789012345E+16", "12345678901234500", true },
    { "123456789012345", "123456789012345", false },
    { "-123456789012345", "-123456789012345", false },
    { "1234567890123450", "1234567890123450", false },
    { "1234567890123455", "1234567890123460", true },
    { "9007199254740991", "9007199254740990", true },
    { "9007199254740992", "9007199254740990", true },
    { "9007199254740000", "9007199254740000", false },
    { "9007199254741000", "9007199254741000", true },
    { "999999999999999.5", "1000000000000000", true },
    { "0.9999999999999999", "1", true },
    { "1999999999999999.9", "2000000000000000", true },
    { "0.00012345678901234550", "0.000123456789012346", true },
    { "1E20", "100000000000000000000", true },
    { "1E21", "1E+21", true },
    { "123E20", "1.23E+22", true },
    { "1.5E+300", "1.5E+300", true },
    { "1E-21", "0.000000000000000000001", false },
    { "1E-22", "1E-22", false },
    { "2.5E-300", "2.5E-300", false },
    { "1E-400", "0", true },
    { "0E400", "0", false },
    { "9.99999999999999E307", "9.99999999999999E+307", true },
    { "9.9999999999999999E307", "1E+308", true },
    { "12345.678901234", "12345.678901234", false },
    { "43451.7639236111", "43451.7639236111", false },
};

static const char *const canonical_bad[] = { "",
                                   " ",
                                   "-",
                                   ".",
                                   "-.",
                                   "1,000",
                                   "abc",
                                   "1E",
                                   "1E400",
                                   "1.7976931348623157E308",
                                   "INF",
                                   "NaN",
                                   "1 2",
                                   "0x1",
                                   "1.2.3",
                                   "--5",
                                   "12345678901234567x",
                                   "１２" };

static void cells_read_as_excel_shows_them(void **state)
{
    (void)state;
    struct arena a = { 0 };
    str out;
    bool rounded;

    for (size_t i = 0; i < countof(canonical_cases); i++) {
        if (!num_canonical(str_of(canonical_cases[i].in), &out, &rounded, &a))
            fail_msg("\"%s\" was refused", canonical_cases[i].in);
        assert_text(out, canonical_cases[i].out);
        if (rounded != canonical_cases[i].rounded)
            fail_msg("\"%s\": rounded is %d", canonical_cases[i].in, rounded);
    }
    for (size_t i = 0; i < countof(canonical_bad); i++)
        if (num_canonical(str_of(canonical_bad[i]), &out, &rounded, &a))
            fail_msg("\"%s\" was read", canonical_bad[i]);
    arena_reset(&a);
}

static void a_number_that_is_right_is_not_copied(void **state)
{
    (void)state;
    static const char *const right[] = { "0", "15417543000", "-3.25", "123456789012.345",
                                         "1234567890123450" };
    struct arena a = { 0 };
    str out;
    bool rounded;

    for (size_t i = 0; i < countof(right); i++) {
        assert_true(num_canonical(str_of(right[i]), &out, &rounded, &a));
        assert_ptr_equal(out.p, right[i]);
    }
    arena_reset(&a);
}

static void doubles_are_the_nearest(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        { "0", 0 },
        { "-1.5", -1.5 },
        { "66102.24", 66102.24 },
        { "1e22", 1e22 },
        { "1e23", 1e23 },
        { "0.1", 0.1 },
        { "123456789012345678", 123456789012345678.0 },
        { "1.7976931348623157e308", 0x1.fffffffffffffp1023 },
        { "5e-324", 0x1p-1074 },
        { "1e-400", 0 },
        { "2.2250738585072014E-308", 0x1p-1022 },
        { "9007199254740993", 9007199254740992.0 },
        { "9007199254740993.0000000000000001", 9007199254740994.0 },
        { " 2 ", 2 },
    };
    static const char *const bad[] = { "", "x", "1e309", "1.8e308", "1e999999", "1,5", "inf" };
    double v;

    for (size_t i = 0; i < countof(cases); i++) {
        assert_true(num_parse_double(str_of(cases[i].text), &v));
        if (v < cases[i].value || v > cases[i].value)
            fail_msg("\"%s\" is %a", cases[i].text, v);
    }
    for (size_t i = 0; i < countof(bad); i++)
        assert_false(num_parse_double(str_of(bad[i]), &v));
    assert_true(num_parse_double(STR("-0"), &v));
    assert_true(signbit(v));
}

/* More digits than are kept, and the one that decides after them. */
static void a_thousand_digits_still_decide(void **state)
{
    (void)state;
    struct arena a = { 0 };
    char *text = arena_alloc(&a, 1200, 1);
    double v;

    for (size_t i = 0; i < 1100; i++)
        text[i] = '0';
    static const char start[] = "9007199254740993.";
    for (size_t i = 0; start[i]; i++)
        text[i] = start[i];
    text[1100] = '1';
    assert_true(num_parse_double((str){ text, 1101 }, &v));
    assert_true(v > 9007199254740993.0);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_are_read_to_the_last_one),
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(decimals_round_half_away_from_zero),
        cmocka_unit_test(decimals_compare_by_value),
        cmocka_unit_test(cells_read_as_excel_shows_them),
        cmocka_unit_test(a_number_that_is_right_is_not_copied),
        cmocka_unit_test(doubles_are_the_nearest),
        cmocka_unit_test(a_thousand_digits_still_decide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
