#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/time.h"

#include <stdlib.h>

static void assert_text(str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static const struct zone *zone(const char *name)
{
    const struct zone *z = NULL;
    struct err err;

    if (!zone_find(str_of(name), &z, &err))
        fail_msg("%s", err.msg);
    return z;
}

static void the_calendar_is_gregorian_for_ever(void **state)
{
    (void)state;
    static const struct {
        civil c;
        int64_t seconds;
    } cases[] = {
        { { 1970, 1, 1, 0, 0, 0 }, 0 },           { { 1969, 12, 31, 23, 59, 59 }, -1 },
        { { 2000, 2, 29, 12, 0, 0 }, 951825600 }, { { 2018, 12, 17, 16, 20, 7 }, 1545063607 },
        { { 1900, 3, 1, 0, 0, 0 }, -2203891200 }, { { 9999, 12, 31, 23, 59, 59 }, 253402300799 },
        { { 1, 1, 1, 0, 0, 0 }, -62135596800 },   { { -400, 3, 1, 0, 0, 0 }, -74784816000 },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        civil back = civil_from_seconds(cases[i].seconds);
        assert_int_equal(civil_to_seconds(cases[i].c), cases[i].seconds);
        assert_int_equal(back.year, cases[i].c.year);
        assert_int_equal(back.month * 100 + back.day, cases[i].c.month * 100 + cases[i].c.day);
        assert_int_equal(back.hour * 3600 + back.minute * 60 + back.second,
                         cases[i].c.hour * 3600 + cases[i].c.minute * 60 + cases[i].c.second);
    }
}

static void serials_are_excels(void **state)
{
    (void)state;
    static const struct {
        const char *serial, *want;
    } cases[] = {
        { "1", "1900-01-01T00:00:00Z" },
        { "59", "1900-02-28T00:00:00Z" },
        { "61", "1900-03-01T00:00:00Z" },
        { "59.5", "1900-02-28T12:00:00Z" },
        { "25569", "1970-01-01T00:00:00Z" },
        { "43451.7639236111", "2018-12-17T18:20:03Z" },
        { "2958465.99999", "9999-12-31T23:59:59Z" },
        { "43451.999999", "2018-12-18T00:00:00Z" },
        { "1.5E1", "1900-01-15T00:00:00Z" },
        { "36585", "2000-02-29T00:00:00Z" },
    };
    static const char *const bad[] = { "0", "0.5", "-1",    "60",  "60.25", "2958466", "2958465.999999",
                                       "x", "",    "1E400", "1E18" };
    struct arena a = { 0 };
    civil c;

    for (size_t i = 0; i < countof(cases); i++) {
        if (!civil_from_serial(str_of(cases[i].serial), &c))
            fail_msg("%s was refused", cases[i].serial);
        assert_text(moment_format_iso(civil_to_seconds(c), &a), cases[i].want);
    }
    for (size_t i = 0; i < countof(bad); i++)
        if (civil_from_serial(str_of(bad[i]), &c))
            fail_msg("%s was read", bad[i]);
    arena_reset(&a);
}

static void every_second_survives_its_serial(void **state)
{
    (void)state;
    int64_t first = civil_to_seconds((civil){ 1900, 1, 1, 0, 0, 0 });
    int64_t last = civil_to_seconds((civil){ 9999, 12, 31, 23, 59, 59 });
    struct arena a = { 0 };
    civil back;

    for (int64_t s = first; s <= last; s += 86400 * 29 + 1237) {
        str serial = civil_to_serial(civil_from_seconds(s), &a);
        assert_true(serial.n <= 16);
        assert_true(civil_from_serial(serial, &back));
        assert_int_equal(civil_to_seconds(back), s);
        arena_reset(&a);
    }
    assert_true(civil_from_serial(civil_to_serial(civil_from_seconds(last), &a), &back));
    assert_int_equal(civil_to_seconds(back), last);
    assert_text(civil_to_serial((civil){ 1900, 2, 28, 0, 0, 0 }, &a), "59");
    assert_text(civil_to_serial((civil){ 1900, 3, 1, 0, 0, 0 }, &a), "61");
    assert_text(civil_to_serial((civil){ 2018, 12, 17, 12, 0, 0 }, &a), "43451.5");
    assert_text(civil_to_serial((civil){ 1899, 12, 31, 0, 0, 0 }, &a), "");
    assert_text(civil_to_serial((civil){ 10000, 1, 1, 0, 0, 0 }, &a), "");
    arena_reset(&a);
}

enum { NONE = 99999 };
static const struct {
    const char *text, *want;
    int32_t offset;
} written_cases[] = {
    { "2018-12-17 18:20:07 +0200", "2018-12-17T18:20:07Z", 7200 },
    { "2018-12-17 18:20:07", "2018-12-17T18:20:07Z", NONE },
    { "2018-12-17T18:20:07.123Z", "2018-12-17T18:20:07Z", 0 },
    { "2018-12-17T18:20:07-09:30", "2018-12-17T18:20:07Z", -34200 },
    { "2018/12/17", "2018-12-17T00:00:00Z", NONE },
    { "2018/1/5", "2018-01-05T00:00:00Z", NONE },
    { "2018/1/5 9:30", "2018-01-05T09:30:00Z", NONE },
    { "2018/12/5 9:30:07", "2018-12-05T09:30:07Z", NONE },
    { " 2018-12-17 ", "2018-12-17T00:00:00Z", NONE },
    { "2018/12/17 18:20", "2018-12-17T18:20:00Z", NONE },
    { "2018-12-17 18:20 +0900", "2018-12-17T18:20:00Z", 32400 },
    { "2018-12-17 +1800", "2018-12-17T00:00:00Z", 64800 },
    { "2016-02-29", "2016-02-29T00:00:00Z", NONE },
    { "2000-02-29", "2000-02-29T00:00:00Z", NONE },
};

static const char *const written_bad[] = {
    "",
    "2018",
    "2018-13-01",
    "2018-00-10",
    "2018-01-00",
    "2018-04-31",
    "2017-02-29",
    "1900-02-29",
    "1899-12-31",
    "2018-12/17",
    "2018-1-1",
    "17.12.2018",
    "2018-12-17 24:00",
    "2018-12-17 18:60",
    "2018-12-17 18:20:60",
    "2018-12-17 18",
    "2018-12-17T",
    "2018-12-17 18:20:07.",
    "2018-12-17 18:20:07 +2",
    "2018-12-17 18:20 +1900",
    "2018-12-17 18:20 +1801",
    "2018-12-17 18:20:07 JST",
    "2018-12-17 18:20:07 +0200x",
    "2018-12-17x",
    "20a8-12-17",
    "2018-12-17 18:20:",
};

static void dates_are_read_in_the_forms_promised(void **state)
{
    (void)state;
    struct arena a = { 0 };
    civil c;
    bool has_offset;
    int32_t offset;

    for (size_t i = 0; i < countof(written_cases); i++) {
        if (!civil_parse(str_of(written_cases[i].text), &c, &has_offset, &offset))
            fail_msg("\"%s\" was refused", written_cases[i].text);
        assert_text(moment_format_iso(civil_to_seconds(c), &a), written_cases[i].want);
        assert_int_equal(has_offset, written_cases[i].offset != NONE);
        assert_int_equal(offset, has_offset ? written_cases[i].offset : 0);
    }
    for (size_t i = 0; i < countof(written_bad); i++)
        if (civil_parse(str_of(written_bad[i]), &c, &has_offset, &offset))
            fail_msg("\"%s\" was read", written_bad[i]);
    arena_reset(&a);
}

static void zones_have_names_or_offsets(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t offset;
    } cases[] = {
        { "Asia/Tokyo", 32400 },         { "UTC", 0 },        { "Asia/Kathmandu", 20700 },
        { "America/New_York", -18000 },  { "+09:00", 32400 }, { "-0330", -12600 },
        { "Pacific/Kiritimati", 50400 },
    };
    static const char *const bad[] = {
        "",
        "Asia/Nowhere",
        "GMT+9",
        "+9",
        "+25:00",
        "09:00",
        "A/name/that/is/longer/than/any/zone/of/the/whole/wide/world/would/be"
    };
    const struct zone *z;
    struct err err;

    for (size_t i = 0; i < countof(cases); i++) {
        z = zone(cases[i].name);
        assert_int_equal(zone_offset(z, 1545063607), cases[i].offset);
        assert_true(str_eq(zone_name(z), str_of(cases[i].name)));
        assert_ptr_equal(zone(cases[i].name), z);
    }
    for (size_t i = 0; i < countof(bad); i++) {
        assert_false(zone_find(str_of(bad[i]), &z, &err));
        assert_int_equal(err.code, ERR_USAGE);
    }
    assert_int_equal(zone_offset(zone_utc(), 1545063607), 0);
}

