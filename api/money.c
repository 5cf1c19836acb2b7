#include "api/money.h"

enum { DECIMALS_MAX = 18 };

bool money_minor(decimal amount, uint8_t decimals, int64_t *out, bool *exact)
{
    int64_t units = amount.units, rest = 0;

    if (amount.scale > DECIMALS_MAX || decimals > DECIMALS_MAX)
        return false;
    for (uint8_t scale = amount.scale; scale < decimals; scale++)
        if (__builtin_mul_overflow(units, 10, &units))
            return false;
    for (uint8_t scale = amount.scale; scale > decimals; scale--) {
        int64_t digit = units % 10;
        units = units / 10 - (digit < 0);
        rest |= digit;
    }
    *out = units;
    *exact = rest == 0;
    return true;
}
