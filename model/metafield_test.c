#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/metafield.h"

#include <string.h>

static void assert_text(const char *about, str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("%s: got \"%.*s\", want \"%s\"", about, STR_ARG(got), want);
}

/* F-1 to F-6 */
static void headers_name_namespace_key_and_type(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        enum metafield_header result;
        const char *namespace, *key, *type;
    } cases[] = {
        { "Metafield: loyalty.points [number_integer]", METAFIELD_COLUMN, "loyalty", "points", "number_integer" },
        { "Metafield: loyalty.points[number_integer]", METAFIELD_COLUMN, "loyalty", "points", "number_integer" },
        { " METAFIELD:loyalty.Points [ List.Date ]", METAFIELD_COLUMN, "loyalty", "Points", "list.date" },
        { "Ｍetafield： loyalty．points ［json］", METAFIELD_COLUMN, "loyalty", "points", "json" },
        { "Metafield: birthday [date]", METAFIELD_COLUMN, "global", "birthday", "date" },
        { "Metafield: birthday", METAFIELD_COLUMN, "global", "birthday", "" },
        { "Metafield: my\\.app.x-1_y", METAFIELD_COLUMN, "my.app", "x-1_y", "" },
        { "Metafield: ab.key", METAFIELD_BAD_NAME, "ab", "key", "" },
        { "Metafield: abc.k", METAFIELD_BAD_NAME, "abc", "k", "" },
        { "Metafield: abc.a.b", METAFIELD_BAD_NAME, "abc", "a", "" },
        { "Metafield: abc.a\\.b", METAFIELD_BAD_NAME, "abc", "a.b", "" },
        { "Metafield: a b c.key", METAFIELD_BAD_NAME, "a b c", "key", "" },
        { "Metafield: 名前空間.key", METAFIELD_BAD_NAME, "名前空間", "key", "" },
        { "Metafield:", METAFIELD_BAD_NAME, "global", "", "" },
        { "Metafield: abc.key]", METAFIELD_BAD_NAME, "abc", "key]", "" },
        { "Metafield: a\\\\bc.key", METAFIELD_BAD_NAME, "a\\bc", "key", "" },
        { "Metafield: abc.key [text]", METAFIELD_BAD_TYPE, "abc", "key", "text" },
        { "Metafield: abc.key [list.money]", METAFIELD_BAD_TYPE, "abc", "key", "list.money" },
        { "Metafields", METAFIELD_NONE, "", "", "" },
        { "Meta", METAFIELD_NONE, "", "", "" },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        struct arena a = { 0 };
        struct metafield_column m = { 0 };
        if (metafield_header_parse(str_of(cases[i].header), &m, &a) != cases[i].result)
            fail_msg("\"%s\" should be %d", cases[i].header, cases[i].result);
        assert_text(cases[i].header, m.namespace, cases[i].namespace);
        assert_text(cases[i].header, m.key, cases[i].key);
        assert_text(cases[i].header, m.type, cases[i].type);
        arena_reset(&a);
    }
}

static void a_header_that_is_written_reads_back(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct metafield_column m;
    str header = metafield_header_format(STR("my.app"), STR("points"), STR("list.url"), &a);

    assert_text("header", header, "Metafield: my\\.app.points [list.url]");
    assert_int_equal(metafield_header_parse(header, &m, &a), METAFIELD_COLUMN);
    assert_text("namespace", m.namespace, "my.app");
    assert_text("no type", metafield_header_format(STR("abc"), STR("de"), STR(""), &a), "Metafield: abc.de");
    assert_text("name", metafield_name(STR("a\\b"), STR("c"), &a), "a\\\\b.c");
    arena_reset(&a);
}

