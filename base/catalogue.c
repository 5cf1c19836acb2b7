#include "base/catalogue.h"

#include "base/file.h"

#include <string.h>

enum {
    CATALOGUE_MAX = 16 << 20,
    HEADER_SIZE = 28,
    ENTRY_SIZE = 8, /* length and place of one text */
};

static const uint32_t magic = 0x950412de;

static uint32_t number_at(const struct catalogue *c, size_t at)
{
    uint32_t v;

    memcpy(&v, c->bytes.p + at, sizeof v);
    return v;
}

static bool table_fits(const struct catalogue *c, uint32_t at)
{
    return at <= c->bytes.n && c->count <= (c->bytes.n - at) / ENTRY_SIZE;
}

/* Text i of a table; "" where the file is damaged. Each is followed by a NUL, which its length leaves out. */
static const char *text_at(const struct catalogue *c, uint32_t table, size_t i)
{
    size_t length = number_at(c, table + i * ENTRY_SIZE), at = number_at(c, table + i * ENTRY_SIZE + 4);

    if (at >= c->bytes.n || length >= c->bytes.n - at || c->bytes.p[at + length] != '\0')
        return "";
    return c->bytes.p + at;
}

bool catalogue_open(struct catalogue *c, const char *path, struct arena *a, struct err *err)
{
    *c = (struct catalogue){ 0 };
    if (!file_read(path, CATALOGUE_MAX, &c->bytes, a, err))
        return false;
    if (c->bytes.n >= HEADER_SIZE && number_at(c, 0) == magic && number_at(c, 4) >> 16 == 0) {
        c->count = number_at(c, 8);
        c->originals = number_at(c, 12);
        c->translations = number_at(c, 16);
        if (table_fits(c, c->originals) && table_fits(c, c->translations))
            return true;
    }
    *c = (struct catalogue){ 0 };
    return err_set(err, ERR_FORMAT, "%s is not a catalogue of messages",
                   path); /* nothing to say it in but English */
}

const char *catalogue_find(const struct catalogue *c, const char *english)
{
    size_t low = 0, high = c->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(english, text_at(c, c->originals, middle));
        if (order == 0) {
            const char *found = text_at(c, c->translations, middle);
            return *found ? found : NULL;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
