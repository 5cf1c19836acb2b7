#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "api/money.h"
#include "api/query.h"

/* The SQL with its values in place of each "?", so that a case is one line. */
static str filled(const struct query *q, struct arena *a)
{
    str out = STR(""), head, tail = q->sql;
    size_t i = 0;

    for (bool more = true; more; i++) {
        more = str_cut(tail, '?', &head, &tail);
        str value = STR("");
        if (more && q->values[i].is_text)
            value = arena_join(a, (str[]){ STR("'"), q->values[i].text, STR("'") }, 3, STR(""));
        else if (more)
            value = arena_fmt(a, "%lld", (long long)q->values[i].number);
        out = arena_join(a, (str[]){ out, head, value }, 3, STR(""));
    }
    assert_int_equal(i - 1, q->n);
    return out;
}

static const struct {
    const char *query, *sql;
} searches[] = {
    { "", "" },
    { "   ", "" },
    { "tag:VIP", "(meibo_has_tag(tags, 'vip'))" },
    { "tag_not:VIP", "(NOT meibo_has_tag(tags, 'vip'))" },
    { "-tag:VIP", "NOT (meibo_has_tag(tags, 'vip'))" },
    { "NOT tag:VIP", "NOT (meibo_has_tag(tags, 'vip'))" },
    { "tag:*", "(tags IS NOT NULL)" },
    { "tag:\"two words\"", "(meibo_has_tag(tags, 'two words'))" },
    { "tag:'it\\'s'", "(meibo_has_tag(tags, 'it's'))" },
    { "tag:two\\ words", "(meibo_has_tag(tags, 'two words'))" },
    { "email:A@Example.com", "(email_key = 'a@example.com')" },
    { "email:a*", "(meibo_begins(email, 'a'))" },
    { "email:*", "(email IS NOT NULL)" },
    { "first_name:Bob", "(meibo_has_word(first_name, 'bob'))" },
    { "first_name:bo*", "(meibo_begins(first_name, 'bo'))" },
    { "last_name:'*'", "(meibo_has_word(last_name, '*'))" },
    { "phone:+819012345678", "(phone = '+819012345678')" },
    { "phone:+81*", "(meibo_begins(phone, '+81'))" },
    { "id:7", "(id = 7)" },
    { "id:>7", "(id > 7)" },
    { "id:=7", "(id = 7)" },
    { "orders_count:>=2", "(total_orders >= 2)" },
    { "orders_count:<2", "(total_orders < 2)" },
    { "total_spent:>100.50", "(total_spent > 10050)" },
    { "total_spent:100", "(total_spent = 10000)" },
    { "total_spent:10.005", "(0)" },
    { "total_spent:>10.005", "(total_spent > 1000)" },
    { "total_spent:>=10.005", "(total_spent > 1000)" },
    { "total_spent:<10.005", "(total_spent <= 1000)" },
    { "total_spent:<=10.005", "(total_spent <= 1000)" },
    { "state:ENABLED", "(state = 2)" },
    { "updated_at:2026-01-01", "(updated_at >= 1767225600 AND updated_at < 1767312000)" },
    { "updated_at:>2026-01-01", "(updated_at >= 1767312000)" },
    { "updated_at:>=2026-01-01", "(updated_at >= 1767225600)" },
    { "updated_at:<2026-01-01", "(updated_at < 1767225600)" },
    { "updated_at:<=2026-01-01", "(updated_at < 1767312000)" },
    { "updated_at:'2026-01-01T00:00:00Z'", "(updated_at >= 1767225600 AND updated_at < 1767225601)" },
    { "customer_date:>'2026-01-01 09:00:00 +0900'", "(created_at >= 1767225601)" },
    { "a:b", NULL },
    { "id:1 id:2", "(id = 1) AND (id = 2)" },
    { "id:1 AND id:2", "(id = 1) AND (id = 2)" },
    { "id:1 OR id:2 id:3", "(id = 1) OR (id = 2) AND (id = 3)" },
    { "(id:1 OR id:2) AND -id:3", "((id = 1) OR (id = 2)) AND NOT (id = 3)" },
    { "-(id:1 id:2)", "NOT ((id = 1) AND (id = 2))" },
    { "( ( id:1 ) )", "(((id = 1)))" },
    { "bob", "(meibo_has_word(first_name, 'bob') OR meibo_has_word(last_name, 'bob') OR "
             "meibo_has_word(email, 'bob') OR meibo_has_word(phone, 'bob'))" },
    { "ORANGE", "(meibo_has_word(first_name, 'orange') OR meibo_has_word(last_name, 'orange') OR "
                "meibo_has_word(email, 'orange') OR meibo_has_word(phone, 'orange'))" },
    { "tag:'; DROP TABLE customer; --'", "(meibo_has_tag(tags, '; drop table customer; --'))" },
};

