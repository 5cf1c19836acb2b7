/* scan_portable_test.c - the way of machines without SSE2, tested on all. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#undef __SSE2__
#include "xlsx/scan_text_test.h"

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_byte_is_passed_or_stopped_at) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
