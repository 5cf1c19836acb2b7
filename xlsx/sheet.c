#include "xlsx/sheet.h"

#include "base/message.h"
#include "xlsx/limits.h"
#include "xlsx/queue.h"
#include "xlsx/text.h"
#include "xlsx/value.h"
#include "xlsx/xml.h"

enum word { C, V, R, S, T, ROW, IS, F, RPH, SHEET_DATA };

static const char *const word_list[] = {
    [C] = "c",     [V] = "v",   [R] = "r", [S] = "s",     [T] = "t",
    [ROW] = "row", [IS] = "is", [F] = "f", [RPH] = "rPh", [SHEET_DATA] = "sheetData",
};
static const struct xml_words words = { word_list, countof(word_list) };

struct sheet {
    struct row_source source;
    struct arena arena, scratch;
    struct sheet_input in;
    struct value_context values;
    struct xml *xml;
    struct row_queue queue;
    char *block;
    struct err err;
    bool failed, ended;
    bool streaming; /* too large to be sorted: rows are handed out as they come */
    bool unsorted;

    /* where the parser is */
    bool in_data, had_data, in_row, in_cell, in_phonetic, in_text;
    bool row_is_numbered; /* the row being read; else its first cell may say */
    uint32_t row, last_row, rows_seen;
    size_t column, next_column;
    struct raw_cell raw;
};

/* ---- places --------------------------------------------------------------------------- */

static bool row_number_parse(str s, uint32_t *out)
{
    uint32_t v = 0;

    if (s.n == 0 || s.n > 9)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    }
    *out = v;
    return v > 0;
}

/* "C14": column 2, row 14. */
static bool place_parse(str s, size_t *column, uint32_t *row)
{
    size_t i = 0, v = 0;

    for (; i < s.n && i < 5; i++) {
        char c = (char)(s.p[i] | 0x20);
        if (c < 'a' || c > 'z')
            break;
        v = v * 26 + (size_t)(c - 'a') + 1;
    }
    *column = v - 1;
    return v > 0 && row_number_parse((str){ s.p + i, s.n - i }, row);
}

static bool row_check(struct sheet *s, struct err *err)
{
    if (s->row > ROW_MAX)
        return err_set(err, ERR_LIMIT, _("a sheet has at most %d rows"), ROW_MAX);
    if (s->rows_seen > 0 && s->row <= s->last_row) {
        s->unsorted = true;
        if (s->streaming)
            return err_set(err, ERR_FORMAT,
                           _("rows are out of order (this one comes after row %u), and the sheet is "
                             "too large to be sorted; sort it in a spreadsheet"),
                           s->last_row);
    }
    return true;
}

static bool column_check(const struct sheet *s, struct err *err)
{
    char name[CELL_NAME_SIZE];

    return s->column < COLUMN_MAX ||
           err_set(err, ERR_LIMIT, _("the cell %s is past the last column a sheet can have, XFD"),
                   cell_name(name, s->row, s->column));
}

/* ---- elements ------------------------------------------------------------------------- */

static bool start_row(struct sheet *s, const struct xml_attribute *a, size_t n, struct err *err)
{
    str number = xml_find(a, n, R);

    if (!s->in_data || s->in_row)
        return s->in_data ? err_set(err, ERR_FORMAT, _("a row inside a row")) : true;
    s->row = s->last_row + 1;
    s->in_row = true;
    s->next_column = 0;
    s->row_is_numbered = number.n > 0;
    if (number.n && !row_number_parse(number, &s->row))
        return err_set(err, ERR_FORMAT, _("\"%.*s\" is not the number of a row"),
                       STR_ARG(text_shown(number)));
    return !number.n || row_check(s, err);
}

/* The row's own number counts; cells may give it to a row that has none, and must agree with it. */
static bool place_cell(struct sheet *s, str place, struct err *err)
{
    uint32_t row = s->row;

    s->column = s->next_column;
    if (place.n && !place_parse(place, &s->column, &row))
        return err_set(err, ERR_FORMAT, _("\"%.*s\" is not the name of a cell"),
                       STR_ARG(text_shown(place)));
    bool may_number = !s->row_is_numbered && place.n;
    if (row != s->row && !may_number)
        return err_set(err, ERR_FORMAT, _("a cell in it says that it is %.*s"), STR_ARG(place));
    s->row = row;
    bool is_new = !s->row_is_numbered;
    s->row_is_numbered = true;
    return (!is_new || row_check(s, err)) && column_check(s, err);
}

