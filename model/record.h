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
 * Blank rows (row_is_blank) are skipped by the caller. Positions of the key columns are found once, by record_init().
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "model/header.h"

struct record_options {
    const struct cell_context *cells;
    bool blank_keeps; /* --blank keep: a blank cell is as good as an absent column */
    bool ignore_id;   /* --ignore-id: the ID column counts as absent (Address ID too) */
};

struct record {
    const struct header *header;
    struct record_options options;
    struct findings *findings; /* of the customer in hand; its arena holds the customer */
    struct customer *customer; /* NULL: none in hand */
    size_t address_room, step_room;
    struct arena *scratch;
};

void record_init(struct record *rec, const struct header *h, const struct record_options *options, struct arena *scratch);

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
