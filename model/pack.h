/*
 * pack.h - customers and operations as bytes, for the journal.
 *
 * The form is JSON with the columns' identifiers as keys, so a journal of an
 * older version stays readable. Only what is `seen` is kept. unpack(pack(x)) equals x.
 */
#ifndef MODEL_PACK_H
#define MODEL_PACK_H

#include "model/plan.h"

str customer_pack(const struct customer *c, struct arena *a);
must_check bool customer_unpack(str bytes, struct customer **out, struct arena *a, struct err *err);

/* An op without `want`: kind, found_by, set, to, tags, addresses with their `from`, metafields with their `from`, invite, and `have` with everything. */
str op_pack(const struct op *op, struct arena *a);
must_check bool op_unpack(str bytes, struct op *out, struct arena *a, struct err *err);

str findings_pack(const struct finding *at, size_t n, struct arena *a);
must_check bool findings_unpack(str bytes, struct findings *into, struct err *err);

#endif
