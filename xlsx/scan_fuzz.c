/*
 * scan_fuzz.c - the scanner against libxml2: any bytes as the rows or the shared strings of a workbook read the same by both,
 * cell by cell and word by word of the error, or the scanner left them to libxml2.
 *
 * The first byte says what follows: a whole sheet part, the rows of one, a whole part of shared strings, or the strings of one.
 */
#include "xlsx/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <minizip/zip.h>

#include "base/buf.h"
#include "base/unicode.h"

#define MAIN      "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
#define TYPE      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELATIONS "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"

enum { SHEET, STRINGS, DUMP_MAX = 64 << 20 };

static const struct {
    const char *name;
    str data;
} parts[] = {
    [SHEET] = { "sheet.xml",
                STR_INIT("<worksheet " MAIN
                         "><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
                         "<c r='C1' t='s'><v>2</v></c><c r='D1' "
                         "t='s'><v>3</v></c></row></sheetData></worksheet>") },
    [STRINGS] = { "strings.xml", STR_INIT("<sst " MAIN "><si><t>a_x0041_</t></si><si><t>b</t></si></sst>") },
    { "styles.xml", STR_INIT("<styleSheet " MAIN
                             "><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>") },
    { "workbook.xml", STR_INIT("<workbook " MAIN "><sheets><sheet name='a' id='a'/></sheets></workbook>") },
    { "_rels/workbook.xml.rels",
      STR_INIT(RELATIONS "<Relationship Id='a' Type='" TYPE
                         "worksheet' Target='sheet.xml'/><Relationship Id='b' Type='" TYPE
                         "sharedStrings' Target='strings.xml'/><Relationship Id='c' Type='" TYPE
                         "styles' Target='styles.xml'/></Relationships>") },
    { "_rels/.rels",
      STR_INIT(RELATIONS "<Relationship Id='a' Type='" TYPE "officeDocument' Target='workbook.xml'/>"
                         "</Relationships>") },
};

static const struct {
    size_t part;
    str before, after;
} frames[] = {
    { SHEET, STR_INIT(""), STR_INIT("") },
    { SHEET, STR_INIT("<worksheet " MAIN "><sheetData>"), STR_INIT("</sheetData></worksheet>") },
    { STRINGS, STR_INIT(""), STR_INIT("") },
    { STRINGS, STR_INIT("<sst " MAIN ">"), STR_INIT("</sst>") },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void save(const char *path, size_t frame, str bytes)
{
    zipFile z = zipOpen(path, APPEND_STATUS_CREATE);
    zip_fileinfo info = { 0 };
    struct buf whole = BUF_INIT(DUMP_MAX);

    if (!z)
        abort();
    for (size_t i = 0; i < countof(parts); i++) {
        buf_clear(&whole);
        if (i == frames[frame].part) {
            buf_put(&whole, frames[frame].before);
            buf_put(&whole, bytes);
            buf_put(&whole, frames[frame].after);
        } else {
            buf_put(&whole, parts[i].data);
        }
        if (zipOpenNewFileInZip(z, parts[i].name, &info, NULL, 0, NULL, 0, NULL, 0, 0) != ZIP_OK ||
            zipWriteInFileInZip(z, whole.p, (unsigned)whole.n) != ZIP_OK || zipCloseFileInZip(z) != ZIP_OK)
            abort();
    }
    buf_release(&whole);
    if (zipClose(z, NULL) != ZIP_OK)
        abort();
}

static void put_row(struct buf *out, const struct row *row)
{
    buf_put(out, STR("\nrow "));
    buf_put_u64(out, row->number);
    buf_putc(out, ' ');
    buf_put_u64(out, row->count);
    for (size_t i = 0; i < row->count; i++) {
        const cell *c = &row->cells[i];
        if (!utf8_valid(c->text))
            abort();
        if (c->kind == CELL_EMPTY)
            continue;
        buf_putc(out, '\n');
        buf_put_u64(out, i);
        buf_put(out, (str){ (char[]){ ' ', (char)('a' + c->kind), c->rounded ? 'r' : ' ' }, 3 });
        buf_put(out, c->text);
    }
}

/* What the workbook reads as: its rows, then its error. */
static void dump(struct buf *out, const char *path)
{
    struct err err = { 0 };
    struct row_source *rows;
    struct book *b;
    struct row row;

    if (!book_open(&b, path, NULL, &err))
        abort();
    bool ok = book_rows(b, 0, &rows, &err);
    while (ok && row_next(rows, &row))
        put_row(out, &row);
    if (!ok || !row_close(rows, &err)) {
        buf_put(out, STR("\nerror "));
        buf_put_u64(out, err.code);
        buf_put(out, str_of(err.msg));
    }
    book_close(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf fast = BUF_INIT(DUMP_MAX), plain = BUF_INIT(DUMP_MAX);
    struct arena arena = { 0 };

    if (size < 1)
        return 0;
    int fd = memfd_create("book", MFD_CLOEXEC);
    if (fd < 0)
        abort();
    const char *path = arena_fmt(&arena, "/proc/self/fd/%d", fd).p;
    save(path, data[0] % countof(frames), (str){ (const char *)data + 1, size - 1 });
    unsetenv("MEIBO_READER");
    dump(&fast, path);
    setenv("MEIBO_READER", "libxml2", 1);
    dump(&plain, path);
    if (!buf_ok(&fast) || !str_eq(buf_str(&fast), buf_str(&plain))) {
        fprintf(stderr, "by the scanner:%.*s\nby libxml2:%.*s\n", STR_ARG(buf_str(&fast)),
                STR_ARG(buf_str(&plain)));
        abort();
    }
    buf_release(&fast);
    buf_release(&plain);
    close(fd);
    arena_reset(&arena);
    return 0;
}
