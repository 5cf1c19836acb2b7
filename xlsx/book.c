#include "xlsx/book.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "xlsx/csv.h"
#include "xlsx/magic.h"
#include "xlsx/sheet.h"
#include "xlsx/strings.h"
#include "xlsx/styles.h"
#include "xlsx/workbook.h"

struct book {
    struct arena arena;
    int fd;
    str path;
    bool is_csv;
    struct csv_format csv;
    struct sheet_info csv_sheet;

    struct zip *zip;
    struct workbook workbook;
    struct styles styles;
    struct strings strings;
    bool has_strings; /* read already */
};

static bool open_file(struct book *b, struct err *err)
{
    struct stat info;

    b->fd = open(b->path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (b->fd < 0 || fstat(b->fd, &info) != 0)
        return err_errno(err, _("opening"));
    if (!S_ISREG(info.st_mode))
        return err_set(err, ERR_IO, _("not a regular file"));
    return true;
}

static bool open_csv(struct book *b, const struct book_options *options, struct err *err)
{
    static const struct book_options detect = { 0 };

    b->is_csv = true;
    b->csv_sheet = (struct sheet_info){ .name = path_stem(b->path), .has_cells = true };
    if (!options)
        options = &detect;
    return csv_detect(&b->csv, b->fd, options->encoding, options->delimiter, err);
}

static bool open_workbook(struct book *b, struct err *err)
{
    return zip_open(&b->zip, b->fd, &b->arena, err) && workbook_read(&b->workbook, b->zip, &b->arena, err) &&
           styles_read(&b->styles, b->zip, b->workbook.styles, &b->arena, err);
}

static bool open_any(struct book *b, const struct book_options *options, struct err *err)
{
    enum file_kind kind;

    if (!open_file(b, err) || !file_kind_of(b->fd, &kind, err))
        return false;
    return kind == FILE_TEXT ? open_csv(b, options, err) : open_workbook(b, err);
}

bool book_open(struct book **out, const char *path, const struct book_options *options, struct err *err)
{
    struct arena arena = { 0 };
    struct book *b = arena_new(&arena, struct book);

    b->fd = -1;
    b->path = arena_copy(&arena, str_of(path));
    b->arena = arena;
    if (!open_any(b, options, err)) {
        err_wrap(err, "%s", path);
        book_close(b);
        return false;
    }
    *out = b;
    return true;
}

void book_close(struct book *b)
{
    if (!b)
        return;
    struct arena arena = b->arena;
    zip_close(b->zip);
    strings_release(&b->strings);
    if (b->fd >= 0)
        close(b->fd);
    arena_reset(&arena);
}

bool book_is_csv(const struct book *b)
{
    return b->is_csv;
}

size_t book_sheet_count(const struct book *b)
{
    return b->is_csv ? 1 : b->workbook.count;
}

const struct sheet_info *book_sheet(const struct book *b, size_t i)
{
    return b->is_csv ? &b->csv_sheet : &b->workbook.sheets[i].info;
}

str book_encoding(const struct book *b)
{
    return b->is_csv ? b->csv.encoding->name : STR("");
}

static bool read_strings(struct book *b, struct err *err)
{
    if (b->has_strings)
        return true;
    strings_release(&b->strings);
    b->has_strings = strings_read(&b->strings, b->zip, b->workbook.strings, err);
    return b->has_strings || err_wrap(err, "%.*s", STR_ARG(b->path));
}

bool book_rows(struct book *b, size_t i, struct row_source **out, struct err *err)
{
    if (b->is_csv)
        return csv_rows(out, &b->csv, b->fd, b->path, err);
    const struct workbook_sheet *sheet = &b->workbook.sheets[i];
    if (!sheet->info.has_cells)
        return err_set(err, ERR_FORMAT, _("%.*s: the sheet \"%.*s\" has no cells; it is a chart or a dialog"),
                       STR_ARG(b->path), STR_ARG(sheet->info.name));
    if (!sheet->part)
        return err_set(err, ERR_FORMAT,
                       _("%.*s: the sheet \"%.*s\" is named in the workbook but missing in the file"),
                       STR_ARG(b->path), STR_ARG(sheet->info.name));
    struct sheet_input input = {
        .path = b->path,
        .name = sheet->info.name,
        .zip = b->zip,
        .part = sheet->part,
        .styles = &b->styles,
        .strings = &b->strings,
        .epoch_1904 = b->workbook.epoch_1904,
    };
    return read_strings(b, err) && sheet_rows(out, &input, err);
}
