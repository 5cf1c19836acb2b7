/* Any text in any column: reading must not crash, and what it accepts must come back the same from what was written. */
#include "base/unicode.h"
#include "model/types.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

union record {
    struct customer customer;
    struct address address;
    struct presence has;
};

static void round_trip(enum column_id col, const struct cell_context *ctx, cell in, struct arena *a)
{
    union record one = { 0 }, two = { 0 };
    struct findings findings = { .arena = a };

    if (!column_parse(col, ctx, STR(""), in, &one, 1, 0, &findings) || !(one.has.seen & ~one.has.blank))
        return;
    cell out = column_format(col, ctx, &one, a);
    if (!column_parse(col, ctx, STR(""), out, &two, 1, 0, &findings) || one.has.seen != two.has.seen ||
        one.has.blank != two.has.blank || !column_equal(col, &one, &two))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const countries[] = { "", "JP", "US", "IT" };
    static const enum cell_kind kinds[] = { CELL_TEXT, CELL_TEXT, CELL_NUMBER, CELL_DATE };
    struct arena a = { 0 };

    if (size < 2)
        return 0;
    struct cell_context ctx = { .zone = zone_utc(), .country = str_of(countries[data[1] % 4]), .money_decimals = 18 };
    cell in = { .kind = kinds[data[1] / 4 % 4], .text = { (const char *)data + 2, size - 2 } };
    ctx.text_times = data[1] & 64;
    if (in.kind == CELL_TEXT)
        in.text = utf8_repair(in.text, &a);
    else if (!num_canonical(in.text, &in.text, &in.rounded, &a))
        in.kind = CELL_EMPTY;
    round_trip((enum column_id)(data[0] % COL_COUNT), &ctx, in, &a);
    arena_reset(&a);
    return 0;
}
