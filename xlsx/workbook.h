/*
 * workbook.h - the parts of a workbook that say what its other parts are.
 */
#ifndef XLSX_WORKBOOK_H
#define XLSX_WORKBOOK_H

#include "xlsx/book.h"
#include "xlsx/zip.h"

struct workbook {
    struct workbook_sheet {
        struct sheet_info info;
        const struct zip_entry *part; /* NULL: the workbook names it, but it is not inside */
    } *sheets;
    size_t count;
    bool epoch_1904;
    const struct zip_entry *styles, *strings; /* NULL when there is none */
};

/* ERR_FORMAT says what else the archive is: .xlsb, .ods, a Word document, ... */
must_check bool workbook_read(struct workbook *w, struct zip *zip, struct arena *arena, struct err *err);

#endif
