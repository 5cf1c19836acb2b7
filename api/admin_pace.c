#include "api/admin_pace.h"

#include <math.h>

enum {
    AT_ONCE_FIRST = 2,
    CALM_REPLIES = 8, /* without a refusal, before one more goes at once */
    REFUSED_SECONDS = 1,
};

/* Of the bucket, left to other apps. Filled once, so it costs nothing in the long run. */
static const double margin_share = 0.02;

struct pace pace_new(unsigned most)
{
    return (struct pace){ .most = most, .limit = most < AT_ONCE_FIRST ? most : AT_ONCE_FIRST };
}

double pace_available(const struct pace *p, double now)
{
    double passed = now - p->at;

    return fmin(p->maximum, p->available + (passed > 0 ? passed * p->rate : 0));
}

/* What the estimate must be for a request to go. */
static double needed(const struct pace *p, double cost)
{
    return fmin(cost + p->maximum * margin_share, p->maximum);
}

double pace_wait(const struct pace *p, double cost, size_t under_way, double now)
{
    if (under_way >= p->limit || (!p->known && under_way > 0))
        return -1;
    double wait = fmax(0, p->closed_until - now);
    if (!p->known)
        return wait;
    double missing = needed(p, cost) - pace_available(p, now);
    if (missing <= 0)
        return wait;
    return p->rate > 0 ? fmax(wait, missing / p->rate) : fmax(wait, REFUSED_SECONDS);
}

static void estimate(struct pace *p, double available, double now)
{
    p->available = fmin(available, p->maximum);
    p->at = now;
}

struct pace_ticket pace_send(struct pace *p, double cost, double now)
{
    struct pace_ticket t = { .cost = cost, .at = now, .finished = p->finished, .serial = ++p->serial };

    p->sent += cost;
    if (p->known)
        estimate(p, pace_available(p, now) - cost, now);
    return t;
}

/* The reply was written at some moment between t.at and now. Every other request that was under way meanwhile may
 * have been taken off before or after, so what it tells lies between two bounds. */
static void listen(struct pace *p, struct pace_ticket t, struct pace_status s, double now)
{
    double others = p->sent - t.finished - t.cost;
    double least = s.available - others, most = s.available + (now - t.at) * s.rate;
    double now_available = pace_available(p, now);

    p->maximum = s.maximum;
    p->rate = s.rate;
    if (!p->known)
        now_available = least;
    p->known = true;
    if (t.serial > p->heard) { /* an older one may not know what another app took since */
        now_available = fmax(now_available, least);
        p->heard = t.serial;
    }
    estimate(p, fmin(now_available, most), now);
}

void pace_unanswered(struct pace *p, struct pace_ticket t)
{
    p->finished += t.cost;
}

void pace_answered(struct pace *p, struct pace_ticket t, struct pace_status s, double now)
{
    if (++p->calm >= CALM_REPLIES && p->limit < p->most) {
        p->limit++;
        p->calm = 0;
    }
    if (s.told) {
        if (p->known)
            estimate(p, pace_available(p, now) + t.cost - s.actual, now);
        listen(p, t, s, now);
    }
    p->finished += t.cost;
}

void pace_close(struct pace *p, double seconds, double now)
{
    p->closed_until = fmax(p->closed_until, now + seconds);
    p->limit = p->limit > 1 ? p->limit / 2 : 1;
    p->calm = 0;
}

double pace_refused(struct pace *p, struct pace_ticket t, struct pace_status s, double now)
{
    double seconds = REFUSED_SECONDS;

    if (p->known)
        estimate(p, pace_available(p, now) + t.cost, now);
    if (s.told && s.rate > 0) {
        double others = p->sent - p->finished - t.cost;
        double model = p->known ? pace_available(p, now) : s.available;
        p->maximum = s.maximum;
        p->rate = s.rate;
        p->known = true;
        p->heard = t.serial > p->heard ? t.serial : p->heard;
        estimate(p, fmin(model, s.available - others), now);
        seconds = fmax(seconds, (fmax(t.cost, s.requested) - s.available) / s.rate);
    }
    pace_close(p, seconds, now);
    p->finished += t.cost;
    return seconds;
}
