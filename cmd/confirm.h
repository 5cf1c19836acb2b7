/*
 * confirm.h - what an import does not do unasked.
 *
 * Deleting or replacing customers, clearing more than CLEARED_FREE values by blanks, sending invitation mails.
 */
#ifndef CMD_CONFIRM_H
#define CMD_CONFIRM_H

#include "cmd/settings.h"
#include "job/import.h"

enum { CLEARED_FREE = 100 };

/* What is allowed without asking. */
struct import_limits confirm_free(void);

/* What the plan would do, and whether it is more than is free. */
bool confirm_needed(const struct import_counts *plan, struct import_limits *would);

/* "delete 3 customers, clear 120 values by blanks (Note 120)" */
str confirm_text(const struct import_limits *would, const struct import_counts *plan, struct arena *a);

/* Does an answer such as "y", "yes" or "はい" mean yes? */
bool confirm_is_yes(str answer);

/* Asks when standard input and standard error are terminals; else ERR_REFUSED, saying what to add. On true *out is what the import may do. */
must_check bool confirm_plan(const struct settings *s, const struct import_counts *plan, struct import_limits *out,
                             struct err *err);

#endif
