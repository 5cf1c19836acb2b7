#include "xlsx/strings.h"

#include <string.h>

#include "base/message.h"
#include "xlsx/limits.h"
#include "xlsx/queue.h"
#include "xlsx/scan_events.h"
#include "xlsx/scan_feed.h"
#include "xlsx/text.h"

enum word { SI, T, RPH, SST };

static const char *const word_list[] = { [SI] = "si", [T] = "t", [RPH] = "rPh", [SST] = "sst" };
static const struct xml_words words = { word_list, countof(word_list) };

struct reading {
    struct strings *strings;
    size_t start; /* of the string being read, in the text */
    bool in_string, in_phonetic, in_text;
    struct buf decoded; /* a text of the scanner's */
};

static bool too_many(struct err *err)
{
    return err_set(err, ERR_LIMIT, _("more shared strings than %d GiB or %d million"),
                   (int)(SHARED_TEXT_LIMIT >> 30), (int)(SHARED_COUNT_LIMIT >> 20));
}

static bool on_start(void *user, int word, const struct xml_attribute *a, size_t n, struct err *err)
{
    struct reading *r = user;

    (void)a, (void)n, (void)err;
    if (word == SI) {
        r->in_string = true;
        r->in_phonetic = r->in_text = false;
        r->start = r->strings->text.n;
    }
    if (word == RPH)
        r->in_phonetic = true;
    if (word == T)
        r->in_text = r->in_string && !r->in_phonetic;
    return true;
}

static bool on_text(void *user, str text, struct err *err)
{
    struct reading *r = user;
    struct buf *to = &r->strings->text;

    if (!r->in_text || to->n - r->start > CELL_RAW_MAX)
        return true;
    buf_put(to, text);
    return buf_ok(to) || too_many(err);
}

static bool string_end(struct reading *r, struct err *err)
{
    struct strings *s = r->strings;

    r->in_string = false;
    if (s->text.n > r->start)
        s->text.n = r->start + text_unescape(s->text.p + r->start, s->text.n - r->start);
    buf_put(&s->ends, (str){ (const char *)&s->text.n, sizeof s->text.n });
    s->count++;
    return buf_ok(&s->ends) || too_many(err);
}

static bool on_end(void *user, int word, struct err *err)
{
    struct reading *r = user;

    if (word == T)
        r->in_text = false;
    if (word == RPH)
        r->in_phonetic = false;
    return word != SI || !r->in_string || string_end(r, err);
}

static const struct xml_hooks hooks = { .start = on_start, .end = on_end, .text = on_text };

/* ---- by the scanner -------------------------------------------------------------------- */

static bool add_plain(struct reading *r, str text, unsigned todo)
{
    struct strings *s = r->strings;
    struct err ignored;

    r->start = s->text.n;
    if ((todo & SCAN_DECODE) && !scan_decode(&s->text, text))
        return false;
    if (!(todo & SCAN_DECODE))
        buf_put(&s->text, text);
    if (todo)
        return buf_ok(&s->text) && string_end(r, &ignored);
    buf_put(&s->ends, (str){ (const char *)&s->text.n, sizeof s->text.n });
    s->count++;
    return buf_ok(&s->text) && buf_ok(&s->ends);
}

/* <si><t>text</t></si>, as nearly all are. NULL: another shape. */
static const char *scan_plain(struct reading *r, const char *p)
{
    unsigned todo = 0;

    if (SCAN_IS(p, "<si><t>"))
        p += sizeof "<si><t>" - 1;
    else if (SCAN_IS(p, "<si><t xml:space=\"preserve\">"))
        p += sizeof "<si><t xml:space=\"preserve\">" - 1;
    else
        return NULL;
    const char *end = scan_text(p, &todo);
    if (!end || end - p > CELL_RAW_MAX || !SCAN_IS(end, "</t></si>"))
        return NULL;
    return add_plain(r, (str){ p, (size_t)(end - p) }, todo) ? end + sizeof "</t></si>" - 1 : NULL;
}

static void undo(struct strings *s, const struct strings *before)
{
    s->text.n = before->text.n;
    s->ends.n = before->ends.n;
    s->text.failed = s->ends.failed = false;
    s->count = before->count;
}

static const char *scan_string(void *user, const char *p)
{
    struct reading *r = user;
    struct scan_target target = { &words, &hooks, r, NULL, &r->decoded };
    struct strings before = *r->strings;

    const char *next = scan_plain(r, p);
    if (next)
        return next;
    undo(r->strings, &before);
    next = scan_element(&target, p);
    if (!next) {
        undo(r->strings, &before);
        r->in_string = false;
    }
    return next;
}

static const struct feed_pieces pieces = {
    .root = SST,
    .root_start = STR_INIT("<sst"),
    .start = STR_INIT("<si"),
    .end = STR_INIT("</si>"),
    .read = scan_string,
};

static bool read_all(struct reading *r, struct zip *zip, const struct zip_entry *part, bool plain,
                     struct err *err)
{
    struct feed_input in = { zip, part, &words, &hooks, &pieces, r };
    struct arena arena = { 0 };
    struct feed feed;
    bool ended = false;

    bool ok = feed_open(&feed, &in, plain, &arena, err);
    while (ok && !ended)
        ok = feed_more(&feed, &ended, err);
    feed_close(&feed);
    arena_reset(&arena);
    return ok;
}

static void empty(struct strings *s)
{
    *s = (struct strings){ .text = BUF_INIT(SHARED_TEXT_LIMIT),
                           .ends = BUF_INIT(SHARED_COUNT_LIMIT * sizeof(size_t)) };
}

bool strings_read(struct strings *s, struct zip *zip, const struct zip_entry *part, struct err *err)
{
    struct reading r = { .strings = s, .decoded = BUF_INIT(SCAN_PIECE_MAX) };
    struct err ignored = { 0 };

    empty(s);
    if (!part)
        return true;
    bool ok = read_all(&r, zip, part, false, &ignored);
    if (!ok) { /* scan_feed.h says why once more */
        strings_release(s);
        empty(s);
        r.in_string = r.in_phonetic = r.in_text = false;
        ok = read_all(&r, zip, part, true, err) || err_wrap(err, "%.*s", STR_ARG(part->shown));
    }
    buf_release(&r.decoded);
    return ok;
}

void strings_release(struct strings *s)
{
    buf_release(&s->text);
    buf_release(&s->ends);
    s->count = 0;
}

static size_t end_of(const struct strings *s, uint64_t i)
{
    size_t end;

    memcpy(&end, s->ends.p + i * sizeof end, sizeof end);
    return end;
}

bool strings_get(const struct strings *s, uint64_t i, str *out)
{
    if (i >= s->count)
        return false;
    size_t start = i ? end_of(s, i - 1) : 0;
    *out = (str){ s->text.p ? s->text.p + start : "", end_of(s, i) - start };
    return true;
}
