#include <stdio.h>

#include "base/message.h"
#include "cmd/bookings.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/phrases.h"
#include "cmd/say.h"

/* Said through phrases_translated by clause_path(). */
static const char *const quantifiers[] = { N_("at least one of"), N_("all of"), N_("none of") };

static void print_condition(const struct rule_clause *c, struct arena *a)
{
    str path = clause_path(c, phrases_translated.text, a);

    printf("   %s %.*s\n", c->unless ? _("but not:") : _("condition:"), STR_ARG(one_line(c->text, a)));
    printf("      %s %.*s\n", _("by clicking:"), STR_ARG(path));
}

static void print_doubts(const struct rule *r)
{
    unsigned doubts = 0;

    for (size_t i = 0; i < r->clause_count; i++)
        doubts |= clause_doubts(&r->clauses[i]);
    if (doubts & RULE_DOUBT_DURATION)
        printf("   %s\n",
               _("note: in Sesami \"Duration\" is an option of the product, not a property of the line; a "
                 "condition on the property alone finds nobody."));
    if (doubts & RULE_DOUBT_TRANSLATED)
        printf("   %s\n", _("note: names of properties that do not begin with _ are in the language of the "
                            "shop; conditions "
                            "on them miss bookings made in another language."));
}

static void print_steps(const struct rule *r, struct arena *a)
{
    size_t conditions = 0;

    printf("1. %s\n", _("In the Shopify admin, open Apps > Shopify Flow."));
    printf("2. %s\n", _("Create a new workflow."));
    printf("3. %s\n", _("Choose the trigger \"Order created\"."));
    printf("4. %s\n", _("Add a condition that finds the booking products of Sesami:"));
    for (size_t i = 0; i < r->clause_count; i++) {
        print_condition(&r->clauses[i], a);
        conditions += !r->clauses[i].unless;
    }
    if (conditions > 1)
        printf("   %s\n", _("Any one of these conditions is enough: join them with \"or\"."));
    print_doubts(r);
    for (size_t i = 0; i < r->tags.n; i++)
        printf(_("5. Add the action \"Add customer tags\": %.*s\n"), STR_ARG(r->tags.at[i]));
    printf("6. %s\n", _("Save the workflow and turn it on."));
    printf("\n%s\n", _("Flow begins with the next order. For earlier ones: meibo bookings --orders "
                       "Export.xlsx -o booked.xlsx, "
                       "then meibo import booked.xlsx."));
    printf("%s\n",
           _("Whether Flow takes these conditions as they stand has not been tried with a real shop."));
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct booking_run r = { .settings = s };

    (void)status;
    (void)quantifiers;
    if (!booking_rule_open(&r, err))
        return false;
    print_steps(&r.rule, s->arena);
    return true;
}

const struct subcommand command_bookings_flow = {
    .name = "bookings flow",
    .summary = N_("Print the six steps that do the same for new orders in Shopify Flow."),
    .lists = { { N_("Which are bookings"), LIST(booking_options_rule) }, OPTIONS_COMMON },
    .run = run,
};
