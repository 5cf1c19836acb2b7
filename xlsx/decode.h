/*
 * decode.h - text files in the encodings people have, as UTF-8.
 *
 * Detection: a byte order mark; then ISO-2022-JP by its escapes; then UTF-8 when all bytes are valid; else Shift_JIS
 * (CP932) against Windows-1252: by validity, and by whether the letters past ASCII stand together, as
 * Japanese ones do, or alone, as accents do. What is looked at is CSV_SNIFF bytes from the first one that is not ASCII.
 */
#ifndef XLSX_DECODE_H
#define XLSX_DECODE_H

#include "base/arena.h"
#include "base/err.h"

struct encoding {
    str name;          /* "UTF-8", "UTF-16LE", "UTF-16BE", "Shift_JIS", "ISO-2022-JP", "Windows-1252" */
    const char *iconv; /* its name there; NULL for UTF-8 */
};

/* `name` "" to detect; ERR_USAGE for one that nobody knows. *mark: bytes of the byte order mark to skip. */
must_check bool encoding_find(const struct encoding **out, size_t *mark, int fd, str name, struct err *err);

/* Of bytes without a mark. is_cut: more of them follow, so that the last character may not be whole. */
const struct encoding *encoding_guess(str bytes, bool is_cut);

struct decoder;

/* Reads `fd` from byte `from` on, without moving its offset. In the arena; decoder_close() it. */
must_check bool decoder_open(struct decoder **out, const struct encoding *e, int fd, uint64_t from,
                             struct arena *arena, struct err *err);
/* The next piece of text, valid UTF-8 and whole characters, until the next call; "" at the end. Fails, after
 * all that precedes was handed out, at bytes that are no text: err says where in the file. */
must_check bool decoder_read(struct decoder *d, str *out, struct err *err);
void decoder_close(struct decoder *d); /* NULL is fine */

#endif
