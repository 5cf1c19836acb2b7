#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "cmd/command.h"
#include "cmd/folders.h"
#include "cmd/help.h"
#include "cmd/kept.h"
#include "cmd/say.h"
#include "cmd/signals.h"

/* "meibo -q plan FILE" is "meibo plan -q FILE": options that stand before the command are moved behind it. */
static void move_leading(char **argv, int leading, int words)
{
    for (int word = 1; word <= words; word++) {
        char *moved = argv[leading + word];
        memmove(argv + word + 1, argv + word, (size_t)leading * sizeof *argv);
        argv[word] = moved;
    }
}

static bool dispatch(int argc, char **argv, struct settings *s, int *status, struct err *err)
{
    const struct subcommand *cmd;
    int words, leading = command_leading(argc, (const char *const *)argv);

    if (!command_find(argc - leading, (const char *const *)argv + leading, &cmd, &words, err))
        return false;
    move_leading(argv, leading, words);
    if (!opt_parse(cmd, argc - words, argv + words, s, err))
        return false;
    if (s->help || !cmd->run) {
        help_command(stdout, cmd);
        return true;
    }
    return cmd->run(s, status, err);
}

/* A full disk behind standard output must not look like success; a reader that went away may. */
static bool flush_output(struct err *err)
{
    errno = 0;
    bool ok = fflush(stdout) == 0 && !ferror(stdout);

    return ok || errno == EPIPE || err_errno(err, _("writing standard output"));
}

/* What is large goes back to the system when it is freed. Left to itself, glibc keeps everything up to the size
 * of the largest piece that was ever freed: the 16 MiB in which the rows of a sheet may be sorted, twice. */
static void keep_memory_small(void)
{
    enum { LARGE = 1 << 20 };

    mallopt(M_MMAP_THRESHOLD, LARGE);
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct settings s = { .arena = &arena, .keep_days = KEEP_DAYS, .customers = 1000, .seed = 1 };
    struct err err = { 0 };
    int status = 0;

    keep_memory_small();
    s.stop = signals_init();
    s.language = message_init(opt_language(argc, (const char *const *)argv), folder_locale(&arena));
    bool ok = dispatch(argc, argv, &s, &status, &err) && flush_output(&err);
    if (!ok) {
        bool color = shows_color(&s, stderr);
        fflush(stdout);
        fprintf(stderr, "%smeibo:%s %s\n", color ? "\033[31m" : "", color ? "\033[0m" : "", err.msg);
        status = err_exit_status(&err);
    }
    arena_reset(&arena);
    return status;
}
