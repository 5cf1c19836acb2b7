#include "api/currency.h"

static const char without[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
static const char with_three[] = "BHD IQD JOD KWD LYD OMR TND ";

static bool is_in(const char *list, str code)
{
    for (; *list; list += 4)
        if (str_eq((str){ list, 3 }, code))
            return true;
    return false;
}

bool currency_decimals(str code, uint8_t *out)
{
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] < 'A' || code.p[i] > 'Z')
            return false;
    *out = is_in(without, code) ? 0 : is_in(with_three, code) ? 3 : 2;
    return code.n == 3;
}
