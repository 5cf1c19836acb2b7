#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/prefetch.h"

#include "base/arena.h"

/* Rows made up as they are asked for; their text is overwritten by the next, as table.h allows. */
struct made_up {
    struct row_source base;
    uint32_t count, at;
    size_t columns;
    size_t text; /* bytes of each cell of every hundredth row; else few */
    bool fails;
    struct arena row;
    size_t *closed;
};

static cell made_up_cell(struct arena *a, uint32_t row, size_t column, size_t size)
{
    if (column == 0)
        return (cell){ .kind = CELL_EMPTY };
    str text = arena_fmt(a, "row %u column %zu%*s", row, column, (int)size, "");
    return (cell){ CELL_TEXT, row % 2 == 0, text };
}

static bool made_up_next(struct row_source *src, struct row *row)
{
    struct made_up *m = (struct made_up *)src;

    if (m->at == m->count)
        return false;
    arena_reset(&m->row);
    cell *cells = arena_array(&m->row, cell, m->columns);
    m->at++;
    for (size_t i = 0; i < m->columns; i++)
        cells[i] = made_up_cell(&m->row, m->at, i, m->at % 100 == 50 ? m->text : 0);
    *row = (struct row){ m->at * 2, m->columns, cells };
    return true;
}

static bool made_up_close(struct row_source *src, struct err *err)
{
    struct made_up *m = (struct made_up *)src;

    arena_reset(&m->row);
    ++*m->closed;
    return !m->fails || err_set(err, ERR_FORMAT, "torn off");
}

static const struct row_source_ops made_up_ops = { made_up_next, made_up_close };

static void assert_same_row(const struct row *row, const struct made_up *m, uint32_t number)
{
    struct arena a = { 0 };

    assert_int_equal(row->number, number * 2);
    assert_int_equal(row->count, m->columns);
    for (size_t i = 0; i < row->count; i++) {
        cell want = made_up_cell(&a, number, i, number % 100 == 50 ? m->text : 0);
        assert_int_equal(row->cells[i].kind, want.kind);
        assert_int_equal(row->cells[i].rounded, want.rounded);
        assert_true(str_eq(row->cells[i].text, want.text));
    }
    arena_reset(&a);
}

static void the_same_rows_come_in_the_same_order(void **state)
{
    (void)state;
    static const struct {
        uint32_t count;
        size_t columns, text;
    } cases[] = {
        { 0, 3, 0 },     { 1, 3, 0 }, { 256, 3, 0 },      { 257, 3, 0 },
        { 5000, 3, 0 },  { 3, 0, 0 }, { 300, 5, 100000 }, /* rows larger than a block */
        { 4, 16384, 0 },                                  /* as wide as a sheet can be */
    };

    for (size_t i = 0; i < countof(cases); i++) {
        size_t closed = 0;
        struct made_up m = { .base = { &made_up_ops },
                             .count = cases[i].count,
                             .columns = cases[i].columns,
                             .text = cases[i].text,
                             .closed = &closed };
        struct row_source *src = prefetch_rows(&m.base);
        struct row row;
        struct err err;
        uint32_t n = 0;

        assert_ptr_not_equal(src, &m.base);
        while (row_next(src, &row))
            assert_same_row(&row, &m, ++n);
        assert_false(row_next(src, &row));
        assert_int_equal(n, cases[i].count);
        assert_true(row_close(src, &err));
        assert_int_equal(closed, 1);
    }
}

static void what_went_wrong_is_told_by_close(void **state)
{
    (void)state;
    size_t closed = 0;
    struct made_up m = {
        .base = { &made_up_ops }, .count = 300, .columns = 2, .fails = true, .closed = &closed
    };
    struct row_source *src = prefetch_rows(&m.base);
    struct row row;
    struct err err;
    uint32_t n = 0;

    while (row_next(src, &row))
        n++;
    assert_int_equal(n, 300);
    assert_false(row_close(src, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    assert_string_equal(err.msg, "torn off");
}

static void closing_early_stops_the_thread(void **state)
{
    (void)state;
    static const uint32_t read[] = { 0, 1, 300 };

    for (size_t i = 0; i < countof(read); i++) {
        size_t closed = 0;
        struct made_up m = { .base = { &made_up_ops }, .count = 1000000, .columns = 2, .closed = &closed };
        struct row_source *src = prefetch_rows(&m.base);
        struct row row;
        struct err err;

        for (uint32_t n = 0; n < read[i]; n++)
            assert_true(row_next(src, &row));
        assert_true(row_close(src, &err));
        assert_int_equal(closed, 1);
        assert_true(m.at < 10000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_rows_come_in_the_same_order),
        cmocka_unit_test(what_went_wrong_is_told_by_close),
        cmocka_unit_test(closing_early_stops_the_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
