#include "xlsx/write_zip.h"

#include <errno.h>
#include <minizip/zip.h>
#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/time.h"
#include "xlsx/write_squeeze.h"

enum { UTF8_NAMES = 1 << 11 };

/* An entry that was begun before its size was known: room for zip64 is in its local header. */
struct roomy_entry {
    struct roomy_entry *next;
    uint64_t at; /* of the local header */
    uint64_t size;
};

struct zip_out {
    zipFile zip;
    FILE *file;
    int error; /* the first errno */
    const char *path;
    zip_fileinfo info;
    struct arena *arena;
    struct roomy_entry *roomy;
    struct squeezer *squeezer;
    size_t count;
};

/* ---- the file under minizip, which forgets errno ------------------------------------------ */

static void keep_error(struct zip_out *z)
{
    if (!z->error)
        z->error = errno ? errno : EIO;
}

static voidpf file_open(voidpf opaque, const void *name, int mode)
{
    struct zip_out *z = opaque;

    (void)mode;
    z->file = fopen(name, "wb");
    if (!z->file)
        keep_error(z);
    return z->file;
}

static uLong file_read_none(voidpf opaque, voidpf stream, void *to, uLong n)
{
    (void)opaque, (void)stream, (void)to, (void)n;
    return 0;
}

static uLong file_write(voidpf opaque, voidpf stream, const void *from, uLong n)
{
    size_t wrote = fwrite(from, 1, n, stream);

    if (wrote < n)
        keep_error(opaque);
    return wrote;
}

static ZPOS64_T file_tell(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return (ZPOS64_T)ftello(stream);
}

static long file_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    static const int whence[] = {
        [ZLIB_FILEFUNC_SEEK_SET] = SEEK_SET,
        [ZLIB_FILEFUNC_SEEK_CUR] = SEEK_CUR,
        [ZLIB_FILEFUNC_SEEK_END] = SEEK_END,
    };

    if (fseeko(stream, (off_t)offset, whence[origin]) == 0)
        return 0;
    keep_error(opaque);
    return -1;
}

static int file_close(voidpf opaque, voidpf stream)
{
    struct zip_out *z = opaque;

    z->file = NULL;
    if (fclose(stream) == 0)
        return 0;
    keep_error(z);
    return EOF;
}

static int file_error(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return ferror((FILE *)stream);
}

/* ---- entries ------------------------------------------------------------------------------ */

static bool failed(struct zip_out *z, struct err *err)
{
    errno = z->error ? z->error : EIO;
    return err_errno(err, _("the ZIP container"));
}

/* A ZIP knows the years 1980 to 2107. */
static tm_zip zip_date(int64_t created)
{
    civil c = civil_from_seconds(created);

    if (c.year < 1980 || c.year > 2107)
        c = (civil){ 1980, 1, 1, 0, 0, 0 };
    return (tm_zip){ c.second, c.minute, c.hour, c.day, (uInt)c.month - 1, (uInt)c.year };
}

static bool put_deflated(void *to, str deflated, struct err *err)
{
    struct zip_out *z = to;

    if (zipWriteInFileInZip(z->zip, deflated.p, (unsigned)deflated.n))
        return failed(z, err);
    return true;
}

bool zip_out_open(struct zip_out **out, const char *path, int64_t created, struct arena *a, struct err *err)
{
    struct zip_out *z = arena_new(a, struct zip_out);
    zlib_filefunc64_def functions = {
        .zopen64_file = file_open,
        .zread_file = file_read_none,
        .zwrite_file = file_write,
        .ztell64_file = file_tell,
        .zseek64_file = file_seek,
        .zclose_file = file_close,
        .zerror_file = file_error,
        .opaque = z,
    };

    z->path = arena_copy(a, str_of(path)).p;
    z->arena = a;
    z->info.tmz_date = zip_date(created);
    z->squeezer = squeezer_new(SQUEEZE_HELPERS, put_deflated, z, a);
    *out = z;
    errno = 0;
    z->zip = zipOpen2_64(path, APPEND_STATUS_CREATE, NULL, &functions);
    return z->zip ? true : failed(z, err);
}

