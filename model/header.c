#include "model/header.h"

#include "base/message.h"
#include "base/unicode.h"
#include "model/alias.h"
#include "model/metafield.h"

#include <string.h>

enum { ROWS_LOOKED_AT = 20, UNKNOWN_SAID_MOST = 50 };

#define KEY_COLUMNS (COL_BIT(COL_ID) | COL_BIT(COL_EMAIL) | COL_BIT(COL_PHONE) | COL_BIT(COL_FIRST_NAME))

/* ---- one header ---- */

/* Everything that a header can be, with the keys it is compared by: made once for a sheet. */
struct names {
    str english[COL_COUNT], japanese[COL_COUNT];
    struct arena *arena;
};

static struct names *names_new(struct arena *a)
{
    struct names *n = arena_new(a, struct names);

    n->arena = a;
    for (size_t i = 0; i < COL_COUNT; i++) {
        n->english[i] = text_key(columns[i].header, a);
        n->japanese[i] = text_key(columns[i].header_ja, a);
    }
    return n;
}

static enum column_id find(const struct names *names, str header, enum alias_meaning *meaning)
{
    str key = text_key(header, names->arena);

    *meaning = ALIAS_PLAIN;
    for (int i = 0; i < COL_COUNT; i++)
        if (str_eq(names->english[i], key) || str_eq(names->japanese[i], key))
            return (enum column_id)i;
    const struct alias *alias = alias_find(key);
    if (!alias)
        return COL_COUNT;
    *meaning = alias->meaning;
    return alias->column;
}

enum column_id column_find(str header, struct arena *scratch)
{
    enum alias_meaning meaning;

    return find(names_new(scratch), header, &meaning);
}

/* The header nearest to one that is unknown, in its own language; "" when none is near (H-6). */
static str nearest(const struct names *names, str header)
{
    size_t i = text_nearest(header, names->english, COL_COUNT, names->arena);

    if (i < COL_COUNT)
        return columns[i].header;
    i = text_nearest(header, names->japanese, COL_COUNT, names->arena);
    return i < COL_COUNT ? columns[i].header_ja : STR("");
}

/* ---- the row ---- */

struct reader {
    struct header *out;
    struct names *names;
    struct findings *findings;
    struct arena *arena;
    struct err *err;
    int16_t *column;
    uint8_t *meaning;
    str *text;
    uint64_t export_only; /* columns that are there and are only exported */
    str said[UNKNOWN_SAID_MOST]; /* unknown headers */
    size_t said_count, unsaid_count;
};

static bool is_key_row(const struct names *names, const struct row *row)
{
    enum alias_meaning meaning;

    for (size_t i = 0; i < row->count; i++) {
        enum column_id col = row->cells[i].kind == CELL_TEXT ? find(names, row->cells[i].text, &meaning) : COL_COUNT;
        if (col < COL_COUNT && KEY_COLUMNS & COL_BIT(col))
            return true;
    }
    return false;
}

static bool row_has_text(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].kind != CELL_EMPTY && !text_is_blank(row->cells[i].text))
            return true;
    return false;
}

static bool twice(struct reader *r, str header, size_t first, size_t second)
{
    char a[CELL_NAME_SIZE], b[CELL_NAME_SIZE];

    cell_name(a, r->out->row, first);
    cell_name(b, r->out->row, second);
    return err_set(r->err, ERR_FORMAT, _("the column \"%.*s\" stands twice, in %s and in %s; delete one of them"),
                   STR_ARG(header), a, b);
}

static void note(struct reader *r, enum finding_id id, size_t column, str header, str more)
{
    finding_add(r->findings, (struct finding){ id, r->out->row, (int32_t)column, { STR(""), header, more } });
}

static bool is_said(const struct reader *r, str header)
{
    for (size_t i = 0; i < r->said_count; i++)
        if (text_eq_fold(r->said[i], header, r->arena))
            return true;
    return false;
}

/* Once each (H-5); of a sheet of nonsense the first ones by name, the others by number. */
static void unknown(struct reader *r, size_t column, str header)
{
    if (is_said(r, header))
        return;
    if (r->said_count == UNKNOWN_SAID_MOST) {
        r->unsaid_count++;
        return;
    }
    r->said[r->said_count++] = header;
    str near = nearest(r->names, header);
    note(r, near.n ? FINDING_UNKNOWN_COLUMN_NEAR : FINDING_UNKNOWN_COLUMN, column, header, near);
}

static bool same_metafield(const struct metafield_column *a, const struct metafield_column *b)
{
    return str_eq(a->namespace, b->namespace) && str_eq(a->key, b->key);
}

/* True when the header was that of a metafield; *ok is false when it stands twice. */
static bool take_metafield(struct reader *r, size_t column, str header, bool *ok)
{
    struct metafield_column m = { .column = column, .header = header };

    switch (metafield_header_parse(header, &m, r->arena)) {
    case METAFIELD_NONE:
        return false;
    case METAFIELD_BAD_NAME:
        note(r, FINDING_METAFIELD_NAME, column, header, STR(""));
        return true;
    case METAFIELD_BAD_TYPE:
        note(r, FINDING_METAFIELD_TYPE_UNKNOWN, column, m.type, STR(""));
        return true;
    case METAFIELD_COLUMN:
        break;
    }
    for (size_t i = 0; i < r->out->metafield_count; i++)
        if (same_metafield(&r->out->metafields[i], &m)) {
            *ok = twice(r, header, r->out->metafields[i].column, column);
            return true;
        }
    r->out->metafields[r->out->metafield_count++] = m;
    return true;
}

