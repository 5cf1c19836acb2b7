/*
 * opt.h - commands and their options, as tables.
 *
 * Parsing, --help, the man page and the completion script come from the same arrays. A command's options are a few lists,
 * because commands share most of them.
 */
#ifndef CMD_OPT_H
#define CMD_OPT_H

#include "base/err.h"
#include "cmd/settings.h"

enum opt_kind {
    OPT_FLAG,      /* bool */
    OPT_TEXT,      /* const char * */
    OPT_SIZE,      /* size_t, digits */
    OPT_WORD,      /* int: the index in `words` */
    OPT_ARG,       /* const char *: what stands without a name, in the order of the table */
    OPT_ARG_MAYBE, /* the same, and may be left out */
    OPT_ARG_MANY,  /* struct given: all that follows, at least one; the last of the table's arguments */
};

struct opt {
    enum opt_kind kind;
    char letter;              /* 0: long form only */
    const char *name;         /* "sheet"; of OPT_ARG what help calls it, "FILE" */
    size_t offset;            /* in struct settings */
    const char *value;        /* "NAME|N"; NULL for flags and arguments */
    const char *help;         /* N_(), one sentence */
    const char *const *words; /* of OPT_WORD: ended by NULL */
};

struct opt_list {
    const char *title; /* N_(), for help; NULL for the command's own */
    const struct opt *at;
    size_t n;
};

enum { OPT_LISTS = 6, OPT_MOST = 64 };

struct subcommand {
    const char *name;    /* "import", "shop add"; "" for the program itself */
    const char *summary; /* N_(), one line */
    const char *about;   /* N_(), a paragraph or more; NULL for none */
    struct opt_list lists[OPT_LISTS];
    /* Does it. *status is 0 and may be set to 3: done, but something failed. NULL: a group of commands, e.g. "shop". */
    bool (*run)(const struct settings *s, int *status, struct err *err);
};

/* The i-th option of a command, over all its lists; NULL after the last. */
const struct opt *opt_at(const struct subcommand *cmd, size_t i);

/* Does it stand without a name, by its place? */
bool opt_is_argument(const struct opt *o);

/* argv[0] is the command's last word. May reorder argv. ERR_USAGE says what is wrong, with the nearest name. With --help nothing is missed. */
must_check bool opt_parse(const struct subcommand *cmd, int argc, char **argv, struct settings *into,
                          struct err *err);

/* What --lang says, before anything else is looked at; NULL when nothing. */
const char *opt_language(int argc, const char *const *argv);

/* The word in `words` (ended by NULL) that `said` means, without regard to case; false fills err with the nearest. */
must_check bool opt_word(const char *option, const char *said, const char *const *words, int *out,
                         struct err *err);

#endif
