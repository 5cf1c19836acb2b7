/*
 * clean.h - keys as Shopify stores them.
 */
#ifndef API_CLEAN_H
#define API_CLEAN_H

#include "base/arena.h"

str email_clean(str email, struct arena *a); /* without white space, also inside */
str phone_clean(str phone, struct arena *a); /* without the signs that people put between digits */

#endif
