#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/pages.h"

enum { SIZE = 10 };

/* A shop of so many customers, whose list fails when it is asked for the page after customer `fails_after`. */
struct listed {
    struct shop shop;
    int64_t customers, fails_after; /* -1: never */
};

static bool list(struct shop *shop, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                 size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err)
{
    const struct listed *s = (struct listed *)(void *)shop;

    (void)filter, (void)groups;
    if (*after == s->fails_after)
        return err_set(err, ERR_SHOP, "no more than %lld", (long long)*after);
    for (*n = 0; *n < max && *after < s->customers; ++*n) {
        struct customer *c = arena_new(a, struct customer);
        c->id = ++*after;
        out[*n] = c;
    }
    return true;
}

static const struct shop_ops ops = { .list = list };

static struct pages *begin(struct listed *s, int64_t customers, int64_t fails_after, bool ahead,
                           struct arena *a)
{
    *s = (struct listed){ { &ops }, customers, fails_after };
    return pages_begin(&(struct pages_wanted){ .shop = &s->shop, .size = SIZE, .ahead = ahead }, a);
}

/* All of them, in order; how many there are. */
static int64_t take_all(struct pages *p)
{
    const struct customer *const *page;
    struct err err = { 0 };
    int64_t seen = 0;
    size_t n = 1;

    while (n > 0) {
        assert_true(pages_next(p, &page, &n, &err));
        assert_true(n <= SIZE);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(page[i]->id, ++seen);
    }
    return seen;
}

static void everybody_comes_once_and_in_order(void **state)
{
    static const int64_t counts[] = { 0, 1, SIZE - 1, SIZE, SIZE + 1, 3 * SIZE, 1234 };
    (void)state;

    for (size_t i = 0; i < 2 * countof(counts); i++) {
        struct arena a = { 0 };
        struct listed s;
        struct pages *p = begin(&s, counts[i / 2], -1, i % 2, &a);
        assert_int_equal(take_all(p), counts[i / 2]);
        pages_end(p);
        arena_reset(&a);
    }
}

static void a_failure_is_told_after_the_pages_before_it(void **state)
{
    (void)state;
    for (int ahead = 0; ahead < 2; ahead++) {
        const struct customer *const *page;
        struct arena a = { 0 };
        struct err err = { 0 };
        struct listed s;
        size_t n;
        struct pages *p = begin(&s, 1000, 4 * SIZE, ahead, &a);
        for (int i = 0; i < 4; i++)
            assert_true(pages_next(p, &page, &n, &err) && n == SIZE);
        assert_false(pages_next(p, &page, &n, &err));
        assert_int_equal(err.code, ERR_SHOP);
        assert_string_equal(err.msg, "no more than 40");
        pages_end(p);
        arena_reset(&a);
    }
}

static void it_can_be_ended_at_any_time(void **state)
{
    (void)state;
    for (int taken = 0; taken < 8; taken++) {
        const struct customer *const *page;
        struct arena a = { 0 };
        struct err err = { 0 };
        struct listed s;
        size_t n;
        struct pages *p = begin(&s, 1000, -1, taken % 2 == 0, &a);
        for (int i = 0; i < taken / 2; i++)
            assert_true(pages_next(p, &page, &n, &err));
        pages_end(p);
        arena_reset(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_comes_once_and_in_order),
        cmocka_unit_test(a_failure_is_told_after_the_pages_before_it),
        cmocka_unit_test(it_can_be_ended_at_any_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
