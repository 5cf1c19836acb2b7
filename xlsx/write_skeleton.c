#include "xlsx/write_skeleton.h"

#include <limits.h>
#include <locale.h>
#include <minizip/unzip.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "base/message.h"
#include "xlsx/write_comments.h"
#include "xlsx/write_extras.h"
#include "xlsx/write_formats.h"

/* libxlsxwriter prints numbers in the thread's locale. */
struct c_locale {
    locale_t c, before;
};

static struct c_locale locale_enter(void)
{
    struct c_locale l = { newlocale(LC_ALL_MASK, "C", (locale_t)0), (locale_t)0 };

    if (l.c)
        l.before = uselocale(l.c);
    return l;
}

static void locale_leave(struct c_locale l)
{
    if (!l.c)
        return;
    uselocale(l.before);
    freelocale(l.c);
}

/* ---- a workbook under way ------------------------------------------------------------------ */

bool skeleton_styles(struct style_table *out, const struct skeleton_options *o, struct err *err)
{
    format_table formats;
    lxw_workbook *book = workbook_new("unused"); /* opened by workbook_close() only */
    bool ok = book && formats_make(book, o->money_decimals, formats, out);

    lxw_workbook_free(book);
    return ok ? true
              : err_set(err, ERR_IO, _("libxlsxwriter: %s"), lxw_strerror(LXW_ERROR_MEMORY_MALLOC_FAILED));
}

enum { ROOM_WANTED = 16 << 20 };

struct skeleton {
    struct new_file file;
    lxw_workbook *book;
    format_table formats;
    const struct skeleton_options *options;
    unzFile zip;
    bool begun;
    unz_file_info64 info; /* of the piece in hand */
    char name[256];
    struct err err;
};

static bool library_failed(struct skeleton *s, lxw_error code, struct err *err)
{
    err_set(err, ERR_IO, _("libxlsxwriter: %s"), lxw_strerror(code));
    return err_wrap(err, _("making a temporary file in %s"), s->options->temp_folder);
}

static void set_properties(struct skeleton *s)
{
    lxw_doc_properties p = { 0 };
    char author[256];
    size_t n = strlen(s->options->author);

    memcpy(author, s->options->author, n < sizeof author ? n + 1 : 0);
    p.author = n < sizeof author ? author : NULL;
    p.created = (time_t)(s->options->created ? s->options->created : 1); /* 0 would be now */
    workbook_set_properties(s->book, &p);
}

/* libxlsxwriter takes a full disk for success, or prints about it. */
static bool has_room(const char *folder, struct err *err)
{
    uint64_t free_bytes;

    if (!file_free_bytes(folder, &free_bytes, err))
        return false;
    if (free_bytes >= ROOM_WANTED)
        return true;
    return err_set(err, ERR_IO, _("%s: no room left on the disk for a temporary file"), folder);
}

static bool begin(struct skeleton *s, const struct skeleton_options *o, struct arena *a, struct err *err)
{
    static const str file_name = STR_INIT("workbook.xlsx");
    const str path[] = { str_of(o->temp_folder), file_name };
    lxw_workbook_options options = { .tmpdir = arena_alloc(a, path[0].n + 1, 1) };
    struct style_table styles;

    s->options = o;
    memcpy(options.tmpdir, path[0].p, path[0].n);
    if (!has_room(o->temp_folder, err) ||
        !file_new(&s->file, arena_join(a, path, countof(path), STR("/")).p, err))
        return false;
    s->book = workbook_new_opt(s->file.temp_path, &options);
    if (s->book && formats_make(s->book, o->money_decimals, s->formats, &styles)) {
        set_properties(s);
        return true;
    }
    lxw_workbook_free(s->book);
    file_abandon(&s->file);
    return library_failed(s, LXW_ERROR_MEMORY_MALLOC_FAILED, err);
}

/* Writes the file and opens it for reading. On failure nothing is left. */
static bool complete(struct skeleton *s, struct err *err)
{
    struct c_locale locale = locale_enter();
    sigset_t all, before;

    /* Its temporary files have names for a moment: a second Ctrl-C then would leave them. */
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    lxw_error code = workbook_close(s->book); /* frees it, too */
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    locale_leave(locale);
    if (code == LXW_NO_ERROR) {
        s->zip = unzOpen64(s->file.temp_path);
        code = s->zip ? LXW_NO_ERROR : LXW_ERROR_ZIP_FILE_OPERATION;
    }
    if (code == LXW_NO_ERROR)
        return true;
    library_failed(s, code, err);
    file_abandon(&s->file);
    return false;
}

/* ---- one sheet ---------------------------------------------------------------------------- */

