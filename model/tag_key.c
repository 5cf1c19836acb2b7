#include "model/tag_key.h"

#include "base/unicode.h"

/* ---- kinds of characters --------------------------------------------------------------------- */

struct range {
    uint32_t from, to;
};

static bool is_among(uint32_t code, const struct range *ranges, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (code >= ranges[i].from && code <= ranges[i].to)
            return true;
    return false;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

bool tag_char_decides(uint32_t code)
{
    static const struct range kanji[] = {
        { 0x3005, 0x3005 }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF }, { 0xF900, 0xFAFF }, { 0x20000, 0x323AF }
    };

    return is_digit(code) || is_among(code, kanji, countof(kanji));
}

/* White space, and what takes no room on a screen. */
static bool is_space(uint32_t code)
{
    static const struct range spaces[] = { { 0x09, 0x0D },     { 0x20, 0x20 },     { 0x85, 0x85 },
                                           { 0xA0, 0xA0 },     { 0xAD, 0xAD },     { 0x1680, 0x1680 },
                                           { 0x2000, 0x200F }, { 0x2028, 0x202F }, { 0x205F, 0x2064 },
                                           { 0x3000, 0x3000 }, { 0xFEFF, 0xFEFF } };

    return is_among(code, spaces, countof(spaces));
}

/* Full-width forms of the ASCII ones stand here too, for keys that look at width. */
static bool is_punctuation(uint32_t code)
{
    static const struct range marks[] = {
        { '!', '"' },       { '\'', ')' },      { ',', '.' },       { ':', ';' },       { '?', '?' },
        { '[', ']' },       { '_', '`' },       { '{', '}' },       { 0xA1, 0xA1 },     { 0xAB, 0xAB },
        { 0xB7, 0xB7 },     { 0xBB, 0xBB },     { 0xBF, 0xBF },     { 0x2010, 0x2027 }, { 0x2039, 0x203A },
        { 0x2212, 0x2212 }, { 0x3001, 0x3002 }, { 0x3008, 0x3011 }, { 0x3014, 0x301F }, { 0x30FB, 0x30FB },
        { 0xFF01, 0xFF02 }, { 0xFF07, 0xFF09 }, { 0xFF0C, 0xFF0E }, { 0xFF1A, 0xFF1B }, { 0xFF1F, 0xFF1F },
        { 0xFF3B, 0xFF3D }, { 0xFF3F, 0xFF40 }, { 0xFF5B, 0xFF5D }, { 0xFF61, 0xFF65 },
    };

    return is_among(code, marks, countof(marks));
}

/* ---- keys ------------------------------------------------------------------------------------ */

enum { LETTERS_LEAST = 4 }; /* of a word that can be a plural */

struct key {
    unsigned folds;
    bool parted; /* one blank where something was left out */
    char *to;
    size_t n, word; /* bytes so far; where the run of ASCII letters at the end begins */
    size_t left;    /* characters so far */
    uint32_t last;  /* the last one; 0: none */
    bool gap;       /* something was left out since */
};

static bool ends_in(const struct key *k, const char *ending)
{
    str e = str_of(ending);

    return k->n - k->word >= e.n && str_eq((str){ k->to + k->n - e.n, e.n }, e);
}

static bool ends_in_any(const struct key *k, const char *const *endings, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ends_in(k, endings[i]))
            return true;
    return false;
}

/* "parties" to "party", "boxes" to "box", "tags" to "tag"; "boss", "bus" and "news" stay. */
static void end_word(struct key *k)
{
    static const char *const as_they_are[] = { "ss", "us", "is", "news" };
    static const char *const two[] = { "sses", "xes", "ches", "shes", "zes" };
    size_t letters = k->n - k->word;

    if (k->folds & TAG_FOLD_PLURAL && letters >= LETTERS_LEAST) {
        if (letters > LETTERS_LEAST && ends_in(k, "ies"))
            k->to[(k->n -= 2) - 1] = 'y';
        else if (ends_in_any(k, two, countof(two)))
            k->n -= 2;
        else if (ends_in(k, "s") && !ends_in_any(k, as_they_are, countof(as_they_are)))
            k->n--;
    }
    k->word = k->n;
}

