/*
 * rule.h - which orders are bookings: the condition language of Shopify Flow, a subset (docs/BOOKINGS.md).
 *
 *     when (order.lineItems any? |li| (li.product.tags any? |t| (t == 'sesami-service')))
 *     unless (order.test == true)
 *     tag 'booked-appointment'
 *
 * Several `when` are alternatives, one `unless` that holds takes the order out, `tag` names what to tag. A
 * condition may go on over lines as long as a parenthesis is open; # begins a comment.
 * Texts compare without case. Three-valued: what an order does not know (model/booking.h) is unknown, and so is
 * what depends on it alone.
 */
#ifndef MODEL_RULE_H
#define MODEL_RULE_H

#include "base/err.h"
#include "model/booking.h"

enum { RULE_BYTES_MAX = 64 << 10, RULE_CLAUSES_MAX = 100, RULE_DEPTH_MAX = 32, RULE_TAGS_MAX = 20 };

enum truth { TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE }; /* in this order: and is the least, or the most */

struct rule_clause {
    bool unless;
    str text; /* as written, with its parentheses */
    uint32_t line;
    const struct rule_node *node;
};

struct rule {
    struct rule_clause *clauses;
    size_t clause_count;
    struct texts tags;
    field_set fields; /* that any clause looks at */
};

extern const char rule_default[]; /* the text of the rule that counts when none is given */

/* Everything is copied into `a`. ERR_USAGE, "NAME:LINE:COLUMN: ..." counted from 1 in characters: unknown words
 * and fields, && beside ||, an operator that does not suit a field, tags that are empty or hold a comma. */
must_check bool rule_parse(str text, str name, struct rule *out, struct arena *a, struct err *err);

/* A comparison that was made, for `bookings explain`. */
struct rule_seen {
    str text;  /* "a.key in? 'Duration'", as written */
    str value; /* what the order holds; "" for nothing */
    bool nil;  /* it holds nothing at all */
    enum truth truth;
    enum order_field unknown; /* ORDER_FIELD_COUNT: it is known */
};
struct rule_listener {
    void *context;
    void (*seen)(void *context, const struct rule_seen *seen);
};

/* Texts that are folded go to `scratch`. `missing` gathers the fields that were unknown. NULL where not wanted. */
enum truth clause_holds(const struct rule_clause *c, const struct order *o, field_set *missing,
                        const struct rule_listener *listener, struct arena *scratch);

struct rule_answer {
    enum truth booked;
    const struct rule_clause *by; /* the first `when` that holds; NULL when none does */
    field_set missing;            /* of TRUTH_UNKNOWN: what would have to be known */
};
struct rule_answer rule_decide(const struct rule *r, const struct order *o, struct arena *scratch);

/* The first `when` that holds for the order with this line alone, whatever `unless` says; NULL: none does. */
const struct rule_clause *rule_line(const struct rule *r, const struct order *o, size_t line,
                                    struct arena *scratch);

/* A field by the name that people write: "li.product.tags", "order.tags"; the variable's name does not matter.
 * ORDER_FIELD_COUNT when there is none, then *near is the nearest one ("" for none). */
enum order_field rule_field(str name, str *near, struct arena *scratch);
const char *rule_field_name(enum order_field f);   /* "li.product.tags" */
const char *rule_field_source(enum order_field f); /* the columns it comes from: "Line: Product Tags" */

/* Where to click for a condition in Flow: "order / lineItems (at least one of) / product / tags (at least one of) / ==
 * 'x'". `word` translates "at least one of", "all of", "none of". */
str clause_path(const struct rule_clause *c, str (*word)(const char *english), struct arena *a);

/* What may make a condition miss bookings: it asks for a property by a visible name, which Sesami writes in the shop's
 * language, or for "Duration" as a property, where it is an option. Bits. */
enum { RULE_DOUBT_TRANSLATED = 1, RULE_DOUBT_DURATION = 2 };
unsigned clause_doubts(const struct rule_clause *c);

/* A tag of a rule or of --tag: false with ERR_USAGE when it is empty, too long or holds a comma. */
must_check bool rule_tag_check(str tag, struct err *err);

#endif
