/*
 * pack_fields.h - the fields of a record as JSON members named after their columns.
 *
 * "EMAIL": "you@example.com". A blank one is null, an absent one is left out.
 */
#ifndef MODEL_PACK_FIELDS_H
#define MODEL_PACK_FIELDS_H

#include "base/json.h"
#include "base/json_write.h"
#include "model/fields.h"

/* Every column of `which` that the record has seen. */
void pack_fields(struct json_writer *to, const void *record, enum column_record which);

/* Into a record that is zero. Texts are copied to `a`. ERR_FORMAT when a member has the wrong kind; unknown
 * members are left out. */
must_check bool unpack_fields(const struct json *from, void *record, enum column_record which,
                              struct arena *a, struct err *err);

void pack_texts(struct json_writer *to, struct texts list);
struct texts unpack_texts(const struct json *v, struct arena *a);

/* A set of columns as the list of their identifiers. */
void pack_columns(struct json_writer *to, uint64_t set);
uint64_t unpack_columns(const struct json *v);

/* "EMAIL"; by name: COL_COUNT when there is none. */
str column_identifier(enum column_id col);
enum column_id column_by_identifier(str name);

#endif
