#include "xlsx/value.h"

#include "base/message.h"
#include "base/num.h"
#include "base/time.h"
#include "xlsx/limits.h"
#include "xlsx/text.h"

enum { DAYS_1904 = 1462, SHIFT_SCALE = 12 };

static const struct {
    str word;
    enum cell_type type;
} types[] = {
    { STR_INIT("inlineStr"), TYPE_TEXT },   { STR_INIT("n"), TYPE_NUMBER }, { STR_INIT("b"), TYPE_BOOL },
    { STR_INIT("str"), TYPE_FORMULA_TEXT }, { STR_INIT("e"), TYPE_ERROR },  { STR_INIT("d"), TYPE_DATE },
};

bool cell_type_parse(str s, enum cell_type *out)
{
    if (s.n == 0 || (s.n == 1 && s.p[0] == 's')) { /* nearly all cells are one of these */
        *out = s.n ? TYPE_SHARED : TYPE_NUMBER;
        return true;
    }
    for (size_t i = 0; i < countof(types); i++) {
        if (str_eq(types[i].word, s)) {
            *out = types[i].type;
            return true;
        }
    }
    return false;
}

struct reading {
    const struct value_context *context;
    const struct raw_cell *raw;
    struct row_queue *queue;
    struct queued_cell *out;
    str text; /* of the cell, at the end of queue->text */
};

/* The cell's own text becomes `text`: a part of what is there already, or other bytes. */
static bool keep(struct reading *r, enum cell_kind kind, str text, struct err *err)
{
    struct buf *to = &r->queue->text;

    if (text.p >= r->text.p && text.p < r->text.p + r->text.n) {
        r->out->offset = (uint32_t)(text.p - to->p);
        to->n = r->out->offset + text.n;
    } else {
        to->n = r->raw->start;
        r->out->offset = (uint32_t)to->n;
        buf_put(to, text);
    }
    r->out->length = (uint32_t)text.n;
    r->out->kind = text.n ? (uint8_t)kind : CELL_EMPTY;
    return buf_ok(to) ||
           err_set(err, ERR_LIMIT, _("the row holds more than %d MiB of text"), ROW_TEXT_MAX >> 20);
}

static bool too_long(struct err *err)
{
    return err_set(err, ERR_LIMIT, _("the text is longer than the %d characters a cell can hold"),
                   CELL_TEXT_MAX);
}

static bool index_parse(str s, uint64_t *out)
{
    uint64_t v = 0;

    s = str_trim(s);
    if (s.n == 0 || s.n > 18)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    *out = v;
    return true;
}

static bool read_shared(struct reading *r, struct err *err)
{
    const struct strings *strings = r->context->strings;
    uint64_t i;
    str text;

    r->queue->text.n = r->raw->start;
    if (!index_parse(r->text, &i))
        return err_set(err, ERR_FORMAT, _("\"%.*s\" is not the number of a shared string"),
                       STR_ARG(text_shown(r->text)));
    if (!strings_get(strings, i, &text))
        return err_set(err, ERR_FORMAT, _("shared string %llu does not exist; the workbook has %zu"),
                       (unsigned long long)i, strings->count);
    if (text_is_too_long(text))
        return too_long(err);
    r->out->elsewhere = text.p;
    r->out->length = (uint32_t)text.n;
    r->out->kind = text.n ? CELL_TEXT : CELL_EMPTY;
    return true;
}

static bool read_text(struct reading *r, struct err *err)
{
    struct buf *b = &r->queue->text;

    r->text.n = text_unescape(b->p + r->raw->start, r->text.n);
    if (text_is_too_long(r->text))
        return too_long(err);
    return keep(r, CELL_TEXT, r->text, err);
}

/* A serial of the 1904 epoch, moved. Text that is no decimal, or too far out to be a date, stays as it is. */
static str moved_from_1904(str serial, struct arena *scratch)
{
    decimal d;
    bool rounded;
    str out;

    if (!decimal_parse(serial, &d))
        return serial;
    if (d.scale > SHIFT_SCALE && !decimal_parse(decimal_format_scale(d, SHIFT_SCALE, scratch), &d))
        return serial;
    int64_t days = DAYS_1904;
    for (unsigned i = 0; i < d.scale; i++)
        days *= 10;
    if (__builtin_add_overflow(d.units, days, &d.units))
        return serial;
    return num_canonical(decimal_format(d, scratch), &out, &rounded, scratch) ? out : serial;
}

static bool read_number(struct reading *r, struct err *err)
{
    bool is_date = style_is_date(r->context->styles, r->raw->style);
    str number = r->text;

    if (!number_is_plain(number) && !num_canonical(number, &number, &r->out->rounded, r->context->scratch))
        return keep(r, CELL_TEXT, str_trim(r->text),
                    err); /* "NaN", "abc": whoever wants a number refuses it */
    if (is_date && r->context->epoch_1904)
        number = moved_from_1904(number, r->context->scratch);
    return keep(r, is_date ? CELL_DATE : CELL_NUMBER, number, err);
}

static bool read_bool(struct reading *r, struct err *err)
{
    str s = str_trim(r->text);

    if (str_eq(s, STR("1")) || str_eq_fold(s, STR("true")))
        return keep(r, CELL_BOOL, STR("TRUE"), err);
    if (str_eq(s, STR("0")) || str_eq_fold(s, STR("false")))
        return keep(r, CELL_BOOL, STR("FALSE"), err);
    return keep(r, CELL_TEXT, s, err);
}

static bool read_error(struct reading *r, struct err *err)
{
    return keep(r, CELL_ERROR, str_trim(r->text), err);
}

/* t="d": an ISO 8601 date, whatever the epoch of the workbook. */
static bool read_date(struct reading *r, struct err *err)
{
    civil c;
    bool has_offset;
    int32_t offset;

    if (!civil_parse(str_trim(r->text), &c, &has_offset, &offset) || has_offset)
        return keep(r, CELL_TEXT, str_trim(r->text), err);
    return keep(r, CELL_DATE, civil_to_serial(c, r->context->scratch), err);
}

static bool (*const readers[])(struct reading *r, struct err *err) = {
    [TYPE_SHARED] = read_shared,     [TYPE_NUMBER] = read_number, [TYPE_TEXT] = read_text,
    [TYPE_FORMULA_TEXT] = read_text, [TYPE_BOOL] = read_bool,     [TYPE_ERROR] = read_error,
    [TYPE_DATE] = read_date,
};

bool value_read(const struct value_context *context, const struct raw_cell *raw, struct row_queue *queue,
                struct queued_cell *out, struct err *err)
{
    struct reading r = {
        .context = context,
        .raw = raw,
        .queue = queue,
        .out = out,
        .text = { queue->text.p ? queue->text.p + raw->start : "", queue->text.n - raw->start },
    };

    if (r.text.n)
        return readers[raw->type](&r, err);
    /* ="" has a value, the empty text; a formula that nobody calculated has none. */
    bool calculated = raw->type == TYPE_FORMULA_TEXT && raw->has_value;
    out->kind = raw->has_formula && !calculated ? CELL_NO_VALUE : CELL_EMPTY;
    return true;
}
