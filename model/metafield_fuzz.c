/* Any text as a metafield of any type: what is accepted must be accepted again, and then stay as it is. */
#include "base/unicode.h"
#include "model/metafield.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct metafield_column column = { 0 }, again = { 0 };
    struct cell_context ctx = { .zone = zone_utc() };
    str header, text, value, same;

    if (!str_cut((str){ (const char *)data, size }, '\n', &header, &text))
        return 0;
    header = utf8_repair(header, &a);
    text = utf8_repair(text, &a);
    if (metafield_header_parse(header, &column, &a) == METAFIELD_COLUMN) {
        str written = metafield_header_format(column.namespace, column.key, column.type, &a);
        if (metafield_header_parse(written, &again, &a) != METAFIELD_COLUMN ||
            !str_eq(again.namespace, column.namespace) || !str_eq(again.key, column.key) ||
            !str_eq(again.type, column.type))
            abort();
        cell c = { .kind = CELL_TEXT, .text = text };
        if (column.type.n && metafield_value(column.type, &ctx, c, &value, &a)) {
            c.text = value;
            if (value.n && (!metafield_value(column.type, &ctx, c, &same, &a) || !str_eq(same, value)))
                abort();
        }
    }
    arena_reset(&a);
    return 0;
}
