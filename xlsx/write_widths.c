#include "xlsx/write_widths.h"

#include <string.h>

#include "base/unicode.h"

enum {
    DATE_WIDTH = 19, /* 2018-12-17 18:20:07 */
    FILTER_BUTTON = 3,
    MARGIN = 1,
    BYTES_LOOKED_AT = 256, /* no text needs more to be WIDTH_MAX wide */
};

void widths_clear(struct widths *w)
{
    memset(w->width, 0, w->count * sizeof *w->width);
    w->count = 0;
}

/* Of the widest line. */
static size_t lines_width(str text)
{
    size_t widest = 0;
    bool more = true;

    while (more && widest < WIDTH_MAX) {
        str line;
        more = str_cut(text, '\n', &line, &text);
        line.n = line.n < BYTES_LOOKED_AT ? line.n : BYTES_LOOKED_AT;
        size_t width = text_width(line);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static size_t cell_width(const cell *c)
{
    if (c->kind == CELL_EMPTY)
        return 0;
    return c->kind == CELL_DATE ? DATE_WIDTH : lines_width(c->text);
}

void widths_measure(struct widths *w, const cell *cells, size_t count, bool header)
{
    for (size_t i = 0; i < count; i++) {
        size_t width = cell_width(&cells[i]) + (header ? FILTER_BUTTON : MARGIN);
        if (width > w->width[i])
            w->width[i] = width < WIDTH_MAX ? (uint16_t)width : WIDTH_MAX;
    }
    if (count > w->count)
        w->count = count;
}

uint16_t *widths_decide(const struct widths *w, struct arena *a)
{
    uint16_t *width = arena_array(a, uint16_t, w->count);

    for (size_t i = 0; i < w->count; i++)
        width[i] = w->width[i] < WIDTH_MIN ? WIDTH_MIN : w->width[i];
    return width;
}
