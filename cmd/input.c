#include "cmd/input.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "base/unicode.h"

bool input_options(const struct settings *s, struct book_options *out, struct err *err)
{
    *out = (struct book_options){ .encoding = str_of(s->encoding) };
    if (!s->delimiter)
        return true;
    if (str_eq_fold(str_of(s->delimiter), STR("tab")))
        out->delimiter = '\t';
    else if (s->delimiter[0] && !s->delimiter[1] && strchr(",;\t", s->delimiter[0]))
        out->delimiter = s->delimiter[0];
    return out->delimiter ||
           err_set(err, ERR_USAGE, _("--delimiter: expected a comma, a semicolon or \"tab\""));
}

static bool open_rows(void *context, struct row_source **out, struct err *err)
{
    struct input *in = context;

    return book_rows(in->book, in->sheet, out, err);
}

/* A file that is not there is told apart from a disk that fails: the first is the workbook's fault. */
static bool is_readable(const char *path, struct err *err)
{
    struct stat st;

    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return err_set(err, ERR_FORMAT, _("%s is a folder; expected a workbook or a CSV"), path);
    if (access(path, R_OK) == 0)
        return true;
    err_errno(err, _("reading %s"), path);
    err->code = ERR_FORMAT;
    return false;
}

static void name_rows(struct input *in, const struct settings *s)
{
    in->sheet_name = arena_copy(s->arena, book_sheet(in->book, in->sheet)->name);
    in->rows.name = book_is_csv(in->book) ? str_of(in->path)
                                          : arena_fmt(s->arena, _("%s: sheet \"%.*s\""), in->path, STR_ARG(in->sheet_name));
}

static bool choose_sheet(struct input *in, const struct settings *s, struct err *err)
{
    size_t n = book_sheet_count(in->book);
    struct sheet_candidate *sheets = arena_array(s->arena, struct sheet_candidate, n + 1);

    for (size_t i = 0; i < n; i++) {
        const struct sheet_info *info = book_sheet(in->book, i);
        sheets[i] = (struct sheet_candidate){ .name = info->name,
                                              .visible = info->visibility == SHEET_VISIBLE,
                                              .has_cells = info->has_cells };
    }
    if (!sheet_choose(sheets, n, str_of(s->sheet), book_is_csv(in->book), &in->sheet, &in->notes, err))
        return err_wrap(err, "%s", in->path);
    name_rows(in, s);
    return true;
}

/* Whether sheet i is called by a word, or (part) its name holds the first one. */
static bool is_called(const struct input *in, size_t i, const str *words, size_t n, bool part, struct arena *a)
{
    str name = text_key(book_sheet(in->book, i)->name, a);

    if (!book_sheet(in->book, i)->has_cells)
        return false;
    if (part)
        return name.n >= words[0].n && memmem(name.p, name.n, words[0].p, words[0].n) != NULL;
    for (size_t w = 0; w < n; w++)
        if (str_eq(name, words[w]))
            return true;
    return false;
}

static bool find_named(struct input *in, const str *words, size_t n, struct arena *a)
{
    size_t count = book_sheet_count(in->book), found = 0;

    if (book_is_csv(in->book))
        return count > 0;
    for (int part = 0; part < 2; part++) {
        for (size_t i = 0; i < count; i++)
            if (is_called(in, i, words, n, part, a)) {
                in->sheet = found == 0 ? i : in->sheet;
                found++;
            }
        if (found > 0)
            return found == 1 || !part;
    }
    return false;
}

bool input_open_named(struct input *in, const char *path, const struct settings *s, const str *words, size_t n, bool *found,
                      struct err *err)
{
    struct book_options options;

    *in = (struct input){ .path = path, .name = path_base(str_of(path)), .notes.arena = s->arena };
    in->rows = (struct row_input){ .context = in, .open = open_rows };
    if (!input_options(s, &options, err) || !is_readable(path, err) || !book_open(&in->book, path, &options, err))
        return false;
    *found = find_named(in, words, n, s->arena);
    if (*found)
        name_rows(in, s);
    else
        input_close(in);
    return true;
}

bool input_open(struct input *in, const char *path, const struct settings *s, struct err *err)
{
    struct book_options options;

    *in = (struct input){ .path = path, .name = path_base(str_of(path)), .notes.arena = s->arena };
    in->rows = (struct row_input){ .context = in, .open = open_rows };
    return input_options(s, &options, err) && is_readable(path, err) &&
           book_open(&in->book, path, &options, err) && choose_sheet(in, s, err);
}

void input_close(struct input *in)
{
    book_close(in->book);
    in->book = NULL;
}