/* F-9 to F-21; NULL: refused. The kind of the cell is a letter, text mostly. */
static const struct value_case {
    const char *rule, *type;
    char kind;
    const char *text, *value;
} values[] = {
    { "F-11", "single_line_text_field", 't', " a b ", " a b " },
    { "F-11", "single_line_text_field", 'n', "5", "5" },
    { "F-11", "single_line_text_field", 't', "a\nb", NULL },
    { "F-11", "multi_line_text_field", 't', "a\r\nb", "a\nb" },
    { "F-11", "multi_line_text_field", 't', "a\x01", NULL },
    { "F-12", "number_integer", 't', "1,234", "1234" },
    { "F-12", "number_integer", 'n', "-5", "-5" },
    { "F-12", "number_integer", 't', "１２.0", "12" },
    { "F-12", "number_integer", 't', "9007199254740991", "9007199254740991" },
    { "F-12", "number_integer", 't', "9007199254740992", NULL },
    { "F-12", "number_integer", 't', "-9007199254740992", NULL },
    { "F-12", "number_integer", 't', "1.5", NULL },
    { "F-12", "number_integer", 't', "1E3", NULL },
    { "F-12", "number_integer", 't', "many", NULL },
    { "F-12", "number_decimal", 't', "1,234.50", "1234.50" },
    { "F-12", "number_decimal", 'n', "-1234567890123", "-1234567890123" },
    { "F-12", "number_decimal", 't', "12345678901234", NULL },
    { "F-12", "number_decimal", 't', "0.123456789", "0.123456789" },
    { "F-12", "number_decimal", 't', "0.1234567891", NULL },
    { "F-12", "number_decimal", 't', "x", NULL },
    { "F-13", "boolean", 't', "はい", "true" },
    { "F-13", "boolean", 'b', "FALSE", "false" },
    { "F-13", "boolean", 't', "maybe", NULL },
    { "F-14", "date", 't', "2024/02/29", "2024-02-29" },
    { "F-14", "date", 'd', "45351.5", "2024-02-29" },
    { "F-14", "date", 't', "2024-02-30", NULL },
    { "F-14", "date_time", 't', "2024-02-29 09:00", "2024-02-29T00:00:00Z" },
    { "F-14", "date_time", 't', "2024-02-29T09:00:00Z", "2024-02-29T09:00:00Z" },
    { "F-14", "date_time", 't', "soon", NULL },
    { "F-15", "url", 't', " https://example.com/a ", "https://example.com/a" },
    { "F-15", "url", 't', "mailto:a@example.com", "mailto:a@example.com" },
    { "F-15", "url", 't', "ftp://example.com", NULL },
    { "F-15", "url", 't', "https://", NULL },
    { "F-15", "url", 't', "https://example.com/a b", NULL },
    { "F-15", "color", 't', "#00fFaa", "#00fFaa" },
    { "F-15", "color", 't', "red", NULL },
    { "F-15", "color", 't', "#00ffag", NULL },
    { "F-16", "json", 't', " {\"a\": [1.50]} ", "{\"a\": [1.50]}" },
    { "F-16", "json", 't', "{\"a\":", NULL },
    { "F-16", "rich_text_field", 't', "{\"type\":\"root\",\"children\":[]}", "{\"type\":\"root\",\"children\":[]}" },
    { "F-16", "rich_text_field", 't', "{\"type\":\"text\"}", NULL },
    { "F-16", "rich_text_field", 't', "plain", NULL },
    { "F-17", "money", 't', "{\"amount\":\"5.99\",\"currency_code\":\"JPY\"}",
      "{\"amount\":\"5.99\",\"currency_code\":\"JPY\"}" },
    { "F-17", "money", 't', "5.99 JPY", "{\"amount\":\"5.99\",\"currency_code\":\"JPY\"}" },
    { "F-17", "money", 't', "5.99", NULL },
    { "F-17", "money", 't', "5.99 yen", NULL },
    { "F-17", "money", 't', "{\"amount\":\"x\",\"currency_code\":\"JPY\"}", NULL },
    { "F-18", "rating", 't', "{\"value\":\"4.5\",\"scale_min\":\"1.0\",\"scale_max\":\"5.0\"}",
      "{\"value\":\"4.5\",\"scale_min\":\"1.0\",\"scale_max\":\"5.0\"}" },
    { "F-18", "rating", 't', "{\"value\":\"5.5\",\"scale_min\":\"1.0\",\"scale_max\":\"5.0\"}", NULL },
    { "F-18", "rating", 't', "4.5 (1-5)", "{\"value\":\"4.5\",\"scale_min\":\"1\",\"scale_max\":\"5\"}" },
    { "F-18", "rating", 't', "6 (1-5)", NULL },
    { "F-18", "rating", 't', "4.5 (5-1)", NULL },
    { "F-18", "rating", 't', "4.5", NULL },
    { "F-18", "rating", 't', "4.5 (1-x)", NULL },
    { "F-19", "dimension", 't', "{\"value\":25.0,\"unit\":\"cm\"}", "{\"value\":25.0,\"unit\":\"cm\"}" },
    { "F-19", "dimension", 't', "25 cm", "{\"value\":25,\"unit\":\"cm\"}" },
    { "F-19", "dimension", 't', "2.5CM", "{\"value\":2.5,\"unit\":\"cm\"}" },
    { "F-19", "dimension", 't', "25 kg", NULL },
    { "F-19", "dimension", 't', "cm", NULL },
    { "F-19", "dimension", 't', "{\"value\":-1,\"unit\":\"cm\"}", NULL },
    { "F-19", "volume", 't', "1 us_gal", "{\"value\":1,\"unit\":\"us_gal\"}" },
    { "F-19", "weight", 't', "70.5 kg", "{\"value\":70.5,\"unit\":\"kg\"}" },
    { "F-20", "id", 't', "A-1", "A-1" },
    { "F-20", "id", 't', "A\n1", NULL },
    { "F-20", "link", 't', "{\"text\":\"Shop\",\"url\":\"https://example.com\"}",
      "{\"text\":\"Shop\",\"url\":\"https://example.com\"}" },
    { "F-20", "link", 't', "https://example.com", "{\"text\":\"https://example.com\",\"url\":\"https://example.com\"}" },
    { "F-20", "link", 't', "{\"text\":\"Shop\"}", NULL },
    { "F-20", "link", 't', "Shop", NULL },
    { "F-20", "product_reference", 't', "gid://shopify/Product/1", "gid://shopify/Product/1" },
    { "F-20", "product_reference", 'n', "1", "gid://shopify/Product/1" },
    { "F-20", "product_reference", 't', "gid://shopify/Order/1", NULL },
    { "F-20", "product_reference", 't', "gid://shopify/Product/x", NULL },
    { "F-20", "product_reference", 't', "gid://shopify/Product", NULL },
    { "F-20", "file_reference", 't', "gid://shopify/Video/5", "gid://shopify/Video/5" },
    { "F-20", "file_reference", 't', "5", NULL },
    { "F-21", "list.single_line_text_field", 't', "a, b,,c", "[\"a\",\"b\",\"c\"]" },
    { "F-21", "list.single_line_text_field", 't', "a, b; c", "[\"a, b\",\"c\"]" },
    { "F-21", "list.single_line_text_field", 't', "a;b\r\nc\n", "[\"a;b\",\"c\"]" },
    { "F-21", "list.single_line_text_field", 't', "[\"a\", \"\\u5c71\", 5]", "[\"a\",\"山\",\"5\"]" },
    { "F-21", "list.single_line_text_field", 't', "[\"a\"", NULL },
    { "F-21", "list.single_line_text_field", 'n', "5", "[\"5\"]" },
    { "F-21", "list.number_integer", 't', "1; 2", "[1,2]" },
    { "F-21", "list.number_integer", 'n', "7", "[7]" },
    { "F-21", "list.number_integer", 't', "1; x", NULL },
    { "F-21", "list.number_integer", 'b', "TRUE", NULL },
    { "F-21", "list.number_integer", 't', "[1, \"x\"]", NULL },
    { "F-21", "list.number_decimal", 't', "[0.1, 2.50]", "[0.1, 2.50]" },
    { "F-21", "list.number_decimal", 't', "[\"0.1\", 2]", "[0.1,2]" },
    { "F-21", "list.dimension", 't', "360.6330422cm, 3 m",
      "[{\"value\":360.6330422,\"unit\":\"cm\"},{\"value\":3,\"unit\":\"m\"}]" },
    { "F-21", "list.dimension", 't', "[{\"value\":360.6330422,\"unit\":\"cm\"}]",
      "[{\"value\":360.6330422,\"unit\":\"cm\"}]" },
    { "F-21", "list.date", 't', "2024-01-01,2024/01/02", "[\"2024-01-01\",\"2024-01-02\"]" },
    { "F-21", "list.rating", 't', "[{\"value\":\"4\",\"scale_min\":\"1\",\"scale_max\":\"5\"}]",
      "[{\"value\":\"4\",\"scale_min\":\"1\",\"scale_max\":\"5\"}]" },
    { "F-6", "list.boolean", 't', "TRUE", NULL },
    { "F-6", "nonsense", 't', "x", NULL },
};

