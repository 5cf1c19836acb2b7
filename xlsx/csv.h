/*
 * csv.h - rows of a text file: RFC 4180, with what spreadsheets really write.
 *
 * A field may be quoted, `""` is a quote in it, and it may then hold delimiters and line ends. Lines end with
 * CR, LF or CRLF. A quote inside a field that does not begin with one is a letter like any other.
 * The number of a row is that of its record; blank lines count. Every cell is text or empty.
 */
#ifndef XLSX_CSV_H
#define XLSX_CSV_H

#include "base/arena.h"
#include "base/table.h"
#include "xlsx/decode.h"

struct csv_format {
    const struct encoding *encoding;
    size_t mark; /* bytes of the byte order mark */
    char delimiter;
};

/* What is given counts (encoding "", delimiter 0: detect, from the first
 * CSV_SNIFF_LINES lines). ERR_USAGE for an encoding that nobody knows. */
must_check bool csv_detect(struct csv_format *out, int fd, str encoding, char delimiter, struct err *err);

/* `fd` and `path` stay the caller's and outlive the source. Errors name the line and, for
 * bytes that are no text, their place in the file. */
must_check bool csv_rows(struct row_source **out, const struct csv_format *format, int fd, str path,
                         struct err *err);

#endif
