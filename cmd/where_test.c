#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cmd/currency.h"
#include "cmd/folders.h"
#include "cmd/reports.h"
#include "cmd/shops.h"
#include "cmd/where.h"

static struct arena arena;
static char home[256];

static int make_home(void **state)
{
    const char *tmp = getenv("TMPDIR");

    (void)state;
    snprintf(home, sizeof home, "%s/meibo-where-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(home) && setenv("XDG_CONFIG_HOME", home, 1) == 0 ? 0 : -1;
}

static int remove_home(void **state)
{
    (void)state;
    remove(path_join(home, "meibo/shops.conf", &arena));
    remove(path_join(home, "meibo", &arena));
    remove(home);
    arena_reset(&arena);
    return 0;
}

static void an_address_says_what_it_is(void **state)
{
    static const struct {
        const char *where, *path;
        enum where_kind kind;
    } cases[] = {
        { "sqlite:a.sqlite", "a.sqlite", WHERE_EMBEDDED },
        { "SQLITE:/x/y", "/x/y", WHERE_EMBEDDED },
        { "dir/meibo.db", "dir/meibo.db", WHERE_EMBEDDED },
        { "my-store.myshopify.com", "my-store.myshopify.com", WHERE_SHOPIFY },
        { "https://example.com/a.db", "https://example.com/a.db", WHERE_SHOPIFY },
        { "http://127.0.0.1:8080", "http://127.0.0.1:8080", WHERE_SHOPIFY },
        { "tokyo", "tokyo", WHERE_NAME },
    };
    str path;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        assert_int_equal(where_kind(str_of(cases[i].where), &path), cases[i].kind);
        assert_true(str_eq(path, str_of(cases[i].path)));
    }
}

static void the_option_beats_the_environment(void **state)
{
    struct settings s = { 0 };

    (void)state;
    unsetenv("MEIBO_SHOP");
    assert_true(str_eq(where_asked(&s), STR("sqlite:meibo.db")));
    setenv("MEIBO_SHOP", "a.db", 1);
    assert_true(str_eq(where_asked(&s), STR("a.db")));
    s.shop = "b.db";
    assert_true(str_eq(where_asked(&s), STR("b.db")));
    unsetenv("MEIBO_SHOP");
}

static void a_name_is_kept_privately_and_found_again(void **state)
{
    const char *path;
    struct stat st;
    struct err err = { 0 };

    (void)state;
    assert_true(shops_add(STR("tokyo"), STR("sqlite:/srv/tokyo.db"), &arena, &err));
    assert_true(shops_add(STR("osaka"), STR("sqlite:/srv/osaka.db"), &arena, &err));
    assert_true(where_path(STR("tokyo"), &path, &arena, &err));
    assert_string_equal(path, "/srv/tokyo.db");
    assert_false(shops_add(STR("tokyo"), STR("sqlite:/x"), &arena, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_false(where_path(STR("tokio"), &path, &arena, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_non_null(strstr(err.msg, "did you mean \"tokyo\"?"));
    assert_int_equal(stat(path_join(home, "meibo/shops.conf", &arena), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_list_that_others_may_read_is_refused(void **state)
{
    struct named_shop *shops;
    struct err err = { 0 };
    size_t n;

    (void)state;
    assert_true(shops_add(STR("tokyo"), STR("sqlite:/srv/tokyo.db"), &arena, &err));
    assert_int_equal(chmod(path_join(home, "meibo/shops.conf", &arena), 0644), 0);
    assert_false(shops_read(&shops, &n, &arena, &err));
    assert_int_equal(err.code, ERR_SHOP);
    assert_non_null(strstr(err.msg, "chmod 600"));
}

static void a_line_that_means_nothing_is_named(void **state)
{
    static const struct {
        const char *text;
        size_t shops;
        const char *says; /* NULL: fine */
    } cases[] = {
        { "", 0, NULL },
        { "# a comment\n\n[a]\nwhere = sqlite:x\n[b]\n  where=y.db  \n", 2, NULL },
        { "where = x\n", 0, "line 1" },
        { "[a]\nwhat = x\n", 0, "line 2" },
        { "[a]\nwhere\n", 0, "line 2" },
        { "[a b]\n", 0, "line 1" },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct named_shop *shops;
        struct err err = { 0 };
        size_t n;
        bool ok = shops_parse(str_of(cases[i].text), "f", &shops, &n, &arena, &err);
        assert_int_equal(ok, !cases[i].says);
        if (ok)
            assert_int_equal(n, cases[i].shops);
        else
            assert_non_null(strstr(err.msg, cases[i].says));
    }
}

static void a_real_shop_is_told_that_it_must_wait(void **state)
{
    static const char *const elsewhere[] = { "a.myshopify.com", "https://example.com" };
    const char *path;

    (void)state;
    for (size_t i = 0; i < countof(elsewhere); i++) {
        struct err err = { 0 };
        assert_false(where_path(str_of(elsewhere[i]), &path, &arena, &err));
        assert_int_equal(err.code, ERR_SHOP);
    }
}

static void a_missing_shop_says_how_to_make_one(void **state)
{
    struct shop *shop;
    struct err err = { 0 };

    (void)state;
    str where = str_of(path_join(home, "none.db", &arena));
    assert_false(where_open(where, &shop, &arena, &err));
    assert_int_equal(err.code, ERR_SHOP);
    assert_non_null(strstr(err.msg, "meibo shop demo"));
    assert_false(file_exists(path_join(home, "none.db", &arena)));
}

static void currencies_have_their_decimals(void **state)
{
    static const struct {
        const char *code;
        bool ok;
        uint8_t decimals;
    } cases[] = { { "USD", true, 2 },  { "JPY", true, 0 },   { "XPF", true, 0 }, { "KWD", true, 3 },
                  { "jpy", false, 0 }, { "YEN!", false, 0 }, { "", false, 0 } };
    uint8_t decimals;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        assert_int_equal(currency_decimals(str_of(cases[i].code), &decimals), cases[i].ok);
        if (cases[i].ok)
            assert_int_equal(decimals, cases[i].decimals);
    }
}

static void a_csv_that_no_sheet_holds_gets_a_csv(void **state)
{
    (void)state;
    assert_true(str_eq(reports_ending(true, 1000), STR("xlsx")));
    assert_true(str_eq(reports_ending(true, 2000000), STR("csv")));
    assert_true(str_eq(reports_ending(false, 1048575), STR("xlsx")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_address_says_what_it_is, make_home, remove_home),
        cmocka_unit_test_setup_teardown(the_option_beats_the_environment, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_name_is_kept_privately_and_found_again, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_list_that_others_may_read_is_refused, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_line_that_means_nothing_is_named, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_real_shop_is_told_that_it_must_wait, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_missing_shop_says_how_to_make_one, make_home, remove_home),
        cmocka_unit_test_setup_teardown(currencies_have_their_decimals, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_csv_that_no_sheet_holds_gets_a_csv, make_home, remove_home),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