static void searches_become_conditions(void **state)
{
    const struct query_context ctx = { zone_utc(), 2 };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(searches); i++) {
        struct query q;
        struct err err = { 0 };
        bool well = query_compile(str_of(searches[i].query), &ctx, &q, &a, &err);
        if (well != (searches[i].sql != NULL))
            fail_msg("%s: %s", searches[i].query, err.msg);
        if (!well)
            continue;
        str sql = filled(&q, &a);
        if (!str_eq(sql, str_of(searches[i].sql)))
            fail_msg("%s: %.*s", searches[i].query, STR_ARG(sql));
    }
    arena_reset(&a);
}

static void wrong_searches_say_where(void **state)
{
    static const struct {
        const char *query, *column;
    } cases[] = {
        { "nonsense:1", "column 1:" },
        { "tag:a nonsense:1", "column 7:" },
        { "名 nonsense:1", "column 3:" },
        { "tag:", "column 5:" },
        { "tag:'open", "column 5:" },
        { "tag:>a", "column 5:" },
        { "(tag:a", "column 1:" },
        { "tag:a)", "column 6:" },
        { "tag:a OR", "column 9:" },
        { "tag:a AND", "column 10:" },
        { "OR tag:a", "column 1:" },
        { "()", "column 2:" },
        { "-", "column 2:" },
        { "--tag:a", "column 2:" },
        { "id:x", "column 4:" },
        { "id:>x", "column 5:" },
        { "total_spent:>much", "column 14:" },
        { "total_spent:>99999999999999999", "column 14:" },
        { "state:sleeping", "column 7:" },
        { "updated_at:yesterday", "column 12:" },
        { "((((((((((((((((((((((((((((((((((id:1))))))))))))))))))))))))))))))))))", "column 33:" },
    };
    const struct query_context ctx = { zone_utc(), 2 };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct query q;
        struct err err = { 0 };
        if (query_compile(str_of(cases[i].query), &ctx, &q, &a, &err))
            fail_msg("%s is accepted", cases[i].query);
        assert_int_equal(err.code, ERR_USAGE);
        if (!strstr(err.msg, cases[i].column))
            fail_msg("%s: %s", cases[i].query, err.msg);
    }
    arena_reset(&a);
}

static void a_search_has_limits(void **state)
{
    const struct query_context ctx = { zone_utc(), 2 };
    struct arena a = { 0 };
    struct query q;
    struct err err = { 0 };
    char *text = arena_array(&a, char, QUERY_BYTES_MAX + 1);

    (void)state;
    memset(text, 'x', QUERY_BYTES_MAX + 1);
    assert_false(query_compile((str){ text, QUERY_BYTES_MAX + 1 }, &ctx, &q, &a, &err));
    assert_int_equal(err.code, ERR_USAGE);
    for (size_t i = 0; i < QUERY_BYTES_MAX / 5; i++)
        memcpy(text + i * 5, "id:1 ", 5);
    assert_false(query_compile((str){ text, 5 * (QUERY_VALUES_MAX + 1) }, &ctx, &q, &a, &err));
    assert_true(query_compile((str){ text, 5 * QUERY_VALUES_MAX }, &ctx, &q, &a, &err));
    assert_false(query_compile(STR("tag:\xFF"), &ctx, &q, &a, &err));
    arena_reset(&a);
}

static void a_day_is_one_in_the_shops_zone(void **state)
{
    struct arena a = { 0 };
    struct err err = { 0 };
    struct query_context ctx = { NULL, 2 };
    struct query q;

    (void)state;
    assert_true(zone_find(STR("Asia/Tokyo"), &ctx.zone, &err));
    assert_true(query_compile(STR("updated_at:2026-01-01"), &ctx, &q, &a, &err));
    assert_true(q.values[0].number == 1767225600 - 9 * 3600 &&
                q.values[1].number == q.values[0].number + 86400);
    arena_reset(&a);
}

static void money_is_whole_coins(void **state)
{
    static const struct {
        decimal amount;
        uint8_t decimals;
        bool fits, exact;
        int64_t minor;
    } cases[] = {
        { { 1050, 2 }, 2, true, true, 1050 },  { { 105, 1 }, 2, true, true, 1050 },
        { { 10, 0 }, 2, true, true, 1000 },    { { 1050, 2 }, 0, true, false, 10 },
        { { -1050, 2 }, 0, true, false, -11 }, { { -1000, 2 }, 0, true, true, -10 },
        { { INT64_MAX, 0 }, 1, false, 0, 0 },  { { 0, 18 }, 0, true, true, 0 },
        { { 1, 19 }, 0, false, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        int64_t minor = 0;
        bool exact = false;
        assert_int_equal(money_minor(cases[i].amount, cases[i].decimals, &minor, &exact), cases[i].fits);
        if (cases[i].fits)
            assert_true(minor == cases[i].minor && exact == cases[i].exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(searches_become_conditions), cmocka_unit_test(wrong_searches_say_where),
        cmocka_unit_test(a_search_has_limits),        cmocka_unit_test(a_day_is_one_in_the_shops_zone),
        cmocka_unit_test(money_is_whole_coins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
