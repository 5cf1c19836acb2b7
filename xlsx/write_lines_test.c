#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>

#include "xlsx/write_testing.h"

static const struct write_options options = { COMPRESS_FAST, 2, STR_INIT("test"), 1700000000, NULL };

#define CELL(kind, text)            \
    {                               \
        kind, false, STR_INIT(text) \
    }

static const struct column_layout columns[] = {
    { STR_INIT("ID"), STYLE_NUMBER, STR_INIT("a comment"), NULL, 0 },
    { STR_INIT("名前"), STYLE_TEXT, STR_INIT(""), NULL, 0 },
    { STR_INIT("Note, \"long\""), STYLE_TEXT, STR_INIT(""), NULL, 0 },
    { STR_INIT(""), STYLE_GENERAL, STR_INIT(""), NULL, 0 },
    { STR_INIT("When"), STYLE_DATE, STR_INIT(""), NULL, 0 },
};

static const struct sheet_layout layout = { .name = STR_INIT("s"),
                                            .columns = columns,
                                            .column_count = countof(columns) };

static const cell first[] = {
    CELL(CELL_NUMBER, "15417543000"), CELL(CELL_TEXT, "花子"),    CELL(CELL_TEXT, "a \"b\", c\r\nd"),
    CELL(CELL_BOOL, "TRUE"),          CELL(CELL_DATE, "45432.5"),
};
static const cell second[] = {
    CELL(CELL_NUMBER, "1234567890123456"),
    CELL(CELL_TEXT, "=1+1"),
    CELL(CELL_TEXT, " blank"),
    CELL(CELL_BOOL, "FALSE"),
};
static const cell third[] = {
    CELL(CELL_EMPTY, ""),  CELL(CELL_TEXT, "\xff\x01\\/"), CELL(CELL_ERROR, "#N/A"),  CELL(CELL_NO_VALUE, ""),
    CELL(CELL_DATE, "-5"), CELL(CELL_NUMBER, "007"),       CELL(CELL_NUMBER, "-0.5"),
};

static void put_all(struct table *t)
{
    table_sheet(t, &layout);
    table_put(t, 0, first, countof(first));
    table_mark(t, 0, MARK_FAILED, STR("left out"));
    table_link(t, 0, STR("s"), STR("A1"));
    table_put(t, 0, second, countof(second));
    table_put(t, 6, third, countof(third));
    table_sheet(t, &layout); /* the second sheet has no place */
    table_put(t, 0, first, countof(first));
}

static void assert_written(struct testing *t, const char *name, const char *expected)
{
    const char *path = testing_path(t, name);
    struct err err = { 0 };
    struct table *table;

    testing_ok(write_create(&table, path, &options, &err), &err);
    put_all(table);
    testing_ok(table_finish(table, &err), &err);
    assert_string_equal(arena_copy(&t->arena, testing_read(t, path)).p, expected);
}

static void csv_opens_in_excel_and_keeps_line_numbers(void **state)
{
    assert_written(*state, "a.csv",
                   "\xef\xbb\xbfID,名前,\"Note, \"\"long\"\"\",,When\r\n"
                   "15417543000,花子,\"a \"\"b\"\", c\r\nd\",TRUE,2024-05-20 12:00:00\r\n"
                   "1234567890123456,=1+1,\" blank\",FALSE,\r\n"
                   "\r\n"
                   "\r\n"
                   ",\xef\xbf\xbd\x01\\/,#N/A,,-5,007,-0.5\r\n");
}

static void json_lines_keep_kinds_and_leave_blanks_out(void **state)
{
    assert_written(
        *state, "a.JSONL",
        "{\"ID\":15417543000,\"名前\":\"花子\",\"Note, \\\"long\\\"\":\"a \\\"b\\\", c\\r\\nd\",\"D\":true,"
        "\"When\":\"2024-05-20 12:00:00\"}\n"
        "{\"ID\":\"1234567890123456\",\"名前\":\"=1+1\",\"Note, \\\"long\\\"\":\" blank\",\"D\":false}\n"
        "{\"名前\":\"\xef\xbf\xbd\\u0001\\\\/\",\"Note, "
        "\\\"long\\\"\":\"#N/A\",\"When\":\"-5\",\"F\":\"007\","
        "\"G\":-0.5}\n");
}

static void a_header_put_as_a_row_gives_the_keys(void **state)
{
    struct sheet_layout rows = layout;
    struct testing *t = *state;
    const char *path = testing_path(t, "a.jsonl");
    static const cell header[] = { CELL(CELL_TEXT, "Key"), CELL(CELL_NUMBER, "2") };
    static const cell row[] = { CELL(CELL_TEXT, "a"), CELL(CELL_TEXT, "b"), CELL(CELL_TEXT, "c") };
    struct err err = { 0 };
    struct table *table;

    rows.header_as_row = true;
    testing_ok(write_create(&table, path, &options, &err), &err);
    table_sheet(table, &rows);
    table_put(table, 0, header, countof(header));
    table_put(table, 0, row, countof(row));
    testing_ok(table_finish(table, &err), &err);
    assert_string_equal(arena_copy(&t->arena, testing_read(t, path)).p,
                        "{\"Key\":\"a\",\"2\":\"b\",\"C\":\"c\"}\n");
}

