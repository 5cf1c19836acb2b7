#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <minizip/zip.h>

#include "base/buf.h"
#include "xlsx/book.h"
#include "xlsx/parts_test.h"
#include "xlsx/place_test.h"

static int make_place(void **state)
{
    return place_make(state, "a.xlsx");
}

static void add(zipFile z, const char *name, str data)
{
    zip_fileinfo info = { 0 };

    assert_int_equal(zipOpenNewFileInZip(z, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED, 1), ZIP_OK);
    assert_int_equal(zipWriteInFileInZip(z, data.p, (unsigned)data.n), ZIP_OK);
    assert_int_equal(zipCloseFileInZip(z), ZIP_OK);
}

/* A workbook of one sheet with these rows and shared strings. */
static void save(const struct place *p, str rows, str strings)
{
    zipFile z = zipOpen(p->file, APPEND_STATUS_CREATE);
    struct buf part = BUF_INIT(256 << 20);

    assert_non_null(z);
    add(z, "_rels/.rels", STR(RELATIONS(RELATION("a", "officeDocument", "xl/workbook.xml"))));
    add(z, "xl/workbook.xml",
        STR("<workbook xmlns='" MAIN "' xmlns:r='" DOCUMENT "'><sheets>"
            "<sheet name='Customers' sheetId='1' r:id='s'/></sheets></workbook>"));
    add(z, "xl/_rels/workbook.xml.rels",
        STR(RELATIONS(RELATION("s", "worksheet", "sheet.xml")
                          RELATION("t", "sharedStrings", "strings.xml"))));
    buf_put(&part, STR("<worksheet xmlns='" MAIN "'><sheetData>"));
    buf_put(&part, rows);
    buf_put(&part, STR("</sheetData></worksheet>"));
    add(z, "xl/sheet.xml", buf_str(&part));
    buf_clear(&part);
    buf_put(&part, STR("<sst xmlns='" MAIN "'>"));
    buf_put(&part, strings);
    buf_put(&part, STR("</sst>"));
    add(z, "xl/strings.xml", buf_str(&part));
    assert_int_equal(zipClose(z, NULL), ZIP_OK);
    buf_release(&part);
}

/* <row r="N"> with a shared string, a number, an inline string with an escape, a long text now and then. */
static void put_row(struct buf *b, uint32_t n, bool numbered)
{
    buf_put(b, STR("<row"));
    if (numbered) {
        buf_put(b, STR(" r='"));
        buf_put_u64(b, n);
        buf_putc(b, '\'');
    }
    buf_put(b, STR("><c t='s'><v>"));
    buf_put_u64(b, n % 3);
    buf_put(b, STR("</v></c><c><v>"));
    buf_put_u64(b, n);
    buf_put(b, STR("</v></c><c t='inlineStr'><is><t>r&#39;_x0041_"));
    for (size_t i = 0; i < (n % 5000 ? n % 50 : 30000); i++)
        buf_putc(b, 'z');
    buf_put_u64(b, n);
    buf_put(b, STR("</t></is></c></row>"));
}

static void check_row(const struct row *row, uint32_t n)
{
    static const char *const shared[] = { "zero", "one", "two" };
    struct buf number = BUF_INIT(32);

    assert_int_equal(row->number, n);
    assert_int_equal(row->count, 3);
    buf_put_u64(&number, n);
    assert_true(str_eq(row->cells[0].text, str_of(shared[n % 3])));
    assert_true(str_eq(row->cells[1].text, buf_str(&number)));
    str text = row->cells[2].text;
    assert_int_equal(text.n, 3 + (n % 5000 ? n % 50 : 30000) + number.n);
    assert_memory_equal(text.p, "r'A", 3);
    assert_memory_equal(text.p + text.n - number.n, number.p, number.n);
    buf_release(&number);
}

static void a_sheet_larger_than_what_is_held_back_streams(void **state)
{
    enum { ROWS = 150000 };
    struct buf rows = BUF_INIT(128 << 20);
    struct err err = { 0 };
    struct row_source *source;
    struct book *b;
    struct row row;
    uint32_t n = 0;

    for (uint32_t i = 1; i <= ROWS; i++)
        put_row(&rows, i, i % 2);
    save(*state, buf_str(&rows), STR("<si><t>zero</t></si><si><t>one</t></si><si><t>two</t></si>"));
    assert_true(book_open(&b, ((struct place *)*state)->file, NULL, &err));
    if (!book_rows(b, 0, &source, &err))
        fail_msg("%s", err.msg);
    while (row_next(source, &row))
        check_row(&row, ++n);
    assert_true(row_close(source, &err));
    assert_int_equal(n, ROWS);
    book_close(b);
    buf_release(&rows);
}