static size_t style_parse(str s)
{
    size_t v = 0;

    for (size_t i = 0; i < s.n && i < 9; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return 0;
        v = v * 10 + (size_t)(s.p[i] - '0');
    }
    return v;
}

static bool start_cell(struct sheet *s, const struct xml_attribute *a, size_t n, struct err *err)
{
    str place = STR(""), type = STR(""), style = STR("");

    if (!s->in_row)
        return true;
    if (s->in_cell)
        return err_set(err, ERR_FORMAT, _("a cell inside a cell"));
    for (size_t i = 0; i < n; i++) {
        if (a[i].word == R)
            place = a[i].value;
        else if (a[i].word == T)
            type = a[i].value;
        else if (a[i].word == S)
            style = a[i].value;
    }
    s->raw = (struct raw_cell){ .start = s->queue.text.n, .style = style_parse(style) };
    if (!place_cell(s, place, err))
        return false;
    s->in_cell = true;
    s->next_column = s->column + 1;
    return cell_type_parse(type, &s->raw.type) ||
           err_set(err, ERR_FORMAT, _("\"%.*s\" is not a type of cells"), STR_ARG(text_shown(type)));
}

static bool start_in_cell(struct sheet *s, int word)
{
    if (word == V || word == IS) {
        s->queue.text.n = s->raw.start; /* of two values the last */
        s->raw.has_value = true;
        s->in_text = word == V;
    }
    if (word == IS && s->raw.type == TYPE_NUMBER)
        s->raw.type = TYPE_TEXT;
    if (word == F)
        s->raw.has_formula = true;
    if (word == RPH)
        s->in_phonetic = true;
    if (word == T)
        s->in_text = !s->in_phonetic;
    return true;
}

static bool on_start(void *user, int word, const struct xml_attribute *a, size_t n, struct err *err)
{
    struct sheet *s = user;

    if (word == C)
        return start_cell(s, a, n, err);
    if (s->in_cell)
        return start_in_cell(s, word);
    if (word == ROW)
        return start_row(s, a, n, err);
    if (word == SHEET_DATA)
        s->in_data = s->had_data = true;
    return true;
}

static bool on_text(void *user, str text, struct err *err)
{
    struct sheet *s = user;

    if (!s->in_text)
        return true;
    if (s->queue.text.n - s->raw.start + text.n > CELL_RAW_MAX)
        return err_set(err, ERR_LIMIT, _("the text is longer than the %d characters a cell can hold"),
                       CELL_TEXT_MAX);
    if (s->queue.text.n - s->queue.row_text + text.n > ROW_TEXT_MAX)
        return err_set(err, ERR_LIMIT, _("the row holds more than %d MiB of text"), ROW_TEXT_MAX >> 20);
    queue_put(&s->queue.text, text.p, text.n);
    return buf_ok(&s->queue.text) || err_set(err, ERR_LIMIT, _("too much text"));
}

static bool end_cell(struct sheet *s, struct err *err)
{
    struct queued_cell value = { .column = (uint16_t)s->column };

    s->in_text = s->in_phonetic = false;
    bool ok = value_read(&s->values, &s->raw, &s->queue, &value, err);
    if (s->scratch.used)
        arena_reset(&s->scratch);
    if (!ok)
        return false;
    if (value.kind != CELL_EMPTY && !queue_add(&s->queue, &value))
        return err_set(err, ERR_IO, _("out of memory"));
    s->in_cell = false;
    return true;
}

static bool end_row(struct sheet *s, struct err *err)
{
    size_t twice;

    if (!s->row_is_numbered && !row_check(s, err))
        return false;
    if (!queue_complete(&s->queue, s->row, &twice)) {
        char name[CELL_NAME_SIZE];
        if (twice == COLUMN_MAX)
            return err_set(err, ERR_IO, _("out of memory"));
        return err_set(err, ERR_FORMAT, _("the cell %s is there twice"), cell_name(name, s->row, twice));
    }
    s->in_row = false;
    s->last_row = s->row;
    s->rows_seen++;
    return true;
}

static bool on_end(void *user, int word, struct err *err)
{
    struct sheet *s = user;

    if (word == C && s->in_cell)
        return end_cell(s, err);
    if (word == ROW && s->in_row && !s->in_cell)
        return end_row(s, err);
    if (word == SHEET_DATA)
        s->in_data = false;
    if (word == V || word == T)
        s->in_text = false;
    if (word == RPH)
        s->in_phonetic = false;
    return true;
}

