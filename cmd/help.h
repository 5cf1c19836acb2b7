/*
 * help.h - what the option tables say, for people and for shells.
 */
#ifndef CMD_HELP_H
#define CMD_HELP_H

#include <stdio.h>

#include "cmd/command.h"

void help_first(FILE *to);                               /* `meibo`: the first steps */
void help_command(FILE *to, const struct subcommand *cmd);  /* `meibo import --help` */
void help_man(FILE *to);                                 /* meibo(1), troff with man macros, English */
void help_completion_bash(FILE *to);

/* "meibo import [options] FILE", in `a`. */
str help_usage(const struct subcommand *cmd, struct arena *a);

#endif
