#include "xlsx/zip.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <minizip/unzip.h>

#include "base/message.h"
#include "base/unicode.h"
#include "xlsx/limits.h"

enum { LOCAL_HEADER = 30, ENCRYPTED = 1, STORED = 0, DEFLATED = 8 };

struct zip {
    int fd;
    unzFile file;
    struct zip_entry *entries;
    size_t count;
    const struct zip_entry *part; /* being read, or NULL */
    uint64_t part_read;
};

static voidpf stream_open(voidpf opaque, const void *name, int mode)
{
    int fd = dup(*(const int *)opaque);

    (void)name, (void)mode;
    FILE *f = fd < 0 ? NULL : fdopen(fd, "rb");
    if (!f && fd >= 0)
        close(fd);
    return f;
}

static bool damaged(struct err *err)
{
    return err_set(
        err, ERR_FORMAT,
        _("the ZIP archive that it is made of is damaged or incomplete; download it or save it again"));
}

/* ---- names ---------------------------------------------------------------------------- */

static bool name_climbs(str name)
{
    str segment, rest = name;

    while (str_cut(rest, '/', &segment, &rest))
        if (str_eq(segment, STR("..")))
            return true;
    return str_eq(segment, STR(".."));
}

static bool name_is_absolute(str name)
{
    return name.p[0] == '/' || (name.n >= 2 && name.p[1] == ':');
}

static bool name_check(const struct zip_entry *e, struct err *err)
{
    for (size_t i = 0; i < e->name.n; i++)
        if ((unsigned char)e->name.p[i] < 0x20 || e->name.p[i] == 0x7F)
            return err_set(err, ERR_FORMAT, _("the name of a part inside holds a control character"));
    if (name_climbs(e->name) || name_is_absolute(e->name))
        return err_set(err, ERR_FORMAT, _("the part \"%.*s\" inside points outside the workbook"),
                       STR_ARG(e->shown));
    return true;
}

static bool names_differ(const struct zip *z, struct err *err)
{
    for (size_t i = 0; i < z->count; i++)
        for (size_t j = 0; j < i; j++)
            if (str_eq_fold(z->entries[i].name, z->entries[j].name))
                return err_set(err, ERR_FORMAT, _("the part \"%.*s\" is inside twice"),
                               STR_ARG(z->entries[i].shown));
    return true;
}

/* ---- places --------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
    const struct zip_entry *const *x = a, *const *y = b;

    return ((*x)->start > (*y)->start) - ((*x)->start < (*y)->start);
}

static bool places_check(const struct zip *z, uint64_t directory, struct arena *arena, struct err *err)
{
    const struct zip_entry **sorted = arena_array(arena, const struct zip_entry *, z->count + 1);

    for (size_t i = 0; i < z->count; i++)
        sorted[i] = &z->entries[i];
    qsort(sorted, z->count, sizeof *sorted, by_start);
    if (sorted[0]->start != 0)
        return err_set(err, ERR_FORMAT,
                       _("something else stands before the ZIP archive that it is made of; refused"));
    for (size_t i = 1; i < z->count; i++)
        if (sorted[i]->start < sorted[i - 1]->end)
            return err_set(err, ERR_FORMAT, _("the parts \"%.*s\" and \"%.*s\" inside overlap"),
                           STR_ARG(sorted[i - 1]->shown), STR_ARG(sorted[i]->shown));
    return sorted[z->count - 1]->end <= directory || damaged(err);
}

/* The local header must give the name that the directory gives: readers that go front to back would see another. */
static bool local_name_agrees(const struct zip *z, uint64_t start, const char *name, size_t n)
{
    char header[LOCAL_HEADER + ZIP_NAME_LIMIT];
    size_t want = LOCAL_HEADER + n;

    return pread(z->fd, header, want, (off_t)start) == (ssize_t)want && memcmp(header, "PK\3\4", 4) == 0 &&
           memcmp(header + LOCAL_HEADER, name, n) == 0;
}

