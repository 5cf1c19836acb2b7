#include <string.h>

#include "base/message.h"
#include "job/counts.h"
#include "job/run.h"

/* IDs of the shop's records that the ops of a round are about; at least a quarter of it stays free. */
struct touched {
    unsigned bits;
    int64_t *ids; /* 1 << bits of them; 0: free */
};

void run_decide_init(struct run *run)
{
    struct touched *t = arena_new(&run->arena, struct touched);

    for (t->bits = 4; (size_t)1 << t->bits < 4 * run->room;)
        t->bits++;
    t->ids = arena_array(&run->arena, int64_t, (size_t)1 << t->bits);
    run->touched = t;
}

static size_t touched_slot(const struct touched *t, int64_t id)
{
    size_t at = (size_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> (64 - t->bits));

    while (t->ids[at] != 0 && t->ids[at] != id)
        at = (at + 1) & (((size_t)1 << t->bits) - 1);
    return at;
}

static bool touches(const struct touched *t, const struct match *m)
{
    const struct customer *const found[] = { m->by_id, m->by_email, m->by_phone };

    for (size_t i = 0; i < countof(found); i++)
        if (found[i] && t->ids[touched_slot(t, found[i]->id)] != 0)
            return true;
    return false;
}

static void touch(struct touched *t, const struct match *m)
{
    const struct customer *const found[] = { m->by_id, m->by_email, m->by_phone };

    for (size_t i = 0; i < countof(found); i++)
        if (found[i])
            t->ids[touched_slot(t, found[i]->id)] = found[i]->id;
}

static uint64_t columns_of(enum column_group group)
{
    uint64_t bits = 0;

    for (size_t col = 0; col < COL_COUNT; col++)
        if (columns[col].group == group)
            bits |= COL_BIT(col);
    return bits;
}

/* What the sheet speaks of; and everything, for undo, where customers go. */
static shop_groups groups_needed(const struct run *run, bool some_go)
{
    shop_groups groups = GROUP_BIT(GROUP_BASIC);
    uint64_t present = run->plan.present;

    if (some_go)
        return groups | GROUP_BIT(GROUP_ADDRESSES) | GROUP_BIT(GROUP_TAX) | GROUP_BIT(GROUP_METAFIELDS);
    if (present & columns_of(GROUP_ADDRESSES))
        groups |= GROUP_BIT(GROUP_ADDRESSES);
    if (present & columns_of(GROUP_TAX))
        groups |= GROUP_BIT(GROUP_TAX);
    if (run->reader.header.metafield_count > 0)
        groups |= GROUP_BIT(GROUP_METAFIELDS);
    return groups;
}

static bool find(const struct run *run, const struct customer *const *wants, size_t n, struct match *found,
                 struct arena *a, struct err *err)
{
    struct customer_key *keys = arena_array(a, struct customer_key, n);
    struct shop *shop = run->job->shop;
    bool some_go = false;

    for (size_t i = 0; i < n; i++) {
        keys[i] = customer_key(wants[i]);
        some_go |= wants[i]->command == COMMAND_DELETE || wants[i]->command == COMMAND_REPLACE;
    }
    return shop->ops->find(shop, keys, n, groups_needed(run, some_go), found, a, err);
}

bool run_find_ahead(void *context, const struct ahead_customer *customers, size_t n, struct match *found,
                    struct arena *a, struct err *err)
{
    const struct customer **wants = arena_array(a, const struct customer *, n);

    for (size_t i = 0; i < n; i++)
        wants[i] = customers[i].want;
    return find(context, wants, n, found, a, err);
}

static bool is_known(const struct match *found)
{
    return found && (found->by_id || found->by_email || found->by_phone);
}

/* Numbers of people whom the shop knows are mostly theirs there, and need no judging. */
void run_prepare_ahead(void *context, const struct ahead_customer *customer, struct arena *a)
{
    const struct run *run = context;

    if (!is_known(customer->found))
        phones_judge(customer->want, run->phones_ahead, a);
}

/* All of them, and nothing has been changed since. */
static bool looked_up_ahead(const struct run *run, struct item *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!items[i]->found || !ahead_counts(run->ahead, items[i]->found_as_of))
            return false;
    return true;
}

static bool look_up_now(struct run *run, struct item *const *items, size_t n, struct match *found,
                        struct err *err)
{
    const struct customer **wants = arena_array(&run->batch, const struct customer *, n);

    for (size_t i = 0; i < n; i++)
        wants[i] = items[i]->want;
    ahead_take_shop(run->ahead);
    return find(run, wants, n, found, &run->batch, err) || err_wrap(err, _("looking up %zu customers"), n);
}

/* NULL on failure. */
static struct match *look_up(struct run *run, struct item *const *items, size_t n, struct err *err)
{
    struct match *found = arena_array(&run->batch, struct match, n);

    if (!looked_up_ahead(run, items, n))
        return look_up_now(run, items, n, found, err) ? found : NULL;
    for (size_t i = 0; i < n; i++)
        found[i] = *items[i]->found;
    return found;
}

/* What an earlier plan of the same customer had to say no longer counts. */
static void forget_plan(struct item *i)
{
    for (size_t f = i->parsed; f < i->findings.n; f++)
        i->findings.count[finding_severity(i->findings.at[f].id)]--;
    i->findings.n = i->parsed;
}

bool run_decide(void *context, struct item **items, size_t *n, struct err *err)
{
    struct run *run = context;
    struct match *found = look_up(run, items, *n, err);
    struct touched *touched = run->touched;
    bool changes = false;

    if (!found)
        return false;
    memset(touched->ids, 0, sizeof *touched->ids << touched->bits);
    for (size_t i = 0; i < *n; i++) {
        /* Two rows that name one customer by different keys: the second must see what the first did. */
        if (run->job->journal && touches(touched, &found[i])) {
            *n = i;
            break;
        }
        forget_plan(items[i]);
        items[i]->op = plan_for(&run->plan, items[i]->want, &found[i], &items[i]->findings);
        items[i]->entry.kind = items[i]->op.kind;
        if (op_is_sent(&items[i]->op))
            touch(touched, &found[i]);
        changes |= op_is_sent(&items[i]->op);
    }
    if (changes && run->job->journal) {
        ahead_take_shop(run->ahead);
        ahead_shop_changes(run->ahead);
    }
    return true;
}

static void subtract(struct import_limits *from, const struct import_limits *what)
{
    from->deletes -= what->deletes;
    from->replaces -= what->replaces;
    from->cleared -= what->cleared;
    from->mails -= what->mails;
}

/* More than was confirmed is not sent: the shop may have changed since it was planned. */
bool run_allow(void *context, struct item *const *items, size_t n, struct err *err)
{
    struct run *run = context;
    const struct import_options *options = run->job->options;
    struct import_limits asked = run->asked;

    if (options->confirmed_all || !run->job->journal)
        return true;
    for (size_t i = 0; i < n; i++) {
        subtract(&asked, &items[i]->asked);
        items[i]->asked = (struct import_limits){ 0 };
        limits_add(&items[i]->asked, &items[i]->op);
        limits_add(&asked, &items[i]->op);
    }
    if (limits_exceed(&asked, &options->confirmed))
        return err_set(err, ERR_REFUSED,
                       _("stopped before row %u: up to there it would be %zu deletions, %zu replacements, "
                         "%zu values cleared and "
                         "%zu mails, more than was confirmed; add --yes to allow it"),
                       items[0]->entry.row, asked.deletes, asked.replaces, asked.cleared, asked.mails);
    run->asked = asked;
    return true;
}
