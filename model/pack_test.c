#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/plan_cases.h"

static size_t complain(const char *what, str first, str second)
{
    print_error("%s\n  packed   %.*s\n  repacked %.*s\n", what, STR_ARG(first), STR_ARG(second));
    return 1;
}

static size_t check_op(struct world *w, const struct plan_case *c)
{
    struct op op = case_decide(w, case_want(w, c->sheet), case_have(w, c->shop)), back;
    struct err err;

    op.token = STR("token-1");
    str packed = op_pack(&op, &w->arena);
    if (!op_unpack(packed, &back, &w->arena, &err))
        return complain(c->rule, packed, str_of(err.msg));
    str again = op_pack(&back, &w->arena), told = case_told(w, &op), retold = case_told(w, &back);
    if (!str_eq(packed, again) || !str_eq(told, retold) || back.why.id != op.why.id ||
        !str_eq(back.token, op.token))
        return complain(c->rule, packed, again);
    return 0;
}

static void every_operation_comes_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(case_groups); i++)
        assert_int_equal(case_each(&case_groups[i], check_op), 0);
}

static size_t check_customers(struct world *w, const struct plan_case *c)
{
    const struct customer *both[] = { case_want(w, c->sheet), case_have(w, c->shop ? c->shop : "") };

    for (size_t i = 0; i < countof(both); i++) {
        struct customer *back;
        struct err err;
        str packed = customer_pack(both[i], &w->arena);
        if (!customer_unpack(packed, &back, &w->arena, &err))
            return complain(c->rule, packed, str_of(err.msg));
        str again = customer_pack(back, &w->arena);
        if (!str_eq(packed, again) || !str_eq(case_shown(w, both[i]), case_shown(w, back)) ||
            back->has.seen != both[i]->has.seen || back->has.blank != both[i]->has.blank)
            return complain(c->rule, packed, again);
    }
    return 0;
}

static void every_customer_comes_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(case_groups); i++)
        assert_int_equal(case_each(&case_groups[i], check_customers), 0);
}

static void ids_moments_and_money_are_exact(void **state)
{
    struct world w;
    struct customer *back;
    struct err err;

    (void)state;
    world_init(&w);
    struct customer *c = case_have(&w, "ID=9223372036854775807|@|ADDRESS_ID=9007199254740993");
    c->revision = INT64_MIN;
    c->created_at = -2208988800;
    c->has.blank &= ~(COL_BIT(COL_CREATED_AT) | COL_BIT(COL_TOTAL_SPENT));
    c->total_spent = (decimal){ -123456789012345678, 4 };
    c->last_order = (struct order_end){ INT64_MAX, STR("#1001"), 1, { 5, 0 } };
    c->has.blank &= ~(COL_BIT(COL_LAST_ORDER_ID) | COL_BIT(COL_LAST_ORDER_NAME));
    assert_true(customer_unpack(customer_pack(c, &w.arena), &back, &w.arena, &err));
    assert_true(back->id == INT64_MAX && back->revision == INT64_MIN && back->created_at == -2208988800);
    assert_true(back->total_spent.units == -123456789012345678 && back->total_spent.scale == 4);
    assert_true(back->last_order.id == INT64_MAX && str_eq(back->last_order.name, STR("#1001")));
    assert_true(back->addresses[0].id == 9007199254740993);
    world_release(&w);
}

static void findings_come_back(void **state)
{
    struct world w;
    struct findings back = { 0 };
    struct err err;

    (void)state;
    world_init(&w);
    finding_add(&w.findings, (struct finding){ FINDING_EMAIL_INVALID, 7, -1, { STR("山田\n\"x\"") } });
    finding_add(
        &w.findings,
        (struct finding){ FINDING_TWO_MATCHES, 4000000000u, 16383, { STR(""), STR("Phone"), STR("5") } });
    str packed = findings_pack(w.findings.at, w.findings.n, &w.arena);
    back.arena = &w.arena;
    assert_true(findings_unpack(packed, &back, &err));
    assert_int_equal(back.n, 2);
    assert_int_equal(back.count[SEVERITY_ERROR], 2);
    assert_true(back.at[0].column == -1 && back.at[1].column == 16383 && back.at[1].row == 4000000000u);
    assert_true(str_eq(back.at[0].args[0], STR("山田\n\"x\"")) && str_eq(back.at[1].args[2], STR("5")));
    world_release(&w);
}

static void a_journal_that_is_not_ours_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "[]",
        "{",
        "{\"kind\":\"dance\",\"found_by\":\"\"}",
        "{\"kind\":\"create\",\"found_by\":\"nose\"}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"to\":{\"EMAIL\":5}}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"to\":{\"TAX_EXEMPT\":\"yes\"}}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"to\":{\"TAGS\":\"a\"}}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"to\":{\"CREATED_AT\":1.5}}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"to\":{\"STATE\":\"asleep\"}}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"to\":{\"TOTAL_SPENT\":[1,99]}}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"to\":{\"addresses\":[{\"ADDRESS_ZIP\":1}]}}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"to\":{\"tag_steps\":[{}]}}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"have\":{\"EMAIL\":[]}}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"address_ops\":[{\"kind\":\"fly\"}]}",
        "{\"kind\":\"create\",\"found_by\":\"\",\"address_ops\":[{\"kind\":\"update\"}]}",
        ("{\"kind\":\"create\",\"found_by\":\"\","
         "\"address_ops\":[{\"kind\":\"add\",\"to\":{\"ADDRESS_ZIP\":1}}]}"),
    };

    (void)state;
    for (size_t i = 0; i < countof(bad); i++) {
        struct arena a = { 0 };
        struct op op;
        struct err err = { 0 };
        assert_false(op_unpack(str_of(bad[i]), &op, &a, &err));
        assert_int_equal(err.code, ERR_FORMAT);
        arena_reset(&a);
    }
}

static void customers_and_findings_that_are_not_ours_are_refused(void **state)
{
    struct arena a = { 0 };
    struct findings list = { .arena = &a };
    struct customer *c;
    struct err err;

    (void)state;
    assert_false(customer_unpack(STR("[1]"), &c, &a, &err));
    assert_false(customer_unpack(STR("{\"EMAIL\":1}"), &c, &a, &err));
    assert_false(findings_unpack(STR("{}"), &list, &err));
    assert_false(findings_unpack(STR("nonsense"), &list, &err));
    assert_true(findings_unpack(STR("[{\"id\":\"OF_A_NEWER_VERSION\"}]"), &list, &err));
    assert_int_equal(list.n, 0);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_comes_back),
        cmocka_unit_test(every_customer_comes_back),
        cmocka_unit_test(ids_moments_and_money_are_exact),
        cmocka_unit_test(findings_come_back),
        cmocka_unit_test(a_journal_that_is_not_ours_is_refused),
        cmocka_unit_test(customers_and_findings_that_are_not_ours_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
