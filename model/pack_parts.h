/*
 * pack_parts.h - shared by pack.c (customers, findings) and pack_op.c (operations).
 */
#ifndef MODEL_PACK_PARTS_H
#define MODEL_PACK_PARTS_H

#include "model/pack.h"
#include "model/pack_fields.h"

/* Members that are false, 0 or "" are left out, and read as that. */
void pack_int(struct json *to, const char *member, int64_t v);
void pack_bool(struct json *to, const char *member, bool v);
void pack_str(struct json *to, const char *member, str s);
str unpack_str(const struct json *from, const char *member, struct arena *a);
uint32_t unpack_u32(const struct json *from, const char *member);

/* A member that is one of n words. */
must_check bool unpack_enum(const struct json *from, const char *member, const char *const *words, size_t n,
                            unsigned *out, struct err *err);

bool pack_wrong(const char *member, struct err *err); /* ERR_FORMAT; false */

/* A whole text as one JSON object; NULL with ERR_FORMAT else. */
struct json *pack_parse(str text, struct err *err);
str pack_finish(struct json *root, struct arena *a); /* its text; frees it */

struct json *pack_address(const struct address *adr);
must_check bool unpack_address(const struct json *o, struct address *adr, struct arena *a, struct err *err);
struct json *pack_metafield(const struct metafield *m);
struct metafield unpack_metafield(const struct json *o, struct arena *a);
struct json *pack_customer(const struct customer *c);
must_check bool unpack_customer(const struct json *o, struct customer *c, struct arena *a, struct err *err);
struct json *pack_finding(const struct finding *f);
struct finding unpack_finding(const struct json *o, struct arena *a);

#endif
