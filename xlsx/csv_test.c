#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "xlsx/book.h"
#include "xlsx/decode.h"
#include "xlsx/limits.h"
#include "xlsx/place_test.h"

static int make_place(void **state)
{
    return place_make(state, "customers.csv");
}

static void save(const struct place *p, str bytes)
{
    FILE *f = fopen(p->file, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
}

/* "1:a|b 2:c": rows as one text. False with err on a failure; what was read before is in *out. */
static bool read_rows(const struct place *p, const struct book_options *options, struct buf *out,
                      struct err *err)
{
    struct book *b = NULL;
    struct row_source *rows;
    struct row row;

    buf_clear(out);
    if (!book_open(&b, p->file, options, err))
        return false;
    assert_true(book_is_csv(b));
    assert_true(str_eq(book_sheet(b, 0)->name, STR("customers")));
    bool ok = book_rows(b, 0, &rows, err);
    while (ok && row_next(rows, &row)) {
        if (out->n)
            buf_putc(out, ' ');
        buf_put_u64(out, row.number);
        for (size_t i = 0; i < row.count; i++) {
            buf_putc(out, i ? '|' : ':');
            buf_put(out, row.cells[i].text);
        }
    }
    ok = ok && row_close(rows, err);
    book_close(b);
    return ok;
}

static void expect(const struct place *p, const struct book_options *options, str bytes, const char *want)
{
    struct buf out = BUF_INIT(1 << 20);
    struct err err = { 0 };

    save(p, bytes);
    if (!read_rows(p, options, &out, &err))
        fail_msg("%s", err.msg);
    if (!str_eq(buf_str(&out), str_of(want)))
        fail_msg("read %.*s, not %s", STR_ARG(buf_str(&out)), want);
    buf_release(&out);
}

static void expect_error(const struct place *p, const struct book_options *options, str bytes,
                         enum err_code code, const char *why)
{
    struct buf out = BUF_INIT(64 << 20);
    struct err err = { 0 };

    save(p, bytes);
    assert_false(read_rows(p, options, &out, &err));
    assert_int_equal(err.code, code);
    if (!strstr(err.msg, why) || !strstr(err.msg, "customers.csv: "))
        fail_msg("said %s, not %s", err.msg, why);
    buf_release(&out);
}

/* rules: S-10+ S-10- */
static void the_delimiter_is_found_or_given(void **state)
{
    static const struct {
        const char *text;
        char given;
        const char *rows;
    } cases[] = {
        { "a,b\n1,2\n", 0, "1:a|b 2:1|2" },
        { "a;b\n1,5;2\n", 0, "1:a|b 2:1,5|2" },
        { "a\tb\n", 0, "1:a|b" },
        { "a;b\n1;2\n", ',', "1:a;b 2:1;2" },
        { "a|b\n", '|', "1:a|b" },
        { "\"a;b;c;d\",x\n1,2\n", 0, "1:a;b;c;d|x 2:1|2" },
        { "Title, long, with, commas\na;b\n1;2\n3;4\n5;6\n", 0,
          "1:Title, long, with, commas 2:a|b 3:1|2 4:3|4 5:5|6" },
        { "one\ntwo\n", 0, "1:one 2:two" },
    };

    for (size_t i = 0; i < countof(cases); i++)
        expect(*state, &(struct book_options){ .delimiter = cases[i].given }, str_of(cases[i].text),
               cases[i].rows);
    expect_error(*state, &(struct book_options){ .delimiter = '"' }, STR("a\n"), ERR_USAGE, "delimiter");
    expect_error(*state, &(struct book_options){ .delimiter = '\n' }, STR("a\n"), ERR_USAGE, "delimiter");
}

/* rules: S-10+ */
static void quotes_follow_rfc_4180(void **state)
{
    static const struct {
        const char *text, *rows;
    } cases[] = {
        { "\"a\",\"b\"\n", "1:a|b" },
        { "\"a\"\"b\",c\n", "1:a\"b|c" },
        { "\"a,b\"\n", "1:a,b" },
        { "\"a\nb\"\r\nc\r\n", "1:a\nb 2:c" },
        { "\"\",x\n", "1:|x" },
        { "a\"b,c\n", "1:a\"b|c" },
        { "\"a\"b,c\n", "1:ab|c" },
        { "\"\"\"\"\n", "1:\"" },
        { "a", "1:a" },
        { "\"a\"", "1:a" },
        { "a,\n", "1:a|" },
        { "\n\n\n", "" },
        { "a\r\rb\r", "1:a 3:b" },
    };

    for (size_t i = 0; i < countof(cases); i++)
        expect(*state, &(struct book_options){ .delimiter = ',' }, str_of(cases[i].text), cases[i].rows);
}

/* rules: S-9+ */
static void encodings_can_be_given_by_many_names(void **state)
{
    static const struct {
        const char *name;
        str bytes;
        const char *rows;
    } cases[] = {
        { "UTF-8", STR_INIT("\xE6\x9D\xB1\n"), "1:\xE6\x9D\xB1" },
        { "utf8", STR_INIT("\xEF\xBB\xBF\xE6\x9D\xB1\n"), "1:\xE6\x9D\xB1" },
        { "Shift_JIS", STR_INIT("\x93\x8C\n"), "1:\xE6\x9D\xB1" },
        { "cp932", STR_INIT("\xFB\xFC\n"), "1:\xE9\xAB\x99" },
        { "SJIS", STR_INIT("\xB1\n"), "1:\xEF\xBD\xB1" },
        { "ISO-2022-JP", STR_INIT("\x1B$BEl\x1B(B\n"), "1:\xE6\x9D\xB1" },
        { "windows-1252", STR_INIT("\x93\x8C\n"), "1:\xE2\x80\x9C\xC5\x92" },
        { "Latin1", STR_INIT("\xE9\n"), "1:\xC3\xA9" },
        { "utf-16", STR_INIT("a\0\n\0"), "1:a" },
        { "utf-16", STR_INIT("\xFE\xFF\0a\0\n"), "1:a" },
        { "utf-16le",
          STR_INIT("\xFF\xFE"
                   "a\0\n\0"),
          "1:a" },
        { "UTF-16BE", STR_INIT("\0a\0\n"), "1:a" },
    };

    for (size_t i = 0; i < countof(cases); i++)
        expect(*state, &(struct book_options){ .encoding = str_of(cases[i].name), .delimiter = ',' },
               cases[i].bytes, cases[i].rows);
    expect_error(*state, &(struct book_options){ .encoding = STR("EBCDIC") }, STR("a\n"), ERR_USAGE,
                 "EBCDIC");
}

/* rules: S-9+ */
static void the_encoding_is_guessed_by_what_the_bytes_are(void **state)
{
    static const struct {
        str bytes;
        const char *name;
        bool is_cut;
    } cases[] = {
        { STR_INIT(""), "UTF-8" },
        { STR_INIT("plain"), "UTF-8" },
        { STR_INIT("\xE6\x9D\xB1"), "UTF-8" },
        { STR_INIT("\xE6\x9D\xB1\xE6\x9D"), "UTF-8", true },
        { STR_INIT("caf\xE9"), "Windows-1252" },
        { STR_INIT("\x1B$B0!\x1B(B"), "ISO-2022-JP" },
        { STR_INIT("\x1B$@0!\x1B(J"), "ISO-2022-JP" },
        { STR_INIT("\x93\x8C\x8B\x9E"), "Shift_JIS" },
        { STR_INIT("\x83\x41,a,b"), "Shift_JIS" },
        { STR_INIT("\xB1\xB2\xB3"), "Shift_JIS" },
        { STR_INIT("M\xFCller"), "Windows-1252" },
        { STR_INIT("Jos\xE9,Ren\xE9"), "Windows-1252" },
        { STR_INIT("\x80 50"), "Windows-1252" },
        { STR_INIT("na\xEFve"), "Windows-1252" },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        str name = encoding_guess(cases[i].bytes, cases[i].is_cut)->name;
        if (!str_eq(name, str_of(cases[i].name)))
            fail_msg("case %zu is %.*s, not %s", i, STR_ARG(name), cases[i].name);
    }
}

/* rules: S-9- */
static void bytes_that_are_no_text_are_told_by_line_and_place(void **state)
{
    static const struct {
        const char *encoding;
        str bytes;
        const char *why;
    } cases[] = {
        { "utf-8", STR_INIT("a\nb\xFF\n"), "line 2: byte 4 of the file (0xFF)" },
        { "utf-8", STR_INIT("a\n\xE6\x9D"), "line 2: byte 3 of the file (0xE6)" },
        { "utf-8", STR_INIT("\xC0\x80"), "byte 1 " },
        { "utf-8", STR_INIT("\xED\xA0\x80"), "byte 1 " },
        { "utf-8", STR_INIT("\xF4\x90\x80\x80"), "byte 1 " },
        { "utf-8", STR_INIT("\xE6\x9D\x41"), "byte 1 " },
        { "shift_jis", STR_INIT("a\n\xA0\n"), "line 2: byte 3 of the file (0xA0)" },
        { "windows-1252", STR_INIT("a\n\n\x81"), "line 3: byte 4 of the file (0x81)" },
        { "utf-16le", STR_INIT("a\0\n\0b"), "line 2: byte 5 " },
        { "utf-8", STR_INIT("a\nb\0"), "line 2: holds a NUL" },
        { "utf-8", STR_INIT("a\n\"\n\0\""), "line 3: holds a NUL" },
    };

    for (size_t i = 0; i < countof(cases); i++)
        expect_error(*state,
                     &(struct book_options){ .encoding = str_of(cases[i].encoding), .delimiter = ',' },
                     cases[i].bytes, ERR_FORMAT, cases[i].why);
}

static void letters_may_come_late_in_a_large_file(void **state)
{
    struct buf file = BUF_INIT(16 << 20), out = BUF_INIT(64 << 20);
    struct err err = { 0 };

    for (size_t i = 0; i < 200000; i++)
        buf_put(&file, STR("1,plain name\n")); /* 2.6 MB without a letter past ASCII */
    size_t plain = file.n;
    buf_put(&file, STR("2,\x93\x8C\x8B\x9E\n"));
    save(*state, buf_str(&file));
    assert_true(read_rows(*state, NULL, &out, &err));
    assert_memory_equal(out.p + out.n - 15, "200001:2|\xE6\x9D\xB1\xE4\xBA\xAC", 15);

    /* UTF-8 for more than is looked at, then something else. */
    file.n = plain;
    for (size_t i = 0; i < 100000; i++)
        buf_put(&file, STR("1,\xE6\x9D\xB1\xE4\xBA\xAC name\n"));
    buf_put(&file, STR("2,\x93\x8C\n"));
    expect_error(*state, NULL, buf_str(&file), ERR_FORMAT, "line 300001: byte 4000003 of the file (0x93)");
    buf_release(&file);
    buf_release(&out);
}

static void blocks_may_end_anywhere(void **state)
{
    struct buf file = BUF_INIT(16 << 20), out = BUF_INIT(1 << 20);
    struct err err = { 0 };

    /* A quote, an escaped quote, CR LF and a character of three bytes across the end of a block. */
    for (size_t shift = 0; shift < 16; shift++) {
        buf_clear(&file);
        buf_put(&file, STR("\""));
        for (size_t i = 0; i < 30000; i++)
            buf_putc(&file, 'x');
        buf_put(&file, STR("\"\r\n\""));
        while (file.n < CSV_BLOCK + 16 - 12 - shift)
            buf_putc(&file, 'y');
        file.p[file.n - 20000] = '"';
        file.p[file.n - 19999] = ',';
        file.p[file.n - 19998] = '"';
        buf_put(&file, STR("\xE6\x9D\xB1\"\"z\",\"\xE6\x9D\xB1\"\r\nlast\r\n"));
        save(*state, buf_str(&file));
        if (!read_rows(*state, &(struct book_options){ .encoding = STR("utf-8"), .delimiter = ',' }, &out,
                       &err))
            fail_msg("%s", err.msg);
        str tail = STR("\xE6\x9D\xB1\"z|\xE6\x9D\xB1 3:last");
        assert_memory_equal(out.p + out.n - tail.n, tail.p, tail.n);
    }
    buf_release(&file);
    buf_release(&out);
}

static void too_much_of_anything_is_refused(void **state)
{
    struct buf file = BUF_INIT(64 << 20);

    for (size_t i = 0; i <= ROW_MAX; i++)
        buf_put(&file, STR("a\n"));
    expect_error(*state, NULL, buf_str(&file), ERR_LIMIT, "rows; split the file");
    buf_clear(&file);
    for (size_t i = 0; i < 32768; i++)
        buf_put(&file, STR("\xE6\x9D\xB1"));
    expect_error(*state, NULL, buf_str(&file), ERR_LIMIT, "line 1: the field is longer");
    buf_clear(&file);
    for (size_t i = 0; i < COLUMN_MAX; i++)
        buf_put(&file, STR("a,"));
    expect_error(*state, NULL, buf_str(&file), ERR_LIMIT, "line 1: more than 16384 fields");
    buf_clear(&file);
    while (file.n < CSV_RECORD_MAX + 4000) {
        for (size_t i = 0; i < 20000; i++)
            buf_putc(&file, 'x');
        buf_putc(&file, ',');
    }
    expect_error(*state, NULL, buf_str(&file), ERR_LIMIT, "line 1: the record is longer");
    buf_release(&file);
}

static void what_is_no_file_is_an_error_of_the_system(void **state)
{
    const struct place *p = *state;
    struct err err = { 0 };
    struct book *b = NULL;

    assert_false(book_open(&b, "no/such/file.csv", NULL, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_false(book_open(&b, p->folder, NULL, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_int_equal(mkfifo(p->file, 0600), 0); /* nobody writes to it: opening it must not wait */
    assert_false(book_open(&b, p->file, NULL, &err));
    assert_int_equal(err.code, ERR_IO);
    book_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_delimiter_is_found_or_given, make_place, remove_place),
        cmocka_unit_test_setup_teardown(quotes_follow_rfc_4180, make_place, remove_place),
        cmocka_unit_test_setup_teardown(encodings_can_be_given_by_many_names, make_place, remove_place),
        cmocka_unit_test_setup_teardown(the_encoding_is_guessed_by_what_the_bytes_are, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_text_are_told_by_line_and_place, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(letters_may_come_late_in_a_large_file, make_place, remove_place),
        cmocka_unit_test_setup_teardown(blocks_may_end_anywhere, make_place, remove_place),
        cmocka_unit_test_setup_teardown(too_much_of_anything_is_refused, make_place, remove_place),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_an_error_of_the_system, make_place, remove_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
