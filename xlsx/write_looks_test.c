/*
 * write_looks_test.c - the same rows, written by us and by libxlsxwriter alone, look the same: number formats, fonts, fills
 * and borders of every cell, and what stands around the rows.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "base/buf.h"
#include "xlsx/oracle_testing.h"

#define SHEET "xl/worksheets/sheet1.xml"

enum { LOOKS_MAX = 64 << 20 };

/* ---- looks: what the XML says of a cell, as words ---------------------------------------------- */

static xmlDoc *part_tree(struct testing *t, const char *path, const char *part)
{
    const char *text = testing_part(t, path, part);
    xmlDoc *doc =
        text ? xmlReadMemory(text, (int)strlen(text), part, NULL, XML_PARSE_NONET | XML_PARSE_HUGE) : NULL;

    if (!doc)
        fail_msg("%s: no %s, or no XML", path, part);
    return doc;
}

static bool is_named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static xmlNode *child(const xmlNode *node, const char *name)
{
    for (xmlNode *c = node ? node->children : NULL; c; c = c->next)
        if (is_named(c, name))
            return c;
    return NULL;
}

/* The nth element in it, from 0. */
static xmlNode *child_at(const xmlNode *node, unsigned long n)
{
    for (xmlNode *c = node ? node->children : NULL; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && n-- == 0)
            return c;
    return NULL;
}

/* "" when there is none. */
static const char *attribute(struct testing *t, const xmlNode *node, const char *name)
{
    xmlChar *value = node ? xmlGetNoNsProp(node, (const xmlChar *)name) : NULL;
    const char *copy = value ? arena_copy(&t->arena, str_of((const char *)value)).p : "";

    xmlFree(value);
    return copy;
}

static unsigned long number(struct testing *t, const xmlNode *node, const char *name)
{
    return strtoul(attribute(t, node, name), NULL, 10);
}

static const char *as_text(struct testing *t, xmlNode *node)
{
    xmlBuffer *b = xmlBufferCreate();

    if (node)
        xmlNodeDump(b, node->doc, node, 0, 0);
    const char *copy =
        arena_copy(&t->arena, (str){ (const char *)xmlBufferContent(b), (size_t)xmlBufferLength(b) }).p;
    xmlBufferFree(b);
    return copy;
}

struct looks {
    struct testing *t;
    xmlDoc *doc;
    const char *of[256]; /* by index of cellXfs, made when asked for */
};

static const char *format_code(struct looks *l, unsigned long id)
{
    static const struct {
        unsigned long id;
        const char *code;
    } builtin[] = { { 0, GENERAL }, { 1, WHOLE }, { 2, MONEY }, { 49, TEXT } };
    const xmlNode *list = child(xmlDocGetRootElement(l->doc), "numFmts");

    for (size_t i = 0; i < countof(builtin); i++)
        if (builtin[i].id == id)
            return builtin[i].code;
    for (xmlNode *c = list ? list->children : NULL; c; c = c->next)
        if (is_named(c, "numFmt") && number(l->t, c, "numFmtId") == id)
            return attribute(l->t, c, "formatCode");
    fail_msg("no number format %lu", id);
    return "";
}

/* Number format, font, fill, border and alignment, each as it stands in the styles. */
static const char *make_look(struct looks *l, unsigned long index)
{
    xmlNode *root = xmlDocGetRootElement(l->doc), *xf = child_at(child(root, "cellXfs"), index);

    if (!xf)
        fail_msg("no style %lu", index);
    xmlNode *font = child_at(child(root, "fonts"), number(l->t, xf, "fontId"));
    xmlNode *fill = child_at(child(root, "fills"), number(l->t, xf, "fillId"));
    xmlNode *border = child_at(child(root, "borders"), number(l->t, xf, "borderId"));
    assert_true(font && fill && border);
    return arena_fmt(&l->t->arena, "[%s] %s %s %s %s", format_code(l, number(l->t, xf, "numFmtId")),
                     as_text(l->t, font), as_text(l->t, fill), as_text(l->t, border),
                     as_text(l->t, child(xf, "alignment")))
        .p;
}

static const char *look(struct looks *l, unsigned long index)
{
    assert_true(index < countof(l->of));
    if (!l->of[index])
        l->of[index] = make_look(l, index);
    return l->of[index];
}

struct sheet_xml {
    struct looks looks;
    xmlDoc *doc;
    xmlNode *root, *cells;
};

static struct sheet_xml sheet_open(struct testing *t, const char *path)
{
    struct sheet_xml s = { .looks = { .t = t, .doc = part_tree(t, path, "xl/styles.xml") },
                           .doc = part_tree(t, path, SHEET) };

