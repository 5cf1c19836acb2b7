#include "job/export.h"

#include "base/message.h"
#include "job/export_parts.h"
#include "job/pages.h"

enum { PAGE = 250 };

static const struct shop_filter everybody;

static bool stopping(const struct export *x, struct err *err)
{
    return progress_stopping(x->progress) &&
           !err_set(err, ERR_INTERRUPTED, _("interrupted; nothing was written"));
}

static bool take_pages(struct export *x, struct pages *pages,
                       bool (*take)(void *context, const struct customer *c, struct err *err), void *context,
                       struct err *err)
{
    const struct customer *const *customers;
    size_t n = 1;

    while (n > 0) {
        if (stopping(x, err))
            return false;
        if (!pages_next(pages, &customers, &n, err))
            return err_wrap(err, _("listing customers"));
        for (size_t i = 0; i < n; i++)
            if (!take(context, customers[i], err))
                return false;
        progress_step(x->progress, n);
        arena_reset(&x->page);
    }
    return true;
}

/* Ahead where no message comes from the shop meanwhile: what is said is this thread's. */
bool export_list(struct export *x, const struct shop_filter *filter, shop_groups groups,
                 bool (*take)(void *context, const struct customer *c, struct err *err), void *context,
                 struct err *err)
{
    const struct pages_wanted wanted = { .shop = x->shop,
                                         .filter = filter ? filter : &everybody,
                                         .groups = groups,
                                         .size = PAGE,
                                         .ahead = (x->info.caps & SHOP_ATOMIC) != 0 };
    struct arena arena = { 0 };
    struct pages *pages = pages_begin(&wanted, &arena);
    bool ok = take_pages(x, pages, take, context, err);

    pages_end(pages);
    arena_reset(&arena);
    return ok;
}

static bool take_customer(void *context, const struct customer *c, struct err *err)
{
    return export_customer(context, c, err);
}

static bool begin_progress(struct export *x, struct err *err)
{
    int64_t total = -1;

    if (!x->options->from && !x->options->template_only &&
        !x->shop->ops->count(x->shop, x->options->filter ? x->options->filter : &everybody, &total, err))
        return false;
    progress_begin(x->progress, N_("exporting"), total > 0 ? (size_t)total : 0);
    return true;
}

static bool export_all(struct export *x, struct err *err)
{
    if (!x->shop->ops->info(x->shop, &x->info, &x->arena, err))
        return false;
    x->cells = (struct cell_context){
        .zone = x->options->zone ? x->options->zone : x->info.timezone,
        .money_decimals = x->info.money_decimals,
        .text_times = x->options->text_times,
    };
    if (!export_columns(x, err) || !begin_progress(x, err) || !export_file(x, err))
        return false;
    if (x->options->template_only)
        return true;
    return x->options->from ? export_from(x, err)
                            : export_list(x, x->options->filter, x->groups, take_customer, x, err);
}

bool export_run(struct shop *shop, const struct export_options *options, const struct table_output *output,
                struct progress *progress, struct export_counts *counts, struct err *err)
{
    struct export x = {
        .shop = shop, .options = options, .output = output, .progress = progress, .counts = counts
    };

    *counts = (struct export_counts){ 0 };
    bool ok = export_all(&x, err);
    if (x.table && ok) {
        export_summary(&x);
        ok = table_finish(x.table, err);
    } else {
        table_abandon(x.table);
    }
    progress_end(progress);
    arena_reset(&x.page);
    arena_reset(&x.arena);
    return ok;
}
