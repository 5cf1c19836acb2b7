/*
 * write_lists.h - the words of drop-downs.
 *
 * Few short words stand in the drop-down itself. More do not fit, Excel takes
 * 255 characters: those go to a hidden sheet of their own, a column for each list.
 */
#ifndef XLSX_WRITE_LISTS_H
#define XLSX_WRITE_LISTS_H

#include "base/arena.h"
#include "base/table.h"

struct word_list {
    struct word_list *next;
    const str *words;
    size_t count;
};

struct lists {
    str sheet_name; /* where the lists will stand; set it before the first list */
    struct word_list *first;
    size_t count;
};

/* The drop-down's source as a formula: "\"a,b\"" or "'Lists'!$A$1:$A$200". Equal lists share a column;
 * all are copied. */
str lists_formula(struct lists *l, const str *words, size_t count, struct arena *a);

size_t lists_rows(const struct lists *l); /* of the longest */
/* Row `i` (from 0) as cells of text, lists_count of them. */
void lists_row(const struct lists *l, size_t i, cell *cells);

#endif
