#include "model/metafield.h"

#include "base/num.h"
#include "base/unicode.h"

#include <string.h>

enum { NAMESPACE_LEAST = 3, NAMESPACE_MOST = 255, KEY_LEAST = 2, KEY_MOST = 64, CELL_DIGITS = 15 };

/* ---- the header (F-1 to F-6) ---- */

static bool is_name(str s, size_t least, size_t most, bool dots)
{
    if (s.n < least || s.n > most)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '-' && c != '_' && !(dots && c == '.'))
            return false;
    }
    return true;
}

/* Cuts "x.y [type]" into "x.y" and "type". */
static str cut_type(str s, str *type)
{
    size_t at = s.n;

    *type = STR("");
    if (!s.n || s.p[s.n - 1] != ']')
        return s;
    while (at && s.p[at - 1] != '[')
        at--;
    if (!at)
        return s;
    *type = text_trim((str){ s.p + at, s.n - at - 1 });
    return text_trim((str){ s.p, at - 1 });
}

/* Up to the first dot without a backslash before it, backslashes taken off; the rest in *tail. */
static bool cut_name(str s, str *head, str *tail, struct arena *a)
{
    char *to = arena_alloc(a, s.n + 1, 1);
    size_t n = 0, i = 0;

    for (; i < s.n && s.p[i] != '.'; i++) {
        bool escaped = s.p[i] == '\\' && i + 1 < s.n && (s.p[i + 1] == '.' || s.p[i + 1] == '\\');
        i += escaped;
        to[n++] = s.p[i];
    }
    *head = (str){ to, n };
    *tail = i < s.n ? (str){ s.p + i + 1, s.n - i - 1 } : STR("");
    return i < s.n;
}

enum metafield_header metafield_header_parse(str header, struct metafield_column *out, struct arena *a)
{
    const str prefix = STR("metafield:");
    str s = text_trim(text_nfkc(text_trim(header), a)), type, rest;

    if (s.n < prefix.n || !str_eq_fold((str){ s.p, prefix.n }, prefix))
        return METAFIELD_NONE;
    s = cut_type(text_trim((str){ s.p + prefix.n, s.n - prefix.n }), &type);
    out->type = text_key(type, a);
    if (cut_name(s, &out->namespace, &rest, a)) {
        cut_name(rest, &out->key, &rest, a);
        if (rest.n)
            return METAFIELD_BAD_NAME;
    } else {
        out->key = out->namespace;
        out->namespace = STR("global");
    }
    if (!is_name(out->namespace, NAMESPACE_LEAST, NAMESPACE_MOST, true) ||
        !is_name(out->key, KEY_LEAST, KEY_MOST, false))
        return METAFIELD_BAD_NAME;
    return out->type.n && !metafield_type_known(out->type) ? METAFIELD_BAD_TYPE : METAFIELD_COLUMN;
}

static str escaped(str s, struct arena *a)
{
    char *to = arena_alloc(a, s.n * 2 + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' || s.p[i] == '\\')
            to[n++] = '\\';
        to[n++] = s.p[i];
    }
    return (str){ to, n };
}

str metafield_name(str namespace, str key, struct arena *a)
{
    const str parts[] = { escaped(namespace, a), escaped(key, a) };

    return arena_join(a, parts, countof(parts), STR("."));
}

str metafield_header_format(str namespace, str key, str type, struct arena *a)
{
    const str parts[] = { STR("Metafield: "), metafield_name(namespace, key, a), STR(" ["), type, STR("]") };

    return arena_join(a, parts, type.n ? countof(parts) : 2, STR(""));
}

/* ---- cells ---- */

static bool bad(struct findings *findings, enum finding_id id, uint32_t row, int32_t column, str what, str more)
{
    finding_add(findings, (struct finding){ id, row, column, { what, more } });
    return false;
}

bool metafield_parse(const struct metafield_column *col, const struct cell_context *ctx, cell c, struct metafield *out,
                     uint32_t row, struct findings *findings)
{
    struct arena *a = findings->arena;
    int32_t column = (int32_t)col->column;

    *out = (struct metafield){ col->namespace, col->key, col->type, STR(""), false, column };
    if (c.kind == CELL_ERROR)
        return bad(findings, FINDING_ERROR_CELL, row, column, STR(""), c.text);
    if (c.kind == CELL_NO_VALUE)
        return bad(findings, FINDING_FORMULA_WITHOUT_VALUE, row, column, STR(""), STR(""));
    out->blank = c.kind == CELL_EMPTY || (c.kind == CELL_TEXT && text_is_blank(c.text));
    if (out->blank)
        return true;
    if (!col->type.n) {
        out->value = arena_copy(a, c.text);
        return true;
    }
    if (!metafield_value(col->type, ctx, c, &out->value, a))
        return bad(findings, FINDING_METAFIELD_INVALID, row, column, c.text, col->type);
    if (out->value.p == c.text.p)
        out->value = arena_copy(a, out->value);
    return true;
}

cell metafield_format(const struct metafield *m, struct arena *a)
{
    decimal d;

    (void)a;
    if (m->blank || !m->value.n)
        return (cell){ .kind = CELL_EMPTY };
    if (str_eq(m->type, STR("boolean")))
        return (cell){ .kind = CELL_BOOL, .text = str_eq(m->value, STR("true")) ? STR("TRUE") : STR("FALSE") };
    bool number = str_eq(m->type, STR("number_integer")) || str_eq(m->type, STR("number_decimal"));
    if (number && m->value.n <= CELL_DIGITS && decimal_parse(m->value, &d))
        return (cell){ .kind = CELL_NUMBER, .text = m->value };
    return (cell){ .kind = CELL_TEXT, .text = m->value };
}
