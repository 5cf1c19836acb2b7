#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/server_test.h"
#include "api/shopify.h"
#include "base/time.h"

/* What became of creations without an answer, asked of the test server, whose clock is that of this machine. */

enum { MINUTE = 60, HOUR = 60 * MINUTE };

static struct shop *open_shop(void)
{
    const struct shopify_options options = {
        .admin = { .url = str_of(server.url),
                   .credentials = { .token = STR("test-token") },
                   .patience = 12000,
                   .request_seconds = 3000,
                   .hurry = 100 },
    };
    struct shop *shop = NULL;
    struct err err = { 0 };

    assert_true(server_control(&server, "reset", STR("{\"throttle\":false}")).n > 0);
    if (!shopify_open(&shop, &options, &err))
        fail_msg("%s", err.msg);
    return shop;
}

/* Somebody with nothing but the names Kim Lee, made so many seconds ago. */
static void put_namesake(int64_t ago)
{
    str at = moment_format_iso(clock_now() - ago, &server.arena);
    str body = arena_fmt(
        &server.arena, "[{\"firstName\":\"Kim\",\"lastName\":\"Lee\",\"createdAt\":\"%.*s\"}]", STR_ARG(at));

    assert_true(server_control(&server, "customers", body).n > 0);
}

/* Of the only customer. */
static bool has_one_mail(void)
{
    str dump = server_control(&server, "dump", STR("")), one = STR("\"mails\":1}");

    return memmem(dump.p, dump.n, one.p, one.n) != NULL;
}

static const struct customer kim = { .first_name = STR_INIT("Kim"), .last_name = STR_INIT("Lee") };

static struct op nameless(int64_t since)
{
    return (struct op){ .kind = OP_CREATE,
                        .want = &kim,
                        .set = COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_LAST_NAME),
                        .to = kim,
                        .token = STR("journal.1.2"),
                        .since = since ? clock_now() - since : 0 };
}

static void who_has_only_a_name_is_looked_for_since_the_job_began(void **state)
{
    static const struct {
        int64_t made[3]; /* seconds ago; 0: nobody */
        int64_t since;
        enum op_outcome outcome;
    } cases[] = {
        { { 0 }, HOUR, OUTCOME_UNKNOWN },
        { { MINUTE }, HOUR, OUTCOME_DONE },
        { { HOUR + MINUTE }, HOUR, OUTCOME_DONE }, /* clocks differ */
        { { 2 * HOUR }, HOUR, OUTCOME_UNKNOWN },   /* an earlier job made it */
        { { 2 * HOUR }, 3 * HOUR, OUTCOME_DONE },
        { { 2 * HOUR }, 0, OUTCOME_DONE }, /* not known: since a day ago */
        { { 25 * HOUR }, 0, OUTCOME_UNKNOWN },
        { { 2 * HOUR, MINUTE }, HOUR, OUTCOME_DONE }, /* only one of the two can be meant */
        { { 2 * MINUTE, MINUTE }, HOUR, OUTCOME_UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct shop *shop = open_shop();
        struct op op = nameless(cases[i].since);
        struct op_result out = { .outcome = OUTCOME_REFUSED };
        struct arena a = { 0 };
        struct err err = { 0 };
        for (size_t k = 0; k < countof(cases[i].made) && cases[i].made[k]; k++)
            put_namesake(cases[i].made[k]);
        if (!shop->ops->settle(shop, &op, 1, &out, &a, &err))
            fail_msg("case %zu: %s", i, err.msg);
        if (out.outcome != cases[i].outcome)
            fail_msg("case %zu: outcome %d", i, out.outcome);
        assert_int_equal(out.id != 0, out.outcome == OUTCOME_DONE);
        arena_reset(&a);
        shop_close(shop);
    }
}

/* A creation whose invitation was still to come, and what becomes of it when that meets a fault each time in two. */
static void an_invitation_without_an_answer_goes_out_once(void **state)
{
    static const str kinds[] = { STR_INIT("reset-before"), STR_INIT("reset-after"), STR_INIT("truncated"),
                                 STR_INIT("502") };

    (void)state;
    for (int seed = 1; seed <= 40; seed++) {
        struct shop *shop = open_shop();
        struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_EMAIL), .invite = true };
        struct op_result out = { .outcome = OUTCOME_REFUSED };
        struct arena a = { 0 };
        struct err err = { 0 };

        op.to.email = STR("kim@example.com");
        op.want = &op.to;
        assert_true(server_control(&server, "customers", STR("[{\"email\":\"kim@example.com\"}]")).n > 0);
        str faults = arena_fmt(&a, "{\"seed\":%d,\"rate\":0.5,\"kinds\":[\"%s\"]}", seed,
                               kinds[(size_t)seed % countof(kinds)].p);
        assert_true(server_control(&server, "faults", faults).n > 0);
        bool settled = shop->ops->settle(shop, &op, 1, &out, &a, &err);
        if (settled && (out.outcome != OUTCOME_DONE || !out.invited || !has_one_mail()))
            fail_msg("seed %d: outcome %d, invited %d", seed, out.outcome, out.invited);
        if (!settled && err.code != ERR_SHOP)
            fail_msg("seed %d: %s", seed, err.msg);
        arena_reset(&a);
        shop_close(shop);
    }
}

/* What is repeated because its answer was lost finds that it was done, which is no refusal. */
static void what_is_gone_when_it_is_removed_once_more_was_removed(void **state)
{
    static const enum op_kind kinds[] = { OP_UPDATE, OP_DELETE };

    (void)state;
    for (int seed = 1; seed <= 40; seed++) {
        struct shop *shop = open_shop();
        struct customer_key key = { .email = STR("kim@example.com") };
        struct op op = { .kind = kinds[seed % 2] };
        struct match found = { 0 };
        struct op_result out = { .outcome = OUTCOME_UNKNOWN };
        struct arena a = { 0 };
        struct err err = { 0 };

        assert_true(server_control(&server, "customers",
                                   STR("[{\"email\":\"kim@example.com\",\"addresses\":"
                                       "[{\"address1\":\"Street 1\",\"countryCode\":\"DE\"}]}]"))
                        .n > 0);
        assert_true(shop->ops->find(shop, &key, 1, GROUP_BIT(GROUP_ADDRESSES), &found, &a, &err));
        assert_non_null(found.by_email);
        assert_int_equal(found.by_email->address_count, 1);
        struct address_op removal = { .kind = ADDRESS_REMOVE, .id = found.by_email->addresses[0].id };
        op.want = op.have = found.by_email;
        op.addresses = &removal;
        op.address_count = op.kind == OP_UPDATE;
        str faults = arena_fmt(&a, "{\"seed\":%d,\"rate\":0.5,\"kinds\":[\"reset-after\"]}", seed);
        assert_true(server_control(&server, "faults", faults).n > 0);
        bool applied = shop->ops->apply(shop, &op, 1, &out, clock_now(), &a, &err);
        if (applied && out.outcome != OUTCOME_DONE)
            fail_msg("seed %d: outcome %d, finding %d", seed, out.outcome, out.why.id);
        arena_reset(&a);
        shop_close(shop);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_has_only_a_name_is_looked_for_since_the_job_began),
        cmocka_unit_test(an_invitation_without_an_answer_goes_out_once),
        cmocka_unit_test(what_is_gone_when_it_is_removed_once_more_was_removed),
    };

    return cmocka_run_group_tests(tests, server_begin, server_end);
}
