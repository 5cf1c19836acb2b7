/*
 * currency.h - how many decimals a currency has (ISO 4217).
 */
#ifndef API_CURRENCY_H
#define API_CURRENCY_H

#include "base/str.h"

/* 2 unless ISO 4217 says otherwise; false when `code` is not three capital letters. */
bool currency_decimals(str code, uint8_t *out);

#endif
