/*
 * fault.c - a disk that fails, for `make torture` (LD_PRELOAD).
 *
 *     FAULT_KIND=open|create|read|write|fsync|rename   which calls; create: opening for writing what is not there yet
 *               |thread                                  or that no thread can be started
 *     FAULT_AT=N                                       the N-th such call fails (from 1)
 *     FAULT_KEEP=1                                     and all that follow it: a disk that stays full
 *     FAULT_ERRNO=N                                    with this errno (28: no space, 5: I/O error, 13: not allowed)
 *     FAULT_UNDER=FOLDER                               only for files below it; everything else is left alone
 *     FAULT_LOG=FILE                                   the path that failed is appended there
 *
 * A writing call that fails has written half of its bytes, as a full disk does.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

enum { IO_ERR_SEEN = 0x20 }; /* what ferror() looks at */

static int seen;

static long setting(const char *name, long otherwise)
{
    const char *text = getenv(name);

    return text ? strtol(text, NULL, 10) : otherwise;
}

static void tell(const char *path)
{
    const char *log = getenv("FAULT_LOG");
    int fd = log ? REAL(int, open64, const char *, int, ...)(log, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;

    if (fd < 0)
        return;
    (void)!REAL(ssize_t, write, int, const void *, size_t)(fd, path, strlen(path));
    (void)!REAL(ssize_t, write, int, const void *, size_t)(fd, "\n", 1);
    close(fd);
}

/* Whether this call of that kind is the one; errno is set. */
static int fails(const char *kind, const char *path)
{
    const char *folder = getenv("FAULT_UNDER"), *wanted = getenv("FAULT_KIND");
    char whole[8192], here[4096];

    if (!folder || !wanted || strcmp(wanted, kind) != 0)
        return 0;
    if (path[0] != '/' && getcwd(here, sizeof here)) {
        snprintf(whole, sizeof whole, "%s/%s", here, path);
        path = whole;
    }
    if (strncmp(path, folder, strlen(folder)) != 0)
        return 0;
    long number = __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST), at = setting("FAULT_AT", 0);
    if (number < at || (number > at && !setting("FAULT_KEEP", 0)))
        return 0;
    tell(path);
    errno = (int)setting("FAULT_ERRNO", EIO);
    return 1;
}

static int fd_fails(const char *kind, int fd)
{
    char link[64], path[4096];
    int kept = errno;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    errno = kept;
    if (n < 0)
        return 0;
    path[n] = '\0';
    return fails(kind, path);
}

/* ---- opening ------------------------------------------------------------------------------- */

static int opening_fails(const char *path, int makes)
{
    struct stat st;
    int kept = errno, is_new = makes && stat(path, &st) != 0;

    errno = kept;
    return fails("open", path) || (is_new && fails("create", path));
}

#define OPEN(name)                                                            \
    int name(const char *path, int flags, ...)                                \
    {                                                                         \
        va_list ap;                                                           \
        va_start(ap, flags);                                                  \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0; \
        va_end(ap);                                                           \
        if (opening_fails(path, flags & O_CREAT))                             \
            return -1;                                                        \
        return REAL(int, name, const char *, int, ...)(path, flags, mode);    \
    }
OPEN(open)
OPEN(open64)

#define FOPEN(name)                                                        \
    FILE *name(const char *path, const char *mode)                         \
    {                                                                      \
        if (opening_fails(path, mode[0] != 'r'))                           \
            return NULL;                                                   \
        return REAL(FILE *, name, const char *, const char *)(path, mode); \
    }
FOPEN(fopen)
FOPEN(fopen64)

#define MKSTEMP(name)                            \
    int name(char *path)                         \
    {                                            \
        if (opening_fails(path, 1))              \
            return -1;                           \
        return REAL(int, name, char *)(path);    \
    }
MKSTEMP(mkstemp)
MKSTEMP(mkstemp64)

/* ---- reading and writing ------------------------------------------------------------------- */

ssize_t read(int fd, void *p, size_t n)
{
    return fd_fails("read", fd) ? -1 : REAL(ssize_t, read, int, void *, size_t)(fd, p, n);
}

