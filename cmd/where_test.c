#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "api/currency.h"
#include "base/file.h"
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

static bool add(const char *name, const char *where, struct err *err)
{
    return shops_add(&(struct named_shop){ .name = str_of(name), .where = str_of(where) }, &arena, err);
}

static void a_name_is_kept_privately_and_found_again(void **state)
{
    const char *path;
    struct stat st;
    struct err err = { 0 };

    (void)state;
    assert_true(add("tokyo", "sqlite:/srv/tokyo.db", &err));
    assert_true(add("osaka", "sqlite:/srv/osaka.db", &err));
    assert_true(where_path(STR("tokyo"), &path, &arena, &err));
    assert_string_equal(path, "/srv/tokyo.db");
    assert_false(add("tokyo", "sqlite:/x", &err));
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
    assert_true(add("tokyo", "sqlite:/srv/tokyo.db", &err));
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
        { "[a]\nwhere = a.myshopify.com\ntoken = t = 1\n", 1, NULL },
        { "[a]\nclient_id = i\nclient_secret = s\n", 1, NULL },
        { "[a]\nsecret = s\n", 0, "line 2" },
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

static void a_shop_at_shopify_is_no_file(void **state)
{
    const char *path;
    struct err err = { 0 };

    (void)state;
    assert_false(where_path(STR("a.myshopify.com"), &path, &arena, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_non_null(strstr(err.msg, "sqlite:PATH"));
}

static void a_token_goes_to_shopify_or_stays_on_this_machine(void **state)
{
    static const struct {
        const char *where, *url, *says; /* url NULL: refused, and says why */
    } cases[] = {
        { "my-store.myshopify.com", "https://my-store.myshopify.com", NULL },
        { "My-Store.MyShopify.com", "https://my-store.myshopify.com", NULL },
        { "https://my-store.myshopify.com/", "https://my-store.myshopify.com", NULL },
        { "http://127.0.0.1:8080", "http://127.0.0.1:8080", NULL },
        { "http://localhost:1", "http://localhost:1", NULL },
        { "https://127.0.0.1:8443/", "https://127.0.0.1:8443", NULL },
        { "http://my-store.myshopify.com", NULL, "https://" },
        { "https://my-store.myshopify.co", NULL, ".myshopify.com" },
        { "https://my-store.myshopify.com.example.com", NULL, ".myshopify.com" },
        { "https://example.com/my-store.myshopify.com", NULL, ".myshopify.com" },
        { "https://example.com@my-store.myshopify.com", NULL, ".myshopify.com" },
        { "https://my-store.myshopify.com:8443", NULL, ".myshopify.com" },
        { "https://.myshopify.com", NULL, ".myshopify.com" },
        { "https://a.b.myshopify.com", NULL, ".myshopify.com" },
        { "https://admin.shopify.com/store/my-store", NULL, ".myshopify.com" },
        { "http://10.0.0.1:8080", NULL, ".myshopify.com" },
        { "http://127.0.0.1.example.com", NULL, ".myshopify.com" },
        { "http://127.0.0.1:", NULL, ".myshopify.com" },
        { "http://127.0.0.1:80x", NULL, ".myshopify.com" },
        { "http://", NULL, ".myshopify.com" },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct err err = { 0 };
        str url;
        bool ok = where_url(str_of(cases[i].where), &url, &arena, &err);
        assert_int_equal(ok, cases[i].url != NULL);
        if (ok) {
            assert_true(str_eq(url, str_of(cases[i].url)));
            continue;
        }
        assert_int_equal(err.code, ERR_USAGE);
        assert_non_null(strstr(err.msg, cases[i].says));
    }
}

static void a_name_leads_to_a_shop_of_either_kind(void **state)
{
    struct err err = { 0 };
    struct where found;
    const struct named_shop store = { .name = STR("store"),
                                      .where = STR("https://my-store.myshopify.com"),
                                      .client_id = STR("id"),
                                      .client_secret = STR("hush") };

    (void)state;
    assert_true(shops_add(&store, &arena, &err));
    assert_true(add("tokyo", "sqlite:/srv/tokyo.db", &err));
    assert_true(add("odd", "osaka", &err));
    assert_true(where_find(STR("store"), &found, &arena, &err));
    assert_int_equal(found.kind, WHERE_SHOPIFY);
    assert_true(str_eq(found.at, STR("https://my-store.myshopify.com")));
    assert_true(str_eq(found.named.client_id, STR("id")));
    assert_true(str_eq(found.named.client_secret, STR("hush")));
    assert_true(where_find(STR("tokyo"), &found, &arena, &err));
    assert_int_equal(found.kind, WHERE_EMBEDDED);
    assert_true(where_find(STR("a.db"), &found, &arena, &err));
    assert_int_equal(found.named.name.n, 0);
    assert_false(where_find(STR("odd"), &found, &arena, &err));
    assert_int_equal(err.code, ERR_SHOP);
    assert_false(where_find(STR("sqlite:"), &found, &arena, &err));
    assert_int_equal(err.code, ERR_USAGE);
}

static void a_missing_shop_says_how_to_make_one(void **state)
{
    struct shop *shop;
    struct err err = { 0 };

    (void)state;
    str where = str_of(path_join(home, "none.db", &arena));
    assert_false(where_open(&(struct settings){ .arena = &arena }, where, NULL, &shop, &err));
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
        cmocka_unit_test_setup_teardown(a_shop_at_shopify_is_no_file, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_token_goes_to_shopify_or_stays_on_this_machine, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_name_leads_to_a_shop_of_either_kind, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_missing_shop_says_how_to_make_one, make_home, remove_home),
        cmocka_unit_test_setup_teardown(currencies_have_their_decimals, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_csv_that_no_sheet_holds_gets_a_csv, make_home, remove_home),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
