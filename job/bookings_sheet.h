/*
 * bookings_sheet.h - sheets of Orders, Products, Customers and instant bookings: rows whose columns have names.
 *
 * The layout is Matrixify's: several rows for each order or product.
 */
#ifndef JOB_BOOKINGS_SHEET_H
#define JOB_BOOKINGS_SHEET_H

#include "job/import.h"
#include "model/booking.h"

enum { SHEET_COLUMNS_MAX = 40 };

struct named_sheet {
    struct row_source *source;     /* owned until named_close() */
    struct row row;                /* the one that was read last */
    int32_t at[SHEET_COLUMNS_MAX]; /* of each name; -1: absent */
    const struct zone *zone;       /* for times without an offset */
};

/*
 * Reads up to the header: the first of the first 20 rows that holds one of the first `keys` names. ERR_FORMAT when
 * there is none, and when a name stands twice. Names compare without case and white space around; `maps` may be NULL,
 * else maps[i] is another name of names[i] ("" for none).
 */
must_check bool named_open(struct named_sheet *s, const struct row_input *input, const str *names, size_t n,
                           size_t keys, const str *maps, struct arena *a, struct err *err);
must_check bool named_close(struct named_sheet *s, struct err *err);

bool named_next(struct named_sheet *s); /* false at the end and on failure */
bool named_has(const struct named_sheet *s, size_t column);
str named_text(const struct named_sheet *s,
               size_t column); /* "" where there is none; valid until named_next() */
/* 0 for a blank cell; false when it is filled and no ID. */
bool named_id(const struct named_sheet *s, size_t column, int64_t *out);
/* Likewise for moments. */
bool named_moment(const struct named_sheet *s, size_t column, int64_t *out, struct arena *scratch);
str named_cell(const struct named_sheet *s, size_t column, struct arena *a); /* "C14" */

/* Variants of products, from a sheet of them. */
struct products;
must_check bool products_read(struct products **out, const struct row_input *input, struct arena *a,
                              struct err *err);
/* What is known of a line's variant fills its options, and its tags, type and handle where those are still
 * unknown. NULL: nothing is known. */
void products_fill(const struct products *p, struct order_line *line);

/* Orders, one after the other, from wherever they come. */
struct order_problem {
    str id, name, cell; /* of the order; where */
    const char *what;   /* N_() */
};
struct order_source {
    void *context;
    /* The next order, in `a`; *end behind the last. What could not be read is told to `problem`. */
    bool (*next)(void *context, struct order *out, bool *end, struct arena *a, struct err *err);
    void (*problem)(void *context, const struct order_problem *p); /* filled in by the reader of it */
    void *problem_context;
};

struct order_sheet;
/* `products` may be NULL. ERR_FORMAT when the sheet has neither ID nor Name. */
must_check bool order_sheet_open(struct order_sheet **out, const struct row_input *input,
                                 const struct products *products, const struct zone *zone, struct arena *a,
                                 struct err *err);
struct order_source *order_sheet_source(struct order_sheet *s);
must_check bool order_sheet_close(struct order_sheet *s, struct err *err);

#endif
