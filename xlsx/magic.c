#include "xlsx/magic.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"
#include "xlsx/limits.h"

enum { HEAD = 512, TAIL = 66 << 10, OLE_BLOCK = 1 << 20 };

#define OLE_MAGIC "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

static const struct {
    str start;
    const char *what;
} binaries[] = {
    { STR_INIT("%PDF-"), N_("this is a PDF, not a workbook") },
    { STR_INIT("{\\rtf"), N_("this is an RTF document, not a workbook") },
    { STR_INIT("\x09\x08\x10\x00\x00\x06\x05\x00"), N_("this is an old .xls workbook; save it as .xlsx") },
    { STR_INIT("\x09\x04\x06\x00\x00\x00\x10\x00"), N_("this is an old .xls workbook; save it as .xlsx") },
    { STR_INIT("\x1F\x8B"), N_("this is a gzip archive; unpack it first") },
    { STR_INIT("7z\xBC\xAF\x27\x1C"), N_("this is a 7-Zip archive; unpack it first") },
    { STR_INIT("Rar!\x1A\x07"), N_("this is a RAR archive; unpack it first") },
    { STR_INIT("PK\5\6"), N_("this is an empty ZIP archive") },
    { STR_INIT("PK\7\x08"), N_("this is a ZIP archive in several volumes, not a workbook") },
    { STR_INIT("\x89PNG"), N_("this is a picture, not a workbook") },
    { STR_INIT("\xFF\xD8\xFF"), N_("this is a picture, not a workbook") },
    { STR_INIT("GIF8"), N_("this is a picture, not a workbook") },
    { STR_INIT("SQLite format 3"), N_("this is an SQLite database, not a workbook") },
};

/* Compared without case, after a byte order mark and blanks. */
static const struct {
    str start;
    const char *what;
} markup[] = {
    { STR_INIT("<!doctype html"), N_("this is a web page (HTML), not a workbook") },
    { STR_INIT("<html"), N_("this is a web page (HTML), not a workbook") },
    { STR_INIT("<table"), N_("this is a web page (HTML), not a workbook") },
    { STR_INIT("<?xml"),
      N_("this is an XML file, not a workbook; open it in a spreadsheet and save it as .xlsx") },
};

/* Streams of OLE containers, by their names in UTF-16. */
static const struct {
    str name;
    const char *what;
} streams[] = {
    { STR_INIT("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
      N_("this workbook is password-protected; remove the password in the spreadsheet and save it again") },
    { STR_INIT("W\0o\0r\0k\0b\0o\0o\0k\0\0"), N_("this is an old .xls workbook; save it as .xlsx") },
    { STR_INIT("B\0o\0o\0k\0\0"), N_("this is an old .xls workbook; save it as .xlsx") },
    { STR_INIT("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), N_("this is an old Word document, not a workbook") },
};

static bool starts_with(str s, str start)
{
    return s.n >= start.n && memcmp(s.p, start.p, start.n) == 0;
}

static bool starts_with_fold(str s, str start)
{
    return s.n >= start.n && str_eq_fold((str){ s.p, start.n }, start);
}

/* The first of `streams` that the container names; the table's order decides, not the file's. */
static const char *ole_search(int fd, char *block)
{
    size_t best = countof(streams);
    off_t at = 0;
    ssize_t n;

    while ((size_t)at < OLE_SCAN_MAX && (n = pread(fd, block, OLE_BLOCK, at)) > 0) {
        for (size_t i = 0; i < best; i++)
            if (memmem(block, (size_t)n, streams[i].name.p, streams[i].name.n))
                best = i;
        at += n > HEAD ? n - HEAD : n; /* a name may lie across the border of two blocks */
    }
    return best < countof(streams) ? streams[best].what : N_("this is an OLE document, not a workbook");
}

static bool is_ole(int fd, struct err *err)
{
    struct arena arena = { 0 };
    const char *what = ole_search(fd, arena_alloc(&arena, OLE_BLOCK, 1));

    arena_reset(&arena);
    return err_set(err, ERR_FORMAT, "%s", _(what));
}

/* A ZIP archive that begins with something else: what it is depends on who looks. */
static bool hides_a_zip(int fd, off_t size)
{
    struct arena arena = { 0 };
    char *tail = arena_alloc(&arena, TAIL, 1);
    ssize_t n = pread(fd, tail, TAIL, size > TAIL ? size - TAIL : 0);
    bool found = n > 0 && memmem(tail, (size_t)n, "PK\5\6", 4);

    arena_reset(&arena);
    return found;
}

static bool is_text(str head, struct err *err)
{
    str s = starts_with(head, STR("\xEF\xBB\xBF")) ? (str){ head.p + 3, head.n - 3 } : head;

    s = str_trim(s);
    for (size_t i = 0; i < countof(markup); i++)
        if (starts_with_fold(s, markup[i].start))
            return err_set(err, ERR_FORMAT, "%s", _(markup[i].what));
    return true;
}

bool file_kind_of(int fd, enum file_kind *out, struct err *err)
{
    char bytes[HEAD];
    struct stat info;
    ssize_t n = pread(fd, bytes, sizeof bytes, 0);

    if (n < 0 || fstat(fd, &info) != 0)
        return err_errno(err, _("reading"));
    str head = { bytes, (size_t)n };
    if (n == 0)
        return err_set(err, ERR_FORMAT, _("the file is empty"));
    *out = FILE_ZIP;
    if (starts_with(head, STR("PK\3\4")))
        return true;
    if (starts_with(head, STR(OLE_MAGIC)))
        return is_ole(fd, err);
    for (size_t i = 0; i < countof(binaries); i++)
        if (starts_with(head, binaries[i].start))
            return err_set(err, ERR_FORMAT, "%s", _(binaries[i].what));
    if (hides_a_zip(fd, info.st_size))
        return err_set(err, ERR_FORMAT,
                       _("something else stands before the ZIP archive that it is made of; refused"));
    *out = FILE_TEXT;
    return is_text(head, err);
}
