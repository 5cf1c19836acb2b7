/*
 * types_time.c - dates and times (docs/FORMAT.md, V-TIME).
 */
#include "base/unicode.h"
#include "model/types.h"

/* "10000-01-01", "1899/12/31": it would be a date, were it in another year. */
static bool is_other_year(str s, struct arena *scratch)
{
    size_t digits = 0, year = 0;
    civil wall;
    bool has_offset;
    int32_t offset;

    while (digits < s.n && digits < 6 && s.p[digits] >= '0' && s.p[digits] <= '9')
        year = year * 10 + (size_t)(s.p[digits++] - '0');
    if (digits < 4 || (year >= 1900 && year <= 9999))
        return false;
    const str parts[] = { STR("2000"), { s.p + digits, s.n - digits } }; /* a leap year: it has every day there is */
    return civil_parse(arena_join(scratch, parts, countof(parts), STR("")), &wall, &has_offset, &offset);
}

enum time_read time_read(cell c, const struct zone *zone, civil *wall, int64_t *moment, struct arena *scratch)
{
    bool has_offset = false;
    int32_t offset = 0;

    if (c.kind == CELL_DATE) {
        if (!civil_from_serial(c.text, wall))
            return TIME_OUTSIDE;
        *moment = zone_moment(zone, *wall);
        return TIME_OK;
    }
    if (c.kind != CELL_TEXT)
        return TIME_BAD;
    str text = text_trim(text_nfkc(text_trim(c.text), scratch));
    if (!civil_parse(text, wall, &has_offset, &offset))
        return is_other_year(text, scratch) ? TIME_OUTSIDE : TIME_BAD;
    *moment = has_offset ? civil_to_seconds(*wall) - offset : zone_moment(zone, *wall);
    return TIME_OK;
}

enum outcome time_parse(const struct reading *r, cell c, void *field)
{
    static const enum finding_id findings[] = { [TIME_BAD] = FINDING_TIME_INVALID,
                                                [TIME_OUTSIDE] = FINDING_TIME_OUT_OF_RANGE };
    civil wall;
    int64_t moment;
    enum time_read result = time_read(c, r->ctx->zone, &wall, &moment, r->findings->arena);

    if (result != TIME_OK)
        return reading_bad(r, findings[result], c.text, STR(""));
    *(int64_t *)field = moment;
    return READ_VALUE;
}

cell time_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a)
{
    int64_t moment = *(const int64_t *)field;
    str serial = STR("");

    (void)type;
    if (!ctx->text_times)
        serial = civil_to_serial(moment_civil(ctx->zone, moment), a);
    if (serial.n)
        return (cell){ .kind = CELL_DATE, .text = serial };
    return (cell){ .kind = CELL_TEXT, .text = moment_format(ctx->zone, moment, a) };
}
