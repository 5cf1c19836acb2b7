/*
 * scan_test.c - the scanner alone, and against libxml2: the same workbook must read the same on both roads, to the last word
 * of its error.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <minizip/zip.h>

#include "base/file.h"
#include "xlsx/book.h"
#include "xlsx/parts_test.h"
#include "xlsx/place_test.h"
#include "xlsx/ring.h"
#include "xlsx/scan_text_test.h"

enum { DUMP_MAX = 256 << 20 };

/* ---- the scanner alone ---------------------------------------------------------------- */

/* A window of its own memory, so that a byte read too far shows. */
static char *window(str s)
{
    char *p = calloc(1, s.n + 1 + SCAN_SLACK);

    assert_non_null(p);
    memcpy(p, s.p, s.n);
    return p;
}

static const struct {
    str text;
    bool understood;
    str meant;
} texts[] = {
    { STR_INIT("plain<"), true, STR_INIT("plain") },
    { STR_INIT("<"), true, STR_INIT("") },
    { STR_INIT("a\tb\nc > d \x7F<"), true, STR_INIT("a\tb\nc > d \x7F") },
    { STR_INIT("a\r\nb\rc\r<"), true, STR_INIT("a\nb\nc\n") },
    { STR_INIT("&lt;&gt;&amp;&quot;&apos;<"), true, STR_INIT("<>&\"'") },
    { STR_INIT("&#65;&#x42;&#13;&#24425;&#x1F600;<"), true, STR_INIT("AB\r彩\xF0\x9F\x98\x80") },
    { STR_INIT("é彩\xF0\x9F\x98\x80<"), true, STR_INIT("é彩\xF0\x9F\x98\x80") },
    { STR_INIT("a]]b] ]>]<"), true, STR_INIT("a]]b] ]>]") },
    { STR_INIT("東京都渋谷区神南1-19-11 ﾊﾟｰｸ_x0041_ é\tｶ&amp;一<"), true,
      STR_INIT("東京都渋谷区神南1-19-11 ﾊﾟｰｸ_x0041_ é\tｶ&一") },
    { STR_INIT("no end"), false, STR_INIT("") },
    { STR_INIT("a]]>b<"), false, STR_INIT("") },
    { STR_INIT("&nbsp;<"), false, STR_INIT("") },
    { STR_INIT("&amp<"), false, STR_INIT("") },
    { STR_INIT("& <"), false, STR_INIT("") },
    { STR_INIT("&#0;<"), false, STR_INIT("") },
    { STR_INIT("&#;<"), false, STR_INIT("") },
    { STR_INIT("&#x;<"), false, STR_INIT("") },
    { STR_INIT("&#X41;<"), false, STR_INIT("") },
    { STR_INIT("&#xD800;<"), false, STR_INIT("") },
    { STR_INIT("&#xFFFE;<"), false, STR_INIT("") },
    { STR_INIT("&#1114112;<"), false, STR_INIT("") },
    { STR_INIT("&#4294967361;<"), false, STR_INIT("") },
    { STR_INIT("\x01<"), false, STR_INIT("") },
    { STR_INIT("\x80<"), false, STR_INIT("") },
    { STR_INIT("\xC0\x80<"), false, STR_INIT("") },
    { STR_INIT("\xC3<"), false, STR_INIT("") },
    { STR_INIT("\xE5\xBD<"), false, STR_INIT("") },
    { STR_INIT("\xE0\x80\x80<"), false, STR_INIT("") },
    { STR_INIT("\xED\xA0\x80<"), false, STR_INIT("") },
    { STR_INIT("\xEF\xBF\xBF<"), false, STR_INIT("") },
    { STR_INIT("\xF0\x9F\x98<"), false, STR_INIT("") },
    { STR_INIT("\xF0\x80\x80\x80<"), false, STR_INIT("") },
    { STR_INIT("\xF4\x90\x80\x80<"), false, STR_INIT("") },
    { STR_INIT("\xF5\x80\x80\x80<"), false, STR_INIT("") },
    { STR_INIT("\xE5\xBD"), false, STR_INIT("") },
    { STR_INIT("東\xE4\xBA<"), false, STR_INIT("") },
    { STR_INIT("東\xE4"), false, STR_INIT("") },
    { STR_INIT("\xEC\x80\x40<"), false, STR_INIT("") },
    { STR_INIT("\xE1\xC0\x80<"), false, STR_INIT("") },
    { STR_INIT("\xC3"), false, STR_INIT("") },
};

