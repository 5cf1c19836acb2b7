#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/arena.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void what_is_allocated_is_zero_and_aligned(void **state)
{
    (void)state;
    struct arena a = { 0 };

    for (int round = 0; round < 3; round++) {
        for (size_t n = 1; n < 3000; n += 7) {
            unsigned char *p = arena_alloc(&a, n, 1);
            assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xff, n);
        }
        assert_true(a.used > 3000);
        arena_reset(&a);
        assert_int_equal(a.used, 0);
    }
    unsigned char *large = arena_alloc(&a, 1 << 20, 1);
    large[(1 << 20) - 1] = 1;
    assert_non_null(arena_alloc(&a, 0, 8));
    arena_reset(&a);
}

static void texts_are_copied_joined_and_formatted(void **state)
{
    (void)state;
    struct arena a = { 0 };
    const str parts[] = { STR_INIT("a"), STR_INIT(""), STR_INIT("bc") };

    assert_string_equal(arena_copy(&a, STR("text")).p, "text");
    assert_string_equal(arena_copy(&a, (str){ NULL, 0 }).p, "");
    assert_string_equal(arena_join(&a, parts, countof(parts), STR(", ")).p, "a, , bc");
    assert_string_equal(arena_join(&a, parts, countof(parts), (str){ NULL, 0 }).p, "abc");
    assert_string_equal(arena_join(&a, NULL, 0, STR(", ")).p, "");
    assert_string_equal(arena_fmt(&a, "%d %s", 7, "x").p, "7 x");
    assert_int_equal(arena_fmt(&a, "%300s", "").n, 300);
    arena_reset(&a);
}

/* The status of a process that asks for too much. */
static int status_of(size_t limit, size_t count, size_t size)
{
    pid_t child = fork();

    if (child == 0) {
        struct arena a = { .limit = limit };
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        arena_alloc(&a, count, size);
        _exit(0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void too_much_ends_the_program(void **state)
{
    (void)state;
    assert_int_equal(status_of(1000, 1, 992), 0);
    assert_int_equal(status_of(1000, 1, 1001), 71);
    assert_int_equal(status_of(0, SIZE_MAX / 2, 4), 71);
    assert_int_equal(status_of(0, 1, SIZE_MAX), 71);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_allocated_is_zero_and_aligned),
        cmocka_unit_test(texts_are_copied_joined_and_formatted),
        cmocka_unit_test(too_much_ends_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
