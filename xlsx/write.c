#include "xlsx/write.h"

#include "base/file.h"
#include "base/message.h"
#include "xlsx/write_lines.h"
#include "xlsx/write_xlsx.h"

static const struct {
    str ending;
    const struct line_format *lines; /* NULL: a workbook */
} formats[] = {
    { STR_INIT("xlsx"), NULL },
    { STR_INIT("csv"), &csv_format },
    { STR_INIT("jsonl"), &jsonl_format },
};

bool write_create(struct table **out, const char *path, const struct write_options *options, struct err *err)
{
    str ending = path_ending(str_of(path));

    *out = NULL;
    for (size_t i = 0; i < countof(formats); i++) {
        if (!str_eq_fold(ending, formats[i].ending))
            continue;
        if (formats[i].lines)
            return write_lines(out, path, formats[i].lines, err);
        return write_xlsx(out, path, options, err);
    }
    return err_set(err, ERR_USAGE, _("cannot write %s: the name must end in .xlsx, .csv or .jsonl"), path);
}
