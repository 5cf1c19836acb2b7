#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/bulk_parts.h"

static const struct {
    const char *text;
    size_t n;
    const char *lines[4];
    int64_t at[4];
} texts[] = {
    { "", 0, { NULL }, { 0 } },
    { "\n\n  \n\r\n", 0, { NULL }, { 0 } },
    { "a", 1, { "a" }, { 0 } },
    { "a\n", 1, { "a" }, { 0 } },
    { "a\nbc\n\nd", 3, { "a", "bc", "d" }, { 0, 2, 6 } },
    { "a\r\nb\r\n", 2, { "a\r", "b\r" }, { 0, 3 } },
};

static void lines_come_with_their_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(texts); i++) {
        FILE *f = tmpfile();
        struct bulk_lines l;
        struct err err = { 0 };
        str line;
        size_t n = 0;

        assert_non_null(f);
        fputs(texts[i].text, f);
        rewind(f);
        bulk_lines_open(&l, f, 100);
        for (; bulk_lines_next(&l, &line); n++) {
            assert_true(n < texts[i].n);
            assert_true(str_eq(line, str_of(texts[i].lines[n])));
            assert_int_equal(l.at, texts[i].at[n]);
        }
        assert_int_equal(n, texts[i].n);
        assert_true(bulk_lines_close(&l, &err));
        fclose(f);
    }
}

/* Around the size of what is read at once. */
static void long_lines_come_whole(void **state)
{
    static const size_t lengths[] = { 65535, 65536, 65537, 1, 131072, 200000, 3, 70000, 0 };
    FILE *f = tmpfile();
    struct bulk_lines l;
    struct err err = { 0 };
    int64_t at = 0;
    str line;

    (void)state;
    for (size_t i = 0; lengths[i]; i++) {
        for (size_t k = 0; k < lengths[i]; k++)
            fputc('a' + (int)(i % 26), f);
        fputc('\n', f);
    }
    rewind(f);
    bulk_lines_open(&l, f, 200000);
    for (size_t i = 0; lengths[i]; i++) {
        assert_true(bulk_lines_next(&l, &line));
        assert_int_equal(line.n, lengths[i]);
        assert_int_equal(line.p[0], 'a' + (int)i);
        assert_int_equal(line.p[line.n - 1], 'a' + (int)i);
        assert_int_equal(l.at, at);
        at += (int64_t)lengths[i] + 1;
    }
    assert_false(bulk_lines_next(&l, &line));
    assert_true(bulk_lines_close(&l, &err));
    fclose(f);
}

static void a_line_without_end_is_an_error_of_the_shop(void **state)
{
    FILE *f = tmpfile();
    struct bulk_lines l;
    struct err err = { 0 };
    str line;

    (void)state;
    for (size_t k = 0; k < 300000; k++)
        fputc('a', f);
    rewind(f);
    bulk_lines_open(&l, f, 100000);
    assert_false(bulk_lines_next(&l, &line));
    assert_false(bulk_lines_close(&l, &err));
    assert_int_equal(err.code, ERR_SHOP);
    fclose(f);
}

static void what_cannot_be_read_is_an_error_of_the_disk(void **state)
{
    char name[] = "/tmp/meibo-bulk-file-XXXXXX";
    int fd = mkstemp(name);
    struct bulk_lines l;
    struct err err = { 0 };
    str line;

    (void)state;
    assert_true(fd >= 0);
    FILE *f = fopen(name, "a"); /* not for reading */
    bulk_lines_open(&l, f, 100);
    assert_false(bulk_lines_next(&l, &line));
    assert_false(bulk_lines_close(&l, &err));
    assert_int_equal(err.code, ERR_IO);
    fclose(f);
    close(fd);
    unlink(name);
}

