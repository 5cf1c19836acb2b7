/*
 * input.h - the workbook on the command line, as rows for a job.
 */
#ifndef CMD_INPUT_H
#define CMD_INPUT_H

#include "base/hash.h"
#include "cmd/settings.h"
#include "job/import.h"
#include "xlsx/book.h"

struct input {
    struct book *book;
    size_t sheet;
    const char *path;
    str name, sheet_name; /* the file's name without its folder */
    str sha256;           /* hex */
    struct findings notes; /* of choosing the sheet */
    struct row_input rows; /* its context is this struct: do not move it */
};

/* Opens FILE and finds the sheet. ERR_FORMAT when it is missing or cannot be read. */
must_check bool input_open(struct input *in, const char *path, const struct settings *s, struct err *err);
/* Another sheet than the customers': one that is called by one of these words (text_key()), else the only one whose name holds the
 * first of them; of a CSV its only one. *found false where there is none, and then nothing is open. */
must_check bool input_open_named(struct input *in, const char *path, const struct settings *s, const str *words, size_t n,
                                 bool *found, struct err *err);
void input_close(struct input *in); /* also after input_open() failed */

/* The book's options that --encoding and --delimiter ask for. */
must_check bool input_options(const struct settings *s, struct book_options *out, struct err *err);

#endif