    s.root = xmlDocGetRootElement(s.doc);
    s.cells = child(s.root, "sheetData");
    assert_non_null(s.cells);
    return s;
}

static void sheet_close(struct sheet_xml *s)
{
    xmlFreeDoc(s->doc);
    xmlFreeDoc(s->looks.doc);
}

/* A line for each cell: its name and its look. */
static struct buf looks_of_cells(struct sheet_xml *s)
{
    struct buf out = BUF_INIT(LOOKS_MAX);

    for (xmlNode *row = s->cells->children; row; row = row->next)
        for (xmlNode *c = row->children; c; c = c->next) {
            buf_put(&out, str_of(attribute(s->looks.t, c, "r")));
            buf_putc(&out, ' ');
            buf_put(&out, str_of(look(&s->looks, number(s->looks.t, c, "s"))));
            buf_putc(&out, '\n');
        }
    assert_true(buf_ok(&out));
    return out;
}

static void every_cell_looks_as_libxlsxwriter_makes_it(void **state)
{
    struct testing *t = *state;
    const char *paths[] = { testing_path(t, "ours.xlsx"), testing_path(t, "theirs.xlsx") };
    struct buf looks[2];

    write_ours(paths[0], COMPRESS_FAST);
    write_oracle(paths[1], false);
    for (size_t i = 0; i < 2; i++) {
        struct sheet_xml s = sheet_open(t, paths[i]);
        looks[i] = looks_of_cells(&s);
        sheet_close(&s);
    }
    assert_true(looks[0].n > ROWS * COLUMNS * 8);
    assert_same_lines("looks", buf_str(&looks[0]), buf_str(&looks[1]));
    buf_release(&looks[0]);
    buf_release(&looks[1]);
}

/* Every number format, fill and font that base/table.h promises does occur in what was compared. */
static void what_is_promised_of_looks_was_compared(void **state)
{
    static const char *const promised[] = {
        "[General]", "[@]",      "[0]",  "[0.00]", "[yyyy-mm-dd hh:mm:ss]",
        "FFFFC7CE",  "FFFFEB9C", "<b/>", "<u/>",   "<bottom style=\"thin\">",
        "FF0563C1",
    };
    struct testing *t = *state;
    const char *path = testing_path(t, "ours.xlsx");

    write_ours(path, COMPRESS_FAST);
    struct sheet_xml s = sheet_open(t, path);
    struct buf looks = looks_of_cells(&s);
    buf_putc(&looks, '\0');
    for (size_t i = 0; i < countof(promised); i++)
        assert_contains(looks.p, promised[i]);
    buf_release(&looks);
    sheet_close(&s);
}

/* Of yen none, of most currencies two, of dinars three. */
static void money_has_the_decimals_of_its_currency(void **state)
{
    static const struct {
        uint8_t decimals;
        const char *look;
    } cases[] = { { 0, "[0] " }, { 2, "[0.00] " }, { 3, "[0.000] " } };
    static const cell sum = { CELL_NUMBER, false, STR_INIT("1234.5") };
    struct testing *t = *state;
    const char *path = testing_path(t, "money.xlsx");

    for (size_t i = 0; i < countof(cases); i++) {
        struct write_options options = { .money_decimals = cases[i].decimals, .creator = STR("test") };
        struct sheet_layout one = { .name = STR("s"), .columns = &columns[3], .column_count = 1 };
        struct table *table = NULL;
        struct err err = { 0 };
        testing_ok(write_create(&table, path, &options, &err), &err);
        table_sheet(table, &one);
        table_put(table, 0, &sum, 1);
        ours_end(table);
        struct sheet_xml s = sheet_open(t, path);
        const xmlNode *money = child_at(child_at(s.cells, 1), 0);
        const char *have = look(&s.looks, number(t, money, "s"));
        if (strncmp(have, cases[i].look, strlen(cases[i].look)) != 0)
            fail_msg("%s instead of %s", have, cases[i].look);
        sheet_close(&s);
    }
}

/* ---- what stands around the rows -------------------------------------------------------------- */

/* Indices of styles differ from file to file: the look stands for them. */
static void name_column_styles(struct sheet_xml *s)
{
    xmlNode *list = child(s->root, "cols");

    for (xmlNode *c = list ? list->children : NULL; c; c = c->next)
        xmlSetProp(c, (const xmlChar *)"style",
                   (const xmlChar *)look(&s->looks, number(s->looks.t, c, "style")));
}

