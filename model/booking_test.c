#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "model/booking.h"

#define assert_str(s, z)                                         \
    do {                                                         \
        if (!str_eq((s), str_of(z)))                             \
            fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(s), (z)); \
    } while (0)

static void properties_are_parted_at_the_first_colon_that_is_not_escaped(void **state)
{
    static const struct {
        const char *cell;
        size_t n;
        const char *pairs[3][2];
    } cases[] = {
        { "", 0, { { 0 } } },
        { "  \n \n", 0, { { 0 } } },
        { "Time: 10\\:30", 1, { { "Time", "10:30" } } },
        /* A5 of the acceptance checks */
        { "Memo: a\\:b\\, c\nDuration: 45 m: express",
          2,
          { { "Memo", "a:b, c" }, { "Duration", "45 m: express" } } },
        { "a\\:b: c", 1, { { "a:b", "c" } } },
        { "Date: \r\nTime:", 2, { { "Date", "" }, { "Time", "" } } },
        { "alone", 1, { { "alone", "" } } },
        { "Note: one\ntwo \\, three\n\nB: x", 2, { { "Note", "one\ntwo , three" }, { "B", "x" } } },
        { "path: c\\\\d\\x", 1, { { "path", "c\\d\\x" } } },
        { "end: \\", 1, { { "end", "\\" } } },
        { "never\\", 1, { { "never\\", "" } } },
        { ": v", 1, { { "", "v" } } },
    };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct pairs got = properties_read(str_of(cases[i].cell), &a);
        assert_int_equal(got.n, cases[i].n);
        for (size_t k = 0; k < got.n; k++) {
            assert_str(got.at[k].name, cases[i].pairs[k][0]);
            assert_str(got.at[k].value, cases[i].pairs[k][1]);
        }
    }
    arena_reset(&a);
}

static void a_duration_is_read_in_the_forms_that_are_documented_and_no_others(void **state)
{
    static const struct {
        const char *text;
        int32_t minutes;
    } cases[] = {
        { "30", 30 },         { "45 m", 45 },
        { "90 minutes", 90 }, { "3h", 180 },
        { "1 hour", 60 },     { "60 Minutes", 60 },
        { "2 HRS", 120 },     { "45 minutes: express service", 45 },
        { "45 m: x", 45 },    { "30:", 30 },
        { " 15 min ", 15 },   { "", -1 },
        { "h", -1 },          { "half an hour", -1 },
        { "1.5 h", -1 },      { "1h 30m", -1 },
        { "-30", -1 },        { "60分", -1 },
        { "12345", -1 },      { "30 days", -1 },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        if (duration_minutes(str_of(cases[i].text)) != cases[i].minutes)
            fail_msg("\"%s\" is %d minutes", cases[i].text, (int)duration_minutes(str_of(cases[i].text)));
}

static void emails_compare_trimmed_and_without_case(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_str(email_key(STR("  A@Example.COM\xE3\x80\x80"), &a), "a@example.com");
    arena_reset(&a);
}

static void an_appointment_is_told_in_english_and_in_japanese_as_it_was_written(void **state)
{
    static const struct pair english[] = {
        { STR_INIT("Date"), STR_INIT("2025-05-01") },     { STR_INIT("TIME"), STR_INIT("10:30") },
        { STR_INIT("Timezone"), STR_INIT("Asia/Tokyo") }, { STR_INIT("Location"), STR_INIT("銀座") },
        { STR_INIT("Team Member"), STR_INIT("佐藤") },    { STR_INIT("Date"), STR_INIT("another") }
    };
    static const struct pair japanese[] = { { STR_INIT("日付"), STR_INIT("５月２日") },
                                            { STR_INIT("時間"), STR_INIT("14:00") } };
    static const struct pair options[] = { { STR_INIT("Size"), STR_INIT("L") },
                                           { STR_INIT("Duration"), STR_INIT("60 Minutes") } };
    const struct order_line one = { .attributes = { english, countof(english) } };
    const struct order_line two = { .attributes = { japanese, 2 }, .options = { options, 2 } };

    (void)state;
    struct appointment x = line_appointment(&one), y = line_appointment(&two);
    assert_str(x.date, "2025-05-01");
    assert_str(x.time, "10:30");
    assert_str(x.timezone, "Asia/Tokyo");
    assert_str(x.location, "銀座");
    assert_str(x.resource, "佐藤");
    assert_int_equal(x.minutes, -1);
    assert_str(y.date, "５月２日");
    assert_str(y.time, "14:00");
    assert_str(y.duration, "60 Minutes");
    assert_int_equal(y.minutes, 60);
    assert_str(y.location, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(properties_are_parted_at_the_first_colon_that_is_not_escaped),
        cmocka_unit_test(a_duration_is_read_in_the_forms_that_are_documented_and_no_others),
        cmocka_unit_test(emails_compare_trimmed_and_without_case),
        cmocka_unit_test(an_appointment_is_told_in_english_and_in_japanese_as_it_was_written),
    };

    return cmocka_run_group_tests_name("model/booking", tests, NULL, NULL);
}
