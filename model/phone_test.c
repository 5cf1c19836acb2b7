#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/phone_memo.h"

#include <stdio.h>
#include <string.h>

static void assert_read(const char *text, const char *country, enum phone_result want, const char *number)
{
    struct arena a = { 0 };
    str out;
    enum phone_result got = phone_read(str_of(text), str_of(country), &a, &out);

    if (got != want || !str_eq(out, str_of(number)))
        fail_msg("\"%s\" in \"%s\": got %d \"%.*s\", want %d \"%s\"", text, country, got, STR_ARG(out), want, number);
    arena_reset(&a);
}

static void numbers_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *country;
        enum phone_result result;
        const char *number;
    } cases[] = {
        { "+819012345678", "", PHONE_OK, "+819012345678" },
        { " '+81 90-1234-5678 ", "", PHONE_OK, "+819012345678" },
        { "+81 (0)90 1234 5678", "", PHONE_OK, "+819012345678" },
        { "＋８１９０１２３４５６７８", "", PHONE_OK, "+819012345678" },
        { "090‐1234−5678", "JP", PHONE_OK, "+819012345678" },
        { "09012345678", "JP", PHONE_OK, "+819012345678" },
        { "03\xe3\x80\x80" "1234\xc2\xa0" "5678", "JP", PHONE_OK, "+81312345678" },
        { "0120-123-456", "JP", PHONE_OK, "+81120123456" },
        { "541.754.3000", "US", PHONE_OK, "+15417543000" },
        { "15417543000", "JP", PHONE_OK, "+15417543000" },
        { "819012345678", "", PHONE_OK, "+819012345678" },
        { "+390612345678", "", PHONE_OK, "+390612345678" },
        { "+1 111 555 0100", "", PHONE_UNLIKELY, "+11115550100" },
        { "+14155550100", "", PHONE_OK, "+14155550100" },
        { "0001234567", "JP", PHONE_UNLIKELY, "+81001234567" },
        { "+81901", "", PHONE_IMPOSSIBLE, "" },
        { "+81901234567890123456", "", PHONE_IMPOSSIBLE, "" },
        { "+0123456789", "", PHONE_IMPOSSIBLE, "" },
        { "12", "JP", PHONE_IMPOSSIBLE, "" },
        { "", "JP", PHONE_IMPOSSIBLE, "" },
        { "()", "JP", PHONE_IMPOSSIBLE, "" },
        { "+", "JP", PHONE_IMPOSSIBLE, "" },
        { "9012+345678", "JP", PHONE_IMPOSSIBLE, "" },
        { "1-800-FLOWERS", "US", PHONE_IMPOSSIBLE, "" },
        { "123456789012345678901234567890123", "JP", PHONE_IMPOSSIBLE, "" },
        { "09012345678", "", PHONE_NO_COUNTRY, "" },
        { "09012345678", "ZZ", PHONE_IMPOSSIBLE, "" },
    };

    for (size_t i = 0; i < countof(cases); i++)
        assert_read(cases[i].text, cases[i].country, cases[i].result, cases[i].number);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* phone.cc lists the calling codes that it reads by itself: for those its answers must be the parser's. */
static void the_short_way_says_what_the_parser_says(void **state)
{
    (void)state;
    static const char *const codes[] = { "81", "1",  "44", "33", "49", "61", "64", "65", "852", "886", "66",
                                         "84", "31", "32", "34", "41", "43", "45", "46", "47",  "48",
                                         "82", "86", "91", "39", "60", "62", "63", "353", "351", "358", "853",
                                         "380", "90", "971" };
    uint32_t seed = 42;
    size_t possible = 0;
    static struct phone_memo memo[1];

    for (size_t i = 0; i < countof(codes); i++)
        for (int n = 0; n < 400; n++) {
            char text[24];
            size_t at = (size_t)snprintf(text, sizeof text, "+%s", codes[i]);
            size_t digits = 4 + next_random(&seed) % 8;
            for (size_t d = 0; d < digits; d++)
                text[at++] = (char)('0' + next_random(&seed) % 10);
            text[at] = 0;
            struct arena a = { 0 };
            str quick, slow;
            enum phone_result q = phone_read(str_of(text), STR(""), &a, &quick);
            enum phone_result s = phone_read_parsed(str_of(text), &a, &slow);
            if (phone_is_possible(str_of(text)) &&
                (q == PHONE_IMPOSSIBLE || q == PHONE_NO_COUNTRY || !str_eq(quick, str_of(text))))
                fail_msg("%s is called possible, but read as %d %.*s", text, q, STR_ARG(quick));
            if (phone_is_possible(str_of(text)) != phone_memo_is_possible(memo, str_of(text)))
                fail_msg("%s: the memo does not say what the library says", text);
            if (q == PHONE_OK && str_eq(quick, str_of(text)) && text[1 + strlen(codes[i])] != '0')
                possible += phone_is_possible(str_of(text));
            if (q != s || !str_eq(quick, slow))
                fail_msg("%s: the short way says %d %.*s, the parser %d %.*s", text, q, STR_ARG(quick), s, STR_ARG(slow));
            arena_reset(&a);
        }
    assert_true(possible > 1000); /* the way is taken */
}

static void only_e164_as_it_stands_is_possible_unread(void **state)
{
    (void)state;
    assert_true(phone_is_possible(STR("+819012345678")));
    assert_true(phone_is_possible(STR("+12001230101"))); /* unlikely, all the same */
    assert_false(phone_is_possible(STR("")));
    assert_false(phone_is_possible(STR("+")));
    assert_false(phone_is_possible(STR("819012345678")));
    assert_false(phone_is_possible(STR("+81 9012345678")));
    assert_false(phone_is_possible(STR("+8109012345678"))); /* the zero is not part of it */
    assert_false(phone_is_possible(STR("+81901")));
    assert_false(phone_is_possible(STR("+8190123456789012345")));
    assert_false(phone_is_possible(STR("+99912345678")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_as_people_write_them),
        cmocka_unit_test(the_short_way_says_what_the_parser_says),
        cmocka_unit_test(only_e164_as_it_stands_is_possible_unread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
