/*
 * filter.h - which customers and which columns an export takes, from the command line.
 */
#ifndef CMD_FILTER_H
#define CMD_FILTER_H

#include "cmd/settings.h"
#include "job/export.h"

/* --email, --tag, --created-since and so on; dates without an offset are in `zone`. */
must_check bool filter_read(const struct settings *s, const struct zone *zone, struct shop_filter *out,
                            struct err *err);

/* Is any of them there? Without one everybody is let through. */
bool filter_given(const struct settings *s);

/* The filters and --from as they were given: two runs with other filters are two jobs. */
str filter_text(const struct settings *s);

/* --groups, --columns, --minimal. */
must_check bool selection_read(const struct settings *s, struct export_options *out, struct err *err);

#endif
