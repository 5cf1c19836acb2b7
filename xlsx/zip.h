/*
 * zip.h - the container of a workbook, checked before anything is inflated.
 *
 * minizip reads; the checks are ours, because minizip makes none of them: at most ZIP_ENTRIES_MAX
 * entries, no duplicate names (case and `\` against `/` do not count), none that hold control characters, are absolute or climb
 * with `..`, nothing encrypted, only stored or deflated, no entries that overlap each other or the
 * central directory, local headers that say what the directory says, nothing before the first entry.
 * While inflating: ZIP_PART_MAX, ZIP_RATIO_MAX, the size promised, the CRC.
 *
 * Source: PKWARE APPNOTE 6.3.3; ECMA-376 part 2, annex C (names are compared without case).
 */
#ifndef XLSX_ZIP_H
#define XLSX_ZIP_H

#include "base/arena.h"
#include "base/err.h"

struct zip;

struct zip_entry {
    str name;      /* `\` turned into `/`, otherwise the bytes of the file */
    str shown;     /* the same as valid UTF-8, for messages */
    uint64_t size; /* inflated, as promised */
    uint64_t packed;
    uint32_t crc;                  /* of the inflated bytes, as promised */
    bool is_stored;                /* not deflated */
    uint64_t start, end;           /* of header and data in the file */
    uint64_t directory_at, number; /* where minizip finds it */
};

/* `fd` stays the caller's and open; reading moves its offset. The zip lives in the arena; zip_close() it first. */
must_check bool zip_open(struct zip **out, int fd, struct arena *arena, struct err *err);
void zip_close(struct zip *z); /* NULL is fine */

size_t zip_count(const struct zip *z);
const struct zip_entry *zip_at(const struct zip *z, size_t i);
const struct zip_entry *zip_find(const struct zip *z, str name); /* any case; NULL when there is none */

/* One part at a time. *got is 0 at the end of the part, where its size and CRC have been
 * checked; a part closed earlier is not checked. zip_part_close() may be called at any time. */
must_check bool zip_part_open(struct zip *z, const struct zip_entry *e, struct err *err);
must_check bool zip_part_read(struct zip *z, char *to, size_t room, size_t *got, struct err *err);
void zip_part_close(struct zip *z);

/* For those who unpack themselves (inflate.h): the file, and whether the part's promises are within the limits. The
 * packed bytes are the last e->packed before e->end. */
int zip_file(const struct zip *z);
bool zip_part_is_allowed(const struct zip_entry *e);

#endif
