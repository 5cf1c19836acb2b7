#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/admin_pace.h"

#include <math.h>
#include <string.h>

static struct pace_status told(double available)
{
    return (struct pace_status){
        .told = true, .requested = 10, .actual = 10, .maximum = 2000, .available = available, .rate = 100
    };
}

/* One that has heard once, at the moment 0, and may send as much at once as it wants. */
static struct pace heard(double available)
{
    struct pace p = pace_new(8);
    struct pace_ticket t = pace_send(&p, 10, 0);

    pace_answered(&p, t, told(available), 0);
    p.limit = 8;
    return p;
}

static void one_request_goes_before_the_first_reply(void **state)
{
    (void)state;
    struct pace p = pace_new(8);

    assert_true(pace_wait(&p, 1000, 0, 0) == 0);
    struct pace_ticket t = pace_send(&p, 1000, 0);
    assert_true(pace_wait(&p, 1, 1, 100) < 0);
    pace_unanswered(&p, t);
    assert_true(pace_wait(&p, 1, 0, 100) == 0);
    t = pace_send(&p, 10, 100);
    pace_answered(&p, t, told(1990), 100);
    assert_true(pace_wait(&p, 10, 1, 100) == 0);
}

static void what_is_missing_is_waited_for(void **state)
{
    (void)state;
    struct pace p = heard(60); /* 40 of the 2,000 are left to others */
    struct pace_ticket t[3];

    assert_true(pace_wait(&p, 20, 0, 0) == 0);
    t[0] = pace_send(&p, 20, 0);
    assert_true(fabs(pace_wait(&p, 10, 1, 0) - 0.1) < 1e-9);
    assert_true(fabs(pace_wait(&p, 110, 1, 0) - 1.1) < 1e-9);
    assert_true(pace_wait(&p, 10, 1, 0.1) <= 1e-9);
    t[1] = pace_send(&p, 10, 0.1);
    t[2] = pace_send(&p, 10, 0.2);
    assert_true(fabs(pace_available(&p, 0.2) - 40) < 1e-9);
    for (size_t i = 0; i < 3; i++)
        pace_unanswered(&p, t[i]);
}

static void points_that_were_not_needed_come_back(void **state)
{
    (void)state;
    struct pace p = heard(1000);
    struct pace_ticket t = pace_send(&p, 500, 0);
    struct pace_status s = told(900);

    s.requested = 500;
    s.actual = 100;
    assert_true(fabs(pace_available(&p, 0) - 500) < 1e-9);
    pace_answered(&p, t, s, 0);
    assert_true(fabs(pace_available(&p, 0) - 900) < 1e-9);
}

static void what_another_app_took_shows_in_the_reply(void **state)
{
    (void)state;
    struct pace p = heard(1000);
    struct pace_ticket old = pace_send(&p, 10, 0), t = pace_send(&p, 10, 0);

    pace_answered(&p, t, told(100), 0.1);
    assert_true(pace_available(&p, 0.1) <= 110);
    pace_answered(&p, old, told(900), 0.1); /* written before: it does not know */
    assert_true(pace_available(&p, 0.1) <= 110);
    t = pace_send(&p, 10, 0.2);
    pace_answered(&p, t, told(1500), 0.3); /* given back to the other app */
    assert_true(fabs(pace_available(&p, 0.3) - 1500) < 1e-9);
}

static void a_bucket_does_not_overflow(void **state)
{
    (void)state;
    struct pace p = heard(1990);

    assert_true(pace_available(&p, 1000) == 2000);
    assert_true(pace_wait(&p, 5000, 0, 1000) == 0); /* more than there can be: the shop shall say no */
}

static void a_refusal_closes_for_what_is_missing(void **state)
{
    (void)state;
    static const struct {
        double cost, available, seconds;
    } cases[] = { { 510, 10, 5 }, { 10, 5, 1 }, { 10, 60, 1 }, { 310, 0, 3.1 } };

    for (size_t i = 0; i < countof(cases); i++) {
        struct pace p = heard(1000);
        struct pace_ticket t = pace_send(&p, cases[i].cost, 1);
        struct pace_status s = told(cases[i].available);
        s.requested = cases[i].cost;
        assert_true(fabs(pace_refused(&p, t, s, 1) - cases[i].seconds) < 1e-9);
        assert_true(fabs(pace_available(&p, 1) - cases[i].available) < 1e-9);
        assert_int_equal(p.limit, 4);
        assert_true(pace_wait(&p, 1, 0, 1) >= cases[i].seconds - 1e-9);
    }
}

