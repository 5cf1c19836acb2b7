/*
 * tags_change.c - the commands that change tags: what each makes of its words; the rest is tags_job.c's.
 */
#include "base/message.h"
#include "base/unicode.h"
#include "cmd/command.h"
#include "cmd/input.h"
#include "cmd/options.h"
#include "cmd/tags_job.h"
#include "job/tags_list.h"
#include "model/tags.h"

static bool read_tag(const char *said, str *out, struct err *err)
{
    *out = text_trim(str_of(said));
    for (size_t i = 0; i < out->n; i++)
        if (out->p[i] == ',')
            return err_set(err, ERR_USAGE, _("\"%s\" holds a comma, which parts tags; give them one by one"),
                           said);
    if (out->n == 0)
        return err_set(err, ERR_USAGE, _("a tag is blank; \"meibo tags normalize\" removes blank tags"));
    return utf8_length(*out) <= TAG_LENGTH_MAX ||
           err_set(err, ERR_USAGE, _("a tag has %zu characters; at most 255 are allowed"), utf8_length(*out));
}

/* The tags of the command line. */
static bool read_tags(const struct settings *s, struct texts *out, struct err *err)
{
    str *tags = arena_array(s->arena, str, s->tags.n + 1);

    for (size_t i = 0; i < s->tags.n; i++)
        if (!read_tag(s->tags.at[i], &tags[i], err))
            return false;
    *out = (struct texts){ tags, s->tags.n };
    return true;
}

static str quoted(const struct settings *s, const char *verb, struct texts tags, const char *then, str to)
{
    str list = arena_join(s->arena, tags.at, tags.n, STR("\", \""));
    const str parts[] = { str_of(verb), STR(" \""), list, STR("\""), str_of(then), to };

    return arena_join(s->arena, parts, countof(parts), STR(""));
}

/* ---- add, replace, remove ------------------------------------------------------------------------ */

static bool run_add(const struct settings *s, int *status, struct err *err)
{
    struct tags_command c = { .name = "tags add" };

    if (!read_tags(s, &c.rules.add, err))
        return false;
    c.about = quoted(s, "add", c.rules.add, "", STR(""));
    return tags_carry_out(s, &c, status, err);
}

static bool run_replace(const struct settings *s, int *status, struct err *err)
{
    struct tags_command c = { .name = "tags replace", .rules.replaces = true };

    if (!read_tags(s, &c.rules.add, err))
        return false;
    c.about = quoted(s, "replace with", c.rules.add, "", STR(""));
    return tags_carry_out(s, &c, status, err);
}

static void make_rules(const struct settings *s, struct tag_rules *r, struct texts from, str to)
{
    struct tag_rule *rules = arena_array(s->arena, struct tag_rule, from.n + 1);

    for (size_t i = 0; i < from.n; i++)
        rules[i] = (struct tag_rule){ from.at[i], to };
    r->at = rules;
    r->n = from.n;
}

static bool run_remove(const struct settings *s, int *status, struct err *err)
{
    struct tags_command c = { .name = "tags remove" };
    struct texts tags;

    if (!read_tags(s, &tags, err))
        return false;
    make_rules(s, &c.rules, tags, STR(""));
    c.about = quoted(s, "remove", tags, "", STR(""));
    return tags_carry_out(s, &c, status, err);
}

/* ---- rename, merge, normalize, apply ------------------------------------------------------------- */

static bool run_rename(const struct settings *s, int *status, struct err *err)
{
    struct tags_command c = { .name = "tags rename" };
    str from, to;

    if (!read_tag(s->old_tag, &from, err) || !read_tag(s->new_tag, &to, err))
        return false;
    const struct texts one = { &from, 1 };
    make_rules(s, &c.rules, one, to);
    c.about = quoted(s, "rename", one, " → ", to);
    return tags_carry_out(s, &c, status, err);
}

static bool run_merge(const struct settings *s, int *status, struct err *err)
{
    struct tags_command c = { .name = "tags merge" };
    struct texts tags;
    str into;

    if (!s->into)
        return err_set(err, ERR_USAGE, _("--into TAG is missing: the tag that they become"));
    if (!read_tags(s, &tags, err) || !read_tag(s->into, &into, err))
        return false;
    make_rules(s, &c.rules, tags, into);
    c.about = quoted(s, "merge", tags, " → ", into);
    return tags_carry_out(s, &c, status, err);
}

static bool run_normalize(const struct settings *s, int *status, struct err *err)
{
    struct tags_command c = { .name = "tags normalize", .about = STR("normalize"), .rules.normalizes = true };

    return tags_carry_out(s, &c, status, err);
}

