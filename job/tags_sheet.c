/*
 * tags_sheet.c - the sheets of job/tags_list.h.
 */
#include "base/message.h"
#include "base/unicode.h"
#include "job/report_parts.h"
#include "job/seen.h"
#include "job/tags_list.h"
#include "model/tag_key.h"
#include "model/tags.h"

enum tag_verb { VERB_KEEP, VERB_RENAME, VERB_DELETE, VERB_COUNT };
static const str verbs[VERB_COUNT] = { STR_INIT("KEEP"), STR_INIT("RENAME"), STR_INIT("DELETE") };

void tags_put_list(const struct tag_list *list, const struct zone *zone, const struct words *words,
                   struct table *out)
{
    const struct column_layout layout[] = {
        { .header = STR("Tag"), .style = STYLE_TEXT },
        { .header = STR("Customers"), .style = STYLE_NUMBER },
        { .header = STR("Last Use"),
          .style = STYLE_DATE,
          .comment = words->text(
              N_("When a customer who has it was last changed: shops keep no time of tagging.")) },
        { .header = STR("Spellings"), .style = STYLE_NUMBER },
    };
    struct arena a = { 0 };

    table_sheet(out, &(struct sheet_layout){
                         .name = STR("Tags"), .columns = layout, .column_count = countof(layout) });
    for (size_t i = 0; i < list->line_count; i++) {
        const struct tag_line *line = &list->lines[i];
        const cell cells[] = { cell_of_text(line->tag), cell_of_count(line->customers, &a),
                               cell_of_time(line->last, zone, &a), cell_of_count(line->spellings, &a) };
        table_put(out, 0, cells, countof(cells));
        arena_reset(&a);
    }
}

/* ---- suggestions --------------------------------------------------------------------------------- */

str tag_action(const struct tag_member *m)
{
    return verbs[m->rank == TAG_RANK_ALIKE ? VERB_RENAME : VERB_KEEP];
}

str tag_why(const struct tag_member *m, const struct words *words, struct arena *a)
{
    static const char *const names[TAG_FOLDS] = { N_("width"),       N_("case"), N_("white space"),
                                                  N_("punctuation"), N_("kana"), N_("plural") };
    str differs[TAG_FOLDS], parts[4];
    size_t n = 0;

    if (m->rank == TAG_RANK_TARGET)
        return words->text(N_("Most customers have it spelled so."));
    for (unsigned i = 0; i < TAG_FOLDS; i++)
        if (m->differs & 1u << i)
            differs[n++] = words->text(names[i]);
    parts[0] = m->rank == TAG_RANK_LETTER ? words->text(N_("One letter differs."))
                                          : words->text(N_("Differs only in:"));
    parts[1] = arena_join(a, differs, n, STR(", "));
    parts[2] = words->text(N_("Look at it: KEEP it, or RENAME it."));
    size_t count = n > 0 ? 2 : 1;
    if (m->rank != TAG_RANK_ALIKE) {
        parts[count] =
            n > 0 ? arena_join(a, (const str[]){ STR("\xE2\x80\x93"), parts[2] }, 2, STR(" ")) : parts[2];
        count++;
    }
    return arena_join(a, parts, count, STR(" "));
}

void tags_put_groups(const struct tag_list *list, const struct tag_group *groups, size_t n,
                     const struct words *words, struct table *out)
{
    const struct column_layout layout[] = {
        { .header = STR("Tag"), .style = STYLE_TEXT },
        { .header = STR("Customers"), .style = STYLE_NUMBER },
        { .header = STR("Action"),
          .style = STYLE_TEXT,
          .comment = words->text(
              N_("KEEP leaves the tag alone, RENAME makes it the New Tag, DELETE takes it away.")),
          .choices = verbs,
          .choice_count = VERB_COUNT },
        { .header = STR("New Tag"), .style = STYLE_TEXT },
        { .header = STR("Why"), .style = STYLE_TEXT },
    };
    struct arena a = { 0 };

    table_sheet(out, &(struct sheet_layout){
                         .name = STR("Tags"), .columns = layout, .column_count = countof(layout) });
    for (size_t i = 0; i < n; i++) {
        str target = list->uses[groups[i].members[0].tag].tag;
        for (size_t k = 0; k < groups[i].n; k++) {
            const struct tag_member *m = &groups[i].members[k];
            const cell cells[] = {
                cell_of_text(list->uses[m->tag].tag),
                cell_of_count(list->uses[m->tag].customers, &a),
                cell_of_text(tag_action(m)),
                cell_of_text(m->rank == TAG_RANK_TARGET ? STR("") : target),
                cell_of_text(tag_why(m, words, &a)),
            };
            table_put(out, 0, cells, countof(cells));
        }
        arena_reset(&a);
    }
}

