#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/folders.h"
#include "cmd/token.h"

static struct arena arena;
static char home[256];

static const char url[] = "https://my-store.myshopify.com";

static int make_home(void **state)
{
    const char *tmp = getenv("TMPDIR");

    (void)state;
    snprintf(home, sizeof home, "%s/meibo-token-XXXXXX", tmp ? tmp : "/tmp");
    unsetenv("MEIBO_TOKEN");
    unsetenv("CREDENTIALS_DIRECTORY");
    return mkdtemp(home) && setenv("XDG_CONFIG_HOME", home, 1) == 0 ? 0 : -1;
}

static int remove_home(void **state)
{
    static const char *const files[] = { "meibo/shops.conf", "meibo", "shopify-token", "file" };

    (void)state;
    unsetenv("MEIBO_TOKEN");
    unsetenv("CREDENTIALS_DIRECTORY");
    for (size_t i = 0; i < countof(files); i++)
        remove(path_join(home, files[i], &arena));
    remove(home);
    arena_reset(&arena);
    return 0;
}

static const char *write_file(const char *name, const char *text, mode_t mode)
{
    struct err err;
    const char *path = path_join(home, name, &arena);

    assert_true(file_write(path, str_of(text), &err));
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static struct admin_credentials find(const struct settings *s, const struct named_shop *named)
{
    struct admin_credentials found;
    struct err err = { 0 };

    if (!token_find(s, str_of(url), named, &found, &err))
        fail_msg("%s", err.msg);
    return found;
}

static void each_way_beats_those_after_it(void **state)
{
    struct settings s = { .arena = &arena };
    struct err err = { 0 };
    const struct named_shop entry = { .name = STR("store"), .where = str_of(url), .token = STR("entry") };

    (void)state;
    assert_true(shops_add(&entry, &arena, &err));
    assert_true(str_eq(find(&s, &entry).token, STR("entry")));
    assert_true(str_eq(find(&s, NULL).token, STR("entry")));
    write_file("shopify-token", "credential\n", 0400);
    setenv("CREDENTIALS_DIRECTORY", home, 1);
    assert_true(str_eq(find(&s, &entry).token, STR("credential")));
    s.token_file = write_file("file", "  file  \n", 0600);
    assert_true(str_eq(find(&s, &entry).token, STR("file")));
    setenv("MEIBO_TOKEN", "environment", 1);
    assert_true(str_eq(find(&s, &entry).token, STR("environment")));
}

static void an_entry_may_hold_client_credentials(void **state)
{
    struct settings s = { .arena = &arena };
    const struct named_shop entry = {
        .name = STR("store"), .where = STR("my-store.myshopify.com"), .client_id = STR("i"), .client_secret = STR("s")
    };

    (void)state;
    struct admin_credentials found = find(&s, &entry);
    assert_int_equal(found.token.n, 0);
    assert_true(str_eq(found.client_id, STR("i")));
    assert_true(str_eq(found.client_secret, STR("s")));
}

static void without_a_token_all_ways_are_named(void **state)
{
    static const char *const ways[] = { "MEIBO_TOKEN", "--token-file", "$CREDENTIALS_DIRECTORY/shopify-token",
                                        "meibo shop add" };
    const struct named_shop half = { .name = STR("store"), .where = str_of(url), .client_id = STR("i") };
    const struct named_shop *const entries[] = { NULL, &half };
    struct settings s = { .arena = &arena };

    (void)state;
    for (size_t i = 0; i < countof(entries); i++) {
        struct admin_credentials found;
        struct err err = { 0 };
        assert_false(token_find(&s, str_of(url), entries[i], &found, &err));
        assert_int_equal(err.code, ERR_SHOP);
        for (size_t k = 0; k < countof(ways); k++)
            assert_non_null(strstr(err.msg, ways[k]));
    }
}

static void a_file_is_read_only_when_nobody_else_can(void **state)
{
    static const struct {
        const char *text;
        mode_t mode;
        const char *says; /* NULL: fine */
    } cases[] = {
        { "tok", 0600, NULL },         { "tok\n", 0400, NULL },          { "tok\r\n", 0600, NULL },
        { "tok\n", 0640, "chmod 600" }, { "tok\n", 0604, "chmod 600" },   { "", 0600, "is no token" },
        { "a b\n", 0600, "is no token" }, { "a\nb\n", 0600, "is no token" }, { "t\303\266\n", 0600, "is no token" },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct settings s = { .arena = &arena, .token_file = write_file("file", cases[i].text, cases[i].mode) };
        struct err err = { 0 };
        str token;
        assert_int_equal(token_given(&s, &token, &err), !cases[i].says);
        if (!cases[i].says) {
            assert_true(str_eq(token, STR("tok")));
            continue;
        }
        assert_int_equal(err.code, ERR_SHOP);
        assert_non_null(strstr(err.msg, cases[i].says));
        assert_null(strstr(err.msg, "a b"));
    }
}

static void a_missing_file_is_told(void **state)
{
    struct settings s = { .arena = &arena, .token_file = path_join(home, "none", &arena) };
    struct err err = { 0 };
    str token;

    (void)state;
    assert_false(token_given(&s, &token, &err));
    assert_int_equal(err.code, ERR_SHOP);
    setenv("CREDENTIALS_DIRECTORY", home, 1);
    s.token_file = NULL;
    assert_true(token_given(&s, &token, &err));
    assert_int_equal(token.n, 0);
}

static void nobody_is_asked_without_a_terminal(void **state)
{
    struct err err = { 0 };
    str token;

    (void)state;
    assert_non_null(freopen("/dev/null", "r", stdin));
    assert_false(token_ask("?", &token, &arena, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_non_null(strstr(err.msg, "--token-file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_way_beats_those_after_it, make_home, remove_home),
        cmocka_unit_test_setup_teardown(an_entry_may_hold_client_credentials, make_home, remove_home),
        cmocka_unit_test_setup_teardown(without_a_token_all_ways_are_named, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_file_is_read_only_when_nobody_else_can, make_home, remove_home),
        cmocka_unit_test_setup_teardown(a_missing_file_is_told, make_home, remove_home),
        cmocka_unit_test_setup_teardown(nobody_is_asked_without_a_terminal, make_home, remove_home),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
