#include "api/admin_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/http_parts.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/time.h"

enum { SENTENCE_MAX = 1024 };

static const double longest_wait = 0.1; /* real seconds until a signal is seen */
static const double default_patience = 120, default_request_seconds = 30;

/* ---- opening, closing ------------------------------------------------------------------------------------ */

/* Everything that goes into a header has to be visible ASCII. */
static bool is_visible(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~')
            return false;
    return true;
}

static bool check_credentials(const struct admin_credentials *c, struct err *err)
{
    if (c->token.n == 0 && (c->client_id.n == 0 || c->client_secret.n == 0))
        return err_set(err, ERR_USAGE, _("a shop needs a token, or a client ID and its secret"));
    if (!is_visible(c->token))
        return err_set(err, ERR_USAGE, _("the token holds characters that no token has; copy it again"));
    return true;
}

/* Without a path: the token goes to no other address than those of this file. */
static bool check_url(str url, str *host, struct arena *a, struct err *err)
{
    bool loopback = false;
    size_t slashes = 0;

    for (size_t i = 0; i < url.n; i++)
        slashes += url.p[i] == '/';
    if (!is_visible(url) || slashes != 2 || memchr(url.p, '?', url.n) || memchr(url.p, '#', url.n) ||
        !http_url_allowed(url, host, &loopback, a))
        return err_set(err, ERR_USAGE, _("\"%.*s\" is no shop's address: write https://NAME.myshopify.com"),
                       STR_ARG(url));
    return true;
}

static void copy_options(struct admin *s, const struct admin_options *o)
{
    struct admin_credentials *c = &s->options.credentials;

    s->options = *o;
    s->options.url = arena_copy(&s->own, o->url);
    c->token = arena_copy(&s->own, c->token);
    c->client_id = arena_copy(&s->own, c->client_id);
    c->client_secret = arena_copy(&s->own, c->client_secret);
    s->options.patience = o->patience > 0 ? o->patience : default_patience;
    s->options.request_seconds = o->request_seconds > 0 ? o->request_seconds : default_request_seconds;
    s->options.hurry = o->hurry > 0 ? o->hurry : 1;
}

bool admin_open(struct admin **out, const struct admin_options *options, struct err *err)
{
    struct arena own = { 0 };
    str host;

    if (!check_credentials(&options->credentials, err) || !check_url(options->url, &host, &own, err)) {
        arena_reset(&own);
        return false;
    }
    struct admin *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->own = own;
    s->host = host;
    if (!http_open(&s->http, err)) {
        admin_close(s);
        return false;
    }
    copy_options(s, options);
    s->opened = clock_steady();
    s->random = hash64(s->options.url) | 1; /* keyed by the process: others begin elsewhere */
    s->pace = pace_new(ADMIN_UNDER_WAY_MAX);
    s->stats.version = STR("");
    admin_token_init(s);
    *out = s;
    return true;
}

void admin_close(struct admin *s)
{
    if (!s)
        return;
    admin_forget(s);
    http_close(s->http);
    arena_reset(&s->token.arena);
    arena_reset(&s->own);
    free(s);
}

/* ---- time ------------------------------------------------------------------------------------------------ */

double admin_now(const struct admin *s)
{
    return (clock_steady() - s->opened) * s->options.hurry;
}

double admin_chance(struct admin *s)
{
    s->random ^= s->random << 13; /* xorshift64: only to keep clients apart */
    s->random ^= s->random >> 7;
    s->random ^= s->random << 17;
    return (double)(s->random >> 11) / 9007199254740992.0; /* 2^53 */
}

void admin_finish_up(struct admin *s, bool on)
{
    s->finishes_up = on;
}

bool admin_go_on(const struct admin *s, struct err *err)
{
    if (!s->finishes_up && s->options.stop && *s->options.stop)
        return err_set(err, ERR_INTERRUPTED, _("interrupted"));
    return true;
}

bool admin_next(struct admin *s, double seconds, struct http_reply *out, struct arena *a)
{
    return http_next(s->http, fmin(seconds / s->options.hurry, longest_wait), out, a);
}

bool admin_sleep(struct admin *s, double seconds, struct err *err)
{
    double until = admin_now(s) + seconds;
    struct arena scratch = { 0 };
    struct http_reply none;

    while (admin_now(s) < until) {
        if (!admin_go_on(s, err))
            return false;
        (void)admin_next(s, until - admin_now(s), &none, &scratch); /* nothing is under way */
    }
    return admin_go_on(s, err);
}

/* ---- words ----------------------------------------------------------------------------------------------- */

void admin_say(struct admin *s, const char *fmt, ...)
{
    char sentence[SENTENCE_MAX];
    va_list args;

    if (!s->options.say)
        return;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    s->options.say(s->options.context, sentence);
}

bool admin_fail(const struct admin *s, struct err *err, const char *why)
{
    return err_set(err, ERR_SHOP, _("%s: %s"), s->host.p, why);
}

bool admin_give_up(const struct admin *s, const struct admin_tries *t, const struct http_reply *reply,
                   struct err *err)
{
    struct arena scratch = { 0 };

    (void)err_set(err, ERR_SHOP, _("%s gave no answer in %u tries (%s); try again later"), s->host.p,
                  t->attempts, admin_happened(reply, &scratch).p);
    arena_reset(&scratch);
    return false;
}

/* ---- what was answered ----------------------------------------------------------------------------------- */

static const struct json *first_error(const struct json *reply)
{
    if (json_kind(json_get(reply, "data")) == JSON_OBJECT)
        return NULL;
    return json_at(json_get(reply, "errors"), 0);
}

str admin_error(const struct json *reply)
{
    return json_str(json_get(json_get(first_error(reply), "extensions"), "code"));
}

str admin_error_message(const struct json *reply)
{
    return json_str(json_get(first_error(reply), "message"));
}

struct admin_stats admin_stats(const struct admin *s)
{
    struct admin_stats out = s->stats;

    out.restore_rate = s->pace.rate;
    out.maximum = s->pace.maximum;
    out.available = fmax(0, pace_available(&s->pace, admin_now(s)));
    return out;
}
