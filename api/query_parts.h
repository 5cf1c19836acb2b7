/*
 * query_parts.h - what query.c (the grammar) and query_fields.c (what the fields mean in SQL) share. Nobody else
 * includes it.
 */
#ifndef API_QUERY_PARTS_H
#define API_QUERY_PARTS_H

#include "api/query.h"
#include "base/buf.h"

enum sign { SIGN_EQUAL, SIGN_MORE, SIGN_MORE_EQUAL, SIGN_LESS, SIGN_LESS_EQUAL };

struct query_word {
    str text;
    size_t at; /* where it begins */
    bool quoted, prefix, anything;
    enum sign sign;
};

struct query_parser {
    str text;
    size_t at, depth;
    const struct query_context *ctx;
    struct query *out;
    struct buf sql;
    struct arena *arena;
    struct err *err;
};

struct query_field {
    str name;
    bool (*compile)(struct query_parser *p, const struct query_field *f, const struct query_word *v);
    str column;
    bool ordered; /* > and < mean something */
};

extern const struct query_field query_fields[];
extern const size_t query_field_count;
extern const struct query_field query_everywhere; /* for a value without a field */

/* ERR_USAGE, saying that it is the byte at `at` where it goes wrong. Returns false. */
bool query_wrong(struct query_parser *p, size_t at, const char *what);
void query_put(struct query_parser *p, str sql);

#endif