static const struct {
    const char *line;
    bool object;
    const char *id, *parent;
} objects[] = {
    { "{\"id\":\"a\"}", true, "a", "" },
    { " {\"id\":\"a\",\"__parentId\":\"b\"} \r", true, "a", "b" },
    { "{\"__parentId\":\"b\",\"x\":{\"id\":\"no\",\"__parentId\":\"no\"},\"id\":\"a\"}", true, "a", "b" },
    { "{\"x\":[\"id\",\"no\"],\"y\":\"id\",\"z\":\"__parentId\"}", true, "", "" },
    { "{\"x\":\"\\\"id\\\":\\\"no\\\"\",\"id\":\"gid:\\/\\/a\"}", true, "gid:\\/\\/a", "" },
    { "{\"x\":\"\\\\\",\"id\":\"a\"}", true, "a", "" },
    { "{\"x\":\"{{[[\",\"id\":\"a\"}", true, "a", "" },
    { "{\"id\":null,\"__parentId\":7}", true, "", "" },
    { "{}", true, "", "" },
    { "", false, "", "" },
    { "[]", false, "", "" },
    { "\"id\"", false, "", "" },
    { "{\"id\":\"a\"", false, "", "" },
    { "{\"id\":\"a", false, "", "" },
    { "{\"id\":\"a\\\"}", false, "", "" },
    { "{\"id\":\"a\"}}", false, "", "" },
    { "{\"id\":\"a\"}{}", false, "", "" },
    { "{\"id\":\"a\"]", false, "", "" },
    { "x{\"id\":\"a\"}", false, "", "" },
    { "}", false, "", "" },
};

static void ids_are_those_of_the_object_itself(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(objects); i++) {
        str id, parent;
        bool object = bulk_line_ids(str_of(objects[i].line), &id, &parent);
        if (object != objects[i].object)
            fail_msg("%s", objects[i].line);
        if (!object)
            continue;
        if (!str_eq(id, str_of(objects[i].id)) || !str_eq(parent, str_of(objects[i].parent)))
            fail_msg("%s: %.*s, %.*s", objects[i].line, STR_ARG(id), STR_ARG(parent));
    }
}

static const struct {
    const char *gid, *type;
    int64_t number;
} gids[] = {
    { "gid://shopify/Customer/7", "Customer", 7 },
    { "gid:\\/\\/shopify\\/Customer\\/9007199254740993", "Customer", INT64_C(9007199254740993) },
    { "gid://shopify/MailingAddress/5?model_name=CustomerAddress", "MailingAddress", 5 },
    { "gid://shopify/Customer/9223372036854775807", "Customer", INT64_MAX },
    { "gid://shopify/Customer/9223372036854775808", "Customer", 0 },
    { "gid://shopify/Order/7", "Customer", 0 },
    { "gid://shopify/CustomerX/7", "Customer", 0 },
    { "gid://shopify/Customer/", "Customer", 0 },
    { "gid://shopify/Customer/-7", "Customer", 0 },
    { "gid://shopify/Customer/7x", "Customer", 0 },
    { "gid://elsewhr/Customer/7", "Customer", 0 },
    { "7", "Customer", 0 },
    { "", "Customer", 0 },
};

static void numbers_of_gids_are_of_the_right_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(gids); i++)
        if (bulk_gid_number(str_of(gids[i].gid), gids[i].type) != gids[i].number)
            fail_msg("%s", gids[i].gid);
}

static void a_temporary_file_is_for_this_user_only_and_can_be_opened_by_its_path(void **state)
{
    struct bulk_file f;
    struct err err = { 0 };
    struct stat st;
    char text[8] = "";

    (void)state;
    assert_true(bulk_file_open(&f, &err));
    assert_int_equal(fstat(fileno(f.file), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(st.st_nlink, f.named ? 1 : 0);

    FILE *again = fopen(f.path, "wb");
    assert_non_null(again);
    fputs("hello", again);
    fclose(again);
    rewind(f.file);
    assert_int_equal(fread(text, 1, 7, f.file), 5);
    assert_string_equal(text, "hello");
    bulk_file_close(&f);
    assert_null(f.file);
    bulk_file_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_with_their_places),
        cmocka_unit_test(long_lines_come_whole),
        cmocka_unit_test(a_line_without_end_is_an_error_of_the_shop),
        cmocka_unit_test(what_cannot_be_read_is_an_error_of_the_disk),
        cmocka_unit_test(ids_are_those_of_the_object_itself),
        cmocka_unit_test(numbers_of_gids_are_of_the_right_kind),
        cmocka_unit_test(a_temporary_file_is_for_this_user_only_and_can_be_opened_by_its_path),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
