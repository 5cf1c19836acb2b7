/*
 * xml.h - XML in pieces: libxml2's push parser, without what makes XML dangerous.
 *
 * No network, no entities but the five of XML and character references, any DOCTYPE is refused, libxml2's own limits
 * stay on (10 MB of names and texts), XML_DEPTH_MAX, XML_TAG_MAX, XML_ATTRIBUTES_MAX and XML_SPACES_MAX are ours: libxml2 counts
 * levels only in trees, and waits for the end of a tag as long as it takes.
 *
 * A reader names the words it understands; elements and attributes are told to it as
 * numbers in that list, so that nothing is compared by letters. Elements of other
 * namespaces than those of spreadsheets and packages (transitional, strict, or none at all)
 * and elements it does not know are told as XML_OTHER. Prefixes never matter.
 */
#ifndef XLSX_XML_H
#define XLSX_XML_H

#include "base/arena.h"
#include "base/err.h"
#include "xlsx/zip.h"

enum { XML_OTHER = -1, XML_WORDS_MAX = 32 };

struct xml_attribute {
    int word;  /* never XML_OTHER: those are left out */
    str value; /* valid during the hook; see xml_value() */
};

/* What a reader understands, in the order of its numbers, the frequent ones first; at most XML_WORDS_MAX. */
struct xml_words {
    const char *const *list;
    size_t count;
};

/* A hook that returns false has filled *err and ends the parsing. */
struct xml_hooks {
    bool (*start)(void *user, int word, const struct xml_attribute *attributes, size_t n, struct err *err);
    bool (*end)(void *user, int word, struct err *err);
    bool (*text)(void *user, str text, struct err *err); /* UTF-8, in pieces of any size; may be NULL */
};

struct xml;

must_check bool xml_open(struct xml **out, const struct xml_words *words, const struct xml_hooks *hooks,
                         void *user, struct arena *arena, struct err *err);
void xml_close(struct xml *x); /* NULL is fine; the memory of struct xml is the arena's */

must_check bool xml_push(struct xml *x, str bytes, struct err *err); /* at most XML_CHUNK */
must_check bool xml_finish(struct xml *x, struct err *err);          /* the document must be complete */

/* Has the parser just begun the element `word`, and could what is in it be read by a scanner (scan.h) too: does the
 * element have no prefix, and is the document UTF-8? Elements in it that have no prefix are of its namespace. */
bool xml_is_utf8(const struct xml *x); /* as it was declared; meaningful once the first tag was read */
bool xml_is_plain_in(const struct xml *x, int word);

/* The value of the attribute, or "". */
str xml_find(const struct xml_attribute *attributes, size_t n, int word);
bool xml_has(const struct xml_attribute *attributes, size_t n, int word);

/* libxml2 leaves `&` in attributes as "&#38;" (it expects to parse them again): the value as it is meant. */
str xml_value(str raw, struct arena *arena);

/* Reads a whole part of at most `most` bytes through the hooks. Errors begin with the part's name. */
must_check bool xml_part(struct zip *zip, const struct zip_entry *part, uint64_t most,
                         const struct xml_words *words, const struct xml_hooks *hooks, void *user,
                         struct err *err);

#endif