static cell cell_of(char kind, const char *text)
{
    static const enum cell_kind kinds[128] = { ['t'] = CELL_TEXT, ['n'] = CELL_NUMBER, ['b'] = CELL_BOOL,
                                               ['d'] = CELL_DATE, ['e'] = CELL_ERROR,  ['f'] = CELL_NO_VALUE };

    return (cell){ .kind = kinds[(unsigned char)kind], .text = str_of(text) };
}

static struct cell_context context(void)
{
    struct cell_context ctx = { .country = STR("JP") };
    struct err err;

    assert_true(zone_find(STR("Asia/Tokyo"), &ctx.zone, &err));
    return ctx;
}

static void values_are_checked_by_their_type(void **state)
{
    (void)state;
    struct cell_context ctx = context();

    for (size_t i = 0; i < countof(values); i++) {
        const struct value_case *v = &values[i];
        struct arena a = { 0 };
        str got;
        bool ok = metafield_value(str_of(v->type), &ctx, cell_of(v->kind, v->text), &got, &a);
        if (ok != (v->value != NULL))
            fail_msg("%s: %s \"%s\" is %s", v->rule, v->type, v->text, ok ? "accepted" : "refused");
        if (ok)
            assert_text(v->rule, got, v->value);
        arena_reset(&a);
    }
}

