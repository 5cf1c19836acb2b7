/*
 * write.h - tables to files: .xlsx, .csv, .jsonl by the name's ending.
 *
 * The contract is that of struct table in base/table.h: sheets in order, rows streamed, failures told
 * once at the end, the file whole or not there. CSV and JSONL hold the first sheet only; sheets after
 * it are left out.
 */
#ifndef XLSX_WRITE_H
#define XLSX_WRITE_H

#include "base/table.h"

enum write_compression { COMPRESS_FAST, COMPRESS_SMALL }; /* deflate level 1 or 6 */

struct write_options {
    enum write_compression compression;
    uint8_t money_decimals;  /* of STYLE_MONEY: 2 for most currencies, 0 for JPY */
    str creator;             /* docProps: application name */
    int64_t created;         /* moment for docProps and ZIP dates: same input, same bytes */
    const char *temp_folder; /* for the one small temporary file of libxlsxwriter; NULL: beside the target */
};

/* ERR_USAGE when the ending is not known, ERR_IO when the file cannot be made. Text is written as text
 * whatever it begins with; cells longer than CELL_TEXT_MAX are cut (the caller says so: text_too_long
 * findings are not the writer's). */
must_check bool write_create(struct table **out, const char *path, const struct write_options *options,
                             struct err *err);

#endif
