#include "base/table.h"

const char *cell_name(char to[CELL_NAME_SIZE], uint32_t row, size_t column)
{
    char digits[10], letters[CELL_NAME_SIZE - sizeof digits - 1] = { 0 }; /* enough for 12 million columns */
    size_t nd = 0, nl = 0, at = 0;

    do {
        digits[nd++] = (char)('0' + row % 10);
        row /= 10;
    } while (row);
    /* Columns count A to Z, AA to ZZ: like base 26, but without a zero. */
    for (size_t n = column + 1; n && nl < sizeof letters; n = (n - 1) / 26)
        letters[nl++] = (char)('A' + (n - 1) % 26);
    while (nl)
        to[at++] = letters[--nl];
    while (nd)
        to[at++] = digits[--nd];
    to[at] = '\0';
    return to;
}
