/*
 * styles.h - which cell formats show a number as a date or a time.
 *
 * A date is a number whose format (cellXfs -> numFmtId) is a built-in date (14-22, 45-47, and the East Asian 27-36 and
 * 50-58, which have no format code in the file) or a code with a date letter in its first section.
 * Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
 */
#ifndef XLSX_STYLES_H
#define XLSX_STYLES_H

#include "xlsx/zip.h"

struct styles {
    const bool *is_date; /* by the s attribute of a cell */
    size_t count;
};

/* part NULL: no styles part, so no dates. */
must_check bool styles_read(struct styles *s, struct zip *zip, const struct zip_entry *part,
                            struct arena *arena, struct err *err);

static inline bool style_is_date(const struct styles *s, size_t i)
{
    return i < s->count && s->is_date[i];
}

/* Quoted text, \x, _x, *x and [...] other than [h] [m] [s] do not count, nor does "General" or an exponent. */
bool format_code_is_date(str code);

#endif