static const struct xml_hooks hooks = { .start = on_start, .end = on_end, .text = on_text };

/* ---- rows ----------------------------------------------------------------------------- */

static bool pump(struct sheet *s, struct err *err)
{
    size_t got;

    if (!zip_part_read(s->in.zip, s->block, XML_CHUNK, &got, err))
        return false;
    s->ended = got == 0;
    if (!s->ended)
        return xml_push(s->xml, (str){ s->block, got }, err);
    return xml_finish(s->xml, err) &&
           (s->had_data || err_set(err, ERR_FORMAT, _("this is no worksheet: it has no sheetData")));
}

static bool is_small(const struct sheet *s)
{
    return queue_row_count(&s->queue) <= SORT_ROWS_MAX && queue_bytes(&s->queue) <= SORT_BYTES_MAX;
}

/* Before the first row is handed out: all rows while the sheet is small, to see whether they are in order. */
static bool look_ahead(struct sheet *s, struct err *err)
{
    uint32_t twice;

    while (!s->ended && is_small(s))
        if (!pump(s, err))
            return false;
    s->streaming = true;
    if (!s->unsorted)
        return true;
    if (!s->ended)
        return err_set(err, ERR_FORMAT,
                       _("rows are out of order, and the sheet is too large to be sorted; "
                         "sort it in a spreadsheet"));
    return queue_sort(&s->queue, &twice) || err_set(err, ERR_FORMAT, _("row %u is there twice"), twice);
}

static bool fill(struct sheet *s, struct err *err)
{
    if (!s->streaming && !look_ahead(s, err))
        return false;
    while (!s->ended && queue_row_count(&s->queue) == 0) {
        size_t dropped = s->queue.row_text;
        if (!queue_compact(&s->queue))
            return err_set(err, ERR_IO, _("out of memory"));
        s->raw.start -= s->in_cell ? dropped : 0;
        if (!pump(s, err))
            return false;
    }
    return true;
}

static bool wrap(const struct sheet *s, struct err *err)
{
    char name[CELL_NAME_SIZE];
    str path = s->in.path, sheet = s->in.name;

    if (s->in_cell && s->row <= ROW_MAX)
        err_wrap(err, _("sheet \"%.*s\", cell %s"), STR_ARG(sheet), cell_name(name, s->row, s->column));
    else if (s->in_row)
        err_wrap(err, _("sheet \"%.*s\", row %u"), STR_ARG(sheet), s->row);
    else if (s->last_row && !s->ended)
        err_wrap(err, _("sheet \"%.*s\", after row %u"), STR_ARG(sheet), s->last_row);
    else
        err_wrap(err, _("sheet \"%.*s\""), STR_ARG(sheet));
    return err_wrap(err, "%.*s", STR_ARG(path));
}

static bool next(struct row_source *source, struct row *row)
{
    struct sheet *s = (struct sheet *)source;

    if (s->failed)
        return false;
    if (queue_row_count(&s->queue) == 0 || !s->streaming) {
        if (!fill(s, &s->err)) {
            wrap(s, &s->err);
            s->failed = true;
            return false;
        }
    }
    return queue_take(&s->queue, row);
}

static bool close_sheet(struct row_source *source, struct err *err)
{
    struct sheet *s = (struct sheet *)source;
    struct arena arena = s->arena;
    bool ok = !s->failed;

    if (!ok)
        *err = s->err;
    zip_part_close(s->in.zip);
    xml_close(s->xml);
    queue_release(&s->queue);
    arena_reset(&s->scratch);
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
    s->block = arena_alloc(&arena, XML_CHUNK, 1);
    s->values = (struct value_context){ in->styles, in->strings, in->epoch_1904, &s->scratch };
    queue_init(&s->queue, (size_t)SORT_BYTES_MAX + ROW_TEXT_MAX + (8 << 20), &arena);
    bool ok = xml_open(&s->xml, &words, &hooks, s, &arena, err) && zip_part_open(in->zip, in->part, err);
    s->arena = arena;
    if (!ok) {
        struct err closed;
        wrap(s, err);
        return close_sheet(&s->source, &closed) && false;
    }
    *out = &s->source;
    return true;
}
