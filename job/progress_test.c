#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/progress.h"

struct seen_progress {
    int calls;
    struct progress last;
};

static void note(void *context, const struct progress *p)
{
    struct seen_progress *s = context;

    s->calls++;
    s->last = *p;
}

static void every_stage_ends_with_a_report(void **state)
{
    struct seen_progress seen = { 0 };
    struct progress p = { .context = &seen, .show = note };

    (void)state;
    progress_begin(&p, "importing", 10);
    progress_step(&p, 4);
    progress_step(&p, 6);
    progress_failed(&p, 3);
    progress_end(&p);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.last.done, 10);
    assert_int_equal(seen.last.total, 10);
    assert_int_equal(seen.last.failed, 3);
    assert_string_equal(seen.last.stage, "importing");
}

static void the_rate_and_the_time_left_are_told(void **state)
{
    struct seen_progress seen = { 0 };
    struct progress p = { .context = &seen, .show = note };

    (void)state;
    progress_begin(&p, "importing", 400);
    p.shown -= 1.0; /* as if a second had passed */
    progress_step(&p, 100);
    assert_int_equal(seen.calls, 1);
    assert_true(seen.last.rate > 90 && seen.last.rate < 101);
    assert_true(seen.last.seconds_left > 2.9 && seen.last.seconds_left < 3.4);
    p.shown -= 1.0;
    progress_step(&p, 200);
    assert_true(seen.last.rate > 100 && seen.last.rate < 200); /* smoothed */
}

static void what_is_not_known_is_not_told(void **state)
{
    struct seen_progress seen = { 0 };
    struct progress p = { .context = &seen, .show = note };

    (void)state;
    progress_begin(&p, "exporting", 0);
    p.shown -= 1.0;
    progress_step(&p, 5);
    assert_true(seen.last.rate > 0);
    assert_true(seen.last.seconds_left < 0);
}

static void nobody_needs_to_look(void **state)
{
    volatile sig_atomic_t stop = 0;
    struct progress p = { .stop = &stop };

    (void)state;
    progress_begin(NULL, "importing", 1);
    progress_step(NULL, 1);
    progress_failed(NULL, 1);
    progress_end(NULL);
    assert_false(progress_stopping(NULL));
    assert_false(progress_stopping(&p));
    stop = 1;
    assert_true(progress_stopping(&p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stage_ends_with_a_report),
        cmocka_unit_test(the_rate_and_the_time_left_are_told),
        cmocka_unit_test(what_is_not_known_is_not_told),
        cmocka_unit_test(nobody_needs_to_look),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
