/*
 * library.h - the libraries that this program runs with, and their versions.
 */
#ifndef CMD_LIBRARY_H
#define CMD_LIBRARY_H

#include "base/base.h"

struct library {
    const char *name;
    const char *(*version)(void); /* of the library that is loaded, not of its headers */
};

extern const struct library libraries[];
extern const size_t library_count;

#endif
