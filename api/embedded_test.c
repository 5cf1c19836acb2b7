#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "api/conformance.h"
#include "base/time.h"

enum { NOW = 1767225600 };

/* ---- a folder of its own ---------------------------------------------------------------------------------- */

static char folder[256], path[320];
static unsigned serial;

static void remove_file(const char *ending)
{
    char name[400];

    snprintf(name, sizeof name, "%s%s", path, ending);
    (void)unlink(name);
}

static void remove_shop(void)
{
    remove_file("");
    remove_file("-wal");
    remove_file("-shm");
}

static int make_folder(void **state)
{
    const char *temporary = getenv("TMPDIR");

    (void)state;
    snprintf(folder, sizeof folder, "%s/meibo-embedded-XXXXXX", temporary ? temporary : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    remove_shop();
    return rmdir(folder);
}

static struct shop *open_shop(bool create)
{
    struct shop *s = NULL;
    struct err err = { 0 };

    if (!embedded_open(&s, path, &(struct embedded_options){ .create = create }, &err))
        fail_msg("%s", err.msg);
    return s;
}

static struct shop *new_shop(void)
{
    remove_shop();
    snprintf(path, sizeof path, "%s/shop-%u.db", folder, serial++);
    return open_shop(true);
}

/* ---- the conformance suite ----------------------------------------------------------------------------------- */

static bool maker_make(void *ctx, struct shop **out, struct err *err)
{
    static const str languages[] = { STR_INIT("en"), STR_INIT("ja") };
    struct shop_info info = { .currency = STR("USD"),
                              .money_decimals = 2,
                              .country = STR("JP"),
                              .timezone = zone_utc(),
                              .languages = { languages, 2 } };

    (void)ctx;
    *out = new_shop();
    return embedded_configure(*out, &info, err);
}

static bool maker_again(void *ctx, struct shop **out, struct err *err)
{
    (void)ctx;
    return embedded_open(out, path, &(struct embedded_options){ .create = false }, err);
}

static bool maker_orders(void *ctx, struct shop *s, const struct embedded_order *orders, size_t n,
                         struct err *err)
{
    (void)ctx;
    return embedded_add_orders(s, orders, n, err);
}

static bool maker_define(void *ctx, struct shop *s, struct metafield_definition definition, struct err *err)
{
    (void)ctx;
    return embedded_define_metafield(s, definition, err);
}

static void maker_report(void *ctx, const char *sentence, bool passed, const char *why)
{
    size_t *failed = ctx;

    if (passed)
        return;
    ++*failed;
    print_error("%s: %s\n", sentence, why);
}

static void the_embedded_shop_conforms(void **state)
{
    size_t failed = 0;
    const struct conformance_shop maker = { &failed,      maker_make,   maker_again,
                                            maker_orders, maker_define, maker_report };

    (void)state;
    size_t n = conformance_run(&maker);
    print_message("%zu cases of conformance\n", n);
    assert_true(n >= 60);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_embedded_shop_conforms),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
