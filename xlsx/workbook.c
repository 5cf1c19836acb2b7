#include "xlsx/workbook.h"

#include <string.h>

#include "base/message.h"
#include "xlsx/limits.h"
#include "xlsx/relations.h"
#include "xlsx/xml.h"

/* ---- what else it may be -------------------------------------------------------------- */

/* A part that tells other archives apart, and what to say of them. */
static const struct {
    str part;
    const char *what;
} others[] = {
    { STR_INIT("content.xml"), N_("this is an OpenDocument file; save it as .xlsx") },
    { STR_INIT("Index/Document.iwa"), N_("this is a Numbers document; export it to Excel") },
    { STR_INIT("Index.zip"), N_("this is a Numbers document; export it to Excel") },
    { STR_INIT("xl/workbook.bin"), N_("this is a binary workbook (.xlsb); save it as .xlsx") },
    { STR_INIT("word/document.xml"), N_("this is a Word document, not a workbook") },
    { STR_INIT("ppt/presentation.xml"), N_("this is a PowerPoint presentation, not a workbook") },
};

/* The same by the content type of the main part. */
static const struct {
    str word;
    const char *what;
} types[] = {
    { STR_INIT("sheet.binary"), N_("this is a binary workbook (.xlsb); save it as .xlsx") },
    { STR_INIT("wordprocessingml"), N_("this is a Word document, not a workbook") },
    { STR_INIT("presentationml"), N_("this is a PowerPoint presentation, not a workbook") },
};

static bool no_workbook(const struct zip *zip, struct err *err)
{
    for (size_t i = 0; i < countof(others); i++)
        if (zip_find(zip, others[i].part))
            return err_set(err, ERR_FORMAT, "%s", _(others[i].what));
    return err_set(err, ERR_FORMAT, _("this is a ZIP archive, but holds no workbook"));
}

enum type_word { OVERRIDE, PART_NAME, CONTENT_TYPE };

static const char *const type_list[] = {
    [OVERRIDE] = "Override",
    [PART_NAME] = "PartName",
    [CONTENT_TYPE] = "ContentType",
};
static const struct xml_words type_words = { type_list, countof(type_list) };

struct type_reading {
    str part;
    const char *what; /* to say when it is something else */
};

static bool on_type(void *user, int word, const struct xml_attribute *a, size_t n, struct err *err)
{
    struct type_reading *r = user;
    str name = xml_find(a, n, PART_NAME), type = xml_find(a, n, CONTENT_TYPE);

    (void)err;
    if (word != OVERRIDE || name.n < 1 || !str_eq_fold((str){ name.p + 1, name.n - 1 }, r->part))
        return true;
    for (size_t i = 0; i < countof(types); i++)
        if (type.n && memmem(type.p, type.n, types[i].word.p, types[i].word.n))
            r->what = types[i].what;
    return true;
}

static bool on_type_end(void *user, int word, struct err *err)
{
    (void)user, (void)word, (void)err;
    return true;
}

static const struct xml_hooks type_hooks = { .start = on_type, .end = on_type_end };

static bool type_check(struct zip *zip, str main_part, struct err *err)
{
    const struct zip_entry *part = zip_find(zip, STR("[Content_Types].xml"));
    struct type_reading r = { .part = main_part };

    if (part && !xml_part(zip, part, SMALL_PART_MAX, &type_words, &type_hooks, &r, err))
        return false;
    return !r.what || err_set(err, ERR_FORMAT, "%s", _(r.what));
}

/* ---- the workbook part ---------------------------------------------------------------- */

enum word { SHEET, SHEETS, WORKBOOK, WORKBOOK_PR, NAME, STATE, ID, DATE1904 };

static const char *const word_list[] = {
    [SHEET] = "sheet",
    [SHEETS] = "sheets",
    [WORKBOOK] = "workbook",
    [WORKBOOK_PR] = "workbookPr",
    [NAME] = "name",
    [STATE] = "state",
    [ID] = "id",
    [DATE1904] = "date1904",
};
static const struct xml_words words = { word_list, countof(word_list) };

