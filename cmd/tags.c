#include <stdio.h>

#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/filter.h"
#include "cmd/meter.h"
#include "cmd/options.h"
#include "cmd/phrases.h"
#include "cmd/say.h"
#include "cmd/signals.h"
#include "cmd/where.h"
#include "job/tags_list.h"
#include "model/tag_key.h"
#include "xlsx/write.h"

/* A look at the tags of a shop. */
struct run {
    const struct settings *settings;
    struct shop *shop;
    struct shop_info info;
    struct meter meter;
    struct tag_list list;
    const struct tag_group *groups;
    size_t group_count;
};

static bool read_shop(struct run *r, const struct settings *s, struct err *err)
{
    struct shop_filter filter;

    *r = (struct run){ .settings = s };
    meter_init(&r->meter, s);
    signals_end_on_closed_pipe();
    if (!where_open(s, where_asked(s), &r->meter, &r->shop, err) ||
        !r->shop->ops->info(r->shop, &r->info, s->arena, err) ||
        !filter_read(s, r->info.timezone, &filter, err))
        return false;
    bool ok =
        tags_list(r->shop, filter_given(s) ? &filter : NULL, &r->meter.progress, &r->list, s->arena, err);
    meter_clear(&r->meter);
    return ok;
}

static bool write_workbook(struct run *r, void (*fill)(const struct run *r, struct table *out),
                           struct err *err)
{
    const struct write_options form = { .creator = STR("meibo"), .created = clock_now() };
    struct table *table;

    if (!write_create(&table, r->settings->output, &form, err))
        return false;
    fill(r, table);
    if (!table_finish(table, err))
        return false;
    say(r->settings, _("tags: %s"), r->settings->output);
    return true;
}

/* ---- list ---------------------------------------------------------------------------------------- */

static void list_workbook(const struct run *r, struct table *out)
{
    tags_put_list(&r->list, r->info.timezone, &phrases_translated, out);
}

static void list_json(const struct run *r)
{
    struct json *out = json_object(), *tags = json_array();
    struct arena a = { 0 };

    for (size_t i = 0; i < r->list.line_count; i++) {
        const struct tag_line *line = &r->list.lines[i];
        struct json *tag = json_object();
        json_put(tag, "tag", json_of_str(line->tag));
        json_put(tag, "customers", json_of_int((int64_t)line->customers));
        json_put(tag, "last_use", json_of_str(moment_format_iso(line->last, &a)));
        json_put(tag, "spellings", json_of_int((int64_t)line->spellings));
        json_add(tags, tag);
        arena_reset(&a);
    }
    json_put(out, "customers", json_of_int((int64_t)r->list.customers));
    json_put(out, "tags", tags);
    put_line(json_text(out, r->settings->arena));
    json_free(out);
}

/* "    1,234  2025-06-15T00:00:00Z  VIP (2 spellings)" */
static void list_text(const struct run *r)
{
    struct arena a = { 0 };

    for (size_t i = 0; i < r->list.line_count; i++) {
        const struct tag_line *line = &r->list.lines[i];
        str more = line->spellings > 1 ? arena_fmt(&a, _("  (%zu spellings)"), line->spellings) : STR("");
        const str parts[] = { arena_fmt(&a, "%9s  ", count_text(line->customers, &a).p),
                              moment_format_iso(line->last, &a), STR("  "), one_line(line->tag, &a), more };
        put_line(arena_join(&a, parts, countof(parts), STR("")));
        arena_reset(&a);
    }
}

static bool run_list(const struct settings *s, int *status, struct err *err)
{
    struct run r;

    (void)status;
    bool ok = read_shop(&r, s, err);
    if (ok && s->json)
        list_json(&r);
    else if (ok && !s->output)
        list_text(&r);
    if (ok && s->output)
        ok = write_workbook(&r, list_workbook, err);
    if (ok)
        say(s, _("tags %s · customers %s"), count_text(r.list.line_count, s->arena).p,
            count_text(r.list.customers, s->arena).p);
    shop_close(r.shop);
    return ok;
}

/* ---- suggest ------------------------------------------------------------------------------------- */

static void suggest_workbook(const struct run *r, struct table *out)
{
    tags_put_groups(&r->list, r->groups, r->group_count, &phrases_translated, out);
}

static struct json *member_json(const struct run *r, const struct tag_member *m)
{
    static const char *const names[TAG_FOLDS] = { "width", "case", "space", "punctuation", "kana", "plural" };
    struct json *out = json_object(), *differs = json_array();

