#include "api/bulk_parts.h"
#include "base/message.h"

/* ---- what is sent ---------------------------------------------------------------------------------------------- */

static bool disk_failed(struct err *err)
{
    return err_errno(err, _("writing a temporary file in %s"), bulk_folder());
}

/* As many lines as go in; how many, in *written. */
static bool write_lines(const struct part *p, size_t most, size_t *written, struct err *err)
{
    struct buf line = BUF_INIT(most);
    size_t bytes = 0, i = 0;
    bool ok = true, room = true;

    while (ok && room && i < p->n) {
        buf_clear(&line);
        p->job->write(p->job->context, p->first + i, &line);
        buf_putc(&line, '\n');
        room = buf_ok(&line) && bytes + line.n <= most;
        if (!room)
            break;
        ok = fwrite(line.p, 1, line.n, p->file.file) == line.n;
        bytes += line.n;
        i++;
    }
    buf_release(&line);
    *written = i;
    if (!ok || fflush(p->file.file) != 0)
        return disk_failed(err);
    if (i == 0)
        return err_set(err, ERR_LIMIT,
                       _("one customer's data is larger than the %zu bytes that a bulk operation takes"),
                       most);
    return true;
}

static str name_of(const struct part *p, struct arena *a)
{
    struct buf b = BUF_INIT(255);

    buf_put(&b, p->job->identifier);
    if (p->n < p->job->n) {
        buf_putc(&b, '_');
        buf_put_u64(&b, p->first);
        buf_putc(&b, '_');
        buf_put_u64(&b, p->n);
    }
    str name = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return name;
}

bool part_write(struct bulk_jobs *r, struct part *p, struct err *err)
{
    size_t written;

    if (!bulk_file_open(&p->file, err) || !write_lines(p, r->file_max, &written, err))
        return false;
    if (written < p->n) {
        part_add(r, p->job, p->first + written, p->n - written);
        p->n = written;
    }
    p->name = name_of(p, &r->arena);
    return true;
}

/* ---- what comes back ------------------------------------------------------------------------------------------- */

/* False when it answers nothing that was asked. */
static bool answer_line(struct part *p, str line)
{
    struct json *reply;
    struct err unreadable = { 0 };

    if (!json_parse(line, &reply, &unreadable))
        return false;
    const struct json *number = json_get(reply, "__lineNumber");
    int64_t at = json_kind(number) == JSON_INTEGER ? json_int(number) : -1;
    bool ours = at >= 0 && (uint64_t)at < p->n && !(p->answered[at / 64] & UINT64_C(1) << at % 64);
    if (ours) {
        p->answered[at / 64] |= UINT64_C(1) << at % 64;
        p->answers++;
        p->job->answer(p->job->context, p->first + (size_t)at, reply);
    }
    json_free(reply);
    return ours;
}

static bool answer_lines(struct bulk_jobs *r, struct part *p, FILE *file, struct err *err)
{
    struct bulk_lines lines;
    size_t strange = 0;
    str line;

    bulk_lines_open(&lines, file, BULK_LINE_MAX);
    while (bulk_lines_next(&lines, &line))
        strange += !answer_line(p, line);
    if (strange > 0)
        admin_say(r->admin, _("%zu lines of the answer of a bulk operation belong to nothing that was sent"),
                  strange);
    return bulk_lines_close(&lines, err);
}

static const char *const endings[] = {
    [OPERATION_RUNNING] = "",
    [OPERATION_COMPLETED] = N_("has ended"),
    [OPERATION_FAILED] = N_("has failed"),
    [OPERATION_CANCELED] = N_("was canceled"),
    [OPERATION_EXPIRED] = N_("is too old to be read"),
};

bool part_collect(struct bulk_jobs *r, struct part *p, struct err *err)
{
    struct bulk_file answer;

    if (!operation_download(r->admin, &p->operation, &answer, err))
        return false;
    p->answered = arena_array(&r->arena, uint64_t, p->n / 64 + 1);
    bool done = !answer.file || answer_lines(r, p, answer.file, err);
    bulk_file_close(&answer);
    p->state = PART_ENDED;
    if (done)
        admin_say(r->admin, _("bulk operation %.*s %s: %zu of %zu lines answered"), STR_ARG(p->name),
                  _(endings[p->operation.status]), p->answers, p->n);
    return done;
}
