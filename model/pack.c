#include "model/pack.h"

#include "base/message.h"
#include "model/pack_fields.h"

static const char *const kind_words[OP_KIND_COUNT] = {
    [OP_IGNORED] = "ignored", [OP_REFUSED] = "refused", [OP_UNCHANGED] = "unchanged", [OP_CREATE] = "create",
    [OP_UPDATE] = "update",   [OP_REPLACE] = "replace", [OP_DELETE] = "delete",
};
static const char *const match_words[] = {
    [MATCH_NONE] = "", [MATCH_ID] = "id", [MATCH_EMAIL] = "email", [MATCH_PHONE] = "phone"
};
static const char *const address_words[] = {
    [ADDRESS_ADD] = "add", [ADDRESS_UPDATE] = "update", [ADDRESS_REMOVE] = "remove"
};
static const char *const list_words[] = {
    [LIST_MERGE] = "merge", [LIST_DELETE] = "delete", [LIST_REPLACE] = "replace"
};

static bool wrong(const char *member, struct err *err)
{
    return err_set(err, ERR_FORMAT, _("\"%s\" in the journal is not what it should be"), member);
}

static bool take_enum(const struct json *from, const char *member, const char *const *words, size_t n, unsigned *out,
                      struct err *err)
{
    str word = json_str(json_get(from, member));

    for (size_t i = 0; i < n; i++)
        if (str_eq(str_of(words[i]), word)) {
            *out = (unsigned)i;
            return true;
        }
    return wrong(member, err);
}

/* Members that are false, 0 or "" are left out. */
static void put_int(struct json *to, const char *member, int64_t v)
{
    if (v)
        json_put(to, member, json_of_int(v));
}

static void put_bool(struct json *to, const char *member, bool v)
{
    if (v)
        json_put(to, member, json_of_bool(true));
}

static void put_str(struct json *to, const char *member, str s)
{
    if (s.n > 0)
        json_put(to, member, json_of_str(s));
}

static str take_str(const struct json *from, const char *member, struct arena *a)
{
    return arena_copy(a, json_str(json_get(from, member)));
}

static uint32_t take_u32(const struct json *from, const char *member)
{
    int64_t v = json_int(json_get(from, member));

    return v >= 0 && v <= UINT32_MAX ? (uint32_t)v : 0;
}

/* A whole text as one JSON object; NULL with ERR_FORMAT else. */
static struct json *parse_object(str bytes, struct err *err)
{
    struct json *root;

    if (!json_parse(bytes, &root, err))
        return NULL;
    if (json_kind(root) == JSON_OBJECT)
        return root;
    json_free(root);
    wrong("{", err);
    return NULL;
}

/* ---- parts of a customer --------------------------------------------------------------------- */

static struct json *put_address(const struct address *adr)
{
    struct json *o = json_object();

    put_int(o, "row", adr->row);
    pack_fields(o, adr, RECORD_address);
    return o;
}

static bool take_address(const struct json *o, struct address *adr, struct arena *a, struct err *err)
{
    adr->row = take_u32(o, "row");
    return unpack_fields(o, adr, RECORD_address, a, err);
}

static struct json *put_metafield(const struct metafield *m)
{
    struct json *o = json_object();

    put_str(o, "namespace", m->namespace);
    put_str(o, "key", m->key);
    put_str(o, "type", m->type);
    put_str(o, "value", m->value);
    put_bool(o, "blank", m->blank);
    put_int(o, "column", m->column + 1);
    return o;
}

static struct metafield take_metafield(const struct json *o, struct arena *a)
{
    return (struct metafield){
        .namespace = take_str(o, "namespace", a),
        .key = take_str(o, "key", a),
        .type = take_str(o, "type", a),
        .value = take_str(o, "value", a),
        .blank = json_bool(json_get(o, "blank")),
        .column = (int32_t)(take_u32(o, "column") & INT32_MAX) - 1,
    };
}

static struct json *put_step(const struct tag_step *step)
{
    struct json *o = json_object();