/* libxlsxwriter repeats in the link what the cell says, or where it leads; it may be left out, and we do. */
static size_t drop_displays(struct sheet_xml *s)
{
    xmlNode *list = child(s->root, "hyperlinks");
    size_t dropped = 0;

    for (xmlNode *c = list ? list->children : NULL; c; c = c->next)
        dropped += xmlUnsetProp(c, (const xmlChar *)"display") == 0;
    return dropped;
}

static const char *around(struct sheet_xml *s, const char *name)
{
    xmlNode *node = child(s->root, name);

    if (!node)
        fail_msg("no <%s>", name);
    return as_text(s->looks.t, node);
}

/* Shows where they begin to differ. */
static void assert_same_xml(const char *what, const char *have, const char *want)
{
    enum { BEFORE = 60 };
    size_t at = 0;

    while (have[at] && have[at] == want[at])
        at++;
    if (have[at] == want[at])
        return;
    size_t from = at < BEFORE ? 0 : at - BEFORE;
    fail_msg("%s: \"%.200s\" instead of \"%.200s\"", what, have + from, want + from);
}

static void widths_panes_filters_and_drop_downs_are_the_same(void **state)
{
    static const char *const names[] = { "sheetViews",  "sheetFormatPr",   "cols",
                                         "autoFilter",  "dataValidations", "hyperlinks",
                                         "pageMargins", "ignoredErrors",   "legacyDrawing" };
    struct testing *t = *state;
    const char *ours = testing_path(t, "ours.xlsx"), *theirs = testing_path(t, "theirs.xlsx");

    write_ours(ours, COMPRESS_FAST);
    write_oracle(theirs, false);
    struct sheet_xml a = sheet_open(t, ours), b = sheet_open(t, theirs);
    name_column_styles(&a);
    name_column_styles(&b);
    assert_int_equal(drop_displays(&a), 0);
    assert_int_equal(drop_displays(&b), (ROWS + LINK_EVERY - 1) / LINK_EVERY);
    for (size_t i = 0; i < countof(names); i++)
        assert_same_xml(names[i], around(&a, names[i]), around(&b, names[i]));
    sheet_close(&a);
    sheet_close(&b);
    static const char *const parts[] = { "xl/workbook.xml", "xl/comments1.xml" };
    for (size_t i = 0; i < countof(parts); i++)
        assert_same_xml(parts[i], testing_part(t, ours, parts[i]), testing_part(t, theirs, parts[i]));
}

/* ---- where we differ on purpose ----------------------------------------------------------------- */

/* libxlsxwriter writes a blank cell with the format; ours is left out, and its column has that look. */
static void an_empty_text_leaves_no_cell(void **state)
{
    struct testing *t = *state;
    const char *paths[] = { testing_path(t, "ours.xlsx"), testing_path(t, "theirs.xlsx") };
    const struct sheet_layout as_rows = {
        .name = STR("Our customers"), .columns = columns, .column_count = COLUMNS, .header_as_row = true
    };
    const cell cells[] = { { CELL_TEXT, false, STR("x") }, { CELL_TEXT, false, STR("") } };
    struct table *table = ours_begin(paths[0], COMPRESS_FAST);
    struct oracle o = oracle_begin(paths[1], false);

    table_sheet(table, &as_rows);
    table_put(table, 0, cells, 2);
    table_put(table, 0, cells, 2);
    ours_end(table);
    oracle_cell(o.sheet, 1, 0, &cells[0], NULL);
    oracle_cell(o.sheet, 1, 1, &cells[1], format_for(&o, TEXT, MARK_NONE));
    assert_int_equal(workbook_close(o.book), LXW_NO_ERROR);
    assert_lacks(testing_part(t, paths[0], SHEET), "\"B2\"");
    assert_contains(testing_part(t, paths[1], SHEET), "<c r=\"B2\" s=\"");
    struct sheet_xml a = sheet_open(t, paths[0]), b = sheet_open(t, paths[1]);
    xmlNode *column = child_at(child(a.root, "cols"), 1), *blank = child_at(child_at(b.cells, 0), 1);
    assert_string_equal(attribute(t, blank, "r"), "B2");
    assert_string_equal(look(&a.looks, number(t, column, "style")), look(&b.looks, number(t, blank, "s")));
    sheet_close(&a);
    sheet_close(&b);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, testing_start, testing_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_cell_looks_as_libxlsxwriter_makes_it),
        TEST(what_is_promised_of_looks_was_compared),
        TEST(money_has_the_decimals_of_its_currency),
        TEST(widths_panes_filters_and_drop_downs_are_the_same),
        TEST(an_empty_text_leaves_no_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
