/*
 * sample_bench.c - a workbook of 48 columns, 34 of them filled, for the measuring of readers:
 *
 *     sample_bench shared|inline ROWS FILE
 *
 * "shared": every text is a shared string, five of them new in each row; "inline": none is. The sheet is as libxlsxwriter and
 * Excel write it. The same arguments give the same file. All of it is made up.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <minizip/zip.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/table.h"

#define HEAD         "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN         "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOCUMENT     "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE      "http://schemas.openxmlformats.org/package/2006/relationships"
#define TYPES        "http://schemas.openxmlformats.org/package/2006/content-types"
#define PACKAGE_TYPE "application/vnd.openxmlformats-package."
#define SHEET_TYPE   "application/vnd.openxmlformats-officedocument.spreadsheetml."

enum { COLUMNS = 48, NEW_TEXTS = 5, FLUSH = 1 << 20 };

static const char *const words[] = {
    "MERGE",       "disabled",   "subscribed", "not_subscribed", "single_opt_in", "ja",    "en",
    "佐藤",        "鈴木",       "田中",       "陽菜",           "Müller",        "Anna",  "Smith",
    "東京都",      "California", "千代田区",   "札幌市",         "Portland",      "Japan", "United States",
    "VIP, repeat", "JP",         "US",
};

struct sample {
    bool shared;
    zipFile zip;
    struct buf out;
    bool failed;
};

static void flush(struct sample *s, size_t least)
{
    if (s->out.n <= least)
        return;
    s->failed =
        s->failed || !buf_ok(&s->out) || zipWriteInFileInZip(s->zip, s->out.p, (unsigned)s->out.n) != ZIP_OK;
    buf_clear(&s->out);
}

static void part_begin(struct sample *s, const char *name)
{
    zip_fileinfo info = { 0 };

    s->failed = s->failed || zipOpenNewFileInZip64(s->zip, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
                                                   Z_DEFAULT_COMPRESSION, 1) != ZIP_OK;
    buf_put(&s->out, STR(HEAD));
}

static void part_end(struct sample *s)
{
    flush(s, 0);
    s->failed = s->failed || zipCloseFileInZip(s->zip) != ZIP_OK;
}

static void put(struct sample *s, const char *z)
{
    buf_put(&s->out, str_of(z));
}

/* The texts that no other row has. */
static void put_new(struct sample *s, uint32_t row, size_t which)
{
    static const char *const before[NEW_TEXTS] = { "customer", "+8190", "三宮町", "No. ",
                                                   "gid://shop/Customer/" };
    static const char *const behind[NEW_TEXTS] = { "@example.com", "", "丁目2-10-8", " Elm Street &amp; Park",
                                                   "" };

    put(s, before[which]);
    buf_put_u64(&s->out, 10000000 + row);
    put(s, behind[which]);
}

static void cell_begin(struct sample *s, uint32_t row, size_t column, const char *more)
{
    char name[CELL_NAME_SIZE];

    put(s, "<c r=\"");
    put(s, cell_name(name, row, column));
    put(s, "\"");
    put(s, more);
}

static void put_text(struct sample *s, uint32_t row, size_t column, size_t word, bool is_new)
{
    cell_begin(s, row, column, s->shared ? " t=\"s\"><v>" : " t=\"inlineStr\"><is><t>");
    if (s->shared)
        buf_put_u64(&s->out, is_new ? countof(words) + (uint64_t)(row - 1) * NEW_TEXTS + word : word);
    else if (is_new)
        put_new(s, row, word);
    else
        put(s, words[word]);
    put(s, s->shared ? "</v></c>" : "</t></is></c>");
}

static void put_number(struct sample *s, uint32_t row, size_t column)
{
    cell_begin(s, row, column, column % 4 == 1 ? " s=\"1\"><v>" : "><v>");
    buf_put_u64(&s->out, column % 4 == 1 ? 43000 + row % 2000 : (uint64_t)row * 7919 % 90000);
    put(s, column % 2 ? ".75</v></c>" : "</v></c>");
}

static void put_bool(struct sample *s, uint32_t row, size_t column)
{
    cell_begin(s, row, column, " t=\"b\"><v>");
    put(s, row % 3 ? "1</v></c>" : "0</v></c>");
}

