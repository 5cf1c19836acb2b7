#include <string.h>

#include "xlsx/write_lines.h"

static bool needs_quotes(str s)
{
    if (s.p[0] == ' ' || s.p[s.n - 1] == ' ')
        return true;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\r' || s.p[i] == '\n')
            return true;
    return false;
}

static void put_quoted(struct buf *to, str s)
{
    str head;

    buf_putc(to, '"');
    while (str_cut(s, '"', &head, &s)) {
        buf_put(to, head);
        buf_put(to, STR("\"\""));
    }
    buf_put(to, head);
    buf_putc(to, '"');
}

static void put_fields(struct buf *to, const cell *cells, size_t count, size_t wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_putc(to, ',');
        if (cells[i].text.n && needs_quotes(cells[i].text))
            put_quoted(to, cells[i].text);
        else
            buf_put(to, cells[i].text);
    }
    for (size_t i = count ? count : 1; i < wanted; i++)
        buf_putc(to, ',');
    buf_put(to, STR("\r\n"));
}

static void csv_header(struct buf *to, const cell *cells, size_t count)
{
    put_fields(to, cells, count, count);
}

static void csv_row(struct buf *to, const str *keys, size_t key_count, const cell *cells, size_t count)
{
    (void)keys;
    put_fields(to, cells, count, key_count);
}

const struct line_format csv_format = {
    .start = STR_INIT("\xef\xbb\xbf"),
    .header = csv_header,
    .row = csv_row,
    .skipped = STR_INIT("\r\n"),
};
