#include "base/time.h"

#include "base/num.h"

#include <stdlib.h>
#include <time.h>

enum {
    DAY = 86400,
    YEAR_FIRST = 1900,
    YEAR_LAST = 9999,
    SERIAL_FIRST = 1,      /* 1900-01-01 */
    SERIAL_LEAP = 60,      /* 1900-02-29, a day that never was */
    SERIAL_LAST = 2958465, /* 9999-12-31 */
    SERIAL_OF_1970 = 25569,
    SERIAL_DIGITS = 15,
    OFFSET_HOURS_MAX = 18,
};

/* ---- the calendar -------------------------------------------------------------------------- */

/* Days since 1970-01-01, proleptic Gregorian: years begin in March here, so that the leap day is last. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static civil date_of(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t of_era = z - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int64_t month = (5 * of_year + 2) / 153;
    int64_t day = of_year - (153 * month + 2) / 5 + 1;

    month += month < 10 ? 3 : -9;
    return (civil){ .year = (int32_t)(y + era * 400 + (month <= 2)),
                    .month = (uint8_t)month,
                    .day = (uint8_t)day };
}

int64_t civil_to_seconds(civil c)
{
    return days_of(c.year, c.month, c.day) * DAY + c.hour * 3600 + c.minute * 60 + c.second;
}

civil civil_from_seconds(int64_t s)
{
    int64_t days = (s >= 0 ? s : s - (DAY - 1)) / DAY;
    int64_t rest = s - days * DAY;
    civil c = date_of(days);

    c.hour = (uint8_t)(rest / 3600);
    c.minute = (uint8_t)(rest / 60 % 60);
    c.second = (uint8_t)(rest % 60);
    return c;
}

/* ---- serials ------------------------------------------------------------------------------- */

bool civil_from_serial(str serial, civil *out)
{
    __extension__ typedef __int128 wide;
    decimal d;

    if (!decimal_parse(str_trim(serial), &d) || d.units < 0)
        return false;
    wide scale = 1;
    for (uint8_t i = 0; i < d.scale; i++)
        scale *= 10;
    wide seconds = ((wide)d.units * DAY * 2 + scale) / (scale * 2); /* rounded to the nearest */
    if (seconds < (wide)SERIAL_FIRST * DAY || seconds >= ((wide)SERIAL_LAST + 1) * DAY)
        return false;
    int64_t day = (int64_t)(seconds / DAY);
    if (day == SERIAL_LEAP)
        return false;
    int64_t shift = day < SERIAL_LEAP; /* before the false leap day serials lag by one */
    *out = civil_from_seconds((int64_t)seconds + (shift - SERIAL_OF_1970) * DAY);
    return true;
}

static size_t count_digits(int64_t v)
{
    size_t n = 1;

    while (v >= 10)
        v /= 10, n++;
    return n;
}

str civil_to_serial(civil c, struct arena *a)
{
    if (c.year < YEAR_FIRST || c.year > YEAR_LAST)
        return STR("");
    int64_t day = days_of(c.year, c.month, c.day) + SERIAL_OF_1970;
    if (day <= SERIAL_LEAP)
        day--;

    int64_t of_day = c.hour * 3600 + c.minute * 60 + c.second, step = 1;
    uint8_t decimals = 0;
    if (of_day)
        decimals = (uint8_t)(SERIAL_DIGITS - count_digits(day));
    for (uint8_t i = 0; i < decimals; i++)
        step *= 10;
    int64_t units = day * step + (of_day * step + DAY / 2) / DAY; /* 10^14 * 86399 still fits */
    while (decimals && units % 10 == 0) {
        units /= 10;
        decimals--;
    }
    return decimal_format((decimal){ units, decimals }, a);
}

/* ---- text ---------------------------------------------------------------------------------- */

/* A cursor over text: each take_ moves on only when it returns true. */
static bool take_char(str *s, char c)
{
    if (!s->n || s->p[0] != c)
        return false;
    s->p++, s->n--;
    return true;
}

static bool take_digits(str *s, size_t n, uint32_t most, uint32_t *out)
{
    uint32_t v = 0;

    if (s->n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        v = v * 10 + (uint32_t)(s->p[i] - '0');
    }
    if (v > most)
        return false;
    *s = (str){ s->p + n, s->n - n };
    *out = v;
    return true;
}

static uint32_t days_in_month(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (uint32_t)(leap && month == 2);
}

static bool take_two(str *s, uint32_t most, uint32_t *out)
{
    return take_digits(s, 2, most, out);
}

