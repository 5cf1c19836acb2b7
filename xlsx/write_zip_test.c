#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "xlsx/write_testing.h"
#include "xlsx/write_zip.h"

static struct zip_out *start(struct testing *t, const char *path, int64_t created)
{
    struct zip_out *z = NULL;
    struct err err = { 0 };

    testing_ok(zip_out_open(&z, path, created, &t->arena, &err), &err);
    return z;
}

static void write_one(struct testing *t, const char *path, int64_t created)
{
    struct zip_out *z = start(t, path, created);
    struct err err = { 0 };

    testing_ok(zip_out_begin(z, "a.xml", 6, &err), &err);
    testing_ok(zip_out_put(z, STR("<a>"), &err) && zip_out_put(z, STR("</a>"), &err), &err);
    testing_ok(zip_out_end(z, &err), &err);
    assert_int_equal(zip_out_count(z), 1);
    testing_ok(zip_out_close(z, &err), &err);
}

static void entries_come_back_as_they_went_in(void **state)
{
    struct testing *t = *state;
    const char *path = testing_path(t, "a.zip");

    write_one(t, path, 1700000000);
    assert_string_equal(testing_part(t, path, "a.xml"), "<a></a>");
    assert_null(testing_part(t, path, "b.xml"));
}

static void entries_carry_the_date_that_was_given(void **state)
{
    static const struct {
        int64_t created;
        unsigned year, month, day;
    } cases[] = {
        { 1700000000, 2023, 11, 14 },
        { 0, 1980, 1, 1 },                /* before the first that a ZIP knows */
        { (int64_t)1 << 33, 1980, 1, 1 }, /* 2242: after the last */
    };
    struct testing *t = *state;
    const char *path = testing_path(t, "a.zip");

    for (size_t i = 0; i < countof(cases); i++) {
        unz_file_info64 info;
        write_one(t, path, cases[i].created);
        unzFile zip = unzOpen64(path);
        assert_non_null(zip);
        assert_int_equal(unzGetCurrentFileInfo64(zip, &info, NULL, 0, NULL, 0, NULL, 0), UNZ_OK);
        assert_int_equal(info.tmu_date.tm_year, cases[i].year);
        assert_int_equal(info.tmu_date.tm_mon + 1, cases[i].month);
        assert_int_equal(info.tmu_date.tm_mday, cases[i].day);
        unzClose(zip);
    }
}

static void a_piece_of_another_container_is_copied(void **state)
{
    struct testing *t = *state;
    const char *path = testing_path(t, "a.zip");
    const struct zip_piece stored = { "b.xml", STR("\x03\x00"), 0, 0 }; /* nothing, deflated */
    struct zip_out *z = start(t, path, 1700000000);
    struct err err = { 0 };

    testing_ok(zip_out_copy(z, &stored, &err) && zip_out_close(z, &err), &err);
    assert_string_equal(testing_part(t, path, "b.xml"), "");
}

static void a_file_that_cannot_be_made_is_told(void **state)
{
    struct testing *t = *state;
    struct zip_out *z;
    struct err err = { 0 };

    assert_false(zip_out_open(&z, testing_path(t, "none/a.zip"), 0, &t->arena, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.msg, "No such file"));
    zip_out_abandon(NULL);
}

static void a_device_without_room_is_told_with_its_reason(void **state)
{
    struct testing *t = *state;
    struct zip_out *z = start(t, "/dev/full", 0);
    struct err err = { 0 };
    char *much = arena_alloc(&t->arena, 1 << 20, 1);

    for (size_t i = 0; i < 1 << 20; i++)
        much[i] = (char)(i * i >> 7); /* does not deflate to nothing */
    bool ok = zip_out_begin(z, "a.xml", 1, &err) && zip_out_put(z, (str){ much, 1 << 20 }, &err) &&
              zip_out_end(z, &err) && zip_out_close(z, &err);
    assert_false(ok);
    assert_non_null(strstr(err.msg, "No space left"));
    zip_out_abandon(z);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, testing_start, testing_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(entries_come_back_as_they_went_in),
        TEST(entries_carry_the_date_that_was_given),
        TEST(a_piece_of_another_container_is_copied),
        TEST(a_file_that_cannot_be_made_is_told),
        TEST(a_device_without_room_is_told_with_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
