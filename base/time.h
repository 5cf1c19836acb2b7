/*
 * time.h - moments, wall clocks and zones. No localtime(), no TZ.
 *
 * A moment is an int64_t: seconds since 1970-01-01 00:00:00 UTC.
 * A wall clock is a `civil`: what a calendar and a clock on a wall say.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/arena.h"
#include "base/err.h"

typedef struct {
    int32_t year; /* 1900 to 9999 where read from outside */
    uint8_t month, day, hour, minute, second;
} civil;

int64_t civil_to_seconds(civil c); /* as if the wall were in UTC */
civil civil_from_seconds(int64_t s);

/* Excel's serials (1900 epoch, with its 1900-02-29), as the text of a CELL_DATE. Rounded to the second.
 * False outside 1900-01-01 to 9999-12-31, and for serial 60, the day that never was. */
bool civil_from_serial(str serial, civil *out);
/* At most 15 significant digits; reads back to the same second. "" outside those years. */
str civil_to_serial(civil c, struct arena *a);

/* YYYY-MM-DD HH:MM:SS, YYYY-MM-DDTHH:MM:SS[.fff], YYYY-MM-DD, YYYY/M/D, each with optional H:MM[:SS] and
 * optional offset (" +0200", "+02:00", "Z"). *has_offset tells; *offset is in seconds east. Blanks around are
 * allowed, fractions of a second dropped. False on anything else and for years outside 1900 to 9999. */
bool civil_parse(str s, civil *out, bool *has_offset, int32_t *offset);

/* A zone of the IANA database by name ("Asia/Tokyo"), or "+09:00"; ERR_USAGE for anything else. From ICU's
 * data. Zones live until the process ends and may be shared by threads. */
struct zone;
must_check bool zone_find(str name, const struct zone **out, struct err *err);
const struct zone *zone_utc(void);
str zone_name(const struct zone *z);
int32_t zone_offset(const struct zone *z, int64_t moment); /* seconds east of UTC */
/* Of two readings the earlier; in a gap the later, as if the clock had not been put forward. */
int64_t zone_moment(const struct zone *z, civil wall);

civil moment_civil(const struct zone *z, int64_t moment);
str moment_format(const struct zone *z, int64_t moment, struct arena *a); /* 2018-12-17 18:20:07 +0200 */
str moment_format_iso(int64_t moment, struct arena *a);                   /* 2018-12-17T16:20:07Z */

int64_t clock_now(void);  /* the moment; $SOURCE_DATE_EPOCH fixes it, so that files can be compared */
double clock_steady(void); /* seconds, for rates; only differences mean anything */

#endif
