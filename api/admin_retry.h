/*
 * admin_retry.h - what a reply, or none, means for a request: the table of what is sent again.
 *
 * Source: https://shopify.dev/docs/api/usage/response-codes, and extensions.code of GraphQL's errors. Pure.
 */
#ifndef API_ADMIN_RETRY_H
#define API_ADMIN_RETRY_H

#include "api/http.h"
#include "base/json.h"

enum admin_step {
    STEP_ANSWERED,
    STEP_THROTTLED, /* again, when the bucket has enough */
    STEP_AGAIN,     /* it certainly had no effect: again, whatever it was */
    STEP_MAYBE,     /* it may have had its effect: again only when that does no harm */
    STEP_RENEW,     /* again with another token, if one can be had */
    STEP_STOP,      /* the shop cannot be used */
    STEP_COUNT
};

struct admin_verdict {
    enum admin_step step;
    const char *why; /* N_(): of STEP_STOP and STEP_RENEW, what to do about it; NULL: say what happened */
};

/* doc: the body as JSON; NULL when it is none, or there is no body. */
struct admin_verdict admin_judge(const struct http_reply *reply, const struct json *doc);

/* Of a plain reply to an upload or a download: a status of 200 to 299 is STEP_ANSWERED. */
struct admin_verdict admin_judge_transfer(const struct http_reply *reply);

/* How often one request was tried. All zero at first. */
struct admin_tries {
    unsigned attempts;
    double since, due; /* the first failure; nothing is sent before */
};

/*
 * Another try failed: sets `due`, by 0.5 s doubled up to 20 s, half of it left to chance (0 to 1), and at least
 * at_least. False: that was the last, by number or by patience.
 */
bool admin_tries_again(struct admin_tries *t, double now, double at_least, double patience, double chance);

/* "HTTP 503", or why there was no reply; without a secret. */
str admin_happened(const struct http_reply *reply, struct arena *a);

#endif
