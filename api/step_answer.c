#include "api/step_parts.h"

#include <string.h>

#include "base/unicode.h"

/* ---- where it was wrong ----------------------------------------------------------------------------------- */

static bool is_index(str part)
{
    size_t i = 0;

    while (i < part.n && part.p[i] >= '0' && part.p[i] <= '9')
        i++;
    return part.n > 0 && i == part.n;
}

/* An index may come as text or as a number. */
static void path_part(struct refusal *r, const struct json *part, str *to)
{
    str text = json_str(part);
    int64_t index = json_int(part);

    *to = text;
    if (json_kind(part) != JSON_INTEGER && !is_index(text))
        return;
    if (json_kind(part) != JSON_INTEGER)
        (void)num_parse_i64(text, &index);
    r->index = index >= 0 ? (size_t)index : NO_INDEX;
    *to = STR("#");
}

static void path_read(struct refusal *r, const struct json *field)
{
    enum { DEPTH_MAX = 8 };
    str parts[DEPTH_MAX];
    size_t n = 0;

    for (size_t i = 0; i < json_count(field) && n < DEPTH_MAX; i++) {
        path_part(r, json_at(field, i), &parts[n]);
        n += !(i == 0 && str_eq(parts[0], STR("input")));
    }
    r->path = arena_join(r->arena, parts, n, STR("."));
}

/* ---- done all the same ------------------------------------------------------------------------------------ */

static bool says(str message, const char *what)
{
    size_t n = strlen(what);

    return message.n >= n && memmem(message.p, message.n, what, n);
}

/* What a repeated mutation says that had its effect the first time. */
static bool was_done(const struct step *s, str message)
{
    static const struct {
        enum mutation_id mutation;
        const char *message;
    } table[] = {
        { MUTATION_CUSTOMER_DELETE, "can't be found" },
        { MUTATION_ADDRESS_CREATE, "already exists" },
        { MUTATION_ADDRESS_DELETE, "Address does not exist" },
        { MUTATION_ADDRESS_DELETE, "nvalid id" },
    };

    for (size_t i = 0; i < countof(table); i++)
        if (table[i].mutation == s->mutation && says(message, table[i].message))
            return true;
    return false;
}

/* ---- */

static void done(const struct step *s, const struct json *payload, struct op_result *out)
{
    out->outcome = OUTCOME_DONE;
    if (s->mutation == MUTATION_CUSTOMER_CREATE) {
        out->id = gid_number(json_str(json_get(json_get(payload, "customer"), "id")));
        if (out->id == 0) /* it says neither that it did it nor why not */
            out->outcome = OUTCOME_UNKNOWN;
    }
    if (s->mutation == MUTATION_INVITE)
        out->invited = true;
}

void step_answer(const struct op *op, const struct step *s, const struct json *payload,
                 const struct json *errors, bool again, struct op_result *out, struct arena *a)
{
    const bool answered = json_kind(payload) == JSON_OBJECT;
    const struct json *first = json_kind(errors) == JSON_ARRAY ? json_at(errors, 0) : errors;
    const struct json *wrong = answered ? json_at(json_get(payload, "userErrors"), 0) : first;
    struct refusal r = { op, s, STR(""), NO_INDEX, json_str(json_get(wrong, "message")), out, a };

    out->why_column = COL_COUNT;
    out->why = (struct finding){ .id = FINDING_NONE, .column = -1 };
    if ((answered && !wrong) || (again && was_done(s, r.message))) {
        done(s, payload, out);
        return;
    }
    if (answered)
        path_read(&r, json_get(wrong, "field"));
    if (r.index == NO_INDEX && json_kind(json_get(wrong, "elementIndex")) == JSON_INTEGER)
        r.index = (size_t)json_int(json_get(wrong, "elementIndex"));
    refusal_explain(&r);
}
