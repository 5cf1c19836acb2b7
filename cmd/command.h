/*
 * command.h - the commands there are.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "cmd/opt.h"

extern const struct subcommand command_root; /* meibo without a command */

/* Each in the file of its name. */
extern const struct subcommand command_check, command_plan, command_import, command_export, command_undo,
    command_jobs, command_jobs_list, command_jobs_show, command_jobs_forget, command_template,
    command_columns, command_shop, command_shop_list, command_shop_add, command_shop_test, command_shop_pull,
    command_shop_demo,
    command_bookings, command_bookings_explain, command_bookings_sync, command_bookings_flow,
    command_tags, command_tags_list, command_tags_suggest, command_tags_apply, command_tags_add,
    command_tags_remove, command_tags_rename, command_tags_merge, command_tags_replace, command_tags_normalize,
    command_doctor, command_completion, command_help;

/* In the order of help; NULL after the last. */
const struct subcommand *command_at(size_t i);

/* The command that argv names and how many words that took: "shop add" two, "import" one, none at all zero (command_root). ERR_USAGE names
 * the nearest one. */
must_check bool command_find(int argc, const char *const *argv, const struct subcommand **out, int *words,
                             struct err *err);

/* How many words before the command are options of commands, with their values: 3 of "meibo -q --shop a.db plan". 0 where none is. */
int command_leading(int argc, const char *const *argv);

/* Is `inner` a command of the group `outer` ("shop add" of "shop")? */
bool command_within(const struct subcommand *outer, const struct subcommand *inner);

#endif
