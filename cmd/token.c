#include "cmd/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "cmd/folders.h"
#include "cmd/where.h"

bool token_ok(str token)
{
    for (size_t i = 0; i < token.n; i++)
        if (token.p[i] <= ' ' || token.p[i] > '~')
            return false;
    return token.n > 0 && token.n <= TOKEN_MAX;
}

static bool accept(str token, const char *from, str *out, struct err *err)
{
    *out = str_trim(token);
    return token_ok(*out) ||
           err_set(err, ERR_SHOP, _("what %s holds is no token: expected one line of letters and digits"), from);
}

static bool read_token(const char *path, str *out, struct arena *a, struct err *err)
{
    struct stat st;
    str text, first, rest;

    if (stat(path, &st) != 0) {
        (void)err_errno(err, _("reading %s"), path);
        err->code = ERR_SHOP;
        return false;
    }
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        return err_set(err, ERR_SHOP, _("others may read %s, which holds a token; run: chmod 600 %s"), path,
                       path);
    if (!file_read(path, 2 * TOKEN_MAX, &text, a, err))
        return false;
    (void)str_cut(str_trim(text), '\n', &first, &rest);
    return accept(str_trim(rest).n > 0 ? STR("") : first, path, out, err);
}

bool token_given(const struct settings *s, str *out, struct err *err)
{
    const char *environment = getenv("MEIBO_TOKEN"), *folder = getenv("CREDENTIALS_DIRECTORY");

    *out = STR("");
    if (environment && *environment)
        return accept(str_of(environment), "$MEIBO_TOKEN", out, err);
    if (s->token_file)
        return read_token(s->token_file, out, s->arena, err);
    if (!folder || !*folder)
        return true;
    const char *path = path_join(folder, "shopify-token", s->arena);
    return !file_exists(path) || read_token(path, out, s->arena, err);
}

/* An entry for that URL among the named shops. */
static bool look_up(const struct settings *s, str url, struct named_shop *out, struct err *err)
{
    struct named_shop *shops;
    struct err ignored;
    size_t n;
    str path, other;

    *out = (struct named_shop){ .name = STR("") };
    if (!shops_read(&shops, &n, s->arena, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (where_kind(shops[i].where, &path) == WHERE_SHOPIFY &&
            where_url(shops[i].where, &other, s->arena, &ignored) && str_eq(other, url)) {
            *out = shops[i];
            return true;
        }
    return true;
}

static bool from_entry(const struct named_shop *entry, struct admin_credentials *out)
{
    *out = (struct admin_credentials){ .token = entry->token,
                                       .client_id = entry->client_id,
                                       .client_secret = entry->client_secret };
    return token_ok(out->token) || (token_ok(out->client_id) && token_ok(out->client_secret));
}

static bool nothing_found(str url, struct err *err)
{
    return err_set(err, ERR_SHOP,
                   _("there is no token for %.*s: set MEIBO_TOKEN, give --token-file FILE, put it into "
                     "$CREDENTIALS_DIRECTORY/shopify-token, or keep it with \"meibo shop add NAME %.*s\""),
                   STR_ARG(url), STR_ARG(url));
}

bool token_find(const struct settings *s, str url, const struct named_shop *named,
                struct admin_credentials *out, struct err *err)
{
    static const struct rlimit none = { 0, 0 };
    struct named_shop entry = { .name = STR("") };
    str given;

    (void)setrlimit(RLIMIT_CORE, &none);
    *out = (struct admin_credentials){ .token = STR("") };
    if (!token_given(s, &given, err))
        return false;
    if (given.n > 0) {
        out->token = given;
        return true;
    }
    if (named)
        entry = *named;
    else if (!look_up(s, url, &entry, err))
        return false;
    return from_entry(&entry, out) || nothing_found(url, err);
}

/* ---- asking ----------------------------------------------------------------------------------- */

enum { CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, CTRL_U = 21, DELETE = 127 };

/* Character by character, for the terminal's own line editor would want Ctrl-C twice and then leave it mute. */
static bool read_unseen(char line[TOKEN_MAX], size_t *n, struct err *err)
{
    char c;

    for (*n = 0; read(STDIN_FILENO, &c, 1) == 1 && c != '\n' && c != '\r' && c != CTRL_D;) {
        if (c == CTRL_C)
            return err_set(err, ERR_INTERRUPTED, _("interrupted; nothing was kept"));
        if (c == BACKSPACE || c == DELETE)
            *n -= *n > 0;
        else if (c == CTRL_U)
            *n = 0;
        else if (*n < TOKEN_MAX)
            line[(*n)++] = c;
    }
    return true;
}

bool token_ask(const char *question, str *out, struct arena *a, struct err *err)
{
    struct termios before, unseen;
    char line[TOKEN_MAX];
    size_t n;

    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
        return err_set(err, ERR_USAGE,
                       _("there is no terminal to ask for the token on: give --token-file FILE or set "
                         "MEIBO_TOKEN"));
    unseen = before;
    unseen.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
    unseen.c_cc[VMIN] = 1;
    unseen.c_cc[VTIME] = 0;
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen); /* first: it drops what was typed before */
    fputs(question, stderr);
    fflush(stderr);
    bool ok = read_unseen(line, &n, err);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    return ok && accept(arena_copy(a, (str){ line, n }), _("the answer"), out, err);
}
