#include "cmd/opt.h"

#include <getopt.h>
#include <string.h>

#include "base/message.h"
#include "base/num.h"
#include "base/unicode.h"

enum { FIRST_LONG = 256 }; /* getopt_long() answers FIRST_LONG + index */

const struct opt *opt_at(const struct subcommand *cmd, size_t i)
{
    for (size_t l = 0; l < OPT_LISTS; l++) {
        if (i < cmd->lists[l].n)
            return &cmd->lists[l].at[i];
        i -= cmd->lists[l].n;
    }
    return NULL;
}

bool opt_is_argument(const struct opt *o)
{
    return o->kind == OPT_ARG || o->kind == OPT_ARG_MAYBE || o->kind == OPT_ARG_MANY;
}

/* getopt's two descriptions of the options, from ours. */
struct description {
    struct option longs[OPT_MOST + 1];
    char shorts[2 * OPT_MOST + 2];
};

static void describe(const struct subcommand *cmd, struct description *d)
{
    const struct opt *o;
    size_t longs = 0, shorts = 0;

    d->shorts[shorts++] = ':'; /* tell a missing value from an unknown option */
    for (size_t i = 0; i < OPT_MOST && (o = opt_at(cmd, i)); i++) {
        if (opt_is_argument(o))
            continue;
        d->longs[longs++] = (struct option){ .name = o->name,
                                             .has_arg = o->kind == OPT_FLAG ? no_argument : required_argument,
                                             .val = FIRST_LONG + (int)i };
        if (!o->letter)
            continue;
        d->shorts[shorts++] = o->letter;
        if (o->kind != OPT_FLAG)
            d->shorts[shorts++] = ':';
    }
    d->shorts[shorts] = '\0';
}

static const struct opt *by_answer(const struct subcommand *cmd, int answer)
{
    if (answer >= FIRST_LONG)
        return opt_at(cmd, (size_t)(answer - FIRST_LONG));
    for (size_t i = 0;; i++) {
        const struct opt *o = opt_at(cmd, i);
        if (!o || o->letter == answer)
            return o;
    }
}

bool opt_word(const char *option, const char *said, const char *const *words, int *out, struct err *err)
{
    struct arena scratch = { 0 };
    str list[OPT_MOST];
    size_t n = 0;

    for (; n < OPT_MOST && words[n]; n++) {
        list[n] = str_of(words[n]);
        if (str_eq_fold(list[n], str_of(said))) {
            *out = (int)n;
            return true;
        }
    }
    size_t near = text_nearest(str_of(said), list, n, &scratch);
    str all = arena_join(&scratch, list, n, STR(", "));
    if (near < n)
        err_set(err, ERR_USAGE, _("--%s: \"%s\" is none of %.*s; did you mean \"%s\"?"), option, said,
                STR_ARG(all), words[near]);
    else
        err_set(err, ERR_USAGE, _("--%s: \"%s\" is none of %.*s"), option, said, STR_ARG(all));
    arena_reset(&scratch);
    return false;
}

static bool store(const struct opt *o, const char *value, struct settings *into, struct err *err)
{
    char *field = (char *)into + o->offset;
    int64_t number;
    int word;

    switch (o->kind) {
    case OPT_FLAG:
        *(bool *)(void *)field = true;
        return true;
    case OPT_SIZE:
        if (!num_parse_i64(str_of(value), &number) || number < 0)
            return err_set(err, ERR_USAGE, _("--%s: \"%s\" is not a number; expected digits only"), o->name,
                           value);
        *(size_t *)(void *)field = (size_t)number;
        return true;
    case OPT_WORD:
        if (!opt_word(o->name, value, o->words, &word, err))
            return false;
        *(int *)(void *)field = word;
        return true;
    default:
        *(const char **)(void *)field = value;
        return true;
    }
}

