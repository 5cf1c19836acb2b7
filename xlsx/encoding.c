#include "xlsx/decode.h"

#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "base/unicode.h"
#include "xlsx/limits.h"

enum { UTF_8, UTF_16LE, UTF_16BE, SHIFT_JIS, ISO_2022_JP, WINDOWS_1252 };

static const struct encoding encodings[] = {
    [UTF_8] = { STR_INIT("UTF-8"), NULL },
    [UTF_16LE] = { STR_INIT("UTF-16LE"), "UTF-16LE" },
    [UTF_16BE] = { STR_INIT("UTF-16BE"), "UTF-16BE" },
    [SHIFT_JIS] = { STR_INIT("Shift_JIS"), "CP932" },
    [ISO_2022_JP] = { STR_INIT("ISO-2022-JP"), "ISO-2022-JP-3" },
    [WINDOWS_1252] = { STR_INIT("Windows-1252"), "CP1252" },
};

static const struct {
    str name;
    size_t index;
} names[] = {
    { STR_INIT("utf-8"), UTF_8 },
    { STR_INIT("utf8"), UTF_8 },
    { STR_INIT("utf-16"), UTF_16LE },
    { STR_INIT("utf16"), UTF_16LE },
    { STR_INIT("utf-16le"), UTF_16LE },
    { STR_INIT("utf-16be"), UTF_16BE },
    { STR_INIT("shift_jis"), SHIFT_JIS },
    { STR_INIT("shift-jis"), SHIFT_JIS },
    { STR_INIT("sjis"), SHIFT_JIS },
    { STR_INIT("cp932"), SHIFT_JIS },
    { STR_INIT("windows-31j"), SHIFT_JIS },
    { STR_INIT("ms932"), SHIFT_JIS },
    { STR_INIT("iso-2022-jp"), ISO_2022_JP },
    { STR_INIT("jis"), ISO_2022_JP },
    { STR_INIT("windows-1252"), WINDOWS_1252 },
    { STR_INIT("cp1252"), WINDOWS_1252 },
    { STR_INIT("latin1"), WINDOWS_1252 },
    { STR_INIT("iso-8859-1"), WINDOWS_1252 },
};

static const struct {
    str bytes;
    size_t index;
} marks[] = {
    { STR_INIT("\xEF\xBB\xBF"), UTF_8 },
    { STR_INIT("\xFF\xFE"), UTF_16LE },
    { STR_INIT("\xFE\xFF"), UTF_16BE },
};

static size_t mark_at(str head, size_t *index)
{
    for (size_t i = 0; i < countof(marks); i++) {
        if (head.n >= marks[i].bytes.n && memcmp(head.p, marks[i].bytes.p, marks[i].bytes.n) == 0) {
            *index = marks[i].index;
            return marks[i].bytes.n;
        }
    }
    return 0;
}

/* ---- guessing ------------------------------------------------------------------------- */

static bool has_jis_escape(str s)
{
    return memmem(s.p, s.n, "\x1B$B", 3) || memmem(s.p, s.n, "\x1B$@", 3) || memmem(s.p, s.n, "\x1B(J", 3);
}

/* Where more bytes follow, the last character may be cut in two. */
static bool is_utf8(str s, bool is_cut)
{
    for (size_t cut = 0; cut < 4 && cut <= s.n; cut++)
        if (utf8_valid((str){ s.p, s.n - cut }))
            return cut == 0 || is_cut;
    return false;
}

/* Length of the CP932 character at s, 0 where there is none. */
static size_t shift_jis_length(const unsigned char *p, size_t left)
{
    unsigned char c = p[0];

    if (c < 0x80 || (c >= 0xA1 && c <= 0xDF))
        return 1;
    if (c == 0x80 || c == 0xA0 || c >= 0xFD)
        return 0;
    if (left < 2)
        return 1; /* cut by the end of what was sniffed */
    return p[1] >= 0x40 && p[1] != 0x7F && p[1] <= 0xFC ? 2 : 0;
}

static bool is_shift_jis(str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t together = 0, alone = 0, run = 0, n;

    for (size_t i = 0; i <= s.n; i += n) {
        n = i < s.n ? shift_jis_length(p + i, s.n - i) : 1;
        if (n == 0)
            return false;
        bool is_kana = n == 2 && (p[i] == 0x82 || p[i] == 0x83);
        if (i < s.n && p[i] >= 0x80) {
            run += is_kana ? 2 : 1;
            continue;
        }
        *(run > 1 ? &together : &alone) += run;
        run = 0;
    }
    return together > alone;
}

const struct encoding *encoding_guess(str bytes, bool is_cut)
{
    bool utf8 = is_utf8(bytes, is_cut);

    if (utf8 && has_jis_escape(bytes))
        return &encodings[ISO_2022_JP];
    if (utf8)
        return &encodings[UTF_8];
    return &encodings[is_shift_jis(bytes) ? SHIFT_JIS : WINDOWS_1252];
}

/* ---- of a file ------------------------------------------------------------------------ */

static size_t ascii_length(str s)
{
    size_t i = 0;

    while (i < s.n && (unsigned char)s.p[i] < 0x80 && s.p[i] != 0x1B)
        i++;
    return i;
}

/* Skips what is the same in all encodings; false on a read error. */
static bool sniff(int fd, char *block, str *out, struct err *err)
{
    off_t at = 0;

    for (;;) {
        ssize_t n = pread(fd, block, CSV_SNIFF, at);
        if (n < 0)
            return err_errno(err, _("reading"));
        size_t plain = ascii_length((str){ block, (size_t)n });
        *out = (str){ block, (size_t)n };
        if (plain == 0 || n == 0)
            return true;
        at += (off_t)plain;
    }
}

static bool guess(const struct encoding **out, int fd, struct err *err)
{
    struct arena arena = { 0 };
    char *block = arena_alloc(&arena, CSV_SNIFF, 1);
    str bytes = STR("");

    bool ok = sniff(fd, block, &bytes, err);
    if (ok)
        *out = encoding_guess(bytes, bytes.n == CSV_SNIFF);
    arena_reset(&arena);
    return ok;
}

static bool by_name(str name, size_t *out)
{
    for (size_t i = 0; i < countof(names); i++) {
        if (str_eq_fold(names[i].name, name)) {
            *out = names[i].index;
            return true;
        }
    }
    return false;
}

bool encoding_find(const struct encoding **out, size_t *mark, int fd, str name, struct err *err)
{
    char head[3];
    size_t marked = WINDOWS_1252, index;
    ssize_t n = pread(fd, head, sizeof head, 0);

    if (n < 0)
        return err_errno(err, _("reading"));
    *mark = mark_at((str){ head, (size_t)n }, &marked);
    if (*mark && name.n == 0) {
        *out = &encodings[marked];
        return true;
    }
    if (name.n == 0)
        return guess(out, fd, err);
    if (!by_name(name, &index))
        return err_set(err, ERR_USAGE,
                       _("\"%.*s\" is no encoding that is known here (UTF-8, UTF-16, Shift_JIS, "
                         "ISO-2022-JP, Windows-1252)"),
                       STR_ARG(name));
    if (str_eq_fold(name, STR("utf-16")) && *mark)
        index = marked;
    if (index != marked)
        *mark = 0;
    *out = &encodings[index];
    return true;
}
