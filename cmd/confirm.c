#include "cmd/confirm.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "base/unicode.h"
#include "cmd/outcome.h"
#include "cmd/say.h"

struct import_limits confirm_free(void)
{
    return (struct import_limits){ .cleared = CLEARED_FREE };
}

bool confirm_needed(const struct import_counts *plan, struct import_limits *would)
{
    struct import_limits allowed = confirm_free();

    *would = (struct import_limits){ .deletes = plan->kinds[OP_DELETE],
                                     .replaces = plan->kinds[OP_REPLACE],
                                     .cleared = import_cleared(plan),
                                     .mails = plan->mails };
    return would->deletes > allowed.deletes || would->replaces > allowed.replaces ||
           would->cleared > allowed.cleared || would->mails > allowed.mails;
}

str confirm_text(const struct import_limits *would, const struct import_counts *plan, struct arena *a)
{
    struct import_limits allowed = confirm_free();
    str parts[4];
    size_t n = 0;

    if (would->deletes > allowed.deletes)
        parts[n++] = arena_fmt(a, message_get_n("delete %s customer", "delete %s customers", would->deletes),
                               count_text(would->deletes, a).p);
    if (would->replaces > allowed.replaces)
        parts[n++] =
            arena_fmt(a, message_get_n("replace %s customer", "replace %s customers", would->replaces),
                      count_text(would->replaces, a).p);
    if (would->cleared > allowed.cleared)
        parts[n++] = arena_fmt(a, _("clear %s values by blanks (%s)"), count_text(would->cleared, a).p,
                               outcome_cleared(plan, a).p);
    if (would->mails > allowed.mails)
        parts[n++] =
            arena_fmt(a, message_get_n("send %s invitation mail", "send %s invitation mails", would->mails),
                      count_text(would->mails, a).p);
    return arena_join(a, parts, n, str_of(_(", ")));
}

bool confirm_is_yes(str answer)
{
    static const char *const yes[] = { "y", "yes", "はい" };
    struct arena scratch = { 0 };
    bool is = false;

    for (size_t i = 0; i < countof(yes) && !is; i++)
        is = text_eq_fold(text_trim(answer), str_of(yes[i]), &scratch);
    arena_reset(&scratch);
    return is;
}

static bool ask(str what)
{
    char line[64];

    fprintf(stderr, _("This import would %.*s. Go on? [y/N] "), STR_ARG(what));
    fflush(stderr);
    return fgets(line, sizeof line, stdin) && confirm_is_yes(str_of(line));
}

bool confirm_plan(const struct settings *s, const struct import_counts *plan, struct import_limits *out,
                  struct err *err)
{
    struct import_limits would;
    bool needed = confirm_needed(plan, &would);

    *out = would;
    if (out->cleared < CLEARED_FREE)
        out->cleared = CLEARED_FREE;
    if (!needed)
        return true;
    str what = confirm_text(&would, plan, s->arena);
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return err_set(err, ERR_REFUSED,
                       _("this import would %.*s; nothing was changed. Look at it with \"meibo plan\" and "
                         "add --yes to do it"),
                       STR_ARG(what));
    return ask(what) || err_set(err, ERR_REFUSED, _("not confirmed; nothing was changed"));
}
