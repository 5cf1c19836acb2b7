#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/table.h"

static void cells_are_called_as_a_spreadsheet_calls_them(void **state)
{
    (void)state;
    static const struct {
        uint32_t row;
        size_t column;
        const char *want;
    } cases[] = {
        { 1, 0, "A1" },    { 14, 2, "C14" },   { 1, 25, "Z1" },
        { 1, 26, "AA1" },  { 1, 51, "AZ1" },   { 1, 52, "BA1" },
        { 1, 701, "ZZ1" }, { 1, 702, "AAA1" }, { ROW_MAX, COLUMN_MAX - 1, "XFD1048576" },
    };
    char name[CELL_NAME_SIZE];

    for (size_t i = 0; i < countof(cases); i++)
        assert_string_equal(cell_name(name, cases[i].row, cases[i].column), cases[i].want);
    cell_name(name, UINT32_MAX, SIZE_MAX - 1); /* nonsense stays within its bounds */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_called_as_a_spreadsheet_calls_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
