#include "api/admin_parts.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/message.h"

/* Renewed so long before its end, or a tenth of its life where that is shorter. */
static const double renew_before = 300;
enum { FORM_MAX = 16 << 10, TOKEN_MAX = 4096 };

#define GRANT_REFUSED                                                                                        \
    N_("the shop does not accept the client ID and secret: check both, and that app and shop belong to the " \
       "same organization")

static bool is_granted(const struct admin *s)
{
    return s->options.credentials.token.n == 0;
}

void admin_token_init(struct admin *s)
{
    s->token = (struct admin_token){ .value = s->options.credentials.token,
                                     .renew_at = is_granted(s) ? 0 : INFINITY };
}

bool admin_token_ready(const struct admin *s)
{
    return s->token.value.n > 0 && !s->token.wanted && admin_now(s) < s->token.renew_at;
}

static void put_encoded(struct buf *b, str s)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c && strchr(plain, c)) {
            buf_putc(b, (char)c);
            continue;
        }
        buf_putc(b, '%');
        buf_putc(b, digits[c >> 4]);
        buf_putc(b, digits[c & 15]);
    }
}

static void ask(struct admin *s)
{
    static const str headers[] = { STR_INIT("Accept: application/json") };
    struct buf form = BUF_INIT(FORM_MAX);
    struct arena scratch = { 0 };

    buf_put(&form, STR("grant_type=client_credentials&client_id="));
    put_encoded(&form, s->options.credentials.client_id);
    buf_put(&form, STR("&client_secret="));
    put_encoded(&form, s->options.credentials.client_secret);
    struct http_request r = {
        .post = true,
        .url = arena_join(&scratch, (str[]){ s->options.url, STR("/admin/oauth/access_token") }, 2, STR("")),
        .headers = headers,
        .header_count = countof(headers),
        .body = buf_str(&form),
        .seconds = s->options.request_seconds / s->options.hurry,
    };
    http_send(s->http, &r, &s->token);
    s->token.asking = true;
    buf_release(&form);
    arena_reset(&scratch);
}

double admin_token_ask(struct admin *s)
{
    double wait = s->token.tries.due - admin_now(s);

    if (s->token.asking)
        return -1;
    if (s->token.tries.attempts && wait > 0)
        return wait;
    admin_say(s, _("%s: asking for a token"), s->host.p);
    ask(s);
    return -1;
}

/* Visible ASCII: it goes into a header. */
static bool is_token(str value)
{
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] <= ' ' || value.p[i] > '~')
            return false;
    return value.n > 0 && value.n <= TOKEN_MAX;
}

static bool take_token(struct admin *s, const struct json *doc)
{
    struct admin_token *t = &s->token;
    str value = json_str(json_get(doc, "access_token"));
    double life = json_number(json_get(doc, "expires_in"));

    if (!is_token(value))
        return false;
    arena_reset(&t->arena);
    t->value = arena_copy(&t->arena, value);
    t->renew_at = life > 0 ? admin_now(s) + life - fmin(renew_before, life / 10) : INFINITY;
    t->generation++;
    t->wanted = false;
    t->tries = (struct admin_tries){ 0 };
    return true;
}

/* Asking twice does no harm: whatever may pass is asked again. */
static bool again(struct admin *s, const struct http_reply *reply, struct err *err)
{
    if (admin_tries_again(&s->token.tries, admin_now(s), reply->retry_after, s->options.patience,
                          admin_chance(s)))
        return true;
    return admin_give_up(s, &s->token.tries, reply, err);
}

bool admin_token_heard(struct admin *s, const struct http_reply *reply, struct err *err)
{
    struct json *doc = NULL;
    struct err unread;

    s->token.asking = false;
    struct admin_verdict v = admin_judge(reply, NULL);
    if (reply->failure == HTTP_ANSWERED && reply->status == 200 && json_parse(reply->body, &doc, &unread)) {
        bool taken = take_token(s, doc);
        json_free(doc);
        if (taken)
            return true;
    }
    if (v.step == STEP_AGAIN || v.step == STEP_MAYBE)
        return again(s, reply, err);
    if (reply->failure != HTTP_ANSWERED)
        return admin_fail(s, err, reply->why.p);
    bool refused = reply->status == 400 || reply->status == 401 || reply->status == 403;
    return admin_fail(s, err, refused || !v.why ? _(GRANT_REFUSED) : _(v.why));
}

bool admin_token_refused(struct admin *s, unsigned generation, const char *why, struct err *err)
{
    struct admin_token *t = &s->token;

    if (generation != t->generation || t->wanted)
        return true; /* it was renewed since, or is about to be */
    if (!is_granted(s) || t->distrusted)
        return admin_fail(s, err, why);
    t->wanted = t->distrusted = true;
    return true;
}

void admin_token_accepted(struct admin *s, unsigned generation)
{
    if (generation == s->token.generation)
        s->token.distrusted = false;
}

static bool holds(str text, str secret)
{
    return secret.n > 0 && memmem(text.p, text.n, secret.p, secret.n) != NULL;
}

bool admin_is_secret(const struct admin *s, str text)
{
    return holds(text, s->token.value) || holds(text, s->options.credentials.client_secret);
}
