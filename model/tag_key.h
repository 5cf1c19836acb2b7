/*
 * tag_key.h - what two spellings of one tag have in common (docs/FORMAT.md, chapter G).
 */
#ifndef MODEL_TAG_KEY_H
#define MODEL_TAG_KEY_H

#include "base/arena.h"

/* What a key does not look at. */
enum tag_fold {
    TAG_FOLD_WIDTH = 1 << 0, /* compatibility forms: full and half width, half-width kana */
    TAG_FOLD_CASE = 1 << 1,  /* upper and lower case */
    TAG_FOLD_SPACE = 1 << 2, /* white space, but between two digits, and invisible characters */
    TAG_FOLD_PUNCTUATION =
        1 << 3,             /* stops, dashes, quotes, brackets, middle dots; not # & @ % * / + and the like */
    TAG_FOLD_KANA = 1 << 4, /* hiragana and katakana */
    TAG_FOLD_PLURAL = 1 << 5, /* an English plural, word by word */
    TAG_FOLDS = 6,
    TAG_FOLD_ALIKE = TAG_FOLD_WIDTH | TAG_FOLD_CASE | TAG_FOLD_SPACE | TAG_FOLD_PUNCTUATION | TAG_FOLD_KANA,
};

/*
 * Equal for tags that differ in nothing but `folds` (enum tag_fold). Punctuation before a digit stays where a digit or
 * nothing is before it ("1.5" is not "15", "-5" not "5"), and where without it fewer than two characters were left
 * ("A-" is not "A").
 */
str tag_key(str tag, unsigned folds, struct arena *a);

/* The key with all of TAG_FOLD_ALIKE in which one blank stands wherever something was left out between two characters:
 * the words of the tag. */
str tag_words(str tag, struct arena *a);

/* The least of TAG_FOLD_ALIKE | TAG_FOLD_PLURAL with which the two have the same key; 0 when none does. */
unsigned tag_differs(str one, str other, struct arena *scratch);

/* The tag as `tags normalize` writes it: trimmed, full-width letters, digits and signs to half width, half-width kana to
 * full width, runs of white space to one blank. A full-width comma stays, for a comma would part the tag in two. "" for
 * one of nothing but white space. */
str tag_normal(str tag, struct arena *a);

/* Characters that a word is told apart by, one from the other: digits and kanji. */
bool tag_char_decides(uint32_t code);

#endif