/* A workbook of tags has no sheet of customers: it is the first sheet, unless --sheet says otherwise. */
static bool run_apply(const struct settings *s, int *status, struct err *err)
{
    struct tags_command c = { .name = "tags apply", .whole_shop = true };
    struct settings reading = *s;
    struct input input;

    if (!reading.sheet)
        reading.sheet = "1";
    bool ok = input_open(&input, s->file, &reading, err) && sha256_file(s->file, &c.sha256, s->arena, err) &&
              tags_read_rules(&input.rows, &c.rules, s->arena, err);
    if (ok) {
        c.file = input.name;
        c.sheet = input.sheet_name;
        c.about = STR("apply");
    }
    input_close(&input);
    return ok && tags_carry_out(s, &c, status, err);
}

/* ---- the commands -------------------------------------------------------------------------------- */

#define TAGS_MANY(help)                                 \
    {                                                   \
        OPT_ARG_MANY, 0, "TAG...", AT(tags), NULL, help \
    }

static const struct opt tags_add[] = { TAGS_MANY(N_("The tags to add.")) };
static const struct opt tags_remove[] = { TAGS_MANY(N_("The tags to remove, without regard to case.")) };
static const struct opt tags_replace[] = { TAGS_MANY(
    N_("The tags that they have afterwards, and no others.")) };
static const struct opt tags_rename[] = {
    { OPT_ARG, 0, "OLD", AT(old_tag), NULL, N_("The tag as it is, without regard to case.") },
    { OPT_ARG, 0, "NEW", AT(new_tag), NULL, N_("The tag as it shall be.") },
};
static const struct opt tags_merge[] = {
    TAGS_MANY(N_("The tags that become one, without regard to case.")),
    { OPT_TEXT, 0, "into", AT(into), "TAG", N_("The tag that they become.") },
};
static const struct opt tags_apply[] = {
    { OPT_ARG, 0, "FILE", AT(file), NULL, N_("The edited workbook or CSV of \"meibo tags suggest -o\".") },
    { OPT_TEXT, 0, "sheet", AT(sheet), "NAME|N",
      N_("Which sheet, by name or by number; default: the first.") },
};

static const struct opt options[] = {
    { OPT_FLAG, 'a', "all", AT(all), NULL, N_("All customers of the shop.") },
    { OPT_FLAG, 'n', "dry-run", AT(dry_run), NULL, N_("Only show what would be done.") },
    { OPT_FLAG, 'y', "yes", AT(yes), NULL, N_("Do it without showing the plan and asking.") },
    { OPT_TEXT, 0, "result", AT(result), "FILE",
      N_("Where the result goes; default FILE.result.xlsx, or tags.result.xlsx.") },
    { OPT_FLAG, 0, "no-result", AT(no_result), NULL, N_("Write no result.") },
    { OPT_TEXT, 0, "undo-file", AT(undo_file), "FILE",
      N_("Where the undo workbook goes; default FILE.undo.xlsx, or tags.undo.xlsx.") },
    { OPT_FLAG, 0, "no-undo", AT(no_undo), NULL,
      N_("Write no undo workbook; \"meibo undo\" works all the same.") },
    OPTION_BULK,
};

#define TAGS_COMMAND(word, text, more, own)                   \
    const struct subcommand command_tags_##word = {           \
        .name = "tags " #word,                                \
        .summary = text,                                      \
        .about = more,                                        \
        .lists = { { NULL, own },                             \
                   { N_("Plan and results"), LIST(options) }, \
                   OPTIONS_FILTER,                            \
                   OPTIONS_SHOP,                              \
                   OPTIONS_SHOW,                              \
                   OPTIONS_COMMON },                          \
        .run = run_##word,                                    \
    }

TAGS_COMMAND(add, N_("Add tags to the customers chosen."), NULL, LIST(tags_add));
TAGS_COMMAND(remove, N_("Remove tags from the customers chosen."), NULL, LIST(tags_remove));
TAGS_COMMAND(rename, N_("Rename a tag: who has the old one gets the new one for it."), NULL,
             LIST(tags_rename));
TAGS_COMMAND(merge, N_("Make one tag of several."), NULL, LIST(tags_merge));
TAGS_COMMAND(replace, N_("Make these tags all that the customers chosen have."), NULL, LIST(tags_replace));
TAGS_COMMAND(
    normalize, N_("Write tags properly: trimmed, in usual width, with single blanks, none of them twice."),
    N_("Full-width letters and digits become half-width, half-width kana full-width. Case, punctuation and "
       "spelling stay: \"meibo tags suggest\" finds tags that differ in those."),
    .at = NULL);
TAGS_COMMAND(apply, N_("Do what an edited workbook of suggestions says."),
             N_("RENAME makes a tag the New Tag, DELETE takes it away, KEEP and blank leave it alone; tags "
                "that are not "
                "in the sheet stay. All customers of the shop are meant, unless filters choose some."),
             LIST(tags_apply));