static void texts_are_understood_or_doubtful(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(texts); i++) {
        struct buf meant = BUF_INIT(1 << 10);
        char *p = window(texts[i].text);
        unsigned todo = 0;
        const char *end = scan_text(p, &todo);
        bool understood = end && scan_decode(&meant, (str){ p, (size_t)(end - p) });
        if (understood != texts[i].understood)
            fail_msg("%.*s", STR_ARG(texts[i].text));
        if (understood) {
            assert_ptr_equal(end, p + texts[i].text.n - 1);
            assert_true(str_eq(buf_str(&meant), texts[i].meant));
            bool stays = str_eq(texts[i].meant, (str){ p, (size_t)(end - p) });
            assert_int_equal(!(todo & SCAN_DECODE), stays);
        }
        free(p);
        buf_release(&meant);
    }
}

static const struct {
    str tag;
    bool understood, is_end, is_empty;
    size_t count;
    const char *name, *last; /* the value of the last attribute */
} tags[] = {
    { STR_INIT("<c>"), true, false, false, 0, "c", "" },
    { STR_INIT("</row >"), true, true, false, 0, "row", "" },
    { STR_INIT("<v/>"), true, false, true, 0, "v", "" },
    { STR_INIT("<c r=\"A1\" s='2'\n\tt=\"inlineStr\" />"), true, false, true, 3, "c", "inlineStr" },
    { STR_INIT("<row r=\"1\" x14ac:dyDescent=\"0.25\">"), true, false, false, 2, "row", "0.25" },
    { STR_INIT("<c r='\"'>"), true, false, false, 1, "c", "\"" },
    { STR_INIT("<x:c>"), false, false, false, 0, "", "" },
    { STR_INIT("<!-- -->"), false, false, false, 0, "", "" },
    { STR_INIT("<?pi?>"), false, false, false, 0, "", "" },
    { STR_INIT("< c>"), false, false, false, 0, "", "" },
    { STR_INIT("<c"), false, false, false, 0, "", "" },
    { STR_INIT("<c r=\"A1"), false, false, false, 0, "", "" },
    { STR_INIT("<c r=\"A1\"s=\"2\">"), false, false, false, 0, "", "" },
    { STR_INIT("<c r=A1>"), false, false, false, 0, "", "" },
    { STR_INIT("<c r>"), false, false, false, 0, "", "" },
    { STR_INIT("<c r=\"1\" r=\"1\">"), false, false, false, 0, "", "" },
    { STR_INIT("<c r=\"a&lt;\">"), false, false, false, 0, "", "" },
    { STR_INIT("<c r=\"<\">"), false, false, false, 0, "", "" },
    { STR_INIT("<c r=\"\xC3\xA9\">"), false, false, false, 0, "", "" },
    { STR_INIT("<c r=\"a\nb\">"), false, false, false, 0, "", "" },
    { STR_INIT("<c xmlns=\"a\">"), false, false, false, 0, "", "" },
    { STR_INIT("<c xmlns:a=\"a\">"), false, false, false, 0, "", "" },
    { STR_INIT("<c a:b:c=\"a\">"), false, false, false, 0, "", "" },
    { STR_INIT("</c r=\"1\">"), false, false, false, 0, "", "" },
    { STR_INIT("</c/>"), false, false, false, 0, "", "" },
    { STR_INIT("<"), false, false, false, 0, "", "" },
    { STR_INIT("</"), false, false, false, 0, "", "" },
};

static void tags_are_understood_or_doubtful(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(tags); i++) {
        struct scan_tag tag;
        char *p = window(tags[i].tag);
        const char *end = scan_tag(p, &tag);
        if ((end != NULL) != tags[i].understood)
            fail_msg("%.*s", STR_ARG(tags[i].tag));
        if (end) {
            assert_ptr_equal(end, p + tags[i].tag.n);
            assert_true(str_eq(tag.name, str_of(tags[i].name)));
            assert_int_equal(tag.is_end, tags[i].is_end);
            assert_int_equal(tag.is_empty, tags[i].is_empty);
            assert_int_equal(tag.count, tags[i].count);
            if (tag.count)
                assert_true(str_eq(tag.attributes[tag.count - 1].value, str_of(tags[i].last)));
        }
        free(p);
    }
}

/* ---- what a workbook reads as --------------------------------------------------------- */

