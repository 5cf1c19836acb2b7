/* Text: whatever the bytes, what is repaired is valid, forms are stable, near misses are symmetric. */
#include "base/unicode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str raw = { (const char *)data, size };
    struct arena a = { 0 };
    str s = utf8_repair(raw, &a);

    must(utf8_valid(s));
    must(!utf8_valid(raw) || utf8_length(raw) == utf8_length(s));
    must(str_eq(utf8_repair(s, &a), s));
    str half = utf8_cut(s, utf16_length(s) / 2);
    must(utf8_valid(half) && utf16_length(half) <= utf16_length(s) / 2);
    must(text_width(s) <= 2 * utf8_length(s));

    str nfkc = text_nfkc(s, &a), key = text_key(s, &a);
    must(str_eq(text_nfkc(nfkc, &a), nfkc));
    must(str_eq(text_key(key, &a), key));
    must(text_is_blank(raw) == (text_trim(raw).n == 0));

    size_t most = size % 7;
    size_t d = text_distance(s, half, most);
    must(d == text_distance(half, s, most) && d <= most + 1);
    must(text_distance(s, s, most) == 0);
    arena_reset(&a);
    return 0;
}