/* F-11, F-20, F-21 */
static void values_and_lists_have_a_limit(void **state)
{
    (void)state;
    static char text[70000];
    struct cell_context ctx = context();
    struct arena a = { 0 };
    str got;

    memset(text, 'x', sizeof text);
    assert_true(metafield_value(STR("single_line_text_field"), &ctx, (cell){ CELL_TEXT, false, { text, 65536 } }, &got, &a));
    assert_false(metafield_value(STR("single_line_text_field"), &ctx, (cell){ CELL_TEXT, false, { text, 65537 } }, &got, &a));
    assert_true(metafield_value(STR("id"), &ctx, (cell){ CELL_TEXT, false, { text, 255 } }, &got, &a));
    assert_false(metafield_value(STR("id"), &ctx, (cell){ CELL_TEXT, false, { text, 256 } }, &got, &a));
    for (size_t i = 1; i < 300; i += 2)
        text[i] = ',';
    assert_true(metafield_value(STR("list.single_line_text_field"), &ctx, (cell){ CELL_TEXT, false, { text, 255 } }, &got, &a));
    assert_false(metafield_value(STR("list.single_line_text_field"), &ctx, (cell){ CELL_TEXT, false, { text, 257 } }, &got, &a));
    arena_reset(&a);
}

/* F-5, F-8, F-9 */
static void a_cell_is_a_value_a_deletion_or_a_finding(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        char kind;
        const char *text;
        enum finding_id finding;
        bool blank;
        const char *value;
    } cases[] = {
        { "number_integer", 't', "5", 0, false, "5" },
        { "url", 't', "https://example.com", 0, false, "https://example.com" },
        { "number_integer", 't', "  ", 0, true, "" },
        { "number_integer", 't', "x", FINDING_METAFIELD_INVALID, false, "" },
        { "json", 'e', "#N/A", FINDING_ERROR_CELL, false, "" },
        { "json", 'f', "", FINDING_FORMULA_WITHOUT_VALUE, false, "" },
        { "", 't', " x ", 0, false, " x " },
    };
    struct cell_context ctx = context();

    for (size_t i = 0; i < countof(cases); i++) {
        struct arena a = { 0 };
        struct findings findings = { .arena = &a };
        struct metafield_column col = { STR("abc"), STR("key"), str_of(cases[i].type), 4, STR("") };
        struct metafield m;
        bool ok = metafield_parse(&col, &ctx, cell_of(cases[i].kind, cases[i].text), &m, 9, &findings);
        assert_int_equal(ok, cases[i].finding == 0);
        assert_int_equal(findings.n, cases[i].finding != 0);
        if (findings.n)
            assert_true(findings.at[0].id == cases[i].finding && findings.at[0].column == 4 && findings.at[0].row == 9);
        assert_int_equal(m.blank, cases[i].blank);
        if (ok)
            assert_text(cases[i].text, m.value, cases[i].value);
        assert_int_equal(m.column, 4);
        arena_reset(&a);
    }
}

/* F-22 */
/* rules: F-22+ F-22- */
static void values_are_written_as_cells_of_their_kind(void **state)
{
    (void)state;
    static const struct {
        const char *type, *value;
        enum cell_kind kind;
        const char *text;
    } cases[] = {
        { "boolean", "true", CELL_BOOL, "TRUE" },
        { "boolean", "false", CELL_BOOL, "FALSE" },
        { "number_integer", "123456789012345", CELL_NUMBER, "123456789012345" },
        { "number_integer", "1234567890123456", CELL_TEXT, "1234567890123456" },
        { "number_decimal", "1.50", CELL_NUMBER, "1.50" },
        { "number_decimal", "junk", CELL_TEXT, "junk" },
        { "json", "[1]", CELL_TEXT, "[1]" },
        { "json", "", CELL_EMPTY, "" },
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(cases); i++) {
        struct metafield m = { .type = str_of(cases[i].type), .value = str_of(cases[i].value) };
        cell c = metafield_format(&m, &a);
        assert_int_equal(c.kind, cases[i].kind);
        assert_true(c.kind == CELL_EMPTY || str_eq(c.text, str_of(cases[i].text)));
    }
    assert_int_equal(metafield_format(&(struct metafield){ .blank = true, .value = STR("x") }, &a).kind, CELL_EMPTY);
    arena_reset(&a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_name_namespace_key_and_type),
        cmocka_unit_test(a_header_that_is_written_reads_back),
        cmocka_unit_test(values_are_checked_by_their_type),
        cmocka_unit_test(values_and_lists_have_a_limit),
        cmocka_unit_test(a_cell_is_a_value_a_deletion_or_a_finding),
        cmocka_unit_test(values_are_written_as_cells_of_their_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
