/*
 * sheet_scan.c - cells of the shapes that nearly all cells have, without hooks:
 *
 *     <c r="A1" s="1" t="s"><v>5</v></c>
 *     <c r="A1" t="inlineStr"><is><t>text</t></is></c>
 *
 * with these attributes in any order, or none of them. Whatever has another shape, and whatever is wrong, is left
 * to the hooks: this reads the same as they do or not at all.
 */
#include "xlsx/sheet_cells.h"

#include <string.h>

#include "xlsx/limits.h"
#include "xlsx/scan.h"
#include "xlsx/text.h"

struct head {
    size_t column;
    enum cell_type type;
    str style;
};

/* ---- the start tag -------------------------------------------------------------------- */

/* 1048576": eight bytes at most. */
static void write_name(struct cells *c)
{
    char digits[8] = { 0 }, mask[8] = { 0 };
    size_t n = 0;

    for (uint32_t v = c->at.row; v; v /= 10)
        n++;
    c->name_size = n + 1;
    memset(mask, 0xFF, n + 1);
    digits[n] = '"';
    for (uint32_t v = c->at.row; v; v /= 10)
        digits[--n] = (char)('0' + v % 10);
    memcpy(&c->name_end, digits, sizeof digits);
    memcpy(&c->name_mask, mask, sizeof mask);
    c->name_of = c->at.row;
}

/* A1": of the row being read. Behind the quote, or NULL. */
static const char *place(struct cells *c, const char *p, size_t *column)
{
    uint64_t bytes;
    size_t v = 0;

    for (; *p >= 'A' && *p <= 'Z'; p++) {
        v = v * 26 + (size_t)(*p - 'A') + 1;
        if (v > COLUMN_MAX)
            return NULL;
    }
    if (c->name_of != c->at.row)
        write_name(c);
    *column = v - 1;
    memcpy(&bytes, p, sizeof bytes);
    return v > 0 && (bytes & c->name_mask) == c->name_end ? p + c->name_size : NULL;
}

