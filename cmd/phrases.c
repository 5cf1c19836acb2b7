#include "cmd/phrases.h"

#include "base/buf.h"
#include "base/message.h"
#include "base/table.h"

enum { SENTENCE_MAX = 1 << 18 }; /* bytes: an argument is at most a cell, 32,767 characters */

static str text(const char *english)
{
    return str_of(_(english));
}

const struct words phrases_translated = { .finding = phrase_finding, .text = text };

/* The argument that a template names at `at`: 0 to 2, or -1. */
static int argument_at(str template, size_t at)
{
    bool named = at + 2 < template.n && template.p[at] == '{' && template.p[at + 2] == '}';
    char digit = named ? template.p[at + 1] : 'x';

    return digit >= '0' && digit <= '2' ? digit - '0' : -1;
}

str phrase_fill(str template, const str args[3], struct arena *a)
{
    struct buf b = BUF_INIT(SENTENCE_MAX);

    for (size_t i = 0; i < template.n; i++) {
        int argument = argument_at(template, i);
        if (argument < 0) {
            buf_putc(&b, template.p[i]);
            continue;
        }
        buf_put(&b, args[argument]);
        i += 2;
    }
    str filled = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return filled;
}

str phrase_finding(const struct finding *f, struct arena *a)
{
    return phrase_fill(str_of(_(finding_template(f->id))), f->args, a);
}

str phrase_finding_masked(const struct finding *f, struct arena *a)
{
    const str args[3] = { f->args[0].n > 0 ? STR("***") : STR(""), f->args[1], f->args[2] };

    return phrase_fill(str_of(_(finding_template(f->id))), args, a);
}

str phrase_place(const struct finding *f, struct arena *a)
{
    char name[CELL_NAME_SIZE];

    if (f->row == 0)
        return STR("");
    if (f->column < 0)
        return arena_fmt(a, _("row %u"), (unsigned)f->row);
    return arena_copy(a, str_of(cell_name(name, f->row, (size_t)f->column)));
}

const char *phrase_severity(enum severity s)
{
    static const char *const names[SEVERITY_COUNT] = { N_("note"), N_("warning"), N_("error") };

    return _(names[s]);
}
