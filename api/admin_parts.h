/*
 * admin_parts.h - what the files of the Admin API's client share.
 */
#ifndef API_ADMIN_PARTS_H
#define API_ADMIN_PARTS_H

#include "api/admin.h"
#include "api/admin_pace.h"
#include "api/admin_retry.h"

/* The token in use. A permanent one never ends. */
struct admin_token {
    str value; /* "": none yet */
    struct arena arena;
    double renew_at;     /* from then on another one is asked for first */
    unsigned generation; /* of value; counts up */
    bool wanted;         /* it was refused: another one is asked for */
    bool distrusted;     /* renewed because the former was refused, and not yet accepted */
    bool asking;         /* the question is under way; its context is the struct */
    struct admin_tries tries;
};

struct admin {
    struct admin_options options; /* texts in `own`, zeros replaced */
    struct arena own;
    str host; /* for messages */
    struct http *http;
    double opened;
    uint64_t random;
    struct pace pace;
    struct admin_token token;
    struct admin_stats stats;
    bool warned, finishes_up;
    struct kept_reply *kept;
    struct arena kept_nodes;
};

double admin_now(const struct admin *s); /* seconds since opening, by the client's clock */
double admin_chance(struct admin *s);    /* 0 to 1 */
must_check bool admin_go_on(const struct admin *s, struct err *err); /* false: ERR_INTERRUPTED */

/* The next reply within so many seconds of the client's clock, at most a moment: signals want to be seen. */
bool admin_next(struct admin *s, double seconds, struct http_reply *out, struct arena *a);

/* ERR_SHOP: "HOST: why". */
bool admin_fail(const struct admin *s, struct err *err, const char *why);
/* ERR_SHOP: no use in trying any more, with what happened last. */
bool admin_give_up(const struct admin *s, const struct admin_tries *t, const struct http_reply *reply,
                   struct err *err);

/* ---- admin_token.c ---- */
void admin_token_init(struct admin *s);
bool admin_token_ready(const struct admin *s);
/* Asks for one, when it is time. Seconds until it is; < 0: the question is under way. */
double admin_token_ask(struct admin *s);
must_check bool admin_token_heard(struct admin *s, const struct http_reply *reply, struct err *err);
/* The shop did not accept the token of that generation. ERR_SHOP, with `why`, when no other can be had. */
must_check bool admin_token_refused(struct admin *s, unsigned generation, const char *why, struct err *err);
void admin_token_accepted(struct admin *s, unsigned generation);
bool admin_is_secret(const struct admin *s, str text); /* holds a token or the client's secret */

/* ---- admin_run.c ---- */
void admin_keep(struct admin *s, struct json *doc); /* until admin_forget() */

#endif
