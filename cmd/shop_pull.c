#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/meter.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "cmd/where.h"
#include "job/access.h"
#include "job/export.h"
#include "job/pull.h"

/* One copy from the command line. */
struct run {
    const struct settings *settings;
    const char *path;
    struct shop *from;
    struct meter meter;
    struct pull_counts counts;
    double began;
};

/* Only a shop that nobody has open is replaced, for what another process still writes would end up in the copy. */
static bool may_replace(const struct run *r, struct err *err)
{
    static const struct embedded_options existing = { .create = false };
    struct arena *a = r->settings->arena;
    struct shop *old;

    if (!r->settings->force)
        return err_set(err, ERR_SHOP, _("%s is there already; --force replaces it, or name another file"), r->path);
    if (!embedded_open(&old, r->path, &existing, err))
        return false;
    shop_close(old);
    return !file_exists(arena_fmt(a, "%s-wal", r->path).p) ||
           err_set(err, ERR_SHOP, _("%s is in use by another process; wait for it to end"), r->path);
}

static bool is_itself(const struct run *r, const struct where *from)
{
    struct stat a, b;

    return from->kind == WHERE_EMBEDDED && stat(from->at.p, &a) == 0 && stat(r->path, &b) == 0 &&
           a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

static bool open_all(struct run *r, struct err *err)
{
    const struct settings *s = r->settings;
    struct where from;

    if (!where_path(str_of(s->where), &r->path, s->arena, err) ||
        !where_find(where_asked(s), &from, s->arena, err))
        return false;
    if (is_itself(r, &from))
        return err_set(err, ERR_USAGE, _("%s cannot be copied to itself"), r->path);
    return (!file_exists(r->path) || may_replace(r, err)) &&
           where_open(s, where_asked(s), &r->meter, &r->from, err);
}

static bool fill(struct run *r, const char *path, struct err *err)
{
    static const struct embedded_options mirror = { .create = true, .mirror = true };
    struct shop *to;

    if (!embedded_open(&to, path, &mirror, err))
        return false;
    bool ok = pull_run(r->from, to, &r->meter.progress, &r->counts, err) && embedded_mirror_end(to, err);
    meter_clear(&r->meter);
    shop_close(to);
    return ok;
}

/* Under a temporary name, for its owner only, until it is whole. */
static bool copy(struct run *r, struct err *err)
{
    mode_t mask = umask(077);
    struct new_file f;
    bool ok = file_new(&f, r->path, err);

    if (ok) {
        f.no_clobber = !r->settings->force;
        ok = fill(r, f.temp_path, err);
        if (ok)
            ok = file_commit(&f, err);
        else
            file_abandon(&f);
    }
    umask(mask);
    return ok;
}

static void print_json(const struct run *r)
{
    struct json *out = json_object();

    json_put(out, "shop", json_of_str(str_of(r->path)));
    json_put(out, "customers", json_of_int((int64_t)r->counts.customers));
    json_put(out, "orders", json_of_bool(!r->counts.without_orders));
    json_put(out, "recent_orders_only", json_of_bool(r->counts.recent_orders_only));
    json_put(out, "left_out", json_of_str(access_names(r->counts.left_out, r->settings->arena)));
    json_put(out, "seconds", json_of_int((int64_t)(clock_steady() - r->began + 0.5)));
    put_line(json_text(out, r->settings->arena));
    json_free(out);
}

static void tell(const struct run *r)
{
    const struct settings *s = r->settings;

    if (s->json)
        print_json(r);
    if (r->counts.left_out)
        fprintf(stderr,
                _("the shop does not show these columns to this program (protected customer data), so they are "
                  "blank in the copy: %s\n"),
                access_names(r->counts.left_out, s->arena).p);
    if (r->counts.without_orders)
        fprintf(stderr, "%s\n",
                _("first and last orders were not copied, for the token lacks the scope read_orders"));
    if (r->counts.recent_orders_only)
        fprintf(stderr, "%s\n", _(export_note_recent));
    say(s, _("%s is a copy with %s customers; try a plan on it: meibo plan FILE --shop sqlite:%s"), r->path,
        count_text(r->counts.customers, s->arena).p, r->path);
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    struct run r = { .settings = s, .began = clock_steady() };

    (void)status;
    meter_init(&r.meter, s);
    bool ok = open_all(&r, err) && copy(&r, err);
    if (ok)
        tell(&r);
    shop_close(r.from);
    return ok;
}

static const struct opt options[] = {
    { OPT_ARG, 0, "FILE", AT(where), NULL, N_("The copy: a path ending in .db, or sqlite:PATH.") },
    { OPT_FLAG, 'f', "force", AT(force), NULL, N_("Replace a shop that is in that file already.") },
    OPTION_BULK,
};

const struct subcommand command_shop_pull = {
    .name = "shop pull",
    .summary = N_("Copy a shop into a file, so that plans can be tried offline."),
    .about = N_("Customers with everything: IDs, dates, account states, consents, tags, addresses, metafields and "
                "their definitions, and of their orders the counts, totals, first and last. The shop is the one "
                "that --shop names; it is only read. The file holds personal data and is for its owner only; it "
                "appears once it is whole."),
    .lists = { { NULL, LIST(options) }, OPTIONS_SHOP, OPTIONS_SHOW, OPTIONS_COMMON },
    .run = run,
};