static void put_row(struct buf *out, const struct row *row)
{
    buf_put(out, STR("\nrow "));
    buf_put_u64(out, row->number);
    for (size_t i = 0; i < row->count; i++) {
        const cell *c = &row->cells[i];
        if (c->kind == CELL_EMPTY)
            continue;
        buf_putc(out, '\n');
        buf_put_u64(out, i);
        buf_put(out, (str){ (char[]){ ' ', (char)('a' + c->kind), c->rounded ? 'r' : ' ' }, 3 });
        buf_put(out, c->text);
    }
}

struct reading {
    struct buf rows;
    struct err err;
};

static void read_sheet(struct reading *r, struct book *b, size_t i, size_t most)
{
    struct row_source *rows;
    struct row row;
    struct err err = { 0 };

    bool ok = book_rows(b, i, &rows, &err);
    for (size_t n = 0; ok && n < most && row_next(rows, &row); n++)
        put_row(&r->rows, &row);
    if (!ok || !row_close(rows, &err))
        r->err = err;
}

static struct reading read_book(const char *path, const char *reader, const char *inflate, size_t most)
{
    struct reading r = { .rows = BUF_INIT(DUMP_MAX) };
    struct book *b;

    setenv("MEIBO_READER", reader, 1);
    setenv("MEIBO_INFLATE", inflate, 1);
    if (book_open(&b, path, NULL, &r.err)) {
        for (size_t i = 0; i < book_sheet_count(b); i++)
            read_sheet(&r, b, i, most);
        book_close(b);
    }
    unsetenv("MEIBO_READER");
    unsetenv("MEIBO_INFLATE");
    assert_true(buf_ok(&r.rows));
    return r;
}

/* A container that is damaged ends where its unpacker notices: one may have got further. */
static bool is_damage(const struct err *err)
{
    return strstr(err->msg, "damaged") != NULL;
}

static void check_same(const char *path, const struct reading *want, const struct reading *have)
{
    str a = buf_str(&want->rows), b = buf_str(&have->rows);

    if (want->err.code != have->err.code || strcmp(want->err.msg, have->err.msg) != 0)
        fail_msg("%s: \"%s\", by libxml2 \"%s\"", path, have->err.msg, want->err.msg);
    if (is_damage(&want->err))
        a.n = b.n = a.n < b.n ? a.n : b.n;
    if (!str_eq(a, b))
        fail_msg("%s reads as\n%.*s\nby libxml2 as\n%.*s", path, b.n < 4000 ? (int)b.n : 4000, b.p,
                 a.n < 4000 ? (int)a.n : 4000, a.p);
}

static void compare(const char *path, size_t most)
{
    static const char *const inflates[] = { "", "zlib" };
    struct reading want = read_book(path, "libxml2", "", most);

    for (size_t i = 0; i < countof(inflates); i++) {
        struct reading have = read_book(path, "", inflates[i], most);
        check_same(path, &want, &have);
        buf_release(&have.rows);
    }
    buf_release(&want.rows);
}

static void every_workbook_of_testdata_reads_the_same_by_both(void **state)
{
    static const char *const folders[] = { "testdata/*/*.xlsx", "testdata/*/*/*.xlsx" };
    glob_t found;

    (void)state;
    assert_int_equal(glob(folders[0], 0, NULL, &found), 0);
    glob(folders[1], GLOB_APPEND, NULL, &found);
    assert_true(found.gl_pathc > 100);
    for (size_t i = 0; i < found.gl_pathc; i++)
        compare(found.gl_pathv[i], SIZE_MAX);
    globfree(&found);
}

/* ---- large sheets --------------------------------------------------------------------- */

static int make_place(void **state)
{
    return place_make(state, "a.xlsx");
}

static void add(zipFile z, const char *name, str data, int level)
{
    zip_fileinfo info = { 0 };

    assert_int_equal(
        zipOpenNewFileInZip(z, name, &info, NULL, 0, NULL, 0, NULL, level ? Z_DEFLATED : 0, level), ZIP_OK);
    assert_int_equal(zipWriteInFileInZip(z, data.p, (unsigned)data.n), ZIP_OK);
    assert_int_equal(zipCloseFileInZip(z), ZIP_OK);
}

