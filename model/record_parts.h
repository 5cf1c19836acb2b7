/*
 * record_parts.h - shared by record.c (reading rows) and record_group.c (telling which belong together).
 */
#ifndef MODEL_RECORD_PARTS_H
#define MODEL_RECORD_PARTS_H

#include "model/record.h"

/* The cell of a column; CELL_EMPTY where the column or the cell is missing. */
cell record_cell(const struct record *rec, const struct row *row, enum column_id col);
bool record_cell_filled(const struct record *rec, const struct row *row, enum column_id col);

/* Reads one customer or address column of a row, by what its header means. False on an error. */
bool record_read(const struct record *rec, const struct row *row, enum column_id col, str country,
                 void *record, struct findings *findings);

/* The country that a row's phone numbers are read in; "" when the row names none. Says nothing of bad
 * cells. */
str record_country(const struct record *rec, const struct row *row);

/* Fills in country and province from their codes and the reverse, and says what contradicts.
 * */
void record_fill_place(const struct record *rec, struct address *adr);

/* The metafields of a row: the customer's on its first row, compared on later ones. */
void record_metafields(struct record *rec, const struct row *row);
void record_later_metafields(struct record *rec, const struct row *row);

/* "Note" differs from row 12. */
void record_differs(struct record *rec, const struct row *row, int32_t sheet_column, str header);

#endif
