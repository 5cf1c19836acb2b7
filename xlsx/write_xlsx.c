#include "xlsx/write_xlsx.h"

#include <string.h>

#include "base/file.h"
#include "base/message.h"
#include "base/unicode.h"
#include "xlsx/write_check.h"
#include "xlsx/write_lists.h"
#include "xlsx/write_marks.h"
#include "xlsx/write_parts.h"
#include "xlsx/write_rows.h"
#include "xlsx/write_skeleton.h"
#include "xlsx/write_text.h"
#include "xlsx/write_widths.h"

enum {
    ROWS_MEASURED = 1000,
    MEASURED_BYTES = 4 << 20, /* that many bytes of rows decide the widths when they are fewer */
    FLUSH_BYTES = 1 << 18,
    ROW_BYTES = 64 << 20, /* XML of one row, at most */
};

struct xlsx {
    struct table table;
    struct arena arena;
    struct err err; /* the first failure; nothing is done after it */
    struct new_file file;
    struct zip_out *zip;
    int level;
    struct skeleton_options options;

    struct sheet_out *sheets, *sheet; /* all, and the one in hand or NULL */
    bool started;                     /* its entry is open */
    uint32_t next_row;
    size_t rows_seen;
    struct widths widths;

    struct row_xml *rows;
    struct shared *shared;
    struct buf xml; /* rows on their way out */
    struct lists lists;

    struct marks marks; /* of the row that comes next */
};

static bool failed(const struct xlsx *x)
{
    return x->err.code != ERR_NONE;
}

/* ---- a sheet's entry ---------------------------------------------------------------------- */

static bool is_active(const struct xlsx *x)
{
    return !x->sheet->hidden && sheet_active(x->sheets) == x->sheet;
}

static bool flush_rows(struct xlsx *x)
{
    bool ok = zip_out_put(x->zip, buf_str(&x->xml), &x->err);

    buf_clear(&x->xml);
    return ok;
}

/* The widths are decided: what stands before the rows can be written. */
static bool start_entry(struct xlsx *x)
{
    struct arena scratch = { 0 };
    str before;

    x->sheet->width_count = x->widths.count;
    x->sheet->widths = widths_decide(&x->widths, &x->arena);
    bool ok = zip_out_count(x->zip) || parts_put_first(x->zip, x->sheets, &x->options, &x->err);
    ok = ok && skeleton_before_rows(&before, x->sheet, is_active(x), &x->options, &scratch, &x->err) &&
         zip_out_begin(x->zip, x->sheet->part, x->level, &x->err) && zip_out_put(x->zip, before, &x->err);
    arena_reset(&scratch);
    x->started = true;
    return ok && flush_rows(x);
}

static void end_sheet(struct xlsx *x)
{
    struct arena scratch = { 0 };
    str after;

    if (failed(x) || !x->sheet)
        return;
    bool ok = x->started ? flush_rows(x) : start_entry(x);
    ok = ok && skeleton_after_rows(&after, x->sheet, is_active(x), &x->options, &scratch, &x->err) &&
         zip_out_put(x->zip, after, &x->err) && zip_out_end(x->zip, &x->err);
    arena_reset(&scratch);
    note_list_release(&x->sheet->links);
    if (ok)
        x->sheet = NULL;
}

/* ---- rows --------------------------------------------------------------------------------- */

static bool accept_row(struct xlsx *x, uint32_t number, size_t count)
{
    if (!x->sheet)
        return err_set(&x->err, ERR_IO, _("a row was put before any sheet (a defect)"));
    if (number > ROW_MAX)
        return err_set(&x->err, ERR_LIMIT, _("sheet \"%s\" is full: it holds %d rows at most"),
                       x->sheet->name.p, (int)ROW_MAX);
    if (number < x->next_row)
        return err_set(&x->err, ERR_IO, _("row %u was put after row %u (a defect)"), (unsigned)number,
                       (unsigned)x->next_row - 1);
    if (count > COLUMN_MAX)
        return err_set(&x->err, ERR_LIMIT, _("row %u has %zu cells; a sheet holds %d columns at most"),
                       (unsigned)number, count, (int)COLUMN_MAX);
    return true;
}

static bool pass_on(struct xlsx *x, uint32_t number)
{
    if (!buf_ok(&x->xml))
        return err_set(&x->err, ERR_LIMIT, _("row %u is too long to be written"), (unsigned)number);
    if (x->started)
        return x->xml.n < FLUSH_BYTES || flush_rows(x);
    return (x->rows_seen < ROWS_MEASURED && x->xml.n < MEASURED_BYTES) || start_entry(x);
}

