#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>

#include "base/message.h"
#include "job/ahead.h"

/* A sheet of `rows` customers made as it is read: a thousand would be long to write down. */
struct made {
    struct row_source base;
    uint32_t rows, at;
    bool fails; /* at its end */
    cell cells[2];
    char text[32];
};

static bool made_next(struct row_source *source, struct row *row)
{
    struct made *m = (struct made *)source;

    if (m->at > m->rows)
        return false;
    if (m->at == 0) {
        m->cells[0] = (cell){ CELL_TEXT, false, STR("Email") };
        m->cells[1] = (cell){ CELL_TEXT, false, STR("Phone") };
    } else {
        int n = snprintf(m->text, sizeof m->text, "a%u@example.com", (unsigned)m->at);
        m->cells[0] = (cell){ CELL_TEXT, false, { m->text, (size_t)n } };
        m->cells[1] = (cell){ CELL_TEXT, false, m->at % 3 ? STR("") : STR("none") };
    }
    m->at++;
    *row = (struct row){ m->at, countof(m->cells), m->cells };
    return true;
}

static bool made_close(struct row_source *source, struct err *err)
{
    struct made *m = (struct made *)source;

    return !m->fails || err_set(err, ERR_IO, "the sheet ends too early");
}

static bool made_open(void *context, struct row_source **out, struct err *err)
{
    static const struct row_source_ops ops = { made_next, made_close };
    struct made *m = context;

    (void)err;
    m->base.ops = &ops;
    *out = &m->base;
    return true;
}

struct trial {
    struct made made;
    struct reader reader;
    struct import_options options;
    struct findings notes;
    struct arena arena, scratch;
};

static void trial_open(struct trial *t, uint32_t rows, bool fails)
{
    struct err err = { 0 };

    *t = (struct trial){ .made = { .rows = rows, .fails = fails } };
    t->notes.arena = &t->arena;
    const struct row_input input = { .open = made_open, .context = &t->made };
    assert_true(reader_open(&t->reader, &input, &t->options, NULL, &t->notes, &t->scratch, &err));
}

static void trial_release(struct trial *t)
{
    arena_reset(&t->scratch);
    arena_reset(&t->arena);
}

static void the_same_customers_come_in_the_same_order(void **state)
{
    static const uint32_t rows[] = { 0, 1, 99, 100, 101, 300, 1000 };
    (void)state;

    for (size_t i = 0; i < countof(rows); i++) {
        struct trial t;
        struct err err = { 0 };
        struct ahead_customer c;
        trial_open(&t, rows[i], false);
        struct ahead *ahead = ahead_start(&t.reader, 100, NULL, false, &t.arena);
        for (uint32_t row = 1; row <= rows[i]; row++) {
            char email[32];
            int n = snprintf(email, sizeof email, "a%u@example.com", (unsigned)row);
            assert_true(ahead_next(ahead, &c));
            assert_true(str_eq(c.want->email, (str){ email, (size_t)n }));
            assert_int_equal(c.rows, row);
            assert_int_equal(c.findings.n, row % 3 ? 0 : 1);
            assert_int_equal(c.want->failed, row % 3 == 0);
        }
        assert_false(ahead_next(ahead, &c));
        assert_false(ahead_next(ahead, &c));
        ahead_stop(ahead);
        assert_true(reader_close(&t.reader, &err));
        trial_release(&t);
    }
}

static void customers_of_a_parcel_stay_valid_together(void **state)
{
    enum { PARCEL = 64, ROWS = 1000 };
    struct ahead_customer kept[PARCEL];
    struct trial t;
    struct err err = { 0 };
    (void)state;

    trial_open(&t, ROWS, false);
    struct ahead *ahead = ahead_start(&t.reader, PARCEL, NULL, false, &t.arena);
    for (uint32_t first = 1; first <= ROWS; first += PARCEL) {
        uint32_t n = 0;
        while (n < PARCEL && ahead_next(ahead, &kept[n]))
            n++;
        for (uint32_t i = 0; i < n; i++) {
            assert_int_equal(kept[i].want->row, first + i + 1);
            assert_true(
                str_eq(kept[i].want->email, arena_fmt(&t.arena, "a%u@example.com", (unsigned)(first + i))));
        }
    }
    ahead_stop(ahead);
    assert_true(reader_close(&t.reader, &err));
    trial_release(&t);
}

static void it_can_be_stopped_at_any_time(void **state)
{
    (void)state;
    for (uint32_t taken = 0; taken < 500; taken += 71) {
        struct trial t;
        struct err err = { 0 };
        struct ahead_customer c;
        trial_open(&t, 100000, false);
        struct ahead *ahead = ahead_start(&t.reader, 50, NULL, false, &t.arena);
        for (uint32_t i = 0; i < taken; i++)
            assert_true(ahead_next(ahead, &c));
        ahead_stop(ahead);
        assert_true(reader_close(&t.reader, &err));
        trial_release(&t);
    }
    ahead_stop(NULL);
}

static void what_went_wrong_is_told_at_the_close(void **state)
{
    struct trial t;
    struct err err = { 0 };
    struct ahead_customer c;
    uint32_t n = 0;
    (void)state;

    trial_open(&t, 120, true);
    struct ahead *ahead = ahead_start(&t.reader, 50, NULL, false, &t.arena);
    while (ahead_next(ahead, &c))
        n++;
    ahead_stop(ahead);
    assert_int_equal(n, 120);
    assert_false(reader_close(&t.reader, &err));
    assert_string_equal(err.msg, "the sheet ends too early");
    trial_release(&t);
}

/* A shop that counts how often it is asked, and by which keys. */
struct asked {
    pthread_mutex_t in_use;
    size_t customers;
    bool fails;
};

