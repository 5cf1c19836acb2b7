/*
 * folders.h - where things are kept (XDG base directories) and where translations lie.
 */
#ifndef CMD_FOLDERS_H
#define CMD_FOLDERS_H

#include "base/arena.h"
#include "base/err.h"

/* $XDG_STATE_HOME/meibo and $XDG_CONFIG_HOME/meibo, made with mode 0700 when `make`. ERR_IO without a home folder. */
must_check bool folder_state(bool make, const char **out, struct arena *a, struct err *err);
must_check bool folder_config(bool make, const char **out, struct arena *a, struct err *err);

/* Beside the program while it is built, in ../share/locale when it is installed. */
const char *folder_locale(struct arena *a);

/* folder and name with one slash between them. */
char *path_join(const char *folder, const char *name, struct arena *a);

/* A path that does not depend on the working directory. */
char *path_absolute(const char *path, struct arena *a);

#endif