/* One digit or two: Excel's short date and time, as a CSV saved from it has them. */
static bool take_short(str *s, uint32_t most, uint32_t *out)
{
    bool two = s->n > 1 && s->p[1] >= '0' && s->p[1] <= '9';

    return take_digits(s, two ? 2 : 1, most, out);
}

/* YYYY-MM-DD, or YYYY/M/D */
static bool take_date(str *s, civil *out)
{
    uint32_t year, month, day;

    if (!take_digits(s, 4, YEAR_LAST, &year) || year < YEAR_FIRST)
        return false;
    char separator = s->n && s->p[0] == '/' ? '/' : '-';
    bool (*take)(str *, uint32_t, uint32_t *) = separator == '/' ? take_short : take_two;
    if (!take_char(s, separator) || !take(s, 12, &month) || !month)
        return false;
    if (!take_char(s, separator) || !take(s, days_in_month(year, month), &day) || !day)
        return false;
    *out = (civil){ .year = (int32_t)year, .month = (uint8_t)month, .day = (uint8_t)day };
    return true;
}

/* HH:MM[:SS[.fff]], the hour also in one digit; what is smaller than a second is dropped. */
static bool take_clock(str *s, civil *out)
{
    uint32_t hour, minute, second = 0, digit;

    if (!take_short(s, 23, &hour) || !take_char(s, ':') || !take_digits(s, 2, 59, &minute))
        return false;
    if (take_char(s, ':')) {
        if (!take_digits(s, 2, 59, &second))
            return false;
        if (take_char(s, '.')) {
            if (!take_digits(s, 1, 9, &digit))
                return false;
            while (take_digits(s, 1, 9, &digit))
                continue;
        }
    }
    out->hour = (uint8_t)hour;
    out->minute = (uint8_t)minute;
    out->second = (uint8_t)second;
    return true;
}

/* "Z", "+0900", "+09:00" */
static bool take_offset(str *s, int32_t *out)
{
    uint32_t hours, minutes;

    *out = 0;
    if (take_char(s, 'Z'))
        return true;
    bool west = take_char(s, '-');
    if (!west && !take_char(s, '+'))
        return false;
    if (!take_digits(s, 2, OFFSET_HOURS_MAX, &hours))
        return false;
    take_char(s, ':');
    if (!take_digits(s, 2, hours == OFFSET_HOURS_MAX ? 0 : 59, &minutes))
        return false;
    *out = (int32_t)(hours * 3600 + minutes * 60);
    if (west)
        *out = -*out;
    return true;
}

bool civil_parse(str s, civil *out, bool *has_offset, int32_t *offset)
{
    civil c;
    int32_t east = 0;

    s = str_trim(s);
    if (!take_date(&s, &c))
        return false;
    bool clock = s.n >= 2 && (s.p[0] == 'T' || s.p[0] == ' ') && s.p[1] >= '0' && s.p[1] <= '9';
    if (clock) {
        s = (str){ s.p + 1, s.n - 1 };
        if (!take_clock(&s, &c))
            return false;
    }
    bool more = s.n > 0;
    if (more) {
        take_char(&s, ' ');
        if (!take_offset(&s, &east) || s.n)
            return false;
    }
    *out = c;
    *has_offset = more;
    *offset = east;
    return true;
}

/* ---- moments ------------------------------------------------------------------------------- */

civil moment_civil(const struct zone *z, int64_t moment)
{
    return civil_from_seconds(moment + zone_offset(z, moment));
}

str moment_format(const struct zone *z, int64_t moment, struct arena *a)
{
    /* Before 1900 zones were seconds off; four digits hold minutes, and the text must read back. */
    int32_t minutes = zone_offset(z, moment) / 60;
    civil c = civil_from_seconds(moment + minutes * 60);
    int32_t size = minutes < 0 ? -minutes : minutes;

    return arena_fmt(a, "%04d-%02d-%02d %02d:%02d:%02d %c%02d%02d", c.year, c.month, c.day, c.hour, c.minute,
                     c.second, minutes < 0 ? '-' : '+', size / 60, size % 60);
}

str moment_format_iso(int64_t moment, struct arena *a)
{
    civil c = civil_from_seconds(moment);

    return arena_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

/* https://reproducible-builds.org/specs/source-date-epoch/ */
int64_t clock_now(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    int64_t moment;
    struct timespec now;

    if (fixed && num_parse_i64(str_of(fixed), &moment))
        return moment;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

double clock_steady(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
