/*
 * write_zip.h - a ZIP container being written, front to back (minizip).
 *
 * Entries carry one given date. Sizes stand in the local headers (no data
 * descriptors), and zip64 only in entries past 4 GiB: Excel repairs files
 * without it there, Excel for the web refuses it elsewhere.
 */
#ifndef XLSX_WRITE_ZIP_H
#define XLSX_WRITE_ZIP_H

#include "base/arena.h"
#include "base/err.h"

struct zip_out;

/* The file is emptied first. In the arena; released by zip_out_close() or zip_out_abandon(), which
 * leave the file. */
must_check bool zip_out_open(struct zip_out **out, const char *path, int64_t created, struct arena *a,
                             struct err *err);

/* One entry at a time: begin, put as often as wanted, end. `level` is deflate's, 1 to 9. */
must_check bool zip_out_begin(struct zip_out *z, const char *name, int level, struct err *err);
must_check bool zip_out_put(struct zip_out *z, str bytes, struct err *err);
must_check bool zip_out_end(struct zip_out *z, struct err *err);

/* An entry of another container as it is, still deflated. */
struct zip_piece {
    const char *name;
    str deflated;
    uint64_t size; /* inflated */
    uint32_t crc;
};

must_check bool zip_out_copy(struct zip_out *z, const struct zip_piece *piece, struct err *err);

size_t zip_out_count(const struct zip_out *z); /* entries so far */
must_check bool zip_out_close(struct zip_out *z, struct err *err);
void zip_out_abandon(struct zip_out *z); /* NULL and closed ones are fine */

#endif
