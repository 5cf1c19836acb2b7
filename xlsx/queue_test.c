#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "xlsx/queue.h"

static void fill_row(struct row_queue *q, uint32_t number, const size_t *columns, size_t n)
{
    size_t twice;

    for (size_t i = 0; i < n; i++) {
        struct queued_cell c = {
            .column = (uint16_t)columns[i], .kind = CELL_TEXT, .offset = (uint32_t)q->text.n, .length = 1
        };
        buf_putc(&q->text, (char)('a' + columns[i] % 26));
        assert_true(queue_add(q, &c));
    }
    assert_true(queue_complete(q, number, &twice));
}

static void cells_stand_in_their_columns(void **state)
{
    struct arena arena = { 0 };
    struct row_queue q;
    struct row row;

    (void)state;
    queue_init(&q, 1 << 20, &arena);
    fill_row(&q, 1, (size_t[]){ 2, 0, COLUMN_MAX - 1 }, 3);
    fill_row(&q, 2, NULL, 0);
    fill_row(&q, 7, (size_t[]){ 1 }, 1);
    assert_int_equal(queue_row_count(&q), 2);
    assert_true(queue_take(&q, &row));
    assert_int_equal(row.number, 1);
    assert_int_equal(row.count, COLUMN_MAX);
    assert_true(str_eq(row.cells[0].text, STR("a")) && str_eq(row.cells[2].text, STR("c")));
    assert_int_equal(row.cells[1].kind, CELL_EMPTY);
    assert_true(queue_take(&q, &row));
    assert_int_equal(row.number, 7);
    assert_int_equal(row.count, 2);
    assert_int_equal(row.cells[0].kind, CELL_EMPTY); /* nothing is left of the row before */
    assert_true(str_eq(row.cells[1].text, STR("b")));
    assert_false(queue_take(&q, &row));
    queue_release(&q);
    arena_reset(&arena);
}

static void a_row_with_one_far_cell_costs_what_one_cell_costs(void **state)
{
    struct arena arena = { 0 };
    struct row_queue q;

    (void)state;
    queue_init(&q, 1 << 20, &arena);
    for (uint32_t i = 1; i <= 100; i++)
        fill_row(&q, i, (size_t[]){ COLUMN_MAX - 1 }, 1);
    assert_true(queue_bytes(&q) <= 100 * 64);
    queue_release(&q);
    arena_reset(&arena);
}

static void the_row_being_filled_survives_compacting(void **state)
{
    struct arena arena = { 0 };
    struct row_queue q;
    struct row row;
    size_t twice;

    (void)state;
    queue_init(&q, 8 << 20, &arena);
    for (uint32_t i = 1; i <= 60000; i++) /* more than compacting leaves allocated */
        fill_row(&q, i, (size_t[]){ 0, 3 }, 2);
    struct queued_cell c = { .column = 1, .kind = CELL_TEXT, .offset = (uint32_t)q.text.n, .length = 2 };
    buf_put(&q.text, STR("xy"));
    assert_true(queue_add(&q, &c));
    for (uint32_t i = 1; i <= 60000; i++)
        assert_true(queue_take(&q, &row) && row.number == i);
    size_t before = queue_bytes(&q);
    assert_true(queue_compact(&q));
    assert_true(queue_bytes(&q) < 100 && before > 2000000);
    assert_true(q.cells.room < 1 << 20);
    assert_true(queue_compact(&q)); /* once more changes nothing */
    assert_true(queue_complete(&q, 60001, &twice));
    assert_true(queue_take(&q, &row));
    assert_int_equal(row.count, 2);
    assert_true(str_eq(row.cells[1].text, STR("xy")));
    assert_int_equal(row.cells[0].kind, CELL_EMPTY);
    queue_release(&q);
    arena_reset(&arena);
}

static void rows_are_sorted_and_doubles_are_told(void **state)
{
    struct arena arena = { 0 };
    struct row_queue q;
    struct row row;
    uint32_t twice = 0;

    (void)state;
    queue_init(&q, 1 << 20, &arena);
    assert_true(queue_sort(&q, &twice));
    fill_row(&q, 9, (size_t[]){ 9 }, 1);
    fill_row(&q, 3, (size_t[]){ 3 }, 1);
    assert_true(queue_sort(&q, &twice));
    assert_true(queue_take(&q, &row) && row.number == 3);
    assert_true(str_eq(row.cells[3].text, STR("d")));
    queue_release(&q);
    queue_init(&q, 1 << 20, &arena);
    fill_row(&q, 9, (size_t[]){ 9 }, 1);
    fill_row(&q, 9, (size_t[]){ 3 }, 1);
    assert_false(queue_sort(&q, &twice));
    assert_int_equal(twice, 9);
    queue_release(&q);
    arena_reset(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_stand_in_their_columns),
        cmocka_unit_test(a_row_with_one_far_cell_costs_what_one_cell_costs),
        cmocka_unit_test(the_row_being_filled_survives_compacting),
        cmocka_unit_test(rows_are_sorted_and_doubles_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
