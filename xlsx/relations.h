/*
 * relations.h - which part leads to which (Open Packaging Conventions).
 *
 * Parts are found by the type of the relationship that leads to them, transitional or strict, never by a
 * customary path. Targets may be relative or absolute, use `\`, `.` and `..`, and escape letters as %20.
 * Source: ECMA-376 part 2, 9.3; part 1, 11 and annex A (strict types).
 */
#ifndef XLSX_RELATIONS_H
#define XLSX_RELATIONS_H

#include "xlsx/zip.h"

struct relation {
    str id;
    str kind;                     /* "worksheet", "styles", ...; "" for types of others */
    str target;                   /* as a part's name: no `/` first */
    const struct zip_entry *part; /* NULL: not inside (or outside the package) */
};

struct relations {
    struct relation *list;
    size_t count;
};

/* Those of the part named `source`, "" for the package itself. None when there is no such part. */
must_check bool relations_read(struct relations *r, struct zip *zip, str source, struct arena *arena,
                               struct err *err);

const struct relation *relations_by_id(const struct relations *r, str id);     /* or NULL */
const struct relation *relations_by_kind(const struct relations *r, str kind); /* the first, or NULL */

/* "../styles.xml" seen from "xl/worksheets/sheet1.xml": "xl/styles.xml". */
str target_resolve(str source, str target, struct arena *arena);

#endif
