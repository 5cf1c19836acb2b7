#include <string.h>

#include "xlsx/write_lines.h"
#include "xlsx/write_rows.h"

enum { NUMBER_DIGITS = 15 }; /* what every reader's double keeps */

static void put_escape(struct buf *to, char c)
{
    static const char digits[] = "0123456789abcdef";
    static const char short_forms[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
    };

    buf_putc(to, '\\');
    if (c == '"' || c == '\\') {
        buf_putc(to, c);
    } else if ((size_t)c < sizeof short_forms && short_forms[(size_t)c]) {
        buf_putc(to, short_forms[(size_t)c]);
    } else {
        buf_put(to, STR("u00"));
        buf_putc(to, digits[(c >> 4) & 15]);
        buf_putc(to, digits[c & 15]);
    }
}

static bool is_plain(char c)
{
    return c != '"' && c != '\\' && (unsigned char)c >= 0x20;
}

static void put_string(struct buf *to, str s)
{
    buf_putc(to, '"');
    for (size_t at = 0; at < s.n; at++) {
        size_t from = at;
        while (at < s.n && is_plain(s.p[at]))
            at++;
        buf_put(to, (str){ s.p + from, at - from });
        if (at < s.n)
            put_escape(to, s.p[at]);
    }
    buf_putc(to, '"');
}

/* JSON has no leading zeros. */
static bool is_json_number(str s)
{
    size_t digits = 0, sign = s.n && s.p[0] == '-';

    if (!is_plain_number(s))
        return false;
    if (s.n > sign + 1 && s.p[sign] == '0' && s.p[sign + 1] != '.')
        return false;
    for (size_t i = sign; i < s.n; i++)
        digits += s.p[i] != '.';
    return digits <= NUMBER_DIGITS;
}

static void put_value(struct buf *to, const cell *c)
{
    if (c->kind == CELL_BOOL && str_eq(c->text, STR("TRUE")))
        buf_put(to, STR("true"));
    else if (c->kind == CELL_BOOL && str_eq(c->text, STR("FALSE")))
        buf_put(to, STR("false"));
    else if (c->kind == CELL_NUMBER && is_json_number(c->text))
        buf_put(to, c->text);
    else
        put_string(to, c->text);
}

static void put_key(struct buf *to, const str *keys, size_t key_count, size_t column)
{
    char name[CELL_NAME_SIZE];

    if (column < key_count && keys[column].n)
        put_string(to, keys[column]);
    else
        put_string(to, (str){ name, strcspn(cell_name(name, 1, column), "1") });
}

static void jsonl_row(struct buf *to, const str *keys, size_t key_count, const cell *cells, size_t count)
{
    bool first = true;

    buf_putc(to, '{');
    for (size_t i = 0; i < count; i++) {
        if (cells[i].kind == CELL_EMPTY)
            continue;
        if (!first)
            buf_putc(to, ',');
        first = false;
        put_key(to, keys, key_count, i);
        buf_putc(to, ':');
        put_value(to, &cells[i]);
    }
    buf_put(to, STR("}\n"));
}

static void jsonl_header(struct buf *to, const cell *cells, size_t count)
{
    (void)to, (void)cells, (void)count; /* they are every row's keys */
}

const struct line_format jsonl_format = {
    .start = STR_INIT(""),
    .header = jsonl_header,
    .row = jsonl_row,
    .skipped = STR_INIT(""),
};