static void summer_time_skips_an_hour_and_repeats_one(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        civil wall;
        const char *want;
    } cases[] = {
        { "Europe/Berlin", { 2018, 3, 25, 1, 59, 59 }, "2018-03-25 01:59:59 +0100" },
        { "Europe/Berlin", { 2018, 3, 25, 2, 30, 0 }, "2018-03-25 03:30:00 +0200" },
        { "Europe/Berlin", { 2018, 3, 25, 3, 0, 0 }, "2018-03-25 03:00:00 +0200" },
        { "Europe/Berlin", { 2018, 10, 28, 2, 30, 0 }, "2018-10-28 02:30:00 +0200" },
        { "Europe/Berlin", { 2018, 10, 28, 3, 0, 0 }, "2018-10-28 03:00:00 +0100" },
        { "America/New_York", { 2018, 3, 11, 2, 30, 0 }, "2018-03-11 03:30:00 -0400" },
        { "America/New_York", { 2018, 11, 4, 1, 30, 0 }, "2018-11-04 01:30:00 -0400" },
        { "America/New_York", { 2500, 7, 4, 12, 0, 0 }, "2500-07-04 12:00:00 -0400" },
        { "America/New_York", { 9999, 12, 31, 23, 59, 59 }, "9999-12-31 23:59:59 -0500" },
        { "Pacific/Apia",
          { 2011, 12, 30, 12, 0, 0 },
          "2011-12-31 12:00:00 +1400" }, /* a day that was skipped */
        { "Asia/Tokyo", { 1887, 12, 31, 0, 0, 0 }, "1887-12-30 23:59:01 +0918" },
        { "Asia/Tokyo", { 2018, 12, 17, 18, 20, 7 }, "2018-12-17 18:20:07 +0900" },
        { "-0330", { 2018, 12, 17, 18, 20, 7 }, "2018-12-17 18:20:07 -0330" },
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(cases); i++) {
        const struct zone *z = zone(cases[i].zone);
        assert_text(moment_format(z, zone_moment(z, cases[i].wall), &a), cases[i].want);
    }
    assert_int_equal(moment_civil(zone("Asia/Tokyo"), 1545063607).day, 18);
    arena_reset(&a);
}

static void the_source_date_fixes_the_clock(void **state)
{
    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1545063607", 1);
    assert_int_equal(clock_now(), 1545063607);
    setenv("SOURCE_DATE_EPOCH", "yesterday", 1);
    assert_true(clock_now() > 1545063607);
    unsetenv("SOURCE_DATE_EPOCH");
    assert_true(clock_now() > 1545063607);
    double before = clock_steady();
    assert_true(clock_steady() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_calendar_is_gregorian_for_ever),
        cmocka_unit_test(serials_are_excels),
        cmocka_unit_test(every_second_survives_its_serial),
        cmocka_unit_test(dates_are_read_in_the_forms_promised),
        cmocka_unit_test(zones_have_names_or_offsets),
        cmocka_unit_test(summer_time_skips_an_hour_and_repeats_one),
        cmocka_unit_test(the_source_date_fixes_the_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
