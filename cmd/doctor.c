#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/connect.h"
#include "cmd/folders.h"
#include "cmd/kept.h"
#include "cmd/library.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "cmd/session.h"
#include "cmd/shops.h"

enum { MIB = 1 << 20, LOW_DISK = 500 }; /* MiB */

/* 2024-01-01: a clock before it was never set. */
static const int64_t oldest_plausible = 1704067200;

struct checkup {
    const struct settings *settings;
    bool sick;
    struct err first; /* what was wrong first: gives the exit status */
};

static void line(const char *name, str value)
{
    put_padded(stdout, str_of(name), 16);
    put_line(value);
}

/* What is wrong is a line like the others, and remembered. */
static void trouble(struct checkup *c, const char *name, const struct err *err)
{
    if (!c->sick)
        c->first = *err;
    c->sick = true;
    line(name, str_of(err->msg));
}

static void look_at_disk(struct checkup *c, const char *name, const char *folder)
{
    struct arena *a = c->settings->arena;
    struct err err = { 0 };
    uint64_t bytes;

    if (!file_free_bytes(folder, &bytes, &err)) {
        trouble(c, name, &err);
        return;
    }
    str free = count_text((size_t)(bytes / MIB), a);
    line(name,
         arena_fmt(a,
                   bytes / MIB < LOW_DISK ? _("%s MiB free in %s: that is little") : _("%s MiB free in %s"),
                   free.p, folder));
}

static void look_at_clock(struct checkup *c)
{
    struct arena *a = c->settings->arena;
    int64_t now = clock_now();
    str text = moment_format_iso(now, a);
    const char *fixed = getenv("SOURCE_DATE_EPOCH");

    if (now < oldest_plausible)
        text = arena_fmt(a, _("%s: the clock is wrong"), text.p);
    else if (fixed && *fixed)
        text = arena_fmt(a, _("%s, fixed by SOURCE_DATE_EPOCH"), text.p);
    line(_("clock"), text);
}

static void look_at_journal(struct checkup *c)
{
    struct arena *a = c->settings->arena;
    struct journal *journal = NULL;
    struct job_summary *jobs;
    struct err err = { 0 };
    const char *folder;
    size_t n;

    if (!folder_state(true, &folder, a, &err) || !kept_open(&journal, a, &err) ||
        !journal_list(journal, &jobs, &n, a, &err)) {
        trouble(c, _("journal"), &err);
    } else {
        line(_("journal"), arena_fmt(a, _("%s/journal.db, %zu jobs"), folder, n));
        look_at_disk(c, _("disk, journal"), folder);
    }
    journal_close(journal);
}

/* What the token may do; of a shop at Shopify only. */
static void look_at_scopes(struct checkup *c, struct shop *shop)
{
    struct arena *a = c->settings->arena;
    struct shopify_account account;
    struct err err = { 0 };

    if (!shopify_account(shop, &account, a, &err)) {
        trouble(c, _("scopes"), &err);
        return;
    }
    line(_("scopes"), arena_join(a, account.scopes.at, account.scopes.n, STR(", ")));
    for (size_t i = 0; i < countof(connect_scopes); i++)
        if (!connect_has_scope(&account, &connect_scopes[i]))
            line(_("scope missing"),
                 arena_fmt(a, _("%s, for %s"), connect_scopes[i].name, _(connect_scopes[i].needed)));
}

static void look_at_shop(struct checkup *c)
{
    struct arena *a = c->settings->arena;
    struct shop *shop = NULL;
    struct shop_info info;
    struct err err = { 0 };
    struct where found;
    str where = where_asked(c->settings);
    bool asked = c->settings->shop || getenv("MEIBO_SHOP");
    bool known = where_find(where, &found, a, &err);

    if (known && !asked && !file_exists(found.at.p)) {
        line(_("shop"), str_of(_("none yet; \"meibo shop demo\" makes one to try things on")));
        return;
    }
    if (!known || !where_open(c->settings, where, NULL, &shop, &err) || !shop->ops->info(shop, &info, a, &err)) {
        trouble(c, _("shop"), &err);
    } else {
        line(_("shop"), info.name);
        if (found.kind == WHERE_SHOPIFY)
            look_at_scopes(c, shop);
    }
    shop_close(shop);
}

static void look_at_shops(struct checkup *c)
{
    struct named_shop *shops;
    struct err err = { 0 };
    size_t n;

    if (!shops_read(&shops, &n, c->settings->arena, &err))
        trouble(c, _("named shops"), &err);
    else
        line(_("named shops"), arena_fmt(c->settings->arena, "%zu", n));
    look_at_shop(c);
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct checkup c = { .settings = s };

    (void)status;
    line("meibo", program_version());
    for (size_t i = 0; i < library_count; i++)
        line(libraries[i].name, str_of(libraries[i].version()));
    line(_("language"), str_of(s->language));
    line(_("translations"), str_of(folder_locale(s->arena)));
    look_at_clock(&c);
    look_at_disk(&c, _("disk, here"), ".");
    look_at_journal(&c);
    look_at_shops(&c);
    if (c.sick)
        *err = c.first;
    return !c.sick;
}

const struct subcommand command_doctor = {
    .name = "doctor",
    .summary = N_("Show what is installed and whether it works: versions, disk, clock, journal, shop, scopes of its token."),
    .lists = { OPTIONS_SHOP, OPTIONS_COMMON },
    .run = run,
};
