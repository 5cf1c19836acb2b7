#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"

#include <string.h>

static void text_grows_up_to_its_maximum(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(1000);

    for (int i = 0; i < 100; i++)
        buf_put(&b, STR("0123456789"));
    assert_true(buf_ok(&b));
    assert_int_equal(buf_str(&b).n, 1000);
    buf_putc(&b, 'x');
    assert_false(buf_ok(&b));
    assert_int_equal(buf_str(&b).n, 1000);
    buf_clear(&b);
    assert_true(buf_ok(&b));
    buf_put(&b, STR("a\0b"));
    assert_true(str_eq(buf_str(&b), STR("a\0b")));
    buf_release(&b);
    assert_int_equal(buf_str(&b).n, 0);
}

static void failing_sticks(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(3);

    buf_put(&b, STR("1234"));
    buf_put(&b, STR("1"));
    assert_false(buf_ok(&b));
    assert_int_equal(buf_str(&b).n, 0);
    assert_null(buf_reserve(&b, 1));
    buf_release(&b);
}

static void numbers_are_written_in_digits(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(100);

    buf_put_u64(&b, 0);
    buf_putc(&b, ' ');
    buf_put_u64(&b, UINT64_MAX);
    assert_true(str_eq(buf_str(&b), STR("0 18446744073709551615")));
    buf_release(&b);
}

static void memory_that_is_not_there_is_a_failure(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(SIZE_MAX);

    buf_putc(&b, 'a');
    assert_null(buf_reserve(&b, SIZE_MAX / 4 * 3));
    assert_false(buf_ok(&b));
    assert_true(str_eq(buf_str(&b), STR("a")));
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows_up_to_its_maximum),
        cmocka_unit_test(failing_sticks),
        cmocka_unit_test(numbers_are_written_in_digits),
        cmocka_unit_test(memory_that_is_not_there_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* AddressSanitizer would end the program where malloc() gives NULL. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}
