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

static const char *result_path(const struct session *w, str ending)
{
    const struct settings *s = w->settings;

    return s->result ? s->result : path_beside(str_of(s->file), STR("result"), ending, s->arena);
}

/* A result that grows beside the shop and the journal must not take the room that they need to come to an end. */
static bool has_room(const struct session *w, const char *path)
{
    enum { SPARE = 64 << 20 };
    const char *folder = arena_copy(w->settings->arena, path_folder(str_of(path))).p;
    uint64_t free_bytes, input;
    struct err ignored = { 0 };

    return file_size(w->input.path, &input, &ignored) && file_free_bytes(folder, &free_bytes, &ignored) &&
           free_bytes / 2 > input + SPARE;
}

void reports_begin(struct session *w, struct journal *journal, int64_t job, struct reports *out)
{
    struct err ignored = { 0 };

    *out = (struct reports){ .report = session_report(w) };
    out->report.journal = journal;
    out->report.job_number = job;
    out->along.report = &out->report;
    if (w->settings->no_result || book_is_csv(w->input.book))
        return;
    out->path = result_path(w, STR("xlsx"));
    file_sweep(out->path); /* of an import that was killed */
    if (!has_room(w, out->path) || !create(w, out->path, &out->along.out, &ignored))
        out->along.out = NULL;
}

void reports_abandon(struct reports *r)
{
    table_abandon(r->along.out);
    r->along.out = NULL;
}

/* As the import has written it, unless its name was taken meanwhile. */
static bool finish_along(struct session *w, struct reports *r)
{
    struct table *out = r->along.out;
    struct err ignored = { 0 };

    if (!r->along.complete || (!w->settings->result && file_exists(r->path))) {
        reports_abandon(r);
        return false;
    }
    r->along.out = NULL;
    return table_finish(out, &ignored);
}

static bool write_result(struct session *w, struct reports *out, struct import_counts *counts,
                         struct err *err)
{
    struct table *table;

    if (w->settings->no_result)
        return true;
    if (finish_along(w, out)) {
        *counts = out->along.counts;
    } else {
        out->path = result_path(w, reports_ending(book_is_csv(w->input.book), counts->rows));
        if (!create(w, out->path, &table, err) || !report_result(&out->report, table, counts, err))
            return err_wrap(err, _("the import is done, but its result was not written"));
    }
    out->result = out->path;
    return true;
}

static bool changed_anything(const struct import_counts *c)
{
    return c->kinds[OP_CREATE] + c->kinds[OP_UPDATE] + c->kinds[OP_REPLACE] + c->kinds[OP_DELETE] > 0;
}

static bool write_undo(struct session *w, struct reports *out, const struct import_counts *counts,
                       struct err *err)
{
    const struct settings *s = w->settings;
    const char *path =
        s->undo_file ? s->undo_file : path_beside(str_of(s->file), STR("undo"), STR("xlsx"), s->arena);
    struct table *table;

    if (s->no_undo || (!s->undo_file && !changed_anything(counts)))
        return true;
    if (!create(w, path, &table, err) || !report_undo(&out->report, table, err))
        return err_wrap(err, _("the import is done, but its undo workbook was not written"));
    out->undo = path;
    return true;
}

bool reports_write(struct session *w, struct reports *out, struct import_counts *counts, struct err *err)
{
    bool ok = write_result(w, out, counts, err) && write_undo(w, out, counts, err);

    meter_clear(&w->meter);
    return ok;
}
