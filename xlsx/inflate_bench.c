/* inflate_bench FILE: unpacks every part of a workbook and does nothing with it: no reader can be faster. */
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "xlsx/inflate.h"

enum { BLOCK = 192 << 10 };

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool unpack(int fd, const struct zip_entry *e, uint64_t *bytes, struct err *err)
{
    struct arena arena = { 0 };
    char *block = arena_alloc(&arena, BLOCK, 1);
    struct inflater *i = inflater_open(fd, e, &arena);
    ssize_t n = i ? 1 : -1;

    while (n > 0) {
        n = inflater_read(i, block, BLOCK);
        *bytes += n > 0 ? (uint64_t)n : 0;
    }
    inflater_close(i);
    arena_reset(&arena);
    return n == 0 || err_set(err, ERR_FORMAT, "%.*s is damaged", STR_ARG(e->shown));
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct zip *zip = NULL;
    uint64_t bytes = 0;
    int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;

    if (fd < 0) {
        fprintf(stderr, "usage: inflate_bench FILE\n");
        return 2;
    }
    double start = now();
    bool ok = zip_open(&zip, fd, &arena, &err);
    for (size_t i = 0; ok && i < zip_count(zip); i++)
        ok = unpack(fd, zip_at(zip, i), &bytes, &err);
    double seconds = now() - start;
    if (ok)
        printf("%.1f MB unpacked in %.3f s: %.0f MB/s\n", (double)bytes / 1e6, seconds,
               (double)bytes / seconds / 1e6);
    else
        fprintf(stderr, "%s\n", err.msg);
    zip_close(zip);
    arena_reset(&arena);
    close(fd);
    return ok ? 0 : err_exit_status(&err);
}