static void put_row(struct xlsx *x, uint32_t number, const cell *cells, size_t count)
{
    struct row_looks looks = marks_looks(&x->marks);
    struct sheet_out *sheet = x->sheet;

    number = number ? number : x->next_row;
    if (failed(x) || !accept_row(x, number, count))
        return;
    if (sheet->has_header && sheet->header_row == 0) {
        looks.header = true;
        sheet->header_row = number;
        sheet->used_columns = count;
    }
    if (!x->started)
        widths_measure(&x->widths, cells, count, looks.header);
    marks_place(sheet, number);
    if (row_xml_put(x->rows, &x->xml, number, cells, count, &looks))
        sheet->rows++;
    marks_forget(&x->marks);
    sheet->last_row = number;
    x->next_row = number + 1;
    x->rows_seen++;
    (void)pass_on(x, number); /* a failure is kept in x */
}

static void xlsx_put(struct table *t, uint32_t number, const cell *cells, size_t count)
{
    put_row((struct xlsx *)t, number, cells, count);
}

static void xlsx_mark(struct table *t, size_t column, enum cell_mark mark, str comment)
{
    struct xlsx *x = (struct xlsx *)t;

    if (!failed(x) && x->sheet)
        marks_set(&x->marks, x->sheet, column, mark, comment);
}

static void xlsx_link(struct table *t, size_t column, str sheet, str at)
{
    struct xlsx *x = (struct xlsx *)t;

    if (!failed(x) && x->sheet)
        marks_link(&x->marks, x->sheet, column, sheet, at);
}

/* ---- sheets ------------------------------------------------------------------------------- */

static bool is_taken(const struct xlsx *x, str name)
{
    struct arena scratch = { 0 };
    bool taken = x->lists.sheet_name.n && text_eq_fold(x->lists.sheet_name, name, &scratch);

    for (const struct sheet_out *s = x->sheets; s && !taken; s = s->next)
        taken = text_eq_fold(s->name, name, &scratch);
    arena_reset(&scratch);
    return taken;
}

static void reserve_lists_sheet(struct xlsx *x)
{
    str name = STR("Lists");

    for (unsigned i = 2; x->lists.sheet_name.n == 0; i++) {
        if (!is_taken(x, name))
            x->lists.sheet_name = name;
        else
            name = arena_fmt(&x->arena, "Lists %u", i);
    }
}

static void copy_columns(struct xlsx *x, struct sheet_out *sheet, const struct sheet_layout *layout)
{
    sheet->column_count = layout->columns ? layout->column_count : 0;
    sheet->styles = arena_array(&x->arena, enum cell_style, sheet->column_count);
    sheet->choices = arena_array(&x->arena, str, sheet->column_count);
    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct column_layout *column = &layout->columns[i];
        sheet->styles[i] = column->style;
        if (!column->choices || column->choice_count == 0)
            continue;
        reserve_lists_sheet(x);
        sheet->choices[i] = lists_formula(&x->lists, column->choices, column->choice_count, &x->arena);
    }
}

static bool add_sheet(struct xlsx *x, const struct sheet_layout *layout, str name)
{
    struct sheet_out *sheet = arena_new(&x->arena, struct sheet_out), **end = &x->sheets;
    unsigned number = 1;

    if (layout->columns && layout->column_count > COLUMN_MAX)
        return err_set(&x->err, ERR_LIMIT, _("a sheet holds %d columns at most"), (int)COLUMN_MAX);
    for (; *end; end = &(*end)->next)
        number++;
    *sheet = (struct sheet_out){
        .name = name,
        .part = arena_fmt(&x->arena, "xl/worksheets/sheet%u.xml", number).p,
        .hidden = layout->hidden,
        .has_header = layout->columns != NULL,
    };
    marks_start(sheet);
    *end = x->sheet = sheet;
    x->started = false;
    x->next_row = 1;
    x->rows_seen = 0;
    widths_clear(&x->widths);
    marks_forget(&x->marks);
    copy_columns(x, sheet, layout);
    row_xml_columns(x->rows, sheet->styles, sheet->column_count);
    return true;
}

static void put_header(struct xlsx *x, const struct sheet_layout *layout)
{
    struct arena scratch = { 0 };
    cell *cells = arena_array(&scratch, cell, layout->column_count);

    for (size_t i = 0; i < layout->column_count; i++) {
        cells[i] = (cell){ CELL_TEXT, false, layout->columns[i].header };
        marks_set(&x->marks, x->sheet, i, MARK_NONE, layout->columns[i].comment);
    }
    put_row(x, 0, cells, layout->column_count);
    arena_reset(&scratch);
}

