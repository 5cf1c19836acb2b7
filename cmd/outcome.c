#include "cmd/outcome.h"

#include "base/buf.h"
#include "base/message.h"
#include "cmd/say.h"

static const char *count_of(const struct import_counts *c, enum op_kind kind, struct arena *a)
{
    return count_text(c->kinds[kind], a).p;
}

str outcome_line(const struct import_counts *c, struct arena *a)
{
    return arena_fmt(
        a, _("created %s · updated %s · unchanged %s · replaced %s · deleted %s · ignored %s · failed %s"),
        count_of(c, OP_CREATE, a), count_of(c, OP_UPDATE, a), count_of(c, OP_UNCHANGED, a),
        count_of(c, OP_REPLACE, a), count_of(c, OP_DELETE, a), count_of(c, OP_IGNORED, a),
        count_of(c, OP_REFUSED, a));
}

static void put_cleared(struct buf *b, str name, size_t n, struct arena *a)
{
    if (n == 0)
        return;
    if (buf_str(b).n > 0)
        buf_put(b, STR(", "));
    buf_put(b, name);
    buf_putc(b, ' ');
    buf_put(b, count_text(n, a));
}

str outcome_cleared(const struct import_counts *c, struct arena *a)
{
    struct buf b = BUF_INIT(1 << 14);

    for (size_t i = 0; i < COL_COUNT; i++)
        put_cleared(&b, columns[i].header, c->cleared[i], a);
    put_cleared(&b, str_of(_("metafields")), c->cleared_metafields, a);
    str text = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return text;
}

static struct json *json_of_path(const char *path)
{
    return path ? json_of_str(str_of(path)) : json_of_null();
}

static struct json *cleared_json(const struct import_counts *c)
{
    struct arena a = { 0 };
    struct json *cleared = json_object();

    for (size_t i = 0; i < COL_COUNT; i++)
        if (c->cleared[i] > 0)
            json_put(cleared, arena_copy(&a, columns[i].header).p, json_of_int((int64_t)c->cleared[i]));
    if (c->cleared_metafields > 0)
        json_put(cleared, "Metafields", json_of_int((int64_t)c->cleared_metafields));
    arena_reset(&a);
    return cleared;
}

struct json *outcome_json(const struct ending *o)
{
    static const struct {
        const char *name;
        enum op_kind kind;
    } kinds[] = { { "created", OP_CREATE },   { "updated", OP_UPDATE }, { "unchanged", OP_UNCHANGED },
                  { "replaced", OP_REPLACE }, { "deleted", OP_DELETE }, { "ignored", OP_IGNORED },
                  { "failed", OP_REFUSED } };
    struct json *out = json_object();

    json_put(out, "job", o->job ? json_of_int(o->job) : json_of_null());
    json_put(out, "file", json_of_str(o->file));
    json_put(out, "sheet", json_of_str(o->sheet));
    json_put(out, "rows", json_of_int((int64_t)o->counts->rows));
    json_put(out, "customers", json_of_int((int64_t)o->counts->customers));
    for (size_t i = 0; i < countof(kinds); i++)
        json_put(out, kinds[i].name, json_of_int((int64_t)o->counts->kinds[kinds[i].kind]));
    json_put(out, "warnings", json_of_int((int64_t)o->counts->warnings));
    json_put(out, "cleared", cleared_json(o->counts));
    json_put(out, "mails", json_of_int((int64_t)o->counts->mails));
    json_put(out, "result", json_of_path(o->result));
    json_put(out, "undo", json_of_path(o->undo));
    json_put(out, "seconds", json_of_int((int64_t)(o->seconds + 0.5)));
    return out;
}
