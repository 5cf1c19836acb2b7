#include <string.h>

#include "base/message.h"
#include "cmd/help.h"
#include "cmd/options.h"
#include "cmd/say.h"

/* "clear|keep" lists words; "NAME|N" and "FILE" do not. */
static void put_values(FILE *to, const struct opt *o)
{
    for (size_t i = 0; o->words[i]; i++)
        fprintf(to, "%s%s", i ? " " : "", o->words[i]);
}

/* The values of options that are words, over all commands; a name means the same everywhere. */
static void put_word_options(FILE *to)
{
    static const struct opt_list shared[] = { OPTIONS_COMMON, OPTIONS_INPUT, OPTIONS_SHOW };
    static const struct opt headers = { OPT_WORD, 0, "headers", 0, NULL, NULL, words_headers };

    for (size_t l = 0; l < countof(shared); l++) {
        for (size_t i = 0; i < shared[l].n; i++) {
            const struct opt *o = &shared[l].at[i];
            if (o->kind != OPT_WORD)
                continue;
            fprintf(to, "    --%s) COMPREPLY=($(compgen -W '", o->name);
            put_values(to, o);
            fputs("' -- \"$word\")); return ;;\n", to);
        }
    }
    fprintf(to, "    --%s) COMPREPLY=($(compgen -W '", headers.name);
    put_values(to, &headers);
    fputs("' -- \"$word\")); return ;;\n", to);
    fputs("    --groups) COMPREPLY=($(compgen -W 'basic rows addresses orders activation tax metafields all' "
          "-- "
          "\"$word\")); return ;;\n",
          to);
}

static void put_options(FILE *to, const struct subcommand *cmd)
{
    const struct opt *o;

    fprintf(to, "    '%s') options='", cmd->name);
    for (size_t i = 0; (o = opt_at(cmd, i)); i++) {
        if (o->kind == OPT_ARG || o->kind == OPT_ARG_MAYBE)
            continue;
        fprintf(to, "--%s ", o->name);
    }
    fputs("' ;;\n", to);
}

/* The words that may follow `outer`: its commands. */
static void put_commands(FILE *to, const struct subcommand *outer)
{
    const struct subcommand *cmd;
    size_t skip = outer ? strlen(outer->name) + 1 : 0;

    for (size_t i = 0; (cmd = command_at(i)); i++)
        if (outer ? command_within(outer, cmd) : !strchr(cmd->name, ' '))
            fprintf(to, "%s ", cmd->name + skip);
}

static bool has_commands(const struct subcommand *outer)
{
    for (size_t i = 0; command_at(i); i++)
        if (command_within(outer, command_at(i)))
            return true;
    return false;
}

void help_completion_bash(FILE *to)
{
    const struct subcommand *cmd;

    fputs("# bash completion for meibo; made by \"meibo completion bash\"\n"
          "_meibo()\n{\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= options= "
          "commands=\n"
          "    COMPREPLY=()\n"
          "    case $before in\n",
          to);
    put_word_options(to);
    fputs("    esac\n    if [ \"$COMP_CWORD\" -gt 1 ]; then command=${COMP_WORDS[1]}; fi\n    case $command "
          "in\n",
          to);
    fputs("    '') commands='", to);
    put_commands(to, NULL);
    fputs("' ;;\n", to);
    for (size_t i = 0; (cmd = command_at(i)); i++) {
        if (!has_commands(cmd))
            continue;
        fprintf(to,
                "    %s) if [ \"$COMP_CWORD\" -gt 2 ]; then command=\"$command ${COMP_WORDS[2]}\"; else "
                "commands='",
                cmd->name);
        put_commands(to, cmd);
        fputs("'; fi ;;\n", to);
    }
    fputs("    help) commands='", to);
    put_commands(to, NULL);
    fputs("' ;;\n    completion) commands=bash ;;\n    esac\n    case $command in\n", to);
    put_options(to, &command_root);
    for (size_t i = 0; (cmd = command_at(i)); i++)
        put_options(to, cmd);
    fputs("    esac\n"
          "    case $word in\n"
          "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
          "    *) COMPREPLY=($(compgen -W \"$commands\" -- \"$word\"))\n"
          "       if [ -z \"$commands\" ]; then COMPREPLY=($(compgen -f -- \"$word\")); fi ;;\n"
          "    esac\n}\ncomplete -o filenames -o bashdefault -F _meibo meibo\n",
          to);
}