static bool is_ascii_letter(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

static void put_bytes(struct key *k, str bytes)
{
    for (size_t i = 0; i < bytes.n; i++)
        k->to[k->n++] = bytes.p[i];
}

static void put_char(struct key *k, uint32_t code, str bytes)
{
    bool hiragana = (code >= 0x3041 && code <= 0x3096) || code == 0x309D || code == 0x309E;

    if (k->gap && k->parted && k->n > 0) {
        end_word(k);
        k->to[k->n++] = ' ';
        k->word = k->n;
    }
    if (!is_ascii_letter(code) || k->gap)
        end_word(k);
    if (hiragana && k->folds & TAG_FOLD_KANA) {
        uint32_t kana = code + 0x60;
        const char katakana[] = { (char)(0xE0 | kana >> 12), (char)(0x80 | (kana >> 6 & 0x3F)),
                                  (char)(0x80 | (kana & 0x3F)) };
        put_bytes(k, (str){ katakana, sizeof katakana });
    } else {
        put_bytes(k, bytes);
    }
    if (!is_ascii_letter(code))
        k->word = k->n;
    k->left++;
    k->last = code;
    k->gap = false;
}

/* White space and punctuation, one after the other, where the key looks at neither or at one of them. */
static size_t skip(struct key *k, str tag, size_t at, uint32_t *code)
{
    size_t next = utf8_next(tag, at, code);

    while ((is_space(*code) && k->folds & TAG_FOLD_SPACE) ||
           (is_punctuation(*code) && k->folds & TAG_FOLD_PUNCTUATION)) {
        uint32_t after = 0;
        if (next < tag.n)
            utf8_next(tag, next, &after);
        bool space = is_space(*code), digits = is_digit(after) && is_digit(k->last);
        if (!k->gap && (digits || (!space && is_digit(after) && k->last == 0)))
            break; /* it decides which number that is */
        k->gap = true;
        at = next;
        if (at >= tag.n)
            return at;
        next = utf8_next(tag, at, code);
    }
    return at;
}

static str make_key(str tag, unsigned folds, bool parted, size_t *left, struct arena *a)
{
    struct key k = { .folds = folds, .parted = parted };
    uint32_t code;

    if (folds & TAG_FOLD_WIDTH)
        tag = text_nfkc(tag, a);
    if (folds & TAG_FOLD_CASE)
        tag = text_fold_case(tag, a);
    k.to = arena_alloc(a, tag.n * 2 + 1, 1);
    for (size_t at = 0; at < tag.n;) {
        at = skip(&k, tag, at, &code);
        if (at >= tag.n)
            break;
        size_t next = utf8_next(tag, at, &code);
        put_char(&k, code, (str){ tag.p + at, next - at });
        at = next;
    }
    end_word(&k);
    *left = k.left;
    return (str){ k.to, k.n };
}

str tag_key(str tag, unsigned folds, struct arena *a)
{
    size_t left;
    str key = make_key(tag, folds, false, &left, a);

    if (left < 2 && folds & TAG_FOLD_PUNCTUATION)
        key = make_key(tag, folds & ~(unsigned)TAG_FOLD_PUNCTUATION, false, &left, a);
    return key;
}

str tag_words(str tag, struct arena *a)
{
    size_t left;

    return make_key(tag, TAG_FOLD_ALIKE, true, &left, a);
}

static bool same_key(str one, str other, unsigned folds, struct arena *scratch)
{
    return str_eq(tag_key(one, folds, scratch), tag_key(other, folds, scratch));
}

unsigned tag_differs(str one, str other, struct arena *scratch)
{
    unsigned folds = TAG_FOLD_ALIKE | TAG_FOLD_PLURAL;

    if (!same_key(one, other, folds, scratch))
        return 0;
    for (unsigned i = TAG_FOLDS; i-- > 0;)
        if (same_key(one, other, folds & ~(1u << i), scratch))
            folds &= ~(1u << i);
    return folds;
}

/* ---- as it should be written ----------------------------------------------------------------- */

static bool has_width(uint32_t code)
{
    enum { FULL_WIDTH_COMMA = 0xFF0C };

    return code >= 0xFF01 && code <= 0xFFEE && code != FULL_WIDTH_COMMA;
}

/* The character at `at`, and those after it of its kind. */
static size_t run_end(str s, size_t at, bool (*is)(uint32_t), bool wanted)
{
    while (at < s.n) {
        uint32_t code;
        size_t next = utf8_next(s, at, &code);
        if (is(code) != wanted)
            break;
        at = next;
    }
    return at;
}

static str fold_width(str s, struct arena *a)
{
    str *parts = arena_array(a, str, s.n + 1);
    size_t n = 0;

    for (size_t at = 0, end; at < s.n; at = end) {
        end = run_end(s, at, has_width, false);
        if (end > at) {
            parts[n++] = (str){ s.p + at, end - at };
            continue;
        }
        end = run_end(s, at, has_width, true);
        parts[n++] = text_nfkc((str){ s.p + at, end - at }, a);
    }
    return n == 1 ? parts[0] : arena_join(a, parts, n, STR(""));
}

static str fold_spaces(str s, struct arena *a)
{
    str *parts = arena_array(a, str, s.n + 1);
    size_t n = 0;

    for (size_t at = 0; at < s.n;) {
        size_t end = run_end(s, at, is_space, false);
        if (end > at)
            parts[n++] = (str){ s.p + at, end - at };
        at = run_end(s, end, is_space, true);
    }
    return n == 1 ? parts[0] : arena_join(a, parts, n, STR(" "));
}

str tag_normal(str tag, struct arena *a)
{
    return fold_spaces(fold_width(tag, a), a);
}
