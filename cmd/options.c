#include "cmd/options.h"

const char *const words_headers[] = { "en", "ja", NULL };
const char *const words_compress[] = { "fast", "small", NULL };
const char *const words_bulk[] = { "auto", "always", "never", NULL };
static const char *const words_language[] = { "default", "en", "ja", NULL };
static const char *const words_color[] = { "auto", "always", "never", NULL };
static const char *const words_progress[] = { "auto", "bar", "plain", "json", "none", NULL };
static const char *const words_blank[] = { "clear", "keep", NULL };

const struct opt options_common[5] = {
    { OPT_WORD, 0, "lang", AT(lang), "en|ja", N_("The language of messages; default from the environment."),
      words_language },
    { OPT_WORD, 0, "color", AT(color), "auto|always|never",
      N_("Colour; auto is on a terminal, unless NO_COLOR is set."), words_color },
    { OPT_FLAG, 'q', "quiet", AT(quiet), NULL, N_("Say nothing but what went wrong.") },
    { OPT_FLAG, 'v', "verbose", AT(verbose), NULL, N_("Say more; list everything.") },
    { OPT_FLAG, 'h', "help", AT(help), NULL, N_("Show this help.") },
};

const struct opt options_shop[2] = {
    { OPT_TEXT, 's', "shop", AT(shop), "WHERE",
      N_("The shop: sqlite:PATH or a path ending in .db, my-store.myshopify.com, or a name from \"meibo shop "
         "add\". Default: $MEIBO_SHOP, else sqlite:meibo.db in the working directory.") },
    OPTION_TOKEN,
};

const struct opt options_input[11] = {
    { OPT_TEXT, 0, "sheet", AT(sheet), "NAME|N", N_("Which sheet, by name or by number from 1.") },
    { OPT_TEXT, 0, "encoding", AT(encoding), "NAME", N_("Encoding of a CSV; default: detected.") },
    { OPT_TEXT, 0, "delimiter", AT(delimiter), "CHARACTER",
      N_("Delimiter of a CSV: a comma, a semicolon or \"tab\"; default: detected.") },
    { OPT_TEXT, 0, "timezone", AT(timezone), "ZONE",
      N_("For dates without an offset, e.g. Asia/Tokyo or +09:00; default: the shop's.") },
    { OPT_TEXT, 0, "country", AT(country), "CC", N_("For phone numbers without country code, e.g. JP.") },
    { OPT_WORD, 0, "blank", AT(blank), "clear|keep",
      N_("What a blank cell in a column that is there means; default: clear."), words_blank },
    { OPT_FLAG, 0, "ignore-id", AT(ignore_id), NULL, N_("Do not match by ID: for files from another shop.") },
    { OPT_SIZE, 0, "limit", AT(limit), "N", N_("Only the first N customers.") },
    { OPT_FLAG, 0, "only-failed", AT(only_failed), NULL,
      N_("The file is a result workbook: only the customers that failed.") },
    { OPT_SIZE, 0, "max-errors", AT(max_errors), "N", N_("Stop after N failed customers.") },
    { OPT_FLAG, 0, "fail-fast", AT(fail_fast), NULL, N_("Stop at the first failed customer.") },
};

const struct opt options_show[2] = {
    { OPT_WORD, 0, "progress", AT(progress), "bar|plain|json|none",
      N_("How to show progress on standard error; default: bar on a terminal, else none."), words_progress },
    { OPT_FLAG, 0, "json", AT(json), NULL, N_("The outcome as one JSON object on standard output.") },
};

const struct opt options_keep[1] = {
    { OPT_SIZE, 0, "keep-days", AT(keep_days), "N",
      N_("How long to keep what undo needs, in days; default: 30.") },
};
