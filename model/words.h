/*
 * words.h - the words of the sheet (docs/FORMAT.md, V-WORD-1 to V-WORD-3).
 *
 * The words of a vocabulary stand in the order of the enum they name (model/customer.h).
 */
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include "base/arena.h"

struct vocabulary {
    const str *words;
    size_t n;
    str list; /* all of them, for findings: "MERGE, DELETE, REPLACE" */
};

extern const struct vocabulary vocabulary_command, vocabulary_list_command, vocabulary_state, vocabulary_email_status,
    vocabulary_sms_status, vocabulary_opt_in, vocabulary_source, vocabulary_exemptions;

/* The index of the word that s is in any case and width, with ' ' and '-' for '_'; v->n when it is none. */
size_t word_find(const struct vocabulary *v, str s, struct arena *scratch);

/* The word nearest to s; "" when none is near. */
str word_nearest(const struct vocabulary *v, str s, struct arena *scratch);

#endif