#define PREAD(name, off)                                                           \
    ssize_t name(int fd, void *p, size_t n, off at)                                \
    {                                                                              \
        if (fd_fails("read", fd))                                                  \
            return -1;                                                             \
        return REAL(ssize_t, name, int, void *, size_t, off)(fd, p, n, at);        \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

size_t fread(void *p, size_t size, size_t n, FILE *f)
{
    if (fd_fails("read", fileno(f))) {
        f->_flags |= IO_ERR_SEEN;
        return 0;
    }
    return REAL(size_t, fread, void *, size_t, size_t, FILE *)(p, size, n, f);
}

/* What _FORTIFY_SOURCE makes of them. */
ssize_t __read_chk(int fd, void *p, size_t n, size_t room)
{
    return n > room ? -1 : read(fd, p, n);
}

ssize_t __pread_chk(int fd, void *p, size_t n, off_t at, size_t room)
{
    return n > room ? -1 : pread(fd, p, n, at);
}

size_t __fread_chk(void *p, size_t room, size_t size, size_t n, FILE *f)
{
    return size * n > room ? 0 : fread(p, size, n, f);
}

ssize_t write(int fd, const void *p, size_t n)
{
    if (!fd_fails("write", fd))
        return REAL(ssize_t, write, int, const void *, size_t)(fd, p, n);
    int why = errno;
    (void)!REAL(ssize_t, write, int, const void *, size_t)(fd, p, n / 2);
    errno = why;
    return -1;
}

#define PWRITE(name, off)                                                           \
    ssize_t name(int fd, const void *p, size_t n, off at)                           \
    {                                                                               \
        ssize_t (*real)(int, const void *, size_t, off) =                           \
            REAL(ssize_t, name, int, const void *, size_t, off);                    \
        if (!fd_fails("write", fd))                                                 \
            return real(fd, p, n, at);                                              \
        int why = errno;                                                            \
        (void)!real(fd, p, n / 2, at);                                              \
        errno = why;                                                                \
        return -1;                                                                  \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

size_t fwrite(const void *p, size_t size, size_t n, FILE *f)
{
    if (fd_fails("write", fileno(f))) {
        f->_flags |= IO_ERR_SEEN;
        return 0;
    }
    return REAL(size_t, fwrite, const void *, size_t, size_t, FILE *)(p, size, n, f);
}

int fputs(const char *text, FILE *f)
{
    size_t n = strlen(text);

    return fwrite(text, 1, n, f) == n ? 0 : EOF;
}

int fflush(FILE *f)
{
    int why = f && fd_fails("write", fileno(f)) ? errno : 0, done = REAL(int, fflush, FILE *)(f);

    if (why == 0)
        return done;
    errno = why;
    return EOF;
}

int fclose(FILE *f)
{
    int why = fd_fails("write", fileno(f)) ? errno : 0, done = REAL(int, fclose, FILE *)(f);

    if (why == 0)
        return done;
    errno = why;
    return EOF;
}

/* ---- making it last ------------------------------------------------------------------------ */

#define SYNC(name)                                                      \
    int name(int fd)                                                    \
    {                                                                   \
        return fd_fails("fsync", fd) ? -1 : REAL(int, name, int)(fd);   \
    }
SYNC(fsync)
SYNC(fdatasync)

#define RENAME(name)                                                            \
    int name(const char *from, const char *to)                                  \
    {                                                                           \
        if (fails("rename", to))                                                \
            return -1;                                                          \
        return REAL(int, name, const char *, const char *)(from, to);           \
    }
RENAME(rename)
RENAME(link)

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    if (fails("rename", to))
        return -1;
    return REAL(int, renameat2, int, const char *, int, const char *, unsigned)(from_folder, from, to_folder, to, flags);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    const char *folder = getenv("FAULT_UNDER");

    if (folder && fails("thread", folder))
        return errno;
    return REAL(int, pthread_create, pthread_t *, const pthread_attr_t *, void *(*)(void *), void *)(
        thread, attributes, run, argument);
}
