/*
 * scan_text_test.h - every byte at every place of a text, against the table of classes, for tests of each way in which
 * scan_past_plain() is built.
 */
#ifndef XLSX_SCAN_TEXT_TEST_H
#define XLSX_SCAN_TEXT_TEST_H

#include <stdlib.h>
#include <string.h>

#include "xlsx/scan.h"

/* Of a text of n letters with this byte at `at`: nothing but plain bytes is passed, and whatever may matter is not. */
static inline void scan_passes_what_is_plain(size_t n, size_t at, unsigned char byte)
{
    char *text = calloc(1, n + 1 + SCAN_SLACK); /* memory of its own, so that a byte read too far shows */

    assert_non_null(text);
    memset(text, 'a', n);
    text[at] = (char)byte;
    size_t passed = (size_t)(scan_past_plain(text) - text);
    bool is_plain = scan_classes[byte] == SCAN_PLAIN;
    bool may_stop =
        !is_plain || byte < ' '; /* tabs and line feeds are plain, and yet may be looked at one by one */
    assert_true(passed == (is_plain ? n : at) || (may_stop && passed == at));
    free(text);
}

static inline void every_byte_is_passed_or_stopped_at(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 40; n++)
        for (size_t at = 0; at < n; at++)
            for (unsigned byte = 0; byte < 256; byte++)
                scan_passes_what_is_plain(n, at, (unsigned char)byte);
}

#endif
