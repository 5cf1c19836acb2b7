#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/err.h"

#include "base/str.h"

#include <errno.h>
#include <string.h>

static void a_reason_is_wrapped_outside_in(void **state)
{
    (void)state;
    struct err e = { 0 };

    assert_false(err_set(&e, ERR_FORMAT, "not a %s", "workbook"));
    assert_false(err_wrap(&e, "opening %s", "a.xlsx"));
    assert_int_equal(e.code, ERR_FORMAT);
    assert_string_equal(e.msg, "opening a.xlsx: not a workbook");
}

static void the_system_says_why(void **state)
{
    (void)state;
    struct err e = { 0 };

    errno = ENOENT;
    assert_false(err_errno(&e, "reading %s", "x"));
    assert_int_equal(e.code, ERR_IO);
    assert_string_equal(e.msg, "reading x: No such file or directory");
}

static void a_message_is_never_cut_inside_a_character(void **state)
{
    (void)state;
    struct err e = { 0 };
    char text[2000];

    for (size_t shift = 0; shift < 3; shift++) {
        memset(text, 'x', sizeof text);
        for (size_t i = shift; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "あ", 3);
        text[sizeof text - 1] = '\0';
        err_set(&e, ERR_IO, "%s", text);
        size_t n = strlen(e.msg);
        assert_true(n > 1000 && n < sizeof e.msg);
        assert_int_equal((n - shift) % 3, 0);
        err_wrap(&e, "%s", text);
        assert_int_equal((strlen(e.msg) - shift) % 3, 0);
    }
}

static void each_kind_of_failure_has_its_exit_status(void **state)
{
    (void)state;
    static const int want[] = { 0, 1, 2, 4, 4, 5, 6, 7 };

    for (size_t i = 0; i < countof(want); i++)
        assert_int_equal(err_exit_status(&(struct err){ .code = (enum err_code)i }), want[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reason_is_wrapped_outside_in),
        cmocka_unit_test(the_system_says_why),
        cmocka_unit_test(a_message_is_never_cut_inside_a_character),
        cmocka_unit_test(each_kind_of_failure_has_its_exit_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
