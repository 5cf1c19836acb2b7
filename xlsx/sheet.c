#include "xlsx/sheet.h"

#include "base/message.h"
#include "xlsx/sheet_cells.h"

struct sheet {
    struct row_source source;
    struct arena arena;
    struct sheet_input in;
    struct cells cells;
    struct feed feed;
    uint64_t taken; /* rows handed out */
    uint64_t again; /* of those, how many are still to come once more */
    struct err err;
    bool failed, ended;
};

static bool wrap(const struct sheet *s, struct err *err)
{
    const struct cells_place *at = &s->cells.at;
    char name[CELL_NAME_SIZE];
    str path = s->in.path, sheet = s->in.name;

    if (at->in_cell && at->row <= ROW_MAX)
        err_wrap(err, _("sheet \"%.*s\", cell %s"), STR_ARG(sheet), cell_name(name, at->row, at->column));
    else if (at->in_row)
        err_wrap(err, _("sheet \"%.*s\", row %u"), STR_ARG(sheet), at->row);
    else if (at->last_row && !s->ended)
        err_wrap(err, _("sheet \"%.*s\", after row %u"), STR_ARG(sheet), at->last_row);
    else
        err_wrap(err, _("sheet \"%.*s\""), STR_ARG(sheet));
    return err_wrap(err, "%.*s", STR_ARG(path));
}

static bool start(struct sheet *s, bool plain, struct err *err)
{
    struct feed_input in = {
        .zip = s->in.zip,
        .part = s->in.part,
        .words = &sheet_words,
        .hooks = &sheet_hooks,
        .pieces = &sheet_pieces,
        .user = &s->cells,
    };

    return feed_open(&s->feed, &in, plain, &s->arena, err);
}

static bool read_on(struct sheet *s, struct err *err)
{
    if (s->cells.at.streaming && !cells_compact(&s->cells))
        return err_set(err, ERR_IO, _("out of memory"));
    if (!feed_more(&s->feed, &s->ended, err))
        return false;
    return !s->ended || s->cells.at.had_data ||
           err_set(err, ERR_FORMAT, _("this is no worksheet: it has no sheetData"));
}

/* What went wrong on the fast road is told by the other, see scan_feed.h. */
static bool restart(struct sheet *s, struct err *err)
{
    feed_close(&s->feed);
    cells_restart(&s->cells);
    s->ended = false;
    s->again = s->taken;
    return start(s, true, err);
}

static bool sort(struct sheet *s, struct err *err)
{
    uint32_t twice;

    if (s->cells.at.unsorted && !queue_sort(&s->cells.queue, &twice))
        return err_set(err, ERR_FORMAT, _("row %u is there twice"), twice);
    s->cells.at.streaming = true;
    return true;
}

/* Reads until a row can be handed out, or there is no more. */
static bool fill(struct sheet *s, struct err *err)
{
    while (!s->ended && (!s->cells.at.streaming || queue_row_count(&s->cells.queue) == 0)) {
        if (read_on(s, err))
            continue;
        if (feed_is_plain(&s->feed) || !restart(s, err))
            return false;
    }
    return s->cells.at.streaming || sort(s, err);
}

/* Rows that came before a failure are handed out before it shows, unless they might have had to be sorted. */
static bool row_is_there(struct sheet *s)
{
    if (!s->failed && !fill(s, &s->err)) {
        wrap(s, &s->err);
        s->failed = true;
        if (!s->cells.at.streaming)
            queue_restart(&s->cells.queue);
    }
    return queue_row_count(&s->cells.queue) > 0;
}

static bool next(struct row_source *source, struct row *row)
{
    struct sheet *s = (struct sheet *)source;

    while (row_is_there(s) && queue_take(&s->cells.queue, row)) {
        if (s->again == 0) {
            s->taken++;
            return true;
        }
        s->again--;
    }
    return false;
}

static bool close_sheet(struct row_source *source, struct err *err)
{
    struct sheet *s = (struct sheet *)source;
    struct arena arena;
    bool ok = !s->failed;

    if (!ok)
        *err = s->err;
    feed_close(&s->feed);
    cells_release(&s->cells);
    arena = s->arena;
    arena_reset(&arena);
    return ok;
}

static const struct row_source_ops ops = { .next = next, .close = close_sheet };

bool sheet_rows(struct row_source **out, const struct sheet_input *in, struct err *err)
{
    struct arena arena = { 0 };
    struct sheet *s = arena_new(&arena, struct sheet);

    s->source.ops = &ops;
    s->in = *in;
    cells_init(
        &s->cells,
        &(struct value_context){ .styles = in->styles, .strings = in->strings, .epoch_1904 = in->epoch_1904 },
        &arena);
    s->arena = arena;
    if (!start(s, false, err) && (feed_is_plain(&s->feed) || !restart(s, err))) {
        struct err closed;
        wrap(s, err);
        return close_sheet(&s->source, &closed) && false;
    }
    *out = &s->source;
    return true;
}
