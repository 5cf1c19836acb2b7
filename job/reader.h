/*
 * reader.h - customers, one after the other, from the rows of a sheet.
 */
#ifndef JOB_READER_H
#define JOB_READER_H

#include "job/import.h"

/* Rows as they were read, blank ones too, in the arena. */
enum { ROW_LOG_MAX = 8 << 20 /* bytes */ };
struct row_log {
    struct arena *arena;
    struct row *rows;
    size_t n, room, bytes;
    bool lost; /* they were more than ROW_LOG_MAX, and are not all there */
};

struct reader {
    const struct import_options *options;
    struct row_source *source; /* owned until reader_close() */
    struct header header;
    struct record record;
    struct cell_context cells;
    struct row row; /* the one that was read last */
    bool has_row;
    size_t rows; /* read so far, blank ones left out */
    struct row_log *log; /* where rows are kept as well; NULL: nowhere. May be changed between two reader_next() */
    struct arena *scratch;
};

/* Opens the input and reads the header; its notes and warnings go to `notes`, whose arena also holds
 * the header. `shop` NULL: no shop. `scratch` is used while rows are read; whoever owns it may reset it
 * between two reader_next(). The reader must not be moved. */
must_check bool reader_open(struct reader *r, const struct row_input *input,
                            const struct import_options *options, const struct shop_info *shop,
                            struct findings *notes, struct arena *scratch, struct err *err);

/* The next customer, in findings->arena, with what there is to say about its cells. NULL at the end,
 * and on failure. */
struct customer *reader_next(struct reader *r, struct findings *findings);

/* The row in hand, which the next customer begins with, once more into the log. */
void reader_log(struct reader *r);

must_check bool reader_close(struct reader *r, struct err *err);

/* Whether a row of a result workbook says that it failed. */
bool row_says_failed(const struct header *h, const struct row *row);

#endif
