#include "xlsx/csv.h"

#include <string.h>

#include "base/buf.h"
#include "base/message.h"
#include "xlsx/limits.h"
#include "xlsx/text.h"

enum state { FIELD_START, PLAIN, QUOTED, QUOTE_IN_QUOTED };

struct field {
    size_t start, length; /* in the text */
};

struct csv {
    struct row_source source;
    struct arena arena;
    struct csv_format format;
    str path;
    struct decoder *decoder;
    str block; /* decoded and not parsed yet */
    bool ended, failed, after_cr;
    struct err err;

    enum state state;
    struct buf text;
    struct field *fields;
    size_t count;       /* complete fields of the record */
    size_t field_start; /* of the one being read, in the text */
    bool has_text;      /* does the record have any? */
    uint32_t record;    /* number of the one being read */
    uint64_t line, quote_line;
    cell *cells;
    bool special[256]; /* bytes that may end a run of plain letters */
};

/* ---- fields --------------------------------------------------------------------------- */

static bool too_long(const struct csv *c, struct err *err)
{
    if (c->state == QUOTED)
        return err_set(err, ERR_LIMIT,
                       _("the field is longer than the %d characters a cell can hold; is the quote that "
                         "opens it on line %llu closed?"),
                       CELL_TEXT_MAX, (unsigned long long)c->quote_line);
    return err_set(err, ERR_LIMIT, _("the field is longer than the %d characters a cell can hold"),
                   CELL_TEXT_MAX);
}

static bool put(struct csv *c, str s, struct err *err)
{
    buf_put(&c->text, s);
    if (!buf_ok(&c->text))
        return err_set(err, ERR_LIMIT, _("the record is longer than %d MiB"), CSV_RECORD_MAX >> 20);
    return c->text.n - c->field_start <= CSV_FIELD_MAX || too_long(c, err);
}

static bool end_field(struct csv *c, struct err *err)
{
    struct field f = { c->field_start, c->text.n - c->field_start };

    if (c->count == COLUMN_MAX)
        return err_set(err, ERR_LIMIT, _("more than %d fields"), COLUMN_MAX);
    if (f.length && text_is_too_long((str){ c->text.p + f.start, f.length }))
        return too_long(c, err);
    c->fields[c->count++] = f;
    c->has_text = c->has_text || f.length;
    c->field_start = c->text.n;
    c->state = FIELD_START;
    return true;
}

/* ---- letters -------------------------------------------------------------------------- */

static bool letter_quoted(struct csv *c, char letter, struct err *err)
{
    if (letter == '"') {
        c->state = QUOTE_IN_QUOTED;
        return true;
    }
    c->line += letter == '\n';
    return put(c, (str){ &letter, 1 }, err);
}

/* One special letter outside quotes. *complete: it ended the record. */
static bool letter_plain(struct csv *c, char letter, bool *complete, struct err *err)
{
    if (letter == '"' && c->state == FIELD_START) {
        c->state = QUOTED;
        c->quote_line = c->line;
        return true;
    }
    if (letter == '"') {
        c->state = c->state == QUOTE_IN_QUOTED ? QUOTED : PLAIN;
        return put(c, STR("\""), err);
    }
    if (!end_field(c, err))
        return false;
    *complete = letter != c->format.delimiter;
    c->after_cr = letter == '\r';
    c->line += *complete;
    return true;
}

static size_t run_length(const struct csv *c)
{
    const unsigned char *p = (const unsigned char *)c->block.p;
    size_t i = 0;

    if (c->state == QUOTED) {
        while (i < c->block.n && p[i] != '"' && p[i] != '\n' && p[i] != 0)
            i++;
        return i;
    }
    while (i < c->block.n && !c->special[p[i]])
        i++;
    return i;
}

static void skip(struct csv *c, size_t n)
{
    c->block.p += n;
    c->block.n -= n;
}

