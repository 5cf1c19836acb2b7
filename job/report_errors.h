/*
 * report_errors.h - the Errors sheet: causes with their counts, then one line each, with a link to the cell.
 */
#ifndef JOB_REPORT_ERRORS_H
#define JOB_REPORT_ERRORS_H

#include "job/import.h"

/* causes: how often each finding was said. The lines (at most ERROR_LINES_MAX) are read from the
 * journal once more, up to the last: `said` is how many warnings and errors it holds. */
must_check bool report_errors(const struct report *r, struct table *out, const struct header *h,
                              const size_t causes[FINDING_COUNT], size_t said, struct err *err);

/* The same lines for findings that come from elsewhere. Begin the sheet, put the causes, then each
 * finding. */
struct error_lines {
    const struct report *r;
    struct table *out;
    const struct header *header; /* for the names of columns, and links to them; NULL: neither */
    size_t n;
    struct arena arena;
};
void error_lines_begin(struct error_lines *l, str sheet_name, const size_t causes[FINDING_COUNT]);
void error_lines_put(struct error_lines *l, const struct finding *f);
void error_lines_end(struct error_lines *l); /* frees */

#endif
