/*
 * write_text.h - text on its way into a workbook's XML (ECMA-376 part 1, 22.9.2.19 ST_Xstring).
 *
 * Whatever comes in, what goes out is well-formed: invalid UTF-8 becomes
 * U+FFFD, U+FFFE and U+FFFF are dropped, control characters and CR are
 * written as _xHHHH_ and a literal _xHHHH_ as _x005F_xHHHH_.
 */
#ifndef XLSX_WRITE_TEXT_H
#define XLSX_WRITE_TEXT_H

#include "base/arena.h"
#include "base/buf.h"

enum { XML_GROWTH = 7 }; /* bytes written for each byte of text, at most */

/* Element text. `to` has room for XML_GROWTH * s.n bytes; returns the end of what was written. */
char *text_escape(char *to, str s);
bool text_keeps_blanks(str s); /* needs xml:space="preserve" to keep its blanks at the ends and its lines */

void text_put_xml(struct buf *to, str s);
void text_put_attribute(struct buf *to, str s); /* between double quotes; no control characters in s */

/* For a library that escapes & < > itself and nothing else: _xHHHH_ as above, at most `units`
 * UTF-16 units of s, ending in "…" where it was cut. NUL-terminated, in the arena. */
const char *text_for_library(str s, size_t units, struct arena *a);

str text_cut_for_cell(str s); /* CELL_TEXT_MAX units */

/* A name that a spreadsheet accepts for a sheet, in the arena: 1 to 31 UTF-16 units, none of []:*?/\
 * (they become _), no control characters, no apostrophe at the ends, not "History", which Excel keeps
 * for itself. */
str sheet_name_for(str wanted, struct arena *a);
/* 'It''s' for formulas and links: always in apostrophes. */
str sheet_name_quoted(str name, struct arena *a);

#endif
