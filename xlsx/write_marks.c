#include "xlsx/write_marks.h"

#include <string.h>

#include "base/unicode.h"
#include "xlsx/write_text.h"

enum {
    COMMENTS = 10000,
    COMMENT_BYTES = 8 << 20,
    LINKS = 65000,
    LINK_BYTES = 8 << 20,
};

void marks_start(struct sheet_out *sheet)
{
    sheet->comments = note_list_new(COMMENTS, COMMENT_BYTES);
    sheet->links = note_list_new(LINKS, LINK_BYTES);
}

static void touch(struct marks *m, size_t column)
{
    if (column >= m->touched)
        m->touched = column + 1;
}

void marks_set(struct marks *m, struct sheet_out *sheet, size_t column, enum cell_mark mark, str comment)
{
    static const uint8_t weight[MARK_COUNT] = { [MARK_WARNING] = 1, [MARK_FAILED] = 2 };

    if (column >= COLUMN_MAX)
        return;
    touch(m, column);
    if (weight[mark] > weight[m->marks[column]])
        m->marks[column] = (uint8_t)mark;
    if (comment.n && m->comment_count < COMMENTS && note_list_add(&sheet->comments, column, comment))
        m->comment_count++;
}

void marks_link(struct marks *m, struct sheet_out *sheet, size_t column, str to_sheet, str to_cell)
{
    struct arena scratch = { 0 };

    if (column >= COLUMN_MAX || m->link_count == LINKS || m->links[column])
        return;
    touch(m, column);
    str name = sheet_name_quoted(sheet_name_for(to_sheet, &scratch), &scratch);
    const str place[] = { name, utf8_repair(to_cell, &scratch) };
    if (note_list_add(&sheet->links, column, arena_join(&scratch, place, countof(place), STR("!")))) {
        m->links[column] = true;
        m->link_count++;
    }
    arena_reset(&scratch);
}

struct row_looks marks_looks(const struct marks *m)
{
    return (struct row_looks){ .marks = m->marks, .links = m->links, .count = m->touched };
}

void marks_place(struct sheet_out *sheet, uint32_t row)
{
    note_list_place(&sheet->comments, row);
    note_list_place(&sheet->links, row);
}

void marks_forget(struct marks *m)
{
    memset(m->marks, 0, m->touched);
    memset(m->links, 0, m->touched * sizeof *m->links);
    m->touched = 0;
}
