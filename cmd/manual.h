/*
 * manual.h - a column in words, for `meibo columns` and for templates.
 */
#ifndef CMD_MANUAL_H
#define CMD_MANUAL_H

#include "base/arena.h"
#include "model/columns.h"

const char *column_type_words(enum column_id col);   /* "email address"; English, for _() */
const char *column_access_words(enum column_id col); /* "import and export"; English, for _() */
const char *column_group_words(enum column_id col);  /* "basic"; "-" for none */
str column_words_text(enum column_id col, struct arena *a); /* "TRUE, FALSE"; "" when there is no list */

#endif
