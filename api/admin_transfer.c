/*
 * admin_transfer.c - files to and from the addresses that the shop names: without the token, one at a time.
 */
#include "api/admin_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <unistd.h>

#include "base/message.h"

struct transfer {
    struct http_request request;
    const char *path; /* of a download; for messages */
    const char *what; /* N_(): "%s" is what happened */
};

/* What came of an earlier try goes. */
static bool rewind_file(const struct transfer *t, struct err *err)
{
    if (!t->request.to)
        return true;
    errno = 0;
    if (fseek(t->request.to, 0, SEEK_SET) != 0 || ftruncate(fileno(t->request.to), 0) != 0)
        return err_errno(err, _("writing %s"), t->path);
    return true;
}

static bool once(struct admin *s, const struct transfer *t, struct http_reply *reply, struct arena *a,
                 struct err *err)
{
    if (!rewind_file(t, err))
        return false;
    http_send(s->http, &t->request, NULL);
    for (;;) {
        if (admin_next(s, INFINITY, reply, a))
            return true;
        if (!admin_go_on(s, err)) {
            http_drop(s->http);
            return false;
        }
    }
}

static bool again(struct admin *s, struct admin_tries *tries, const struct http_reply *reply,
                  const char *happened, struct err *err)
{
    double now = admin_now(s);

    if (!admin_tries_again(tries, now, reply->retry_after, s->options.patience, admin_chance(s)))
        return admin_give_up(s, tries, reply, err);
    s->stats.retried++;
    admin_say(s, _("%s: %s; trying again in %.1f s"), s->host.p, happened, tries->due - now);
    return admin_sleep(s, tries->due - now, err);
}

static bool transfer(struct admin *s, const struct transfer *t, struct err *err)
{
    struct admin_tries tries = { 0 };
    struct arena scratch = { 0 };
    struct http_reply reply;
    bool well = false;

    while (admin_go_on(s, err) && once(s, t, &reply, &scratch, err)) {
        struct admin_verdict v = admin_judge_transfer(&reply);
        const char *happened = admin_happened(&reply, &scratch).p;
        well = v.step == STEP_ANSWERED;
        if (v.step == STEP_STOP && t->request.to && ferror(t->request.to))
            (void)err_set(err, ERR_IO, _("writing %s: %s"), t->path, happened);
        else if (v.step == STEP_STOP)
            (void)err_set(err, ERR_SHOP, _(t->what), happened);
        if (v.step == STEP_STOP || well || !again(s, &tries, &reply, happened, err))
            break;
        arena_reset(&scratch);
    }
    arena_reset(&scratch);
    return well;
}

bool admin_upload(struct admin *s, str url, const struct http_part *parts, size_t n, struct err *err)
{
    struct transfer t = { .what = N_("the shop's store for uploads did not take the file (%s); try again") };

    t.request = (struct http_request){ .post = true,
                                       .url = url,
                                       .parts = parts,
                                       .part_count = n,
                                       .seconds = s->options.request_seconds / s->options.hurry };
    return transfer(s, &t, err);
}

/* Customers' data: for nobody else to read. */
static FILE *open_private(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;

    if (!f && fd >= 0)
        (void)close(fd);
    return f;
}

bool admin_download(struct admin *s, str url, const char *path, struct err *err)
{
    struct transfer t = { .path = path,
                          .what =
                              N_("the shop's result could not be fetched (%s); such addresses live 7 days") };
    FILE *f = open_private(path);

    if (!f)
        return err_errno(err, _("writing %s"), path);
    t.request = (struct http_request){ .url = url,
                                       .to = f,
                                       .seconds = s->options.request_seconds / s->options.hurry };
    bool well = transfer(s, &t, err);
    bool written = !ferror(f);
    written = fclose(f) == 0 && written;
    if (well && !written)
        return err_errno(err, _("writing %s"), path);
    return well;
}
