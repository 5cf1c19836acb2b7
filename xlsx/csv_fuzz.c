/* Any bytes as a CSV in each encoding: what is read must be valid, in order, and end. */
#include "xlsx/csv.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/unicode.h"

static const str encodings[] = {
    STR_INIT(""),      STR_INIT("utf-8"),       STR_INIT("utf-16"),
    STR_INIT("cp932"), STR_INIT("iso-2022-jp"), STR_INIT("cp1252"),
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(struct row_source *rows)
{
    struct err err = { 0 };
    struct row row;
    uint32_t last = 0;

    while (row_next(rows, &row)) {
        if (row.number <= last || row.count == 0 || row.count > COLUMN_MAX)
            abort();
        last = row.number;
        for (size_t k = 0; k < row.count; k++)
            if (!utf8_valid(row.cells[k].text) ||
                (row.cells[k].kind == CELL_EMPTY) != (row.cells[k].text.n == 0))
                abort();
    }
    if (!row_close(rows, &err) && err.code == ERR_NONE)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv_format format;
    struct row_source *rows;
    struct err err = { 0 };
    int fd = memfd_create("csv", MFD_CLOEXEC);

    if (size < 1)
        return close(fd);
    if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)(size - 1))
        abort();
    if (csv_detect(&format, fd, encodings[data[0] % countof(encodings)], data[0] & 0x80 ? ',' : 0, &err) &&
        csv_rows(&rows, &format, fd, STR("fuzz.csv"), &err))
        read_all(rows);
    close(fd);
    return 0;
}