static bool entry_place(struct zip *z, struct zip_entry *e, const char *name, struct err *err)
{
    unz64_file_pos place;
    int method, level;

    if (unzGetFilePos64(z->file, &place) != UNZ_OK ||
        unzOpenCurrentFile2(z->file, &method, &level, 1) != UNZ_OK)
        return damaged(err);
    uint64_t data = unzGetCurrentFileZStreamPos64(z->file);
    int extra = unzGetLocalExtrafield(z->file, NULL, 0);
    unzCloseCurrentFile(z->file);

    uint64_t before = LOCAL_HEADER + e->name.n + (uint64_t)(extra > 0 ? extra : 0);
    if (data < before || extra < 0 || e->packed > (uint64_t)INT64_MAX - data)
        return damaged(err);
    e->start = data - before;
    e->end = data + e->packed;
    e->directory_at = place.pos_in_zip_directory;
    e->number = place.num_of_file;
    return local_name_agrees(z, e->start, name, e->name.n) || damaged(err);
}

/* ---- entries -------------------------------------------------------------------------- */

static bool entry_check(const struct zip_entry *e, const unz_file_info64 *info, struct err *err)
{
    if (!name_check(e, err))
        return false;
    if (info->flag & ENCRYPTED)
        return err_set(err, ERR_FORMAT,
                       _("the part \"%.*s\" inside is encrypted; remove the password and save it again"),
                       STR_ARG(e->shown));
    if (info->compression_method != STORED && info->compression_method != DEFLATED)
        return err_set(err, ERR_FORMAT, _("the part \"%.*s\" inside is packed by an unknown method (%lu)"),
                       STR_ARG(e->shown), info->compression_method);
    if (e->size > ZIP_PART_MAX)
        return err_set(err, ERR_LIMIT, _("the part \"%.*s\" inside is larger than 8 GiB"), STR_ARG(e->shown));
    if (info->compression_method == STORED && e->size != e->packed)
        return damaged(err);
    return true;
}

static bool entry_read(struct zip *z, struct zip_entry *e, struct arena *arena, struct err *err)
{
    char name[ZIP_NAME_LIMIT + 1] = { 0 };
    unz_file_info64 info;

    if (unzGetCurrentFileInfo64(z->file, &info, name, sizeof name, NULL, 0, NULL, 0) != UNZ_OK)
        return damaged(err);
    if (info.size_filename == 0)
        return err_set(err, ERR_FORMAT, _("a part inside has no name"));
    if (info.size_filename > ZIP_NAME_LIMIT)
        return err_set(err, ERR_LIMIT, _("the name of a part inside is longer than %d bytes"),
                       ZIP_NAME_LIMIT);

    char *c = arena_alloc(arena, info.size_filename + 1, 1);
    for (size_t i = 0; i < info.size_filename; i++)
        c[i] = name[i] == '\\' ? '/' : name[i];
    e->name = (str){ c, info.size_filename };
    e->shown = utf8_repair(e->name, arena);
    e->size = info.uncompressed_size;
    e->packed = info.compressed_size;
    e->crc = (uint32_t)info.crc;
    e->is_stored = info.compression_method == STORED;
    return entry_check(e, &info, err) && entry_place(z, e, name, err);
}

static bool entries_read(struct zip *z, struct arena *arena, struct err *err)
{
    unz_global_info64 global;

    if (unzGetGlobalInfo64(z->file, &global) != UNZ_OK)
        return damaged(err);
    if (global.number_entry == 0)
        return err_set(err, ERR_FORMAT, _("this is an empty ZIP archive"));
    if (global.number_entry > ZIP_ENTRIES_MAX)
        return err_set(err, ERR_LIMIT, _("more than %d parts are inside"), ZIP_ENTRIES_MAX);
    z->entries = arena_array(arena, struct zip_entry, global.number_entry);

    if (unzGoToFirstFile(z->file) != UNZ_OK)
        return damaged(err);
    uint64_t directory = unzGetOffset64(z->file);
    for (z->count = 0; z->count < global.number_entry; z->count++) {
        if (z->count > 0 && unzGoToNextFile(z->file) != UNZ_OK)
            return damaged(err);
        if (!entry_read(z, &z->entries[z->count], arena, err))
            return false;
    }
    return names_differ(z, err) && places_check(z, directory, arena, err);
}