/* abc": behind the quote, or NULL. */
static const char *word(const char *p, str *out)
{
    const char *start = p;

    while ((*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') || *p == 'S')
        p++;
    *out = (str){ start, (size_t)(p - start) };
    return *p == '"' ? p + 1 : NULL;
}

/* The two that nearly all texts have are known at a glance. */
static const char *cell_type(const char *p, enum cell_type *out)
{
    str name;

    if (SCAN_IS(p, "s\"")) {
        *out = TYPE_SHARED;
        return p + sizeof "s";
    }
    if (SCAN_IS(p, "inlineStr\"")) {
        *out = TYPE_TEXT;
        return p + sizeof "inlineStr";
    }
    p = word(p, &name);
    return p && cell_type_parse(name, out) ? p : NULL;
}

static const char *attributes(struct cells *c, const char *p, struct head *h)
{
    unsigned seen = 0;
    enum { R = 1, S = 2, T = 4 };

    h->column = c->at.next_column;
    h->type = TYPE_NUMBER;
    h->style = STR("");
    while (p && *p == ' ') {
        if (p[1] == '\0' || p[2] != '=' || p[3] != '"')
            return NULL;
        unsigned one = p[1] == 'r' ? R : p[1] == 's' ? S : p[1] == 't' ? T : 0;
        if (one == 0 || (seen & one))
            return NULL;
        seen |= one;
        if (one == R)
            p = place(c, p + 4, &h->column);
        else
            p = one == S ? word(p + 4, &h->style) : cell_type(p + 4, &h->type);
    }
    return p && h->column < COLUMN_MAX ? p : NULL;
}

/* ---- the value ------------------------------------------------------------------------ */

static bool put_shared(struct cells *c, const struct head *h, uint64_t index)
{
    str text;

    if (!strings_get(c->values.strings, index, &text) || text.n > CELL_TEXT_MAX)
        return false;
    struct queued_cell value = {
        .elsewhere = text.p,
        .length = (uint32_t)text.n,
        .column = (uint16_t)h->column,
        .kind = CELL_TEXT,
    };
    return text.n == 0 || queue_add(&c->queue, &value);
}

static bool put_other(struct cells *c, const struct head *h, str text, bool marked)
{
    struct queued_cell value = { .column = (uint16_t)h->column };
    struct buf *to = &c->queue.text;
    struct raw_cell raw = {
        .type = h->type, .style = cell_style_parse(h->style), .start = to->n, .has_value = true
    };
    struct err ignored;

    if (marked && !scan_decode(to, text))
        return false;
    if (!marked)
        buf_put(to, text);
    bool ok = buf_ok(to) && value_read(&c->values, &raw, &c->queue, &value, &ignored);
    if (c->scratch.used)
        arena_reset(&c->scratch);
    return ok && (value.kind == CELL_EMPTY || queue_add(&c->queue, &value));
}

/* Text that stays as it is in the file. */
static bool put_same(struct cells *c, const struct head *h, str text, enum cell_kind kind)
{
    struct buf *to = &c->queue.text;
    struct queued_cell value = { .offset = (uint32_t)to->n,
                                 .length = (uint32_t)text.n,
                                 .column = (uint16_t)h->column,
                                 .kind = (uint8_t)kind };

    if (text.n <= SCAN_SLACK && to->room - to->n >= SCAN_SLACK && !to->failed) {
        memcpy(to->p + to->n, text.p, SCAN_SLACK); /* of any length alike: no call, nothing to guess */
        to->n += text.n;
    } else {
        buf_put(to, text);
    }
    return buf_ok(to) && queue_add(&c->queue, &value);
}

static bool put_bool(struct cells *c, const struct head *h, bool yes)
{
    struct queued_cell value = { .elsewhere = yes ? "TRUE" : "FALSE",
                                 .length = yes ? 4 : 5,
                                 .column = (uint16_t)h->column,
                                 .kind = CELL_BOOL };

    return queue_add(&c->queue, &value);
}

static enum cell_kind number_kind(const struct cells *c, const struct head *h)
{
    return style_is_date(c->values.styles, cell_style_parse(h->style)) ? CELL_DATE : CELL_NUMBER;
}

/* False: everything is as it was, but for bytes at the end of the queue's text. What is not frequent goes the way of the hooks. */
static bool put(struct cells *c, const struct head *h, str text, unsigned todo)
{
    if (text.n == 0)
        return true;
    if (text.n > CELL_TEXT_MAX || c->queue.text.n - c->queue.row_text + text.n > ROW_TEXT_MAX)
        return false;
    if ((h->type == TYPE_TEXT || h->type == TYPE_FORMULA_TEXT) && !todo)
        return put_same(c, h, text, CELL_TEXT);
    if (h->type == TYPE_NUMBER && !c->values.epoch_1904 && number_is_plain(text))
        return put_same(c, h, text, number_kind(c, h));
    if (h->type == TYPE_BOOL && text.n == 1 && (text.p[0] == '0' || text.p[0] == '1'))
        return put_bool(c, h, text.p[0] == '1');
    return put_other(c, h, text, todo & SCAN_DECODE);
}

/* ---- the cell ------------------------------------------------------------------------- */

#define VALUE       "<v>"
#define VALUE_END   "</v></c>"
#define INLINE      "<is><t>"
#define INLINE_KEPT "<is><t xml:space=\"preserve\">"
#define INLINE_END  "</t></is></c>"

/* Nothing but digits, or NULL. */
static const char *shared(struct cells *c, const char *p, const struct head *h)
{
    enum { DIGITS_MAX = 18 };
    const char *start = p;
    uint64_t index = 0;

    for (; *p >= '0' && *p <= '9'; p++)
        index = index * 10 + (uint64_t)(*p - '0');
    if (p == start || p - start > DIGITS_MAX || !SCAN_IS(p, VALUE_END) || !put_shared(c, h, index))
        return NULL;
    return p + sizeof VALUE_END - 1;
}

static const char *content(struct cells *c, const char *p, struct head *h)
{
    bool is_inline = !SCAN_IS(p, VALUE);
    unsigned todo = 0;

    if (!is_inline)
        p += sizeof VALUE - 1;
    else if (SCAN_IS(p, INLINE))
        p += sizeof INLINE - 1;
    else if (SCAN_IS(p, INLINE_KEPT))
        p += sizeof INLINE_KEPT - 1;
    else
        return NULL;
    const char *end = scan_text(p, &todo);
    if (!end || (is_inline ? !SCAN_IS(end, INLINE_END) : !SCAN_IS(end, VALUE_END)))
        return NULL;
    if (is_inline && h->type == TYPE_NUMBER)
        h->type = TYPE_TEXT;
    size_t before = c->queue.text.n;
    if (put(c, h, (str){ p, (size_t)(end - p) }, todo))
        return end + (is_inline ? sizeof INLINE_END : sizeof VALUE_END) - 1;
    c->queue.text.n = before;
    return NULL;
}

static const char *one_cell(struct cells *c, const char *p)
{
    struct head head;

    if (p[0] != '<' || p[1] != 'c')
        return NULL;
    p = attributes(c, p + 2, &head);
    if (!p)
        return NULL;
    if (*p == '>' && head.type == TYPE_SHARED && SCAN_IS(p + 1, VALUE))
        p = shared(c, p + sizeof ">" VALUE - 1, &head);
    else if (*p == '>')
        p = content(c, p + 1, &head);
    else
        p = p[0] == '/' && p[1] == '>' ? p + 2 : NULL;
    if (p)
        c->at.next_column = head.column + 1;
    return p;
}

const char *sheet_scan_cells(void *user, const char *p)
{
    struct cells *c = user;
    const char *end = NULL;

    if (!c->at.row_is_numbered || c->at.in_cell || !c->at.in_row)
        return NULL;
    while ((p = one_cell(c, p)) != NULL)
        end = p;
    return end;
}
