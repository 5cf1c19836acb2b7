/*
 * write_testing.h - for the writer's tests: a folder of their own, and the parts of what was written.
 * Include it after cmocka.h.
 */
#ifndef XLSX_WRITE_TESTING_H
#define XLSX_WRITE_TESTING_H

#include <dirent.h>
#include <minizip/unzip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "xlsx/write.h"

struct testing {
    struct arena arena;
    char folder[256];
};

static int testing_start(void **state)
{
    static struct testing t;
    const char *temp = getenv("TMPDIR");

    t = (struct testing){ .folder = "" };
    snprintf(t.folder, sizeof t.folder, "%s/write-test-XXXXXX", temp ? temp : "/tmp");
    assert_non_null(mkdtemp(t.folder));
    *state = &t;
    return 0;
}

/* How many files are in the folder. Those of `remove` are removed on the way. */
static inline size_t testing_files(const struct testing *t, bool remove)
{
    DIR *d = opendir(t->folder);
    size_t count = 0;

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        count++;
        if (remove)
            unlinkat(dirfd(d), e->d_name, 0);
    }
    closedir(d);
    return count;
}

static int testing_end(void **state)
{
    struct testing *t = *state;

    testing_files(t, true);
    assert_int_equal(rmdir(t->folder), 0);
    arena_reset(&t->arena);
    return 0;
}

static inline const char *testing_path(struct testing *t, const char *name)
{
    return arena_fmt(&t->arena, "%s/%s", t->folder, name).p;
}

static inline str testing_read(struct testing *t, const char *path)
{
    struct err err = { 0 };
    str all = { "", 0 };

    if (!file_read(path, (size_t)1 << 30, &all, &t->arena, &err))
        fail_msg("%s", err.msg);
    return all;
}

/* The text of a part, NUL-terminated; NULL when there is none. */
static inline const char *testing_part(struct testing *t, const char *path, const char *part)
{
    unzFile zip = unzOpen64(path);
    unz_file_info64 info;
    char *text = NULL;

    assert_non_null(zip);
    if (unzLocateFile(zip, part, 1) == UNZ_OK) {
        assert_int_equal(unzGetCurrentFileInfo64(zip, &info, NULL, 0, NULL, 0, NULL, 0), UNZ_OK);
        text = arena_alloc(&t->arena, (size_t)info.uncompressed_size + 1, 1);
        assert_int_equal(unzOpenCurrentFile(zip), UNZ_OK);
        assert_int_equal(unzReadCurrentFile(zip, text, (unsigned)info.uncompressed_size),
                         info.uncompressed_size);
        assert_int_equal(unzCloseCurrentFile(zip), UNZ_OK);
    }
    unzClose(zip);
    return text;
}

#define assert_contains(text, word)                                                      \
    do {                                                                                 \
        if (!(text) || !strstr((text), (word)))                                          \
            fail_msg("no \"%s\" in \"%.3000s\"", (word), (text) ? (text) : "(nothing)"); \
    } while (0)

#define assert_lacks(text, word) assert_null(strstr((text), (word)))

static inline void testing_ok(bool ok, const struct err *err)
{
    if (!ok)
        fail_msg("%s", err->msg);
}

#endif
