/*
 * json.h - JSON through jansson: strict, 64-bit integers kept.
 *
 * Values are owned by the document and freed with it. Reading never fails
 * twice: a getter on NULL or on the wrong kind gives an empty answer.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/arena.h"
#include "base/err.h"

struct json; /* a value */

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_INTEGER,
    JSON_REAL,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

/* The whole of `text` must be one value, at most 64 deep, no duplicate keys; ERR_FORMAT names the line.
 * Release with json_free(). */
must_check bool json_parse(str text, struct json **out, struct err *err);
void json_free(struct json *root); /* NULL is fine */

enum json_kind json_kind(const struct json *v); /* NULL: JSON_NULL */
const struct json *json_get(const struct json *object, const char *key); /* or NULL */
size_t json_count(const struct json *array);
const struct json *json_at(const struct json *array, size_t i);
str json_str(const struct json *v); /* view, as long as the document; "" unless a string */
int64_t json_int(const struct json *v); /* 0 unless an integer */
double json_number(const struct json *v); /* of an integer or a real, for rates; else 0 */
bool json_bool(const struct json *v);

/* Building. A value put somewhere belongs to it. Invalid UTF-8 is repaired. */
#define json_object json_new_object /* jansson exports functions of these two names */
#define json_array  json_new_array
struct json *json_object(void);
struct json *json_array(void);
void json_put(struct json *object, const char *key, struct json *value);
void json_add(struct json *array, struct json *value);
struct json *json_of_str(str s);
struct json *json_of_int(int64_t v);
struct json *json_of_bool(bool v);
struct json *json_of_null(void);

str json_text(const struct json *v, struct arena *a); /* one line, keys in the order they were put */

const char *json_library_version(void); /* of jansson */

#endif
