#include "cmd/reports.h"

#include "base/file.h"
#include "base/message.h"
#include "cmd/say.h"
#include "xlsx/write.h"

enum { HEADER_SEARCH = 20 }; /* rows that may stand above the header */

str reports_ending(bool input_is_csv, size_t rows)
{
    return input_is_csv && rows > ROW_MAX - HEADER_SEARCH ? STR("csv") : STR("xlsx");
}

static bool create(const struct session *w, const char *path, struct table **out, struct err *err)
{
    const struct write_options form = { .compression = (enum write_compression)w->settings->compress,
                                        .creator = STR("meibo"),
                                        .created = w->now,
                                        .money_decimals = w->info.money_decimals };

    return write_create(out, path, &form, err);
}

static bool write_result(struct session *w, const struct report *r, struct reports *out,
                         struct import_counts *counts, struct err *err)
{
    const struct settings *s = w->settings;
    str ending = reports_ending(book_is_csv(w->input.book), counts->rows);
    const char *path = s->result ? s->result : path_beside(str_of(s->file), STR("result"), ending, s->arena);
    struct table *table;

    if (s->no_result)
        return true;
    if (!create(w, path, &table, err) || !report_result(r, table, counts, err))
        return err_wrap(err, _("the import is done, but its result was not written"));
    out->result = path;
    return true;
}

static bool changed_anything(const struct import_counts *c)
{
    return c->kinds[OP_CREATE] + c->kinds[OP_UPDATE] + c->kinds[OP_REPLACE] + c->kinds[OP_DELETE] > 0;
}

static bool write_undo(struct session *w, const struct report *r, struct reports *out,
                       const struct import_counts *counts, struct err *err)
{
    const struct settings *s = w->settings;
    const char *path =
        s->undo_file ? s->undo_file : path_beside(str_of(s->file), STR("undo"), STR("xlsx"), s->arena);
    struct table *table;

    if (s->no_undo || (!s->undo_file && !changed_anything(counts)))
        return true;
    if (!create(w, path, &table, err) || !report_undo(r, table, err))
        return err_wrap(err, _("the import is done, but its undo workbook was not written"));
    out->undo = path;
    return true;
}

bool reports_write(struct session *w, struct journal *journal, int64_t job, struct reports *out,
                   struct import_counts *counts, struct err *err)
{
    struct report r = session_report(w);

    r.journal = journal;
    r.job_number = job;
    *out = (struct reports){ 0 };
    bool ok = write_result(w, &r, out, counts, err) && write_undo(w, &r, out, counts, err);
    meter_clear(&w->meter);
    return ok;
}
