#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "cmd/causes.h"
#include "cmd/phrases.h"

static struct arena arena;

static int reset(void **state)
{
    (void)state;
    arena_reset(&arena);
    return 0;
}

static void arguments_fill_their_places(void **state)
{
    static const struct {
        const char *template, *want;
    } cases[] = {
        { "\"{0}\" in {1}", "\"zero\" in one" },
        { "{2}{2}", "twotwo" },
        { "{3} {x} {} {0", "{3} {x} {} {0" },
        { "", "" },
    };
    const str args[3] = { STR("zero"), STR("one"), STR("two") };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        assert_true(str_eq(phrase_fill(str_of(cases[i].template), args, &arena), str_of(cases[i].want)));
}

/* An argument that looks like a place is text, and so is a NUL in it. */
static void arguments_are_not_read_again(void **state)
{
    const str args[3] = { STR("{1}\0x"), STR("one"), STR("") };

    (void)state;
    assert_true(str_eq(phrase_fill(STR("<{0}>"), args, &arena), STR("<{1}\0x>")));
}

static const struct finding invalid = {
    FINDING_EMAIL_INVALID, 14, 2, { STR_INIT("taro@"), STR_INIT(""), STR_INIT("") }
};

static void what_a_cell_holds_is_masked_in_logs(void **state)
{
    (void)state;
    assert_non_null(strstr(phrase_finding(&invalid, &arena).p, "taro@"));
    assert_null(strstr(phrase_finding_masked(&invalid, &arena).p, "taro@"));
    assert_non_null(strstr(phrase_finding_masked(&invalid, &arena).p, "***"));
}

static void a_place_is_a_cell_a_row_or_nothing(void **state)
{
    struct finding f = invalid;

    (void)state;
    assert_string_equal(phrase_place(&f, &arena).p, "C14");
    f.column = -1;
    assert_string_equal(phrase_place(&f, &arena).p, "row 14");
    f.row = 0;
    assert_int_equal(phrase_place(&f, &arena).n, 0);
}

/* What causes_print() writes after n findings of one cause. */
static void print_causes(size_t n, bool all, char *to, size_t size)
{
    FILE *f = tmpfile();
    struct causes c;

    assert_non_null(f);
    causes_init(&c, all, f);
    for (size_t i = 0; i < n; i++)
        causes_add(&c, &invalid, 1);
    causes_print(&c, f);
    assert_int_equal(c.count[SEVERITY_ERROR], n);
    causes_release(&c);
    rewind(f);
    to[fread(to, 1, size - 1, f)] = '\0';
    fclose(f);
}

static size_t lines_of(const char *text)
{
    size_t n = 0;

    while ((text = strchr(text, '\n'))) {
        text++;
        n++;
    }
    return n;
}

static void many_of_a_cause_are_counted(void **state)
{
    char got[1 << 16];

    (void)state;
    print_causes(1254, false, got, sizeof got);
    assert_int_equal(lines_of(got), CAUSE_LINES + 1);
    assert_non_null(strstr(got, "C14: error: \"taro@\" is not an email address.\n"));
    assert_non_null(strstr(got, "and 1,234 more"));
    print_causes(CAUSE_LINES, false, got, sizeof got);
    assert_null(strstr(got, "more"));
    print_causes(100, true, got, sizeof got);
    assert_int_equal(lines_of(got), 100);
}

static void standard_error_gets_no_personal_data(void **state)
{
    struct causes c;

    (void)state;
    causes_init(&c, false, stderr);
    causes_add(&c, &invalid, 1);
    str kept = arena_copy(&arena, buf_str(&c.of[FINDING_EMAIL_INVALID].lines));
    causes_release(&c);
    assert_string_equal(kept.p, "C14: error: \"***\" is not an email address.\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(arguments_fill_their_places, reset),
        cmocka_unit_test_teardown(arguments_are_not_read_again, reset),
        cmocka_unit_test_teardown(what_a_cell_holds_is_masked_in_logs, reset),
        cmocka_unit_test_teardown(a_place_is_a_cell_a_row_or_nothing, reset),
        cmocka_unit_test_teardown(standard_error_gets_no_personal_data, reset),
        cmocka_unit_test_teardown(many_of_a_cause_are_counted, reset),
    };

    message_init("en", "/nonexistent");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
