/*
 * fields.h - a column's field in a record, by its C type.
 *
 * What comparing, copying and storing records need to know of a field, found
 * by the compiler from columns.def, so nothing is listed twice.
 */
#ifndef MODEL_FIELDS_H
#define MODEL_FIELDS_H

#include "model/columns.h"

enum field_kind {
    FIELD_NONE, /* columns without a field: Password, Import Result, ... */
    FIELD_TEXT,
    FIELD_INTEGER, /* int64_t: IDs, moments, counts */
    FIELD_BOOL,
    FIELD_WORD, /* an enum; its words are column_words() */
    FIELD_TEXTS,
    FIELD_DECIMAL,
    FIELD_KIND_COUNT
};

enum field_kind field_kind(enum column_id col);

/* The field of `col` in a struct customer or struct address, as columns[col].record says. */
void *field_at(enum column_id col, void *record);
const void *field_of(enum column_id col, const void *record);

/* The record has the column, and a value in it (a text that is empty is none). */
bool field_given(enum column_id col, const void *record);

/* The column is there and its cell was blank, or the shop holds nothing. */
bool field_blank(enum column_id col, const void *record);

/* Copies value and presence. Texts stay views of what `from` points to. */
void field_copy(enum column_id col, void *to, const void *from);

/* Makes it seen and blank, its value zero. */
void field_clear(enum column_id col, void *record);

/* Both have no value, or both have one and column_equal() says they are the same. */
bool field_same(enum column_id col, const void *a, const void *b);

#endif
