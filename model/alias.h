/*
 * alias.h - other names of columns (docs/FORMAT.md, chapter L).
 */
#ifndef MODEL_ALIAS_H
#define MODEL_ALIAS_H

#include "model/header.h"

struct alias {
    str header;
    enum column_id column;
    enum alias_meaning meaning;
};

/* The alias with this text_key(); NULL when there is none. */
const struct alias *alias_find(str key);

#endif
