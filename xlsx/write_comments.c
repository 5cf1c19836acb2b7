#include "xlsx/write_comments.h"

#include <string.h>

#include "xlsx/write_text.h"

enum {
    SCRATCH_BYTES = 1 << 20,
    COMMENT_UNITS = 1000,
    COMMENT_LINE = 36,
    COMMENT_WIDTH = 260,
    LINE_HEIGHT = 14
};

/* Boxes as high as their text, within reason. */
static uint16_t comment_height(const char *text)
{
    size_t lines = 1, n = strlen(text);

    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n';
    lines += n / COMMENT_LINE;
    return (uint16_t)(LINE_HEIGHT * (lines < 3 ? 4 : lines < 30 ? lines + 1 : 30));
}

void comments_put(lxw_worksheet *sheet, const struct sheet_out *in, const char *author, struct arena *scratch)
{
    char by[64] = "";

    if (strlen(author) < sizeof by)
        memcpy(by, author, strlen(author) + 1);
    for (size_t i = 0; i < note_list_count(&in->comments); i++) {
        struct note note = note_at(&in->comments, i);
        str joined = note_joined(&in->comments, i, scratch);
        if (joined.n == 0)
            continue;
        const char *text = text_for_library(joined, COMMENT_UNITS, scratch);
        lxw_comment_options look = { .author = by, .width = COMMENT_WIDTH, .height = comment_height(text) };
        worksheet_write_comment_opt(sheet, note.row - 1, (lxw_col_t)note.column, text, &look); /* copies */
        if (scratch->used > SCRATCH_BYTES)
            arena_reset(scratch);
    }
}