static void a_refusal_that_tells_nothing_closes_for_a_second(void **state)
{
    (void)state;
    struct pace p = pace_new(8);
    struct pace_ticket t = pace_send(&p, 10, 0);

    assert_true(pace_refused(&p, t, (struct pace_status){ 0 }, 0) == 1);
    assert_true(fabs(pace_wait(&p, 10, 0, 0.25) - 0.75) < 1e-9);
    assert_true(pace_wait(&p, 10, 0, 1) == 0);
    pace_close(&p, 2, 1);
    pace_close(&p, 1, 1);
    assert_true(fabs(pace_wait(&p, 10, 0, 1) - 2) < 1e-9);
    assert_int_equal(p.limit, 1);
}

static void more_go_at_once_while_nothing_is_refused(void **state)
{
    (void)state;
    struct pace p = pace_new(8);

    assert_int_equal(p.limit, 2);
    for (int i = 0; i < 200; i++)
        pace_answered(&p, pace_send(&p, 1, i), told(1990), i);
    assert_int_equal(p.limit, 8);
    assert_true(pace_wait(&p, 1, 8, 200) < 0);
    assert_true(pace_wait(&p, 1, 7, 200) == 0);
}

static void a_bucket_that_restores_nothing_is_asked_each_second(void **state)
{
    (void)state;
    struct pace p = pace_new(8);
    struct pace_status s = told(0);

    s.rate = 0;
    pace_answered(&p, pace_send(&p, 1, 0), s, 0);
    assert_true(pace_wait(&p, 10, 0, 5) == 1);
}

/* ---- a shop, with a clock of its own --------------------------------------------------------------------- */

enum { MOST = 64 };

struct flight {
    bool used, decided, refused;
    double decide_at, reply_at; /* when the shop takes it off the bucket, and when the client hears */
    double available;
    struct pace_ticket ticket;
};

struct world {
    double rate, maximum, bucket, at; /* the shop's */
    double cost, actual;              /* of each request: asked for, needed */
    double latency;
    double drain_every, drain_points; /* another app; 0: none */
    double next_drain, drained;
    uint64_t random;
    struct flight flights[MOST];
    size_t under_way, sent, answered, refused;
    double used;
};

static double chance(struct world *w)
{
    w->random = w->random * 6364136223846793005u + 1442695040888963407u;
    return (double)(w->random >> 11) / 9007199254740992.0;
}

static void restore(struct world *w, double now)
{
    w->bucket = fmin(w->maximum, w->bucket + (now - w->at) * w->rate);
    w->at = now;
}

/* The next thing that happens in the shop or on the way back; INFINITY: none. */
static double next_event(const struct world *w)
{
    double at = w->drain_every > 0 ? w->next_drain : INFINITY;

    for (size_t i = 0; i < MOST; i++)
        if (w->flights[i].used)
            at = fmin(at, w->flights[i].decided ? w->flights[i].reply_at : w->flights[i].decide_at);
    return at;
}

static void decide(struct world *w, struct flight *f)
{
    f->decided = true;
    f->refused = w->bucket < w->cost;
    if (!f->refused) {
        w->bucket -= w->actual;
        w->used += w->actual;
    }
    f->available = w->bucket;
}

static void hear(struct world *w, struct pace *p, struct flight *f, double now)
{
    struct pace_status s = { true, w->cost, f->refused ? 0 : w->actual, w->maximum, f->available, w->rate };

    if (f->refused) {
        (void)pace_refused(p, f->ticket, s, now);
        w->refused++;
    } else {
        pace_answered(p, f->ticket, s, now);
        w->answered++;
    }
    f->used = false;
    w->under_way--;
}

static void happen(struct world *w, struct pace *p, double now)
{
    restore(w, now);
    if (w->drain_every > 0 && w->next_drain <= now) {
        double taken = fmin(w->bucket, w->drain_points);
        w->bucket -= taken;
        w->drained += taken;
        w->next_drain += w->drain_every * (0.5 + chance(w));
    }
    for (size_t i = 0; i < MOST; i++) {
        struct flight *f = &w->flights[i];
        if (f->used && !f->decided && f->decide_at <= now)
            decide(w, f);
        else if (f->used && f->decided && f->reply_at <= now)
            hear(w, p, f, now);
    }
}