/* APPNOTE 4.3.16: the end record and its comment are the last of the file. minizip does not mind when a byte is missing. */
static bool ends_whole(const struct zip *z)
{
    unz_global_info64 info;
    struct stat st;
    char mark[4];
    enum { END_RECORD = 22 };

    if (unzGetGlobalInfo64(z->file, &info) != UNZ_OK || fstat(z->fd, &st) != 0)
        return false;
    off_t at = st.st_size - END_RECORD - (off_t)info.size_comment;
    return at >= 0 && pread(z->fd, mark, sizeof mark, at) == sizeof mark &&
           memcmp(mark, "PK\5\6", sizeof mark) == 0;
}

bool zip_open(struct zip **out, int fd, struct arena *arena, struct err *err)
{
    struct zip *z = arena_new(arena, struct zip);
    zlib_filefunc64_def functions;

    z->fd = fd;
    fill_fopen64_filefunc(&functions);
    functions.zopen64_file = stream_open;
    functions.opaque = &z->fd;
    z->file = unzOpen2_64("", &functions);
    if (!z->file)
        return damaged(err);
    if (!(ends_whole(z) || damaged(err)) || !entries_read(z, arena, err)) {
        zip_close(z);
        return false;
    }
    *out = z;
    return true;
}

void zip_close(struct zip *z)
{
    if (!z || !z->file)
        return;
    zip_part_close(z);
    unzClose(z->file);
    z->file = NULL;
}

size_t zip_count(const struct zip *z)
{
    return z->count;
}

const struct zip_entry *zip_at(const struct zip *z, size_t i)
{
    return &z->entries[i];
}

const struct zip_entry *zip_find(const struct zip *z, str name)
{
    for (size_t i = 0; i < z->count; i++)
        if (str_eq_fold(z->entries[i].name, name))
            return &z->entries[i];
    return NULL;
}

/* ---- parts ---------------------------------------------------------------------------- */

static bool ratio_is_fine(uint64_t size, uint64_t packed)
{
    return size <= ZIP_RATIO_FREE || size / ZIP_RATIO_MAX <= packed;
}

static bool bomb(struct err *err)
{
    return err_set(err, ERR_LIMIT, _("packed more than %d : 1, as no honest workbook is"), ZIP_RATIO_MAX);
}

bool zip_part_open(struct zip *z, const struct zip_entry *e, struct err *err)
{
    unz64_file_pos place = { .pos_in_zip_directory = e->directory_at, .num_of_file = e->number };

    zip_part_close(z);
    if (!ratio_is_fine(e->size, e->packed))
        return bomb(err);
    if (unzGoToFilePos64(z->file, &place) != UNZ_OK || unzOpenCurrentFile(z->file) != UNZ_OK)
        return damaged(err);
    z->part = e;
    z->part_read = 0;
    return true;
}

/* minizip compares the CRC only when all bytes promised came; a stream that ends early is ours to see. */
static bool part_end(struct zip *z, struct err *err)
{
    const struct zip_entry *e = z->part;

    z->part = NULL;
    bool crc_agrees = unzCloseCurrentFile(z->file) == UNZ_OK;
    if (z->part_read != e->size)
        return err_set(err, ERR_FORMAT, _("damaged: it ends after %llu of %llu bytes"),
                       (unsigned long long)z->part_read, (unsigned long long)e->size);
    return crc_agrees || err_set(err, ERR_FORMAT, _("damaged: its checksum is wrong"));
}

bool zip_part_read(struct zip *z, char *to, size_t room, size_t *got, struct err *err)
{
    *got = 0;
    if (!z->part)
        return true;
    int n = unzReadCurrentFile(z->file, to, (unsigned)(room < INT_MAX ? room : INT_MAX));
    if (n == UNZ_ERRNO)
        return err_errno(err, _("reading"));
    if (n < 0)
        return err_set(err, ERR_FORMAT, _("damaged: it cannot be unpacked"));
    if (n == 0)
        return part_end(z, err);
    z->part_read += (uint64_t)n;
    if (z->part_read > ZIP_PART_MAX || !ratio_is_fine(z->part_read, z->part->packed))
        return bomb(err);
    *got = (size_t)n;
    return true;
}

void zip_part_close(struct zip *z)
{
    if (z->part)
        unzCloseCurrentFile(z->file);
    z->part = NULL;
}

int zip_file(const struct zip *z)
{
    return z->fd;
}

bool zip_part_is_allowed(const struct zip_entry *e)
{
    return e->size <= ZIP_PART_MAX && ratio_is_fine(e->size, e->packed);
}
