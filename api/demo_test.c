#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/demo.h"

enum { NOW = 1767225600, CUSTOMERS = 600 };

static char folder[256];

static int make_folder(void **state)
{
    const char *temporary = getenv("TMPDIR");

    (void)state;
    snprintf(folder, sizeof folder, "%s/meibo-demo-XXXXXX", temporary ? temporary : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    static const char *const files[] = { "a.db", "b.db" }, *const endings[] = { "", "-wal", "-shm" };
    char path[400];

    (void)state;
    for (size_t i = 0; i < countof(files); i++) {
        for (size_t k = 0; k < countof(endings); k++) {
            snprintf(path, sizeof path, "%s/%s%s", folder, files[i], endings[k]);
            (void)unlink(path);
        }
    }
    return rmdir(folder);
}

static struct shop *filled(const char *name, uint64_t seed)
{
    struct shop *s = NULL;
    struct err err = { 0 };
    char path[400];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    (void)unlink(path);
    if (!embedded_open(&s, path, &(struct embedded_options){ .create = true }, &err) ||
        !demo_fill(s, seed, CUSTOMERS, NOW, &err))
        fail_msg("%s", err.msg);
    return s;
}

static const struct customer **everybody(struct shop *s, size_t *n, struct arena *a)
{
    const struct customer **list = arena_array(a, const struct customer *, CUSTOMERS + 1);
    struct shop_filter all = { 0 };
    struct err err = { 0 };
    int64_t after = 0;

    if (!s->ops->list(s, &all, GROUPS_ALL, &after, CUSTOMERS + 1, list, n, a, &err))
        fail_msg("%s", err.msg);
    return list;
}

static void as_many_as_asked_for(void **state)
{
    struct arena a = { 0 };
    struct shop *s = filled("a.db", 1);
    size_t n = 0, japanese = 0, addresses = 0, several = 0, tagged = 0, orders = 0, metafields = 0,
           subscribed = 0, named = 0;
    size_t states[STATE_COUNT] = { 0 };

    (void)state;
    const struct customer **list = everybody(s, &n, &a);
    assert_int_equal(n, CUSTOMERS);
    for (size_t i = 0; i < n; i++) {
        const struct customer *c = list[i];
        named += c->first_name.n && c->last_name.n;
        japanese += str_eq(c->language, STR("ja"));
        addresses += c->address_count > 0;
        several += c->address_count > 1;
        tagged += c->tags.n > 0;
        orders += c->total_orders > 0;
        metafields += c->metafield_count > 0;
        subscribed += c->email_consent.state == CONSENT_SUBSCRIBED;
        states[c->state]++;
        assert_true(c->total_orders == 0 || c->first_order.processed_at <= c->last_order.processed_at);
        assert_true(c->created_at <= NOW && c->last_order.processed_at <= NOW);
    }
    assert_int_equal(named, n);
    assert_in_range(japanese, n / 2, n * 3 / 4);
    assert_in_range(addresses, n * 3 / 4, n - 1);
    assert_in_range(several, n / 10, n / 2);
    assert_in_range(tagged, n / 2, n - 1);
    assert_in_range(orders, n / 4, n * 3 / 4);
    assert_in_range(metafields, n / 3, n - 1);
    assert_in_range(subscribed, n / 10, n / 2);
    for (size_t i = 0; i < STATE_COUNT; i++)
        assert_true(states[i] > 0);
    shop_close(s);
    arena_reset(&a);
}

static bool text_equal(str a, str b)
{
    return str_eq(a, b);
}

static void the_same_seed_gives_the_same_shop(void **state)
{
    struct arena a = { 0 };
    struct shop *one = filled("a.db", 7), *two = filled("b.db", 7);
    size_t n = 0, m = 0;

    (void)state;
    const struct customer **x = everybody(one, &n, &a), **y = everybody(two, &m, &a);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) {
        assert_true(x[i]->id == y[i]->id && x[i]->updated_at == y[i]->updated_at);
        assert_true(text_equal(x[i]->email, y[i]->email) && text_equal(x[i]->phone, y[i]->phone));
        assert_true(text_equal(x[i]->last_name, y[i]->last_name) && x[i]->tags.n == y[i]->tags.n);
        assert_true(x[i]->address_count == y[i]->address_count &&
                    x[i]->total_spent.units == y[i]->total_spent.units);
        assert_true(text_equal(x[i]->last_order.name, y[i]->last_order.name));
    }
    shop_close(one);
    shop_close(two);
    arena_reset(&a);
}

static void another_seed_gives_another_shop(void **state)
{
    struct arena a = { 0 };
    struct shop *one = filled("a.db", 7), *two = filled("b.db", 8);
    size_t n = 0, m = 0, same = 0;

    (void)state;
    const struct customer **x = everybody(one, &n, &a), **y = everybody(two, &m, &a);
    for (size_t i = 0; i < n && i < m; i++)
        same += text_equal(x[i]->email, y[i]->email);
    assert_true(same < n / 2);
    shop_close(one);
    shop_close(two);
    arena_reset(&a);
}

static void a_shop_is_filled_once(void **state)
{
    struct shop *s = filled("a.db", 1);
    struct err err = { 0 };

    (void)state;
    assert_false(demo_fill(s, 1, CUSTOMERS, NOW, &err));
    assert_int_equal(err.code, ERR_SHOP);
    shop_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_as_asked_for),
        cmocka_unit_test(the_same_seed_gives_the_same_shop),
        cmocka_unit_test(another_seed_gives_another_shop),
        cmocka_unit_test(a_shop_is_filled_once),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
