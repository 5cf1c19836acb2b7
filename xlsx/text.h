/*
 * text.h - what the letters of a cell in a file mean.
 */
#ifndef XLSX_TEXT_H
#define XLSX_TEXT_H

#include "base/str.h"

/*
 * Decodes _xHHHH_ (exactly four hex digits, ECMA-376 part 1, 22.9.2.19 ST_Xstring) in place, once, from
 * the left: "_x005F_x0041_" becomes "_x0041_". Two surrogates make one character, a lone one U+FFFD.
 * Returns the new length, never more than n.
 */
size_t text_unescape(char *text, size_t n);

/* Is it longer than a cell can be (CELL_TEXT_MAX UTF-16 units)? */
bool text_is_too_long(str s);

/* As much of it as belongs in a message. */
str text_shown(str s);

/* Is it the canonical text of a number already: at most 15 digits, no exponent, no needless zero, no blank?
 * "-0.5", "15417543000". False only means: ask num_canonical(). */
bool number_is_plain(str s);

#endif
