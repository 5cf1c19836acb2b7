#include "xlsx/write_parts.h"

#include <string.h>

#include "xlsx/write_text.h"

enum { FLUSH_BYTES = 1 << 16, NAMES_BYTES = 16 << 20 };

static bool is_first(const char *name)
{
    return strcmp(name, "_rels/.rels") == 0 || strcmp(name, "xl/theme/theme1.xml") == 0;
}

bool parts_put_first(struct zip_out *zip, const struct sheet_out *sheets, const struct skeleton_options *o,
                     struct err *err)
{
    struct arena a = { 0 };
    struct skeleton *skeleton;
    struct zip_piece piece;
    bool ok = skeleton_open(&skeleton, sheets, false, o, &a, err);

    while (ok && skeleton_next(skeleton, &piece, &a))
        if (is_first(piece.name))
            ok = zip_out_copy(zip, &piece, err);
    if (ok)
        ok = skeleton_close(skeleton, err);
    else
        skeleton_abandon(skeleton);
    arena_reset(&a);
    return ok;
}

/* ---- shared strings (ECMA-376 part 1, 18.4.9 sst) ----------------------------------------- */

static void put_shared(struct buf *to, str text)
{
    buf_put(to, text_keeps_blanks(text) ? STR("<si><t xml:space=\"preserve\">") : STR("<si><t>"));
    text_put_xml(to, text);
    buf_put(to, STR("</t></si>"));
}

static bool flush(struct zip_out *zip, struct buf *xml, size_t from, struct err *err)
{
    if (xml->n < from)
        return true;
    bool ok = zip_out_put(zip, buf_str(xml), err);
    buf_clear(xml);
    return ok;
}

static bool put_shared_strings(struct zip_out *zip, const char *name, const struct shared *shared, int level,
                               struct err *err)
{
    struct buf xml = BUF_INIT(1 << 20);
    bool ok = zip_out_begin(zip, name, level, err);

    buf_put(&xml, STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                      "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\""));
    buf_put_u64(&xml, shared_uses(shared));
    buf_put(&xml, STR("\" uniqueCount=\""));
    buf_put_u64(&xml, shared_count(shared));
    buf_put(&xml, STR("\">"));
    for (size_t i = 0; ok && i < shared_count(shared); i++) {
        put_shared(&xml, shared_at(shared, i));
        ok = flush(zip, &xml, FLUSH_BYTES, err);
    }
    buf_put(&xml, STR("</sst>"));
    ok = ok && flush(zip, &xml, 0, err) && zip_out_end(zip, err);
    buf_release(&xml);
    return ok;
}

/* ---- the workbook part -------------------------------------------------------------------- */

static void put_filter_name(struct buf *to, const struct sheet_out *s, size_t index, struct arena *a)
{
    char last[CELL_NAME_SIZE];
    size_t letters = strcspn(cell_name(last, 1, s->used_columns - 1), "1");

    buf_put(to, STR("<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\""));
    buf_put_u64(to, index);
    buf_put(to, STR("\" hidden=\"1\">"));
    text_put_xml(to, sheet_name_quoted(s->name, a));
    buf_put(to, STR("!$A$"));
    buf_put_u64(to, s->header_row);
    buf_put(to, STR(":$"));
    buf_put(to, (str){ last, letters });
    buf_putc(to, '$');
    buf_put_u64(to, s->last_row);
    buf_put(to, STR("</definedName>"));
}

/* Excel wants a hidden name for every filter. libxlsxwriter would write it, but forgets the
 * apostrophes around names such as 2024. */
static str filter_names(const struct sheet_out *sheets, struct arena *a)
{
    struct buf xml = BUF_INIT(NAMES_BYTES);
    size_t index = 0;

    for (const struct sheet_out *s = sheets; s; s = s->next, index++) {
        if (!s->has_header || s->header_row == 0 || s->used_columns == 0)
            continue;
        if (xml.n == 0)
            buf_put(&xml, STR("<definedNames>"));
        put_filter_name(&xml, s, index, a);
    }
    if (xml.n)
        buf_put(&xml, STR("</definedNames>"));
    str names = arena_copy(a, buf_str(&xml));
    buf_release(&xml);
    return names;
}

static bool put_workbook(struct zip_out *zip, const char *name, str xml, str names, int level,
                         struct err *err)
{
    static const str mark = STR_INIT("</sheets>");
    const char *at = memmem(xml.p, xml.n, mark.p, mark.n);
    size_t before = at ? (size_t)(at - xml.p) + mark.n : xml.n;

    return zip_out_begin(zip, name, level, err) && zip_out_put(zip, (str){ xml.p, before }, err) &&
           zip_out_put(zip, names, err) && zip_out_put(zip, (str){ xml.p + before, xml.n - before }, err) &&
           zip_out_end(zip, err);
}

/* ---- all of them -------------------------------------------------------------------------- */

struct parts {
    struct zip_out *zip;
    const struct sheet_out *sheets;
    const struct shared *shared;
    int level;
    struct arena arena; /* of the part in hand */
};

static bool is_sheet(const struct parts *p, const char *name)
{
    for (const struct sheet_out *s = p->sheets; s; s = s->next)
        if (strcmp(s->part, name) == 0)
            return true;
    return false;
}

static bool put_part(struct parts *p, struct skeleton *skeleton, const struct zip_piece *piece,
                     struct err *err)
{
    str xml;

    if (is_first(piece->name) || is_sheet(p, piece->name))
        return true;
    if (strcmp(piece->name, "xl/sharedStrings.xml") == 0)
        return put_shared_strings(p->zip, piece->name, p->shared, p->level, err);
    if (strcmp(piece->name, "xl/workbook.xml") == 0)
        return skeleton_inflate(skeleton, &xml, &p->arena, err) &&
               put_workbook(p->zip, piece->name, xml, filter_names(p->sheets, &p->arena), p->level, err);
    return zip_out_copy(p->zip, piece, err);
}

bool parts_put_last(struct zip_out *zip, const struct sheet_out *sheets, const struct shared *shared,
                    int level, const struct skeleton_options *o, struct err *err)
{
    struct parts p = { zip, sheets, shared, level, { 0 } };
    struct arena a = { 0 };
    struct skeleton *skeleton;
    struct zip_piece piece;
    bool ok = skeleton_open(&skeleton, sheets, shared_count(shared) > 0, o, &a, err);

    while (ok && skeleton_next(skeleton, &piece, &p.arena)) {
        ok = put_part(&p, skeleton, &piece, err);
        arena_reset(&p.arena);
    }
    if (ok)
        ok = skeleton_close(skeleton, err);
    else
        skeleton_abandon(skeleton);
    arena_reset(&p.arena);
    arena_reset(&a);
    return ok;
}
