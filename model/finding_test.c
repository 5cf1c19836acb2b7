#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/finding.h"

#include <string.h>

static void every_finding_has_a_name_and_words(void **state)
{
    (void)state;
    for (int i = FINDING_NONE + 1; i < FINDING_COUNT; i++) {
        enum finding_id id = (enum finding_id)i;
        assert_true(finding_name(id)[0] && finding_template(id)[0]);
        assert_int_equal(finding_by_name(str_of(finding_name(id))), id);
        assert_true(finding_severity(id) < SEVERITY_COUNT);
    }
    assert_int_equal(finding_by_name(STR("EMAIL")), FINDING_NONE);
    assert_int_equal(finding_by_name(STR("")), FINDING_NONE);
    assert_string_equal(finding_name(FINDING_NONE), "");
    assert_int_equal(finding_severity(FINDING_PHONE_UNLIKELY), SEVERITY_WARNING);
}

/* {0} {1} {2} are all that can be filled in. */
static void templates_ask_for_no_argument_that_there_is_not(void **state)
{
    (void)state;
    for (int i = FINDING_NONE + 1; i < FINDING_COUNT; i++)
        for (const char *p = finding_template((enum finding_id)i); (p = strchr(p, '{')); p++)
            assert_true(p[1] >= '0' && p[1] <= '2' && p[2] == '}');
}

static void findings_are_counted_and_keep_their_arguments(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct findings list = { .arena = &a };
    char text[] = "0x";

    for (int i = 0; i < 100; i++) {
        text[0] = (char)('0' + i % 10);
        finding_add(&list, (struct finding){ i % 2 ? FINDING_NOT_FOUND : FINDING_CONSENT_OLDER, (uint32_t)i, 1,
                                             { str_of(text) } });
    }
    assert_int_equal(list.n, 100);
    assert_int_equal(list.count[SEVERITY_ERROR], 50);
    assert_int_equal(list.count[SEVERITY_WARNING], 50);
    assert_int_equal(list.count[SEVERITY_NOTE], 0);
    assert_true(list.at[37].row == 37 && str_eq(list.at[37].args[0], STR("7x")) && list.at[37].args[1].n == 0);
    findings_clear(&list);
    assert_true(list.n == 0 && list.arena == &a && list.count[SEVERITY_ERROR] == 0);
    arena_reset(&a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_finding_has_a_name_and_words),
        cmocka_unit_test(templates_ask_for_no_argument_that_there_is_not),
        cmocka_unit_test(findings_are_counted_and_keep_their_arguments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
