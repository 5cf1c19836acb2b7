#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "cmd/confirm.h"
#include "cmd/outcome.h"

static void small_imports_go_unasked(void **state)
{
    static const struct {
        struct import_counts plan;
        bool asks;
    } cases[] = {
        { { .kinds[OP_CREATE] = 1000, .kinds[OP_UPDATE] = 9 }, false },
        { { .cleared[COL_NOTE] = 100 }, false },
        { { .cleared[COL_NOTE] = 60, .cleared_metafields = 41 }, true },
        { { .kinds[OP_DELETE] = 1 }, true },
        { { .kinds[OP_REPLACE] = 1 }, true },
        { { .mails = 1 }, true },
    };
    struct import_limits would;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        assert_int_equal(confirm_needed(&cases[i].plan, &would), cases[i].asks);
}

static void the_question_has_the_numbers(void **state)
{
    const struct import_counts plan = {
        .kinds[OP_DELETE] = 1, .kinds[OP_REPLACE] = 1200, .cleared[COL_NOTE] = 101, .mails = 2
    };
    struct arena a = { 0 };
    struct import_limits would;

    (void)state;
    assert_true(confirm_needed(&plan, &would));
    assert_string_equal(
        confirm_text(&would, &plan, &a).p,
        "delete 1 customer, replace 1,200 customers, clear 101 values by blanks (Note 101), send 2 "
        "invitation mails");
    arena_reset(&a);
}

static void yes_is_said_in_both_languages(void **state)
{
    static const char *const yes[] = { "y", "Y\n", "yes", " YES \n", "はい\n", "ｙｅｓ" };
    static const char *const no[] = { "", "\n", "n", "no", "yep", "yy", "いいえ" };

    (void)state;
    for (size_t i = 0; i < countof(yes); i++)
        assert_true(confirm_is_yes(str_of(yes[i])));
    for (size_t i = 0; i < countof(no); i++)
        assert_false(confirm_is_yes(str_of(no[i])));
}

static void without_a_terminal_it_is_refused_with_what_to_add(void **state)
{
    const struct import_counts plan = { .kinds[OP_DELETE] = 3 };
    struct arena a = { 0 };
    struct settings s = { .arena = &a };
    struct import_limits allowed;
    struct err err = { 0 };
    int null = open("/dev/null", O_RDONLY), keep = dup(STDIN_FILENO);

    (void)state;
    assert_true(null >= 0 && dup2(null, STDIN_FILENO) == STDIN_FILENO);
    assert_false(confirm_plan(&s, &plan, &allowed, &err));
    assert_int_equal(err.code, ERR_REFUSED);
    assert_non_null(strstr(err.msg, "delete 3 customers"));
    assert_non_null(strstr(err.msg, "--yes"));
    if (keep >= 0)
        dup2(keep, STDIN_FILENO);
    arena_reset(&a);
}

static void what_is_free_is_allowed_whatever_was_planned(void **state)
{
    const struct import_counts plan = { .cleared[COL_NOTE] = 3 };
    struct settings s = { 0 };
    struct import_limits allowed;
    struct err err = { 0 };

    (void)state;
    assert_true(confirm_plan(&s, &plan, &allowed, &err));
    assert_int_equal(allowed.cleared, CLEARED_FREE);
    assert_int_equal(allowed.deletes, 0);
}

static void the_last_line_is_that_of_the_contract(void **state)
{
    const struct import_counts c = { .kinds = { [OP_CREATE] = 12,
                                                [OP_UPDATE] = 340,
                                                [OP_UNCHANGED] = 9646,
                                                [OP_DELETE] = 2,
                                                [OP_IGNORED] = 1,
                                                [OP_REFUSED] = 3 } };
    struct arena a = { 0 };

    (void)state;
    assert_string_equal(
        outcome_line(&c, &a).p,
        "created 12 · updated 340 · unchanged 9,646 · replaced 0 · deleted 2 · ignored 1 · failed 3");
    arena_reset(&a);
}

static void the_outcome_is_one_object(void **state)
{
    const struct import_counts c = { .rows = 5,
                                     .customers = 4,
                                     .kinds[OP_CREATE] = 3,
                                     .cleared[COL_NOTE] = 3,
                                     .cleared_metafields = 1,
                                     .mails = 2 };
    const struct ending o = { .job = 7,
                              .file = STR("a.xlsx"),
                              .sheet = STR("顧客"),
                              .counts = &c,
                              .undo = "a.undo.xlsx",
                              .seconds = 1.4 };
    struct json *json = outcome_json(&o);
    struct arena a = { 0 };

    (void)state;
    assert_string_equal(
        json_text(json, &a).p,
        "{\"job\":7,\"file\":\"a.xlsx\",\"sheet\":\"顧客\",\"rows\":5,\"customers\":4,\"created\":3,"
        "\"updated\":0,\"unchanged\":0,\"replaced\":0,\"deleted\":0,\"ignored\":0,\"failed\":0,"
        "\"warnings\":0,\"cleared\":{\"Note\":3,\"Metafields\":1},\"mails\":2,\"result\":null,"
        "\"undo\":\"a.undo.xlsx\",\"seconds\":1}");
    json_free(json);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_imports_go_unasked),
        cmocka_unit_test(the_question_has_the_numbers),
        cmocka_unit_test(yes_is_said_in_both_languages),
        cmocka_unit_test(without_a_terminal_it_is_refused_with_what_to_add),
        cmocka_unit_test(what_is_free_is_allowed_whatever_was_planned),
        cmocka_unit_test(the_last_line_is_that_of_the_contract),
        cmocka_unit_test(the_outcome_is_one_object),
    };

    message_init("en", "/nonexistent");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
