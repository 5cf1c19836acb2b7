#include "base/table.h"

#include <string.h>

size_t row_text_length(const struct row *row)
{
    size_t n = 0;

    for (size_t i = 0; i < row->count; i++)
        n += row->cells[i].text.n;
    return n;
}

struct row row_copy(const struct row *row, cell *cells, char *text)
{
    for (size_t i = 0; i < row->count; i++) {
        const cell *c = &row->cells[i];
        cells[i] = *c;
        cells[i].text.p = text;
        if (c->text.n)
            text = (char *)memcpy(text, c->text.p, c->text.n) + c->text.n;
    }
    return (struct row){ row->number, row->count, cells };
}

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
