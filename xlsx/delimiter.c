#include "xlsx/csv.h"

#include "base/message.h"
#include "xlsx/limits.h"

static const char candidates[] = { ',', ';', '\t' };

/* How often each candidate stands in each line, outside quotes. */
struct tally {
    uint32_t counts[CSV_SNIFF_LINES][countof(candidates)];
    size_t lines;
};

static void tally_line(struct tally *t, str *rest)
{
    bool quoted = false;
    size_t i = 0;

    for (; i < rest->n; i++) {
        char c = rest->p[i];
        if (c == '"')
            quoted = !quoted;
        if (!quoted && (c == '\n' || c == '\r'))
            break;
        for (size_t k = 0; k < countof(candidates) && !quoted; k++)
            t->counts[t->lines][k] += c == candidates[k];
    }
    t->lines++;
    while (i < rest->n && (rest->p[i] == '\n' || rest->p[i] == '\r'))
        i++;
    *rest = (str){ rest->p + i, rest->n - i };
}

/* A delimiter stands equally often in many lines; commas in addresses do not. */
static uint64_t score(const struct tally *t, size_t k)
{
    uint64_t best = 0;

    for (size_t i = 0; i < t->lines; i++) {
        uint64_t same = 0;
        for (size_t j = 0; j < t->lines; j++)
            same += t->counts[j][k] == t->counts[i][k];
        if (same * t->counts[i][k] > best)
            best = same * t->counts[i][k];
    }
    return best;
}

static char guess(str text)
{
    struct tally t = { 0 };
    size_t best = 0;

    while (text.n && t.lines < CSV_SNIFF_LINES)
        tally_line(&t, &text);
    for (size_t k = 1; k < countof(candidates); k++)
        if (score(&t, k) > score(&t, best))
            best = k;
    return candidates[best];
}

bool csv_detect(struct csv_format *out, int fd, str encoding, char delimiter, struct err *err)
{
    struct arena arena = { 0 };
    struct decoder *d = NULL;
    str text;

    *out = (struct csv_format){ .delimiter = delimiter };
    if (!encoding_find(&out->encoding, &out->mark, fd, encoding, err))
        return false;
    if (delimiter == '"' || delimiter == '\r' || delimiter == '\n')
        return err_set(err, ERR_USAGE, _("a quote or a line end cannot be the delimiter"));
    bool ok = delimiter ||
              (decoder_open(&d, out->encoding, fd, out->mark, &arena, err) && decoder_read(d, &text, err));
    if (ok && !delimiter)
        out->delimiter = guess(text);
    decoder_close(d);
    arena_reset(&arena);
    return ok;
}
