/*
 * json_write.h - JSON as text, member after member, without a document in memory.
 *
 * For what is written by the hundred thousand. The caller closes what it opens and gives keys only in objects;
 * what comes out then is what json_text() gives. Invalid UTF-8 is repaired. Release by json_write_end().
 */
#ifndef BASE_JSON_WRITE_H
#define BASE_JSON_WRITE_H

#include "base/arena.h"
#include "base/buf.h"

struct json_writer {
    struct buf text;
    bool later; /* something stands before, on this level: a comma is due */
};

struct json_writer json_write_begin(void);
str json_write_end(struct json_writer *w, struct arena *a); /* the text, in `a` */

void json_write_open(struct json_writer *w, char bracket);  /* '{' or '[' */
void json_write_close(struct json_writer *w, char bracket); /* '}' or ']' */
void json_write_key(struct json_writer *w, str key);
void json_write_str(struct json_writer *w, str s);
void json_write_int(struct json_writer *w, int64_t v);
void json_write_bool(struct json_writer *w, bool v);
void json_write_null(struct json_writer *w);

#endif
