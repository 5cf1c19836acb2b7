#include "xlsx/sheet_cells.h"

#include "base/message.h"
#include "xlsx/limits.h"
#include "xlsx/scan_events.h"
#include "xlsx/text.h"

static const char *const word_list[] = {
    [SHEET_C] = "c",     [SHEET_V] = "v",   [SHEET_R] = "r", [SHEET_S] = "s",     [SHEET_T] = "t",
    [SHEET_ROW] = "row", [SHEET_IS] = "is", [SHEET_F] = "f", [SHEET_RPH] = "rPh", [SHEET_DATA] = "sheetData",
};
const struct xml_words sheet_words = { word_list, countof(word_list) };

void cells_init(struct cells *c, const struct value_context *values, struct arena *arena)
{
    c->values = *values;
    c->values.scratch = &c->scratch;
    c->decoded = BUF_INIT(SCAN_PIECE_MAX);
    queue_init(&c->queue, (size_t)SORT_BYTES_MAX + ROW_TEXT_MAX + (8 << 20), arena);
}

void cells_restart(struct cells *c)
{
    queue_restart(&c->queue);
    c->at = (struct cells_place){ 0 };
}

void cells_release(struct cells *c)
{
    queue_release(&c->queue);
    buf_release(&c->decoded);
    arena_reset(&c->scratch);
}

bool cells_compact(struct cells *c)
{
    size_t dropped = c->queue.row_text;

    if (!queue_compact(&c->queue))
        return false;
    c->at.raw.start -= c->at.in_cell ? dropped : 0;
    return true;
}

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

static bool row_check(struct cells *c, struct err *err)
{
    struct cells_place *at = &c->at;

    if (at->row > ROW_MAX)
        return err_set(err, ERR_LIMIT, _("a sheet has at most %d rows"), ROW_MAX);
    if (at->rows_seen > 0 && at->row <= at->last_row) {
        at->unsorted = true;
        if (at->streaming)
            return err_set(err, ERR_FORMAT,
                           _("rows are out of order (this one comes after row %u), and the sheet is "
                             "too large to be sorted; sort it in a spreadsheet"),
                           at->last_row);
    }
    return true;
}

static bool column_check(const struct cells *c, struct err *err)
{
    char name[CELL_NAME_SIZE];

    return c->at.column < COLUMN_MAX ||
           err_set(err, ERR_LIMIT, _("the cell %s is past the last column a sheet can have, XFD"),
                   cell_name(name, c->at.row, c->at.column));
}

/* ---- elements ------------------------------------------------------------------------- */

static bool start_row(struct cells *c, const struct xml_attribute *a, size_t n, struct err *err)
{
    struct cells_place *at = &c->at;
    str number = xml_find(a, n, SHEET_R);

    if (!at->in_data || at->in_row)
        return at->in_data ? err_set(err, ERR_FORMAT, _("a row inside a row")) : true;
    at->row = at->last_row + 1;
    at->in_row = true;
    at->next_column = 0;
    at->row_is_numbered = number.n > 0;
    if (number.n && !row_number_parse(number, &at->row))
        return err_set(err, ERR_FORMAT, _("\"%.*s\" is not the number of a row"),
                       STR_ARG(text_shown(number)));
    return !number.n || row_check(c, err);
}

/* The row's own number counts; cells may give it to a row that has none, and must agree with it. */
static bool place_cell(struct cells *c, str place, struct err *err)
{
    struct cells_place *at = &c->at;
    uint32_t row = at->row;

    at->column = at->next_column;
    if (place.n && !place_parse(place, &at->column, &row))
        return err_set(err, ERR_FORMAT, _("\"%.*s\" is not the name of a cell"), STR_ARG(text_shown(place)));
    bool may_number = !at->row_is_numbered && place.n;
    if (row != at->row && !may_number)
        return err_set(err, ERR_FORMAT, _("a cell in it says that it is %.*s"), STR_ARG(place));
    at->row = row;
    bool is_new = !at->row_is_numbered;
    at->row_is_numbered = true;
    return (!is_new || row_check(c, err)) && column_check(c, err);
}

size_t cell_style_parse(str s)
{
    size_t v = 0;

    for (size_t i = 0; i < s.n && i < 9; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return 0;
        v = v * 10 + (size_t)(s.p[i] - '0');
    }
    return v;
}

static bool start_cell(struct cells *c, const struct xml_attribute *a, size_t n, struct err *err)
{
    struct cells_place *at = &c->at;
    str place = STR(""), type = STR(""), style = STR("");

    if (!at->in_row)
        return true;
    if (at->in_cell)
        return err_set(err, ERR_FORMAT, _("a cell inside a cell"));
    for (size_t i = 0; i < n; i++) {
        if (a[i].word == SHEET_R)
            place = a[i].value;
        else if (a[i].word == SHEET_T)
            type = a[i].value;
        else if (a[i].word == SHEET_S)
            style = a[i].value;
    }
    at->raw = (struct raw_cell){ .start = c->queue.text.n, .style = cell_style_parse(style) };
    if (!place_cell(c, place, err))
        return false;
    at->in_cell = true;
    at->next_column = at->column + 1;
    return cell_type_parse(type, &at->raw.type) ||
           err_set(err, ERR_FORMAT, _("\"%.*s\" is not a type of cells"), STR_ARG(text_shown(type)));
}

