#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "api/server_test.h"
#include "api/shopify.h"

/* One customer with an email, one with a name only. */
static struct shop *open_shop(const char *accounts)
{
    struct shopify_options options = {
        .admin = { .url = str_of(server.url), .credentials.token = STR("test-token") }, .bulk = BULK_NEVER
    };
    struct shop *shop = NULL;
    struct err err = { 0 };

    str settings = arena_fmt(&server.arena, "{\"accounts\":\"%s\"}", accounts);
    assert_true(server_control(&server, "reset", settings).n > 0);
    str people = STR("[{\"email\":\"a@example.com\",\"firstName\":\"Anna\"},{\"firstName\":\"Bert\"}]");
    assert_true(server_control(&server, "customers", people).n > 0);
    if (!shopify_open(&shop, &options, &err))
        fail_msg("%s", err.msg);
    return shop;
}

static size_t list(struct shop *shop, shop_groups groups, const struct customer **page, struct arena *a,
                   struct err *err)
{
    static const struct shop_filter everybody;
    int64_t after = 0;
    size_t n = 0;

    return shop->ops->list(shop, &everybody, groups, &after, 10, page, &n, a, err) ? n : 0;
}

static bool was_asked_for(void)
{
    str stats = server_control(&server, "stats", STR(""));

    return memmem(stats.p, stats.n, "customerGenerateAccountActivationUrl", 36) != NULL;
}

static void a_link_is_asked_for_only_where_the_group_says_so(void **state)
{
    struct shop *shop = open_shop("CLASSIC");
    const struct customer *page[10];
    struct arena a = { 0 };
    struct err err = { 0 };

    (void)state;
    assert_int_equal(list(shop, GROUPS_ALL, page, &a, &err), 2);
    assert_int_equal(page[0]->activation_url.n, 0);
    assert_false(was_asked_for());
    assert_int_equal(list(shop, GROUPS_ALL | GROUP_BIT(GROUP_ACTIVATION), page, &a, &err), 2);
    assert_true(page[0]->activation_url.n > 0);
    assert_false(page[0]->has.blank & COL_BIT(COL_ACTIVATION_URL));
    assert_int_equal(page[1]->activation_url.n, 0);
    assert_true(page[1]->has.blank & COL_BIT(COL_ACTIVATION_URL));
    shop_close(shop);
    arena_reset(&a);
}

static void who_is_found_by_three_keys_gets_one_link(void **state)
{
    struct shop *shop = open_shop("CLASSIC");
    const struct customer *page[10];
    struct arena a = { 0 };
    struct err err = { 0 };
    struct match m;

    (void)state;
    assert_int_equal(list(shop, 0, page, &a, &err), 2);
    struct customer_key key = { .id = page[0]->id, .email = STR("a@example.com") };
    assert_true(shop->ops->find(shop, &key, 1, GROUP_BIT(GROUP_ACTIVATION), &m, &a, &err));
    assert_ptr_equal(m.by_id, m.by_email);
    assert_true(m.by_id->activation_url.n > 0);
    str stats = server_control(&server, "stats", STR(""));
    static const char once[] = "\"customerGenerateAccountActivationUrl\":1";
    assert_non_null(memmem(stats.p, stats.n, once, sizeof once - 1));
    shop_close(shop);
    arena_reset(&a);
}

static void a_shop_without_classic_accounts_says_so(void **state)
{
    struct shop *shop = open_shop("NEW_CUSTOMER_ACCOUNTS");
    const struct customer *page[10];
    struct arena a = { 0 };
    struct err err = { 0 };

    (void)state;
    assert_int_equal(list(shop, GROUP_BIT(GROUP_ACTIVATION), page, &a, &err), 0);
    assert_int_equal(err.code, ERR_SHOP);
    assert_non_null(strstr(err.msg, "not classic"));
    assert_false(was_asked_for());
    shop_close(shop);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_is_asked_for_only_where_the_group_says_so),
        cmocka_unit_test(who_is_found_by_three_keys_gets_one_link),
        cmocka_unit_test(a_shop_without_classic_accounts_says_so),
    };

    return cmocka_run_group_tests_name("api/shopify_activation", tests, server_begin, server_end);
}
