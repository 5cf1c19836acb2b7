#include "base/message.h"
#include "base/prefetch.h"
#include "job/reader.h"
#include "job/result.h"

/* The result written afterwards: what the input holds, read once more beside the journal. */
struct reread {
    const struct report *r;
    struct result *result;
    struct header header;
    struct cell_context cells;
    struct findings notes;
    struct arena arena, scratch;
};

static bool next_of_journal(void *context, struct journal_entry *out)
{
    return journal_next(context, out);
}

static bool put_rows(struct reread *x, struct row_source *source, struct journal_cursor *cursor,
                     struct err *err)
{
    struct row row;

    if (!result_entries(x->result, &(struct result_entries){ cursor, next_of_journal }, err))
        return false;
    while (row_next(source, &row)) {
        if (!result_row(x->result, &row, err))
            return false;
        progress_step(x->r->progress, 1);
    }
    return true;
}

/* The header alone: the layout of the sheet is needed before its first row. */
static bool read_header(struct reread *x, struct err *err)
{
    struct reader reader;
    struct import_options options = *x->r->options;

    x->notes.arena = &x->arena;
    options.only_failed = false;
    if (!reader_open(&reader, &x->r->input, &options, x->r->shop, &x->notes, &x->scratch, err))
        return false;
    x->header = reader.header;
    x->cells = reader.cells;
    return reader_close(&reader, err);
}

/* The cursor is open until the result is complete: it counts also what stands in no row. */
static bool put_customers(struct reread *x, struct err *err)
{
    const struct report *r = x->r;
    struct row_source *source;
    struct journal_cursor *cursor;
    struct err closed = { 0 }; /* the first failure is the one to tell */

    if (!r->input.open(r->input.context, &source, err))
        return false;
    source = prefetch_rows(source);
    bool ok = journal_read(r->journal, r->job_number, 0, &cursor, err);
    if (ok) {
        ok = put_rows(x, source, cursor, err) && result_drain(x->result, err);
        ok = journal_read_close(cursor, ok ? err : &closed) && ok;
    }
    return row_close(source, ok ? err : &closed) && ok;
}

static bool write_all(struct reread *x, struct table *out, struct import_counts *counts, struct err *err)
{
    if (!read_header(x, err))
        return false;
    x->result = result_begin(x->r, out, &x->header, &x->cells, &x->notes, counts, &x->arena);
    return put_customers(x, err) && result_complete(x->result, err);
}

bool report_result(const struct report *r, struct table *out, struct import_counts *counts, struct err *err)
{
    struct reread x = { .r = r };

    *counts = (struct import_counts){ 0 };
    progress_begin(r->progress, N_("writing the result"), 0);
    bool ok = write_all(&x, out, counts, err);
    progress_end(r->progress);
    result_release(x.result);
    arena_reset(&x.scratch);
    arena_reset(&x.arena);
    if (ok)
        return table_finish(out, err);
    table_abandon(out);
    return false;
}
