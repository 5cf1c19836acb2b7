#include "xlsx/write_check.h"

#include <fcntl.h>
#include <minizip/unzip.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "xlsx/inflate.h"

enum {
    BLOCK = 1 << 18,
    HEAD = 512, /* the root element's name stands in here */
    TAIL = 64,
    OVERLAP = 8, /* more than a search word may lie across two blocks */
};

struct part {
    char name[256];
    uint64_t rows;
    char head[HEAD], tail[TAIL];
    size_t head_length, tail_length;
};

struct checker {
    unzFile zip;
    int fd;
    char *block; /* OVERLAP bytes of the block before, then BLOCK */
    struct part part;
};

static uint64_t count_word(const char *p, size_t n, str word)
{
    uint64_t count = 0;
    const char *end = p + n, *at;

    while ((at = memmem(p, (size_t)(end - p), word.p, word.n))) {
        count++;
        p = at + word.n;
    }
    return count;
}

static void keep_ends(struct part *part, const char *p, size_t n)
{
    size_t head = n < HEAD - part->head_length ? n : HEAD - part->head_length;

    memcpy(part->head + part->head_length, p, head);
    part->head_length += head;
    size_t tail = n < TAIL ? n : TAIL, kept = part->tail_length;
    if (kept > TAIL - tail)
        kept = TAIL - tail;
    memmove(part->tail, part->tail + part->tail_length - kept, kept);
    memcpy(part->tail + kept, p + n - tail, tail);
    part->tail_length = kept + tail;
}

/* Where the entry in hand lies in the file. */
static bool find_part(const struct checker *c, const unz_file_info64 *info, struct zip_entry *entry)
{
    int method, level;

    if (unzOpenCurrentFile2(c->zip, &method, &level, 1) != UNZ_OK)
        return false;
    *entry = (struct zip_entry){
        .size = info->uncompressed_size,
        .packed = info->compressed_size,
        .end = unzGetCurrentFileZStreamPos64(c->zip) + info->compressed_size,
        .crc = (uint32_t)info->crc,
        .is_stored = method == 0,
    };
    return unzCloseCurrentFile(c->zip) == UNZ_OK;
}

/* Inflates it to its end, where the CRC is compared. */
static bool read_part(struct checker *c, const struct zip_entry *entry)
{
    static const str row = STR_INIT("<row r=");
    struct arena a = { 0 };
    struct inflater *inflater = inflater_open(c->fd, entry, &a);
    size_t carried = 0;
    ssize_t got = -1;

    while (inflater && (got = inflater_read(inflater, c->block + carried, BLOCK)) > 0) {
        size_t n = carried + (size_t)got;
        c->part.rows += count_word(c->block, n, row);
        keep_ends(&c->part, c->block + carried, (size_t)got);
        carried = n < row.n - 1 ? n : row.n - 1; /* too short to be counted twice */
        memmove(c->block, c->block + n - carried, carried);
    }
    inflater_close(inflater);
    arena_reset(&a);
    return got == 0;
}

static bool is_name_character(char ch)
{
    return !strchr(" \t\r\n/>", ch);
}

/* "<?xml ...?> <worksheet xmlns..." ends in "</worksheet>"; or all of it is "<worksheet .../>". */
static bool is_whole(const struct part *part)
{
    str head = { part->head, part->head_length }, tail = { part->tail, part->tail_length };
    const char *at = memmem(head.p, head.n, "?>", 2);
    const char *root = memchr(at ? at : head.p, '<', head.n - (size_t)(at ? at - head.p : 0));

    if (!root)
        return false;
    str name = { root + 1, 0 };
    while (name.p + name.n < head.p + head.n && is_name_character(name.p[name.n]))
        name.n++;
    tail = str_trim(tail);
    if (tail.n >= name.n + 3 && tail.p[tail.n - 1] == '>' &&
        memcmp(tail.p + tail.n - name.n - 3, "</", 2) == 0)
        return str_eq((str){ tail.p + tail.n - name.n - 1, name.n }, name);
    return tail.n >= 2 && memcmp(tail.p + tail.n - 2, "/>", 2) == 0 &&
           !memchr(root + 1, '<', head.n - (size_t)(root + 1 - head.p));
}

static bool has_expected_rows(const struct part *part, const struct sheet_out *sheets, size_t *found)
{
    for (const struct sheet_out *s = sheets; s; s = s->next) {
        if (strcmp(s->part, part->name) != 0)
            continue;
        ++*found;
        return s->rows == part->rows;
    }
    return true;
}

static bool check_part(struct checker *c, const struct sheet_out *sheets, size_t *found)
{
    unz_file_info64 info;
    struct zip_entry entry;

    c->part = (struct part){ 0 };
    if (unzGetCurrentFileInfo64(c->zip, &info, c->part.name, sizeof c->part.name - 1, NULL, 0, NULL, 0) !=
        UNZ_OK)
        return false;
    return find_part(c, &info, &entry) && read_part(c, &entry) && is_whole(&c->part) &&
           has_expected_rows(&c->part, sheets, found);
}

static bool check_all(struct checker *c, const struct sheet_out *sheets, size_t entries, struct err *err)
{
    size_t count = 0, found = 0, wanted = 0;
    int at;

    for (at = unzGoToFirstFile(c->zip); at == UNZ_OK; at = unzGoToNextFile(c->zip), count++)
        if (!check_part(c, sheets, &found))
            return err_set(err, ERR_IO, _("reading back what was written: %s is damaged; is the disk full?"),
                           c->part.name);
    for (const struct sheet_out *s = sheets; s; s = s->next)
        wanted++;
    if (at == UNZ_END_OF_LIST_OF_FILE && count == entries && found == wanted)
        return true;
    return err_set(err, ERR_IO, _("reading back what was written: parts are missing; is the disk full?"));
}

/* minizip reads over a missing last byte. Our files end in the end of the central directory, without a
 * comment. */
static bool ends_as_zip(const char *path)
{
    enum { END_OF_DIRECTORY = 22 };
    static const char mark[4] = { 'P', 'K', 5, 6 };
    char end[END_OF_DIRECTORY];
    FILE *f = fopen(path, "rb");

    if (!f)
        return false;
    bool ok = fseeko(f, -(off_t)sizeof end, SEEK_END) == 0 && fread(end, 1, sizeof end, f) == sizeof end &&
              memcmp(end, mark, sizeof mark) == 0;
    fclose(f);
    return ok;
}

bool write_check(const char *path, const struct sheet_out *sheets, size_t entries, struct err *err)
{
    struct arena a = { 0 };
    struct checker c = { .zip = unzOpen64(path),
                         .fd = open(path, O_RDONLY | O_CLOEXEC),
                         .block = arena_alloc(&a, OVERLAP + BLOCK, 1) };
    bool ok;

    if (c.zip && c.fd >= 0 && ends_as_zip(path))
        ok = check_all(&c, sheets, entries, err);
    else
        ok = err_set(err, ERR_IO,
                     _("reading back what was written: it is no whole ZIP file; is the disk full?"));
    if (c.zip)
        unzClose(c.zip);
    if (c.fd >= 0)
        close(c.fd);
    arena_reset(&a);
    return ok;
}
