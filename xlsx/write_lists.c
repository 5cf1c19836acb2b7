#include "xlsx/write_lists.h"

#include <stdio.h>
#include <string.h>

#include "base/unicode.h"
#include "xlsx/write_text.h"

enum { INLINE_BYTES = 200 };

/* Only what nobody has to quote or escape. */
static bool fits_inline(const str *words, size_t count)
{
    size_t bytes = count;

    for (size_t i = 0; i < count; i++) {
        bytes += words[i].n;
        if (words[i].n == 0 || words[i].n > INLINE_BYTES || memchr(words[i].p, ',', words[i].n) ||
            memchr(words[i].p, '"', words[i].n) || !utf8_valid(words[i]))
            return false;
        for (size_t k = 0; k < words[i].n; k++)
            if ((uint8_t)words[i].p[k] < 0x20)
                return false;
    }
    return bytes <= INLINE_BYTES;
}

static bool same_words(const struct word_list *list, const str *words, size_t count)
{
    if (list->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!str_eq(list->words[i], words[i]))
            return false;
    return true;
}

/* The index of the list's column; it is added where there is none yet. */
static size_t find_or_add(struct lists *l, const str *words, size_t count, struct arena *a)
{
    struct word_list **end = &l->first;
    size_t column = 0;

    for (; *end; end = &(*end)->next, column++)
        if (same_words(*end, words, count))
            return column;

    str *copy = arena_array(a, str, count);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_copy(a, words[i]);
    struct word_list *list = arena_new(a, struct word_list);
    *list = (struct word_list){ NULL, copy, count };
    *end = list;
    l->count++;
    return column;
}

str lists_formula(struct lists *l, const str *words, size_t count, struct arena *a)
{
    if (count == 0)
        return STR("");
    if (count > ROW_MAX)
        count = ROW_MAX;
    if (fits_inline(words, count)) {
        const str parts[] = { STR("\""), arena_join(a, words, count, STR(",")), STR("\"") };
        return arena_join(a, parts, countof(parts), STR(""));
    }

    size_t column = find_or_add(l, words, count, a);
    char name[CELL_NAME_SIZE], from[2 * CELL_NAME_SIZE], to[2 * CELL_NAME_SIZE];
    int letters = (int)strcspn(cell_name(name, 1, column), "1");
    snprintf(from, sizeof from, "!$%.*s$1:", letters, name);
    snprintf(to, sizeof to, "$%.*s$%zu", letters, name, count);
    const str parts[] = { sheet_name_quoted(l->sheet_name, a), str_of(from), str_of(to) };
    return arena_join(a, parts, countof(parts), STR(""));
}

size_t lists_rows(const struct lists *l)
{
    size_t most = 0;

    for (const struct word_list *list = l->first; list; list = list->next)
        if (list->count > most)
            most = list->count;
    return most;
}

void lists_row(const struct lists *l, size_t i, cell *cells)
{
    for (const struct word_list *list = l->first; list; list = list->next)
        *cells++ = i < list->count ? (cell){ CELL_TEXT, false, list->words[i] }
                                   : (cell){ CELL_EMPTY, false, STR_INIT("") };
}