static void put_row(struct sample *s, uint32_t row)
{
    put(s, "<row r=\"");
    buf_put_u64(&s->out, row);
    put(s, "\" spans=\"1:48\">");
    for (size_t column = 0; column < COLUMNS; column++) {
        size_t kind = column % 24;
        if ((row + column) % 24 < 7)
            continue;
        if (kind < NEW_TEXTS && column < 24)
            put_text(s, row, column, kind, true);
        else if (kind < 16)
            put_text(s, row, column, (row / (column + 1) + column) % countof(words), false);
        else if (kind < 21)
            put_number(s, row, column);
        else
            put_bool(s, row, column);
    }
    put(s, "</row>");
    flush(s, FLUSH);
}

static void put_strings(struct sample *s, uint32_t rows)
{
    part_begin(s, "xl/sharedStrings.xml");
    put(s, "<sst xmlns=\"" MAIN "\">");
    for (size_t i = 0; i < countof(words); i++) {
        put(s, "<si><t>");
        put(s, words[i]);
        put(s, "</t></si>");
    }
    for (uint32_t row = 1; row <= rows; row++) {
        for (size_t i = 0; i < NEW_TEXTS; i++) {
            put(s, "<si><t>");
            put_new(s, row, i);
            put(s, "</t></si>");
        }
        flush(s, FLUSH);
    }
    put(s, "</sst>");
    part_end(s);
}

static void put_small(struct sample *s, const char *name, const char *text)
{
    part_begin(s, name);
    put(s, text);
    part_end(s);
}

#define RELATION(id, kind, target) \
    "<Relationship Id=\"" id "\" Type=\"" DOCUMENT "/" kind "\" Target=\"" target "\"/>"

static void put_workbook(struct sample *s, uint32_t rows)
{
    put_small(s, "[Content_Types].xml",
              "<Types xmlns=\"" TYPES "\"><Default Extension=\"rels\" ContentType=\"" PACKAGE_TYPE
              "relationships+xml\"/>"
              "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" SHEET_TYPE "sheet.main+xml\"/>"
              "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" SHEET_TYPE "worksheet+xml\"/>"
              "<Override PartName=\"/xl/styles.xml\" ContentType=\"" SHEET_TYPE "styles+xml\"/>"
              "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" SHEET_TYPE
              "sharedStrings+xml\"/></Types>");
    put_small(s, "_rels/.rels",
              "<Relationships xmlns=\"" PACKAGE
              "\">" RELATION("a", "officeDocument", "xl/workbook.xml") "</Relationships>");
    put_small(s, "xl/workbook.xml",
              "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" DOCUMENT
              "\"><sheets><sheet name=\"Customers\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>");
    put_small(s, "xl/_rels/workbook.xml.rels",
              "<Relationships xmlns=\"" PACKAGE "\">" RELATION("s", "worksheet", "worksheets/sheet1.xml")
                  RELATION("t", "sharedStrings", "sharedStrings.xml")
                      RELATION("u", "styles", "styles.xml") "</Relationships>");
    put_small(s, "xl/styles.xml",
              "<styleSheet xmlns=\"" MAIN
              "\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>");
    put_strings(s, s->shared ? rows : 0);
    part_begin(s, "xl/worksheets/sheet1.xml");
    put(s, "<worksheet xmlns=\"" MAIN "\"><sheetData>");
    for (uint32_t row = 1; row <= rows; row++)
        put_row(s, row);
    put(s, "</sheetData></worksheet>");
    part_end(s);
}

int main(int argc, char **argv)
{
    int64_t rows;

    if (argc != 4 || !num_parse_i64(str_of(argv[2]), &rows) || rows < 1 || rows > ROW_MAX) {
        fprintf(stderr, "usage: sample_bench shared|inline ROWS FILE\n");
        return 2;
    }
    struct sample s = { .shared = strcmp(argv[1], "shared") == 0,
                        .zip = zipOpen64(argv[3], APPEND_STATUS_CREATE),
                        .out = BUF_INIT(4 * FLUSH) };
    if (s.zip)
        put_workbook(&s, (uint32_t)rows);
    bool ok = s.zip && zipClose(s.zip, NULL) == ZIP_OK && !s.failed;
    buf_release(&s.out);
    if (!ok)
        fprintf(stderr, "%s could not be written\n", argv[3]);
    return ok ? 0 : 4;
}
