#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "cmd/command.h"
#include "cmd/options.h"

static bool nothing(const struct settings *s, int *status, struct err *err)
{
    (void)s;
    (void)status;
    (void)err;
    return true;
}

static const struct opt own[] = {
    { OPT_ARG, 0, "FILE", AT(file), NULL, "A file." },
    { OPT_ARG_MAYBE, 0, "NAME", AT(name), NULL, "A name." },
    { OPT_TEXT, 'o', "output", AT(output), "FILE", "Where to." },
};
static const struct subcommand sample = { .name = "sample",
                                          .summary = "x",
                                          .lists = { { NULL, LIST(own) }, OPTIONS_INPUT, OPTIONS_COMMON },
                                          .run = nothing };

enum { MOST = 8 };

/* Parses words that end with NULL. */
static bool parse(const char *const *words, struct settings *s, struct err *err)
{
    char copies[MOST][64] = { "sample" }, *argv[MOST + 1] = { copies[0] };
    int argc = 1;

    for (size_t i = 0; words[i]; i++, argc++) {
        strncpy(copies[argc], words[i], sizeof copies[argc] - 1);
        argv[argc] = copies[argc];
    }
    *s = (struct settings){ 0 };
    *err = (struct err){ 0 };
    bool ok = opt_parse(&sample, argc, argv, s, err);
    /* argv lives here only; what the tests look at is compared before it goes. */
    static char file[64], output[64];
    strncpy(file, s->file ? s->file : "", sizeof file - 1);
    strncpy(output, s->output ? s->output : "", sizeof output - 1);
    s->file = s->file ? file : NULL;
    s->output = s->output ? output : NULL;
    return ok;
}

static void options_may_stand_before_and_after_arguments(void **state)
{
    const char *const lines[][MOST] = { { "a.xlsx", "--limit", "3", "-q" },
                                        { "--limit=3", "-q", "a.xlsx" },
                                        { "-q", "--limit=3", "--", "a.xlsx" } };
    struct settings s;
    struct err err;

    (void)state;
    for (size_t i = 0; i < countof(lines); i++) {
        assert_true(parse(lines[i], &s, &err));
        assert_string_equal(s.file, "a.xlsx");
        assert_int_equal(s.limit, 3);
        assert_true(s.quiet);
        assert_null(s.name);
    }
}

static void a_word_is_taken_in_any_case(void **state)
{
    const char *const line[] = { "a.xlsx", "--blank", "KEEP", NULL };
    struct settings s;
    struct err err;

    (void)state;
    assert_true(parse(line, &s, &err));
    assert_int_equal(s.blank, BLANK_KEEP);
}

static void the_letter_takes_its_value_with_or_without_a_blank(void **state)
{
    const char *const lines[][MOST] = { { "a", "-o", "b.csv" },
                                        { "a", "-ob.csv" },
                                        { "a", "--output=b.csv" } };
    struct settings s;
    struct err err;

    (void)state;
    for (size_t i = 0; i < countof(lines); i++) {
        assert_true(parse(lines[i], &s, &err));
        assert_string_equal(s.output, "b.csv");
    }
}

static void what_is_wrong_is_said_with_what_is_near(void **state)
{
    static const struct {
        const char *line[MOST];
        const char *says;
    } cases[] = {
        { { NULL }, "FILE is missing" },
        { { "a", "b", "c" }, "\"c\" is one argument too many" },
        { { "a", "--limt", "3" }, "did you mean --limit?" },
        { { "a", "--limt=3" }, "did you mean --limit?" },
        { { "a", "--zzzzzzzz" }, "\"meibo sample --help\"" },
        { { "a", "-z" }, "unknown option -z" },
        { { "a", "--limit", "many" }, "\"many\" is not a number" },
        { { "a", "--limit", "-3" }, "\"-3\" is not a number" },
        { { "a", "--limit" }, "--limit needs a value: --limit N" },
        { { "a", "-o" }, "--output needs a value" },
        { { "a", "--quiet=yes" }, "--quiet takes no value" },
        { { "a", "--blank", "cler" }, "none of clear, keep; did you mean \"clear\"?" },
        { { "a", "--blank", "zzzz" }, "\"zzzz\" is none of clear, keep" },
    };
    struct settings s;
    struct err err;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        assert_false(parse(cases[i].line, &s, &err));
        assert_int_equal(err.code, ERR_USAGE);
        if (!strstr(err.msg, cases[i].says))
            fail_msg("case %zu: \"%s\" does not say \"%s\"", i, err.msg, cases[i].says);
    }
}

static void with_help_nothing_is_missed(void **state)
{
    const char *const line[] = { "--help", NULL };
    struct settings s;
    struct err err;

    (void)state;
    assert_true(parse(line, &s, &err));
    assert_true(s.help);
}

