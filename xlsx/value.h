/*
 * value.h - from the text of a cell in the file to its value.
 */
#ifndef XLSX_VALUE_H
#define XLSX_VALUE_H

#include "xlsx/queue.h"
#include "xlsx/strings.h"
#include "xlsx/styles.h"

enum cell_type { TYPE_SHARED, TYPE_NUMBER, TYPE_TEXT, TYPE_FORMULA_TEXT, TYPE_BOOL, TYPE_ERROR, TYPE_DATE };

/* ST_CellType by its letters; "" is a number. False when there is no such type. */
bool cell_type_parse(str s, enum cell_type *out);

struct value_context {
    const struct styles *styles;
    const struct strings *strings;
    bool epoch_1904;
    struct arena *scratch; /* the caller resets it */
};

struct raw_cell {
    enum cell_type type;
    size_t style;
    size_t start; /* of its text, which reaches to the end of queue->text */
    bool has_formula, has_value;
};

/* Fills kind, rounded and text of *out; what queue->text holds from raw->start on is replaced by the
 * cell's own text. The kind is CELL_EMPTY when there is nothing to keep. */
must_check bool value_read(const struct value_context *context, const struct raw_cell *raw,
                           struct row_queue *queue, struct queued_cell *out, struct err *err);

#endif
