/*
 * conformance_parts.h - the stage on which the cases of the conformance suite play. Nobody else includes it.
 */
#ifndef API_CONFORMANCE_PARTS_H
#define API_CONFORMANCE_PARTS_H

#include "api/conformance.h"

enum { CONFORMANCE_NOW = 1767225600 /* 2026-01-01 00:00:00 UTC */ };

struct stage {
    const struct conformance_shop *maker;
    struct shop *shop;
    struct arena arena;
    struct err err;
    const char *why; /* of the first thing that was not as it must be; NULL: none */
};

struct conformance_case {
    const char *sentence;
    void (*run)(struct stage *t, const void *data);
    const void *data; /* of a case that is one of many */
};

struct conformance_cases {
    const struct conformance_case *at;
    size_t n;
};

extern const struct conformance_cases conformance_find_cases, conformance_field_cases, conformance_tag_cases,
    conformance_consent_cases, conformance_address_cases, conformance_metafield_cases,
    conformance_change_cases, conformance_list_cases;

/* Ends the case when it does not hold. */
#define WANT(condition)                              \
    do {                                             \
        if (!stage_want(t, (condition), #condition)) \
            return;                                  \
    } while (0)

bool stage_want(struct stage *t, bool holds, const char *what);

/* An operation that creates a customer with this email; add to it as you like. */
struct op stage_create(str email);
struct op stage_change(enum op_kind kind, const struct customer *have);
struct op_result stage_apply(struct stage *t, const struct op *op); /* UNKNOWN when the call fails */
int64_t stage_made(struct stage *t, const struct op *op);           /* its ID; 0 unless it is done */
const struct customer *stage_get(struct stage *t, int64_t id); /* with every group; NULL when there is none */
bool stage_refuses(struct stage *t, const struct op *op, enum finding_id why, enum column_id column);
/* Applies it and gives the customer as it is then; NULL unless it is done. */
const struct customer *stage_after(struct stage *t, const struct op *op);
/* The texts, joined with "|". */
str stage_joined(struct stage *t, struct texts list);
bool str_is(str s, const char *text);

#endif
