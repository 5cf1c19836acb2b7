#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>

#include "job/seen.h"

static void a_key_names_the_row_that_gave_it_last(void **state)
{
    struct seen seen = { 0 };

    (void)state;
    assert_int_equal(seen_put(&seen, STR("a@example.com"), 2), 0);
    assert_int_equal(seen_put(&seen, STR("b@example.com"), 3), 0);
    assert_int_equal(seen_put(&seen, STR("a@example.com"), 9), 2);
    assert_int_equal(seen_put(&seen, STR("a@example.com"), 12), 9);
    assert_int_equal(seen_put(&seen, STR("b@example.com"), 13), 3);
    assert_int_equal(seen_find(&seen, STR("b@example.com")), 13);
    assert_int_equal(seen_find(&seen, STR("c@example.com")), 0);
    seen_release(&seen);
}

static str key_of(uint32_t i, char to[32])
{
    return (str){ to, (size_t)snprintf(to, 32, "k%u@example.com", i) };
}

static void a_key_costs_at_most_32_bytes_at_any_load(void **state)
{
    enum { N = 200000 };
    struct seen seen = { 0 };
    char text[32];

    (void)state;
    for (uint32_t i = 1; i <= N; i++) {
        assert_int_equal(seen_put(&seen, key_of(i, text), i), 0);
        if (i >= 1000 && i % 97 == 0)
            assert_true(seen_bytes(&seen) <= (size_t)i * 32);
    }
    for (uint32_t i = 1; i <= N; i++)
        assert_int_equal(seen_put(&seen, key_of(i, text), i), i);
    seen_release(&seen);
    assert_true(seen_bytes(&seen) == sizeof seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_names_the_row_that_gave_it_last),
        cmocka_unit_test(a_key_costs_at_most_32_bytes_at_any_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
