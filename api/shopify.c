#include "api/shopify_parts.h"

#include <stdlib.h>

#include "base/message.h"
#include "base/time.h"

void numbers_add(struct numbers *list, int64_t number)
{
    if (list->n == list->room) {
        size_t room = list->room ? list->room * 2 : 1024;
        int64_t *more = realloc(list->at, room * sizeof *more);
        if (!more)
            return;
        list->at = more;
        list->room = room;
    }
    list->at[list->n++] = number;
}

size_t numbers_count(const struct numbers *list, int64_t number)
{
    size_t count = 0;

    for (size_t i = 0; i < list->n; i++)
        count += list->at[i] == number;
    return count;
}

static bool shopify_info(struct shop *shop, struct shop_info *out, struct arena *a, struct err *err)
{
    struct shopify *s = shopify_of(shop);

    (void)a; /* what it says lives as long as the shop */
    if (!shopify_read_definitions(s, err))
        return false;
    *out = s->info;
    return true;
}

bool shopify_account(struct shop *shop, struct shopify_account *out, struct arena *a, struct err *err)
{
    struct shopify *s = shopify_of(shop);

    (void)a;
    (void)err;
    *out = s->account;
    out->stats = admin_stats(s->admin);
    return true;
}

static void shopify_close(struct shop *shop)
{
    struct shopify *s = shopify_of(shop);

    bulk_rows_close(s->rows);
    buf_release(&s->pages.cursor);
    buf_release(&s->pages.query);
    admin_close(s->admin);
    free(s->made.at);
    free(s->named.at);
    arena_reset(&s->arena);
    free(s);
}

static const struct shop_ops shopify_ops = {
    .name = "shopify",
    .info = shopify_info,
    .find = shopify_find,
    .apply = shopify_apply,
    .settle = shopify_settle,
    .list = shopify_list,
    .count = shopify_count,
    .close = shopify_close,
};

bool shop_is_shopify(const struct shop *s)
{
    return s && s->ops == &shopify_ops;
}

bool shopify_open(struct shop **out, const struct shopify_options *options, struct err *err)
{
    struct shopify *s = calloc(1, sizeof *s);

    if (!s)
        return err_errno(err, _("opening %.*s"), STR_ARG(options->admin.url));
    s->shop.ops = &shopify_ops;
    s->options = *options;
    s->nodes_most = IDS_MAX;
    s->opened_at = clock_now();
    s->pages.cursor = BUF_INIT(1 << 16);
    s->pages.query = BUF_INIT(1 << 16);
    if (!admin_open(&s->admin, &options->admin, err) || !shopify_read_info(s, err)) {
        shopify_close(&s->shop);
        return false;
    }
    *out = &s->shop;
    return true;
}
