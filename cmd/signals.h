/*
 * signals.h - Ctrl-C, politely and then at once.
 */
#ifndef CMD_SIGNALS_H
#define CMD_SIGNALS_H

#include <signal.h>

/* The first SIGINT or SIGTERM sets the flag that is returned: finish what is under way. The second ends the program with status 7,
 * which is as safe as a crash. SIGPIPE is ignored: writing fails instead. */
volatile sig_atomic_t *signals_init(void);

/* For commands that only read and print: end quietly, with status 0, when nobody reads on (`meibo check F | head`). */
void signals_end_on_closed_pipe(void);

#endif
