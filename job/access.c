#include "job/access.h"

#include "base/message.h"

bool access_to_change(const struct shop_info *shop, struct err *err)
{
    return (shop->caps & SHOP_WRITES) ||
           err_set(err, ERR_SHOP,
                   _("%.*s: nothing can be changed there, for the token lacks the scope write_customers; grant "
                     "it, or use another token"),
                   STR_ARG(shop->name));
}

bool access_to_orders(const struct shop_info *shop, struct err *err)
{
    return (shop->caps & SHOP_READS_ORDERS) ||
           err_set(err, ERR_SHOP,
                   _("%.*s: first and last orders cannot be read, for the token lacks the scope read_orders; "
                     "grant it, or leave them out, e.g. with --groups basic,rows,addresses,tax,metafields"),
                   STR_ARG(shop->name));
}

str access_names(uint64_t wanted, struct arena *a)
{
    str names[COL_COUNT];
    size_t n = 0;

    for (size_t col = 0; col < COL_COUNT; col++)
        if (wanted & COL_BIT(col))
            names[n++] = columns[col].header;
    return arena_join(a, names, n, STR(", "));
}

bool access_to_columns(const struct shop_info *shop, uint64_t wanted, struct err *err)
{
    struct arena scratch = { 0 };
    uint64_t hidden = wanted & shop->unreadable;

    if (!hidden)
        return true;
    str names = access_names(hidden, &scratch);
    (void)err_set(err, ERR_SHOP,
                  _("%.*s does not show these columns to this program: %.*s. They are protected customer data: "
                    "have it granted to the app, or delete the columns"),
                  STR_ARG(shop->name), STR_ARG(names));
    arena_reset(&scratch);
    return false;
}