static void set_columns(struct skeleton *s, lxw_worksheet *sheet, const struct sheet_out *in)
{
    size_t last = in->width_count > in->column_count ? in->width_count : in->column_count;

    for (size_t i = 0; i < last; i++) {
        enum cell_style style = i < in->column_count ? in->styles[i] : STYLE_GENERAL;
        double width = i < in->width_count && in->widths[i] ? in->widths[i] : LXW_DEF_COL_WIDTH;
        lxw_format *format = style == STYLE_GENERAL ? NULL : s->formats[style][MARK_NONE];
        worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, width, format);
    }
}

static lxw_worksheet *add_sheet(struct skeleton *s, const struct sheet_out *in, bool active)
{
    lxw_worksheet *sheet = workbook_add_worksheet(s->book, in->name.p);

    if (!sheet)
        return NULL;
    if (in->hidden && !active)
        worksheet_hide(sheet);
    if (active)
        worksheet_activate(sheet);
    return sheet;
}

/* A workbook of this sheet, and of another one where this is not the active one. */
static lxw_worksheet *only_sheet(struct skeleton *s, const struct sheet_out *in, bool active)
{
    if (!active) {
        lxw_worksheet *other = workbook_add_worksheet(s->book, NULL);
        if (!other)
            return NULL;
        worksheet_activate(other);
    }
    lxw_worksheet *sheet = workbook_add_worksheet(s->book, active ? in->name.p : NULL);
    if (sheet && active)
        worksheet_activate(sheet);
    return sheet;
}

bool skeleton_inflate(struct skeleton *s, str *out, struct arena *a, struct err *err)
{
    size_t n = (size_t)s->info.uncompressed_size;
    char *to = arena_alloc(a, n + 1, 1);
    bool ok = unzOpenCurrentFile(s->zip) == UNZ_OK;

    ok = ok && n <= INT_MAX && unzReadCurrentFile(s->zip, to, (unsigned)n) == (int)n;
    ok = unzCloseCurrentFile(s->zip) == UNZ_OK && ok;
    *out = (str){ to, n };
    return ok ? true : library_failed(s, LXW_ERROR_ZIP_FILE_OPERATION, err);
}

static bool read_sheet(struct skeleton *s, bool active, str *xml, struct arena *a, struct err *err)
{
    const char *part = active ? "xl/worksheets/sheet1.xml" : "xl/worksheets/sheet2.xml";
    bool found = unzLocateFile(s->zip, part, 1) == UNZ_OK &&
                 unzGetCurrentFileInfo64(s->zip, &s->info, NULL, 0, NULL, 0, NULL, 0) == UNZ_OK;

    return found ? skeleton_inflate(s, xml, a, err) : library_failed(s, LXW_ERROR_ZIP_FILE_OPERATION, err);
}

/* Takes `s` to its end. */
static bool finish_sheet(struct skeleton *s, bool active, str *xml, struct arena *a, struct err *err)
{
    if (!complete(s, err))
        return false;

    bool ok = read_sheet(s, active, xml, a, err);
    skeleton_abandon(s);
    return ok;
}

/* Index of `word` in s, or s.n. */
static size_t place_of(str s, str word)
{
    const char *at = memmem(s.p, s.n, word.p, word.n);

    return at ? (size_t)(at - s.p) : s.n;
}

bool skeleton_before_rows_once(str *out, const struct sheet_out *in, bool active, const struct skeleton_options *o,
                               struct arena *a, struct err *err)
{
    struct skeleton s = { 0 };
    str xml = STR("");

    if (!begin(&s, o, a, err))
        return false;
    lxw_worksheet *sheet = only_sheet(&s, in, active);
    if (sheet) {
        set_columns(&s, sheet, in);
        if (in->has_header && in->header_row)
            worksheet_freeze_panes(sheet, in->header_row, 0);
    }
    if (!finish_sheet(&s, active, &xml, a, err))
        return false;

    size_t dimension = place_of(xml, STR("<dimension ")), rest = place_of(xml, STR("<sheetViews"));
    size_t data = place_of(xml, STR("<sheetData"));
    if (dimension > rest || rest > data || data == xml.n)
        return library_failed(&s, LXW_ERROR_ZIP_FILE_OPERATION, err);
    const str parts[] = { { xml.p, dimension }, { xml.p + rest, data - rest }, STR("<sheetData>") };
    *out = arena_join(a, parts, countof(parts), STR(""));
    return true;
}

bool skeleton_after_rows_once(str *out, const struct sheet_out *in, bool active, const struct skeleton_options *o,
                              struct arena *a, struct err *err)
{
    struct skeleton s = { 0 };
    str xml = STR("");

