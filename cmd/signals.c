#include "cmd/signals.h"

#include <stddef.h>
#include <unistd.h>

#include "base/file.h"

enum { STATUS_INTERRUPTED = 7 };

/* The one thing that a signal handler can reach. */
static volatile sig_atomic_t stop;

static void interrupted(int number)
{
    (void)number;
    if (stop) {
        file_abandon_all();
        _exit(STATUS_INTERRUPTED);
    }
    stop = 1;
}

static void nobody_reads(int number)
{
    (void)number;
    _exit(0);
}

static void handle(int number, void (*handler)(int))
{
    struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };

    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

volatile sig_atomic_t *signals_init(void)
{
    handle(SIGINT, interrupted);
    handle(SIGTERM, interrupted);
    handle(SIGPIPE, SIG_IGN);
    return &stop;
}

void signals_end_on_closed_pipe(void)
{
    handle(SIGPIPE, nobody_reads);
}
