#include "job/reader.h"

#include <string.h>

#include "base/message.h"
#include "base/prefetch.h"
#include "base/unicode.h"
#include "model/phone_memo.h"

enum { ROW_LOG_ROOM = 512 };

bool row_says_failed(const struct header *h, const struct row *row)
{
    int32_t at = h->position[COL_IMPORT_RESULT];

    return at >= 0 && (size_t)at < row->count && str_eq_fold(text_trim(row->cells[at].text), STR("Failed"));
}

static void log_add(struct row_log *log, const struct row *row)
{
    size_t text = row_text_length(row);

    log->bytes += row->count * sizeof(cell) + text;
    log->lost = log->lost || log->bytes > ROW_LOG_MAX;
    if (log->lost)
        return;
    if (log->n == log->room) {
        size_t room = 2 * log->room + ROW_LOG_ROOM;
        struct row *rows = arena_array(log->arena, struct row, room);
        if (log->n > 0)
            memcpy(rows, log->rows, log->n * sizeof *rows);
        log->rows = rows;
        log->room = room;
    }
    log->rows[log->n++] =
        row_copy(row, arena_array(log->arena, cell, row->count), arena_alloc(log->arena, text + 1, 1));
}

void reader_log(struct reader *r)
{
    if (r->log && r->has_row)
        log_add(r->log, &r->row);
}

/* Blank rows, and what --only-failed leaves out, are passed over. */
static bool reader_advance(struct reader *r)
{
    do {
        r->has_row = row_next(r->source, &r->row);
        reader_log(r);
    } while (r->has_row && (row_is_blank(&r->header, &r->row) ||
                            (r->options->only_failed && !row_says_failed(&r->header, &r->row))));
    r->rows += r->has_row;
    return r->has_row;
}

/* A header that names no type has the one of the shop's definition. */
static void settle_types(struct header *h, const struct shop_info *shop)
{
    for (size_t i = 0; i < h->metafield_count; i++) {
        struct metafield_column *m = &h->metafields[i];
        for (size_t d = 0; m->type.n == 0 && d < shop->definition_count; d++)
            if (str_eq(m->namespace, shop->definitions[d].namespace) &&
                str_eq(m->key, shop->definitions[d].key))
                m->type = shop->definitions[d].type;
    }
}

static struct cell_context cell_meaning(const struct import_options *options, const struct shop_info *shop)
{
    const struct zone *zone = options->zone ? options->zone : shop ? shop->timezone : NULL;

    return (struct cell_context){
        .zone = zone ? zone : zone_utc(),
        .country = options->country,
        .money_decimals = shop ? shop->money_decimals : 2,
        .judge_later = shop != NULL,
    };
}

static bool reader_begin(struct reader *r, const struct shop_info *shop, struct findings *notes,
                         struct err *err)
{
    struct record_options record = {
        .cells = &r->cells,
        .blank_keeps = r->options->blank_keeps,
        .ignore_id = r->options->ignore_id,
    };

    if (!header_read(&r->header, r->source, notes, notes->arena, err))
        return false;
    if (r->options->only_failed && r->header.position[COL_IMPORT_RESULT] < 0)
        return err_set(
            err, ERR_FORMAT,
            _("--only-failed wants a result workbook, but the sheet has no column \"Import Result\""));
    if (shop)
        settle_types(&r->header, shop);
    record_init(&r->record, &r->header, &record, r->scratch);
    reader_advance(r);
    return true;
}

bool reader_open(struct reader *r, const struct row_input *input, const struct import_options *options,
                 const struct shop_info *shop, struct findings *notes, struct arena *scratch, struct err *err)
{
    struct err unreadable = { 0 };

    *r = (struct reader){ .options = options, .cells = cell_meaning(options, shop), .scratch = scratch };
    r->cells.phones = arena_new(notes->arena, struct phone_memo);
    if (!input->open(input->context, &r->source, err))
        return false;
    r->source = prefetch_rows(r->source);
    if (reader_begin(r, shop, notes, err))
        return true;
    /* A sheet that cannot be read on looks like one that ends before its header: tell the cause. */
    if (!row_close(r->source, &unreadable)) {
        *err = unreadable;
        return false;
    }
    return input->name.n == 0 ? false : err_wrap(err, "%.*s", STR_ARG(input->name));
}

struct customer *reader_next(struct reader *r, struct findings *findings)
{
    if (!r->has_row)
        return NULL;
    record_begin(&r->record, findings);
    do {
        record_add(&r->record, &r->row);
    } while (reader_advance(r) && record_continues(&r->record, &r->row));
    return record_finish(&r->record);
}

bool reader_close(struct reader *r, struct err *err)
{
    return row_close(r->source, err);
}
