/*
 * err.h - why an operation could not be carried out.
 *
 * A function that can fail returns bool, takes a struct err * last and is
 * must_check. It fills *err only when it returns false, so one struct err on
 * the stack of main() serves a whole call tree:
 *
 *     if (!zip_open(&zip, path, err))
 *         return err_wrap(err, _("opening %s"), path);
 *
 * An err is for what stops the work: I/O, a file that is not a workbook, a
 * shop that does not answer. A bad cell stops nothing: that is a finding
 * (model/finding.h). A customer the shop refuses is a result (api/shop.h).
 *
 * Formats are written as _("...") (base/message.h), so that the reader gets
 * them in their language.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/base.h"

/* Each code is one exit status of the program (docs: EXIT STATUS in meibo(1)). */
enum err_code {
    ERR_NONE,        /* exit 0 */
    ERR_IO,          /* the operating system said no, or a defect     exit 1 */
    ERR_USAGE,       /* the command line makes no sense               exit 2 */
    ERR_FORMAT,      /* the workbook is not what it claims to be      exit 4 */
    ERR_LIMIT,       /* the workbook is larger than we accept         exit 4 */
    ERR_SHOP,        /* the shop cannot be used                       exit 5 */
    ERR_REFUSED,     /* needs a confirmation, or another process is at it  exit 6 */
    ERR_INTERRUPTED, /* Ctrl-C or --max-errors; can be resumed        exit 7 */
};

struct err {
    enum err_code code;
    char msg[1024]; /* UTF-8, NUL-terminated, never cut inside a character */
};

/* Both return false, so that failing is one statement. err_wrap() puts what
 * was being attempted in front of what went wrong: "opening a.xlsx: ...". */
bool err_set(struct err *e, enum err_code code, const char *fmt, ...) printf_like(3, 4);
bool err_wrap(struct err *e, const char *fmt, ...) printf_like(2, 3);

/* ERR_IO with what errno means: err_errno(e, _("writing %s"), path). */
bool err_errno(struct err *e, const char *fmt, ...) printf_like(2, 3);

int err_exit_status(const struct err *e);

#endif
