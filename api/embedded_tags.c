#include "api/embedded_parts.h"

#include <string.h>

#include "base/hash.h"
#include "base/unicode.h"

enum { FIRST_ROOM = 256 };

static struct tag_entry **tag_slot(struct tag_entry **slots, size_t room, str key)
{
    size_t at = (size_t)hash64(key) & (room - 1);

    while (slots[at] && !str_eq(slots[at]->key, key))
        at = (at + 1) & (room - 1);
    return &slots[at];
}

static void tag_book_grow(struct tag_book *book)
{
    size_t room = book->room ? book->room * 2 : FIRST_ROOM;
    struct tag_entry **slots = arena_array(book->arena, struct tag_entry *, room);

    for (size_t i = 0; i < book->room; i++)
        if (book->slots[i])
            *tag_slot(slots, room, book->slots[i]->key) = book->slots[i];
    book->slots = slots;
    book->room = room;
}

static bool tag_load(struct tag_book *book, str key, str written, struct tag_entry *out, struct err *err)
{
    sqlite3_stmt *s = sql_get(book->shop, SQL_TAG_GET);
    bool found = false;

    *out = (struct tag_entry){ .key = arena_copy(book->arena, key) };
    sql_bind_empty_str(s, 1, key);
    if (!sql_row(book->shop, s, &found, err))
        return false;
    out->name = found ? sql_text(s, 0, book->arena) : arena_copy(book->arena, written);
    out->used = found ? sqlite3_column_int64(s, 1) : 0;
    sql_done(s);
    return true;
}

bool tag_spelling(struct tag_book *book, str key, str written, struct tag_entry **out, struct err *err)
{
    if (book->n * 2 >= book->room)
        tag_book_grow(book);
    struct tag_entry **slot = tag_slot(book->slots, book->room, key);
    if (!*slot) {
        struct tag_entry *entry = arena_new(book->arena, struct tag_entry);
        if (!tag_load(book, key, written, entry, err))
            return false;
        *slot = entry;
        book->n++;
    }
    *out = *slot;
    if ((*out)->used == 0) /* nobody has it: the next to write it decides */
        (*out)->name = arena_copy(book->arena, written);
    return true;
}

static bool tag_write(struct embedded *e, const struct tag_entry *entry, struct err *err)
{
    sqlite3_stmt *s = sql_get(e, entry->used > 0 ? SQL_TAG_PUT : SQL_TAGS_UNUSED);

    sql_bind_empty_str(s, 1, entry->key);
    if (entry->used > 0) {
        sql_bind_empty_str(s, 2, entry->name);
        (void)sqlite3_bind_int64(s, 3, entry->used);
    }
    return sql_run(e, s, err);
}

bool tag_book_write(struct tag_book *book, struct err *err)
{
    for (size_t i = 0; i < book->room; i++)
        if (book->slots[i] && book->slots[i]->changed && !tag_write(book->shop, book->slots[i], err))
            return false;
    return true;
}

/* ---- the tags of one customer ---------------------------------------------------------------------------- */

struct keyed {
    str key, name;
};

static int text_order(str a, str b)
{
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static size_t keyed_find(const struct keyed *list, size_t n, str key)
{
    size_t i = 0;

    while (i < n && !str_eq(list[i].key, key))
        i++;
    return i;
}

/* Puts it where the order wants it. */
static void keyed_insert(struct keyed *list, size_t n, struct keyed tag)
{
    size_t at = n;

    for (; at > 0 && text_order(list[at - 1].key, tag.key) > 0; at--)
        list[at] = list[at - 1];
    list[at] = tag;
}

/* Among those that go? Then it is spelled anew: from here on that is the shop's spelling. */
static bool is_spelled_anew(struct tag_book *book, str key, struct texts remove)
{
    for (size_t i = 0; i < remove.n; i++)
        if (str_eq(text_fold_case(text_trim(remove.at[i]), book->arena), key))
            return true;
    return false;
}

static bool tag_add(struct tag_book *book, struct keyed *list, size_t *n, str written, struct texts remove,
                    struct err *err)
{
    str name = text_trim(written), key = text_fold_case(name, book->arena);
    struct tag_entry *entry;

    if (name.n == 0 || keyed_find(list, *n, key) < *n)
        return true;
    if (!tag_spelling(book, key, name, &entry, err))
        return false;
    if (is_spelled_anew(book, key, remove)) {
        entry->name = arena_copy(book->arena, name);
        entry->changed = true;
        name = written; /* copies of other shops may hold tags with blanks around them, and get them back */
    } else {
        name = entry->name;
    }
    keyed_insert(list, (*n)++, (struct keyed){ key, name });
    return true;
}

static void tag_drop(struct keyed *list, size_t *n, str key)
{
    for (size_t at; (at = keyed_find(list, *n, key)) < *n;)
        memmove(&list[at], &list[at + 1], (--*n - at) * sizeof *list);
}

/* A comma inside a tag splits it: as many tags as there are commas, and one. */
static size_t tags_at_most(struct texts tags)
{
    size_t n = tags.n;

    for (size_t i = 0; i < tags.n; i++)
        for (size_t k = 0; k < tags.at[i].n; k++)
            n += tags.at[i].p[k] == ',';
    return n;
}

bool tags_change(struct tag_book *book, struct texts have, struct texts add, struct texts remove,
                 struct texts *out, struct err *err)
{
    struct keyed *list = arena_array(book->arena, struct keyed, have.n + tags_at_most(add) + 1);
    size_t n = 0;

    for (size_t i = 0; i < have.n; i++)
        keyed_insert(list, n++, (struct keyed){ text_fold_case(text_trim(have.at[i]), book->arena), have.at[i] });
    for (size_t i = 0; i < remove.n; i++)
        tag_drop(list, &n, text_fold_case(text_trim(remove.at[i]), book->arena));
    for (size_t i = 0; i < add.n; i++) {
        str head, tail = add.at[i];
        for (bool more = true; more;) {
            more = str_cut(tail, ',', &head, &tail);
            if (!tag_add(book, list, &n, head, remove, err))
                return false;
        }
    }
    str *names = arena_array(book->arena, str, n + 1);
    for (size_t i = 0; i < n; i++)
        names[i] = list[i].name;
    *out = (struct texts){ names, n };
    return true;
}

static bool tags_count_each(struct tag_book *book, struct texts tags, int step, struct err *err)
{
    struct tag_entry *entry;

    for (size_t i = 0; i < tags.n; i++) {
        if (!tag_spelling(book, text_fold_case(text_trim(tags.at[i]), book->arena), text_trim(tags.at[i]), &entry, err))
            return false;
        entry->used += step;
        entry->changed = true;
    }
    return true;
}

bool tags_count(struct tag_book *book, struct texts before, struct texts after, struct err *err)
{
    return tags_count_each(book, after, 1, err) && tags_count_each(book, before, -1, err);
}