/* What is said of a column because of its access (C-1 to C-4). */
static void note_access(struct reader *r, enum column_id col, size_t column, str header)
{
    if (col == COL_VERIFIED_EMAIL)
        note(r, FINDING_VERIFIED_EMAIL_IGNORED, column, header, STR(""));
    else if (col == COL_PASSWORD)
        note(r, FINDING_PASSWORD_IGNORED, column, header, STR(""));
    else if (columns[col].access == ACCESS_REMOVED)
        note(r, FINDING_REMOVED_COLUMN, column, header, STR(""));
    else if (columns[col].access == ACCESS_EXPORT)
        r->export_only |= COL_BIT(col);
}

static bool take(struct reader *r, size_t column, str header)
{
    struct header *h = r->out;
    enum alias_meaning meaning;
    enum column_id col = find(r->names, header, &meaning);
    bool ok = true;

    if (col == COL_COUNT) {
        if (!take_metafield(r, column, header, &ok))
            unknown(r, column, header);
        return ok;
    }
    if (h->position[col] >= 0)
        return twice(r, header, (size_t)h->position[col], column);
    h->position[col] = (int32_t)column;
    h->present |= COL_BIT(col);
    r->column[column] = (int16_t)col;
    r->meaning[column] = (uint8_t)meaning;
    note_access(r, col, column, header);
    return true;
}

static void note_export_only(struct reader *r)
{
    str headers[COL_COUNT];
    size_t n = 0;

    for (int i = 0; i < COL_COUNT; i++)
        if (r->export_only & COL_BIT(i))
            headers[n++] = r->text[r->out->position[i]];
    if (!n)
        return;
    str list = arena_join(r->arena, headers, n, STR(", "));
    finding_add(r->findings, (struct finding){ FINDING_EXPORT_ONLY_COLUMNS, r->out->row, -1, { STR(""), list } });
}

static void note_unsaid(struct reader *r)
{
    if (r->unsaid_count)
        finding_add(r->findings, (struct finding){ FINDING_UNKNOWN_COLUMNS_MORE, r->out->row, -1,
                                                   { STR(""), arena_fmt(r->arena, "%zu", r->unsaid_count) } });
}

static bool take_row(struct reader *r, const struct row *row)
{
    struct header *h = r->out;

    r->column = arena_array(r->arena, int16_t, row->count + 1);
    r->meaning = arena_array(r->arena, uint8_t, row->count + 1);
    r->text = arena_array(r->arena, str, row->count + 1);
    h->metafields = arena_array(r->arena, struct metafield_column, row->count + 1);
    h->row = row->number;
    h->count = row->count;
    h->column = r->column;
    h->meaning = r->meaning;
    h->text = r->text;
    for (size_t i = 0; i < row->count; i++)
        r->column[i] = -1;
    for (size_t i = 0; i < row->count; i++) {
        r->text[i] = row->cells[i].kind == CELL_EMPTY ? STR("") : arena_copy(r->arena, row->cells[i].text);
        str header = text_trim(r->text[i]);
        if (header.n && !take(r, i, header))
            return false;
        h->shopify_csv |= r->meaning[i] == ALIAS_DEFAULT_ADDRESS;
    }
    h->shopify_csv &= h->position[COL_ADDRESS_DEFAULT] < 0;
    note_export_only(r);
    note_unsaid(r);
    return true;
}

/* ---- the rows above ---- */

static bool no_header(uint32_t first_with_text, struct err *err)
{
    if (!first_with_text)
        return err_set(err, ERR_FORMAT, _("the sheet is empty: its first row should name the columns, such as ID, "
                                          "Email, Phone or First Name"));
    return err_set(err, ERR_FORMAT,
                   _("no column ID, Email, Phone or First Name in the first %d rows, so no customer could be told from "
                     "another; name the columns in row %u"),
                   ROWS_LOOKED_AT, first_with_text);
}

static void note_skipped(struct reader *r, bool skipped)
{
    if (skipped)
        finding_add(r->findings, (struct finding){ FINDING_TITLE_ROWS_SKIPPED, r->out->row, -1,
                                                   { STR(""), arena_fmt(r->arena, "%u", (unsigned)r->out->row) } });
}

bool header_read(struct header *out, struct row_source *rows, struct findings *findings, struct arena *a,
                 struct err *err)
{
    struct reader r = { .out = out, .names = names_new(a), .findings = findings, .arena = a, .err = err };
    uint32_t first_with_text = 0;
    struct row row;

    *out = (struct header){ 0 };
    for (size_t i = 0; i < COL_COUNT; i++)
        out->position[i] = -1;
    while (row_next(rows, &row) && row.number <= ROWS_LOOKED_AT) {
        if (is_key_row(r.names, &row)) {
            out->row = row.number;
            note_skipped(&r, first_with_text != 0);
            return take_row(&r, &row);
        }
        if (!first_with_text && row_has_text(&row))
            first_with_text = row.number;
    }
    return no_header(first_with_text, err);
}