static void a_row_that_goes_back_is_an_error_and_nothing_is_left(void **state)
{
    struct testing *t = *state;
    struct err err = { 0 };
    struct table *table;

    testing_ok(write_create(&table, testing_path(t, "a.csv"), &options, &err), &err);
    table_sheet(table, &layout);
    table_put(table, 5, first, countof(first));
    table_put(table, 5, first, countof(first));
    table_put(table, 7, first, countof(first));
    assert_false(table_finish(table, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_int_equal(testing_files(t, false), 0);
}

static void too_many_columns_are_an_error(void **state)
{
    struct testing *t = *state;
    cell *cells = arena_array(&t->arena, cell, COLUMN_MAX + 1);
    struct err err = { 0 };
    struct table *table;

    testing_ok(write_create(&table, testing_path(t, "a.csv"), &options, &err), &err);
    table_sheet(table, &layout);
    table_put(table, 0, cells, COLUMN_MAX + 1);
    assert_false(table_finish(table, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

static void an_abandoned_file_leaves_what_was_there(void **state)
{
    static const char *const names[] = { "a.csv", "a.jsonl", "a.xlsx" };
    struct testing *t = *state;
    struct err err = { 0 };
    struct table *table;

    for (size_t i = 0; i < countof(names); i++) {
        const char *path = testing_path(t, names[i]);
        testing_ok(file_write(path, STR("old"), &err), &err);
        testing_ok(write_create(&table, path, &options, &err), &err);
        put_all(table);
        table_abandon(table);
        assert_true(str_eq(testing_read(t, path), STR("old")));
    }
    assert_int_equal(testing_files(t, false), countof(names));
    table_abandon(NULL);
}

static void large_files_go_out_in_pieces(void **state)
{
    struct testing *t = *state;
    const char *path = testing_path(t, "a.csv");
    struct err err = { 0 };
    struct table *table;

    testing_ok(write_create(&table, path, &options, &err), &err);
    table_sheet(table, &layout);
    for (int i = 0; i < 30000; i++)
        table_put(table, 0, first, countof(first));
    table_put(table, 400000, second, countof(second));
    testing_ok(table_finish(table, &err), &err);

    str all = testing_read(t, path);
    size_t lines = 0;
    for (size_t i = 0; i < all.n; i++)
        lines += all.p[i] == '\n';
    assert_int_equal(lines, 400000 + 30000); /* each of them holds a line of its own */
}

static void a_disk_without_room_is_told(void **state)
{
    struct testing *t = *state;
    struct err err = { 0 };
    struct table *table;

    testing_ok(write_create(&table, testing_path(t, "a.csv"), &options, &err), &err);
    int full = open("/dev/full", O_WRONLY);
    assert_true(full >= 0);
    for (int fd = full - 1; fd > 2; fd--) { /* the file being written was opened last */
        struct stat st;
        if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0) {
            assert_true(dup2(full, fd) >= 0);
            break;
        }
    }
    close(full);
    put_all(table);
    assert_false(table_finish(table, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_int_equal(testing_files(t, false), 0);
}

static void a_name_of_another_kind_is_refused(void **state)
{
    static const char *const names[] = { "a.xls", "a", "a.txt", "xlsx" };
    struct testing *t = *state;
    struct table *table;

    for (size_t i = 0; i < countof(names); i++) {
        struct err err = { 0 };
        assert_false(write_create(&table, testing_path(t, names[i]), &options, &err));
        assert_int_equal(err.code, ERR_USAGE);
        assert_null(table);
    }
    assert_int_equal(testing_files(t, false), 0);
}

static void a_folder_that_is_not_there_is_told_at_once(void **state)
{
    static const char *const names[] = { "none/a.xlsx", "none/a.csv", "none/a.jsonl" };
    struct testing *t = *state;
    struct table *table;

    for (size_t i = 0; i < countof(names); i++) {
        struct err err = { 0 };
        assert_false(write_create(&table, testing_path(t, names[i]), &options, &err));
        assert_int_equal(err.code, ERR_IO);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, testing_start, testing_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(csv_opens_in_excel_and_keeps_line_numbers),
        TEST(json_lines_keep_kinds_and_leave_blanks_out),
        TEST(a_header_put_as_a_row_gives_the_keys),
        TEST(a_row_that_goes_back_is_an_error_and_nothing_is_left),
        TEST(too_many_columns_are_an_error),
        TEST(an_abandoned_file_leaves_what_was_there),
        TEST(large_files_go_out_in_pieces),
        TEST(a_disk_without_room_is_told),
        TEST(a_name_of_another_kind_is_refused),
        TEST(a_folder_that_is_not_there_is_told_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
