#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "xlsx/relations.h"

static void targets_are_resolved_against_their_source(void **state)
{
    static const struct {
        const char *source, *target, *part;
    } cases[] = {
        { "xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml" },
        { "xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml" },
        { "xl/workbook.xml", "./a.xml", "xl/a.xml" },
        { "xl/worksheets/sheet1.xml", "../a.xml", "xl/a.xml" },
        { "xl/worksheets/sheet1.xml", "../../../../a.xml", "a.xml" },
        { "xl/workbook.xml", "..\\xl\\worksheets\\a.xml", "xl/worksheets/a.xml" },
        { "xl/workbook.xml", "\\a.xml", "a.xml" },
        { "", "xl/workbook.xml", "xl/workbook.xml" },
        { "", "xl//workbook.xml", "xl/workbook.xml" },
        { "workbook.xml", "a.xml", "a.xml" },
        { "xl/workbook.xml", "", "xl" },
        { "xl/workbook.xml", "a/../../b", "b" },
    };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        str got = target_resolve(str_of(cases[i].source), str_of(cases[i].target), &arena);
        if (!str_eq(got, str_of(cases[i].part)))
            fail_msg("%s from %s became %.*s", cases[i].target, cases[i].source, STR_ARG(got));
    }
    arena_reset(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_resolved_against_their_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