    put_int(o, "row", step->row);
    json_put(o, "command", json_of_str(str_of(list_words[step->command])));
    put_bool(o, "given", step->command_given);
    json_put(o, "tags", pack_texts(step->tags));
    return o;
}

static bool take_step(const struct json *o, struct tag_step *step, struct arena *a, struct err *err)
{
    unsigned command;

    if (!take_enum(o, "command", list_words, countof(list_words), &command, err))
        return false;
    *step = (struct tag_step){
        .command = (enum list_command)command,
        .command_given = json_bool(json_get(o, "given")),
        .tags = unpack_texts(json_get(o, "tags"), a),
        .row = take_u32(o, "row"),
    };
    return true;
}

/* ---- a customer ------------------------------------------------------------------------------ */

static void put_lists(struct json *o, const struct customer *c)
{
    struct json *addresses = json_array(), *metafields = json_array(), *steps = json_array();

    for (size_t i = 0; i < c->address_count; i++)
        json_add(addresses, put_address(&c->addresses[i]));
    for (size_t i = 0; i < c->metafield_count; i++)
        json_add(metafields, put_metafield(&c->metafields[i]));
    for (size_t i = 0; i < c->tag_step_count; i++)
        json_add(steps, put_step(&c->tag_steps[i]));
    json_put(o, "addresses", addresses);
    json_put(o, "metafields", metafields);
    json_put(o, "tag_steps", steps);
}

static struct json *put_customer(const struct customer *c)
{
    struct json *o = json_object();

    put_int(o, "row", c->row);
    put_int(o, "last_row", c->last_row);
    put_int(o, "id", c->id);
    put_int(o, "revision", c->revision);
    put_bool(o, "failed", c->failed);
    put_bool(o, "email_if_subscribed", c->email_consent.if_subscribed);
    put_bool(o, "sms_if_subscribed", c->sms_consent.if_subscribed);
    pack_fields(o, c, RECORD_customer);
    put_lists(o, c);
    return o;
}

static bool take_addresses(const struct json *list, struct customer *c, struct arena *a, struct err *err)
{
    c->address_count = json_count(list);
    c->addresses = c->address_count ? arena_array(a, struct address, c->address_count) : NULL;
    for (size_t i = 0; i < c->address_count; i++)
        if (!take_address(json_at(list, i), &c->addresses[i], a, err))
            return false;
    return true;
}

static bool take_steps(const struct json *list, struct customer *c, struct arena *a, struct err *err)
{
    c->tag_step_count = json_count(list);
    c->tag_steps = c->tag_step_count ? arena_array(a, struct tag_step, c->tag_step_count) : NULL;
    for (size_t i = 0; i < c->tag_step_count; i++)
        if (!take_step(json_at(list, i), &c->tag_steps[i], a, err))
            return false;
    return true;
}

static bool take_customer(const struct json *o, struct customer *c, struct arena *a, struct err *err)
{
    const struct json *metafields = json_get(o, "metafields");

    c->row = take_u32(o, "row");
    c->last_row = take_u32(o, "last_row");
    c->revision = json_int(json_get(o, "revision"));
    c->failed = json_bool(json_get(o, "failed"));
    c->email_consent.if_subscribed = json_bool(json_get(o, "email_if_subscribed"));
    c->sms_consent.if_subscribed = json_bool(json_get(o, "sms_if_subscribed"));
    c->metafield_count = json_count(metafields);
    c->metafields = c->metafield_count ? arena_array(a, struct metafield, c->metafield_count) : NULL;
    for (size_t i = 0; i < c->metafield_count; i++)
        c->metafields[i] = take_metafield(json_at(metafields, i), a);
    if (!unpack_fields(o, c, RECORD_customer, a, err))
        return false;
    if (json_get(o, "id"))
        c->id = json_int(json_get(o, "id"));
    return take_addresses(json_get(o, "addresses"), c, a, err) && take_steps(json_get(o, "tag_steps"), c, a, err);
}

