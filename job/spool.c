#include "job/spool.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"

/* Folders on which O_TMPFILE does not work get a name for a moment. */
static int nameless(const char *folder)
{
    char path[4096];
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0 || snprintf(path, sizeof path, "%s/meibo-XXXXXX", folder) >= (int)sizeof path)
        return fd;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

bool spool_open(struct spool *s, struct err *err)
{
    const char *folder = getenv("TMPDIR");

    folder = folder && *folder ? folder : "/tmp";
    *s = (struct spool){ 0 };

    int fd = nameless(folder);
    if (fd < 0)
        return err_errno(err, _("making a temporary file in %s"), folder);
    s->file = fdopen(fd, "w+");
    if (s->file)
        return true;
    err_errno(err, _("making a temporary file in %s"), folder);
    close(fd);
    return false;
}

void spool_put(struct spool *s, str bytes)
{
    s->failed = s->failed || fwrite(&bytes.n, sizeof bytes.n, 1, s->file) != 1 ||
                (bytes.n > 0 && fwrite(bytes.p, bytes.n, 1, s->file) != 1);
}

bool spool_rewind(struct spool *s, struct err *err)
{
    if (!s->failed && fflush(s->file) == 0 && fseek(s->file, 0, SEEK_SET) == 0)
        return true;
    return err_errno(err, _("writing a temporary file"));
}

bool spool_next(struct spool *s, str *bytes, struct arena *a)
{
    size_t n;

    if (fread(&n, sizeof n, 1, s->file) != 1) {
        s->failed = ferror(s->file) != 0;
        return false;
    }

    char *p = arena_alloc(a, n + 1, 1);
    s->failed = n > 0 && fread(p, n, 1, s->file) != 1;
    *bytes = (str){ p, n };
    return !s->failed;
}

void spool_close(struct spool *s)
{
    if (s->file)
        fclose(s->file);
    s->file = NULL;
}