static void send_one(struct world *w, struct pace *p, double now)
{
    struct flight *f = w->flights;

    while (f->used)
        f++;
    double there = w->latency * (0.2 + 0.6 * chance(w)), back = w->latency * (0.2 + 0.6 * chance(w));
    *f = (struct flight){ .used = true, .decide_at = now + there, .reply_at = now + there + back };
    f->ticket = pace_send(p, w->cost, now);
    w->under_way++;
    w->sent++;
}

/* Seconds until `count` requests were answered. */
static double work(struct world *w, size_t count)
{
    struct pace p = pace_new(8);
    double now = 0;

    w->random = 42;
    w->next_drain = w->drain_every;
    while (w->answered < count) {
        double wait = w->answered + w->under_way < count ? pace_wait(&p, w->cost, w->under_way, now) : -1;
        if (wait == 0) {
            send_one(w, &p, now);
            continue;
        }
        double event = next_event(w);
        now = wait > 0 ? fmin(event, now + wait + 1e-9) : event;
        happen(w, &p, now);
    }
    return now;
}

static const struct {
    const char *name;
    struct world world;
    size_t count;
} shops[] = {
    { "Plus, one customer a request, quick",
      { .rate = 1000, .maximum = 20000, .cost = 10, .actual = 10, .latency = 0.05 },
      20000 },
    { "Plus, ten customers a request",
      { .rate = 1000, .maximum = 20000, .cost = 100, .actual = 100, .latency = 0.4 },
      2000 },
    { "Plus, requests of the largest size",
      { .rate = 1000, .maximum = 20000, .cost = 1000, .actual = 1000, .latency = 0.8 },
      400 },
    { "Plus, half comes back",
      { .rate = 1000, .maximum = 20000, .cost = 200, .actual = 100, .latency = 0.4 },
      2000 },
    { "Standard", { .rate = 100, .maximum = 2000, .cost = 10, .actual = 10, .latency = 0.3 }, 3000 },
    { "Standard, requests of the largest size",
      { .rate = 100, .maximum = 2000, .cost = 1000, .actual = 1000, .latency = 2 },
      400 },
    { "Plus, and another app now and then",
      { .rate = 1000,
        .maximum = 20000,
        .cost = 10,
        .actual = 10,
        .latency = 0.05,
        .drain_every = 10,
        .drain_points = 300 },
      20000 },
    { "Plus, and another app takes all there is",
      { .rate = 1000,
        .maximum = 20000,
        .cost = 10,
        .actual = 10,
        .latency = 0.05,
        .drain_every = 20,
        .drain_points = 20000 },
      20000 },
    { "Standard, and another app takes all there is",
      { .rate = 100,
        .maximum = 2000,
        .cost = 10,
        .actual = 10,
        .latency = 0.3,
        .drain_every = 60,
        .drain_points = 2000 },
      3000 },
};

static void what_is_restored_is_used(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(shops); i++) {
        struct world w = shops[i].world;
        double seconds = work(&w, shops[i].count);
        double share = w.used / (seconds * w.rate - w.drained);
        print_message("# %s: %.1f %% of what was restored, %zu of %zu refused\n", shops[i].name, share * 100,
                      w.refused, w.sent);
        if (share < 0.95 || w.refused * 200 > w.sent)
            fail_msg("%s", shops[i].name);
    }
}

static void alone_nothing_is_ever_refused(void **state)
{
    (void)state;
    for (double latency = 0.01; latency < 5; latency *= 1.7)
        for (double cost = 1; cost <= 1000; cost *= 3.7) {
            struct world w = { .rate = 100,
                               .maximum = 2000,
                               .bucket = 1000,
                               .cost = cost,
                               .actual = floor(cost / 2),
                               .latency = latency };
            w.actual = fmax(1, w.actual);
            (void)work(&w, 300);
            assert_int_equal(w.refused, 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_request_goes_before_the_first_reply),
        cmocka_unit_test(what_is_missing_is_waited_for),
        cmocka_unit_test(points_that_were_not_needed_come_back),
        cmocka_unit_test(what_another_app_took_shows_in_the_reply),
        cmocka_unit_test(a_bucket_does_not_overflow),
        cmocka_unit_test(a_refusal_closes_for_what_is_missing),
        cmocka_unit_test(a_refusal_that_tells_nothing_closes_for_a_second),
        cmocka_unit_test(more_go_at_once_while_nothing_is_refused),
        cmocka_unit_test(a_bucket_that_restores_nothing_is_asked_each_second),
        cmocka_unit_test(what_is_restored_is_used),
        cmocka_unit_test(alone_nothing_is_ever_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