static str finish(struct json *root, struct arena *a)
{
    str text = json_text(root, a);

    json_free(root);
    return text;
}

str customer_pack(const struct customer *c, struct arena *a)
{
    return finish(put_customer(c), a);
}

bool customer_unpack(str bytes, struct customer **out, struct arena *a, struct err *err)
{
    struct json *root = parse_object(bytes, err);

    if (!root)
        return false;
    *out = arena_new(a, struct customer);
    bool ok = take_customer(root, *out, a, err);
    json_free(root);
    return ok;
}

/* ---- findings -------------------------------------------------------------------------------- */

static struct json *put_finding(const struct finding *f)
{
    struct json *o = json_object();

    json_put(o, "id", json_of_str(str_of(f->id == FINDING_NONE ? "" : finding_name(f->id))));
    put_int(o, "row", f->row);
    put_int(o, "column", f->column + 1);
    json_put(o, "args", pack_texts((struct texts){ f->args, countof(f->args) }));
    return o;
}

/* One of a newer version, with an identifier not known here, is no error: it is FINDING_NONE. */
static struct finding take_finding(const struct json *o, struct arena *a)
{
    struct finding f = {
        .id = finding_by_name(json_str(json_get(o, "id"))),
        .row = take_u32(o, "row"),
        .column = (int32_t)(take_u32(o, "column") & INT32_MAX) - 1,
    };

    for (size_t i = 0; i < countof(f.args); i++)
        f.args[i] = arena_copy(a, json_str(json_at(json_get(o, "args"), i)));
    return f;
}

str findings_pack(const struct finding *at, size_t n, struct arena *a)
{
    struct json *list = json_array();

    for (size_t i = 0; i < n; i++)
        json_add(list, put_finding(&at[i]));
    return finish(list, a);
}

bool findings_unpack(str bytes, struct findings *into, struct err *err)
{
    struct json *root;

    if (!json_parse(bytes, &root, err))
        return false;
    bool ok = json_kind(root) == JSON_ARRAY || wrong("[", err);
    for (size_t i = 0; i < json_count(root); i++) {
        struct finding f = take_finding(json_at(root, i), into->arena);
        if (f.id != FINDING_NONE)
            finding_add(into, f);
    }
    json_free(root);
    return ok;
}

/* ---- operations ------------------------------------------------------------------------------ */

static struct json *put_address_op(const struct address_op *op)
{
    struct json *o = json_object();

    json_put(o, "kind", json_of_str(str_of(address_words[op->kind])));
    put_int(o, "id", op->id);
    json_put(o, "set", pack_columns(op->set));
    json_put(o, "to", put_address(&op->to));
    if (op->from)
        json_put(o, "from", put_address(op->from));
    put_bool(o, "make_default", op->make_default);
    return o;
}

static bool take_address_op(const struct json *o, struct address_op *op, struct arena *a, struct err *err)
{
    unsigned kind;

    if (!take_enum(o, "kind", address_words, countof(address_words), &kind, err))
        return false;
    op->kind = (enum address_op_kind)kind;
    op->id = json_int(json_get(o, "id"));
    op->set = unpack_columns(json_get(o, "set"));
    op->make_default = json_bool(json_get(o, "make_default"));
    if (!take_address(json_get(o, "to"), &op->to, a, err))
        return false;
    if (!json_get(o, "from"))
        return op->kind == ADDRESS_ADD || wrong("from", err);
    struct address *from = arena_new(a, struct address);
    op->from = from;
    return take_address(json_get(o, "from"), from, a, err);
}

static struct json *put_metafield_op(const struct metafield_op *op)
{
    struct json *o = json_object();

    json_put(o, "to", put_metafield(&op->to));
    if (op->from)
        json_put(o, "from", put_metafield(op->from));
    return o;
}