static void save(const char *file, str sheet, str strings, int level)
{
    zipFile z = zipOpen(file, APPEND_STATUS_CREATE);

    assert_non_null(z);
    add(z, "_rels/.rels", STR(RELATIONS(RELATION("a", "officeDocument", "xl/workbook.xml"))), 1);
    add(z, "xl/workbook.xml",
        STR("<workbook xmlns='" MAIN "' xmlns:r='" DOCUMENT "'><sheets>"
            "<sheet name='Customers' sheetId='1' r:id='s'/></sheets></workbook>"),
        1);
    add(z, "xl/_rels/workbook.xml.rels",
        STR(RELATIONS(RELATION("s", "worksheet", "sheet.xml") RELATION("t", "sharedStrings", "strings.xml"))),
        1);
    add(z, "xl/sheet.xml", sheet, level);
    add(z, "xl/strings.xml", strings, level);
    assert_int_equal(zipClose(z, NULL), ZIP_OK);
}

#define SHEET     "<worksheet xmlns='" MAIN "'><sheetData>"
#define SHEET_END "</sheetData></worksheet>"

/* Rows of all shapes; what comes once, in the middle, is `special`, and before it `wide` bytes of text in a row. */
struct large {
    const char *special, *end; /* NULL: as it should be */
    uint32_t rows;
    size_t wide;
};

static void put_shapes(struct buf *b, uint32_t n)
{
    buf_put(b, n % 7 ? STR("<row r=\"") : STR("\n <row spans=\"1:5\" r=\""));
    buf_put_u64(b, n);
    buf_put(b, STR("\"><c r=\"A"));
    buf_put_u64(b, n);
    buf_put(b, STR("\" t=\"s\"><v>"));
    buf_put_u64(b, n % 3);
    buf_put(b, STR("</v></c><c r=\"B"));
    buf_put_u64(b, n);
    buf_put(b, STR("\" s=\"1\"><v>"));
    buf_put_u64(b, n);
    buf_put(b, STR(".5</v></c><c t=\"inlineStr\"><is><t>三&amp;_x0041_"));
    buf_put_u64(b, n);
    buf_put(b, n % 5 ? STR("</t></is></c>")
                     : STR("</t></is></c><c><f>A1</f><v>1E3</v></c><c t='b'><v>1</v></c>"));
    buf_put(b, STR("</row>"));
}

static void put_large(struct buf *b, const struct large *l)
{
    buf_put(b, STR(SHEET));
    for (uint32_t n = 1; n <= l->rows; n++) {
        put_shapes(b, n);
        if (n != l->rows / 2)
            continue;
        n++;
        buf_put(b, STR("<row r='"));
        buf_put_u64(b, n);
        buf_put(b, STR("'>"));
        for (size_t i = 0; i < l->wide / 1000; i++) {
            buf_put(b, STR("<c t='str'><v>"));
            for (size_t k = 0; k < 1000; k++)
                buf_putc(b, (char)('a' + (i + k) % 26));
            buf_put(b, STR("</v></c>"));
        }
        buf_put(b, STR("</row>"));
        if (l->special)
            buf_put(b, str_of(l->special));
    }
    buf_put(b, l->end ? str_of(l->end) : STR(SHEET_END));
}

static const struct large larges[] = {
    { NULL, NULL, 3000, 0 },
    { NULL, NULL, 3000, 70000 },
    { NULL, NULL, 3000, 300000 },
    { NULL, NULL, 3000, 5000000 }, /* longer than a scanner waits for */
    { NULL, NULL, 40000, 0 },
    { "<!-- </row> -->", NULL, 40000, 0 },
    { "<?pi </row> ?>", NULL, 40000, 0 },
    { "<row><c t='str'><v><![CDATA[<]]></v></c></row>", NULL, 40000, 0 },
    { "<x:row xmlns:x='" MAIN "'><x:c><x:v>1</x:v></x:c></x:row>", NULL, 40000, 0 },
    { "<row><c>", NULL, 40000, 0 },
    { "<row></c></row>", NULL, 40000, 0 },
    { "<row><c><v>&nbsp;</v></c></row>", NULL, 40000, 0 },
    { "<row><c t='zz'><v>1</v></c></row>", NULL, 40000, 0 },
    { "<row><c r='A1'><v>1</v></c></row>", NULL, 40000, 0 },
    { "<row><c t='s'><v>99</v></c></row>", NULL, 40000, 0 },
    { "<row><c t='str'><v>\x01</v></c></row>", NULL, 40000, 0 },
    { "<row r='1'/>", NULL, 40000, 0 },
    { "<row r='1'/>", NULL, 3000, 0 },
    { NULL, "</sheetData><extLst><ext uri='a'><b:c xmlns:b='urn:b'>&lt;row></b:c></ext></extLst></worksheet>",
      40000, 0 },
    { NULL, "</sheetData><c></worksheet>", 40000, 0 },
    { NULL, "</sheetData>", 40000, 0 },
    { NULL, "<row r='900000'><c><v>1", 40000, 0 },
    { NULL, "</sheetData><sheetData><row r='900000'><c><v>1</v></c></row></sheetData></worksheet>", 40000,
      0 },
};