/* ---- read back ----------------------------------------------------------------------------------- */

enum { HEADER_SEARCH = 20 };
enum sheet_column { SHEET_TAG, SHEET_ACTION, SHEET_NEW, SHEET_COUNT };

struct rules_sheet {
    str name;
    size_t column[SHEET_COUNT];
    struct tag_rule *rules;
    uint32_t *rows; /* of the rules */
    size_t n, room;
    struct seen all, changed; /* tags of the sheet; those that do not stay */
    struct arena *arena, scratch;
};

static bool wrong(const struct rules_sheet *x, uint32_t row, enum sheet_column column, struct err *err)
{
    char at[CELL_NAME_SIZE];

    return err_wrap(err, _("%.*s: cell %s"), STR_ARG(x->name), cell_name(at, row, x->column[column]));
}

static str text_at(const struct rules_sheet *x, const struct row *row, enum sheet_column column)
{
    size_t at = x->column[column];

    return at < row->count ? row->cells[at].text : STR("");
}

static bool is_header(struct rules_sheet *x, const struct row *row)
{
    static const str names[SHEET_COUNT] = { STR_INIT("tag"), STR_INIT("action"), STR_INIT("new tag") };
    bool found[SHEET_COUNT] = { false };

    for (size_t i = 0; i < row->count; i++)
        for (size_t k = 0; k < SHEET_COUNT; k++)
            if (!found[k] && str_eq(text_key(row->cells[i].text, &x->scratch), names[k])) {
                found[k] = true;
                x->column[k] = i;
            }
    arena_reset(&x->scratch);
    return found[SHEET_TAG] && found[SHEET_ACTION] && found[SHEET_NEW];
}

static bool read_verb(struct rules_sheet *x, const struct row *row, enum tag_verb *out, struct err *err)
{
    str said = text_at(x, row, SHEET_ACTION);

    *out = VERB_KEEP;
    if (text_is_blank(said))
        return true;
    for (size_t i = 0; i < VERB_COUNT; i++)
        if (str_eq_fold(text_nfkc(text_trim(said), &x->scratch), verbs[i])) {
            *out = (enum tag_verb)i;
            return true;
        }
    (void)err_set(err, ERR_FORMAT, _("\"%.*s\" is no action; write KEEP, RENAME or DELETE"), STR_ARG(said));
    return wrong(x, row->number, SHEET_ACTION, err);
}

static bool has_control_character(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            return true;
    return false;
}

static bool new_tag_is_fine(struct rules_sheet *x, uint32_t row, str to, struct err *err)
{
    bool comma = false;

    for (size_t i = 0; i < to.n; i++)
        comma = comma || to.p[i] == ',';
    if (to.n == 0)
        (void)err_set(err, ERR_FORMAT, _("RENAME needs a new tag; write it here, or choose KEEP or DELETE"));
    else if (comma)
        (void)err_set(err, ERR_FORMAT, _("\"%.*s\" holds a comma, which parts tags; write one tag without"),
                      STR_ARG(to));
    else if (utf8_length(to) > TAG_LENGTH_MAX)
        (void)err_set(err, ERR_FORMAT, _("the tag has %zu characters; at most 255 are allowed"),
                      utf8_length(to));
    else if (has_control_character(to))
        (void)err_set(err, ERR_FORMAT, _("the tag holds a control character; take it out"));
    else
        return true;
    return wrong(x, row, SHEET_NEW, err);
}