static void take_metafield_ops(const struct json *list, struct op *op, struct arena *a)
{
    op->metafield_count = json_count(list);
    op->metafields = op->metafield_count ? arena_array(a, struct metafield_op, op->metafield_count) : NULL;
    for (size_t i = 0; i < op->metafield_count; i++) {
        const struct json *o = json_at(list, i);
        op->metafields[i].to = take_metafield(json_get(o, "to"), a);
        if (!json_get(o, "from"))
            continue;
        struct metafield *from = arena_new(a, struct metafield);
        *from = take_metafield(json_get(o, "from"), a);
        op->metafields[i].from = from;
    }
}

static bool take_address_ops(const struct json *list, struct op *op, struct arena *a, struct err *err)
{
    op->address_count = json_count(list);
    op->addresses = op->address_count ? arena_array(a, struct address_op, op->address_count) : NULL;
    for (size_t i = 0; i < op->address_count; i++)
        if (!take_address_op(json_at(list, i), &op->addresses[i], a, err))
            return false;
    return true;
}

static void put_op_lists(struct json *o, const struct op *op)
{
    struct json *addresses = json_array(), *metafields = json_array();

    for (size_t i = 0; i < op->address_count; i++)
        json_add(addresses, put_address_op(&op->addresses[i]));
    for (size_t i = 0; i < op->metafield_count; i++)
        json_add(metafields, put_metafield_op(&op->metafields[i]));
    json_put(o, "tags_add", pack_texts(op->tags_add));
    json_put(o, "tags_remove", pack_texts(op->tags_remove));
    json_put(o, "address_ops", addresses);
    json_put(o, "metafield_ops", metafields);
}

str op_pack(const struct op *op, struct arena *a)
{
    struct json *o = json_object();

    json_put(o, "kind", json_of_str(str_of(kind_words[op->kind])));
    json_put(o, "found_by", json_of_str(str_of(match_words[op->found_by])));
    if (op->why.id != FINDING_NONE)
        json_put(o, "why", put_finding(&op->why));
    json_put(o, "set", pack_columns(op->set));
    json_put(o, "to", put_customer(&op->to));
    put_op_lists(o, op);
    if (op->have)
        json_put(o, "have", put_customer(op->have));
    put_bool(o, "invite", op->invite);
    json_put(o, "cleared", pack_columns(op->cleared));
    put_int(o, "cleared_values", (int64_t)op->cleared_values);
    put_str(o, "token", op->token);
    return finish(o, a);
}

static bool take_have(const struct json *o, struct op *op, struct arena *a, struct err *err)
{
    if (!o)
        return true;
    struct customer *have = arena_new(a, struct customer);
    op->have = have;
    return take_customer(o, have, a, err);
}

static bool take_op(const struct json *o, struct op *op, struct arena *a, struct err *err)
{
    unsigned kind, found_by;

    if (!take_enum(o, "kind", kind_words, countof(kind_words), &kind, err) ||
        !take_enum(o, "found_by", match_words, countof(match_words), &found_by, err))
        return false;
    *op = (struct op){
        .kind = (enum op_kind)kind,
        .found_by = (enum match_key)found_by,
        .set = unpack_columns(json_get(o, "set")),
        .tags_add = unpack_texts(json_get(o, "tags_add"), a),
        .tags_remove = unpack_texts(json_get(o, "tags_remove"), a),
        .invite = json_bool(json_get(o, "invite")),
        .cleared = unpack_columns(json_get(o, "cleared")),
        .cleared_values = take_u32(o, "cleared_values"),
        .token = take_str(o, "token", a),
    };
    if (json_get(o, "why"))
        op->why = take_finding(json_get(o, "why"), a);
    take_metafield_ops(json_get(o, "metafield_ops"), op, a);
    return take_customer(json_get(o, "to"), &op->to, a, err) && take_have(json_get(o, "have"), op, a, err) &&
           take_address_ops(json_get(o, "address_ops"), op, a, err);
}

bool op_unpack(str bytes, struct op *out, struct arena *a, struct err *err)
{
    struct json *root = parse_object(bytes, err);

    if (!root)
        return false;
    bool ok = take_op(root, out, a, err);
    json_free(root);
    return ok;
}
