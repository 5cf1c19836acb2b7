#include "cmd/folders.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"

char *path_join(const char *folder, const char *name, struct arena *a)
{
    const str parts[] = { str_of(folder), str_of(name) };
    bool slash = parts[0].n > 0 && folder[parts[0].n - 1] == '/';

    return (char *)(uintptr_t)arena_join(a, parts, countof(parts), slash ? STR("") : STR("/")).p;
}

static bool folder_of(const char *variable, const char *below_home, bool make, const char **out,
                      struct arena *a, struct err *err)
{
    const char *base = getenv(variable), *home = getenv("HOME");

    /* The XDG specification: a path that is not absolute is to be ignored. */
    if (!base || base[0] != '/') {
        if (!home || home[0] != '/')
            return err_set(err, ERR_IO, _("there is no home folder: set HOME or %s"), variable);
        base = path_join(home, below_home, a);
    }
    *out = path_join(base, "meibo", a);
    return !make || file_make_folder(*out, 0700, err);
}

bool folder_state(bool make, const char **out, struct arena *a, struct err *err)
{
    return folder_of("XDG_STATE_HOME", ".local/state", make, out, a, err);
}

bool folder_config(bool make, const char **out, struct arena *a, struct err *err)
{
    return folder_of("XDG_CONFIG_HOME", ".config", make, out, a, err);
}

const char *folder_locale(struct arena *a)
{
    static const char *const places[] = { "locale", "../locale", "../share/locale" };
    char program[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);

    if (n <= 0)
        return "/usr/share/locale";
    program[n] = '\0';
    const char *folder = arena_copy(a, path_folder(str_of(program))).p, *place = NULL;
    for (size_t i = 0; i < countof(places); i++) {
        place = path_join(folder, places[i], a);
        if (file_exists(path_join(place, "ja/LC_MESSAGES/meibo.mo", a)))
            break;
    }
    return place;
}

char *path_absolute(const char *path, struct arena *a)
{
    char folder[PATH_MAX];

    if (path[0] == '/')
        return path_join("", path + 1, a);
    return path_join(getcwd(folder, sizeof folder) ? folder : ".", path, a);
}
