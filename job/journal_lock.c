#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/message.h"
#include "job/journal_db.h"

bool journal_lock_open(struct journal *j, struct err *err)
{
    static const str ending = STR_INIT(".lock");
    const str parts[] = { str_of(j->path), ending };
    const char *path = arena_join(&j->arena, parts, countof(parts), STR("")).p;

    j->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return j->lock_fd >= 0 || err_errno(err, _("opening %s"), path);
}

/* Open file description locks: they hold between threads too, and a SIGKILL lets go of them. */
static int lock_byte(const struct journal *j, int64_t number, short type)
{
    struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = number, .l_len = 1 };

    return fcntl(j->lock_fd, F_OFD_SETLK, &lock);
}

bool journal_lock(struct journal *j, int64_t number, bool *held_elsewhere, struct err *err)
{
    *held_elsewhere = false;
    if (lock_byte(j, number, F_WRLCK) == 0)
        return true;
    *held_elsewhere = errno == EAGAIN || errno == EACCES;
    return *held_elsewhere || err_errno(err, _("locking the journal %s"), j->path);
}

void journal_unlock(struct journal *j, int64_t number)
{
    lock_byte(j, number, F_UNLCK);
}

bool journal_is_held(const struct journal *j, int64_t number)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = number, .l_len = 1 };

    return fcntl(j->lock_fd, F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}