static bool unknown(const struct subcommand *cmd, const char *said, struct err *err)
{
    struct arena scratch = { 0 };
    str names[OPT_MOST], name = str_of(said), head, value;
    size_t n = 0;
    const struct opt *o;

    while (name.n > 0 && name.p[0] == '-')
        name = (str){ name.p + 1, name.n - 1 };
    if (str_cut(name, '=', &head, &value))
        name = head;
    for (size_t i = 0; n < OPT_MOST && (o = opt_at(cmd, i)); i++)
        if (!opt_is_argument(o))
            names[n++] = str_of(o->name);
    size_t near = text_nearest(name, names, n, &scratch);
    arena_reset(&scratch);
    const char *dashes = said[0] == '-' && said[1] == '-' ? "--" : "-";
    if (near < n)
        return err_set(err, ERR_USAGE, _("unknown option %s%.*s; did you mean --%.*s?"), dashes,
                       STR_ARG(name), STR_ARG(names[near]));
    return err_set(err, ERR_USAGE, _("unknown option %s%.*s; \"meibo %s%s--help\" lists those there are"),
                   dashes, STR_ARG(name), cmd->name, *cmd->name ? " " : "");
}

/* getopt answered '?' (unknown, or a value for a flag) or ':' (no value). */
static bool complain(const struct subcommand *cmd, int answer, char *const *argv, struct err *err)
{
    const struct opt *o = optopt ? by_answer(cmd, optopt) : NULL;
    char letter[3] = { '-', (char)optopt, '\0' };

    if (answer == ':' && o)
        return err_set(err, ERR_USAGE, _("--%s needs a value: --%s %s"), o->name, o->name, o->value);
    if (o)
        return err_set(err, ERR_USAGE, _("--%s takes no value"), o->name);
    return unknown(cmd, optopt && optopt < FIRST_LONG ? letter : argv[optind - 1], err);
}

static bool is_missing(const struct opt *o, struct settings *into)
{
    const void *field = (const char *)into + o->offset;

    if (o->kind == OPT_ARG_MANY)
        return ((const struct given *)field)->n == 0;
    return o->kind == OPT_ARG && !*(const char *const *)field;
}

static void store_many(const struct opt *o, char *const *at, int n, struct settings *into)
{
    struct given *field = (struct given *)(void *)((char *)into + o->offset);

    *field = (struct given){ (const char *const *)at, (size_t)n };
}

static bool take_arguments(const struct subcommand *cmd, int argc, char **argv, struct settings *into,
                           struct err *err)
{
    const struct opt *o;
    int at = optind;

    for (size_t i = 0; (o = opt_at(cmd, i)); i++) {
        if (!opt_is_argument(o))
            continue;
        if (o->kind == OPT_ARG_MANY) {
            store_many(o, argv + at, argc - at, into);
            at = argc;
        } else if (at < argc && !store(o, argv[at++], into, err)) {
            return false;
        }
        if (at >= argc && is_missing(o, into) && !into->help)
            return err_set(err, ERR_USAGE, _("%s is missing; \"meibo %s --help\" explains"), o->name,
                           cmd->name);
    }
    if (at < argc && !into->help)
        return err_set(err, ERR_USAGE, _("\"%s\" is one argument too many"), argv[at]);
    return true;
}

bool opt_parse(const struct subcommand *cmd, int argc, char **argv, struct settings *into, struct err *err)
{
    struct description d = { 0 };
    int answer;

    describe(cmd, &d);
    opterr = 0;
    optind = 0; /* begin anew */
    while ((answer = getopt_long(argc, argv, d.shorts, d.longs, NULL)) != -1) {
        if (answer == '?' || answer == ':')
            return complain(cmd, answer, argv, err);
        const struct opt *o = by_answer(cmd, answer);
        if (!o || !store(o, optarg, into, err))
            return false;
    }
    return take_arguments(cmd, argc, argv, into, err);
}

const char *opt_language(int argc, const char *const *argv)
{
    static const char name[] = "--lang";

    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], name) == 0)
            return i + 1 < argc ? argv[i + 1] : NULL;
        if (strncmp(argv[i], "--lang=", sizeof name) == 0)
            return argv[i] + sizeof name;
    }
    return NULL;
}
