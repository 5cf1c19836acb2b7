/*
 * admin_pace.h - when the next request may go, by the leaky bucket that the shop's replies tell of.
 *
 * Pure: no clock inside, moments are given in seconds, in the order of time.
 * The estimate is what the bucket holds at least, as long as no other app takes from it: each request is taken off it
 * when it goes, what it did not need comes back with its reply. What others take shows in the replies, which may lower
 * the estimate at once but raise it only by what is certain. A margin is left for what others take between two replies.
 */
#ifndef API_ADMIN_PACE_H
#define API_ADMIN_PACE_H

#include "base/base.h"

struct pace {
    unsigned most, limit; /* requests at once: the bound, and how many now; grows while nothing is refused */
    unsigned calm;        /* replies since the limit changed */
    bool known;           /* false: no reply told of the bucket yet */
    double maximum, rate; /* points, points a second */
    double available;     /* the estimate, at the moment `at` */
    double at;
    double closed_until;    /* nothing goes before */
    double sent, finished;  /* points of all requests that ever went, and of those whose end is known */
    uint64_t serial, heard; /* of the last request that went; of the last one whose reply was listened to */
};

/* What has to be remembered of a request under way. */
struct pace_ticket {
    double cost, at, finished; /* at: when it went; finished: pace.finished then */
    uint64_t serial;
};

/* extensions.cost of a reply. */
struct pace_status {
    bool told;                /* false: the reply said nothing */
    double requested, actual; /* actual: 0 when THROTTLED */
    double maximum, available, rate;
};

struct pace pace_new(unsigned most);

/* Seconds until a request of that cost may go, as far as is known now; 0: it may; < 0: not before another reply. */
double pace_wait(const struct pace *p, double cost, size_t under_way, double now);
struct pace_ticket pace_send(struct pace *p, double cost, double now);

void pace_answered(struct pace *p, struct pace_ticket t, struct pace_status s, double now);
void pace_unanswered(struct pace *p, struct pace_ticket t); /* whether it cost anything is not known */
/* THROTTLED. Nothing goes for as many seconds as it returns: (requested - available) / rate, at least 1. */
double pace_refused(struct pace *p, struct pace_ticket t, struct pace_status s, double now);
void pace_close(struct pace *p, double seconds,
                double now); /* Retry-After: nothing goes so long, and less at once */

double pace_available(const struct pace *p, double now);

#endif
