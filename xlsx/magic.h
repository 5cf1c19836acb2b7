/*
 * magic.h - what a file is, by its first bytes.
 */
#ifndef XLSX_MAGIC_H
#define XLSX_MAGIC_H

#include "base/err.h"

enum file_kind { FILE_ZIP, FILE_TEXT };

/* ERR_FORMAT says what a file is that is neither: password-protected, an old .xls, a PDF, a web page, ... */
must_check bool file_kind_of(int fd, enum file_kind *out, struct err *err);

#endif
