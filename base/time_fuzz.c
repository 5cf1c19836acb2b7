/* Times: whatever the bytes, what was read is written and read back the same. */
#include "base/time.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void serials_come_back(str s, struct arena *a)
{
    civil c, back;

    if (!civil_from_serial(s, &c))
        return;
    must(civil_from_serial(civil_to_serial(c, a), &back));
    must(civil_to_seconds(back) == civil_to_seconds(c));
}

static void texts_come_back(str s, struct arena *a)
{
    civil c, back;
    bool has_offset;
    int32_t offset;

    if (!civil_parse(s, &c, &has_offset, &offset))
        return;
    must(has_offset || offset == 0);
    must(civil_parse(moment_format_iso(civil_to_seconds(c), a), &back, &has_offset, &offset));
    must(has_offset && offset == 0);
    must(civil_to_seconds(back) == civil_to_seconds(c));
}

/* Any moment of the years 1900 to 9999, on the wall of a zone and back. */
static void moments_come_back(const uint8_t *data, size_t size, struct arena *a)
{
    static const str names[] = { STR_INIT("Europe/Berlin"),     STR_INIT("Asia/Tokyo"),
                                 STR_INIT("America/New_York"),  STR_INIT("Pacific/Apia"),
                                 STR_INIT("Africa/Casablanca"), STR_INIT("-09:30") };
    uint64_t random = 0;
    const struct zone *z;
    struct err err;
    civil c;
    bool has_offset;
    int32_t offset;

    memcpy(&random, data, size < sizeof random ? size : sizeof random);
    int64_t moment = (int64_t)(random % 255000000000) - 2200000000;
    must(zone_find(names[random % countof(names)], &z, &err));
    must(civil_parse(moment_format(z, moment, a), &c, &has_offset, &offset));
    must(has_offset && civil_to_seconds(c) - offset == moment);
    int64_t back = zone_moment(z, moment_civil(z, moment));
    must(back <= moment && moment - back <= 86400); /* of two readings the earlier */
    must(civil_to_seconds(moment_civil(z, back)) == civil_to_seconds(moment_civil(z, moment)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str s = { (const char *)data, size };
    struct arena a = { 0 };

    serials_come_back(s, &a);
    texts_come_back(s, &a);
    if (size)
        moments_come_back(data, size, &a);
    arena_reset(&a);
    return 0;
}
