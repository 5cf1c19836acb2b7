/*
 * catalogue.h - a compiled catalogue of messages (.mo), read without gettext.
 *
 * For base/message.c where gettext cannot be made to translate: since glibc 2.39 the locale C.UTF-8 counts
 * as C and LANGUAGE is ignored under it, so on a system without any other locale gettext only says English.
 * The format: GNU gettext manual, "The Format of GNU MO Files".
 */
#ifndef BASE_CATALOGUE_H
#define BASE_CATALOGUE_H

#include "base/arena.h"
#include "base/err.h"

struct catalogue {
    str bytes; /* the file; empty: no message is known */
    uint32_t count, originals, translations;
};

/* The file's bytes live in the arena. ERR_FORMAT when it is no catalogue of this machine's byte order. */
must_check bool catalogue_open(struct catalogue *c, const char *path, struct arena *a, struct err *err);

/* The translation, of a plural its first form, as long as the arena lives; NULL where there is none. */
const char *catalogue_find(const struct catalogue *c, const char *english);

#endif
