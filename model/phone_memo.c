#include "model/phone_memo.h"

#include <string.h>

#include "base/hash.h"

static bool is_of(const struct phone_memo_slot *slot, str text, str country)
{
    return str_eq((str){ slot->text, slot->text_size }, text) &&
           str_eq((str){ slot->country, slot->country_size }, country);
}

static void remember(struct phone_memo_slot *slot, str text, str country, enum phone_result result,
                     str number)
{
    memcpy(slot->text, text.p, text.n);
    if (country.n)
        memcpy(slot->country, country.p, country.n);
    if (number.n)
        memcpy(slot->number, number.p, number.n);
    slot->text_size = (uint8_t)text.n;
    slot->country_size = (uint8_t)country.n;
    slot->number_size = (uint8_t)number.n;
    slot->result = result;
}

enum phone_result phone_memo_read(struct phone_memo *memo, str text, str country, struct arena *a, str *out)
{
    if (!memo || text.n == 0 || text.n > PHONE_MEMO_TEXT || country.n > sizeof memo->slots[0].country)
        return phone_read(text, country, a, out);

    struct phone_memo_slot *slot = &memo->slots[hash64(text) % PHONE_MEMO_SLOTS];
    if (is_of(slot, text, country)) {
        *out = arena_copy(a, (str){ slot->number, slot->number_size });
        return slot->result;
    }
    enum phone_result result = phone_read(text, country, a, out);
    if (out->n <= sizeof slot->number)
        remember(slot, text, country, result, *out);
    return result;
}

/* '+', and so many digits that the calling code and what follows it are among the first four. */
static bool has_shape(str text)
{
    enum { DIGITS_MIN = 5, DIGITS_MAX = 15 };

    if (text.n < 1 + DIGITS_MIN || text.n > 1 + DIGITS_MAX || text.p[0] != '+')
        return false;
    for (size_t i = 1; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return true;
}

bool phone_memo_is_possible(struct phone_memo *memo, str text)
{
    uint32_t key = 0;

    if (!has_shape(text))
        return false;
    if (!memo)
        return phone_is_possible(text);
    for (size_t i = 1; i <= 4; i++)
        key = key * 10 + (uint32_t)(text.p[i] - '0');
    key = key * 16 + (uint32_t)text.n;

    struct phone_memo_shape *shape = &memo->shapes[key * 0x9E3779B1u >> 24];
    if (shape->key != key)
        *shape = (struct phone_memo_shape){ key, phone_is_possible(text) };
    return shape->possible;
}