static void the_language_is_found_before_the_rest_is_read(void **state)
{
    const char *const lines[][4] = { { "meibo", "--lang", "ja", NULL },
                                     { "meibo", "check", "--lang=ja", NULL },
                                     { "meibo", "--", "--lang=ja", NULL },
                                     { "meibo", "x", "--lang", NULL } };
    static const char *const want[] = { "ja", "ja", NULL, NULL };

    (void)state;
    for (size_t i = 0; i < countof(lines); i++) {
        int argc = 0;
        while (argc < 4 && lines[i][argc])
            argc++;
        const char *said = opt_language(argc, lines[i]);
        assert_true(want[i] ? said && strcmp(said, want[i]) == 0 : !said);
    }
}

static void commands_of_two_words_are_found(void **state)
{
    static const struct {
        const char *argv[4];
        const struct subcommand *want;
        int words;
    } cases[] = {
        { { "meibo" }, &command_root, 0 },
        { { "meibo", "--version" }, &command_root, 0 },
        { { "meibo", "import", "a.xlsx" }, &command_import, 1 },
        { { "meibo", "shop", "add", "x" }, &command_shop_add, 2 },
        { { "meibo", "shop", "--help" }, &command_shop, 1 },
        { { "meibo", "jobs" }, &command_jobs, 1 },
        { { "meibo", "jobs", "show", "3" }, &command_jobs_show, 2 },
        { { "meibo", "help", "shop" }, &command_help, 1 },
    };
    const struct subcommand *found;
    struct err err;
    int words;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        int argc = 0;
        while (argc < 4 && cases[i].argv[argc])
            argc++;
        assert_true(command_find(argc, cases[i].argv, &found, &words, &err));
        assert_ptr_equal(found, cases[i].want);
        assert_int_equal(words, cases[i].words);
    }
}

static void an_unknown_command_is_told_the_nearest(void **state)
{
    static const struct {
        const char *argv[4];
        const char *says;
    } cases[] = {
        { { "meibo", "chek" }, "did you mean \"check\"?" },
        { { "meibo", "qqqqqqq" }, "\"meibo help\" lists" },
        { { "meibo", "shop", "tets" }, "did you mean \"shop test\"?" },
        { { "meibo", "jobs", "shwo" }, "did you mean \"jobs show\"?" },
        { { "meibo", "serve" }, "there is no command \"serve\"" },
    };
    const struct subcommand *found;
    int words;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct err err = { 0 };
        int argc = 0;
        while (argc < 4 && cases[i].argv[argc])
            argc++;
        assert_false(command_find(argc, cases[i].argv, &found, &words, &err));
        assert_int_equal(err.code, ERR_USAGE);
        assert_non_null(strstr(err.msg, cases[i].says));
    }
}

/* A letter or a name that stands twice would make getopt take the first silently. */
static void no_command_has_an_option_twice(void **state)
{
    const struct subcommand *cmd;
    const struct opt *a, *b;

    (void)state;
    for (size_t c = 0; (cmd = command_at(c)); c++)
        for (size_t i = 0; (a = opt_at(cmd, i)); i++)
            for (size_t k = i + 1; (b = opt_at(cmd, k)); k++) {
                if (strcmp(a->name, b->name) == 0 || (a->letter && a->letter == b->letter))
                    fail_msg("meibo %s: --%s and --%s", cmd->name, a->name, b->name);
                assert_true(i < OPT_MOST && k < OPT_MOST);
            }
}

static void options_before_the_command_are_counted(void **state)
{
    static const struct {
        int want;
        const char *argv[8];
    } cases[] = {
        { 0, { "meibo", "plan", "a.xlsx" } },
        { 1, { "meibo", "-q", "plan", "a.xlsx" } },
        { 3, { "meibo", "-q", "--shop", "a.db", "plan", "a.xlsx" } },
        { 2, { "meibo", "--shop=a.db", "--json", "shop", "test" } },
        { 2, { "meibo", "-qs", "a.db", "shop", "test" } },
        { 1, { "meibo", "-qsa.db", "shop", "test" } },
        { 0,
          { "meibo", "--shpo", "a.db", "plan" } }, /* no command knows it: what follows is anybody's guess */
        { 0, { "meibo", "-", "plan" } },
        { 0, { "meibo", "-Z", "plan" } },
        { 0, { "meibo", "--quiet" } }, /* and no command */
        { 0, { "meibo", "--shop" } },
        { 0, { "meibo" } },
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        int argc = 0;
        while (argc < 8 && cases[i].argv[argc])
            argc++;
        assert_int_equal(command_leading(argc, cases[i].argv), cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_before_the_command_are_counted),
        cmocka_unit_test(options_may_stand_before_and_after_arguments),
        cmocka_unit_test(a_word_is_taken_in_any_case),
        cmocka_unit_test(the_letter_takes_its_value_with_or_without_a_blank),
        cmocka_unit_test(what_is_wrong_is_said_with_what_is_near),
        cmocka_unit_test(with_help_nothing_is_missed),
        cmocka_unit_test(the_language_is_found_before_the_rest_is_read),
        cmocka_unit_test(commands_of_two_words_are_found),
        cmocka_unit_test(an_unknown_command_is_told_the_nearest),
        cmocka_unit_test(no_command_has_an_option_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
