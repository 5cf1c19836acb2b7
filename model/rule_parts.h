/*
 * rule_parts.h - the inside of rules, shared by the rule*.c files only.
 */
#ifndef MODEL_RULE_PARTS_H
#define MODEL_RULE_PARTS_H

#include "model/rule.h"

enum rule_type {
    RULE_TEXT,
    RULE_NUMBER,
    RULE_MOMENT,
    RULE_BOOL,
    RULE_OBJECT, /* only nil? and not_nil? */
    RULE_TEXTS,  /* lists, of which a variable takes one item after the other */
    RULE_PAIRS,
    RULE_LINES,
    RULE_TYPE_COUNT
};

enum rule_object { OBJECT_ORDER, OBJECT_LINE, OBJECT_ATTRIBUTE, OBJECT_OPTION, OBJECT_TEXT, OBJECT_COUNT };

struct rule_field {
    enum rule_object of;
    str path; /* below it: "product.tags" */
    enum rule_type type;
    size_t offset;
    enum order_field field;  /* ORDER_FIELD_COUNT: always known where its item is */
    enum order_field within; /* an object whose absence makes it nil; ORDER_FIELD_COUNT: none */
    enum rule_object items;  /* of a list */
    const char *source;
};

/* NULL and *near when there is none. */
const struct rule_field *rule_field_find(enum rule_object of, str path, str *near, struct arena *scratch);
extern const struct rule_field rule_item; /* a variable that is itself a text */

enum rule_operator {
    RULE_EQUAL,
    RULE_NOT_EQUAL,
    RULE_MORE,
    RULE_LESS,
    RULE_AT_LEAST,
    RULE_AT_MOST,
    RULE_STARTS,
    RULE_ENDS,
    RULE_INCLUDES,
    RULE_NOT_STARTS,
    RULE_NOT_ENDS,
    RULE_NOT_INCLUDES,
    RULE_IN,
    RULE_NOT_IN,
    RULE_EMPTY,
    RULE_NOT_EMPTY,
    RULE_NIL,
    RULE_NOT_NIL,
    RULE_ANY,
    RULE_ALL,
    RULE_NONE,
    RULE_OPERATOR_COUNT
};

#define TYPE_BIT(type) (1u << (type))
struct rule_operator_word {
    str word;
    unsigned types; /* TYPE_BIT of what stands before it */
    bool literal;   /* a value follows */
};
extern const struct rule_operator_word rule_operators[RULE_OPERATOR_COUNT];

struct rule_literal {
    str folded;        /* of a text */
    struct texts list; /* of in?, folded */
    decimal number;
    int64_t moment;
    bool truth;
};

enum rule_kind { NODE_AND, NODE_OR, NODE_LIST, NODE_COMPARE };

struct rule_node {
    enum rule_kind kind;
    str text;                             /* as written, without the parentheses around it */
    const struct rule_node *first, *next; /* children of NODE_AND and NODE_OR; the body of NODE_LIST */
    size_t slot;                          /* of the variable on the left; 0: order */
    const struct rule_field *field;
    enum rule_operator op;
    struct rule_literal literal;
    size_t bind; /* NODE_LIST: the slot of its variable */
};

#endif
