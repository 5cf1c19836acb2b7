#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/thread.h"

#include <signal.h>

static void *look_at_signals(void *context)
{
    sigset_t blocked;
    bool *all = context;

    pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    *all = sigismember(&blocked, SIGINT) == 1 && sigismember(&blocked, SIGTERM) == 1 &&
           sigismember(&blocked, SIGHUP) == 1;
    return context;
}

static void a_helper_gets_no_signals_and_who_starts_it_still_does(void **state)
{
    (void)state;
    pthread_t thread;
    sigset_t before, after;
    bool all = false;
    void *result = NULL;

    pthread_sigmask(SIG_BLOCK, NULL, &before);
    assert_true(thread_start(&thread, look_at_signals, &all));
    pthread_sigmask(SIG_BLOCK, NULL, &after);
    assert_int_equal(pthread_join(thread, &result), 0);
    assert_true(result == &all && all);
    for (int s = 1; s < SIGRTMIN; s++)
        assert_int_equal(sigismember(&after, s), sigismember(&before, s));
    assert_int_equal(sigismember(&after, SIGINT), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_helper_gets_no_signals_and_who_starts_it_still_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