/* What goes in is deflated already. `roomy`: its size is not known, there may have to be zip64. */
static bool entry_begin(struct zip_out *z, const char *name, bool roomy, struct err *err)
{
    enum { RAW = 1 };

    errno = 0;
    z->count++;
    if (zipOpenNewFileInZip4_64(z->zip, name, &z->info, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
                                Z_DEFAULT_COMPRESSION, RAW, -MAX_WBITS, DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY,
                                NULL, 0, 0, UTF8_NAMES, roomy))
        return failed(z, err);
    return true;
}

static bool entry_end(struct zip_out *z, uint64_t size, uint32_t crc, struct err *err)
{
    return zipCloseFileInZipRaw64(z->zip, size, crc) == ZIP_OK ? true : failed(z, err);
}

bool zip_out_begin(struct zip_out *z, const char *name, int level, struct err *err)
{
    struct roomy_entry *entry = arena_new(z->arena, struct roomy_entry);

    entry->at = (uint64_t)ftello(z->file);
    entry->next = z->roomy;
    z->roomy = entry;
    squeeze_begin(z->squeezer, level);
    return entry_begin(z, name, true, err);
}

bool zip_out_put(struct zip_out *z, str bytes, struct err *err)
{
    return squeeze_put(z->squeezer, bytes, err);
}

bool zip_out_end(struct zip_out *z, struct err *err)
{
    if (!squeeze_end(z->squeezer, err))
        return false;
    z->roomy->size = squeeze_size(z->squeezer);
    return entry_end(z, z->roomy->size, squeeze_crc(z->squeezer), err);
}

bool zip_out_copy(struct zip_out *z, const struct zip_piece *piece, struct err *err)
{
    return entry_begin(z, piece->name, false, err) && put_deflated(z, piece->deflated, err) &&
           entry_end(z, piece->size, piece->crc, err);
}

size_t zip_out_count(const struct zip_out *z)
{
    return z->count;
}

/* ---- at the end --------------------------------------------------------------------------- */

/*
 * minizip leaves an empty zip64 field and "needs version 4.5" in the local header of every entry that
 * might have become large. Where none was needed the field becomes Microsoft's padding (0xA220), the
 * version 2.0.
 */
static bool take_zip64_back(FILE *f, const struct roomy_entry *entry)
{
    static const unsigned char version[2] = { 20, 0 };
    static const unsigned char padding[6] = { 0x20, 0xa2, 16, 0, 0x28, 0xa0 };
    unsigned char name_length[2];

    if (fseeko(f, (off_t)entry->at + 4, SEEK_SET) || fwrite(version, 1, 2, f) != 2)
        return false;
    if (fseeko(f, (off_t)entry->at + 26, SEEK_SET) || fread(name_length, 1, 2, f) != 2)
        return false;
    off_t extra = (off_t)entry->at + 30 + name_length[0] + 256 * name_length[1];
    return fseeko(f, extra, SEEK_SET) == 0 && fwrite(padding, 1, sizeof padding, f) == sizeof padding;
}

static bool patch_entries(struct zip_out *z)
{
    const uint64_t four_gib = 0xf0000000; /* and some: deflate may expand a little */
    FILE *f = fopen(z->path, "r+b");
    bool ok = f != NULL;

    for (const struct roomy_entry *e = z->roomy; ok && e; e = e->next)
        if (e->size < four_gib)
            ok = take_zip64_back(f, e);
    if (!ok)
        keep_error(z);
    if (f && fclose(f) != 0) {
        keep_error(z);
        return false;
    }
    return ok;
}

bool zip_out_close(struct zip_out *z, struct err *err)
{
    zipFile zip = z->zip;

    squeezer_stop(z->squeezer);
    z->zip = NULL;
    errno = 0;
    if (zipClose(zip, NULL) != ZIP_OK || z->error || !patch_entries(z))
        return failed(z, err);
    return true;
}

void zip_out_abandon(struct zip_out *z)
{
    if (!z)
        return;
    squeezer_stop(z->squeezer);
    if (!z->zip)
        return;
    zipClose(z->zip, NULL);
    z->zip = NULL;
}
