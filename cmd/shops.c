#include "cmd/shops.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/message.h"
#include "cmd/folders.h"

static bool config_path(bool make, const char **out, struct arena *a, struct err *err)
{
    const char *folder;

    if (!folder_config(make, &folder, a, err))
        return false;
    *out = path_join(folder, "shops.conf", a);
    return true;
}

bool shops_name_ok(str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_')
            return false;
    }
    return name.n > 0 && name.n <= 64 && name.p[0] != '-';
}

/* KEY = VALUE into the entry; false when there is no such key. */
static bool take_value(struct named_shop *shop, str key, str value)
{
    const struct {
        str key;
        str *to;
    } keys[] = { { STR("where"), &shop->where },
                 { STR("token"), &shop->token },
                 { STR("client_id"), &shop->client_id },
                 { STR("client_secret"), &shop->client_secret } };

    for (size_t i = 0; i < countof(keys); i++) {
        if (!str_eq(keys[i].key, key))
            continue;
        *keys[i].to = value;
        return true;
    }
    return false;
}

/* One line into the list; false when it means nothing. */
static bool take_line(str line, struct named_shop *shops, size_t *n)
{
    str key, value;

    if (line.n == 0 || line.p[0] == '#')
        return true;
    if (line.p[0] == '[' && line.p[line.n - 1] == ']') {
        str name = str_trim((str){ line.p + 1, line.n - 2 });
        if (*n == SHOPS_MOST || !shops_name_ok(name))
            return false;
        shops[(*n)++] = (struct named_shop){ .name = name };
        return true;
    }
    return *n > 0 && str_cut(line, '=', &key, &value) &&
           take_value(&shops[*n - 1], str_trim(key), str_trim(value));
}

bool shops_parse(str text, const char *path, struct named_shop **out, size_t *n, struct arena *a,
                 struct err *err)
{
    struct named_shop *shops = arena_array(a, struct named_shop, SHOPS_MOST);
    bool more = true;
    str line;

    *n = 0;
    *out = shops;
    for (unsigned number = 1; more; number++) {
        more = str_cut(text, '\n', &line, &text);
        if (!take_line(str_trim(line), shops, n))
            return err_set(err, ERR_SHOP, _("%s, line %u: expected [NAME], where = SHOP, token = TOKEN, client_id = ID or client_secret = SECRET"),
                           path, number);
    }
    return true;
}

bool shops_read(struct named_shop **out, size_t *n, struct arena *a, struct err *err)
{
    const char *path;
    struct stat st;
    str text;

    *out = NULL;
    *n = 0;
    if (!config_path(false, &path, a, err))
        return false;
    if (stat(path, &st) != 0)
        return errno == ENOENT || errno == ENOTDIR || err_errno(err, _("reading %s"), path);
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        return err_set(err, ERR_SHOP, _("others may read %s, which can hold secrets; run: chmod 600 %s"),
                       path, path);
    return file_read(path, SHOPS_FILE_MAX, &text, a, err) && shops_parse(text, path, out, n, a, err);
}

bool shops_name_free(str name, struct arena *a, struct err *err)
{
    struct named_shop *shops;
    const char *path;
    size_t n;

    if (!shops_name_ok(name))
        return err_set(err, ERR_USAGE, _("\"%.*s\" is no name for a shop: use letters, digits, - and _"),
                       STR_ARG(name));
    if (!config_path(false, &path, a, err) || !shops_read(&shops, &n, a, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (str_eq(shops[i].name, name))
            return err_set(err, ERR_USAGE, _("a shop named \"%.*s\" is in %s already"), STR_ARG(name), path);
    return true;
}

static void put_value(struct buf *b, str key, str value)
{
    const str parts[] = { key, STR(" = "), value, STR("\n") };

    for (size_t i = 0; i < countof(parts) && value.n > 0; i++)
        buf_put(b, parts[i]);
}

bool shops_add(const struct named_shop *shop, struct arena *a, struct err *err)
{
    const char *path;
    struct buf b = BUF_INIT(SHOPS_FILE_MAX);
    str before = STR("");

    if (!shops_name_free(shop->name, a, err) || !config_path(true, &path, a, err))
        return false;
    if (file_exists(path) && !file_read(path, SHOPS_FILE_MAX, &before, a, err))
        return false;
    const str head[] = { before, before.n > 0 && before.p[before.n - 1] != '\n' ? STR("\n") : STR(""),
                         STR("["), shop->name, STR("]\n") };
    for (size_t i = 0; i < countof(head); i++)
        buf_put(&b, head[i]);
    put_value(&b, STR("where"), shop->where);
    put_value(&b, STR("token"), shop->token);
    put_value(&b, STR("client_id"), shop->client_id);
    put_value(&b, STR("client_secret"), shop->client_secret);
    mode_t mask = umask(077); /* the file may hold tokens */
    bool ok = file_write(path, buf_str(&b), err);
    umask(mask);
    buf_release(&b);
    return ok;
}
