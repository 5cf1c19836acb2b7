#include "api/step_parts.h"

#include <string.h>

#include "base/unicode.h"

enum { MESSAGE_MAX = 200 /* characters; a list of all types or words is not for a cell */ };

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* `held` stands at `at`, and not inside another word. */
static bool stands_at(str text, size_t at, str held)
{
    size_t end = at + held.n;

    return end <= text.n && memcmp(text.p + at, held.p, held.n) == 0 &&
           !(at > 0 && is_word(text.p[at - 1]) && is_word(held.p[0])) &&
           !(end < text.n && is_word(text.p[end]) && is_word(held.p[held.n - 1]));
}

static str without(str text, str held, struct arena *a)
{
    const str dots = STR("…");
    size_t n = 0;
    char *to;

    held = text_trim(held);
    if (held.n < 2 || text.n < held.n || !memmem(text.p, text.n, held.p, held.n))
        return text;
    to = arena_array(a, char, text.n *dots.n + 1);
    for (size_t i = 0; i < text.n;) {
        bool is_it = stands_at(text, i, held);
        memcpy(to + n, is_it ? dots.p : text.p + i, is_it ? dots.n : 1);
        n += is_it ? dots.n : 1;
        i += is_it ? held.n : 1;
    }
    return (str){ to, n };
}

static str without_customer(str text, const struct customer *c, struct arena *a)
{
    static const enum column_id personal[] = { COL_EMAIL,     COL_PHONE, COL_FIRST_NAME,
                                               COL_LAST_NAME, COL_NOTE,  COL_MULTIPASS };

    for (size_t i = 0; i < countof(personal); i++)
        text = without(text, *(const str *)field_of(personal[i], c), a);
    for (size_t i = 0; i < c->tags.n; i++)
        text = without(text, c->tags.at[i], a);
    return text;
}

static str without_address(str text, const struct address *one, struct arena *a)
{
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (ADDRESS_TEXTS & COL_BIT(col))
            text = without(text, *(const str *)field_of(col, one), a);
    return text;
}

str message_clean(const struct op *op, str message, struct arena *a)
{
    str text = without_customer(utf8_repair(message, a), &op->to, a);

    if (op->have)
        text = without_customer(text, op->have, a);
    for (size_t i = 0; i < op->tags_add.n; i++)
        text = without(text, op->tags_add.at[i], a);
    for (size_t i = 0; i < op->address_count; i++)
        text = without_address(text, &op->addresses[i].to, a);
    for (size_t i = 0; i < op->metafield_count; i++)
        text = without(text, op->metafields[i].to.value, a);
    str cut = utf8_cut(text, MESSAGE_MAX);
    if (cut.n == text.n)
        return arena_copy(a, str_trim(text));
    return arena_join(a, (str[]){ cut, STR("…") }, 2, STR(""));
}
