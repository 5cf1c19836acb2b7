/*
 * num.h - numbers as text and back, exactly, whatever the locale.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/arena.h"

/* Whole of s, decimal digits with an optional '-'. False, *out untouched, on anything else or overflow. */
bool num_parse_i64(str s, int64_t *out);

/* An exact decimal: units / 10^scale. */
typedef struct {
    int64_t units;
    uint8_t scale; /* 0 to 18 */
} decimal;

/* "-1,234.50", "66102.24", "1E3": an optional sign, digits with optional thousands commas (groups of three
 * after the first), optional fraction, optional exponent. At most 18 significant digits, and decimals. */
bool decimal_parse(str s, decimal *out);
str decimal_format(decimal d, struct arena *a);                    /* "66102.24", no needless zeros cut */
/* Exactly `scale` decimals, rounded half away from zero. */
str decimal_format_scale(decimal d, uint8_t scale, struct arena *a);
int decimal_compare(decimal a, decimal b);                         /* < 0, 0, > 0 by value */

/*
 * The number of a cell as base/table.h promises it: s is what the file says (any decimal or scientific
 * form, blanks around allowed); *out is rounded half away from zero to 15 significant digits, without an
 * exponent from 10^-21 up to 10^21 ("1.5E+21" beyond), without needless zeros. *rounded is set when digits
 * other than zeros were lost or the value is 2^53 or more. False when s is no number or past 10^308, where
 * Excel's end. *out is s itself where nothing has to change.
 */
bool num_canonical(str s, str *out, bool *rounded, struct arena *a);

/* The double nearest to a text, for doors of libraries that want one. False when s is no number or larger
 * than any double. Never looks at the locale. */
bool num_parse_double(str s, double *out);

#endif
