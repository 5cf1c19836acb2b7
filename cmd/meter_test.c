#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/message.h"
#include "cmd/meter.h"

static void a_line_says_how_far_and_how_long(void **state)
{
    static const struct {
        struct progress p;
        const char *plain, *json;
    } cases[] = {
        { { .stage = "importing",
            .done = 4500,
            .total = 10000,
            .rate = 5000,
            .seconds_left = 67,
            .failed = 3 },
          "importing: 4,500 of 10,000 · 5,000/s · 1:07 left · failed 3",
          "{\"stage\":\"importing\",\"done\":4500,\"total\":10000,\"failed\":3,\"rate\":5000,\"seconds_"
          "left\":67}" },
        { { .stage = "checking", .done = 12, .rate = -1, .seconds_left = -1 },
          "checking: 12",
          "{\"stage\":\"checking\",\"done\":12,\"total\":null,\"failed\":0,\"rate\":null,\"seconds_left\":"
          "null}" },
        { { .stage = "exporting", .done = 1, .total = 2, .rate = 1, .seconds_left = 3723 },
          "exporting: 1 of 2 · 1/s · 1:02:03 left",
          "{\"stage\":\"exporting\",\"done\":1,\"total\":2,\"failed\":0,\"rate\":1,\"seconds_left\":3723}" },
    };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        assert_string_equal(meter_plain(&cases[i].p, &a).p, cases[i].plain);
        assert_string_equal(meter_json(&cases[i].p, &a).p, cases[i].json);
    }
    arena_reset(&a);
}

static size_t count_of(const char *text, const char *what)
{
    size_t n = 0;

    for (; (text = strstr(text, what)); text += strlen(what))
        n++;
    return n;
}

static void a_bar_is_as_full_as_the_work_is_done(void **state)
{
    static const struct {
        size_t done, total, full;
    } cases[] = { { 0, 10, 0 }, { 5, 10, 12 }, { 10, 10, 24 }, { 11, 10, 0 } };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        const struct progress p = { .stage = "planning",
                                    .done = cases[i].done,
                                    .total = cases[i].total,
                                    .rate = -1,
                                    .seconds_left = -1 };
        const char *bar = meter_bar(&p, &a).p;
        assert_int_equal(count_of(bar, "█"), cases[i].full);
        assert_int_equal(count_of(bar, "█") + count_of(bar, "░"), 24);
    }
    arena_reset(&a);
}

static void what_a_plan_counted_is_expected_of_the_import(void **state)
{
    static const struct {
        size_t done, total, expected, want_total;
        double rate, want_left;
    } cases[] = {
        { 100, 0, 300, 300, 50, 4 },    { 100, 0, 0, 0, 50, -1 }, /* nothing was counted */
        { 301, 0, 300, 0, 50, -1 },                               /* counted wrong: say nothing */
        { 100, 200, 300, 200, 50, -1 }, { 100, 0, 300, 300, 0, -1 },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        const struct meter m = { .expected = cases[i].expected };
        const struct progress p = {
            .done = cases[i].done, .total = cases[i].total, .rate = cases[i].rate, .seconds_left = -1
        };
        struct progress known = meter_expecting(&m, &p);
        assert_int_equal(known.total, cases[i].want_total);
        assert_int_equal((int)known.seconds_left, (int)cases[i].want_left);
    }
}

static void nothing_shows_where_nobody_looks(void **state)
{
    struct settings s = { .progress = PROGRESS_NONE };
    struct meter m;

    (void)state;
    meter_init(&m, &s);
    assert_null(m.progress.show);
    s.progress = PROGRESS_JSON;
    meter_init(&m, &s);
    assert_non_null(m.progress.show);
    s.progress = PROGRESS_AUTO;
    s.quiet = true;
    meter_init(&m, &s);
    assert_null(m.progress.show);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_says_how_far_and_how_long),
        cmocka_unit_test(a_bar_is_as_full_as_the_work_is_done),
        cmocka_unit_test(what_a_plan_counted_is_expected_of_the_import),
        cmocka_unit_test(nothing_shows_where_nobody_looks),
    };

    message_init("en", "/nonexistent");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
