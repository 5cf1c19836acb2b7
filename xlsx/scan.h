/*
 * scan.h - XML of the plainest kind, read without a parser.
 *
 * What is understood: UTF-8, elements without prefix, attributes of visible ASCII without references, texts with the
 * five entities and character references. Everything else is *doubtful*, among it all that is not well-formed:
 * the caller then hands the bytes to libxml2 (xml.h), which knows. So no error is ever told from here.
 *
 * Windows: every function reads from p up to a NUL, which the caller has put behind the bytes and which no XML holds;
 * SCAN_SLACK bytes behind the NUL may be read too, and mean nothing.
 * Source: XML 1.0, 5th edition, 2.2 (characters), 2.4 (character data), 2.11 (line ends), 3.1 (tags), 4.1 (references).
 */
#ifndef XLSX_SCAN_H
#define XLSX_SCAN_H

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/buf.h"

enum { SCAN_SLACK = 32, SCAN_ATTRIBUTES_MAX = 24, SCAN_NAME_MAX = 64 };

/* What a byte means in a text. */
enum scan_class {
    SCAN_PLAIN,   /* ASCII that stands for itself */
    SCAN_LESS,    /* < */
    SCAN_MARK,    /* & and CR: the text must be decoded */
    SCAN_BRACKET, /* ], which may begin ]]> */
    SCAN_SCORE,   /* _, which may begin _xHHHH_ (text.h) */
    SCAN_WIDE,    /* the first byte of a longer character */
    SCAN_WRONG,   /* control characters, NUL, what begins no character */
};
extern const unsigned char scan_classes[256];

/* Where bytes that surely stand for themselves end. */
#ifdef __SSE2__
static inline const char *scan_past_plain(const char *p)
{
    const __m128i less = _mm_set1_epi8('<'), mark = _mm_set1_epi8('&'), bracket = _mm_set1_epi8(']'),
                  score = _mm_set1_epi8('_'), blank = _mm_set1_epi8(' ');
    unsigned found;

    for (;; p += sizeof less) {
        __m128i bytes = _mm_loadu_si128((const void *)p);
        __m128i stops = _mm_cmplt_epi8(bytes, blank); /* signed: control characters, and what is not ASCII */
        stops = _mm_or_si128(stops, _mm_or_si128(_mm_cmpeq_epi8(bytes, less), _mm_cmpeq_epi8(bytes, mark)));
        stops =
            _mm_or_si128(stops, _mm_or_si128(_mm_cmpeq_epi8(bytes, bracket), _mm_cmpeq_epi8(bytes, score)));
        found = (unsigned)_mm_movemask_epi8(stops);
        if (found)
            return p + __builtin_ctz(found);
    }
}
#else
static inline const char *scan_past_plain(const char *p)
{
    while (scan_classes[(unsigned char)*p] == SCAN_PLAIN)
        p++;
    return p;
}
#endif

/* The length of the character at p, 2 to 4; 0 when it is none that XML allows. */
size_t scan_wide(const char *p);

/* Where characters of three bytes end, all of which XML allows: E1 to EC begin nearly everything of East Asia. */
static inline const char *scan_past_east_asian(const char *p)
{
    while ((unsigned char)p[0] >= 0xE1 && (unsigned char)p[0] <= 0xEC &&
           ((unsigned char)p[1] & 0xC0) == 0x80 && ((unsigned char)p[2] & 0xC0) == 0x80)
        p += 3;
    return p;
}

/* What is to be done with a text. */
enum { SCAN_DECODE = 1, SCAN_UNESCAPE = 2 }; /* scan_decode(); perhaps text_unescape() */

/* The `<` that ends the text at p, or NULL: doubtful. */
static inline const char *scan_text(const char *p, unsigned *todo)
{
    for (;;) {
        size_t n = 1;
        p = scan_past_east_asian(scan_past_plain(p));
        switch (scan_classes[(unsigned char)*p]) {
        case SCAN_PLAIN:
            break;
        case SCAN_LESS:
            return p;
        case SCAN_MARK:
            *todo |= SCAN_DECODE;
            break;
        case SCAN_SCORE:
            if (p[1] == 'x')
                *todo |= SCAN_UNESCAPE;
            break;
        case SCAN_BRACKET:
            n = p[1] == ']' && p[2] == '>' ? 0 : 1;
            break;
        case SCAN_WIDE:
            n = scan_wide(p);
            break;
        default:
            return NULL;
        }
        if (n == 0)
            return NULL;
        p += n;
    }
}

/* Appends the text, which scan_text() has looked at, as it is meant. False: doubtful, or no room in the buffer. */
must_check bool scan_decode(struct buf *to, str text);

/* Do the bytes of the literal stand at p? It is at most SCAN_SLACK long. */
#define SCAN_IS(p, literal) (memcmp((p), (literal), sizeof(literal) - 1) == 0)

struct scan_tag {
    str name;              /* without prefix */
    bool is_end, is_empty; /* </x>, <x/> */
    size_t count;
    struct scan_attribute {
        str name; /* with its prefix, if it has one */
        str value;
    } attributes[SCAN_ATTRIBUTES_MAX];
};

/* Reads the tag at p, where a `<` stands. Returns what is behind it, or NULL: doubtful. */
const char *scan_tag(const char *p, struct scan_tag *tag);

static inline bool scan_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

#endif
