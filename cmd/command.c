#include "cmd/command.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/unicode.h"

static const struct subcommand *const commands[] = {
    &command_check,          &command_plan,         &command_import,     &command_export,
    &command_undo,           &command_jobs,         &command_jobs_list,  &command_jobs_show,
    &command_jobs_forget,    &command_template,     &command_columns,    &command_tags,
    &command_tags_list,      &command_tags_suggest, &command_tags_apply, &command_tags_add,
    &command_tags_remove,    &command_tags_rename,  &command_tags_merge, &command_tags_replace,
    &command_tags_normalize, &command_shop,         &command_shop_demo,  &command_shop_list,
    &command_shop_add,       &command_shop_test,    &command_shop_pull,  &command_bookings,
    &command_bookings_explain, &command_bookings_sync, &command_bookings_flow, &command_doctor,
    &command_completion,     &command_help,
};

const struct subcommand *command_at(size_t i)
{
    return i < countof(commands) ? commands[i] : NULL;
}

bool command_within(const struct subcommand *outer, const struct subcommand *inner)
{
    size_t n = strlen(outer->name);

    return n > 0 && strncmp(inner->name, outer->name, n) == 0 && inner->name[n] == ' ';
}

static bool named(str name, const struct subcommand **out)
{
    size_t i = 0;

    while (i < countof(commands) && !str_eq(str_of(commands[i]->name), name))
        i++;
    *out = command_at(i);
    return i < countof(commands);
}

/* Of the names that begin with `group` (or of those of one word), the nearest to `said`. */
static bool unknown_command(const struct subcommand *group, const char *said, struct err *err)
{
    struct arena scratch = { 0 };
    str names[countof(commands)];
    size_t n = 0, skip = group ? strlen(group->name) + 1 : 0;

    for (size_t i = 0; i < countof(commands); i++) {
        const char *name = commands[i]->name;
        if (group ? command_within(group, commands[i]) : !strchr(name, ' '))
            names[n++] = str_of(name + skip);
    }
    size_t near = text_nearest(str_of(said), names, n, &scratch);
    arena_reset(&scratch);
    const char *before = group ? group->name : "", *between = group ? " " : "";
    if (near < n)
        return err_set(err, ERR_USAGE, _("there is no command \"%s%s%s\"; did you mean \"%s%s%.*s\"?"),
                       before, between, said, before, between, STR_ARG(names[near]));
    return err_set(err, ERR_USAGE, _("there is no command \"%s%s%s\"; \"meibo help\" lists those there are"),
                   before, between, said);
}

bool command_find(int argc, const char *const *argv, const struct subcommand **out, int *words,
                  struct err *err)
{
    struct arena scratch = { 0 };
    const struct subcommand *first, *both = NULL;
    bool second = argc > 2 && argv[2][0] != '-';

    *out = &command_root;
    *words = 0;
    if (argc < 2 || argv[1][0] == '-')
        return true;
    if (!named(str_of(argv[1]), &first))
        return unknown_command(NULL, argv[1], err);
    if (second)
        named(arena_fmt(&scratch, "%s %s", argv[1], argv[2]), &both);
    arena_reset(&scratch);
    bool takes_argument =
        opt_at(first, 0) && (opt_at(first, 0)->kind == OPT_ARG || opt_at(first, 0)->kind == OPT_ARG_MAYBE);
    bool is_group = false;
    for (size_t i = 0; i < countof(commands); i++)
        is_group = is_group || command_within(first, commands[i]);
    if (second && !both && is_group && !takes_argument)
        return unknown_command(first, argv[2], err);
    *out = both ? both : first;
    *words = both ? 2 : 1;
    return true;
}

static const struct opt *option_named(str name, char letter)
{
    const struct opt *o;

    for (size_t c = 0; c < countof(commands); c++)
        for (size_t i = 0; (o = opt_at(commands[c], i)); i++) {
            bool named = letter ? o->letter == letter : str_eq(str_of(o->name), name);
            if (named && !opt_is_argument(o))
                return o;
        }
    return NULL;
}

/* How many words an option takes, its value among them; 0 when no command knows it. */
static int words_of_option(const char *said)
{
    const struct opt *o;
    str head, value;

    if (said[0] != '-' || !said[1])
        return 0;
    if (said[1] == '-') {
        bool has_value = str_cut(str_of(said + 2), '=', &head, &value);
        o = option_named(has_value ? head : str_of(said + 2), 0);
        return !o ? 0 : o->kind == OPT_FLAG || has_value ? 1 : 2;
    }
    for (const char *letter = said + 1; *letter; letter++) {
        o = option_named(STR(""), *letter);
        if (!o)
            return 0;
        if (o->kind != OPT_FLAG)
            return letter[1] ? 1 : 2;
    }
    return 1;
}

int command_leading(int argc, const char *const *argv)
{
    int at = 1, words;

    while (at < argc && (words = words_of_option(argv[at])) > 0)
        at += words;
    return at < argc ? at - 1 : 0;
}
