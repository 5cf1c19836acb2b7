#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "xlsx/write_rows.h"

/* Style 0 for the general look, then 1, 2, 3 ... in the order of looks and marks. */
static struct style_table numbered_styles(void)
{
    struct style_table t;

    for (uint16_t look = 0; look < LOOK_COUNT; look++)
        for (uint16_t mark = 0; mark < MARK_COUNT; mark++)
            t.index[look][mark] = (uint16_t)(look * MARK_COUNT + mark);
    return t;
}

struct rows {
    struct arena arena;
    struct row_xml *xml;
    struct buf out;
};

static int start(void **state)
{
    static struct rows r;
    struct style_table styles = numbered_styles();

    r = (struct rows){ .out = BUF_INIT(16 << 20) };
    r.xml = row_xml_new(&styles, NULL, &r.arena);
    *state = &r;
    return 0;
}

static int end(void **state)
{
    struct rows *r = *state;

    buf_release(&r->out);
    arena_reset(&r->arena);
    return 0;
}

static const char *out(struct rows *r)
{
    buf_putc(&r->out, '\0');
    return r->out.p;
}

/* rules: V-TEXT-5+ V-TEXT-5- V-BOOL-3+ V-NUM-3+ */
static void every_kind_of_cell_is_written_as_what_it_is(void **state)
{
    static const enum cell_style columns[] = { STYLE_NUMBER, STYLE_TEXT, STYLE_MONEY, STYLE_DATE };
    static const cell cells[] = {
        { CELL_NUMBER, false, STR_INIT("15417543000") },
        { CELL_TEXT, false, STR_INIT("=1+1") },
        { CELL_NUMBER, false, STR_INIT("66102.24") },
        { CELL_DATE, false, STR_INIT("45432.5") },
        { CELL_BOOL, false, STR_INIT("TRUE") },
        { CELL_BOOL, false, STR_INIT("FALSE") },
        { CELL_ERROR, false, STR_INIT("#N/A") },
        { CELL_EMPTY, false, STR_INIT("") },
        { CELL_NO_VALUE, false, STR_INIT("") },
        { CELL_TEXT, false, STR_INIT("") },
        { CELL_TEXT, false, STR_INIT(" a") },
    };
    struct rows *r = *state;

    row_xml_columns(r->xml, columns, countof(columns));
    assert_true(row_xml_put(r->xml, &r->out, 1048576, cells, countof(cells), &(struct row_looks){ 0 }));
    assert_string_equal(
        out(r), "<row r=\"1048576\"><c r=\"A1048576\" s=\"6\"><v>15417543000</v></c>"
                "<c r=\"B1048576\" s=\"3\" t=\"inlineStr\"><is><t>=1+1</t></is></c>"
                "<c r=\"C1048576\" s=\"9\"><v>66102.24</v></c>"
                "<c r=\"D1048576\" s=\"12\"><v>45432.5</v></c>"
                "<c r=\"E1048576\" t=\"b\"><v>1</v></c><c r=\"F1048576\" t=\"b\"><v>0</v></c>"
                "<c r=\"G1048576\" t=\"e\"><v>#N/A</v></c>"
                "<c r=\"K1048576\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a</t></is></c></row>");
}

static void what_is_not_what_it_says_becomes_text(void **state)
{
    static const cell cells[] = {
        { CELL_NUMBER, false, STR_INIT("1<2") }, { CELL_NUMBER, false, STR_INIT("1.5E10") },
        { CELL_DATE, false, STR_INIT("today") }, { CELL_BOOL, false, STR_INIT("yes") },
        { CELL_ERROR, false, STR_INIT("#<f>") }, { CELL_NUMBER, false, STR_INIT("-") },
        { CELL_NUMBER, false, STR_INIT("1.") },  { CELL_NUMBER, false, STR_INIT(".5") },
    };
    struct rows *r = *state;

    for (size_t i = 0; i < countof(cells); i++) {
        buf_clear(&r->out);
        assert_true(row_xml_put(r->xml, &r->out, 1, &cells[i], 1, &(struct row_looks){ 0 }));
        assert_non_null(strstr(out(r), "t=\"inlineStr\""));
        assert_null(strstr(r->out.p, "<f>"));
    }
}

