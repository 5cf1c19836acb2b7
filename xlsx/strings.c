#include "xlsx/strings.h"

#include <string.h>

#include "base/message.h"
#include "xlsx/limits.h"
#include "xlsx/text.h"
#include "xlsx/xml.h"

enum word { SI, T, RPH };

static const char *const word_list[] = { [SI] = "si", [T] = "t", [RPH] = "rPh" };
static const struct xml_words words = { word_list, countof(word_list) };

struct reading {
    struct strings *strings;
    size_t start; /* of the string being read, in the text */
    bool in_string, in_phonetic, in_text;
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

bool strings_read(struct strings *s, struct zip *zip, const struct zip_entry *part, struct err *err)
{
    struct reading r = { .strings = s };

    *s = (struct strings){ .text = BUF_INIT(SHARED_TEXT_LIMIT),
                           .ends = BUF_INIT(SHARED_COUNT_LIMIT * sizeof(size_t)) };
    return !part || xml_part(zip, part, ZIP_PART_MAX, &words, &hooks, &r, err);
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
