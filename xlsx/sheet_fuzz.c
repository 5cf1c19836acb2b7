/* Any bytes as the sheet, the shared strings, the styles or the workbook part of a workbook that is fine otherwise. */
#include "xlsx/book.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <minizip/zip.h>

#include "base/unicode.h"

#define MAIN      "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
#define TYPE      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELATIONS "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"

static const struct {
    const char *name;
    str data;
} parts[] = {
    { "sheet.xml",
      STR_INIT("<worksheet " MAIN "><sheetData><row r='1'><c r='A1' t='s' s='0'><v>0</v></c><c r='C1' s='1'>"
               "<v>43451.5</v></c></row></sheetData></worksheet>") },
    { "strings.xml", STR_INIT("<sst " MAIN "><si><t>a_x0041_</t></si></sst>") },
    { "styles.xml",
      STR_INIT("<styleSheet " MAIN "><numFmts><numFmt numFmtId='164' formatCode='[h]:mm'/></numFmts><cellXfs>"
               "<xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>") },
    { "workbook.xml",
      STR_INIT("<workbook " MAIN "><workbookPr date1904='1'/><sheets><sheet name='a' id='a'/></sheets>"
               "</workbook>") },
    { "_rels/workbook.xml.rels",
      STR_INIT(RELATIONS "<Relationship Id='a' Type='" TYPE
                         "worksheet' Target='sheet.xml'/><Relationship Id='b' Type='" TYPE
                         "sharedStrings' Target='strings.xml'/><Relationship Id='c' Type='" TYPE
                         "styles' Target='styles.xml'/></Relationships>") },
    { "_rels/.rels",
      STR_INIT(RELATIONS "<Relationship Id='a' Type='" TYPE "officeDocument' Target='workbook.xml'/>"
                         "</Relationships>") },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void save(const char *path, size_t fuzzed, str bytes)
{
    zipFile z = zipOpen(path, APPEND_STATUS_CREATE);
    zip_fileinfo info = { 0 };

    if (!z)
        abort();
    for (size_t i = 0; i < countof(parts); i++) {
        str part = i == fuzzed ? bytes : parts[i].data;
        if (zipOpenNewFileInZip(z, parts[i].name, &info, NULL, 0, NULL, 0, NULL, 0, 0) != ZIP_OK ||
            zipWriteInFileInZip(z, part.p, (unsigned)part.n) != ZIP_OK || zipCloseFileInZip(z) != ZIP_OK)
            abort();
    }
    if (zipClose(z, NULL) != ZIP_OK)
        abort();
}

static void read_sheet(struct book *b)
{
    struct err err = { 0 };
    struct row_source *rows;
    struct row row;
    uint32_t last = 0;

    if (!book_rows(b, 0, &rows, &err))
        return;
    while (row_next(rows, &row)) {
        if (row.number <= last || row.number > ROW_MAX || row.count == 0 || row.count > COLUMN_MAX)
            abort();
        last = row.number;
        for (size_t k = 0; k < row.count; k++)
            if (!utf8_valid(row.cells[k].text))
                abort();
    }
    if (!row_close(rows, &err) && !utf8_valid(str_of(err.msg)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct book *b = NULL;

    if (size < 1)
        return 0;
    int fd = memfd_create("book", MFD_CLOEXEC);
    if (fd < 0)
        abort();
    const char *path = arena_fmt(&arena, "/proc/self/fd/%d", fd).p;
    save(path, data[0] % countof(parts), (str){ (const char *)data + 1, size - 1 });
    if (book_open(&b, path, NULL, &err))
        read_sheet(b);
    book_close(b);
    close(fd);
    arena_reset(&arena);
    return 0;
}
