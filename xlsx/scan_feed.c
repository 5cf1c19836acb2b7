#include "xlsx/scan_feed.h"

#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "xlsx/limits.h"
#include "xlsx/scan.h"

_Static_assert((int)RING_SLACK > (int)SCAN_SLACK, "windows end in a block");

bool feed_open(struct feed *f, const struct feed_input *in, bool plain, struct arena *arena, struct err *err)
{
    const char *asked = getenv("MEIBO_READER");

    *f = (struct feed){ .in = *in, .rest = STR(""), .joined = BUF_INIT(SCAN_PIECE_MAX) };
    if (!xml_open(&f->xml, in->words, in->hooks, in->user, arena, err))
        return false;
    if (!plain && !(asked && strcmp(asked, "libxml2") == 0) && zip_part_is_allowed(in->part))
        f->ring = ring_open(zip_file(in->zip), in->part, arena);
    if (f->ring)
        return true;
    f->block = arena_alloc(arena, XML_CHUNK, 1);
    return zip_part_open(in->zip, in->part, err);
}

void feed_close(struct feed *f)
{
    if (f->in.zip && !f->ring)
        zip_part_close(f->in.zip);
    ring_close(f->ring);
    xml_close(f->xml);
    buf_release(&f->joined);
    *f = (struct feed){ 0 };
}

bool feed_is_plain(const struct feed *f)
{
    return !f->ring;
}

static bool to_xml(struct feed *f, const char *p, const char *end, struct err *err)
{
    while (p < end) {
        size_t n = end - p < XML_CHUNK ? (size_t)(end - p) : XML_CHUNK;
        if (!xml_push(f->xml, (str){ p, n }, err))
            return false;
        p += n;
    }
    return true;
}

/* ---- pieces --------------------------------------------------------------------------- */

/* Behind the last `what` in the window, or NULL. */
static char *last_end(char *p, char *end, str what)
{
    for (char *at = end; (size_t)(at - p) >= what.n; at--)
        if (at[-1] == '>' && memcmp(at - what.n, what.p, what.n) == 0)
            return at;
    return NULL;
}

/* Does a piece begin at p, as far as can be seen before `end`? */
static bool begins(const char *p, const char *end, str start)
{
    size_t n = (size_t)(end - p);

    return memcmp(p, start.p, n < start.n ? n : start.n) == 0;
}

/* The window's whole pieces. Returns what is behind the last that was read. */
static char *read_pieces(const struct feed *f, char *p, char *last)
{
    const struct feed_pieces *pieces = f->in.pieces;
    char kept = *last;

    *last = '\0';
    for (const char *next = p; next;) {
        while (scan_is_blank(*p))
            p++;
        next = p < last && begins(p, last, pieces->start) ? pieces->read(f->in.user, p) : NULL;
        if (next)
            p += next - p;
    }
    *last = kept;
    return p;
}

/* From here on libxml2, which stands right before p. */
static bool hand_over(struct feed *f, const char *p, const char *end, struct err *err)
{
    f->where = FEED_XML;
    f->rest = STR("");
    bool ok = to_xml(f, p, end, err);
    if (f->holds_block)
        ring_give_back(f->ring);
    f->holds_block = false;
    buf_release(&f->joined);
    return ok;
}

static bool window(struct feed *f, char *p, char *end, struct err *err)
{
    char *last = last_end(p, end, f->in.pieces->end);

    if (last)
        p = read_pieces(f, p, last);
    while (p < end && scan_is_blank(*p))
        p++;
    if ((last && p < last) || !begins(p, end, f->in.pieces->start))
        return hand_over(f, p, end, err);
    f->rest = (str){ p, (size_t)(end - p) };
    return true;
}

/* The piece that began in the block before and its next bytes, where they fit: a piece too long for the room before a block. */
static bool join(struct feed *f, char *block, size_t n, struct err *err)
{
    struct buf *b = &f->joined;
    size_t before = f->rest.n;

    if (b->n > 0)
        memmove(b->p, f->rest.p, before);
    else
        buf_put(b, f->rest);
    b->n = before;
    if (f->holds_block)
        ring_give_back(f->ring);
    f->holds_block = true; /* this one, for a moment */
    buf_put(b, (str){ block, n });
    if (!buf_reserve(b, RING_SLACK)) /* too long for us */
        return to_xml(f, b->p, b->p + before, err) && hand_over(f, block, block + n, err);
    ring_give_back(f->ring);
    f->holds_block = false;
    return window(f, b->p, b->p + b->n, err);
}

static bool pieces_block(struct feed *f, char *block, size_t n, struct err *err)
{
    str rest = f->rest;

    if (rest.n > RING_HEAD)
        return join(f, block, n, err);
    char *p = block - rest.n;
    if (rest.n)
        memcpy(p, rest.p, rest.n);
    buf_clear(&f->joined);
    if (f->holds_block)
        ring_give_back(f->ring);
    f->holds_block = true;
    return window(f, p, block + n, err);
}

/* ---- the whole ------------------------------------------------------------------------ */

/* libxml2 reads to where the pieces begin, if that is in the first block. */
static bool head_block(struct feed *f, char *block, size_t n, struct err *err)
{
    const struct feed_pieces *pieces = f->in.pieces;
    char *end = block + n;
    char *at = memmem(block, n, pieces->root_start.p, pieces->root_start.n);

    at = at ? memchr(at, '>', (size_t)(end - at)) : NULL;
    at = at ? at + 1 : end;
    f->holds_block = true;
    if (!to_xml(f, block, at, err))
        return false;
    if (!xml_is_utf8(f->xml)) /* libxml2 converts in pieces; they should be those of the plain road */
        return err_set(err, ERR_FORMAT, "not UTF-8");
    if (!xml_is_plain_in(f->xml, pieces->root))
        return hand_over(f, at, end, err);
    f->where = FEED_PIECES;
    return window(f, at, end, err);
}

static bool ring_more(struct feed *f, bool *ended, struct err *err)
{
    static bool (*const blocks[])(struct feed *, char *, size_t, struct err *) = {
        [FEED_HEAD] = head_block,
        [FEED_PIECES] = pieces_block,
    };
    char *block;
    size_t n;
    enum ring_state state = ring_take(f->ring, &block, &n);

    *ended = state == RING_ENDED;
    if (state == RING_FAILED)
        return err_set(err, ERR_FORMAT, _("damaged: it cannot be unpacked"));
    if (state == RING_ENDED)
        return hand_over(f, f->rest.p, f->rest.p + f->rest.n, err) && xml_finish(f->xml, err);
    if (f->where != FEED_XML)
        return blocks[f->where](f, block, n, err);
    f->holds_block = true;
    return hand_over(f, block, block + n, err);
}

bool feed_more(struct feed *f, bool *ended, struct err *err)
{
    size_t got;

    if (f->ring)
        return ring_more(f, ended, err);
    if (!zip_part_read(f->in.zip, f->block, XML_CHUNK, &got, err))
        return false;
    *ended = got == 0;
    return *ended ? xml_finish(f->xml, err) : xml_push(f->xml, (str){ f->block, got }, err);
}
