/*
 * write_widths.h - how wide the columns want to be, by the first rows.
 */
#ifndef XLSX_WRITE_WIDTHS_H
#define XLSX_WRITE_WIDTHS_H

#include "base/arena.h"
#include "base/table.h"

enum { WIDTH_MIN = 8, WIDTH_MAX = 60 };

struct widths {
    uint16_t width[COLUMN_MAX]; /* in characters; full-width ones count two */
    size_t count;               /* columns seen */
};

void widths_clear(struct widths *w);
void widths_measure(struct widths *w, const cell *cells, size_t count, bool header);
/* WIDTH_MIN to WIDTH_MAX for each of w->count columns, in the arena. */
uint16_t *widths_decide(const struct widths *w, struct arena *a);

#endif
