#include "xlsx/write_sheet.h"

#include <string.h>

struct note_list note_list_new(size_t most, size_t text_bytes)
{
    return (struct note_list){
        .records = BUF_INIT(most * sizeof(struct note)),
        .text = BUF_INIT(text_bytes),
    };
}

void note_list_release(struct note_list *l)
{
    buf_release(&l->records);
    buf_release(&l->text);
}

bool note_list_add(struct note_list *l, size_t column, str text)
{
    struct note note = { .column = (uint32_t)column, .at = l->text.n, .n = text.n };

    if (text.n > l->text.max - l->text.n || sizeof note > l->records.max - l->records.n)
        return false;
    buf_put(&l->text, text);
    buf_put(&l->records, (str){ (const char *)&note, sizeof note });
    l->waiting++;
    return true;
}

size_t note_list_count(const struct note_list *l)
{
    return l->records.n / sizeof(struct note);
}

struct note note_at(const struct note_list *l, size_t i)
{
    struct note note;

    memcpy(&note, l->records.p + i * sizeof note, sizeof note);
    return note;
}

void note_list_place(struct note_list *l, uint32_t row)
{
    size_t count = note_list_count(l);

    for (; l->waiting; l->waiting--) {
        size_t i = count - l->waiting;
        struct note note = note_at(l, i);
        note.row = row;
        memcpy(l->records.p + i * sizeof note, &note, sizeof note);
    }
}

str note_text(const struct note_list *l, size_t i)
{
    struct note note = note_at(l, i);

    return note.n ? (str){ l->text.p + note.at, note.n } : STR("");
}

/* The notes of a row stand together, in any order of columns. */
str note_joined(const struct note_list *l, size_t i, struct arena *a)
{
    const struct note own = note_at(l, i);
    str joined = note_text(l, i);

    for (size_t k = i; k-- > 0 && note_at(l, k).row == own.row;)
        if (note_at(l, k).column == own.column)
            return STR("");
    for (size_t k = i + 1; k < note_list_count(l) && note_at(l, k).row == own.row; k++) {
        if (note_at(l, k).column != own.column)
            continue;
        const str lines[] = { joined, note_text(l, k) };
        joined = arena_join(a, lines, countof(lines), STR("\n"));
    }
    return joined;
}
