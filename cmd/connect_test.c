#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "cmd/connect.h"

/* The scope of that name in the table. */
static const struct connect_scope *scope_named(const char *name)
{
    for (size_t i = 0; i < countof(connect_scopes); i++)
        if (strcmp(connect_scopes[i].name, name) == 0)
            return &connect_scopes[i];
    fail_msg("%s is not in the table", name);
    return NULL;
}

static void a_scope_is_there_when_one_implies_it(void **state)
{
    static const struct {
        const char *asked;
        str listed;
        bool has;
    } cases[] = {
        { "read_customers", STR_INIT("read_customers"), true },
        { "read_customers", STR_INIT("write_customers"), true },
        { "write_customers", STR_INIT("read_customers"), false },
        { "read_orders", STR_INIT("read_all_orders"), true },
        { "read_orders", STR_INIT("write_orders"), true },
        { "read_orders", STR_INIT("read_customers"), false },
        { "read_all_orders", STR_INIT("read_orders"), false },
        { "read_locales", STR_INIT("write_locales"), true },
        { "read_locales", STR_INIT("read_orders"), false },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        const str list[] = { STR("read_products"), cases[i].listed };
        const struct shopify_account account = { .scopes = { list, countof(list) } };
        assert_int_equal(connect_has_scope(&account, scope_named(cases[i].asked)), cases[i].has);
    }
}

static void only_a_shop_on_this_machine_may_be_hurried(void **state)
{
    static const struct {
        str url;
        const char *asked;
        double hurry;
    } cases[] = {
        { STR_INIT("http://127.0.0.1:8080"), "20", 20 },
        { STR_INIT("http://127.0.0.1:8080"), "1000", 1000 },
        { STR_INIT("http://127.0.0.1:8080"), "1001", 1 },
        { STR_INIT("http://127.0.0.1:8080"), "0", 1 },
        { STR_INIT("http://127.0.0.1:8080"), "-20", 1 },
        { STR_INIT("http://127.0.0.1:8080"), "fast", 1 },
        { STR_INIT("http://127.0.0.1:8080"), "", 1 },
        { STR_INIT("http://127.0.0.1:8080"), NULL, 1 },
        { STR_INIT("https://my-store.myshopify.com"), "20", 1 },
        { STR_INIT("http"), "20", 1 },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        assert_true(connect_hurry(cases[i].url, cases[i].asked) == cases[i].hurry);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_scope_is_there_when_one_implies_it),
                                        cmocka_unit_test(only_a_shop_on_this_machine_may_be_hurried) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