static void the_kind_decides_where_it_and_the_column_disagree(void **state)
{
    static const struct {
        cell cell;
        enum cell_style column;
        int look;
    } cases[] = {
        { { CELL_TEXT, false, STR_INIT("a") }, STYLE_GENERAL, STYLE_GENERAL },
        { { CELL_TEXT, false, STR_INIT("a") }, STYLE_TEXT, STYLE_TEXT },
        { { CELL_TEXT, false, STR_INIT("a") }, STYLE_MONEY, STYLE_TEXT },
        { { CELL_TEXT, false, STR_INIT("a") }, STYLE_DATE, STYLE_TEXT },
        { { CELL_NUMBER, false, STR_INIT("5") }, STYLE_GENERAL, STYLE_GENERAL },
        { { CELL_NUMBER, false, STR_INIT("15417543000123") }, STYLE_GENERAL, STYLE_NUMBER },
        { { CELL_NUMBER, false, STR_INIT("819012345678") }, STYLE_TEXT, STYLE_NUMBER },
        { { CELL_NUMBER, false, STR_INIT("5") }, STYLE_NUMBER, STYLE_NUMBER },
        { { CELL_NUMBER, false, STR_INIT("5.25") }, STYLE_NUMBER, STYLE_GENERAL },
        { { CELL_NUMBER, false, STR_INIT("5.25") }, STYLE_MONEY, STYLE_MONEY },
        { { CELL_NUMBER, false, STR_INIT("5") }, STYLE_DATE, STYLE_GENERAL },
        { { CELL_DATE, false, STR_INIT("5") }, STYLE_TEXT, STYLE_DATE },
        { { CELL_BOOL, false, STR_INIT("TRUE") }, STYLE_TEXT, STYLE_GENERAL },
        { { CELL_ERROR, false, STR_INIT("#N/A") }, STYLE_MONEY, STYLE_GENERAL },
        { { CELL_EMPTY, false, STR_INIT("") }, STYLE_MONEY, STYLE_MONEY },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        assert_int_equal(look_of(&cases[i].cell, cases[i].column), cases[i].look);
}

static void columns_are_named_as_a_spreadsheet_does(void **state)
{
    static const struct {
        size_t column;
        const char *name;
    } cases[] = { { 0, "\"A7\"" },    { 25, "\"Z7\"" },    { 26, "\"AA7\"" },
                  { 701, "\"ZZ7\"" }, { 702, "\"AAA7\"" }, { COLUMN_MAX - 1, "\"XFD7\"" } };
    struct rows *r = *state;
    cell *cells = arena_array(&r->arena, cell, COLUMN_MAX);

    for (size_t i = 0; i < countof(cases); i++) {
        buf_clear(&r->out);
        cells[cases[i].column] = (cell){ CELL_NUMBER, false, STR("1") };
        assert_true(row_xml_put(r->xml, &r->out, 7, cells, COLUMN_MAX, &(struct row_looks){ 0 }));
        assert_non_null(strstr(out(r), cases[i].name));
        cells[cases[i].column].kind = CELL_EMPTY;
    }
}

static void marks_color_also_cells_that_are_empty_or_beyond_the_row(void **state)
{
    static const uint8_t marks[] = { MARK_FAILED, MARK_NONE, MARK_WARNING };
    static const cell one = { CELL_TEXT, false, STR_INIT("a") };
    struct rows *r = *state;

    assert_true(row_xml_put(r->xml, &r->out, 2, &one, 1, &(struct row_looks){ .marks = marks, .count = 3 }));
    assert_string_equal(out(r), "<row r=\"2\"><c r=\"A2\" s=\"1\" t=\"inlineStr\"><is><t>a</t></is></c>"
                                "<c r=\"C2\" s=\"2\"/></row>");
}

static void a_row_without_anything_is_left_out(void **state)
{
    static const cell cells[3];
    struct rows *r = *state;

    buf_put(&r->out, STR("before"));
    assert_false(row_xml_put(r->xml, &r->out, 2, cells, 3, &(struct row_looks){ 0 }));
    assert_false(row_xml_put(r->xml, &r->out, 3, NULL, 0, &(struct row_looks){ 0 }));
    assert_string_equal(out(r), "before");
}

static void a_text_that_comes_again_is_shared(void **state)
{
    struct rows *r = *state;
    struct shared *shared = shared_new(&r->arena);
    struct style_table styles = numbered_styles();
    struct row_xml *xml = row_xml_new(&styles, shared, &r->arena);
    static const cell twice[] = { { CELL_TEXT, false, STR_INIT("東京") },
                                  { CELL_TEXT, false, STR_INIT("東京") } };

    assert_true(row_xml_put(xml, &r->out, 1, twice, 2, &(struct row_looks){ 0 }));
    assert_string_equal(out(r), "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>東京</t></is></c>"
                                "<c r=\"B1\" t=\"s\"><v>0</v></c></row>");
    assert_int_equal(shared_count(shared), 1);
    assert_int_equal(shared_uses(shared), 1);
    shared_release(shared);
}

static void a_column_may_repeat_what_stands_above_or_say_something_else(void **state)
{
    struct rows *r = *state;
    struct shared *shared = shared_new(&r->arena);
    struct style_table styles = numbered_styles();
    struct row_xml *xml = row_xml_new(&styles, shared, &r->arena);
    static const char *const column[] = {
        "Osaka", "Osaka", "Osaka", "Osaka", "Kobe", "Kobe", "Osaka", "Kobe"
    };

    for (uint32_t i = 0; i < countof(column); i++) {
        const cell c = { CELL_TEXT, false, str_of(column[i]) };
        assert_true(row_xml_put(xml, &r->out, i + 1, &c, 1, &(struct row_looks){ 0 }));
    }
    assert_string_equal(out(r), "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Osaka</t></is></c></row>"
                                "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c></row>"
                                "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c></row>"
                                "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>0</v></c></row>"
                                "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>Kobe</t></is></c></row>"
                                "<row r=\"6\"><c r=\"A6\" t=\"s\"><v>1</v></c></row>"
                                "<row r=\"7\"><c r=\"A7\" t=\"s\"><v>0</v></c></row>"
                                "<row r=\"8\"><c r=\"A8\" t=\"s\"><v>1</v></c></row>");
    assert_int_equal(shared_uses(shared), 6);
    shared_release(shared);
}

static void the_table_of_shared_texts_stays_bounded(void **state)
{
    struct rows *r = *state;
    struct shared *shared = shared_new(&r->arena);
    uint32_t index = 0;
    static char text[8];
    size_t shared_now = 0;

    assert_false(shared_use(shared, STR(""), &index));
    for (uint32_t pass = 0; pass < 3; pass++) {
        shared_now = 0;
        for (uint32_t i = 0; i < 100000; i++) {
            memcpy(text, &i, sizeof i);
            if (!shared_use(shared, (str){ text, sizeof text }, &index))
                continue;
            shared_now++;
            assert_memory_equal(shared_at(shared, index).p, text, sizeof text);
        }
    }
    assert_int_equal(shared_count(shared), 65536);
    assert_int_equal(shared_now, 65536);
    char *large = arena_alloc(&r->arena, 1000, 1);
    assert_false(shared_use(shared, (str){ large, 1000 }, &index));
    assert_false(shared_use(shared, (str){ large, 1000 }, &index));
    shared_release(shared);
}

static void a_buffer_that_is_full_says_so(void **state)
{
    struct rows *r = *state;
    struct buf small = BUF_INIT(100);
    static const cell cells[] = { { CELL_TEXT, false, STR_INIT("a") }, { CELL_TEXT, false, STR_INIT("b") } };

    assert_true(row_xml_put(r->xml, &small, 1, cells, 2, &(struct row_looks){ 0 }));
    assert_false(buf_ok(&small));
    buf_release(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_kind_of_cell_is_written_as_what_it_is, start, end),
        cmocka_unit_test_setup_teardown(what_is_not_what_it_says_becomes_text, start, end),
        cmocka_unit_test(the_kind_decides_where_it_and_the_column_disagree),
        cmocka_unit_test_setup_teardown(columns_are_named_as_a_spreadsheet_does, start, end),
        cmocka_unit_test_setup_teardown(marks_color_also_cells_that_are_empty_or_beyond_the_row, start, end),
        cmocka_unit_test_setup_teardown(a_row_without_anything_is_left_out, start, end),
        cmocka_unit_test_setup_teardown(a_text_that_comes_again_is_shared, start, end),
        cmocka_unit_test_setup_teardown(a_column_may_repeat_what_stands_above_or_say_something_else, start,
                                        end),
        cmocka_unit_test_setup_teardown(the_table_of_shared_texts_stays_bounded, start, end),
        cmocka_unit_test_setup_teardown(a_buffer_that_is_full_says_so, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