static void add_rule(struct rules_sheet *x, uint32_t row, str from, str to)
{
    if (x->n == x->room) {
        size_t room = x->room ? x->room * 2 : 64;
        struct tag_rule *rules = arena_array(x->arena, struct tag_rule, room);
        uint32_t *rows = arena_array(x->arena, uint32_t, room);
        for (size_t i = 0; i < x->n; i++) {
            rules[i] = x->rules[i];
            rows[i] = x->rows[i];
        }
        x->rules = rules;
        x->rows = rows;
        x->room = room;
    }
    x->rules[x->n] = (struct tag_rule){ arena_copy(x->arena, from), arena_copy(x->arena, to) };
    x->rows[x->n++] = row;
}

static bool read_row(struct rules_sheet *x, const struct row *row, struct err *err)
{
    str tag = text_at(x, row, SHEET_TAG), to = text_trim(text_at(x, row, SHEET_NEW));
    enum tag_verb verb;

    if (!read_verb(x, row, &verb, err))
        return false;
    if (tag.n == 0 && verb == VERB_KEEP)
        return true;
    if (tag.n == 0) {
        (void)err_set(err, ERR_FORMAT, _("the tag is missing; write the one that is meant"));
        return wrong(x, row->number, SHEET_TAG, err);
    }
    uint32_t earlier = seen_put(&x->all, tag, row->number);
    if (earlier) {
        (void)err_set(err, ERR_FORMAT, _("the tag \"%.*s\" stands in row %u already; delete one of the rows"),
                      STR_ARG(tag), (unsigned)earlier);
        return wrong(x, row->number, SHEET_TAG, err);
    }
    if (verb == VERB_RENAME && !new_tag_is_fine(x, row->number, to, err))
        return false;
    if (verb == VERB_KEEP || (verb == VERB_RENAME && str_eq(tag, to)))
        return true;
    seen_put(&x->changed, tag, row->number);
    add_rule(x, row->number, tag, verb == VERB_DELETE ? STR("") : to);
    return true;
}

/* "a" to "b" in one row and "b" to "c" in another: nobody knows what "a" should be, and done twice it would be another. */
static bool no_chains(const struct rules_sheet *x, struct err *err)
{
    for (size_t i = 0; i < x->n; i++) {
        str to = x->rules[i].to;
        uint32_t other = to.n ? seen_find(&x->changed, to) : 0;
        if (other == 0)
            continue;
        (void)err_set(
            err, ERR_FORMAT,
            _("row %u renames or deletes the tag \"%.*s\"; write here what the tag shall be in the end"),
            (unsigned)other, STR_ARG(to));
        return wrong(x, x->rows[i], SHEET_NEW, err);
    }
    return true;
}

static bool read_rows(struct rules_sheet *x, struct row_source *source, struct err *err)
{
    bool header = false, ok = true;
    struct row row;

    for (size_t n = 0; ok && row_next(source, &row); n++) {
        if (header)
            ok = read_row(x, &row, err);
        else if (n < HEADER_SEARCH)
            header = is_header(x, &row);
        arena_reset(&x->scratch);
    }
    struct err closed = { 0 }; /* the first failure is the one to tell */
    ok = row_close(source, ok ? err : &closed) && ok;
    if (ok && !header)
        return err_set(
            err, ERR_FORMAT,
            _("%.*s: no row has the headers Tag, Action and New Tag; \"meibo tags suggest -o FILE\" "
              "makes a workbook that has"),
            STR_ARG(x->name));
    return ok && no_chains(x, err);
}

bool tags_read_rules(const struct row_input *input, struct tag_rules *out, struct arena *a, struct err *err)
{
    struct rules_sheet x = { .name = input->name, .arena = a };
    struct row_source *source;

    if (!input->open(input->context, &source, err))
        return false;
    bool ok = read_rows(&x, source, err);
    if (ok)
        *out = (struct tag_rules){ .at = x.rules, .n = x.n, .exact = true };
    seen_release(&x.all);
    seen_release(&x.changed);
    arena_reset(&x.scratch);
    return ok;
}