static bool ask(void *context, const struct ahead_customer *customers, size_t n, struct match *found,
                struct arena *a, struct err *err)
{
    struct asked *s = context;

    assert_int_equal(pthread_mutex_trylock(&s->in_use), 0);
    for (size_t i = 0; i < n; i++) {
        struct customer *c = arena_new(a, struct customer);
        c->email = customers[i].want->email;
        found[i] = (struct match){ .by_email = c };
    }
    s->customers += n;
    pthread_mutex_unlock(&s->in_use);
    return !s->fails || err_set(err, ERR_SHOP, "nothing is found");
}

static void everybody_is_looked_up_while_nothing_changes(void **state)
{
    enum { ROWS = 1234 };
    struct asked asked = { .in_use = PTHREAD_MUTEX_INITIALIZER };
    struct ahead_shop shop = { .context = &asked, .find = ask };
    struct ahead_customer c;
    struct trial t;
    struct err err = { 0 };
    (void)state;

    trial_open(&t, ROWS, false);
    struct ahead *ahead = ahead_start(&t.reader, 100, &shop, false, &t.arena);
    for (size_t n = 0; n < ROWS; n++) {
        assert_true(ahead_next(ahead, &c));
        assert_non_null(c.found);
        assert_true(str_eq(c.found->by_email->email, c.want->email));
        assert_true(ahead_counts(ahead, c.as_of));
    }
    assert_false(ahead_next(ahead, &c));
    ahead_stop(ahead);
    assert_int_equal(asked.customers, ROWS);
    assert_true(reader_close(&t.reader, &err));
    trial_release(&t);
}

static void mark(void *context, const struct ahead_customer *customer, struct arena *a)
{
    (void)context;
    customer->want->has.unlikely++;
    (void)arena_copy(a, STR("something made on the way"));
}

/* Once each, before it is handed out, also while nothing is looked up. */
static void everybody_is_prepared(void **state)
{
    enum { ROWS = 1234 };
    struct asked asked = { .in_use = PTHREAD_MUTEX_INITIALIZER };
    struct ahead_shop shop = { &asked, ask, mark };
    struct ahead_customer c;
    struct trial t;
    struct err err = { 0 };
    (void)state;

    trial_open(&t, ROWS, false);
    struct ahead *ahead = ahead_start(&t.reader, 100, &shop, false, &t.arena);
    for (size_t n = 0; n < ROWS; n++) {
        assert_true(ahead_next(ahead, &c));
        assert_int_equal(c.want->has.unlikely, 1);
        ahead_take_shop(ahead);
        ahead_shop_changes(ahead);
        ahead_give_shop(ahead);
    }
    ahead_stop(ahead);
    assert_true(reader_close(&t.reader, &err));
    trial_release(&t);
}

static void what_was_looked_up_before_a_change_does_not_count(void **state)
{
    enum { ROWS = 5000, PARCEL = 100 };
    struct asked asked = { .in_use = PTHREAD_MUTEX_INITIALIZER };
    struct ahead_shop shop = { .context = &asked, .find = ask };
    struct ahead_customer c;
    struct trial t;
    struct err err = { 0 };
    size_t counted = 0;
    (void)state;

    trial_open(&t, ROWS, false);
    struct ahead *ahead = ahead_start(&t.reader, PARCEL, &shop, false, &t.arena);
    for (size_t n = 0; n < ROWS; n++) {
        assert_true(ahead_next(ahead, &c));
        counted += c.found && ahead_counts(ahead, c.as_of);
        if (n % PARCEL != PARCEL - 1)
            continue;
        ahead_take_shop(ahead);
        ahead_take_shop(ahead);
        assert_int_equal(pthread_mutex_trylock(&asked.in_use), 0); /* nobody asks meanwhile */
        pthread_mutex_unlock(&asked.in_use);
        ahead_shop_changes(ahead);
        assert_false(ahead_counts(ahead, c.as_of));
        ahead_give_shop(ahead);
    }
    ahead_stop(ahead);
    assert_true(counted < ROWS); /* the first parcel's, and those that were in time to see a change */
    assert_true(asked.customers < ROWS);
    assert_true(reader_close(&t.reader, &err));
    trial_release(&t);
}

static void a_shop_that_fails_ahead_is_asked_again_by_who_needs_it(void **state)
{
    struct asked asked = { .in_use = PTHREAD_MUTEX_INITIALIZER, .fails = true };
    struct ahead_shop shop = { .context = &asked, .find = ask };
    struct ahead_customer c;
    struct trial t;
    struct err err = { 0 };
    (void)state;

    trial_open(&t, 250, false);
    struct ahead *ahead = ahead_start(&t.reader, 100, &shop, false, &t.arena);
    for (size_t n = 0; n < 250; n++) {
        assert_true(ahead_next(ahead, &c));
        assert_null(c.found);
    }
    ahead_take_shop(ahead); /* and is stopped with it in hand */
    ahead_stop(ahead);
    assert_true(reader_close(&t.reader, &err));
    trial_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_customers_come_in_the_same_order),
        cmocka_unit_test(customers_of_a_parcel_stay_valid_together),
        cmocka_unit_test(it_can_be_stopped_at_any_time),
        cmocka_unit_test(what_went_wrong_is_told_at_the_close),
        cmocka_unit_test(everybody_is_looked_up_while_nothing_changes),
        cmocka_unit_test(everybody_is_prepared),
        cmocka_unit_test(what_was_looked_up_before_a_change_does_not_count),
        cmocka_unit_test(a_shop_that_fails_ahead_is_asked_again_by_who_needs_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
