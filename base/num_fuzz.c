/* Numbers: whatever the bytes, what was read is written and read back the same. */
#include "base/num.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void canonical_is_stable(str s, struct arena *a)
{
    str once, twice;
    bool rounded, again;
    double v;

    if (!num_canonical(s, &once, &rounded, a))
        return;
    must(num_canonical(once, &twice, &again, a));
    must(str_eq(once, twice));
    must(num_parse_double(once, &v) || once.n > 20); /* rounding may pass the largest double */
}

static void decimals_come_back(str s, struct arena *a)
{
    decimal d, back;

    if (!decimal_parse(s, &d))
        return;
    must(decimal_parse(decimal_format(d, a), &back));
    must(back.units == d.units && back.scale == d.scale);
    must(decimal_compare(d, back) == 0);
    for (uint8_t scale = 0; scale <= 18; scale++)
        must(decimal_format_scale(d, scale, a).n > scale);
}

static void integers_come_back(str s, struct arena *a)
{
    int64_t v, back;

    if (!num_parse_i64(s, &v))
        return;
    must(num_parse_i64(arena_fmt(a, "%lld", (long long)v), &back));
    must(back == v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str s = { (const char *)data, size };
    struct arena a = { 0 };

    canonical_is_stable(s, &a);
    decimals_come_back(s, &a);
    integers_come_back(s, &a);
    arena_reset(&a);
    return 0;
}
