#include "base/message.h"
#include "job/access.h"
#include "job/export_parts.h"
#include "job/report_parts.h"

const char export_note_hidden[] =
    N_("The shop does not show these columns to this program: they are protected customer data that was not "
       "granted to the app. They are left out, so that an import of this file leaves them as they are.");
const char export_note_recent[] =
    N_("Orders older than 60 days are not seen, for the token lacks the scope read_all_orders: a first order "
       "here is the first of the last 60 days, and customers without an order since then have none.");

static str word(const struct export *x, const char *english)
{
    return x->options->words ? x->options->words->text(english) : str_of(english);
}

static void put_pair(const struct export *x, const char *english, str value)
{
    const cell cells[] = { cell_of_text(word(x, english)), cell_of_text(value) };

    table_put(x->table, 0, cells, countof(cells));
}

/* The sheet of customers may have the name already. */
static str sheet_name(const struct export *x)
{
    return str_eq_fold(x->options->sheet_name, STR("Summary")) ? STR("Summary 2") : STR("Summary");
}

void export_summary(struct export *x)
{
    const struct export_counts *c = x->counts;
    const struct column_layout layout[] = {
        { .header = word(x, N_("What")), .style = STYLE_TEXT },
        { .header = word(x, N_("Value")), .style = STYLE_TEXT },
    };

    if (!c->left_out && !c->recent_orders_only)
        return;
    table_sheet(x->table, &(struct sheet_layout){ .name = sheet_name(x),
                                                  .columns = layout,
                                                  .column_count = countof(layout) });
    put_pair(x, N_("Shop"), x->info.name);
    if (c->left_out) {
        put_pair(x, N_("Columns left out"), access_names(c->left_out, &x->page));
        put_pair(x, N_("Note"), word(x, export_note_hidden));
    }
    if (c->recent_orders_only)
        put_pair(x, N_("Note"), word(x, export_note_recent));
}
