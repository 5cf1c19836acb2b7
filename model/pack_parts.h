/*
 * pack_parts.h - shared by pack.c (customers, findings) and pack_op.c (operations).
 */
#ifndef MODEL_PACK_PARTS_H
#define MODEL_PACK_PARTS_H

#include "model/pack.h"
#include "model/pack_fields.h"

/* Members that are false, 0 or "" are left out, and read as that. */
void pack_int(struct json_writer *to, const char *member, int64_t v);
void pack_bool(struct json_writer *to, const char *member, bool v);
void pack_str(struct json_writer *to, const char *member, str s);
void pack_word(struct json_writer *to, const char *member, str word); /* also "" */
void pack_key(struct json_writer *to, const char *member);
str unpack_str(const struct json *from, const char *member, struct arena *a);
uint32_t unpack_u32(const struct json *from, const char *member);

/* A member that is one of n words. */
must_check bool unpack_enum(const struct json *from, const char *member, const char *const *words, size_t n,
                            unsigned *out, struct err *err);

bool pack_wrong(const char *member, struct err *err); /* ERR_FORMAT; false */

/* A whole text as one JSON object; NULL with ERR_FORMAT else. */
struct json *pack_parse(str text, struct err *err);

void pack_address(struct json_writer *to, const struct address *adr);
must_check bool unpack_address(const struct json *o, struct address *adr, struct arena *a, struct err *err);
void pack_metafield(struct json_writer *to, const struct metafield *m);
struct metafield unpack_metafield(const struct json *o, struct arena *a);
void pack_customer(struct json_writer *to, const struct customer *c);
must_check bool unpack_customer(const struct json *o, struct customer *c, struct arena *a, struct err *err);
void pack_finding(struct json_writer *to, const struct finding *f);
struct finding unpack_finding(const struct json *o, struct arena *a);

#endif
