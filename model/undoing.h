/*
 * undoing.h - one customer's undo in the making; shared by the files that each put back a part of it.
 */
#ifndef MODEL_UNDOING_H
#define MODEL_UNDOING_H

#include "model/change.h"

struct undoing {
    const struct op *done;      /* its `have` is never NULL here: one that has nothing stands in */
    const struct customer *had; /* before `done` */
    const struct customer *now; /* as the shop has it; one that has nothing where it is to be made again */
    bool again;                 /* it is made again: everything it had counts */
    bool replaced;              /* `done` took all it had and wrote anew; everything that differs counts */
    struct op *op;              /* what puts it back */
    struct change_list left;
    struct arena *arena;
};

/* A column, an address, a metafield as before is what a value was before `done`, after what it is now. */
void undo_left(struct undoing *u, enum column_id col, const struct customer *before,
               const struct customer *after);
void undo_left_text(struct undoing *u, enum column_id col, int64_t address_id, str before, str after);

/* The same value; a FALSE and none are the same. */
bool undo_same(enum column_id col, const void *a, const void *b);

/* The columns that an import sets, without consents, tags and what belongs to lists. */
extern const enum column_id undo_columns[9];

void undo_columns_back(struct undoing *u);
void undo_consents_back(struct undoing *u);
void undo_tags_back(struct undoing *u);
void undo_addresses_back(struct undoing *u);
void undo_metafields_back(struct undoing *u);

/* What is no longer as OP_CREATE `done` wrote it is listed in `left`; true when nothing is. */
bool undo_untouched(struct undoing *u);

#endif
