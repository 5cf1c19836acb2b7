#include "cmd/causes.h"

#include <string.h>

#include "base/message.h"
#include "cmd/say.h"
#include "cmd/phrases.h"

void causes_init(struct causes *c, bool all, FILE *to)
{
    memset(c, 0, sizeof *c);
    c->lines = all ? 0 : CAUSE_LINES;
    c->now = to;
    c->masked = to == stderr;
    for (size_t i = 0; i < FINDING_COUNT; i++)
        c->of[i].lines = BUF_INIT(CAUSE_BYTES);
}

/* "C14: error: ..." */
static str line_of(const struct finding *f, bool masked, struct arena *a)
{
    str place = phrase_place(f, a);
    const str parts[] = { place,
                          place.n > 0 ? STR(": ") : STR(""),
                          str_of(phrase_severity(finding_severity(f->id))),
                          STR(": "),
                          one_line(masked ? phrase_finding_masked(f, a) : phrase_finding(f, a), a),
                          STR("\n") };

    return arena_join(a, parts, countof(parts), STR(""));
}

void causes_add(struct causes *c, const struct finding *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct arena a = { 0 };
        enum finding_id id = at[i].id;

        c->count[finding_severity(id)]++;
        c->of[id].count++;
        if (c->lines == 0) {
            put(c->now, line_of(&at[i], c->masked, &a));
        } else if (c->of[id].kept < c->lines) {
            buf_put(&c->of[id].lines, line_of(&at[i], c->masked, &a));
            c->of[id].kept++;
        }
        arena_reset(&a);
    }
}

static void print_cause(const struct causes *c, enum finding_id id, FILE *to)
{
    struct arena a = { 0 };
    size_t more = c->of[id].count - c->of[id].kept;

    put(to, buf_str(&c->of[id].lines));
    if (more > 0) {
        fprintf(to, message_get_n("  and %s more like this one", "  and %s more like these", more),
                count_text(more, &a).p);
        fputc('\n', to);
    }
    arena_reset(&a);
}

void causes_print(struct causes *c, FILE *to)
{
    if (c->lines == 0)
        return;
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_NOTE; severity--)
        for (size_t id = FINDING_NONE + 1; id < FINDING_COUNT; id++)
            if (c->of[id].count > 0 && (int)finding_severity((enum finding_id)id) == severity)
                print_cause(c, (enum finding_id)id, to);
}

void causes_release(struct causes *c)
{
    for (size_t i = 0; i < FINDING_COUNT; i++)
        buf_release(&c->of[i].lines);
}

struct json *causes_json(const struct causes *c)
{
    struct json *out = json_object();

    for (size_t id = FINDING_NONE + 1; id < FINDING_COUNT; id++)
        if (c->of[id].count > 0)
            json_put(out, finding_name((enum finding_id)id), json_of_int((int64_t)c->of[id].count));
    return out;
}
