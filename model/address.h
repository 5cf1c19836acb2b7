/*
 * address.h - addresses compared as people read them (docs/FORMAT.md, A-1, A-4).
 */
#ifndef MODEL_ADDRESS_H
#define MODEL_ADDRESS_H

#include "model/fields.h"

enum { ADDRESS_COUNT_MAX = 250 }; /* as many as one look-up gives, and as one request may carry */

#define ADDRESS_PLACE                                                                                    \
    (COL_BIT(COL_ADDRESS_PROVINCE) | COL_BIT(COL_ADDRESS_PROVINCE_CODE) | COL_BIT(COL_ADDRESS_COUNTRY) | \
     COL_BIT(COL_ADDRESS_COUNTRY_CODE))
#define ADDRESS_OWN (COL_BIT(COL_ADDRESS_FIRST) | COL_BIT(COL_ADDRESS_LAST) | COL_BIT(COL_ADDRESS_PHONE))
#define ADDRESS_LINES                                                                         \
    (COL_BIT(COL_ADDRESS_COMPANY) | COL_BIT(COL_ADDRESS_LINE1) | COL_BIT(COL_ADDRESS_LINE2) | \
     COL_BIT(COL_ADDRESS_CITY) | COL_BIT(COL_ADDRESS_ZIP))
#define ADDRESS_TEXTS \
    (ADDRESS_OWN | ADDRESS_LINES | ADDRESS_PLACE) /* what an address says, but for ID, command and default */

/* The columns that an address takes from its customer where it gives nothing. */
struct own_column {
    enum column_id address, customer;
};
extern const struct own_column own_columns[3];

/* A row holds an address: a cell with text, or an Address ID. */
bool address_is_there(const struct address *a);

/*
 * `a` says the same as `b`. What `a` says nothing of (a column that is
 * absent) is not compared. A name or phone that `a` does not give may be
 * missing in `b`, or be that of one of the `n` customers in `owners`.
 */
bool address_same(const struct address *a, const struct address *b, const struct customer *const *owners,
                  size_t n, struct arena *scratch);

/* The country (or province) of both is the same: by code where both have one, else by name. */
bool address_same_country(const struct address *a, const struct address *b, struct arena *scratch);
bool address_same_province(const struct address *a, const struct address *b, struct arena *scratch);

/* The address with this ID, or the main one; NULL when there is none. */
const struct address *address_by_id(const struct customer *c, int64_t id);
const struct address *address_default(const struct customer *c);

#endif
