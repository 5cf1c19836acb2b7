/*
 * options.h - the options that several commands share, in one place.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "base/message.h"
#include "cmd/opt.h"

#define AT(field) offsetof(struct settings, field)
#define LIST(array) .at = (array), .n = countof(array)

extern const struct opt options_common[5], options_shop[1], options_input[11], options_show[2], options_keep[1];
extern const char *const words_headers[]; /* enum header_language */

#define OPTIONS_COMMON { N_("Everywhere"), LIST(options_common) }
#define OPTIONS_SHOP   { N_("Shop"), LIST(options_shop) }
#define OPTIONS_INPUT  { N_("Reading the workbook"), LIST(options_input) }
#define OPTIONS_SHOW   { N_("While it runs, and at its end"), LIST(options_show) }
#define OPTIONS_KEEP   { N_("What is kept"), LIST(options_keep) }

#endif
