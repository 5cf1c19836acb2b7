/*
 * access.h - what a shop lets this program do: said before anything is sent, never found out halfway.
 *
 * A token has scopes (https://shopify.dev/docs/api/usage/access-scopes), and of protected customer data a shop shows a
 * program only what it was granted. All return false with ERR_SHOP, naming what is missing and what to do.
 */
#ifndef JOB_ACCESS_H
#define JOB_ACCESS_H

#include "api/shop.h"

must_check bool access_to_change(const struct shop_info *shop, struct err *err);
must_check bool access_to_orders(const struct shop_info *shop, struct err *err);

/* To these columns (COL_BIT). */
must_check bool access_to_columns(const struct shop_info *shop, uint64_t wanted, struct err *err);

/* Their headers, separated by commas, in the order of an export. */
str access_names(uint64_t columns, struct arena *a);

#endif
