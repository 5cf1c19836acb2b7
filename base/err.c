#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* snprintf() may have cut a character in two: take the broken end off. */
static void trim_tail(char *msg, size_t room)
{
    size_t n = strlen(msg);

    if (n + 1 < room)
        return;
    while (n && ((unsigned char)msg[n - 1] & 0xc0) == 0x80)
        n--;
    if (n && (unsigned char)msg[n - 1] >= 0xc0)
        n--;
    msg[n] = '\0';
}

bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
    va_list ap;

    e->code = code;
    va_start(ap, fmt);
    vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    trim_tail(e->msg, sizeof e->msg);
    return false;
}

static void put_after(struct err *e, int n, const char *inner)
{
    if (n >= 0 && (size_t)n < sizeof e->msg)
        snprintf(e->msg + n, sizeof e->msg - (size_t)n, ": %s", inner);
    trim_tail(e->msg, sizeof e->msg);
}

bool err_wrap(struct err *e, const char *fmt, ...)
{
    char inner[sizeof e->msg];
    va_list ap;

    memcpy(inner, e->msg, sizeof inner);
    va_start(ap, fmt);
    int n = vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    put_after(e, n, inner);
    return false;
}

bool err_errno(struct err *e, const char *fmt, ...)
{
    char room[256];
    const char *why = strerror_r(errno, room, sizeof room); /* glibc's, under _GNU_SOURCE */
    va_list ap;

    e->code = ERR_IO;
    va_start(ap, fmt);
    int n = vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    put_after(e, n, why);
    return false;
}

int err_exit_status(const struct err *e)
{
    static const int status[] = {
        [ERR_NONE] = 0,  [ERR_IO] = 1,   [ERR_USAGE] = 2,   [ERR_FORMAT] = 4,
        [ERR_LIMIT] = 4, [ERR_SHOP] = 5, [ERR_REFUSED] = 6, [ERR_INTERRUPTED] = 7,
    };
    return status[e->code];
}