static void xlsx_sheet(struct table *t, const struct sheet_layout *layout)
{
    struct xlsx *x = (struct xlsx *)t;

    end_sheet(x);
    if (failed(x))
        return;
    str name = sheet_name_for(layout->name, &x->arena);
    if (is_taken(x, name))
        err_set(&x->err, ERR_USAGE, _("two sheets would be called \"%.*s\"; choose another name"),
                STR_ARG(name));
    else if (add_sheet(x, layout, name) && layout->columns && !layout->header_as_row)
        put_header(x, layout);
}

/* ---- the end ------------------------------------------------------------------------------ */

static void put_lists(struct xlsx *x)
{
    struct arena scratch = { 0 };
    const struct sheet_layout layout = { .hidden = true };
    size_t rows = lists_rows(&x->lists);

    if (rows == 0 || failed(x) || !add_sheet(x, &layout, x->lists.sheet_name))
        return;
    cell *cells = arena_array(&scratch, cell, x->lists.count);
    for (size_t i = 0; i < rows; i++) {
        lists_row(&x->lists, i, cells);
        put_row(x, 0, cells, x->lists.count);
    }
    arena_reset(&scratch);
    end_sheet(x);
}

static bool finish_file(struct xlsx *x)
{
    const struct sheet_layout empty = { .name = STR_INIT("Sheet1") };

    if (!x->sheets && !failed(x))
        xlsx_sheet(&x->table, &empty);
    end_sheet(x);
    put_lists(x);
    if (failed(x) || !parts_put_last(x->zip, x->sheets, x->shared, x->level, &x->options, &x->err))
        return false;
    return zip_out_close(x->zip, &x->err) &&
           write_check(x->file.temp_path, x->sheets, zip_out_count(x->zip), &x->err);
}

static void release(struct xlsx *x)
{
    struct arena arena = x->arena; /* x lives in it */

    for (struct sheet_out *s = x->sheets; s; s = s->next) {
        note_list_release(&s->comments);
        note_list_release(&s->links);
    }
    shared_release(x->shared);
    buf_release(&x->xml);
    arena_reset(&arena);
}

static void xlsx_abandon(struct table *t)
{
    struct xlsx *x = (struct xlsx *)t;

    zip_out_abandon(x->zip);
    file_abandon(&x->file);
    release(x);
}

static bool xlsx_finish(struct table *t, struct err *err)
{
    struct xlsx *x = (struct xlsx *)t;

    if (!finish_file(x)) {
        *err = x->err;
        err_wrap(err, _("writing %s"), x->file.path);
        xlsx_abandon(t);
        return false;
    }
    bool ok = file_commit(&x->file, err);
    release(x);
    return ok;
}

/* ---- the beginning ------------------------------------------------------------------------ */

static const char *without_nul(struct arena *a, str s)
{
    return arena_copy(a, s).p;
}

static struct xlsx *xlsx_new(const char *path, const struct write_options *o)
{
    static const struct table_ops ops = {
        .sheet = xlsx_sheet,
        .put = xlsx_put,
        .mark = xlsx_mark,
        .link = xlsx_link,
        .finish = xlsx_finish,
        .abandon = xlsx_abandon,
    };
    struct arena arena = { 0 };
    struct xlsx *x = arena_new(&arena, struct xlsx);

    x->table.ops = &ops;
    x->arena = arena;
    x->level = o->compression == COMPRESS_SMALL ? 6 : 1;
    x->xml = BUF_INIT(ROW_BYTES);
    x->options = (struct skeleton_options){
        .temp_folder =
            without_nul(&x->arena, o->temp_folder ? str_of(o->temp_folder) : path_folder(str_of(path))),
        .author = text_for_library(o->creator, 100, &x->arena),
        .created = o->created,
        .money_decimals = o->money_decimals,
    };
    return x;
}

bool write_xlsx(struct table **out, const char *path, const struct write_options *options, struct err *err)
{
    struct xlsx *x = xlsx_new(path, options);
    struct style_table styles;

    if (!skeleton_styles(&styles, &x->options, err) || !file_new(&x->file, path, err)) {
        release(x);
        return false;
    }
    if (!zip_out_open(&x->zip, x->file.temp_path, options->created, &x->arena, err)) {
        xlsx_abandon(&x->table);
        return false;
    }
    x->shared = shared_new(&x->arena);
    x->rows = row_xml_new(&styles, x->shared, &x->arena);
    *out = &x->table;
    return true;
}
