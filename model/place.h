/*
 * place.h - countries, their provinces and languages (docs/FORMAT.md, A-10 to A-13, V-WORD-4, V-LANG-1).
 *
 * From Debian's iso-codes by tools/gen-places.sh, with everyday names in English and Japanese. Country codes are
 * ISO 3166-1 alpha-2 in upper case. Province codes are written as Shopify writes them: JP-13, but CA for US-CA.
 * Results are static.
 */
#ifndef MODEL_PLACE_H
#define MODEL_PLACE_H

#include "base/arena.h"

bool country_is_code(str code); /* exactly two upper case letters of ISO 3166-1, or XK */
bool language_is_code(str code); /* exactly two lower case letters of ISO 639-1 */

/* The country's code, by its code or by a name in English or Japanese, any case and width; "" when there is none. */
str country_find(str text, struct arena *scratch);

/* In English: the everyday name, such as South Korea; and in Japanese. "" for what is no country. */
str country_name(str code);
str country_name_ja(str code);

/* The province's code in a country, by either form of its code or by name; "" when it is not known there. */
str province_find(str country, str text, struct arena *scratch);

/* Its name in English; "" when it is not known. `code` in either form. */
str province_name(str country, str code);
str province_name_ja(str country, str code); /* "" where there is no Japanese one */

#endif
