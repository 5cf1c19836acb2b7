#include "xlsx/queue.h"

#include <stdlib.h>
#include <string.h>

enum { KEEP_ROOM = 1 << 20 }; /* bytes of a buffer that compacting leaves allocated */

static struct queued_cell *cells_of(const struct row_queue *q)
{
    return (void *)q->cells.p;
}

static struct queued_row *rows_of(const struct row_queue *q)
{
    return (void *)q->rows.p;
}

static size_t cell_count(const struct row_queue *q)
{
    return q->cells.n / sizeof(struct queued_cell);
}

static size_t row_count(const struct row_queue *q)
{
    return q->rows.n / sizeof(struct queued_row);
}

void queue_init(struct row_queue *q, size_t text_max, struct arena *arena)
{
    *q = (struct row_queue){
        .rows = BUF_INIT(SIZE_MAX / 4),
        .cells = BUF_INIT(SIZE_MAX / 4),
        .text = BUF_INIT(text_max),
        .dense = arena_array(arena, cell, COLUMN_MAX),
    };
}

void queue_release(struct row_queue *q)
{
    buf_release(&q->rows);
    buf_release(&q->cells);
    buf_release(&q->text);
}

static int by_column(const void *a, const void *b)
{
    const struct queued_cell *x = a, *y = b;

    return (int)x->column - (int)y->column;
}

static bool row_sort(struct row_queue *q, size_t count, size_t *twice)
{
    struct queued_cell *row = cells_of(q) + q->row_first;

    q->row_unsorted = false;
    qsort(row, count, sizeof *row, by_column);
    for (size_t i = 1; i < count; i++) {
        if (row[i].column == row[i - 1].column) {
            *twice = row[i].column;
            return false;
        }
    }
    return true;
}

bool queue_complete(struct row_queue *q, uint32_t number, size_t *twice)
{
    struct queued_row row = { .number = number, .first = q->row_first };
    size_t count = cell_count(q) - q->row_first;

    if (q->row_unsorted && !row_sort(q, count, twice))
        return false;
    row.count = (uint32_t)count;
    q->row_first += count;
    q->row_text = q->text.n;
    if (count)
        buf_put(&q->rows, (str){ (const char *)&row, sizeof row });
    *twice = COLUMN_MAX;
    return buf_ok(&q->rows);
}

void queue_undo_row(struct row_queue *q)
{
    q->cells.n = q->row_first * sizeof(struct queued_cell);
    q->text.n = q->row_text;
    q->cells.failed = q->text.failed = false;
    q->row_unsorted = false;
}

size_t queue_row_count(const struct row_queue *q)
{
    return row_count(q) - q->next;
}

size_t queue_bytes(const struct row_queue *q)
{
    return q->rows.n + q->cells.n + q->text.n;
}

static int by_number(const void *a, const void *b)
{
    const struct queued_row *x = a, *y = b;

    return (x->number > y->number) - (x->number < y->number);
}

bool queue_sort(struct row_queue *q, uint32_t *twice)
{
    struct queued_row *rows = rows_of(q);
    size_t n = row_count(q);

    if (n)
        qsort(rows, n, sizeof *rows, by_number);
    for (size_t i = 1; i < n; i++) {
        if (rows[i].number == rows[i - 1].number) {
            *twice = rows[i].number;
            return false;
        }
    }
    return true;
}

static void dense_clear(struct row_queue *q)
{
    const struct queued_cell *cells = cells_of(q) + q->shown.first;

    for (size_t i = 0; i < q->shown.count; i++)
        q->dense[cells[i].column] = (cell){ 0 };
    q->shown.count = 0;
}

void queue_restart(struct row_queue *q)
{
    if (q->shown.count)
        dense_clear(q);
    buf_clear(&q->rows);
    buf_clear(&q->cells);
    buf_clear(&q->text);
    q->next = q->row_first = q->row_text = 0;
    q->row_unsorted = false;
}

bool queue_take(struct row_queue *q, struct row *row)
{
    if (q->shown.count)
        dense_clear(q);
    if (q->next == row_count(q))
        return false;
    q->shown = rows_of(q)[q->next++];
    const struct queued_cell *cells = cells_of(q) + q->shown.first;
    for (size_t i = 0; i < q->shown.count; i++) {
        const struct queued_cell *from = &cells[i];
        const char *text = from->elsewhere ? from->elsewhere : q->text.p ? q->text.p + from->offset : "";
        q->dense[from->column] = (cell){ from->kind, from->rounded, { text, from->length } };
    }
    *row = (struct row){ q->shown.number, (size_t)cells[q->shown.count - 1].column + 1, q->dense };
    return true;
}

static bool buf_drop(struct buf *b, size_t n)
{
    struct buf fresh = BUF_INIT(b->max);

    if (n == 0)
        return true;
    str rest = { b->p + n, b->n - n };
    if (b->room > KEEP_ROOM && rest.n < KEEP_ROOM / 2) {
        buf_put(&fresh, rest);
        buf_release(b);
        *b = fresh;
        return buf_ok(b);
    }
    memmove(b->p, rest.p, rest.n);
    b->n = rest.n;
    return true;
}

bool queue_compact(struct row_queue *q)
{
    size_t text = q->row_text;

    if (q->shown.count)
        dense_clear(q);
    if (!buf_drop(&q->cells, q->row_first * sizeof(struct queued_cell)) || !buf_drop(&q->text, text))
        return false;
    for (size_t i = 0; i < cell_count(q); i++)
        cells_of(q)[i].offset -= cells_of(q)[i].elsewhere ? 0 : (uint32_t)text;
    buf_clear(&q->rows);
    q->next = q->row_first = q->row_text = 0;
    return true;
}
