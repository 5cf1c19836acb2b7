/*
 * fault.c - a disk that fails once, for `make torture` (LD_PRELOAD).
 *
 *     FAULT_KIND=open|write|fsync|rename|read   which call
 *     FAULT_AT=N                                the N-th such call fails (from 1); 0: none
 *     FAULT_ERRNO=N                             with this errno (28: no space, 5: I/O error, 13: not allowed)
 *     FAULT_UNDER=FOLDER                        only for files below it; everything else is left alone
 *     FAULT_LOG=FILE                            "fired" is written there when it did
 *
 * A writing call that fails has written half of its bytes, as a full disk does.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int seen;

static int real_open(const char *path, int flags, mode_t mode)
{
    int (*open_)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");

    return open_(path, flags, mode);
}

static ssize_t real_write(int fd, const void *p, size_t n)
{
    ssize_t (*write_)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");

    return write_(fd, p, n);
}

static int under(const char *path)
{
    const char *folder = getenv("FAULT_UNDER");

    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int under_fd(int fd)
{
    char link[64], path[4096];

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0)
        return 0;
    path[n] = '\0';
    return under(path);
}

static void log_fired(void)
{
    const char *log = getenv("FAULT_LOG");
    int fd = log ? real_open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;

    if (fd >= 0) {
        (void)!real_write(fd, "fired\n", 6);
        close(fd);
    }
}

static int fails(const char *kind)
{
    const char *wanted = getenv("FAULT_KIND"), *at = getenv("FAULT_AT"), *with = getenv("FAULT_ERRNO");

    if (!wanted || !at || strcmp(wanted, kind) != 0 || __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST) != (int)strtol(at, NULL, 10))
        return 0;
    log_fired();
    errno = with ? (int)strtol(with, NULL, 10) : EIO;
    return 1;
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                                  \
    int name(const char *path, int flags, ...)                      \
    {                                                               \
        va_list ap;                                                 \
        va_start(ap, flags);                                        \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0; \
        va_end(ap);                                                 \
        if (under(path) && fails("open"))                           \
            return -1;                                              \
        return REAL(int, name, const char *, int, ...)(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define FOPEN(name)                                                      \
    FILE *name(const char *path, const char *mode)                       \
    {                                                                    \
        if (under(path) && fails("open"))                                \
            return NULL;                                                 \
        return REAL(FILE *, name, const char *, const char *)(path, mode); \
    }
FOPEN(fopen)
FOPEN(fopen64)

ssize_t write(int fd, const void *p, size_t n)
{
    if (under_fd(fd) && fails("write")) {
        int why = errno;
        (void)!real_write(fd, p, n / 2);
        errno = why;
        return -1;
    }
    return real_write(fd, p, n);
}

#define PWRITE(name, off)                                                         \
    ssize_t name(int fd, const void *p, size_t n, off at)                         \
    {                                                                             \
        if (under_fd(fd) && fails("write"))                                       \
            return -1;                                                            \
        return REAL(ssize_t, name, int, const void *, size_t, off)(fd, p, n, at); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

size_t fwrite(const void *p, size_t size, size_t n, FILE *f)
{
    if (under_fd(fileno(f)) && fails("write")) {
        return 0;
    }
    return REAL(size_t, fwrite, const void *, size_t, size_t, FILE *)(p, size, n, f);
}

#define SYNC(name)                        \
    int name(int fd)                      \
    {                                     \
        if (under_fd(fd) && fails("fsync")) \
            return -1;                    \
        return REAL(int, name, int)(fd);  \
    }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to)
{
    if ((under(from) || under(to)) && fails("rename"))
        return -1;
    return REAL(int, rename, const char *, const char *)(from, to);
}

ssize_t read(int fd, void *p, size_t n)
{
    if (under_fd(fd) && fails("read"))
        return -1;
    return REAL(ssize_t, read, int, void *, size_t)(fd, p, n);
}

size_t fread(void *p, size_t size, size_t n, FILE *f)
{
    if (under_fd(fileno(f)) && fails("read"))
        return 0;
    return REAL(size_t, fread, void *, size_t, size_t, FILE *)(p, size, n, f);
}
