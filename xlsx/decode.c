#include "xlsx/decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "xlsx/limits.h"

enum { CARRY = 16, TEXT_ROOM = CSV_BLOCK * 3 + 64 }; /* no byte becomes more than three */

struct decoder {
    int fd;
    iconv_t iconv; /* or NO_ICONV */
    uint64_t at;   /* in the file, of the next byte to read */
    char *in, *out;
    size_t in_count; /* bytes in `in`, the first ones carried over */
    bool ended, failed;
};

#define NO_ICONV ((iconv_t)-1)

bool decoder_open(struct decoder **out, const struct encoding *e, int fd, uint64_t from, struct arena *arena,
                  struct err *err)
{
    struct decoder *d = arena_new(arena, struct decoder);

    d->fd = fd;
    d->at = from;
    d->iconv = e->iconv ? iconv_open("UTF-8", e->iconv) : NO_ICONV;
    if (e->iconv && d->iconv == NO_ICONV)
        return err_set(err, ERR_IO, _("this system cannot convert from %.*s"), STR_ARG(e->name));
    d->in = arena_alloc(arena, CSV_BLOCK + CARRY, 1);
    d->out = arena_alloc(arena, TEXT_ROOM, 1);
    *out = d;
    return true;
}

void decoder_close(struct decoder *d)
{
    if (!d || d->iconv == NO_ICONV)
        return;
    iconv_close(d->iconv);
    d->iconv = NO_ICONV;
}

/* ---- UTF-8 ---------------------------------------------------------------------------- */

/* Bytes of the character at p: 0 when it is none, more than `left` when it is cut. */
static size_t utf8_length_at(const unsigned char *p, size_t left)
{
    static const struct {
        unsigned char low, high, second_low, second_high, length;
    } kinds[] = {
        { 0x00, 0x7F, 0, 0, 1 },       { 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 },
        { 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 },
        { 0xF0, 0xF0, 0x90, 0xBF, 4 }, { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
    };
    size_t k = 0;

    while (k < countof(kinds) && (p[0] < kinds[k].low || p[0] > kinds[k].high))
        k++;
    if (k == countof(kinds))
        return 0;
    size_t n = kinds[k].length;
    if (n > 1 && left > 1 && (p[1] < kinds[k].second_low || p[1] > kinds[k].second_high))
        return 0;
    for (size_t i = 2; i < n && i < left; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

/* Bytes of whole valid characters at the start; *bad when what follows is none. */
static size_t utf8_prefix(const char *s, size_t n, bool *bad)
{
    const unsigned char *p = (const unsigned char *)s;
    size_t i = 0;

    *bad = false;
    while (i < n) {
        if (p[i] < 0x80) {
            i++;
            continue;
        }
        size_t length = utf8_length_at(p + i, n - i);
        *bad = length == 0;
        if (*bad || length > n - i)
            break;
        i += length;
    }
    return i;
}

/* ---- blocks --------------------------------------------------------------------------- */

/* Converts what it can of `in` to d->out, or takes it as it is; what it used is *used. */
static str convert(struct decoder *d, size_t *used, bool *bad)
{
    if (d->iconv == NO_ICONV) {
        *used = utf8_prefix(d->in, d->in_count, bad);
        memcpy(d->out, d->in, *used);
        return (str){ d->out, *used };
    }
    char *from = d->in, *to = d->out;
    size_t left = d->in_count, room = TEXT_ROOM;
    *bad = iconv(d->iconv, &from, &left, &to, &room) == (size_t)-1 && errno == EILSEQ;
    *used = d->in_count - left;
    return (str){ d->out, TEXT_ROOM - room };
}

static bool no_text(struct decoder *d, struct err *err)
{
    d->failed = true;
    return err_set(err, ERR_FORMAT,
                   _("byte %llu of the file (0x%02X) is no text in the encoding it is read in; "
                     "name the right one with --encoding"),
                   (unsigned long long)(d->at - d->in_count + 1), (unsigned)(unsigned char)d->in[0]);
}

bool decoder_read(struct decoder *d, str *out, struct err *err)
{
    bool bad = false;
    size_t used = 0;

    for (*out = STR(""); out->n == 0 && !(d->ended && d->in_count == 0);) {
        ssize_t n =
            d->ended ? 0 : pread(d->fd, d->in + d->in_count, CSV_BLOCK + CARRY - d->in_count, (off_t)d->at);
        if (n < 0)
            return err_errno(err, _("reading"));
        d->ended = n == 0;
        d->at += (uint64_t)n;
        d->in_count += (size_t)n;
        *out = convert(d, &used, &bad);
        d->in_count -= used;
        memmove(d->in, d->in + used, d->in_count);
        bool stuck = out->n == 0 && d->in_count > 0 && (bad || d->ended || d->in_count > CARRY);
        if (stuck)
            return no_text(d, err);
    }
    return true;
}