static void disorder_past_what_is_held_back_is_refused_where_it_stands(void **state)
{
    struct buf rows = BUF_INIT(128 << 20);
    struct err err = { 0 };
    struct row_source *source;
    struct book *b;
    struct row row;
    uint32_t n = 0;

    for (uint32_t i = 1; i <= 130000; i++)
        put_row(&rows, i, true);
    put_row(&rows, 7, true);
    save(*state, buf_str(&rows), STR("<si><t>zero</t></si><si><t>one</t></si><si><t>two</t></si>"));
    assert_true(book_open(&b, ((struct place *)*state)->file, NULL, &err));
    assert_true(book_rows(b, 0, &source, &err));
    while (row_next(source, &row))
        n++;
    assert_true(n > 10000);
    assert_false(row_next(source, &row));
    assert_false(row_close(source, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    assert_non_null(strstr(err.msg, "sheet \"Customers\", row 7: rows are out of order"));
    book_close(b);
    buf_release(&rows);
}

static void rows_in_disorder_are_sorted_when_they_are_few(void **state)
{
    struct buf rows = BUF_INIT(8 << 20);
    struct err err = { 0 };
    struct row_source *source;
    struct book *b;
    struct row row;
    uint32_t n = 0;

    for (uint32_t i = 1000; i >= 1; i--)
        put_row(&rows, i, true);
    save(*state, buf_str(&rows), STR("<si><t>zero</t></si><si><t>one</t></si><si><t>two</t></si>"));
    assert_true(book_open(&b, ((struct place *)*state)->file, NULL, &err));
    assert_true(book_rows(b, 0, &source, &err));
    while (row_next(source, &row))
        check_row(&row, ++n);
    assert_true(row_close(source, &err));
    assert_int_equal(n, 1000);
    book_close(b);
    buf_release(&rows);
}

static void a_source_closed_early_leaves_the_book_readable(void **state)
{
    struct buf rows = BUF_INIT(128 << 20);
    struct err err = { 0 };
    struct row_source *source;
    struct book *b;
    struct row row;

    for (uint32_t i = 1; i <= 130000; i++)
        put_row(&rows, i, true);
    save(*state, buf_str(&rows), STR("<si><t>zero</t></si><si><t>one</t></si><si><t>two</t></si>"));
    assert_true(book_open(&b, ((struct place *)*state)->file, NULL, &err));
    assert_int_equal(book_sheet_count(b), 1);
    assert_true(str_eq(book_encoding(b), STR("")));
    for (int pass = 0; pass < 3; pass++) {
        assert_true(book_rows(b, 0, &source, &err));
        assert_true(row_next(source, &row));
        check_row(&row, 1);
        assert_true(row_close(source, &err));
    }
    book_close(b);
    buf_release(&rows);
}

static void cells_of_the_last_column_read(void **state)
{
    struct buf rows = BUF_INIT(16 << 20);
    struct err err = { 0 };
    struct row_source *source;
    struct book *b;
    struct row row;
    uint32_t n = 0;

    for (uint32_t i = 1; i <= 5000; i++) {
        buf_put(&rows, STR("<row><c r='XFD"));
        buf_put_u64(&rows, i);
        buf_put(&rows, STR("'><v>1</v></c></row>"));
    }
    save(*state, buf_str(&rows), STR(""));
    assert_true(book_open(&b, ((struct place *)*state)->file, NULL, &err));
    assert_true(book_rows(b, 0, &source, &err));
    while (row_next(source, &row)) {
        assert_int_equal(row.number, ++n);
        assert_int_equal(row.count, COLUMN_MAX);
    }
    assert_true(row_close(source, &err));
    assert_int_equal(n, 5000);
    book_close(b);
    buf_release(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_sheet_larger_than_what_is_held_back_streams, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(disorder_past_what_is_held_back_is_refused_where_it_stands,
                                        make_place, remove_place),
        cmocka_unit_test_setup_teardown(rows_in_disorder_are_sorted_when_they_are_few, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(a_source_closed_early_leaves_the_book_readable, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(cells_of_the_last_column_read, make_place, remove_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
