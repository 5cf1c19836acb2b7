/*
 * say.h - words to standard error, data to standard output.
 *
 * Nothing here is translated: callers pass _("..."). Personal data goes to standard output alone.
 */
#ifndef CMD_SAY_H
#define CMD_SAY_H

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cmd/settings.h"

/* A line for people on standard error, unless --quiet. */
void say(const struct settings *s, const char *fmt, ...) printf_like(2, 3);

void put(FILE *to, str text); /* as it is, whatever it holds */
void put_line(str text);      /* to standard output, with a line feed */

/* "1234567" as "1,234,567". */
str count_text(size_t n, struct arena *a);

/* Text on one line of a terminal: line feeds, tabs and other control characters as one blank each. */
str one_line(str text, struct arena *a);

/* Blanks after `text` up to `width` columns of a terminal; at least one. */
void put_padded(FILE *to, str text, size_t width);

/* Paragraphs broken at `width` columns, each line after `indent` blanks; the cursor stands at column `at` now. Japanese breaks between any two characters but
 * before closing punctuation. */
void put_wrapped(FILE *to, str text, size_t at, size_t indent, size_t width);

/* Does this stream show colour? --color, NO_COLOR, and whether it is a terminal. */
bool shows_color(const struct settings *s, FILE *stream);

#endif
