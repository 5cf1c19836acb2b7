/*
 * money.h - amounts as whole numbers of the smallest coin, as the embedded shop keeps them.
 */
#ifndef API_MONEY_H
#define API_MONEY_H

#include "base/num.h"

/* floor(amount * 10^decimals); *exact tells whether nothing was lost. False, with *out untouched, when it does not fit. */
bool money_minor(decimal amount, uint8_t decimals, int64_t *out, bool *exact);

#endif
