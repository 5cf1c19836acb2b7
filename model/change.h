/*
 * change.h - a growing list of changes, for plans and for what an undo leaves.
 */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "model/fields.h"
#include "model/plan.h"

struct change_list {
    struct change *at;
    size_t n, room;
    struct cell_context cells; /* times as text */
    struct arena *arena;
};

struct change_list change_list(const struct cell_context *ctx, struct arena *a);

/* Copies the change; one whose before and after are the same is none. */
void change_add(struct change_list *list, struct change c);

/* A column's value as text; "" where there is none, or no record. */
str change_text(const struct change_list *list, enum column_id col, const void *record);

/* One column of two records; NULL for one that is not there. */
void change_of(struct change_list *list, enum column_id col, const void *before, const void *after,
               int64_t address_id, uint32_t row);

void change_of_metafield(struct change_list *list, const struct metafield *which,
                         const struct metafield *before, const struct metafield *after, uint32_t row);

/* The metafield of a customer with this name, or NULL. */
const struct metafield *metafield_of(const struct customer *c, const struct metafield *name);

#endif
