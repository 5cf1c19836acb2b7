#include "job/metafield_header.h"

#include "base/buf.h"

enum { HEADER_MAX = 2048 };

/* "\." is a dot that separates nothing. */
static void put_escaped(struct buf *b, str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.')
            buf_putc(b, '\\');
        buf_putc(b, s.p[i]);
    }
}

str metafield_header(const struct metafield_definition *m, struct arena *a)
{
    struct buf b = BUF_INIT(HEADER_MAX);

    buf_put(&b, STR("Metafield: "));
    put_escaped(&b, m->namespace);
    buf_putc(&b, '.');
    put_escaped(&b, m->key);
    if (m->type.n > 0) {
        buf_put(&b, STR(" ["));
        buf_put(&b, m->type);
        buf_putc(&b, ']');
    }

    str header = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return header;
}
