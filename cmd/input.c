#include "cmd/input.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"

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
    in->sheet_name = arena_copy(s->arena, sheets[in->sheet].name);
    in->rows.name = book_is_csv(in->book) ? str_of(in->path)
                                          : arena_fmt(s->arena, _("%s: sheet \"%.*s\""), in->path, STR_ARG(in->sheet_name));
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
