/*
 * unicode.h - what ICU knows, on UTF-8 views. Locale-independent.
 *
 * Every function has a fast path for ASCII. Results are views of the input
 * where nothing changed, else in the arena.
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "base/arena.h"

bool utf8_valid(str s);
size_t utf8_next(str s, size_t at, uint32_t *code); /* index after it; *code is U+FFFD where invalid */
size_t utf8_length(str s);   /* code points */
size_t utf16_length(str s);  /* UTF-16 code units, as Excel and Shopify count */
str utf8_cut(str s, size_t utf16_units); /* the longest prefix of at most that many units */
str utf8_repair(str s, struct arena *a); /* invalid bytes, U+FFFE and U+FFFF become U+FFFD */
size_t text_width(str s);    /* columns on a terminal: East Asian wide ones two, marks none */

str text_trim(str s);                      /* without surrounding Unicode white space, U+3000 too */
bool text_is_blank(str s);                 /* nothing but white space */
str text_nfkc(str s, struct arena *a);     /* Unicode NFKC */
str text_fold(str s, struct arena *a);     /* NFKC_Casefold, which drops invisible characters: for comparing */
str text_fold_case(str s, struct arena *a); /* in case only: half and full width stay apart */
str text_key(str s, struct arena *a);      /* trimmed, text_fold(), runs of white space as one space */
bool text_eq_fold(str a, str b, struct arena *scratch);

/* Edits (insert, delete, replace, swap of neighbours) between two texts, counted in code points; at most
 * `most` + 1. */
size_t text_distance(str a, str b, size_t most);
/* The index in `words` nearest to s (after text_key()) within a third of its length, the first of equals, or
 * `n` when none is near. */
size_t text_nearest(str s, const str *words, size_t n, struct arena *scratch);

const char *unicode_library_version(void); /* of ICU */

#endif
