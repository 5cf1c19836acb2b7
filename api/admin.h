/*
 * admin.h - a client of Shopify's GraphQL Admin API: requests in, answers out, paced and repeated as Shopify asks.
 *
 * It knows of tokens (a permanent one, or the client-credentials grant, renewed before it ends and when it is refused),
 * of the leaky bucket (https://shopify.dev/docs/api/usage/limits: what throttleStatus of the replies says, never the
 * plan's name), and of what may be sent again. It knows nothing of customers.
 *
 * The token goes to the shop's own host and nowhere else; it is in no message.
 */
#ifndef API_ADMIN_H
#define API_ADMIN_H

#include <signal.h>

#include "api/http.h"
#include "base/json.h"

#define ADMIN_VERSION "2026-10"
#define ADMIN_PATH    "/admin/api/" ADMIN_VERSION "/graphql.json"

enum {
    ADMIN_COST_MAX = 1000,   /* points that one request may ask for */
    ADMIN_UNDER_WAY_MAX = 8, /* requests at once */
    ADMIN_ATTEMPTS_MAX = 8,  /* of one request, THROTTLED not counted */
};

struct admin_credentials {
    str token;                    /* X-Shopify-Access-Token; or "" and: */
    str client_id, client_secret; /* the client-credentials grant */
};

struct admin_options {
    str url; /* "https://my-store.myshopify.com", or "http://127.0.0.1:PORT" (loopback only), without a path */
    struct admin_credentials credentials;
    /* Set by a signal handler: nothing more is begun, waits end, ERR_INTERRUPTED. May be NULL. */
    volatile sig_atomic_t *stop;
    /* Translated. `say` for people who asked for it (-v): waits, retries; `warn` for everybody: another API version
     * answered. May be NULL. */
    void (*say)(void *context, const char *sentence);
    void (*warn)(void *context, const char *sentence);
    void *context;
    double patience; /* seconds that a request without a shop's answer is tried again for; 0: 120 */
    double request_seconds; /* until a request counts as lost; 0: 30 */
    double hurry; /* for tests: every second of this client is that much shorter; 0: 1 */
};

struct admin;
must_check bool admin_open(struct admin **out, const struct admin_options *options, struct err *err);
void admin_close(struct admin *s); /* NULL is fine */

enum admin_outcome {
    ADMIN_ANSWERED, /* `reply` is there: its data, maybe with errors of single fields */
    ADMIN_LOST,     /* only calls that are not `repeatable`: sent, never answered; it may have had its effect */
};

struct admin_call {
    str document;     /* of documents.h */
    str variables;    /* a JSON object; "" for none */
    unsigned cost;    /* points that it asks for, at most */
    bool repeatable;  /* to send it twice does no harm */
    enum admin_outcome outcome; /* what follows is filled in */
    const struct json *reply;   /* the whole reply; lives until admin_forget() */
    bool again;                 /* sent more than once: an earlier time may have had its effect */
};

/*
 * Takes all n to their end, in any order, several at once. A reply with errors and no data whose cause is the request
 * (not the shop's load) counts as answered: admin_error() tells its code. So does INTERNAL_SERVER_ERROR without data
 * to a repeatable call that got it every time, so that one bad customer does not stop a job.
 * False: the shop cannot be used (ERR_SHOP: not reached within the patience, token refused, frozen, scope missing), or
 * ERR_INTERRUPTED; then nothing is known of any of the n.
 */
must_check bool admin_run(struct admin *s, struct admin_call *calls, size_t n, struct err *err);
void admin_forget(struct admin *s); /* frees the replies */

/* errors[0].extensions.code of a reply without data, e.g. "MAX_COST_EXCEEDED"; "" when there is none. */
str admin_error(const struct json *reply);
str admin_error_message(const struct json *reply);

/* What is begun is finished although `stop` is set, until it is told otherwise: between a journal entry and its answer a
 * stop would leave more in doubt than it saves. */
void admin_finish_up(struct admin *s, bool on);

/* Waits; false with ERR_INTERRUPTED when stopped meanwhile. */
must_check bool admin_sleep(struct admin *s, double seconds, struct err *err);

/* A form to a staged upload's URL, a file from a result's URL, without the token; tried again like requests.
 * ERR_SHOP; ERR_IO when the file cannot be written. Not while admin_run() is at work. */
must_check bool admin_upload(struct admin *s, str url, const struct http_part *parts, size_t n, struct err *err);
must_check bool admin_download(struct admin *s, str url, const char *path, struct err *err);

void admin_say(struct admin *s, const char *fmt, ...) printf_like(2, 3); /* to options.say */

/* What the bucket said last, and what was done since opening, for -v, `shop test` and benchmarks. */
struct admin_stats {
    double restore_rate, maximum, available; /* points; 0: nothing heard yet */
    double points_used;
    size_t requests, throttled, retried, lost;
    str version; /* that answered */
};
struct admin_stats admin_stats(const struct admin *s);

#endif
