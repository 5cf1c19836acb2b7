/* jansson's kinds and two of its functions are called as ours are: while its header is read they get
 * another name. Its json_object() and json_array() are not called here, json_pack() makes the same. */
#define JSON_OBJECT  JANSSON_OBJECT
#define JSON_ARRAY   JANSSON_ARRAY
#define JSON_STRING  JANSSON_STRING
#define JSON_INTEGER JANSSON_INTEGER
#define JSON_REAL    JANSSON_REAL
#define JSON_TRUE    JANSSON_TRUE
#define JSON_FALSE   JANSSON_FALSE
#define JSON_NULL    JANSSON_NULL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_INTEGER
#undef JSON_REAL
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_NULL

#include "base/json.h"

#include "base/message.h"
#include "base/unicode.h"

#include <stdlib.h>

enum { DEPTH_MAX = 64 };

/* A struct json is a json_t that only this file knows to be one. */
static struct json *ours(json_t *v)
{
    return (struct json *)v;
}

static json_t *theirs(const struct json *v)
{
    return (json_t *)(uintptr_t)v; /* jansson takes no const; reading changes nothing */
}

/* ---- reading ------------------------------------------------------------------------------- */

/* Before anything is built: brackets open at once, outside of strings. */
static bool too_deep(str text)
{
    size_t depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{') && ++depth > DEPTH_MAX)
            return true;
        else if (!quoted && (c == ']' || c == '}') && depth)
            depth--;
    }
    return false;
}

bool json_parse(str text, struct json **out, struct err *err)
{
    enum { STRICT = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL };
    json_error_t why;

    if (too_deep(text))
        return err_set(err, ERR_FORMAT, _("this JSON is nested more than %d deep"), DEPTH_MAX);
    json_t *v = json_loadb(text.p, text.n, STRICT, &why);
    if (!v)
        return err_set(err, ERR_FORMAT, _("line %d is no JSON: %s"), why.line, why.text);
    *out = ours(v);
    return true;
}

void json_free(struct json *root)
{
    json_decref(theirs(root));
}

enum json_kind json_kind(const struct json *v)
{
    static const enum json_kind kinds[] = {
        [JANSSON_OBJECT] = JSON_OBJECT,   [JANSSON_ARRAY] = JSON_ARRAY, [JANSSON_STRING] = JSON_STRING,
        [JANSSON_INTEGER] = JSON_INTEGER, [JANSSON_REAL] = JSON_REAL,   [JANSSON_TRUE] = JSON_TRUE,
        [JANSSON_FALSE] = JSON_FALSE,     [JANSSON_NULL] = JSON_NULL,
    };

    return v ? kinds[json_typeof(theirs(v))] : JSON_NULL;
}

const struct json *json_get(const struct json *object, const char *key)
{
    return ours(json_object_get(theirs(object), key));
}

size_t json_count(const struct json *array)
{
    return json_array_size(theirs(array));
}

const struct json *json_at(const struct json *array, size_t i)
{
    return ours(json_array_get(theirs(array), i));
}

str json_str(const struct json *v)
{
    const char *p = json_string_value(theirs(v));

    return p ? (str){ p, json_string_length(theirs(v)) } : STR("");
}

int64_t json_int(const struct json *v)
{
    return json_integer_value(theirs(v));
}

double json_number(const struct json *v)
{
    return json_number_value(theirs(v));
}

bool json_bool(const struct json *v)
{
    return json_kind(v) == JSON_TRUE;
}

/* ---- building ------------------------------------------------------------------------------ */

static struct json *made(json_t *v)
{
    if (!v)
        abort(); /* out of memory: everything else has been seen to */
    return ours(v);
}

struct json *json_object(void)
{
    return made(json_pack("{}"));
}

struct json *json_array(void)
{
    return made(json_pack("[]"));
}

void json_put(struct json *object, const char *key, struct json *value)
{
    struct arena scratch = { 0 };
    str name = utf8_repair(str_of(key), &scratch);

    json_object_setn_new_nocheck(theirs(object), name.p, name.n, theirs(value));
    arena_reset(&scratch);
}

void json_add(struct json *array, struct json *value)
{
    json_array_append_new(theirs(array), theirs(value));
}

struct json *json_of_str(str s)
{
    struct arena scratch = { 0 };
    str text = utf8_repair(s, &scratch);
    struct json *v = made(json_stringn_nocheck(text.p, text.n));

    arena_reset(&scratch);
    return v;
}

struct json *json_of_int(int64_t v)
{
    return made(json_integer(v));
}

struct json *json_of_bool(bool v)
{
    return made(json_boolean(v));
}

struct json *json_of_null(void)
{
    return made(json_null());
}

str json_text(const struct json *v, struct arena *a)
{
    enum { ONE_LINE = JSON_COMPACT | JSON_ENCODE_ANY };
    char *text = json_dumps(theirs(v), ONE_LINE);

    if (!text)
        return STR("");
    str copy = arena_copy(a, str_of(text));
    free(text);
    return copy;
}

const char *json_library_version(void)
{
    return jansson_version_str();
}
