/*
 * queue.h - rows parsed and not handed out yet.
 *
 * A push parser completes rows when it likes; callers pull one at a time. Rows are kept sparse (24 bytes a filled
 * cell and its text), so that a row with one cell in column XFD costs no more than any other.
 */
#ifndef XLSX_QUEUE_H
#define XLSX_QUEUE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/table.h"

struct queued_cell {
    const char
        *elsewhere; /* text that outlives the queue (shared strings), or NULL: at `offset` in the text */
    uint32_t offset, length;
    uint16_t column;
    bool rounded;
    uint8_t kind;
};

struct queued_row {
    uint32_t number, count;
    size_t first; /* of its cells */
};

struct row_queue {
    struct buf rows, cells, text;
    size_t next;      /* row to hand out */
    size_t row_first; /* cell and text where the row being filled begins */
    size_t row_text;
    cell *dense; /* the row handed out; only the cells of `shown` are not empty */
    struct queued_row shown;
    bool row_unsorted;
};

void queue_init(struct row_queue *q, size_t text_max, struct arena *arena);
void queue_release(struct row_queue *q);

/* A row: cells are added to the one being filled, then it is complete. False in add: memory ran out. */
must_check static inline bool queue_add(struct row_queue *q, const struct queued_cell *c)
{
    struct buf *b = &q->cells;

    if (b->failed || b->room - b->n < sizeof *c) {
        if (!buf_reserve(b, sizeof *c))
            return false;
    }
    struct queued_cell *to = (void *)(b->p + b->n);
    if (b->n > q->row_first * sizeof *c)
        q->row_unsorted = q->row_unsorted || to[-1].column >= c->column;
    /* Not `*to = *c`: that reads as one word what was only just written in parts, and the processor waits. */
    to->elsewhere = c->elsewhere;
    to->offset = c->offset;
    to->length = c->length;
    to->column = c->column;
    to->rounded = c->rounded;
    to->kind = c->kind;
    b->n += sizeof *c;
    return true;
}
/* Sorts the row's cells; false, with the column, when one stands there twice. A row without cells is left out. */
must_check bool queue_complete(struct row_queue *q, uint32_t number, size_t *twice);

void queue_undo_row(struct row_queue *q); /* forgets the row being filled */
void queue_restart(struct row_queue *q);  /* forgets everything, and keeps its memory */

size_t queue_row_count(const struct row_queue *q); /* complete and not handed out */
size_t queue_bytes(const struct row_queue *q);     /* held, complete or not */

/* Before any is handed out: all complete rows in order of number; false, with the number, when one is there twice. */
must_check bool queue_sort(struct row_queue *q, uint32_t *twice);

/* The next row, as base/table.h has it: its cells are valid until the next queue_take() or queue_compact(). */
bool queue_take(struct row_queue *q, struct row *row);

/* Forgets what was handed out and keeps the row being filled. Only when queue_row_count() is 0. */
must_check bool queue_compact(struct row_queue *q);

#endif
