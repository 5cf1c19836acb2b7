/*
 * path.c - the parts of a file's name, of base/file.h.
 */
#include "base/file.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

str path_base(str path)
{
    size_t at = path.n;

    while (at && path.p[at - 1] != '/')
        at--;
    return (str){ path.p + at, path.n - at };
}

str path_folder(str path)
{
    size_t n = path.n - path_base(path).n;

    if (n == 0)
        return STR(".");
    while (n > 1 && path.p[n - 1] == '/')
        n--;
    return (str){ path.p, n };
}

/* Of a name's last dot; a dot at the start only hides the file. */
static size_t stem_length(str base)
{
    for (size_t at = base.n; at > 1; at--)
        if (base.p[at - 1] == '.')
            return at - 1;
    return base.n;
}

str path_stem(str path)
{
    str base = path_base(path);
    return (str){ base.p, stem_length(base) };
}

str path_ending(str path)
{
    str base = path_base(path);
    size_t n = stem_length(base);

    return n == base.n ? STR("") : (str){ base.p + n + 1, base.n - n - 1 };
}

char *path_beside(str path, str word, str ending, struct arena *a)
{
    str base = path_base(path), stem = path_stem(path);
    str start = { path.p, path.n - base.n + stem.n };
    char number[24] = "";

    for (unsigned i = 2;; i++) {
        const str parts[] = { start, STR("."), word, str_of(number), STR("."), ending };
        str name = arena_join(a, parts, countof(parts), STR(""));
        struct stat st;
        if (lstat(name.p, &st) != 0) {
            char *to = arena_alloc(a, name.n + 1, 1);
            return memcpy(to, name.p, name.n);
        }
        snprintf(number, sizeof number, "-%u", i);
    }
}
