/*
 * file.h - files that are either whole or not there.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/err.h"

/*
 * A file being replaced. file_new() makes an empty file beside the target, with mode 0600; write to
 * temp_path. file_commit() gives it the target's mode, or 0666 & ~umask where there was none, fsyncs it,
 * renames it over the target and fsyncs the folder; ERR_IO says which step failed. With no_clobber set
 * (between the two) an existing target is not replaced but an error. A target that is a link stays one: the
 * file it leads to is replaced. file_commit() releases f either way; file_abandon() removes the file and
 * releases f. While it is open the temporary file is locked, where file systems are local: file_sweep() knows it
 * by that.
 */
struct new_file {
    char *path, *temp_path;
    bool no_clobber;
    int lock; /* file descriptor + 1; 0: not locked */
};

must_check bool file_new(struct new_file *f, const char *path, struct err *err);
must_check bool file_commit(struct new_file *f, struct err *err);
void file_abandon(struct new_file *f); /* after commit: nothing */

/* Removes what processes of this user that were killed have left of such files in the folder of `path`: nobody has them
 * locked, and they have been left alone for a minute. On the file systems of a network it removes nothing. */
void file_sweep(const char *path);

/* Removes the temporary files of every new_file that is open, for a signal handler of a process about to end:
 * async-signal-safe, keeps errno, releases nothing. */
void file_abandon_all(void);

/* The whole file, which may be a pipe; ERR_LIMIT past `max` bytes. */
must_check bool file_read(const char *path, size_t max, str *out, struct arena *a, struct err *err);
must_check bool file_write(const char *path, str bytes, struct err *err); /* through file_new() */
must_check bool file_make_folder(const char *path, unsigned mode, struct err *err); /* and its parents */
/* For unprivileged users. */
must_check bool file_free_bytes(const char *folder, uint64_t *out, struct err *err);
must_check bool file_size(const char *path, uint64_t *out, struct err *err); /* bytes; 0 for a pipe */
bool file_exists(const char *path);

str path_base(str path);   /* "customers.xlsx" of "a/customers.xlsx" */
str path_folder(str path); /* "a" of it; "." where there is none */
str path_stem(str path);   /* "customers" of it */
str path_ending(str path); /* "xlsx", lower case not implied; "" where there is none */

/* FOLDER/STEM.WORD.ENDING; when that exists, STEM.WORD-2.ENDING and so on: for results that never overwrite.
 * The name is free only at that moment: make the file with no_clobber. */
char *path_beside(str path, str word, str ending, struct arena *a);

#endif
