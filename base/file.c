#include "base/file.h"

#include "base/buf.h"
#include "base/message.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdatomic.h>
#include <stdio.h> /* renameat2() */
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

enum {
    TEMPORARY_MOST = 16, /* open at once; more are made but not known to a signal handler */
    READ_STEP = 64 << 10,
    LEFT_ALONE = 60, /* seconds, after which what nobody holds is nobody's */
};

/* ---- temporary files that a signal handler has to know ------------------------------------- */

/* A signal handler gets no arguments, so this is the process's. The names stay in place when they are no
 * longer used: a handler on another thread may be reading them. */
static struct {
    atomic_int state; /* 0: free, 1: being written, 2: a file to remove */
    char path[PATH_MAX];
} temporary[TEMPORARY_MOST];

static void remember(const char *path)
{
    size_t n = strlen(path) + 1;

    for (size_t i = 0; i < TEMPORARY_MOST && n <= PATH_MAX; i++) {
        int is_free = 0;
        if (atomic_compare_exchange_strong(&temporary[i].state, &is_free, 1)) {
            memcpy(temporary[i].path, path, n);
            atomic_store(&temporary[i].state, 2);
            return;
        }
    }
}

static void forget(const char *path)
{
    for (size_t i = 0; i < TEMPORARY_MOST; i++)
        if (atomic_load(&temporary[i].state) == 2 && strcmp(temporary[i].path, path) == 0)
            atomic_store(&temporary[i].state, 0);
}

void file_abandon_all(void)
{
    int kept = errno;

    for (size_t i = 0; i < TEMPORARY_MOST; i++)
        if (atomic_load(&temporary[i].state) == 2)
            unlink(temporary[i].path);
    errno = kept;
}

/* ---- small things -------------------------------------------------------------------------- */

static void *must_have(void *p)
{
    if (!p)
        abort(); /* a few hundred bytes */
    return p;
}

static char *join(str a, str b)
{
    char *to = must_have(malloc(a.n + b.n + 1));

    memcpy(to, a.p, a.n);
    memcpy(to + a.n, b.p, b.n);
    to[a.n + b.n] = '\0';
    return to;
}

static ssize_t read_some(int fd, void *to, size_t n)
{
    ssize_t got;

    do
        got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    return got;
}

static bool write_all(int fd, str bytes)
{
    while (bytes.n) {
        ssize_t put = write(fd, bytes.p, bytes.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes = (str){ bytes.p + put, bytes.n - (size_t)put };
    }
    return true;
}

/* There is no other way to ask; in between, files of other threads are made more private, not less. */
static mode_t usual_mode(void)
{
    mode_t mask = umask(077);

    umask(mask);
    return 0666 & ~mask;
}

/* ---- replacing a file ---------------------------------------------------------------------- */

/* Where a link leads, so that replacing a linked file leaves the link alone. */
static char *resolve(const char *path)
{
    struct stat st;
    char *real = lstat(path, &st) == 0 && S_ISLNK(st.st_mode) ? realpath(path, NULL) : NULL;

    return real ? real : must_have(strdup(path));
}

#define TEMPORARY_NAME ".meibo-tmp-"

/* On a network's, others might not see a lock, or it might keep us ourselves from writing. Those not listed are left alone. */
static bool locks_are_ours_alone(int fd)
{
    static const unsigned long local[] = { EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC,       BTRFS_SUPER_MAGIC,
                                           TMPFS_MAGIC,      OVERLAYFS_SUPER_MAGIC, F2FS_SUPER_MAGIC,
                                           0x2FC12FC1 /* ZFS */ };
    struct statfs fs;

    if (fstatfs(fd, &fs) != 0)
        return false;
    for (size_t i = 0; i < countof(local); i++)
        if ((unsigned long)fs.f_type == local[i])
            return true;
    return false;
}

static void release(struct new_file *f)
{
    if (f->lock)
        close(f->lock - 1);
    f->lock = 0;
    free(f->path);
    free(f->temp_path);
    f->path = f->temp_path = NULL;
}

bool file_new(struct new_file *f, const char *path, struct err *err)
{
    *f = (struct new_file){ .path = resolve(path) };
    str whole = str_of(f->path), base = path_base(whole);
    str folder = { whole.p, whole.n - base.n };
    f->temp_path = join(folder, STR(TEMPORARY_NAME "XXXXXX"));
    int fd = mkostemp(f->temp_path, O_CLOEXEC);

    if (fd < 0) {
        err_errno(err, _("cannot make a file in the folder of %s"), path);
        release(f);
        return false;
    }
    remember(f->temp_path);
    if (locks_are_ours_alone(fd) && flock(fd, LOCK_EX | LOCK_NB) == 0)
        f->lock = fd + 1;
    else
        close(fd);
    return true;
}

/* As file_new() makes them, and nobody has touched it for a while. */
static bool is_left_over(const struct stat *st)
{
    return S_ISREG(st->st_mode) && (st->st_mode & 0777) == 0600 && st->st_uid == geteuid() &&
           st->st_mtime + LEFT_ALONE < time(NULL);
}

static void sweep_one(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;

    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && is_left_over(&st) && locks_are_ours_alone(fd) &&
        flock(fd, LOCK_EX | LOCK_NB) == 0)
        (void)unlinkat(folder, name, 0);
    close(fd);
}

