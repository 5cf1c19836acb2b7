#include "cmd/planned.h"

#include "base/message.h"
#include "cmd/say.h"

static const char *const kinds[OP_KIND_COUNT] = {
    [OP_IGNORED] = "IGNORED", [OP_REFUSED] = "FAILED",  [OP_UNCHANGED] = "UNCHANGED", [OP_CREATE] = "CREATE",
    [OP_UPDATE] = "UPDATE",   [OP_REPLACE] = "REPLACE", [OP_DELETE] = "DELETE",
};

static str found_by(const struct op *op, struct arena *a)
{
    static const char *const keys[] = { "", "ID", "Email", "Phone" };

    if (op->found_by == MATCH_NONE || !op->have)
        return STR("");
    return arena_fmt(a, _(", found by %s, ID %lld"), keys[op->found_by], (long long)op->have->id);
}

static str value_of(str text, struct arena *a)
{
    const str quoted[] = { STR("\""), one_line(text, a), STR("\"") };

    return text.n > 0 ? arena_join(a, quoted, countof(quoted), STR("")) : str_of(_("(blank)"));
}

static str change_line(const struct change *c, struct arena *a)
{
    str address = c->address_id ? arena_fmt(a, _(" of address %lld"), (long long)c->address_id) : STR("");
    const str parts[] = { STR("    "), one_line(c->name, a),  address,  STR(": "), value_of(c->before, a),
                          STR(" → "),  value_of(c->after, a), STR("\n") };

    return arena_join(a, parts, countof(parts), STR(""));
}

str planned_customer(const struct op *op, const struct change *changes, size_t n, struct arena *a)
{
    str *lines = arena_array(a, str, n + 1);
    uint32_t row = op->want ? op->want->row : 0;

    lines[0] = arena_fmt(a, _("row %u: %s%s"), (unsigned)row, kinds[op->kind], found_by(op, a).p);
    const str head[] = { lines[0], STR("\n") };
    lines[0] = arena_join(a, head, countof(head), STR(""));
    for (size_t i = 0; i < n; i++)
        lines[i + 1] = change_line(&changes[i], a);
    return arena_join(a, lines, n + 1, STR(""));
}

static void take_customer(void *context, const struct op *op, const struct change *changes, size_t n)
{
    struct planned *p = context;
    struct arena a = { 0 };

    if (p->quiet || op->kind < OP_CREATE)
        return;
    if (p->most > 0 && p->shown == p->most) {
        p->more++;
        return;
    }
    put(stdout, planned_customer(op, changes, n, &a));
    p->shown++;
    arena_reset(&a);
}

static void take_findings(void *context, const struct finding *at, size_t n)
{
    struct planned *p = context;

    causes_add(&p->causes, at, n);
}

struct plan_listener planned_listener(struct planned *p)
{
    return (struct plan_listener){ .context = p, .customer = take_customer, .findings = take_findings };
}
