#include "xlsx/write_rows.h"

#include <string.h>

#include "xlsx/write_text.h"

struct column_name {
    char letters[3];
    uint8_t n;
};

struct row_xml {
    struct style_table styles;
    struct shared *shared;
    const enum cell_style *columns;
    size_t column_count;
    struct column_name names[COLUMN_MAX]; /* the first `named` of them */
    size_t named;
    uint32_t above[COLUMN_MAX]; /* index + 1 of the shared text that each column had last; 0: none yet */
    char attribute[LOOK_COUNT][MARK_COUNT][16]; /* `" s="12"`, or `"` for style 0 */
    uint8_t attribute_length[LOOK_COUNT][MARK_COUNT];
    char digits[16]; /* of the row in hand, `"` not included */
    size_t digit_count;
};

enum {
    CELL_ROOM = 128,     /* bytes around a cell's text, at most */
    GENERAL_DIGITS = 11, /* Excel shows longer numbers of the General format as 1.2E+11 */
};

static char *append(char *to, str s)
{
    return (char *)memcpy(to, s.p, s.n) + s.n;
}

#define PUT(to, literal) append(to, STR(literal))

static size_t put_decimal(char to[16], uint32_t v)
{
    char digits[10];
    size_t n = 0;

    do
        digits[n++] = (char)('0' + v % 10);
    while (v /= 10);
    for (size_t i = 0; i < n; i++)
        to[i] = digits[n - 1 - i];
    return n;
}

static void make_attributes(struct row_xml *x)
{
    for (int look = 0; look < LOOK_COUNT; look++) {
        for (int mark = 0; mark < MARK_COUNT; mark++) {
            char *start = x->attribute[look][mark], *at = PUT(start, "\"");
            uint16_t index = x->styles.index[look][mark];
            if (index) {
                at = PUT(at, " s=\"");
                char digits[16];
                at = append(at, (str){ digits, put_decimal(digits, index) });
                at = PUT(at, "\"");
            }
            x->attribute_length[look][mark] = (uint8_t)(at - start);
        }
    }
}

struct row_xml *row_xml_new(const struct style_table *styles, struct shared *shared, struct arena *a)
{
    struct row_xml *x = arena_new(a, struct row_xml);

    x->styles = *styles;
    x->shared = shared;
    make_attributes(x);
    return x;
}

void row_xml_columns(struct row_xml *x, const enum cell_style *styles, size_t count)
{
    x->columns = styles;
    x->column_count = count;
}

static void name_columns(struct row_xml *x, size_t count)
{
    for (; x->named < count; x->named++) {
        struct column_name *name = &x->names[x->named];
        char letters[3];
        size_t n = 0;
        for (size_t left = x->named + 1; left; left = (left - 1) / 26)
            letters[n++] = (char)('A' + (left - 1) % 26);
        for (size_t i = 0; i < n; i++)
            name->letters[i] = letters[n - 1 - i];
        name->n = (uint8_t)n;
    }
}

/* ---- what a cell looks like --------------------------------------------------------------- */

