/*
 * options.h - the options that several commands share, in one place.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "base/message.h"
#include "cmd/opt.h"

#define AT(field) offsetof(struct settings, field)
#define LIST(array) .at = (array), .n = countof(array)

extern const struct opt options_common[5], options_shop[2], options_input[11], options_show[2], options_keep[1];
extern const struct opt options_filter[14]; /* in filter.c */
extern const char *const words_headers[]; /* enum header_language */
extern const char *const words_bulk[];    /* enum bulk_use of api/shopify.h */
extern const char *const words_compress[]; /* enum write_compression of xlsx/write.h */

#define OPTIONS_COMMON { N_("Everywhere"), LIST(options_common) }
#define OPTIONS_SHOP   { N_("Shop"), LIST(options_shop) }
#define OPTIONS_WHERE  { N_("Shop"), .at = options_shop, .n = 1 } /* without a token: an embedded shop */
#define OPTIONS_INPUT  { N_("Reading the workbook"), LIST(options_input) }
#define OPTIONS_SHOW   { N_("While it runs, and at its end"), LIST(options_show) }
#define OPTIONS_FILTER { N_("Which customers (all that are given must hold)"), LIST(options_filter) }
#define OPTIONS_KEEP   { N_("What is kept"), LIST(options_keep) }

#define OPTION_TOKEN                                                                                             \
    { OPT_TEXT, 0, "token-file", AT(token_file), "FILE",                                                         \
      N_("A file with the token of a shop at Shopify, for its owner's eyes only. Instead: $MEIBO_TOKEN, "        \
         "$CREDENTIALS_DIRECTORY/shopify-token, or \"meibo shop add\".") }
#define OPTION_COMPRESS                                                                                          \
    { OPT_WORD, 0, "compress", AT(compress), "fast|small",                                                       \
      N_("How to pack the workbooks that are written: fast, or small in three times the time; default: fast."),  \
      words_compress }
#define OPTION_BULK                                                                                              \
    { OPT_WORD, 0, "bulk", AT(bulk), "auto|always|never",                                                        \
      N_("Whether to use bulk operations at Shopify; auto: where that is sooner."), words_bulk }

#endif
