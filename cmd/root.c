#include <stdio.h>

#include "base/message.h"
#include "cmd/command.h"
#include "cmd/help.h"
#include "cmd/library.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "cmd/session.h"

static void print_version(void)
{
    printf("meibo %.*s\n", STR_ARG(program_version()));
    for (size_t i = 0; i < library_count; i++)
        printf("%s %s\n", libraries[i].name, libraries[i].version());
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    (void)status;
    (void)err;
    if (s->version)
        print_version();
    else
        help_first(stdout);
    return true;
}

static const struct opt options[] = {
    { OPT_FLAG, 0, "version", AT(version), NULL, N_("Show the version, and those of the libraries.") },
};

const struct subcommand command_root = {
    .name = "",
    .summary = N_("meibo moves customers between workbooks and shops."),
    .about = N_("A workbook with one row for each customer is checked, planned and imported into a shop; a "
                "shop is exported to a "
                "workbook. What an import did can be undone. A shop is a file of your own (an embedded "
                "shop). Data goes to files "
                "or to standard output, words go to standard error."),
    .lists = { { NULL, LIST(options) }, OPTIONS_COMMON },
    .run = run,
};

static bool run_completion(const struct settings *s, int *status, struct err *err)
{
    (void)status;
    if (!str_eq(str_of(s->name), STR("bash")))
        return err_set(err, ERR_USAGE, _("there is completion for bash only, not for \"%s\""), s->name);
    help_completion_bash(stdout);
    return true;
}

static const struct opt completion[] = {
    { OPT_ARG, 0, "SHELL", AT(name), NULL, N_("bash.") },
};

const struct subcommand command_completion = {
    .name = "completion",
    .summary = N_("Print a completion script for the shell: . <(meibo completion bash)."),
    .lists = { { NULL, LIST(completion) }, OPTIONS_COMMON },
    .run = run_completion,
};

static bool run_help(const struct settings *s, int *status, struct err *err)
{
    const char *const argv[] = { NULL, s->name, s->where };
    const struct subcommand *cmd;
    int words, argc = s->where ? 3 : 2;

    (void)status;
    if (s->man) {
        help_man(stdout);
        return true;
    }
    if (!s->name) {
        help_first(stdout);
        return true;
    }
    if (!command_find(argc, argv, &cmd, &words, err))
        return false;
    help_command(stdout, cmd);
    return true;
}

static const struct opt help[] = {
    { OPT_ARG_MAYBE, 0, "COMMAND", AT(name), NULL, N_("Which command.") },
    { OPT_ARG_MAYBE, 0, "SUBCOMMAND", AT(where), NULL,
      N_("Which of its commands, as in \"meibo help shop add\".") },
    { OPT_FLAG, 0, "man", AT(man), NULL, N_("Print the manual page, as troff.") },
};

const struct subcommand command_help = {
    .name = "help",
    .summary = N_("Explain a command."),
    .lists = { { NULL, LIST(help) }, OPTIONS_COMMON },
    .run = run_help,
};
