#include "job/progress.h"

#include "base/time.h"

static const double every = 0.25; /* seconds between two calls of show() */
static const double memory = 4.0; /* seconds that the rate looks back, about */

static void progress_show(struct progress *p, double now)
{
    double since = now - p->shown;

    if (since > 0 && p->done > p->shown_done) {
        double latest = (double)(p->done - p->shown_done) / since;
        double weight = since >= memory || p->rate < 0 ? 1.0 : since / memory;
        p->rate = p->rate < 0 ? latest : p->rate + (latest - p->rate) * weight;
    }
    p->seconds_left =
        p->total >= p->done && p->total > 0 && p->rate > 0 ? (double)(p->total - p->done) / p->rate : -1;
    p->shown = now;
    p->shown_done = p->done;
    if (p->show)
        p->show(p->context, p);
}

void progress_begin(struct progress *p, const char *stage, size_t total)
{
    if (!p)
        return;
    p->stage = stage;
    p->done = 0;
    p->shown_done = 0;
    p->failed = 0;
    p->total = total;
    p->rate = -1;
    p->seconds_left = -1;
    p->began = clock_steady();
    p->shown = p->began;
}

void progress_step(struct progress *p, size_t n)
{
    if (!p)
        return;
    p->done += n;

    double now = clock_steady();
    if (now - p->shown >= every)
        progress_show(p, now);
}

void progress_failed(struct progress *p, size_t failed)
{
    if (p)
        p->failed = failed;
}

void progress_end(struct progress *p)
{
    if (p)
        progress_show(p, clock_steady());
}

bool progress_stopping(const struct progress *p)
{
    return p && p->stop && *p->stop;
}
