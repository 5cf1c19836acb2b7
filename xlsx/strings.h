/*
 * strings.h - the shared strings of a workbook: one text, and where each ends.
 *
 * Memory: the text and 8 bytes a string. `count` and `uniqueCount` are not believed.
 * Rich text is the text of its runs; phonetic runs (rPh) are dropped. Empty ones count.
 * Source: ECMA-376 part 1, 18.4.
 */
#ifndef XLSX_STRINGS_H
#define XLSX_STRINGS_H

#include "base/buf.h"
#include "xlsx/zip.h"

struct strings {
    struct buf text, ends;
    size_t count;
};

/* part NULL: there are none. strings_release() also after a failure. */
must_check bool strings_read(struct strings *s, struct zip *zip, const struct zip_entry *part,
                             struct err *err);
void strings_release(struct strings *s);

/* A view that lives as long as the strings. False past the end. A string that no cell can hold is
 * cut, yet still text_is_too_long(), so that the cell that uses it can be named. */
bool strings_get(const struct strings *s, uint64_t i, str *out);

#endif
