#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/bulk_parts.h"
#include "base/message.h"
#include "base/num.h"

/* ---- files ----------------------------------------------------------------------------------------------------- */

const char *bulk_folder(void)
{
    const char *folder = getenv("TMPDIR");

    return folder && *folder ? folder : "/tmp";
}

/* libcurl opens files by name: /proc gives one to what has none. */
static int open_nameless(struct bulk_file *f)
{
    int fd = open(bulk_folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd < 0)
        return -1;
    snprintf(f->path, sizeof f->path, "/proc/self/fd/%d", fd);
    if (access(f->path, R_OK | W_OK) == 0)
        return fd;
    close(fd);
    return -1;
}

static int open_named(struct bulk_file *f)
{
    if (snprintf(f->path, sizeof f->path, "%s/meibo-XXXXXX", bulk_folder()) >= (int)sizeof f->path)
        return -1;
    int fd = mkostemp(f->path, O_CLOEXEC);
    f->named = fd >= 0;
    return fd;
}

bool bulk_file_open(struct bulk_file *f, struct err *err)
{
    *f = (struct bulk_file){ 0 };
    int fd = open_nameless(f);
    if (fd < 0)
        fd = open_named(f);
    if (fd < 0)
        return err_errno(err, _("making a temporary file in %s"), bulk_folder());
    f->file = fdopen(fd, "w+");
    if (f->file)
        return true;
    err_errno(err, _("making a temporary file in %s"), bulk_folder());
    close(fd);
    bulk_file_close(f);
    return false;
}

void bulk_file_close(struct bulk_file *f)
{
    if (f->file)
        fclose(f->file);
    if (f->named)
        unlink(f->path);
    *f = (struct bulk_file){ 0 };
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

enum { BLOCK = 64 << 10 };

void bulk_lines_open(struct bulk_lines *l, FILE *file, size_t longest)
{
    *l = (struct bulk_lines){ .file = file, .block = BUF_INIT(longest + BLOCK) };
}

/* What was given is dropped, more is read behind the rest. */
static bool fill(struct bulk_lines *l)
{
    if (l->block.p && l->start > 0) {
        l->block.n -= l->start;
        memmove(l->block.p, l->block.p + l->start, l->block.n);
        l->start = 0;
    }
    char *room = buf_reserve(&l->block, BLOCK);
    if (!room)
        return false;
    size_t got = fread(room, 1, BLOCK, l->file);
    l->block.n += got;
    l->end += (int64_t)got;
    l->over = got == 0;
    return true;
}

/* The next line without its end, blank or not. */
static bool cut_line(struct bulk_lines *l, str *line)
{
    size_t looked = 0;

    for (;;) {
        char *from = l->block.p ? l->block.p + l->start : NULL;
        size_t left = l->block.n - l->start;
        const char *newline = from && left > looked ? memchr(from + looked, '\n', left - looked) : NULL;
        if (newline || (l->over && left > 0)) {
            *line = (str){ from, newline ? (size_t)(newline - from) : left };
            l->at = l->end - (int64_t)left;
            l->start += line->n + (newline != NULL);
            return true;
        }
        looked = left;
        if (l->over || !fill(l))
            return false;
    }
}

bool bulk_lines_next(struct bulk_lines *l, str *line)
{
    while (cut_line(l, line))
        if (str_trim(*line).n > 0)
            return true;
    return false;
}

bool bulk_lines_close(struct bulk_lines *l, struct err *err)
{
    bool too_long = l->block.failed, unread = ferror(l->file) != 0;

    buf_release(&l->block);
    if (unread)
        return err_errno(err, _("reading a temporary file in %s"), bulk_folder());
    if (too_long)
        return err_set(err, ERR_SHOP, _("the answer of a bulk operation has a line of more than %d MB"),
                       BULK_LINE_MAX >> 20);
    return true;
}

/* ---- objects --------------------------------------------------------------------------------------------------- */

/* Behind the quote that ends what begins at `at` (a quote); 0 when it does not end. */
static size_t string_end(str s, size_t at)
{
    for (size_t i = at + 1; i < s.n; i++) {
        const char *quote = memchr(s.p + i, '"', s.n - i);
        if (!quote)
            return 0;
        size_t escapes = 0;
        i = (size_t)(quote - s.p);
        while (i - escapes > at + 1 && s.p[i - escapes - 1] == '\\')
            escapes++;
        if (escapes % 2 == 0)
            return i + 1;
    }
    return 0;
}

bool bulk_line_ids(str line, str *id, str *parent)
{
    str s = str_trim(line), key = STR("");
    size_t depth = 0;
    bool value = false; /* after a colon */

    *id = *parent = STR("");
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '"') {
            size_t end = string_end(s, i);
            str text = { s.p + i + 1, end ? end - i - 2 : 0 };
            if (!end)
                return false;
            if (depth == 1 && !value)
                key = text;
            else if (depth == 1 && str_eq(key, STR("id")))
                *id = text;
            else if (depth == 1 && str_eq(key, STR("__parentId")))
                *parent = text;
            i = end - 1;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && depth-- <= 1) {
            return c == '}' && i + 1 == s.n && s.p[0] == '{';
        } else if (depth == 1 && (c == ':' || c == ',')) {
            value = c == ':';
        }
    }
    return false;
}

int64_t bulk_gid_number(str gid, const char *type)
{
    char plain[128] = "";
    size_t n = 0;
    int64_t number = 0;

    for (size_t i = 0; i < gid.n && n < sizeof plain; i++)
        if (gid.p[i] != '\\')
            plain[n++] = gid.p[i];

    str rest = { plain, n }, scheme = STR("gid://shopify/"), kind = str_of(type);
    size_t before = scheme.n + kind.n + 1;
    if (rest.n <= before || memcmp(rest.p, scheme.p, scheme.n) != 0 ||
        memcmp(rest.p + scheme.n, kind.p, kind.n) != 0 || rest.p[before - 1] != '/')
        return 0;
    str_cut((str){ rest.p + before, rest.n - before }, '?', &rest, &kind);
    return num_parse_i64(rest, &number) && number > 0 ? number : 0;
}
