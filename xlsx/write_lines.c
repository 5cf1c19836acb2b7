#include "xlsx/write_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "base/time.h"
#include "base/unicode.h"

enum { FLUSH_BYTES = 1 << 18, ROW_BYTES = 256 << 20 };

struct lines {
    struct table table;
    const struct line_format *format;
    struct arena arena, scratch;
    struct err err;
    struct new_file file;
    int fd;
    struct buf out;
    uint64_t written;
    size_t sheets;
    bool wants_header; /* the next row is one */
    str *keys;
    size_t key_count;
    uint32_t next_row;
    cell cells[COLUMN_MAX]; /* of the row in hand, made safe */
};

static bool flush(struct lines *l)
{
    for (size_t at = 0; at < l->out.n;) {
        ssize_t n = write(l->fd, l->out.p + at, l->out.n - at);
        if (n < 0 && errno != EINTR)
            return err_errno(&l->err, _("writing %s"), l->file.path);
        at += n > 0 ? (size_t)n : 0;
    }
    l->written += l->out.n;
    buf_clear(&l->out);
    return true;
}

/* ---- rows --------------------------------------------------------------------------------- */

static str moment_text(str serial, struct arena *a)
{
    civil c;

    if (!civil_from_serial(serial, &c))
        return serial;
    return arena_fmt(a, "%04d-%02d-%02d %02d:%02d:%02d", (int)c.year, c.month, c.day, c.hour, c.minute,
                     c.second);
}

static cell safe_cell(const cell *c, struct arena *a)
{
    if (c->kind == CELL_DATE)
        return (cell){ CELL_DATE, false, moment_text(c->text, a) };
    if (c->kind == CELL_EMPTY || c->kind == CELL_NO_VALUE || c->text.n == 0)
        return (cell){ CELL_EMPTY, false, STR_INIT("") };
    return (cell){ c->kind, false, utf8_repair(c->text, a) };
}

static void keep_keys(struct lines *l, size_t count)
{
    l->keys = arena_array(&l->arena, str, count);
    l->key_count = count;
    for (size_t i = 0; i < count; i++)
        l->keys[i] = arena_copy(&l->arena, l->cells[i].text);
}

static bool accept_row(struct lines *l, uint32_t number, size_t count)
{
    if (number < l->next_row)
        return err_set(&l->err, ERR_IO, _("row %u was put after row %u (a defect)"), (unsigned)number,
                       (unsigned)l->next_row - 1);
    if (count > COLUMN_MAX)
        return err_set(&l->err, ERR_LIMIT, _("row %u has %zu cells; a sheet holds %d columns at most"),
                       (unsigned)number, count, (int)COLUMN_MAX);
    return true;
}

static void skip_rows(struct lines *l, uint32_t number)
{
    for (; l->next_row < number && l->err.code == ERR_NONE; l->next_row++) {
        buf_put(&l->out, l->format->skipped);
        if (l->out.n >= FLUSH_BYTES)
            (void)flush(l); /* kept in l->err */
    }
}

static void put_row(struct lines *l, uint32_t number, const cell *cells, size_t count)
{
    number = number ? number : l->next_row;
    if (l->sheets != 1 || l->err.code != ERR_NONE || !accept_row(l, number, count))
        return;
    skip_rows(l, number);
    for (size_t i = 0; i < count; i++)
        l->cells[i] = safe_cell(&cells[i], &l->scratch);
    if (l->wants_header) {
        keep_keys(l, count);
        l->format->header(&l->out, l->cells, count);
    } else {
        l->format->row(&l->out, l->keys, l->key_count, l->cells, count);
    }
    l->wants_header = false;
    l->next_row = number + 1;
    if (l->scratch.last)
        arena_reset(&l->scratch);
    if (!buf_ok(&l->out))
        err_set(&l->err, ERR_LIMIT, _("row %u is too long to be written"), (unsigned)number);
    else if (l->out.n >= FLUSH_BYTES)
        (void)flush(l); /* kept in l->err */
}

static void lines_put(struct table *t, uint32_t number, const cell *cells, size_t count)
{
    put_row((struct lines *)t, number, cells, count);
}

static void put_header(struct lines *l, const struct sheet_layout *layout)
{
    struct arena scratch = { 0 };
    size_t count = layout->column_count < COLUMN_MAX ? layout->column_count : COLUMN_MAX;
    cell *cells = arena_array(&scratch, cell, count);

    for (size_t i = 0; i < count; i++)
        cells[i] = (cell){ CELL_TEXT, false, layout->columns[i].header };
    put_row(l, 0, cells, count);
    arena_reset(&scratch);
}

static void lines_sheet(struct table *t, const struct sheet_layout *layout)
{
    struct lines *l = (struct lines *)t;

    l->sheets++;
    if (l->sheets != 1)
        return;
    l->wants_header = layout->columns != NULL;
    if (layout->columns && !layout->header_as_row)
        put_header(l, layout);
}

static void lines_mark(struct table *t, size_t column, enum cell_mark mark, str comment)
{
    (void)t, (void)column, (void)mark, (void)comment;
}

static void lines_link(struct table *t, size_t column, str sheet, str at)
{
    (void)t, (void)column, (void)sheet, (void)at;
}

/* ---- beginning and end -------------------------------------------------------------------- */

static void release(struct lines *l)
{
    struct arena arena = l->arena; /* l lives in it */

    if (l->fd >= 0)
        close(l->fd);
    arena_reset(&l->scratch);
    buf_release(&l->out);
    arena_reset(&arena);
}

static void lines_abandon(struct table *t)
{
    struct lines *l = (struct lines *)t;

    file_abandon(&l->file);
    release(l);
}

static bool close_file(struct lines *l)
{
    struct stat st;
    int fd = l->fd;

    if (!flush(l))
        return false;
    l->fd = -1;
    bool sized = fstat(fd, &st) == 0;
    if (close(fd) != 0 || !sized)
        return err_errno(&l->err, _("writing %s"), l->file.path);
    if ((uint64_t)st.st_size == l->written)
        return true;
    return err_set(&l->err, ERR_IO, _("writing %s: not all of it arrived; is the disk full?"), l->file.path);
}

static bool lines_finish(struct table *t, struct err *err)
{
    struct lines *l = (struct lines *)t;

    if (l->err.code != ERR_NONE || !close_file(l)) {
        *err = l->err;
        lines_abandon(t);
        return false;
    }
    bool ok = file_commit(&l->file, err);
    release(l);
    return ok;
}

bool write_lines(struct table **out, const char *path, const struct line_format *format, struct err *err)
{
    static const struct table_ops ops = {
        .sheet = lines_sheet,
        .put = lines_put,
        .mark = lines_mark,
        .link = lines_link,
        .finish = lines_finish,
        .abandon = lines_abandon,
    };
    struct arena arena = { 0 };
    struct lines *l = arena_new(&arena, struct lines);

    *l = (struct lines){ .table = { &ops }, .format = format, .arena = arena, .fd = -1, .next_row = 1 };
    l->out = BUF_INIT(ROW_BYTES);
    if (!file_new(&l->file, path, err)) {
        release(l);
        return false;
    }
    l->fd = open(l->file.temp_path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (l->fd < 0) {
        err_errno(err, _("writing %s"), path);
        lines_abandon(&l->table);
        return false;
    }
    buf_put(&l->out, format->start);
    *out = &l->table;
    return true;
}