#define STRINGS                                                                          \
    "<sst xmlns='" MAIN "'><si><t>zero</t></si><si><r><t>on</t></r><r><t>e</t></r></si>" \
    "<si><t xml:space=\"preserve\"> &lt;two_x0041_</t></si></sst>"

static void large_sheets_read_the_same_by_both(void **state)
{
    const struct place *p = *state;

    for (size_t i = 0; i < countof(larges); i++) {
        struct buf sheet = BUF_INIT(64 << 20);
        put_large(&sheet, &larges[i]);
        save(p->file, buf_str(&sheet), STR(STRINGS), 1);
        compare(p->file, SIZE_MAX);
        buf_release(&sheet);
    }
}

static void stored_parts_read_the_same_by_both(void **state)
{
    const struct place *p = *state;
    struct buf sheet = BUF_INIT(64 << 20);

    put_large(&sheet, &larges[4]);
    save(p->file, buf_str(&sheet), STR(STRINGS), 0);
    compare(p->file, SIZE_MAX);
    compare(p->file, 5); /* closed early: nobody waits for ever */
    buf_release(&sheet);
}

/* Many shared strings, with something odd in the middle. */
static void large_tables_of_strings_read_the_same_by_both(void **state)
{
    static const char *const odd[] = {
        "",      "<!-- </si> -->", "<si><t>a<![CDATA[</si>]]></t></si>",        "<si>",
        "<si/>", "</t>",           "<si><rPh><t>a</t></rPh><t>&amp;b</t></si>", "<x/>"
    };
    const struct place *p = *state;

    for (size_t i = 0; i < countof(odd); i++) {
        struct buf sst = BUF_INIT(64 << 20);
        buf_put(&sst, STR("<sst xmlns='" MAIN "'>"));
        for (uint32_t n = 0; n < 50000; n++) {
            buf_put(&sst, n % 9 ? STR("<si><t>三 &amp; ") : STR("<si><phoneticPr/><t>"));
            buf_put_u64(&sst, n);
            buf_put(&sst, STR("</t></si>"));
            if (n == 40000)
                buf_put(&sst, str_of(odd[i]));
        }
        buf_put(&sst, STR("</sst>"));
        save(p->file,
             STR(SHEET "<row><c t='s'><v>0</v></c><c t='s'><v>39999</v></c><c "
                       "t='s'><v>49999</v></c></row>" SHEET_END),
             buf_str(&sst), 1);
        compare(p->file, SIZE_MAX);
        buf_release(&sst);
    }
}

static void damaged_containers_fail_with_the_same_words(void **state)
{
    const struct place *p = *state;
    struct buf sheet = BUF_INIT(64 << 20);
    struct arena arena = { 0 };
    struct err err = { 0 };
    str whole;

    put_large(&sheet, &larges[4]);
    for (int level = 0; level < 2; level++) {
        save(p->file, buf_str(&sheet), STR(STRINGS), level);
        assert_true(file_read(p->file, 64 << 20, &whole, &arena, &err));
        for (size_t i = 1; i < 8; i++) {
            char *bytes = arena_alloc(&arena, whole.n, 1);
            memcpy(bytes, whole.p, whole.n);
            bytes[whole.n * i / 8] ^= 0x20;
            assert_true(file_write(p->file, (str){ bytes, whole.n }, &err));
            compare(p->file, SIZE_MAX);
        }
    }
    buf_release(&sheet);
    arena_reset(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_passed_or_stopped_at),
        cmocka_unit_test(texts_are_understood_or_doubtful),
        cmocka_unit_test(tags_are_understood_or_doubtful),
        cmocka_unit_test(every_workbook_of_testdata_reads_the_same_by_both),
        cmocka_unit_test_setup_teardown(large_sheets_read_the_same_by_both, make_place, remove_place),
        cmocka_unit_test_setup_teardown(stored_parts_read_the_same_by_both, make_place, remove_place),
        cmocka_unit_test_setup_teardown(large_tables_of_strings_read_the_same_by_both, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(damaged_containers_fail_with_the_same_words, make_place,
                                        remove_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
