#include "job/report_errors.h"

#include "base/message.h"
#include "job/report_parts.h"
#include "model/pack.h"

enum { LINK_COLUMN = 3 };

static void put_causes(struct error_lines *l, enum severity severity, const size_t causes[FINDING_COUNT])
{
    for (size_t id = 1; id < FINDING_COUNT; id++) {
        if (causes[id] == 0 || finding_severity((enum finding_id)id) != severity)
            continue;
        const cell cells[] = {
            cell_of_count(causes[id], &l->arena),
            cell_of_text(severity_word(l->r, severity)),
            cell_of_text(finding_cause(l->r, (enum finding_id)id, &l->arena)),
        };
        table_put(l->out, 0, cells, countof(cells));
    }
}

void error_lines_begin(struct error_lines *l, str sheet_name, const size_t causes[FINDING_COUNT])
{
    const struct column_layout layout[] = {
        { .header = report_word(l->r, N_("Count")), .style = STYLE_NUMBER },
        { .header = report_word(l->r, N_("Severity")), .style = STYLE_TEXT },
        { .header = report_word(l->r, N_("What")), .style = STYLE_TEXT },
        { .header = report_word(l->r, N_("Cell")), .style = STYLE_TEXT },
        { .header = report_word(l->r, N_("Column")), .style = STYLE_TEXT },
    };

    table_sheet(l->out, &(struct sheet_layout){
                            .name = sheet_name, .columns = layout, .column_count = countof(layout) });
    put_causes(l, SEVERITY_ERROR, causes);
    put_causes(l, SEVERITY_WARNING, causes);
    put_causes(l, SEVERITY_NOTE, causes);
    table_put(l->out, 0, NULL, 0);
}

void error_lines_put(struct error_lines *l, const struct finding *f)
{
    bool in_column = f->column >= 0 && l->header && (size_t)f->column < l->header->count;
    uint32_t row = f->row ? f->row : l->header ? l->header->row : 1;
    char name[CELL_NAME_SIZE];

    if (l->n++ >= ERROR_LINES_MAX)
        return;
    cell_name(name, row, f->column >= 0 ? (size_t)f->column : 0);
    const cell cells[] = {
        { CELL_EMPTY, false, STR_INIT("") },
        cell_of_text(severity_word(l->r, finding_severity(f->id))),
        cell_of_text(l->r->words->finding(f, &l->arena)),
        cell_of_text(str_of(name)),
        cell_of_text(in_column ? l->header->text[f->column] : STR("")),
    };
    if (l->header) /* else the sheet is not in this workbook */
        table_link(l->out, LINK_COLUMN, report_sheet(l->r), str_of(name));
    table_put(l->out, 0, cells, countof(cells));
    arena_reset(&l->arena);
}

void error_lines_end(struct error_lines *l)
{
    arena_reset(&l->arena);
}

static bool put_entry_lines(struct error_lines *l, const struct journal_entry *e, struct arena *a,
                            struct err *err)
{
    struct findings list = { .arena = a };

    if (e->findings.n == 0)
        return true;
    if (!findings_unpack(e->findings, &list, err))
        return err_wrap(err, _("reading the journal"));
    for (size_t i = 0; i < list.n; i++)
        if (finding_severity(list.at[i].id) != SEVERITY_NOTE)
            error_lines_put(l, &list.at[i]);
    arena_reset(a);
    return true;
}

static bool put_journal_lines(struct error_lines *l, size_t most, struct err *err)
{
    struct journal_cursor *c;
    struct journal_entry e;
    struct arena arena = { 0 };
    struct err closed = { 0 };
    bool ok = true;

    if (!journal_read(l->r->journal, l->r->job_number, 0, &c, err))
        return false;
    while (ok && l->n < most && journal_next(c, &e))
        ok = put_entry_lines(l, &e, &arena, err);
    arena_reset(&arena);
    return journal_read_close(c, ok ? err : &closed) && ok;
}

bool report_errors(const struct report *r, struct table *out, const struct header *h,
                   const size_t causes[FINDING_COUNT], size_t said, struct err *err)
{
    struct error_lines lines = { .r = r, .out = out, .header = h };

    error_lines_begin(&lines, STR("Errors"), causes);
    bool ok = said == 0 || put_journal_lines(&lines, said < ERROR_LINES_MAX ? said : ERROR_LINES_MAX, err);
    error_lines_end(&lines);
    return ok;
}
