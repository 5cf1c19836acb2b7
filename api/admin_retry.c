#include "api/admin_retry.h"

#include <math.h>

#include "api/admin.h"
#include "base/message.h"

static const double first_pause = 0.5, longest_pause = 20; /* seconds */

static const struct failure_rule {
    enum admin_step step;
} by_failure[] = {
    [HTTP_ANSWERED] = { STEP_ANSWERED },
    [HTTP_NOT_SENT] = { STEP_AGAIN },
    [HTTP_LOST] = { STEP_MAYBE },
    [HTTP_UNUSABLE] = { STEP_STOP },
};

#define LEADS_ELSEWHERE \
    N_("it leads to another address: check the shop's name, the NAME of NAME.myshopify.com")
#define TOKEN_REFUSED                                                                                   \
    N_("the shop does not accept the token: check that the app is still installed there, and give the " \
       "shop's "                                                                                        \
       "token again")
#define NOT_LET_IN                                                                                           \
    N_("the shop does not let the app in: check that it is installed and has the scopes read_customers and " \
       "write_customers")

/* The first that fits counts. */
static const struct status_rule {
    int from, to;
    enum admin_step step;
    const char *why;
} by_status[] = {
    { 300, 399, STEP_STOP, LEADS_ELSEWHERE },
    { 401, 401, STEP_RENEW, TOKEN_REFUSED },
    { 402, 402, STEP_STOP, N_("the shop is frozen: its owner has to settle the bill with Shopify first") },
    { 403, 403, STEP_STOP, NOT_LET_IN },
    { 404, 404, STEP_STOP, N_("there is no such shop: check its name, the NAME of NAME.myshopify.com") },
    { 408, 408, STEP_MAYBE, NULL },
    { 423, 423, STEP_STOP, N_("the shop is locked: its owner has to ask Shopify's support") },
    { 429, 430, STEP_AGAIN, NULL },
    { 500, 599, STEP_MAYBE, NULL },
    { 400, 499, STEP_STOP, NULL },
    { 0, 599, STEP_MAYBE, NULL }, /* 200 too: a page of a proxy, or JSON that was cut off */
};

/* Of errors without data. */
static const struct code_rule {
    str code;
    enum admin_step step;
    const char *why;
} by_code[] = {
    { STR_INIT("THROTTLED"), STEP_THROTTLED, NULL },
    { STR_INIT("INTERNAL_SERVER_ERROR"), STEP_MAYBE, NULL },
    { STR_INIT("TIMEOUT"), STEP_MAYBE, NULL },
    { STR_INIT("SHOP_INACTIVE"), STEP_STOP, N_("the shop is not active: its owner has to reopen it first") },
    { STR_INIT("ACCESS_DENIED"), STEP_STOP,
      N_("the token may not do this: give the app the scope that is missing") },
};

static bool has_data(const struct json *doc)
{
    return json_kind(json_get(doc, "data")) == JSON_OBJECT;
}

/* A reply of GraphQL, whatever its status. */
static bool is_graphql(const struct json *doc)
{
    return has_data(doc) || json_count(json_get(doc, "errors")) > 0;
}

static struct admin_verdict judge_graphql(const struct json *doc)
{
    str code = admin_error(doc);

    for (size_t i = 0; i < countof(by_code); i++)
        if (str_eq(code, by_code[i].code))
            return (struct admin_verdict){ by_code[i].step, by_code[i].why };
    return (struct admin_verdict){ STEP_ANSWERED, NULL };
}

static struct admin_verdict judge_status(int status)
{
    size_t i = 0;

    while (i + 1 < countof(by_status) && (status < by_status[i].from || status > by_status[i].to))
        i++;
    return (struct admin_verdict){ by_status[i].step, by_status[i].why };
}

struct admin_verdict admin_judge(const struct http_reply *reply, const struct json *doc)
{
    bool readable = reply->status == 200 || reply->status == 400;

    if (reply->failure != HTTP_ANSWERED)
        return (struct admin_verdict){ by_failure[reply->failure].step, NULL };
    return readable && is_graphql(doc) ? judge_graphql(doc) : judge_status(reply->status);
}

struct admin_verdict admin_judge_transfer(const struct http_reply *reply)
{
    if (reply->failure != HTTP_ANSWERED)
        return (struct admin_verdict){ by_failure[reply->failure].step, NULL };
    if (reply->status >= 200 && reply->status <= 299)
        return (struct admin_verdict){ STEP_ANSWERED, NULL };
    struct admin_verdict v = judge_status(reply->status);
    bool again = v.step == STEP_AGAIN || v.step == STEP_MAYBE;
    return (struct admin_verdict){ again ? STEP_AGAIN : STEP_STOP, NULL }; /* the words are about shops */
}

bool admin_tries_again(struct admin_tries *t, double now, double at_least, double patience, double chance)
{
    double pause = fmin(longest_pause, ldexp(first_pause, (int)t->attempts));

    if (t->attempts++ == 0)
        t->since = now;
    t->due = now + fmax(pause * (1 + chance) / 2, at_least);
    return t->attempts < ADMIN_ATTEMPTS_MAX && t->due <= t->since + patience;
}

str admin_happened(const struct http_reply *reply, struct arena *a)
{
    if (reply->failure != HTTP_ANSWERED)
        return reply->why;
    if (reply->status == 200)
        return str_of(_("a reply that is not the shop's"));
    return arena_fmt(a, "HTTP %d", reply->status);
}
