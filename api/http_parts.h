/*
 * http_parts.h - what http.c needs that has nothing to do with libcurl.
 */
#ifndef API_HTTP_PARTS_H
#define API_HTTP_PARTS_H

#include "base/arena.h"

/* https://HOST[:PORT][/...], or the same with http:// where HOST is this machine (localhost, 127.0.0.0/8, [::1]):
 * *loopback. Neither a user's name nor anything that two readers of URLs could read in two ways. *host ends in NUL. */
bool http_url_allowed(str url, str *host, bool *loopback, struct arena *a);

/* Asks the name server, which may take seconds: the name does not exist (true), or nobody could tell (false). */
bool http_name_is_unknown(const char *host);

/* Retry-After (RFC 9110, 10.2.3) in seconds from `now` on: a number, or a moment as "Sun, 06 Nov 1994 08:49:37 GMT".
 * Negative when it says nothing. */
double http_retry_after(str value, int64_t now);

str http_media_type(str content_type, struct arena *a); /* without parameters, lower case */

#endif