/* The next run of letters or the one letter that means something. */
static bool step(struct csv *c, bool *complete, struct err *err)
{
    size_t run = run_length(c);

    if (run) {
        if (c->state != QUOTED)
            c->state = PLAIN;
        str letters = { c->block.p, run };
        skip(c, run);
        return put(c, letters, err);
    }
    char letter = *c->block.p;
    skip(c, 1);
    if (letter == 0)
        return err_set(err, ERR_FORMAT,
                       _("holds a NUL byte, which no text has; if the file is UTF-16, say so with "
                         "--encoding"));
    return c->state == QUOTED ? letter_quoted(c, letter, err) : letter_plain(c, letter, complete, err);
}

/* ---- records -------------------------------------------------------------------------- */

static bool refill(struct csv *c, struct err *err)
{
    if (!decoder_read(c->decoder, &c->block, err))
        return false;
    c->ended = c->block.n == 0;
    return true;
}

static bool at_end(struct csv *c, bool *complete, struct err *err)
{
    if (c->state == QUOTED)
        return err_set(err, ERR_FORMAT, _("the quote that opens a field on line %llu is never closed"),
                       (unsigned long long)c->quote_line);
    *complete = true;
    return end_field(c, err);
}

static void begin_record(struct csv *c)
{
    buf_clear(&c->text);
    c->count = 0;
    c->field_start = 0;
    c->has_text = false;
    c->record++;
}

static bool read_record(struct csv *c, struct err *err)
{
    bool complete = false;

    begin_record(c);
    while (!complete) {
        if (c->block.n == 0 && !refill(c, err))
            return false;
        if (c->ended)
            return at_end(c, &complete, err);
        bool line_feed_of_crlf = c->after_cr && *c->block.p == '\n';
        c->after_cr = false;
        if (line_feed_of_crlf)
            skip(c, 1);
        else if (!step(c, &complete, err))
            return false;
    }
    return true;
}

static bool record_check(const struct csv *c, struct err *err)
{
    return !c->has_text || c->record <= ROW_MAX ||
           err_set(err, ERR_LIMIT, _("more than %d rows; split the file"), ROW_MAX);
}

static void to_row(struct csv *c, struct row *row)
{
    for (size_t i = 0; i < c->count; i++) {
        struct field f = c->fields[i];
        c->cells[i] =
            f.length ? (cell){ .kind = CELL_TEXT, .text = { c->text.p + f.start, f.length } } : (cell){ 0 };
    }
    *row = (struct row){ c->record, c->count, c->cells };
}

static bool next(struct row_source *source, struct row *row)
{
    struct csv *c = (struct csv *)source;

    while (!c->failed && !c->ended) {
        if (!read_record(c, &c->err) || !record_check(c, &c->err)) {
            err_wrap(&c->err, _("%.*s: line %llu"), STR_ARG(c->path), (unsigned long long)c->line);
            c->failed = true;
        } else if (c->has_text) {
            to_row(c, row);
            return true;
        }
    }
    return false;
}

static bool close_csv(struct row_source *source, struct err *err)
{
    struct csv *c = (struct csv *)source;
    struct arena arena = c->arena;
    bool ok = !c->failed;

    if (!ok)
        *err = c->err;
    decoder_close(c->decoder);
    buf_release(&c->text);
    arena_reset(&arena);
    return ok;
}

static const struct row_source_ops ops = { .next = next, .close = close_csv };

bool csv_rows(struct row_source **out, const struct csv_format *format, int fd, str path, struct err *err)
{
    struct arena arena = { 0 };
    struct csv *c = arena_new(&arena, struct csv);
    const char specials[] = { 0, '"', '\r', '\n', format->delimiter };

    c->source.ops = &ops;
    c->format = *format;
    c->path = path;
    c->line = 1;
    c->text = BUF_INIT(CSV_RECORD_MAX);
    c->fields = arena_array(&arena, struct field, COLUMN_MAX);
    c->cells = arena_array(&arena, cell, COLUMN_MAX);
    for (size_t i = 0; i < countof(specials); i++)
        c->special[(unsigned char)specials[i]] = true;
    bool ok = decoder_open(&c->decoder, format->encoding, fd, format->mark, &arena, err);
    c->arena = arena;
    if (!ok) {
        struct err closed;
        err_wrap(err, "%.*s", STR_ARG(path));
        return close_csv(&c->source, &closed) && false;
    }
    *out = &c->source;
    return true;
}
