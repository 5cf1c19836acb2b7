/*
 * demo_names.h - what made-up customers are made of. Places are real so that provinces and postal codes fit
 * together; streets, people and phone numbers are not.
 */
#ifndef API_DEMO_NAMES_H
#define API_DEMO_NAMES_H

#include "base/str.h"

struct demo_name {
    str written, latin; /* 山田, yamada: the second for emails */
};

struct demo_place {
    str city, province, province_code, zip;
};

struct demo_country {
    str country, code, language, domain;
    const struct demo_name *first, *last;
    size_t first_count, last_count;
    const struct demo_place *places;
    size_t place_count;
    const str *streets; /* a number goes after the name, or before it */
    size_t street_count;
    bool number_first;
    str phone; /* of a range that no carrier uses or that is set aside for fiction; `phone_digits` more follow */
    uint8_t phone_digits;
    uint8_t weight; /* of 100 customers */
};

enum { DEMO_COUNTRIES = 5 };
extern const struct demo_country demo_countries[DEMO_COUNTRIES];

extern const str demo_tags[], demo_notes[], demo_companies[];
extern const size_t demo_tag_count, demo_note_count, demo_company_count;

#endif
