#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/str.h"

static void views_are_compared_by_their_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(STR("a\0b"), STR("a\0b")));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_false(str_eq(STR("a"), STR("ab")));
    assert_true(str_eq(STR(""), (str){ NULL, 0 }));
    assert_true(str_eq_fold(STR("eMail"), STR("EmaIL")));
    assert_false(str_eq_fold(STR("email"), STR("emaik")));
    assert_false(str_eq_fold(STR("[") /* '{' without its bit */, STR("{")));
    assert_false(str_eq_fold(STR("a"), STR("")));
    assert_int_equal(str_of(NULL).n, 0);
    assert_int_equal(str_of("abc").n, 3);
}

static void blanks_around_are_taken_off(void **state)
{
    (void)state;
    assert_true(str_eq(str_trim(STR(" \t\r\na b ")), STR("a b")));
    assert_true(str_eq(str_trim(STR("  ")), STR("")));
    assert_true(str_eq(str_trim(STR("")), STR("")));
}

static void text_is_cut_at_the_first_separator(void **state)
{
    (void)state;
    str head, tail;

    assert_true(str_cut(STR("a,b,c"), ',', &head, &tail));
    assert_true(str_eq(head, STR("a")) && str_eq(tail, STR("b,c")));
    assert_false(str_cut(STR("abc"), ',', &head, &tail));
    assert_true(str_eq(head, STR("abc")) && tail.n == 0);
    assert_true(str_cut(STR(","), ',', &head, &tail));
    assert_true(head.n == 0 && tail.n == 0);
    assert_false(str_cut((str){ NULL, 0 }, ',', &head, &tail));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_are_compared_by_their_bytes),
        cmocka_unit_test(blanks_around_are_taken_off),
        cmocka_unit_test(text_is_cut_at_the_first_separator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
