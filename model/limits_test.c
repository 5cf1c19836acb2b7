#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/time.h"
#include "model/case_told.h"

/* What happens at the edges of the limits, and that work grows in step with its input. */

static str *numbered(struct world *w, const char *prefix, size_t n)
{
    str *at = arena_array(&w->arena, str, n + 1);

    for (size_t i = 0; i < n; i++)
        at[i] = arena_fmt(&w->arena, "%s%zu", prefix, i);
    return at;
}

static struct op plan_tags_of(struct world *w, size_t have, size_t add)
{
    struct customer *c = case_have(w, "ID=1|EMAIL=you@example.com"),
                    *want = case_want(w, "EMAIL\nyou@example.com");
    struct tag_step *step = arena_new(&w->arena, struct tag_step);
    struct match match = { 0 };

    c->tags = (struct texts){ numbered(w, "old", have), have };
    c->has.blank &= ~COL_BIT(COL_TAGS);
    *step = (struct tag_step){ .command = LIST_MERGE, .tags = { numbered(w, "new", add), add } };
    want->tag_steps = step;
    want->tag_step_count = 1;
    case_match(&match, want, c);
    return plan_for(&w->ctx, want, &match, &w->findings);
}

static void a_customer_has_at_most_250_tags(void **state)
{
    struct world w;

    (void)state;
    world_init(&w);
    assert_int_equal(plan_tags_of(&w, 200, 50).kind, OP_UPDATE);
    assert_int_equal(plan_tags_of(&w, 200, 51).kind, OP_REFUSED);
    assert_int_equal(w.findings.at[0].id, FINDING_TOO_MANY_TAGS);
    assert_true(str_eq(w.findings.at[0].args[1], STR("251")));
    assert_int_equal(plan_tags_of(&w, 300, 0).kind, OP_UNCHANGED);
    world_release(&w);
}

static void many_tags_cost_little(void **state)
{
    struct world w;
    const size_t n = 16000;
    double start = clock_steady();

    (void)state;
    world_init(&w);
    struct op op = plan_tags_of(&w, 250, n);
    assert_int_equal(op.tags_add.n, n);
    assert_int_equal(tags_among(op.tags_add, (struct texts){ numbered(&w, "NEW", n), n }, true, &w.arena).n,
                     n);
    assert_true(clock_steady() - start < 5); /* comparing each with each takes minutes under the sanitizers */
    world_release(&w);
}

static struct op plan_addresses_of(struct world *w, size_t have, size_t add)
{
    struct customer *c = case_have(w, "ID=1|EMAIL=you@example.com"),
                    *want = case_want(w, "EMAIL\nyou@example.com");
    struct match match = { 0 };
    str *old = numbered(w, "Old St ", have), *new = numbered(w, "New St ", add);

    c->address_count = have;
    for (size_t i = 0; i < have; i++)
        c->addresses[i] =
            (struct address){ .has.seen = ADDRESS_TEXTS, .id = (int64_t)i + 1, .line1 = old[i] };
    want->addresses = arena_array(&w->arena, struct address, add + 1);
    want->address_count = add;
    for (size_t i = 0; i < add; i++)
        want->addresses[i] =
            (struct address){ .has.seen = COL_BIT(COL_ADDRESS_LINE1), .row = 2, .line1 = new[i] };
    case_match(&match, want, c);
    return plan_for(&w->ctx, want, &match, &w->findings);
}

static void a_customer_has_at_most_250_addresses(void **state)
{
    struct world w;

    (void)state;
    world_init(&w);
    assert_int_equal(plan_addresses_of(&w, 249, 1).kind, OP_UPDATE);
    assert_int_equal(plan_addresses_of(&w, 249, 2).kind, OP_REFUSED);
    assert_int_equal(w.findings.at[0].id, FINDING_TOO_MANY_ADDRESSES);
    assert_int_equal(plan_addresses_of(&w, 0, 250).kind, OP_UPDATE);
    assert_int_equal(plan_addresses_of(&w, 0, CUSTOMER_ROWS_MAX).kind, OP_REFUSED);
    world_release(&w);
}

static void a_key_of_somebody_else_is_named(void **state)
{
    static const struct {
        const char *sheet, *told;
    } cases[] = {
        { "ID|EMAIL\n1|other@example.com", "REFUSED by ID ! TWO_MATCHES(Email,2)" },
        { "EMAIL|PHONE\nyou@example.com|+81312345679", "REFUSED by EMAIL ! TWO_MATCHES(Phone,2)" },
        { "ID|EMAIL|COMMAND\n1|other@example.com|DELETE", "REFUSED by ID ! TWO_MATCHES(Email,2)" },
        { "ID|EMAIL|COMMAND\n1|other@example.com|REPLACE", "REFUSED by ID ! TWO_MATCHES(Email,2)" },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct world w;
        struct match match = { 0 };
        world_init(&w);
        struct customer *you = case_have(&w, "ID=1|EMAIL=you@example.com");
        struct customer *other = case_have(&w, "ID=2|EMAIL=other@example.com|PHONE=+81312345679");
        struct customer *want = case_want(&w, cases[i].sheet);
        case_match(&match, want, you);
        case_match(&match, want, other);
        struct op op = plan_for(&w.ctx, want, &match, &w.findings);
        assert_string_equal(case_told(&w, &op).p, cases[i].told);
        assert_int_equal(op.why.id, FINDING_TWO_MATCHES);
        world_release(&w);
    }
}

static void an_id_is_not_looked_at_when_it_is_ignored(void **state)
{
    struct world w;
    struct match match = { 0 };

    (void)state;
    world_init(&w);
    struct customer *you = case_have(&w, "ID=1|EMAIL=you@example.com");
    struct customer *want = case_want(&w, "ID|EMAIL\n1|new@example.com");
    w.ctx.ignore_id = true;
    match.by_id = you;
    assert_int_equal(plan_for(&w.ctx, want, &match, &w.findings).kind, OP_CREATE);
    world_release(&w);
}

static void a_shop_without_invitations_sends_none(void **state)
{
    struct world w;
    struct match match = { 0 };

    (void)state;
    world_init(&w);
    w.ctx.classic_accounts = false;
    struct op op =
        plan_for(&w.ctx, case_want(&w, "EMAIL|SEND_INVITE\nyou@example.com|TRUE"), &match, &w.findings);
    assert_string_equal(case_told(&w, &op).p,
                        "CREATE EMAIL=you@example.com LANGUAGE=ja ! INVITE_NOT_POSSIBLE");
    world_release(&w);
}

static void a_finding_names_its_cell(void **state)
{
    struct world w;
    struct match match = { 0 };

    (void)state;
    world_init(&w);
    struct customer *want = case_want(&w, "EMAIL|NOTE|EMAIL_STATUS\nyou@example.com||invalid");
    struct op op = plan_for(&w.ctx, want, &match, &w.findings);
    assert_int_equal(op.why.row, 2);
    assert_int_equal(op.why.column, 2);
    w.ctx.position = NULL;
    assert_int_equal(plan_for(&w.ctx, want, &match, &w.findings).why.column, -1);
    world_release(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_customer_has_at_most_250_tags),
        cmocka_unit_test(many_tags_cost_little),
        cmocka_unit_test(a_customer_has_at_most_250_addresses),
        cmocka_unit_test(a_key_of_somebody_else_is_named),
        cmocka_unit_test(an_id_is_not_looked_at_when_it_is_ignored),
        cmocka_unit_test(a_shop_without_invitations_sends_none),
        cmocka_unit_test(a_finding_names_its_cell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
