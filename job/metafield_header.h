/*
 * metafield_header.h - the header of a metafield's column, as an import reads it.
 */
#ifndef JOB_METAFIELD_HEADER_H
#define JOB_METAFIELD_HEADER_H

#include "model/plan.h"

/* "Metafield: namespace.key [type]", dots within the names written as "\."; in `a`. */
str metafield_header(const struct metafield_definition *m, struct arena *a);

#endif
