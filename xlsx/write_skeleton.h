/*
 * write_skeleton.h - everything of a workbook but its rows, by libxlsxwriter.
 *
 * libxlsxwriter is asked for a workbook of empty sheets; the rows are put in
 * between (write_xlsx.c). It cannot write to memory, so each skeleton is one
 * small temporary file, gone before the function returns or with skeleton_close().
 * Names and comments must have been made safe (write_text.h): it copies what it is given.
 *
 * libxlsxwriter does not look at what its writes return: one that fails leaves
 * a hole and a success. So each skeleton is made twice (write_twice.c), and two that differ are ERR_IO.
 */
#ifndef XLSX_WRITE_SKELETON_H
#define XLSX_WRITE_SKELETON_H

#include "xlsx/write_sheet.h"
#include "xlsx/write_style.h"
#include "xlsx/write_zip.h"

struct skeleton_options {
    const char *temp_folder;
    const char *author;
    int64_t created;
    uint8_t money_decimals;
};

/* The same in every skeleton made with the same options. */
must_check bool skeleton_styles(struct style_table *out, const struct skeleton_options *o, struct err *err);

/* The sheet's XML up to its rows ("<sheetData>" included) and from behind them ("</sheetData>"
 * included), in the arena. `active`: it is the one that shows when the workbook is opened. */
must_check bool skeleton_before_rows(str *out, const struct sheet_out *sheet, bool active,
                                     const struct skeleton_options *o, struct arena *a, struct err *err);
must_check bool skeleton_after_rows(str *out, const struct sheet_out *sheet, bool active,
                                    const struct skeleton_options *o, struct arena *a, struct err *err);

/* The whole workbook, part by part. `shared`: it has a part of shared strings. */
struct skeleton;

must_check bool skeleton_open(struct skeleton **out, const struct sheet_out *sheets, bool shared,
                              const struct skeleton_options *o, struct arena *a, struct err *err);
/* False at the end and on failure: skeleton_close() tells which. The piece lives in `a`. */
bool skeleton_next(struct skeleton *s, struct zip_piece *piece, struct arena *a);
must_check bool skeleton_inflate(struct skeleton *s, str *out, struct arena *a,
                                 struct err *err); /* the piece in hand */
must_check bool skeleton_close(struct skeleton *s, struct err *err);
void skeleton_abandon(struct skeleton *s); /* NULL and closed ones are fine */

/* The same, made once and trusted: for write_twice.c. */
must_check bool skeleton_before_rows_once(str *out, const struct sheet_out *sheet, bool active,
                                          const struct skeleton_options *o, struct arena *a, struct err *err);
must_check bool skeleton_after_rows_once(str *out, const struct sheet_out *sheet, bool active,
                                         const struct skeleton_options *o, struct arena *a, struct err *err);
must_check bool skeleton_open_once(struct skeleton **out, const struct sheet_out *sheets, bool shared,
                                   const struct skeleton_options *o, struct arena *a, struct err *err);
void skeleton_rewind(struct skeleton *s); /* skeleton_next() begins anew */

/* The one that is active: the first that is not hidden, else the first. */
const struct sheet_out *sheet_active(const struct sheet_out *sheets);

#endif
