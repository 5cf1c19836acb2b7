#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "xlsx/styles.h"

static void codes_with_a_date_letter_in_the_first_section_are_dates(void **state)
{
    static const char *const dates[] = {
        "yyyy-mm-dd",
        "m/d/yy",
        "d-mmm",
        "h:mm AM/PM",
        "[h]:mm:ss",
        "[mm]:ss",
        "[SS]",
        "YYYY\"年\"M\"月\"",
        "[$-411]ggge\"年\"m\"月\"d\"日\"",
        "[$-F800]dddd\\, mmmm dd\\, yyyy",
        "[Red]yyyy",
        "aaa",
        "mm:ss.0",
        "yyyy;@",
        "[$-411]e",
        "\\ d",
    };
    static const char *const others[] = {
        "",           "General",  "GENERAL",      "0",     "0.00",     "#,##0",
        "0%",         "0.00E+00", "##0.0e-0",     "@",     "# ?/?",    "[Red]0;[Magenta]-0",
        "0\" days\"", "\"yyyy\"", "0\\d",         "0_d",   "0*d",      "#,##0 [$USD]",
        "0;yyyy",     "[>=100]0", "[hx]0",        "[]0",   "[$-411]0", "\"open",
        "[open",      "0\\",      "[Red]General", ";yyyy",
    };

    (void)state;
    for (size_t i = 0; i < countof(dates); i++)
        if (!format_code_is_date(str_of(dates[i])))
            fail_msg("%s is a date", dates[i]);
    for (size_t i = 0; i < countof(others); i++)
        if (format_code_is_date(str_of(others[i])))
            fail_msg("%s is no date", others[i]);
}

static void a_style_past_the_last_is_no_date(void **state)
{
    const bool one[] = { true };
    struct styles s = { one, 1 };

    (void)state;
    assert_true(style_is_date(&s, 0));
    assert_false(style_is_date(&s, 1));
    assert_false(style_is_date(&(struct styles){ 0 }, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_with_a_date_letter_in_the_first_section_are_dates),
        cmocka_unit_test(a_style_past_the_last_is_no_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
