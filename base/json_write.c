#include "base/json_write.h"

#include "base/unicode.h"

enum { TEXT_MAX = 1 << 30 };

struct json_writer json_write_begin(void)
{
    return (struct json_writer){ .text = BUF_INIT(TEXT_MAX) };
}

str json_write_end(struct json_writer *w, struct arena *a)
{
    str text = arena_copy(a, buf_ok(&w->text) ? buf_str(&w->text) : STR(""));

    buf_release(&w->text);
    return text;
}

static void comma(struct json_writer *w)
{
    if (w->later)
        buf_putc(&w->text, ',');
    w->later = true;
}

void json_write_open(struct json_writer *w, char bracket)
{
    comma(w);
    buf_putc(&w->text, bracket);
    w->later = false;
}

void json_write_close(struct json_writer *w, char bracket)
{
    buf_putc(&w->text, bracket);
    w->later = true;
}

static bool is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

static void put_escaped(struct buf *b, char c)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char letters[0x20] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'
    };
    unsigned char byte = (unsigned char)c;
    char letter = byte < sizeof letters ? letters[byte] : c;

    if (letter) {
        const char two[] = { '\\', letter };
        buf_put(b, (str){ two, sizeof two });
    } else {
        const char six[] = { '\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15] };
        buf_put(b, (str){ six, sizeof six });
    }
}

static void put_quoted(struct buf *b, str s)
{
    struct arena scratch = { 0 };
    size_t from = 0;

    s = utf8_repair(s, &scratch);
    buf_putc(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (is_plain(s.p[i]))
            continue;
        buf_put(b, (str){ s.p + from, i - from });
        put_escaped(b, s.p[i]);
        from = i + 1;
    }
    if (s.n > from)
        buf_put(b, (str){ s.p + from, s.n - from });
    buf_putc(b, '"');
    arena_reset(&scratch);
}

void json_write_key(struct json_writer *w, str key)
{
    json_write_str(w, key);
    buf_putc(&w->text, ':');
    w->later = false;
}

void json_write_str(struct json_writer *w, str s)
{
    comma(w);
    put_quoted(&w->text, s);
}

void json_write_int(struct json_writer *w, int64_t v)
{
    comma(w);
    if (v < 0)
        buf_putc(&w->text, '-');
    buf_put_u64(&w->text, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void json_write_bool(struct json_writer *w, bool v)
{
    comma(w);
    buf_put(&w->text, v ? STR("true") : STR("false"));
}

void json_write_null(struct json_writer *w)
{
    comma(w);
    buf_put(&w->text, STR("null"));
}
