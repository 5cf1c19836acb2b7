#include "job/bookings_sheet.h"

#include "base/message.h"
#include "base/prefetch.h"
#include "base/unicode.h"
#include "model/types.h"

enum { ROWS_LOOKED_AT = 20 };

static bool is_named(str header, str name, str map, struct arena *a)
{
    str key = text_key(header, a);

    return str_eq(key, text_key(name, a)) || (map.n > 0 && str_eq(key, text_key(map, a)));
}

static bool twice(const struct named_sheet *s, size_t first, size_t second, str name, struct err *err)
{
    char a[CELL_NAME_SIZE], b[CELL_NAME_SIZE];

    cell_name(a, s->row.number, first);
    cell_name(b, s->row.number, second);
    return err_set(err, ERR_FORMAT,
                   _("the column \"%.*s\" stands twice, in %s and in %s; delete one of them"), STR_ARG(name),
                   a, b);
}

/* *found: one of the keys is there. */
static bool read_header(struct named_sheet *s, const str *names, size_t n, size_t keys, const str *maps,
                        bool *found, struct arena *a, struct err *err)
{
    *found = false;
    for (size_t i = 0; i < n; i++) {
        s->at[i] = -1;
        for (size_t c = 0; c < s->row.count; c++) {
            if (s->row.cells[c].kind != CELL_TEXT ||
                !is_named(s->row.cells[c].text, names[i], maps ? maps[i] : STR(""), a))
                continue;
            if (s->at[i] >= 0)
                return twice(s, (size_t)s->at[i], c, names[i], err);
            s->at[i] = (int32_t)c;
            *found = *found || i < keys;
        }
    }
    return true;
}

static bool find_header(struct named_sheet *s, const str *names, size_t n, size_t keys, const str *maps,
                        struct arena *a, struct err *err)
{
    bool found = false;

    while (!found && named_next(s) && s->row.number <= ROWS_LOOKED_AT)
        if (!read_header(s, names, n, keys, maps, &found, a, err))
            return false;
    str list = arena_join(a, names, keys, STR(", "));
    return found || err_set(err, ERR_FORMAT, _("no row among the first %d names a column of: %.*s"),
                            ROWS_LOOKED_AT, STR_ARG(list));
}

bool named_open(struct named_sheet *s, const struct row_input *input, const str *names, size_t n, size_t keys,
                const str *maps, struct arena *a, struct err *err)
{
    struct err unreadable = { 0 };

    *s = (struct named_sheet){ .zone = zone_utc() };
    if (!input->open(input->context, &s->source, err))
        return false;
    s->source = prefetch_rows(s->source);
    if (find_header(s, names, n, keys, maps, a, err))
        return true;
    /* A sheet that cannot be read looks like one that ends before its header. */
    if (!row_close(s->source, &unreadable)) {
        *err = unreadable;
        return false;
    }
    return input->name.n == 0 ? false : err_wrap(err, "%.*s", STR_ARG(input->name));
}

bool named_close(struct named_sheet *s, struct err *err)
{
    return row_close(s->source, err);
}

bool named_next(struct named_sheet *s)
{
    return row_next(s->source, &s->row);
}

bool named_has(const struct named_sheet *s, size_t column)
{
    return s->at[column] >= 0;
}

static cell cell_at(const struct named_sheet *s, size_t column)
{
    int32_t at = s->at[column];

    return at >= 0 && (size_t)at < s->row.count ? s->row.cells[at] : (cell){ CELL_EMPTY, false, STR("") };
}

str named_text(const struct named_sheet *s, size_t column)
{
    return cell_at(s, column).text;
}

/* Exports write IDs as numbers, as text, and as text with an apostrophe in front. */
bool named_id(const struct named_sheet *s, size_t column, int64_t *out)
{
    cell c = cell_at(s, column);
    str text = text_trim(c.text);

    *out = 0;
    if (text.n > 0 && text.p[0] == '\'')
        text = (str){ text.p + 1, text.n - 1 };
    return text.n == 0 || (!c.rounded && num_parse_i64(text, out) && *out > 0);
}

bool named_moment(const struct named_sheet *s, size_t column, int64_t *out, struct arena *scratch)
{
    cell c = cell_at(s, column);
    civil wall;

    *out = 0;
    if (text_is_blank(c.text))
        return true;
    return time_read(c, s->zone, &wall, out, scratch) == TIME_OK;
}

str named_cell(const struct named_sheet *s, size_t column, struct arena *a)
{
    char to[CELL_NAME_SIZE];

    return arena_copy(a, str_of(cell_name(to, s->row.number, s->at[column] < 0 ? 0 : (size_t)s->at[column])));
}
