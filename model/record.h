/*
 * record.h - from rows to customers (docs/FORMAT.md, "Rows to customers").
 *
 * A customer with three addresses takes three rows. Drive it like this:
 *
 *     if (record_open(&rec) && !record_continues(&rec, &row))
 *         ... take record_finish(&rec): it is complete ...
 *     if (!record_open(&rec))
 *         record_begin(&rec, findings);
 *     record_add(&rec, &row);
 *
 * Blank rows (row_is_blank) are skipped by the caller. Positions of the columns are found once, by
 * record_init().
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "model/header.h"

/* Rows of one customer; further ones are an error [TOO_MANY_ROWS] and are not kept. */
enum { CUSTOMER_ROWS_MAX = 1000 };

struct record_options {
    const struct cell_context *cells;
    bool blank_keeps; /* --blank keep: a blank cell is as good as an absent column */
    bool ignore_id;   /* --ignore-id: ID and Address ID find nobody; an ID still groups its rows */
};

struct record {
    const struct header *header;
    struct record_options options;
    struct findings *findings; /* of the customer in hand; its arena holds the customer */
    struct customer *customer; /* NULL: none in hand */
    size_t address_room, step_room;
    struct arena *scratch; /* only used within a call; the caller resets it when it likes */

    /* private */
    uint8_t columns[COL_COUNT]; /* those that are read, in the order in which they are */
    size_t column_count;
    size_t errors_before; /* findings->count[SEVERITY_ERROR] when the customer began */
    size_t rows;
    bool any_key;         /* a key cell is filled, readable or not */
    int64_t group_id;     /* the ID that its rows give, also where ID finds nobody */
    uint32_t default_row; /* that says Address Is Default; 0: none yet */
};

void record_init(struct record *rec, const struct header *h, const struct record_options *options,
                 struct arena *scratch);

/* Nothing is filled in under a header that an import reads. */
bool row_is_blank(const struct header *h, const struct row *row);
static inline bool record_open(const struct record *rec)
{
    return rec->customer != NULL;
}
bool record_continues(const struct record *rec, const struct row *row);
void record_begin(struct record *rec, struct findings *findings);
void record_add(struct record *rec, const struct row *row);

/* Checks what only the whole customer shows, sets `failed`, and lets go of it. */
struct customer *record_finish(struct record *rec);

#endif
