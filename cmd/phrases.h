/*
 * phrases.h - findings as sentences in the reader's language.
 */
#ifndef CMD_PHRASES_H
#define CMD_PHRASES_H

#include "job/import.h"

extern const struct words phrases_translated; /* for the workbooks that a job writes */

/* The sentence, with what the cell holds. For workbooks and standard output. */
str phrase_finding(const struct finding *f, struct arena *a);

/* The same with args[0], which is personal data, as "***". For standard error. */
str phrase_finding_masked(const struct finding *f, struct arena *a);

/* "C14", "row 14", or "" when it is of the whole sheet. */
str phrase_place(const struct finding *f, struct arena *a);

/* "error", "warning", "note". */
const char *phrase_severity(enum severity s);

/* A template with {0} {1} {2} filled in. Braces around anything else stay. */
str phrase_fill(str template, const str args[3], struct arena *a);

#endif
