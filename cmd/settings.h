/*
 * settings.h - what the command line said.
 *
 * One struct for all commands: a command's option table (opt.h) says where in it each option goes, and main() hands it to
 * the command. Texts are views of argv or of the environment.
 */
#ifndef CMD_SETTINGS_H
#define CMD_SETTINGS_H

#include <signal.h>

#include "base/arena.h"

/* In the order of their words in options.c; the default is zero. */
enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum progress_form { PROGRESS_AUTO, PROGRESS_BAR, PROGRESS_PLAIN, PROGRESS_JSON, PROGRESS_NONE };
enum blank_means { BLANK_CLEAR, BLANK_KEEP };
enum language_choice { LANGUAGE_DEFAULT, LANGUAGE_EN, LANGUAGE_JA };

struct given { /* arguments, as many as there are */
    const char *const *at;
    size_t n;
};

struct settings {
    struct arena *arena;         /* lives as long as the command */
    volatile sig_atomic_t *stop; /* set by Ctrl-C */
    const char *language;        /* in use: "en" or "ja" */

    /* what has no name on the command line */
    const char *file, *job, *name, *where;
    struct given tags;

    /* every command */
    int lang, color; /* enum language_choice, color_when */
    bool quiet, verbose, help, version;

    /* shops */
    const char *shop, *token_file, *client_id;
    int bulk; /* enum bulk_use of api/shopify.h */
    bool force;
    const char *timezone, *currency, *country, *languages;
    size_t seed, customers;

    /* reading a workbook */
    const char *sheet, *encoding, *delimiter;
    int blank; /* enum blank_means */
    bool ignore_id, only_failed;
    size_t limit;

    /* running */
    const char *result, *undo_file;
    bool no_result, no_undo, fail_fast, yes, dry_run, json;
    size_t max_errors, keep_days;
    int progress; /* enum progress_form */

    /* writing */
    const char *output, *groups, *columns, *sheet_name, *from, *query;
    int headers;  /* enum header_language of job/export.h */
    int compress; /* enum write_compression of xlsx/write.h */
    bool minimal, sample, markdown, man;
    const char *email, *tag, *not_tag, *created_since, *created_until, *updated_since, *updated_until;
    const char *state, *email_status, *min_spent, *max_spent;
    const char *min_orders; /* text: 0 orders and no such filter differ */
    size_t max_rows;

    /* tags */
    bool all;
    const char *old_tag, *new_tag, *into;

    /* bookings */
    const char *orders, *products, *customers_file, *instant, *map, *rule, *since, *until, *assume_no, *sync_state;
    bool exclude_cancelled;
    size_t verify; /* seconds */
};

#endif
