/* Any rows as a header, and any sheet names: whatever comes of it, positions lie inside the row and belong together. */
#include "base/unicode.h"
#include "model/header.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CELLS_MOST = 64 };

/* Rows at line feeds, cells at tabs. */
struct lines {
    struct row_source source;
    str rest;
    bool more;
    uint32_t row;
    cell cells[CELLS_MOST];
};

static bool next_line(struct row_source *source, struct row *row)
{
    struct lines *l = (struct lines *)source;
    str line, text;
    size_t n = 0;

    if (!l->more)
        return false;
    l->more = str_cut(l->rest, '\n', &line, &l->rest);
    for (bool more = true; more && n < CELLS_MOST; n++) {
        more = str_cut(line, '\t', &text, &line);
        l->cells[n] = (cell){ .kind = text.n ? CELL_TEXT : CELL_EMPTY, .text = text };
    }
    *row = (struct row){ .number = ++l->row, .count = n, .cells = l->cells };
    return true;
}

static void check(const struct header *h)
{
    for (int i = 0; i < COL_COUNT; i++) {
        bool present = h->present & COL_BIT(i);
        if (present != (h->position[i] >= 0))
            abort();
        if (present && ((size_t)h->position[i] >= h->count || h->column[h->position[i]] != i))
            abort();
    }
    for (size_t i = 0; i < h->metafield_count; i++)
        if (h->metafields[i].column >= h->count || h->column[h->metafields[i].column] != -1)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct row_source_ops ops = { next_line, NULL };
    struct arena a = { 0 };
    struct findings findings = { .arena = &a };
    struct lines l = { .source = { &ops }, .more = true };
    struct header h;
    struct err err;
    size_t sheet;

    l.rest = utf8_repair((str){ (const char *)data, size }, &a);
    struct sheet_candidate sheets[2] = { { l.rest, true, true }, { STR("Customers"), false, true } };
    if (sheet_choose(sheets, 2, STR(""), false, &sheet, &findings, &err) && sheet > 1)
        abort();
    if (header_read(&h, &l.source, &findings, &a, &err))
        check(&h);
    arena_reset(&a);
    return 0;
}
