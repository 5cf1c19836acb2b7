#include "cmd/help.h"

#include <string.h>

#include "base/message.h"
#include "base/unicode.h"
#include "cmd/options.h"
#include "cmd/say.h"

enum { WIDTH = 100, HELP_AT = 32, NAME_AT = 18 };

str help_usage(const struct subcommand *cmd, struct arena *a)
{
    struct buf b = BUF_INIT(1 << 12);
    const struct opt *o;

    buf_put(&b, STR("meibo"));
    if (*cmd->name)
        buf_putc(&b, ' ');
    buf_put(&b, str_of(cmd->name));
    buf_put(&b, cmd->run ? STR(" [options]") : STR(" COMMAND"));
    for (size_t i = 0; (o = opt_at(cmd, i)); i++) {
        if (!opt_is_argument(o))
            continue;
        buf_put(&b, o->kind == OPT_ARG_MAYBE ? STR(" [") : STR(" "));
        buf_put(&b, str_of(o->name));
        buf_put(&b, o->kind == OPT_ARG_MAYBE ? STR("]") : STR(""));
    }
    str usage = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return usage;
}

static void show_entry(FILE *to, str name, const char *text, size_t at)
{
    size_t used = text_width(name);

    put(to, name);
    if (used + 2 > at) {
        fputc('\n', to);
        used = 0;
    }
    put_wrapped(to, str_of(text), used, at, WIDTH);
}

static void show_option(FILE *to, const struct opt *o)
{
    struct arena a = { 0 };
    char letter[] = { '-', o->letter, ',', ' ', '\0' };
    str name = opt_is_argument(o) ? arena_fmt(&a, "  %s", o->name)
                                  : arena_fmt(&a, "  %s--%s %s", o->letter ? letter : "    ", o->name,
                                              o->value ? o->value : "");

    show_entry(to, name, _(o->help), HELP_AT);
    arena_reset(&a);
}

static void show_commands(FILE *to, const struct subcommand *within)
{
    struct arena a = { 0 };
    const struct subcommand *cmd;

    for (size_t i = 0; (cmd = command_at(i)); i++) {
        bool one_word = !strchr(cmd->name, ' ');
        if (within ? command_within(within, cmd) : one_word)
            show_entry(to, arena_fmt(&a, "  %s", cmd->name), _(cmd->summary), NAME_AT);
    }
    arena_reset(&a);
}

static void show_options(FILE *to, const struct subcommand *cmd)
{
    for (size_t l = 0; l < OPT_LISTS; l++) {
        const struct opt_list *list = &cmd->lists[l];
        if (list->n > 0)
            fprintf(to, "\n%s\n", list->title ? _(list->title) : _("Options"));
        for (size_t i = 0; i < list->n; i++)
            show_option(to, &list->at[i]);
    }
}

void help_command(FILE *to, const struct subcommand *cmd)
{
    struct arena a = { 0 };

    fputs(_("Usage: "), to);
    put(to, help_usage(cmd, &a));
    fputc('\n', to);
    fputc('\n', to);
    put_wrapped(to, str_of(_(cmd->summary)), 0, 0, WIDTH);
    if (cmd->about) {
        fputc('\n', to);
        put_wrapped(to, str_of(_(cmd->about)), 0, 0, WIDTH);
    }
    bool group = false;
    for (size_t i = 0; command_at(i); i++)
        group = group || command_within(cmd, command_at(i));
    if (group || cmd == &command_root) {
        fprintf(to, "\n%s\n", _("Commands"));
        show_commands(to, group ? cmd : NULL);
    }
    show_options(to, cmd);
    arena_reset(&a);
}

void help_first(FILE *to)
{
    static const struct {
        const char *command, *what;
    } steps[] = {
        { "meibo shop demo", N_("make a shop with made-up customers, in meibo.db") },
        { "meibo template -o customers.xlsx --sample", N_("get a workbook to fill in") },
        { "meibo check customers.xlsx", N_("see whether it can be read, cell by cell") },
        { "meibo plan customers.xlsx", N_("see what an import would change") },
        { "meibo import customers.xlsx", N_("do it") },
        { "meibo export -o all.xlsx", N_("get the customers of the shop as a workbook") },
    };

    put_wrapped(to, str_of(_("meibo moves customers between workbooks and shops.")), 0, 0, WIDTH);
    fprintf(to, "\n%s\n", _("First steps"));
    for (size_t i = 0; i < countof(steps); i++) {
        struct arena a = { 0 };
        show_entry(to, arena_fmt(&a, "  %s", steps[i].command), _(steps[i].what), 46);
        arena_reset(&a);
    }
    fprintf(to, "\n%s\n", _("Commands"));
    show_commands(to, NULL);
    fprintf(to, "\n%s\n", _("\"meibo COMMAND --help\" explains a command and its options."));
}
