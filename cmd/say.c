#include "cmd/say.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/unicode.h"

void say(const struct settings *s, const char *fmt, ...)
{
    va_list ap;

    if (s->quiet)
        return;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

void put(FILE *to, str text)
{
    if (text.n > 0)
        fwrite(text.p, 1, text.n, to);
}

void put_line(str text)
{
    put(stdout, text);
    fputc('\n', stdout);
}

str count_text(size_t n, struct arena *a)
{
    char digits[32], *p = digits + sizeof digits;
    size_t written = 0;

    do {
        if (written > 0 && written % 3 == 0)
            *--p = ',';
        *--p = (char)('0' + n % 10);
        written++;
    } while ((n /= 10) > 0);
    return arena_copy(a, (str){ p, (size_t)(digits + sizeof digits - p) });
}

str one_line(str text, struct arena *a)
{
    char *p = arena_array(a, char, text.n + 1);

    for (size_t i = 0; i < text.n; i++)
        p[i] = (unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f ? ' ' : text.p[i];
    return (str){ p, text.n };
}

void put_padded(FILE *to, str text, size_t width)
{
    size_t used = text_width(text);

    put(to, text);
    do
        fputc(' ', to);
    while (++used < width);
}

/* Japanese lines do not begin with these (kinsoku). */
static const char never_first[] = "、。，．）」』：；！？ー・ぁぃぅぇぉっゃゅょァィゥェォッャュョ";

static bool may_break_before(uint32_t code)
{
    str list = { never_first, sizeof never_first - 1 };
    uint32_t one;

    for (size_t at = 0; at < list.n;) {
        at = utf8_next(list, at, &one);
        if (one == code)
            return false;
    }
    return code >= 0x2E80;
}

/* How many bytes of `text`, which has no line feed, fit into `width` columns; at least one character. */
static size_t line_length(str text, size_t width)
{
    size_t at = 0, used = 0, fits = 0;
    uint32_t code, before = 0;

    while (at < text.n) {
        size_t next = utf8_next(text, at, &code);
        if (at > 0 && (code == ' ' || may_break_before(code) || (before >= 0x2E80 && code < 0x2E80)))
            fits = at;
        used += text_width((str){ text.p + at, next - at });
        if (used > width && fits > 0)
            return fits;
        before = code;
        at = next;
    }
    return text.n;
}

void put_wrapped(FILE *to, str text, size_t at, size_t indent, size_t width)
{
    str line, rest = text;
    bool more = true;

    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        do {
            size_t n = line_length(line, width > indent + 20 ? width - indent : 20);
            if (n > 0 && at < indent)
                fprintf(to, "%*s", (int)(indent - at), "");
            put(to, (str){ line.p, n });
            fputc('\n', to);
            at = 0;
            line = str_trim((str){ line.p + n, line.n - n });
        } while (line.n > 0);
    }
}

bool shows_color(const struct settings *s, FILE *stream)
{
    const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");

    if (s->color != COLOR_AUTO)
        return s->color == COLOR_ALWAYS;
    return !(no && *no) && isatty(fileno(stream)) && terminal && !str_eq(str_of(terminal), STR("dumb"));
}
