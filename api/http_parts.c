#include "api/http_parts.h"

#include <arpa/inet.h>
#include <math.h>
#include <netdb.h>
#include <string.h>

#include "base/num.h"
#include "base/time.h"

static bool is_loopback(const char *host)
{
    struct in_addr four;

    if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
        return true;
    return inet_pton(AF_INET, host, &four) == 1 && ntohl(four.s_addr) >> 24 == 127;
}

static bool only(str s, const char *allowed)
{
    for (size_t i = 0; i < s.n; i++)
        if (!s.p[i] || !strchr(allowed, s.p[i]))
            return false;
    return true;
}

static bool starts(str s, str with)
{
    return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

/* HOST[:PORT] */
static bool authority_parse(str s, str *host)
{
    static const char names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    str six = STR("[::1]"), port = STR(""), rest;

    if (starts(s, six)) {
        *host = six;
        rest = (str){ s.p + six.n, s.n - six.n };
        return rest.n == 0 || (rest.p[0] == ':' && only((str){ rest.p + 1, rest.n - 1 }, "0123456789"));
    }
    (void)str_cut(s, ':', host, &port);
    return host->n > 0 && only(*host, names) && only(port, "0123456789");
}

bool http_url_allowed(str url, str *host, bool *loopback, struct arena *a)
{
    str secure = STR("https://"), plain = STR("http://");
    str scheme = starts(url, secure) ? secure : plain;
    size_t n = 0;

    *host = STR("");
    *loopback = false;
    if (!starts(url, scheme))
        return false;
    str rest = { url.p + scheme.n, url.n - scheme.n };
    while (n < rest.n && !strchr("/?#", rest.p[n])) /* a NUL ends it, too: it is in no name */
        n++;
    if (!authority_parse((str){ rest.p, n }, host))
        return false;
    *host = arena_copy(a, *host);
    *loopback = is_loopback(host->p);
    return scheme.n == secure.n || *loopback;
}

bool http_name_is_unknown(const char *host)
{
    struct addrinfo *found = NULL;
    int why = getaddrinfo(host, NULL, &(struct addrinfo){ .ai_socktype = SOCK_STREAM }, &found);

    if (why == 0)
        freeaddrinfo(found);
    return why == EAI_NONAME || why == EAI_NODATA || why == EAI_FAIL;
}

/* Two or four digits at a place. */
static bool digits(str s, size_t at, size_t n, int64_t *out)
{
    return num_parse_i64((str){ s.p + at, n }, out) && *out >= 0;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT": the only form that servers may still send. */
static bool moment_parse(str s, int64_t *out)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t day, year, hour, minute, second;
    uint8_t month = 0;

    if (s.n != 29 || !str_eq((str){ s.p + 25, 4 }, STR(" GMT")))
        return false;
    for (uint8_t m = 0; m < 12; m++)
        if (memcmp(s.p + 8, months + (size_t)m * 3, 3) == 0)
            month = (uint8_t)(m + 1);
    if (!month || !digits(s, 5, 2, &day) || !digits(s, 12, 4, &year) || !digits(s, 17, 2, &hour) ||
        !digits(s, 20, 2, &minute) || !digits(s, 23, 2, &second))
        return false;
    *out = civil_to_seconds((civil){ .year = (int32_t)year,
                                     .month = month,
                                     .day = (uint8_t)day,
                                     .hour = (uint8_t)hour,
                                     .minute = (uint8_t)minute,
                                     .second = (uint8_t)second });
    return true;
}

double http_retry_after(str value, int64_t now)
{
    int64_t number = 0;

    if (num_parse_i64(value, &number))
        return number < 0 ? -1 : (double)number;
    return moment_parse(value, &number) ? fmax(0, (double)(number - now)) : -1;
}

str http_media_type(str content_type, struct arena *a)
{
    str head, tail;

    (void)str_cut(content_type, ';', &head, &tail);
    str trimmed = str_trim(head);
    char *lower = arena_alloc(a, trimmed.n + 1, 1);
    for (size_t i = 0; i < trimmed.n; i++) {
        char c = trimmed.p[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (str){ lower, trimmed.n };
}
