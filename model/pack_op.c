#include "model/pack_parts.h"

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

static struct json *put_address_op(const struct address_op *op)
{
    struct json *o = json_object();

    json_put(o, "kind", json_of_str(str_of(address_words[op->kind])));
    pack_int(o, "id", op->id);
    json_put(o, "set", pack_columns(op->set));
    json_put(o, "to", pack_address(&op->to));
    if (op->from)
        json_put(o, "from", pack_address(op->from));
    pack_bool(o, "make_default", op->make_default);
    return o;
}

static bool take_address_op(const struct json *o, struct address_op *op, struct arena *a, struct err *err)
{
    unsigned kind = 0;

    if (!unpack_enum(o, "kind", address_words, countof(address_words), &kind, err))
        return false;
    op->kind = (enum address_op_kind)kind;
    op->id = json_int(json_get(o, "id"));
    op->set = unpack_columns(json_get(o, "set"));
    op->make_default = json_bool(json_get(o, "make_default"));
    if (!unpack_address(json_get(o, "to"), &op->to, a, err))
        return false;
    if (!json_get(o, "from"))
        return op->kind == ADDRESS_ADD || pack_wrong("from", err);
    struct address *from = arena_new(a, struct address);
    op->from = from;
    return unpack_address(json_get(o, "from"), from, a, err);
}

static struct json *put_metafield_op(const struct metafield_op *op)
{
    struct json *o = json_object();

    json_put(o, "to", pack_metafield(&op->to));
    if (op->from)
        json_put(o, "from", pack_metafield(op->from));
    return o;
}

static void take_metafield_ops(const struct json *list, struct op *op, struct arena *a)
{
    op->metafield_count = json_count(list);
    op->metafields = op->metafield_count ? arena_array(a, struct metafield_op, op->metafield_count) : NULL;
    for (size_t i = 0; i < op->metafield_count; i++) {
        const struct json *o = json_at(list, i);
        op->metafields[i].to = unpack_metafield(json_get(o, "to"), a);
        if (!json_get(o, "from"))
            continue;
        struct metafield *from = arena_new(a, struct metafield);
        *from = unpack_metafield(json_get(o, "from"), a);
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
        json_put(o, "why", pack_finding(&op->why));
    json_put(o, "set", pack_columns(op->set));
    json_put(o, "to", pack_customer(&op->to));
    put_op_lists(o, op);
    if (op->have)
        json_put(o, "have", pack_customer(op->have));
    pack_bool(o, "invite", op->invite);
    json_put(o, "cleared", pack_columns(op->cleared));
    pack_int(o, "cleared_values", (int64_t)op->cleared_values);
    pack_str(o, "token", op->token);
    return pack_finish(o, a);
}

static bool take_have(const struct json *o, struct op *op, struct arena *a, struct err *err)
{
    if (!o)
        return true;
    struct customer *have = arena_new(a, struct customer);
    op->have = have;
    return unpack_customer(o, have, a, err);
}

static bool take_op(const struct json *o, struct op *op, struct arena *a, struct err *err)
{
    unsigned kind = 0, found_by = 0;

    if (!unpack_enum(o, "kind", kind_words, countof(kind_words), &kind, err) ||
        !unpack_enum(o, "found_by", match_words, countof(match_words), &found_by, err))
        return false;
    *op = (struct op){
        .kind = (enum op_kind)kind,
        .found_by = (enum match_key)found_by,
        .set = unpack_columns(json_get(o, "set")),
        .tags_add = unpack_texts(json_get(o, "tags_add"), a),
        .tags_remove = unpack_texts(json_get(o, "tags_remove"), a),
        .invite = json_bool(json_get(o, "invite")),
        .cleared = unpack_columns(json_get(o, "cleared")),
        .cleared_values = unpack_u32(o, "cleared_values"),
        .token = unpack_str(o, "token", a),
    };
    if (json_get(o, "why"))
        op->why = unpack_finding(json_get(o, "why"), a);
    take_metafield_ops(json_get(o, "metafield_ops"), op, a);
    return unpack_customer(json_get(o, "to"), &op->to, a, err) &&
           take_have(json_get(o, "have"), op, a, err) &&
           take_address_ops(json_get(o, "address_ops"), op, a, err);
}

bool op_unpack(str bytes, struct op *out, struct arena *a, struct err *err)
{
    struct json *root = pack_parse(bytes, err);

    if (!root)
        return false;
    bool ok = take_op(root, out, a, err);
    json_free(root);
    return ok;
}