static bool start_in_cell(struct cells *c, int word)
{
    struct cells_place *at = &c->at;

    if (word == SHEET_V || word == SHEET_IS) {
        c->queue.text.n = at->raw.start; /* of two values the last */
        at->raw.has_value = true;
        at->in_text = word == SHEET_V;
    }
    if (word == SHEET_IS && at->raw.type == TYPE_NUMBER)
        at->raw.type = TYPE_TEXT;
    if (word == SHEET_F)
        at->raw.has_formula = true;
    if (word == SHEET_RPH)
        at->in_phonetic = true;
    if (word == SHEET_T)
        at->in_text = !at->in_phonetic;
    return true;
}

static bool on_start(void *user, int word, const struct xml_attribute *a, size_t n, struct err *err)
{
    struct cells *c = user;

    if (word == SHEET_C)
        return start_cell(c, a, n, err);
    if (c->at.in_cell)
        return start_in_cell(c, word);
    if (word == SHEET_ROW)
        return start_row(c, a, n, err);
    if (word == SHEET_DATA)
        c->at.in_data = c->at.had_data = true;
    return true;
}

static bool on_text(void *user, str text, struct err *err)
{
    struct cells *c = user;
    struct row_queue *q = &c->queue;

    if (!c->at.in_text)
        return true;
    if (q->text.n - c->at.raw.start + text.n > CELL_RAW_MAX)
        return err_set(err, ERR_LIMIT, _("the text is longer than the %d characters a cell can hold"),
                       CELL_TEXT_MAX);
    if (q->text.n - q->row_text + text.n > ROW_TEXT_MAX)
        return err_set(err, ERR_LIMIT, _("the row holds more than %d MiB of text"), ROW_TEXT_MAX >> 20);
    buf_put(&q->text, text);
    return buf_ok(&q->text) || err_set(err, ERR_LIMIT, _("too much text"));
}

static bool end_cell(struct cells *c, struct err *err)
{
    struct queued_cell value = { .column = (uint16_t)c->at.column };

    c->at.in_text = c->at.in_phonetic = false;
    bool ok = value_read(&c->values, &c->at.raw, &c->queue, &value, err);
    if (c->scratch.used)
        arena_reset(&c->scratch);
    if (!ok)
        return false;
    if (value.kind != CELL_EMPTY && !queue_add(&c->queue, &value))
        return err_set(err, ERR_IO, _("out of memory"));
    c->at.in_cell = false;
    return true;
}

/* All rows are held back while they are few, to see whether they are in order. Where rows begin to be handed out depends on
 * the rows alone, so that whoever reads them fails alike. */
static bool hold_back(struct cells *c, struct err *err)
{
    enum { A_FEW_ROWS = 1024, A_FEW_BYTES = 256 << 10 };
    size_t rows = queue_row_count(&c->queue), bytes = queue_bytes(&c->queue);

    if (c->at.streaming || (rows <= SORT_ROWS_MAX && bytes <= SORT_BYTES_MAX))
        return true;
    if (c->at.unsorted)
        return err_set(err, ERR_FORMAT,
                       _("rows are out of order, and the sheet is too large to be sorted; "
                         "sort it in a spreadsheet"));
    c->at.streaming = rows % A_FEW_ROWS == 0 || bytes > SORT_BYTES_MAX + A_FEW_BYTES;
    return true;
}

static bool end_row(struct cells *c, struct err *err)
{
    struct cells_place *at = &c->at;
    size_t twice;

    if (!at->row_is_numbered && !row_check(c, err))
        return false;
    if (!queue_complete(&c->queue, at->row, &twice)) {
        char name[CELL_NAME_SIZE];
        if (twice == COLUMN_MAX)
            return err_set(err, ERR_IO, _("out of memory"));
        return err_set(err, ERR_FORMAT, _("the cell %s is there twice"), cell_name(name, at->row, twice));
    }
    at->in_row = false;
    at->last_row = at->row;
    at->rows_seen++;
    return hold_back(c, err);
}

static bool on_end(void *user, int word, struct err *err)
{
    struct cells *c = user;
    struct cells_place *at = &c->at;

    if (word == SHEET_C && at->in_cell)
        return end_cell(c, err);
    if (word == SHEET_ROW && at->in_row && !at->in_cell)
        return end_row(c, err);
    if (word == SHEET_DATA)
        at->in_data = false;
    if (word == SHEET_V || word == SHEET_T)
        at->in_text = false;
    if (word == SHEET_RPH)
        at->in_phonetic = false;
    return true;
}

const struct xml_hooks sheet_hooks = { .start = on_start, .end = on_end, .text = on_text };

/* ---- rows by the scanner -------------------------------------------------------------- */

static const char *scan_row(void *user, const char *p)
{
    struct cells *c = user;
    struct cells_place before = c->at;
    struct scan_target target = { &sheet_words, &sheet_hooks, c, sheet_scan_cells, &c->decoded };

    p = scan_element(&target, p);
    if (p)
        return p;
    c->at = before;
    queue_undo_row(&c->queue);
    return NULL;
}

const struct feed_pieces sheet_pieces = {
    .root = SHEET_DATA,
    .root_start = STR_INIT("<sheetData"),
    .start = STR_INIT("<row"),
    .end = STR_INIT("</row>"),
    .read = scan_row,
};