struct reading {
    struct workbook *workbook;
    struct relations relations;
    struct arena *arena;
    bool is_workbook, in_sheets;
};

static enum sheet_visibility visibility_of(str state)
{
    if (str_eq(state, STR("hidden")))
        return SHEET_HIDDEN;
    return str_eq(state, STR("veryHidden")) ? SHEET_VERY_HIDDEN : SHEET_VISIBLE;
}

static bool take_sheet(struct reading *r, const struct xml_attribute *a, size_t n, struct err *err)
{
    str name = xml_find(a, n, NAME), id = xml_find(a, n, ID);

    if (r->workbook->count == SHEETS_MAX)
        return err_set(err, ERR_LIMIT, _("more than %d sheets"), SHEETS_MAX);
    if (name.n > SHEET_NAME_LIMIT || id.n > SHEET_NAME_LIMIT)
        return err_set(err, ERR_LIMIT, _("the name of a sheet is longer than %d bytes"), SHEET_NAME_LIMIT);
    const struct relation *relation = relations_by_id(&r->relations, xml_value(id, r->arena));
    struct workbook_sheet *s = &r->workbook->sheets[r->workbook->count++];
    s->info.name = xml_value(name, r->arena);
    s->info.visibility = visibility_of(xml_find(a, n, STATE));
    s->info.has_cells = !relation || str_eq(relation->kind, STR("worksheet"));
    s->part = relation ? relation->part : NULL;
    return true;
}

static bool on_start(void *user, int word, const struct xml_attribute *a, size_t n, struct err *err)
{
    struct reading *r = user;

    if (word == WORKBOOK)
        r->is_workbook = true;
    if (word == SHEETS)
        r->in_sheets = true;
    if (word == WORKBOOK_PR) {
        str value = xml_find(a, n, DATE1904);
        r->workbook->epoch_1904 = str_eq(value, STR("1")) || str_eq(value, STR("true"));
    }
    return word != SHEET || !r->in_sheets || take_sheet(r, a, n, err);
}

static bool on_end(void *user, int word, struct err *err)
{
    struct reading *r = user;

    (void)err;
    if (word == SHEETS)
        r->in_sheets = false;
    return true;
}

static const struct xml_hooks hooks = { .start = on_start, .end = on_end };

static const struct zip_entry *part_by_kind(const struct relations *r, str kind)
{
    const struct relation *relation = relations_by_kind(r, kind);

    return relation ? relation->part : NULL;
}

/* NULL, with err, when there is none. */
static const struct zip_entry *main_part(struct zip *zip, struct arena *arena, struct err *err)
{
    struct relations package;

    if (!relations_read(&package, zip, STR(""), arena, err))
        return NULL;
    const struct relation *main = relations_by_kind(&package, STR("officeDocument"));
    if (!main) {
        no_workbook(zip, err);
        return NULL;
    }
    if (!main->part) {
        err_set(err, ERR_FORMAT, _("the part \"%.*s\" is missing inside"), STR_ARG(main->target));
        return NULL;
    }
    return type_check(zip, main->part->name, err) ? main->part : NULL;
}

bool workbook_read(struct workbook *w, struct zip *zip, struct arena *arena, struct err *err)
{
    const struct zip_entry *part = main_part(zip, arena, err);
    struct reading r = { .workbook = w, .arena = arena };

    *w = (struct workbook){ .sheets = arena_array(arena, struct workbook_sheet, SHEETS_MAX) };
    if (!part || !relations_read(&r.relations, zip, part->name, arena, err) ||
        !xml_part(zip, part, SMALL_PART_MAX, &words, &hooks, &r, err))
        return false;
    if (!r.is_workbook)
        return no_workbook(zip, err);
    if (w->count == 0)
        return err_set(err, ERR_FORMAT, _("the workbook has no sheet"));
    w->styles = part_by_kind(&r.relations, STR("styles"));
    w->strings = part_by_kind(&r.relations, STR("sharedStrings"));
    return true;
}