    for (unsigned i = 0; i < TAG_FOLDS; i++)
        if (m->differs & 1u << i)
            json_add(differs, json_of_str(str_of(names[i])));
    json_put(out, "tag", json_of_str(r->list.uses[m->tag].tag));
    json_put(out, "customers", json_of_int((int64_t)r->list.uses[m->tag].customers));
    json_put(out, "rank", json_of_int((int64_t)m->rank));
    json_put(out, "action", json_of_str(tag_action(m)));
    json_put(out, "differs", differs);
    return out;
}

static void suggest_json(const struct run *r)
{
    struct json *out = json_object(), *groups = json_array();

    for (size_t i = 0; i < r->group_count; i++) {
        const struct tag_group *g = &r->groups[i];
        struct json *group = json_object(), *members = json_array();
        for (size_t k = 0; k < g->n; k++)
            json_add(members, member_json(r, &g->members[k]));
        json_put(group, "new_tag", json_of_str(r->list.uses[g->members[0].tag].tag));
        json_put(group, "members", members);
        json_add(groups, group);
    }
    json_put(out, "tags", json_of_int((int64_t)r->list.use_count));
    json_put(out, "groups", groups);
    put_line(json_text(out, r->settings->arena));
    json_free(out);
}

/* "VIP (120)", and below it "  RENAME vip (3): Differs only in: case" */
static void suggest_text(const struct run *r)
{
    struct arena a = { 0 };

    for (size_t i = 0; i < r->group_count; i++) {
        for (size_t k = 0; k < r->groups[i].n; k++) {
            const struct tag_member *m = &r->groups[i].members[k];
            const struct tag_use *use = &r->list.uses[m->tag];
            str line = arena_fmt(&a, "  %.*s \"%.*s\" (%s): %.*s", STR_ARG(tag_action(m)),
                                 STR_ARG(one_line(use->tag, &a)), count_text(use->customers, &a).p,
                                 STR_ARG(tag_why(m, &phrases_translated, &a)));
            put_line(k == 0 ? arena_fmt(&a, "\"%.*s\" (%s)", STR_ARG(one_line(use->tag, &a)),
                                        count_text(use->customers, &a).p)
                            : line);
        }
        arena_reset(&a);
    }
}

static bool run_suggest(const struct settings *s, int *status, struct err *err)
{
    struct run r;

    (void)status;
    bool ok = read_shop(&r, s, err);
    if (ok)
        tag_groups(r.list.uses, r.list.use_count, &r.groups, &r.group_count, s->arena);
    if (ok && s->json)
        suggest_json(&r);
    else if (ok && !s->output)
        suggest_text(&r);
    if (ok && s->output)
        ok = write_workbook(&r, suggest_workbook, err);
    if (ok && s->output)
        say(s, _("edit the column Action, then: meibo tags apply %s"), s->output);
    if (ok)
        say(s, _("groups %s · tags %s · customers %s"), count_text(r.group_count, s->arena).p,
            count_text(r.list.line_count, s->arena).p, count_text(r.list.customers, s->arena).p);
    shop_close(r.shop);
    return ok;
}

/* ---- the commands -------------------------------------------------------------------------------- */

static const struct opt options[] = {
    { OPT_TEXT, 'o', "output", AT(output), "FILE",
      N_("Where to: .xlsx, .csv or .jsonl by the name's ending; default: "
         "standard output, as text.") },
    OPTION_BULK,
};

const struct subcommand command_tags = {
    .name = "tags",
    .summary = N_("Clean up the tags of a whole shop."),
    .about = N_("What changes tags shows its plan first and asks; it writes a result and an undo workbook, "
                "goes on where "
                "it was interrupted, and is put back by \"meibo undo\"."),
    .lists = { OPTIONS_COMMON },
};

const struct subcommand command_tags_list = {
    .name = "tags list",
    .summary = N_("List every tag, with its customers and when one of them was last changed."),
    .about = N_("Tags that differ in case only are one, spelled as the first customer has it."),
    .lists = { { NULL, LIST(options) }, OPTIONS_FILTER, OPTIONS_SHOP, OPTIONS_SHOW, OPTIONS_COMMON },
    .run = run_list,
};

const struct subcommand command_tags_suggest = {
    .name = "tags suggest",
    .summary = N_("Find tags that are spellings of one another."),
    .about = N_("Tags that differ only in case, width, white space, punctuation or kana are suggested to be "
                "renamed to the "
                "one that most customers have. Plurals, and one wrong letter in a word of eight or more, are "
                "shown too, and "
                "kept unless you say otherwise. With -o the suggestions are a workbook to edit and to give "
                "to \"meibo tags "
                "apply\"."),
    .lists = { { NULL, LIST(options) }, OPTIONS_FILTER, OPTIONS_SHOP, OPTIONS_SHOW, OPTIONS_COMMON },
    .run = run_suggest,
};
