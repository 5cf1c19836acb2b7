/*
 * rule_reading.h - words, places and values of a rule's text, for rule_parse.c.
 */
#ifndef MODEL_RULE_READING_H
#define MODEL_RULE_READING_H

#include "model/rule_parts.h"

struct variable {
    str name;
    enum rule_object object;
};

struct parser {
    str text, name;
    size_t at;
    struct variable variables[RULE_DEPTH_MAX + 1];
    size_t variable_count;
    size_t depth;
    field_set fields;
    struct arena *arena;
    struct err *err;
};

/* Line and column of a byte, counted from 1, in characters. */
void rule_place(const struct parser *p, size_t at, unsigned *line, unsigned *column);
/* Both return false: NAME:LINE:COLUMN: goes before what was set, or before the sentence (ERR_USAGE). */
bool rule_at(struct parser *p, size_t at);
bool rule_wrong(struct parser *p, size_t at, const char *sentence);

void rule_skip(struct parser *p);              /* blanks and comments */
bool rule_follows(struct parser *p, str word); /* and is taken */
bool rule_expect(struct parser *p, str word);
bool rule_name_byte(char c);
str rule_name(struct parser *p,
              bool dots); /* letters, digits and _, with dots between when `dots`; "" for none */
bool rule_quoted(struct parser *p, str *out);           /* 'text' */
bool rule_value(struct parser *p, struct rule_node *n); /* what n->op wants behind it */

#endif