    if (!begin(&s, o, a, err))
        return false;
    lxw_worksheet *sheet = only_sheet(&s, in, active);
    if (sheet && in->has_header && in->header_row && in->used_columns)
        worksheet_autofilter(sheet, in->header_row - 1, 0, in->last_row - 1,
                             (lxw_col_t)(in->used_columns - 1));
    if (sheet) /* no green corners at telephone numbers and postal codes */
        worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    if (sheet && note_list_count(&in->comments))
        worksheet_write_comment(sheet, 0, 0, "-"); /* one is enough for the reference to them all */
    if (!finish_sheet(&s, active, &xml, a, err))
        return false;

    static const str ends[] = { STR_INIT("</sheetData>"), STR_INIT("<sheetData/>") };
    size_t end = place_of(xml, ends[0]), margins = place_of(xml, STR("<pageMargins "));
    if (end == xml.n)
        end = place_of(xml, ends[1]);
    if (end > margins || margins == xml.n)
        return library_failed(&s, LXW_ERROR_ZIP_FILE_OPERATION, err);
    end += ends[0].n;
    const str parts[] = {
        ends[0],          { xml.p + end, margins - end },       choices_xml(in, a),
        links_xml(in, a), { xml.p + margins, xml.n - margins },
    };
    *out = arena_join(a, parts, countof(parts), STR(""));
    return true;
}

/* ---- the whole workbook ------------------------------------------------------------------- */

const struct sheet_out *sheet_active(const struct sheet_out *sheets)
{
    for (const struct sheet_out *s = sheets; s; s = s->next)
        if (!s->hidden)
            return s;
    return sheets;
}

static bool build_book(struct skeleton *s, const struct sheet_out *sheets, bool shared, struct arena *a)
{
    const struct sheet_out *active = sheet_active(sheets);

    for (const struct sheet_out *in = sheets; in; in = in->next) {
        lxw_worksheet *sheet = add_sheet(s, in, in == active);
        if (!sheet)
            return false;
        set_columns(s, sheet, in); /* boxes of comments stand beside their columns */
        comments_put(sheet, in, s->options->author, a);
        if (shared && in == sheets)
            worksheet_write_string(sheet, 0, 0, "-", NULL); /* makes the part; our own takes its place */
    }
    return true;
}

bool skeleton_open_once(struct skeleton **out, const struct sheet_out *sheets, bool shared,
                        const struct skeleton_options *o, struct arena *a, struct err *err)
{
    struct skeleton *s = arena_new(a, struct skeleton);
    struct arena scratch = { 0 };

    *out = s;
    if (!begin(s, o, a, err))
        return false;
    bool built = build_book(s, sheets, shared, &scratch);
    arena_reset(&scratch);
    if (!complete(s, err))
        return false;
    if (built)
        return true;
    skeleton_abandon(s);
    return library_failed(s, LXW_ERROR_PARAMETER_VALIDATION, err);
}

static bool next_piece(struct skeleton *s, struct zip_piece *piece, struct arena *a)
{
    int method, level, got;

    if (unzGetCurrentFileInfo64(s->zip, &s->info, s->name, sizeof s->name - 1, NULL, 0, NULL, 0) ||
        unzOpenCurrentFile2(s->zip, &method, &level, 1))
        return library_failed(s, LXW_ERROR_ZIP_FILE_OPERATION, &s->err);

    size_t n = (size_t)s->info.compressed_size;
    char *to = arena_alloc(a, n + 1, 1);
    got = unzReadCurrentFile(s->zip, to, (unsigned)n);
    if (unzCloseCurrentFile(s->zip) || got < 0 || (size_t)got != n)
        return library_failed(s, LXW_ERROR_ZIP_FILE_OPERATION, &s->err);
    *piece = (struct zip_piece){ s->name, { to, n }, s->info.uncompressed_size, (uint32_t)s->info.crc };
    return true;
}

bool skeleton_next(struct skeleton *s, struct zip_piece *piece, struct arena *a)
{
    int at = s->begun ? unzGoToNextFile(s->zip) : unzGoToFirstFile(s->zip);

    s->begun = true;
    if (at == UNZ_END_OF_LIST_OF_FILE)
        return false;
    if (at != UNZ_OK)
        return library_failed(s, LXW_ERROR_ZIP_FILE_OPERATION, &s->err);
    return next_piece(s, piece, a);
}

void skeleton_rewind(struct skeleton *s)
{
    s->begun = false;
}

void skeleton_abandon(struct skeleton *s)
{
    if (!s || !s->zip)
        return;
    unzClose(s->zip);
    s->zip = NULL;
    file_abandon(&s->file);
}

bool skeleton_close(struct skeleton *s, struct err *err)
{
    skeleton_abandon(s);
    if (s->err.code == ERR_NONE)
        return true;
    *err = s->err;
    return false;
}
