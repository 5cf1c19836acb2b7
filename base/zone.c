/*
 * zone.c - zones of base/time.h, from ICU's copy of the IANA database.
 *
 * ICU's calendars are neither small nor safe to share between threads, so each zone is asked once for all
 * its transitions and is a table from then on. The Gregorian calendar repeats every 400 years and so does
 * every rule in force after 2037: 400 years more of transitions stand for all that follow.
 */
#include "base/message.h"
#include "base/time.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>

enum { NAME_MAX_CHARS = 64 };

static const int64_t cycle = INT64_C(146097) * 86400; /* 400 years */
static const int64_t cycle_end =
    INT64_C(14767920000); /* after 2437-12-21: every transition is tabled before */

struct transition {
    int64_t moment; /* from here on */
    int32_t offset;
};

struct zone {
    struct zone *next;
    char name[NAME_MAX_CHARS + 1];
    int32_t first; /* offset before the first transition */
    size_t count;
    struct transition *transitions;
};

static const struct zone utc = { .name = "UTC" };

const struct zone *zone_utc(void)
{
    return &utc;
}

str zone_name(const struct zone *z)
{
    return str_of(z->name);
}

int32_t zone_offset(const struct zone *z, int64_t moment)
{
    size_t low = 0, high = z->count;

    if (z->count && moment >= cycle_end)
        moment -= ((moment - cycle_end) / cycle + 1) * cycle;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (z->transitions[middle].moment <= moment)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? z->transitions[low - 1].offset : z->first;
}

int64_t zone_moment(const struct zone *z, civil wall)
{
    /* No offset is larger than 16 hours, so both that can apply are in force within them. */
    enum { REACH = 16 * 3600 };
    int64_t w = civil_to_seconds(wall);
    int32_t before = zone_offset(z, w - REACH), after = zone_offset(z, w + REACH);
    int64_t early = w - before, late = w - after;
    bool early_is = zone_offset(z, early) == before, late_is = zone_offset(z, late) == after;

    if (early_is && late_is)
        return early < late ? early : late;
    if (late_is)
        return late;
    return early; /* in a gap the offset before it gives the later moment */
}

/* ---- asking ICU ---------------------------------------------------------------------------- */

static int32_t offset_at(UCalendar *calendar, UDate at, UErrorCode *code)
{
    ucal_setMillis(calendar, at, code);
    int32_t standard = ucal_get(calendar, UCAL_ZONE_OFFSET, code);
    return (standard + ucal_get(calendar, UCAL_DST_OFFSET, code)) / 1000;
}

static void add_transition(struct zone *z, size_t *room, int64_t moment, int32_t offset)
{
    if (z->count == *room) {
        *room = *room ? *room * 2 : 64;
        struct transition *grown = realloc(z->transitions, *room * sizeof *grown);
        if (!grown)
            abort();
        z->transitions = grown;
    }
    z->transitions[z->count++] = (struct transition){ moment, offset };
}

static bool fill(struct zone *z, UCalendar *calendar)
{
    UErrorCode code = U_ZERO_ERROR;
    UDate at = -1e14; /* before every transition there is */
    int32_t offset = offset_at(calendar, at, &code);
    size_t room = 0;

    z->first = offset;
    while (ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &at, &code) &&
           at < (double)cycle_end * 1000) {
        int32_t now = offset_at(calendar, at, &code);
        if (now != offset)
            add_transition(z, &room, (int64_t)(at / 1000), now);
        offset = now;
    }
    return U_SUCCESS(code);
}

static struct zone *zone_new(str name)
{
    struct zone *z = calloc(1, sizeof *z);

    if (!z)
        abort();
    memcpy(z->name, name.p, name.n);
    return z;
}

static struct zone *from_icu(str name)
{
    UChar id[NAME_MAX_CHARS + 1] = { 0 }, canonical[128];
    UErrorCode code = U_ZERO_ERROR;
    UBool known = false;

    for (size_t i = 0; i < name.n; i++)
        id[i] = (UChar)(unsigned char)name.p[i];
    ucal_getCanonicalTimeZoneID(id, (int32_t)name.n, canonical, 128, &known, &code);
    if (U_FAILURE(code) || !known)
        return NULL;
    UCalendar *calendar = ucal_open(id, (int32_t)name.n, "", UCAL_GREGORIAN, &code);
    if (U_FAILURE(code))
        return NULL;
    struct zone *z = zone_new(name);
    bool ok = fill(z, calendar);
    ucal_close(calendar);
    if (ok)
        return z;
    free(z->transitions);
    free(z);
    return NULL;
}

/* "+09:00": civil_parse() already knows how these are written. */
static struct zone *from_offset(str name)
{
    char text[24] = "2000-01-01";
    civil day;
    bool has_offset;
    int32_t offset;

    if (name.n < 5 || name.n > 6 || (name.p[0] != '+' && name.p[0] != '-'))
        return NULL;
    memcpy(text + 10, name.p, name.n);
    if (!civil_parse(str_of(text), &day, &has_offset, &offset))
        return NULL;
    struct zone *z = zone_new(name);
    z->first = offset;
    return z;
}

bool zone_find(str name, const struct zone **out, struct err *err)
{
    /* Found zones are kept for the whole process, for every thread. */
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct zone *zones;

    if (name.n && name.n <= NAME_MAX_CHARS) {
        pthread_mutex_lock(&lock);
        struct zone *z = zones;
        while (z && !str_eq(zone_name(z), name))
            z = z->next;
        if (!z && ((z = from_offset(name)) || (z = from_icu(name)))) {
            z->next = zones;
            zones = z;
        }
        pthread_mutex_unlock(&lock);
        *out = z;
        if (z)
            return true;
    }
    return err_set(err, ERR_USAGE, _("\"%.*s\" is not a time zone; write one such as Asia/Tokyo or +09:00"),
                   STR_ARG(name));
}
