/*
 * file.h - files that are either whole or not there.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/err.h"

/*
 * A file being replaced: write to temp_path (made beside the target, mode 0600 & ~umask widened to the target's own mode or 0666 & ~umask
 * on commit), then file_commit() fsyncs it, renames it over the target and fsyncs the folder; file_abandon()
 * removes it. ERR_IO says which step failed. Temporary files also go when the process ends by Ctrl-C.
 */
struct new_file {
    char *path, *temp_path;
    bool no_clobber;
};

must_check bool file_new(struct new_file *f, const char *path, struct err *err);
must_check bool file_commit(struct new_file *f, struct err *err);
void file_abandon(struct new_file *f); /* after commit: nothing */

must_check bool file_read(const char *path, size_t max, str *out, struct arena *a, struct err *err);
must_check bool file_write(const char *path, str bytes, struct err *err); /* through file_new() */
must_check bool file_make_folder(const char *path, unsigned mode, struct err *err); /* and its parents */
must_check bool file_free_bytes(const char *folder, uint64_t *out, struct err *err); /* for unprivileged users */
bool file_exists(const char *path);

str path_base(str path);   /* "customers.xlsx" of "a/customers.xlsx" */
str path_folder(str path); /* "a" of it; "." where there is none */
str path_stem(str path);   /* "customers" of it */
str path_ending(str path); /* "xlsx", lower case not implied; "" where there is none */
/* FOLDER/STEM.WORD.ENDING; when that exists, STEM.WORD-2.ENDING and so on: for results that never overwrite. */
char *path_beside(str path, str word, str ending, struct arena *a);

#endif
