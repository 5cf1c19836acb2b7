#include <string.h>

#include "base/message.h"
#include "cmd/help.h"
#include "cmd/options.h"
#include "cmd/say.h"

/* Text for troff: backslashes and dashes kept as they are, no line taken for a request. */
static void put_roff(FILE *to, const char *text)
{
    bool line_begins = true;

    for (const char *p = text; *p; p++) {
        if (line_begins && (*p == '.' || *p == '\''))
            fputs("\\&", to);
        if (*p == '\\')
            fputs("\\e", to);
        else if (*p == '-')
            fputs("\\-", to);
        else if (*p == '\n')
            fputs("\n.br\n", to);
        else
            fputc(*p, to);
        line_begins = *p == '\n';
    }
}

static void put_option(FILE *to, const struct opt *o)
{
    fputs(".TP\n", to);
    if (opt_is_argument(o)) {
        fprintf(to, "\\fI%s\\fR\n", o->name);
    } else {
        fputs("\\fB", to);
        if (o->letter)
            fprintf(to, "\\-%c\\fR, \\fB", o->letter);
        fputs("\\-\\-", to);
        put_roff(to, o->name);
        fputs("\\fR", to);
        if (o->value) {
            fputs(" \\fI", to);
            put_roff(to, o->value);
            fputs("\\fR", to);
        }
        fputc('\n', to);
    }
    put_roff(to, o->help);
    fputc('\n', to);
}

static void put_list(FILE *to, const struct opt_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        put_option(to, &list->at[i]);
}

static const struct opt_list shared[] = { OPTIONS_COMMON, OPTIONS_SHOP, OPTIONS_INPUT, OPTIONS_SHOW,
                                          OPTIONS_KEEP };

static bool is_shared(const struct opt_list *list)
{
    for (size_t i = 0; i < countof(shared); i++)
        if (list->at == shared[i].at)
            return true;
    return false;
}

/* Which of the shared lists a command takes too; they are printed once, further down. */
static void put_references(FILE *to, const struct subcommand *cmd)
{
    bool first = true;

    for (size_t l = 0; l < OPT_LISTS; l++) {
        if (cmd->lists[l].n == 0 || !is_shared(&cmd->lists[l]))
            continue;
        fputs(first ? ".PP\nShared options: " : "; ", to);
        put_roff(to, cmd->lists[l].title);
        first = false;
    }
    fputs(first ? "" : ".\n", to);
}

static void put_command(FILE *to, const struct subcommand *cmd)
{
    struct arena a = { 0 };

    if (!cmd->run)
        return;
    str usage = help_usage(cmd, &a);
    fputs(".SS ", to);
    put_roff(to, arena_copy(&a, usage).p);
    fputc('\n', to);
    put_roff(to, cmd->summary);
    fputc('\n', to);
    if (cmd->about) {
        fputs(".PP\n", to);
        put_roff(to, cmd->about);
        fputc('\n', to);
    }
    for (size_t l = 0; l < OPT_LISTS; l++)
        if (cmd->lists[l].n > 0 && !is_shared(&cmd->lists[l]))
            put_list(to, &cmd->lists[l]);
    put_references(to, cmd);
    arena_reset(&a);
}

static void put_shared(FILE *to)
{
    for (size_t i = 0; i < countof(shared); i++) {
        fputs(".SS ", to);
        put_roff(to, shared[i].title);
        fputc('\n', to);
        put_list(to, &shared[i]);
    }
}

struct pair {
    const char *term, *text;
};

static void put_pairs(FILE *to, const char *section, const struct pair *pairs, size_t n)
{
    fprintf(to, ".SH %s\n", section);
    for (size_t i = 0; i < n; i++) {
        fputs(".TP\n\\fB", to);
        put_roff(to, pairs[i].term);
        fputs("\\fR\n", to);
        put_roff(to, pairs[i].text);
        fputc('\n', to);
    }
}

static const struct pair exit_statuses[] = {
    { "0", "Done, nothing failed." },
    { "1", "Could not be done: disk, memory, a defect." },
    { "2", "The command line is wrong." },
    { "3", "Done, but some customers failed: the result workbook says which and why. Of check and plan: "
           "customers would "
           "fail." },
    { "4",
      "The workbook cannot be used: missing, unreadable, damaged, encrypted, no such sheet, no key column." },
    { "5", "The shop cannot be used." },
    { "6", "Refused until confirmed, or another process is at it." },
    { "7", "Interrupted, or stopped by --max-errors; the same command goes on where it stopped." },
};

static const struct pair environment[] = {
    { "MEIBO_SHOP", "The shop, when --shop is not given." },
    { "MEIBO_TOKEN", "Reserved for shops that need a token; an embedded shop needs none." },
    { "XDG_STATE_HOME", "Where the journal is kept, in meibo/journal.db; default ~/.local/state." },
    { "XDG_CONFIG_HOME", "Where the names of shops are kept, in meibo/shops.conf; default ~/.config." },
    { "LC_ALL, LC_MESSAGES, LANG", "The language of messages. Numbers, dates and files never depend on it." },
    { "NO_COLOR", "When set and not empty: no colour." },
    { "SOURCE_DATE_EPOCH", "The moment that counts as now, so that files can be compared." },
    { "TMPDIR", "Where temporary files are made that do not stand beside their target." },
};

static const struct pair files[] = {
    { "NAME.result.xlsx",
      "Beside the input: its rows with Import Result and Import Comment, a Summary and the Errors. "
      "It can be corrected and imported as it is. Never overwritten: a number is added." },
    { "NAME.undo.xlsx",
      "Beside the input: the values from before, for reading. \"meibo undo JOB\" is exact." },
    { "$XDG_STATE_HOME/meibo/journal.db",
      "What jobs did, mode 0600. It holds personal data, for undo: \"meibo jobs "
      "forget JOB\" and --keep-days remove it." },
    { "$XDG_CONFIG_HOME/meibo/shops.conf", "The shops that \"meibo shop add\" named, mode 0600." },
};

void help_man(FILE *to)
{
    const struct subcommand *cmd;

    fputs(".\\\" Made by \"meibo help --man\"; \"make docs\" makes it anew.\n"
          ".TH MEIBO 1 \"\" \"meibo\" \"User Commands\"\n"
          ".SH NAME\nmeibo \\- move customers between workbooks and shops\n"
          ".SH SYNOPSIS\n.B meibo\n.I COMMAND\n[options]\n"
          ".SH DESCRIPTION\n",
          to);
    put_roff(to, command_root.about);
    fputs("\n.SH COMMANDS\n", to);
    for (size_t i = 0; (cmd = command_at(i)); i++)
        put_command(to, cmd);
    fputs(".SH SHARED OPTIONS\n", to);
    put_shared(to);
    put_pairs(to, "EXIT STATUS", exit_statuses, countof(exit_statuses));
    put_pairs(to, "ENVIRONMENT", environment, countof(environment));
    put_pairs(to, "FILES", files, countof(files));
    fputs(".SH SEE ALSO\n\"meibo columns\" lists every column of the Customers sheet.\n", to);
}
