/*
 * message.h - the reader's language.
 *
 * Words are written in English as _("..."); gettext finds them in the
 * language that message_init() chose. Only messages are translated: numbers, dates
 * and workbooks never depend on the locale (LC_NUMERIC is never set).
 */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include "base/str.h"

/* lang: "en", "ja", or NULL for what LC_ALL, LC_MESSAGES and LANG ask for (in that order). `folder` holds
 * LANG/LC_MESSAGES/meibo.mo. Works without any locale but C.UTF-8 installed.
 * Returns the language in use, "en" or "ja". Call it once, from main(). */
const char *message_init(const char *lang, const char *folder);

const char *message_get(const char *english) __attribute__((format_arg(1)));

/* Plural forms: n chooses. */
const char *message_get_n(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));

#define _(english) message_get(english)
#define N_(english) english /* marks a word in a table; _() it where it is said */

#endif
