#include "job/pull.h"

#include "base/message.h"

enum { PAGE = 250 };

static const struct shop_filter everybody;

static bool copy_customers(struct shop *from, struct shop *to, shop_groups groups, struct progress *progress,
                           struct pull_counts *counts, struct err *err)
{
    const struct customer *page[PAGE];
    struct arena arena = { 0 };
    int64_t after = 0;
    size_t n = 1;
    bool ok = true;

    while (ok && n > 0) {
        if (progress_stopping(progress)) {
            ok = err_set(err, ERR_INTERRUPTED, _("interrupted; nothing was written"));
            break;
        }
        ok = from->ops->list(from, &everybody, groups, &after, PAGE, page, &n, &arena, err) ||
             err_wrap(err, _("listing customers"));
        ok = ok && embedded_mirror(to, page, n, err);
        counts->customers += ok ? n : 0;
        progress_step(progress, n);
        arena_reset(&arena);
    }
    arena_reset(&arena);
    return ok;
}

static bool copy_settings(struct shop *to, const struct shop_info *info, struct err *err)
{
    if (!embedded_configure(to, info, err))
        return false;
    for (size_t i = 0; i < info->definition_count; i++)
        if (!embedded_define_metafield(to, info->definitions[i], err))
            return false;
    return true;
}

static shop_groups groups_given(const struct shop_info *info, struct pull_counts *counts)
{
    shop_groups groups = GROUP_BIT(GROUP_BASIC) | GROUP_BIT(GROUP_ADDRESSES) | GROUP_BIT(GROUP_TAX) |
                         GROUP_BIT(GROUP_METAFIELDS);

    counts->left_out = info->unreadable;
    counts->without_orders = !(info->caps & SHOP_READS_ORDERS);
    counts->recent_orders_only = !counts->without_orders && !(info->caps & SHOP_READS_ALL_ORDERS);
    return counts->without_orders ? groups : groups | GROUP_BIT(GROUP_ORDERS);
}

bool pull_run(struct shop *from, struct shop *to, struct progress *progress, struct pull_counts *counts,
              struct err *err)
{
    struct arena arena = { 0 };
    struct shop_info info;
    int64_t total = -1;

    *counts = (struct pull_counts){ 0 };
    bool ok = from->ops->info(from, &info, &arena, err) && copy_settings(to, &info, err) &&
              from->ops->count(from, &everybody, &total, err);
    if (ok) {
        progress_begin(progress, N_("copying"), total > 0 ? (size_t)total : 0);
        ok = copy_customers(from, to, groups_given(&info, counts), progress, counts, err);
        progress_end(progress);
    }
    arena_reset(&arena);
    return ok;
}
