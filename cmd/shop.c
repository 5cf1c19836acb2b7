#include "api/demo.h"
#include "base/file.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/new_shop.h"
#include "cmd/say.h"
#include "cmd/shops.h"
#include "cmd/signals.h"
#include "cmd/where.h"

static bool run_demo(const struct settings *s, int *status, struct err *err)
{
    struct shop *shop = NULL;
    struct shop_info info;
    const char *path;

    (void)status;
    if (!where_path(s->where ? str_of(s->where) : where_asked(s), &path, s->arena, err) ||
        !new_shop_info(s, true, &info, err))
        return false;
    if (file_exists(path))
        return err_set(err, ERR_SHOP, _("%s is there already; remove it or name another with --shop"), path);
    bool ok = new_shop_create(path, &info, &shop, err) && demo_fill(shop, s->seed, s->customers, clock_now(), err);
    shop_close(shop);
    if (ok)
        say(s, _("%s is a shop with %s made-up customers; try: meibo export -o all.xlsx"), path,
            count_text(s->customers, s->arena).p);
    return ok;
}

static bool run_list(const struct settings *s, int *status, struct err *err)
{
    struct named_shop *shops;
    size_t n;

    (void)status;
    signals_end_on_closed_pipe();
    if (!shops_read(&shops, &n, s->arena, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        put_padded(stdout, shops[i].name, 20);
        put_line(shops[i].where);
    }
    if (n == 0)
        say(s, _("no shop has a name yet; \"meibo shop add NAME sqlite:PATH\" gives one, \"meibo shop add NAME my-store.myshopify.com\" one at Shopify"));
    return true;
}

static const struct opt demo[] = {
    { OPT_ARG_MAYBE, 0, "WHERE", AT(where), NULL,
      N_("sqlite:PATH, or a path ending in .db; default as --shop says.") },
    { OPT_SIZE, 0, "seed", AT(seed), "N", N_("The same seed makes the same shop; default: 1.") },
    { OPT_SIZE, 0, "customers", AT(customers), "N", N_("How many customers; default: 1,000.") },
    NEW_SHOP,
};
const struct subcommand command_shop = {
    .name = "shop",
    .summary = N_("Make, name, test and copy shops."),
    .lists = { OPTIONS_COMMON },
};

const struct subcommand command_shop_demo = {
    .name = "shop demo",
    .summary = N_("Make a shop with made-up customers and orders, to try things on."),
    .about = N_("The shop is the one that --shop names, by default meibo.db in the working directory; it "
                "must not be there "
                "yet."),
    .lists = { { NULL, LIST(demo) }, OPTIONS_WHERE, OPTIONS_COMMON },
    .run = run_demo,
};

const struct subcommand command_shop_list = {
    .name = "shop list",
    .summary = N_("List the shops that have a name."),
    .lists = { OPTIONS_COMMON },
    .run = run_list,
};
