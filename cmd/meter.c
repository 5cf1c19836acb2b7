#include "cmd/meter.h"

#include <unistd.h>

#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/say.h"

enum { BAR_CELLS = 24, PLAIN_SECONDS = 5 };

/* "0:07", "1:02:03"; "" when not known. */
static str time_left(const struct progress *p, struct arena *a)
{
    long left = (long)(p->seconds_left + 0.5);

    if (p->seconds_left < 0)
        return STR("");
    if (left < 3600)
        return arena_fmt(a, _(" · %ld:%02ld left"), left / 60, left % 60);
    return arena_fmt(a, _(" · %ld:%02ld:%02ld left"), left / 3600, left / 60 % 60, left % 60);
}

/* What follows the stage's name: "4,500 of 10,000 · 5,000/s · 0:01 left · failed 3" */
static str figures(const struct progress *p, struct arena *a)
{
    str done = count_text(p->done, a), rate = STR(""), failed = STR("");

    if (p->total > 0)
        done = arena_fmt(a, _("%s of %s"), done.p, count_text(p->total, a).p);
    if (p->rate > 0)
        rate = arena_fmt(a, _(" · %s/s"), count_text((size_t)p->rate, a).p);
    if (p->failed > 0)
        failed = arena_fmt(a, _(" · failed %s"), count_text(p->failed, a).p);
    const str parts[] = { done, rate, time_left(p, a), failed };
    return arena_join(a, parts, countof(parts), STR(""));
}

str meter_plain(const struct progress *p, struct arena *a)
{
    const str parts[] = { str_of(_(p->stage)), STR(": "), figures(p, a) };

    return arena_join(a, parts, countof(parts), STR(""));
}

str meter_bar(const struct progress *p, struct arena *a)
{
    str parts[BAR_CELLS + 4] = { str_of(_(p->stage)), STR(" ") };
    size_t full = p->total > 0 && p->done <= p->total ? p->done * BAR_CELLS / p->total : 0;

    if (p->total == 0)
        return meter_plain(p, a);
    for (size_t i = 0; i < BAR_CELLS; i++)
        parts[2 + i] = i < full ? STR("█") : STR("░");
    parts[BAR_CELLS + 2] = STR(" ");
    parts[BAR_CELLS + 3] = figures(p, a);
    return arena_join(a, parts, countof(parts), STR(""));
}

str meter_json(const struct progress *p, struct arena *a)
{
    struct json *line = json_object();

    json_put(line, "stage", json_of_str(str_of(p->stage)));
    json_put(line, "done", json_of_int((int64_t)p->done));
    json_put(line, "total", p->total > 0 ? json_of_int((int64_t)p->total) : json_of_null());
    json_put(line, "failed", json_of_int((int64_t)p->failed));
    json_put(line, "rate", p->rate < 0 ? json_of_null() : json_of_int((int64_t)p->rate));
    json_put(line, "seconds_left",
             p->seconds_left < 0 ? json_of_null() : json_of_int((int64_t)(p->seconds_left + 0.5)));
    str text = json_text(line, a);
    json_free(line);
    return text;
}

static bool is_due(struct meter *m, const struct progress *p)
{
    double now = clock_steady();
    bool new_stage = m->line != p->stage, complete = p->total > 0 && p->done >= p->total;

    if (m->form == PROGRESS_PLAIN && !new_stage && !complete && now - m->said < PLAIN_SECONDS)
        return false;
    m->said = now;
    m->line = p->stage;
    return true;
}

struct progress meter_expecting(const struct meter *m, const struct progress *p)
{
    struct progress known = *p;

    if (p->total > 0 || m->expected < p->done || m->expected == 0)
        return known;
    known.total = m->expected;
    if (p->rate > 0)
        known.seconds_left = (double)(m->expected - p->done) / p->rate;
    return known;
}

static void show_known(struct meter *m, const struct progress *p)
{
    struct arena a = { 0 };

    if (!is_due(m, p))
        return;
    if (m->form == PROGRESS_BAR) {
        fputs("\r\033[K", stderr);
        put(stderr, meter_bar(p, &a));
        m->on_screen = true;
    } else {
        put(stderr, m->form == PROGRESS_JSON ? meter_json(p, &a) : meter_plain(p, &a));
        fputc('\n', stderr);
    }
    fflush(stderr);
    arena_reset(&a);
}

static void show(void *context, const struct progress *job)
{
    struct meter *m = context;
    const struct progress known = meter_expecting(m, job);

    show_known(m, &known);
}

void meter_within(struct meter *m, const char *stage, size_t done, size_t total)
{
    struct progress p = m->progress;
    double now = clock_steady();

    if (!p.show || now - m->within < 1)
        return;
    m->within = now;
    p.stage = stage;
    p.done = done;
    p.total = total;
    p.rate = p.seconds_left = -1;
    show_known(m, &p);
}

void meter_clear(struct meter *m)
{
    if (m->on_screen)
        fputs("\r\033[K", stderr);
    m->on_screen = false;
}

void meter_init(struct meter *m, const struct settings *s)
{
    *m = (struct meter){ .form = (enum progress_form)s->progress };
    if (m->form == PROGRESS_AUTO)
        m->form = isatty(STDERR_FILENO) && !s->quiet ? PROGRESS_BAR : PROGRESS_NONE;
    m->progress =
        (struct progress){ .context = m, .show = m->form == PROGRESS_NONE ? NULL : show, .stop = s->stop };
}
