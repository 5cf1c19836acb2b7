/*
 * write_lines.h - tables as lines of text: CSV and JSON Lines.
 *
 * One file, the first sheet; marks, comments and links have no place in it.
 */
#ifndef XLSX_WRITE_LINES_H
#define XLSX_WRITE_LINES_H

#include "base/arena.h"
#include "base/buf.h"
#include "xlsx/write.h"

/* What a format is asked to append. A date's text is a moment ("2018-12-17 18:20:07") by then,
 * or its serial where there is no such moment. */
struct line_format {
    str start; /* of the file */
    void (*header)(struct buf *to, const cell *cells, size_t count);
    /* `keys`: the header's texts. */
    void (*row)(struct buf *to, const str *keys, size_t key_count, const cell *cells, size_t count);
    str skipped; /* for each row left out */
};

/*
 * RFC 4180 with CRLF, in UTF-8 with the byte order mark without which Excel takes Japanese for
 * something else. Rows are filled up to the header's columns; a row left out is an empty line, so that
 * line numbers stay (as long as no text has lines of its own). Booleans are TRUE and FALSE. Text is
 * written as it is: a program that opens CSV may calculate what begins with "=", a workbook is safe
 * from that.
 */
extern const struct line_format csv_format;

/*
 * One object a line, the headers its keys, in their order; a column without header is called by its
 * letters. Numbers of at most 15 digits are numbers, longer ones and dates strings; empty cells are
 * left out. Rows left out are not there.
 */
extern const struct line_format jsonl_format;

must_check bool write_lines(struct table **out, const char *path, const struct line_format *format,
                            struct err *err);

#endif