void file_sweep(const char *path)
{
    char *folder = join(path_folder(str_of(path)), STR(""));
    DIR *d = opendir(folder);

    for (const struct dirent *e; d && (e = readdir(d)) != NULL;)
        if (strlen(e->d_name) == sizeof TEMPORARY_NAME "XXXXXX" - 1 &&
            memcmp(e->d_name, TEMPORARY_NAME, sizeof TEMPORARY_NAME - 1) == 0)
            sweep_one(dirfd(d), e->d_name);
    if (d)
        closedir(d);
    free(folder);
}

static bool flush(const struct new_file *f, struct err *err)
{
    struct stat st;
    mode_t mode = stat(f->path, &st) == 0 ? st.st_mode & 0777 : usual_mode();
    int fd = open(f->temp_path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_errno(err, _("cannot open %s again"), f->temp_path);
    bool ok = fchmod(fd, mode) == 0 || err_errno(err, _("cannot set the permissions of %s"), f->temp_path);
    if (ok && fsync(fd) != 0)
        ok = err_errno(err, _("cannot get %s onto the disk"), f->temp_path);
    if (close(fd) != 0 && ok)
        ok = err_errno(err, _("cannot close %s"), f->temp_path);
    return ok;
}

static bool move_into_place(const struct new_file *f, struct err *err)
{
    if (!f->no_clobber)
        return rename(f->temp_path, f->path) == 0 || err_errno(err, _("cannot rename a file to %s"), f->path);
    /* link() never replaces, on every file system that has links; the others have RENAME_NOREPLACE. */
    if (link(f->temp_path, f->path) == 0) {
        unlink(f->temp_path);
        return true;
    }
    if (errno != EEXIST && renameat2(AT_FDCWD, f->temp_path, AT_FDCWD, f->path, RENAME_NOREPLACE) == 0)
        return true;
    return err_errno(err, _("cannot make %s"), f->path);
}

static bool flush_folder(const struct new_file *f, struct err *err)
{
    char *folder = join(path_folder(str_of(f->path)), STR(""));
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); /* not every file system can */

    if (!ok)
        err_errno(err, _("cannot get the folder %s onto the disk"), folder);
    if (fd >= 0)
        close(fd);
    free(folder);
    return ok;
}

bool file_commit(struct new_file *f, struct err *err)
{
    if (!flush(f, err) || !move_into_place(f, err)) {
        file_abandon(f);
        return false;
    }
    forget(f->temp_path);
    bool ok = flush_folder(f, err);
    release(f);
    return ok;
}

void file_abandon(struct new_file *f)
{
    if (f->temp_path) {
        unlink(f->temp_path);
        forget(f->temp_path);
    }
    release(f);
}

bool file_write(const char *path, str bytes, struct err *err)
{
    struct new_file f;

    if (!file_new(&f, path, err))
        return false;
    int fd = open(f.temp_path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write_all(fd, bytes);
    if (!ok)
        err_errno(err, _("cannot write %s"), path);
    if (fd >= 0 && close(fd) != 0 && ok)
        ok = err_errno(err, _("cannot write %s"), path);
    if (ok)
        return file_commit(&f, err);
    file_abandon(&f);
    return false;
}

/* ---- reading and asking -------------------------------------------------------------------- */

static bool read_into(int fd, const char *path, size_t max, struct buf *b, struct err *err)
{
    ssize_t got = 1;

    while (got > 0) {
        char *to = buf_reserve(b, READ_STEP);
        if (!to)
            return err_set(err, ERR_LIMIT, _("%s is too large"), path);
        got = read_some(fd, to, READ_STEP);
        if (got > 0)
            b->n += (size_t)got;
        if (b->n > max)
            return err_set(err, ERR_LIMIT, _("%s is larger than %zu bytes"), path, max);
    }
    return got == 0 || err_errno(err, _("cannot read %s"), path);
}

bool file_read(const char *path, size_t max, str *out, struct arena *a, struct err *err)
{
    struct buf b = BUF_INIT(max > SIZE_MAX / 2 ? SIZE_MAX / 2 : max + 2 * READ_STEP);
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_errno(err, _("cannot open %s"), path);
    bool ok = read_into(fd, path, max, &b, err);
    close(fd);
    if (ok)
        *out = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return ok;
}

/* errno stays what it was: mkdir()'s reason. */
static bool is_folder(const char *path)
{
    struct stat st;
    int why = errno;
    bool yes = stat(path, &st) == 0 && S_ISDIR(st.st_mode);

    errno = why;
    return yes;
}

bool file_make_folder(const char *path, unsigned mode, struct err *err)
{
    char *name = must_have(strdup(path));
    bool ok = true;

    for (char *end = name; ok && *end;) {
        end += strspn(end, "/");
        end += strcspn(end, "/");
        char kept = *end;
        *end = '\0';
        ok = mkdir(name, (mode_t)mode) == 0 || is_folder(name);
        if (!ok)
            err_errno(err, _("cannot make the folder %s"), name);
        *end = kept;
    }
    free(name);
    return ok;
}

bool file_free_bytes(const char *folder, uint64_t *out, struct err *err)
{
    struct statvfs st;

    if (statvfs(folder, &st) != 0)
        return err_errno(err, _("cannot ask how much room %s has"), folder);
    *out = (uint64_t)st.f_bavail * st.f_frsize;
    return true;
}

bool file_size(const char *path, uint64_t *out, struct err *err)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return err_errno(err, _("cannot read %s"), path);
    *out = (uint64_t)st.st_size;
    return true;
}

bool file_exists(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0;
}