static size_t digits_at(str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

bool is_plain_number(str s)
{
    size_t at = s.n && s.p[0] == '-', whole = digits_at(s, at);

    if (whole == 0)
        return false;
    at += whole;
    if (at == s.n)
        return true;
    return s.p[at] == '.' && digits_at(s, at + 1) == s.n - at - 1 && s.n - at > 1;
}

static int look_of_number(str s, enum cell_style column)
{
    bool whole = !memchr(s.p, '.', s.n);

    if (column == STYLE_MONEY || (column == STYLE_NUMBER && whole))
        return (int)column;
    return whole && (column == STYLE_TEXT || s.n > GENERAL_DIGITS) ? STYLE_NUMBER : STYLE_GENERAL;
}

int look_of(const cell *c, enum cell_style column)
{
    switch (c->kind) {
    case CELL_TEXT:
        return column == STYLE_GENERAL ? STYLE_GENERAL : STYLE_TEXT;
    case CELL_NUMBER:
        return look_of_number(c->text, column);
    case CELL_DATE:
        return STYLE_DATE;
    case CELL_EMPTY:
    case CELL_NO_VALUE:
        return (int)column;
    case CELL_BOOL:
    case CELL_ERROR:
        break;
    }
    return STYLE_GENERAL;
}

/* ---- cells -------------------------------------------------------------------------------- */

static bool is_shared(struct row_xml *x, size_t column, str text, uint32_t *index)
{
    uint32_t above = x->above[column];

    if (above && shared_use_again(x->shared, text, above - 1)) {
        *index = above - 1;
        return true;
    }
    if (!x->shared || !shared_use(x->shared, text, index))
        return false;
    x->above[column] = *index + 1;
    return true;
}

static char *put_text(struct row_xml *x, char *to, size_t column, str text)
{
    uint32_t index;

    if (is_shared(x, column, text, &index)) {
        char digits[16];
        to = PUT(to, " t=\"s\"><v>");
        to = append(to, (str){ digits, put_decimal(digits, index) });
        return PUT(to, "</v></c>");
    }
    to = PUT(to, " t=\"inlineStr\"><is><t");
    to = text_keeps_blanks(text) ? PUT(to, " xml:space=\"preserve\">") : PUT(to, ">");
    to = text_escape(to, text);
    return PUT(to, "</t></is></c>");
}

static bool is_error_code(str s)
{
    static const str codes[] = {
        STR_INIT("#NULL!"), STR_INIT("#DIV/0!"), STR_INIT("#VALUE!"), STR_INIT("#REF!"),
        STR_INIT("#NAME?"), STR_INIT("#NUM!"),   STR_INIT("#N/A"),    STR_INIT("#GETTING_DATA"),
    };

    for (size_t i = 0; i < countof(codes); i++)
        if (str_eq(codes[i], s))
            return true;
    return false;
}

/* A cell that cannot be what it says it is becomes text. */
static cell honest(const cell *c)
{
    bool lies = false;

    if (c->kind == CELL_NUMBER || c->kind == CELL_DATE)
        lies = !is_plain_number(c->text);
    else if (c->kind == CELL_BOOL)
        lies = !str_eq(c->text, STR("TRUE")) && !str_eq(c->text, STR("FALSE"));
    else if (c->kind == CELL_ERROR)
        lies = !is_error_code(c->text);
    if (lies || c->kind == CELL_TEXT)
        return (cell){ CELL_TEXT, false, text_cut_for_cell(c->text) };
    return (cell){ c->kind, false, c->text };
}

static char *put_value(struct row_xml *x, char *to, size_t column, const cell *c)
{
    switch (c->kind) {
    case CELL_TEXT:
        return put_text(x, to, column, c->text);
    case CELL_NUMBER:
    case CELL_DATE:
        return PUT(append(PUT(to, "><v>"), c->text), "</v></c>");
    case CELL_BOOL:
        return PUT(append(PUT(to, " t=\"b\"><v>"), c->text.n == 4 ? STR("1") : STR("0")), "</v></c>");
    case CELL_ERROR:
        return PUT(append(PUT(to, " t=\"e\"><v>"), c->text), "</v></c>");
    case CELL_EMPTY:
    case CELL_NO_VALUE:
        break;
    }
    return PUT(to, "/>");
}

static bool put_cell(struct row_xml *x, struct buf *to, size_t column, const cell *c, int look, int mark)
{
    const struct column_name *name = &x->names[column];
    char *start = buf_reserve(to, XML_GROWTH * c->text.n + CELL_ROOM), *at = start;

    if (!start)
        return false;
    at = PUT(at, "<c r=\"");
    at = append(at, (str){ name->letters, name->n });
    at = append(at, (str){ x->digits, x->digit_count });
    at = append(at, (str){ x->attribute[look][mark], x->attribute_length[look][mark] });
    at = put_value(x, at, column, c);
    to->n += (size_t)(at - start);
    return true;
}

static bool is_empty(const cell *c)
{
    return c->kind == CELL_EMPTY || c->kind == CELL_NO_VALUE || (c->kind == CELL_TEXT && c->text.n == 0);
}

static int look_at(const struct row_xml *x, const cell *c, size_t column, const struct row_looks *looks)
{
    if (looks->header)
        return LOOK_HEADER;
    if (looks->links && column < looks->count && looks->links[column])
        return LOOK_LINK;
    return look_of(c, column < x->column_count ? x->columns[column] : STYLE_GENERAL);
}

static bool put_cells(struct row_xml *x, struct buf *to, const cell *cells, size_t count,
                      const struct row_looks *looks)
{
    const cell none = { CELL_EMPTY, false, STR_INIT("") };
    size_t last = count > looks->count ? count : looks->count;
    bool any = false;

    name_columns(x, last);
    for (size_t i = 0; i < last; i++) {
        int mark = looks->marks && i < looks->count ? looks->marks[i] : MARK_NONE;
        cell c = i < count && !is_empty(&cells[i]) ? honest(&cells[i]) : none;
        if (c.kind == CELL_EMPTY && mark == MARK_NONE)
            continue;
        any = true;
        if (!put_cell(x, to, i, &c, look_at(x, &c, i, looks), mark))
            return true;
    }
    return any;
}

bool row_xml_put(struct row_xml *x, struct buf *to, uint32_t number, const cell *cells, size_t count,
                 const struct row_looks *looks)
{
    size_t start = to->n;

    x->digit_count = put_decimal(x->digits, number);
    buf_put(to, STR("<row r=\""));
    buf_put(to, (str){ x->digits, x->digit_count });
    buf_put(to, STR("\">"));
    if (!put_cells(x, to, cells, count, looks)) {
        to->n = start;
        return false;
    }
    buf_put(to, STR("</row>"));
    return true;
}
