/*
 * phone.h - phone numbers, through libphonenumber (docs/FORMAT.md, V-PHONE).
 */
#ifndef MODEL_PHONE_H
#define MODEL_PHONE_H

#include "base/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

enum phone_result {
    PHONE_OK,
    PHONE_UNLIKELY,   /* possible, but in no range known; *out is filled all the same */
    PHONE_IMPOSSIBLE, /* *out is "" */
    PHONE_NO_COUNTRY, /* neither an international number nor a country to read it in; *out is "" */
};

/*
 * Reads a number as people write it: national for `country` (ISO 3166-1 alpha-2, "" when not known) or
 * international. *out: E.164, such as +819012345678, a view of text or in `a`.
 */
enum phone_result phone_read(str text, str country, struct arena *a, str *out);

/*
 * Without judging it: `text` is E.164 as it stands and of a length that its country has, so that phone_read() would give the
 * same text and say PHONE_OK or PHONE_UNLIKELY. False also for numbers of which that takes more to know.
 */
bool phone_is_possible(str text);

/* The same as phone_read() for an international number, always by libphonenumber's own parser: what tests hold phone_read() to. */
enum phone_result phone_read_parsed(str text, struct arena *a, str *out);

#ifdef __cplusplus
}
#endif

#endif
