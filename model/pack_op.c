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

static void put_address_op(struct json_writer *to, const struct address_op *op)
{
    json_write_open(to, '{');
    pack_word(to, "kind", str_of(address_words[op->kind]));
    pack_int(to, "id", op->id);
    pack_key(to, "set");
    pack_columns(to, op->set);
    pack_key(to, "to");
    pack_address(to, &op->to);
    if (op->from) {
        pack_key(to, "from");
        pack_address(to, op->from);
    }
    pack_bool(to, "make_default", op->make_default);
    json_write_close(to, '}');
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

static void put_metafield_op(struct json_writer *to, const struct metafield_op *op)
{
    json_write_open(to, '{');
    pack_key(to, "to");
    pack_metafield(to, &op->to);
    if (op->from) {
        pack_key(to, "from");
        pack_metafield(to, op->from);
    }
    json_write_close(to, '}');
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

static void put_op_lists(struct json_writer *to, const struct op *op)
{
    pack_key(to, "tags_add");
    pack_texts(to, op->tags_add);
    pack_key(to, "tags_remove");
    pack_texts(to, op->tags_remove);
    pack_key(to, "address_ops");
    json_write_open(to, '[');
    for (size_t i = 0; i < op->address_count; i++)
        put_address_op(to, &op->addresses[i]);
    json_write_close(to, ']');
    pack_key(to, "metafield_ops");
    json_write_open(to, '[');
    for (size_t i = 0; i < op->metafield_count; i++)
        put_metafield_op(to, &op->metafields[i]);
    json_write_close(to, ']');
}

static void put_op(struct json_writer *to, const struct op *op)
{
    json_write_open(to, '{');
    pack_word(to, "kind", str_of(kind_words[op->kind]));
    pack_word(to, "found_by", str_of(match_words[op->found_by]));
    if (op->why.id != FINDING_NONE) {
        pack_key(to, "why");
        pack_finding(to, &op->why);
    }
    pack_key(to, "set");
    pack_columns(to, op->set);
    pack_key(to, "to");
    pack_customer(to, &op->to);
    put_op_lists(to, op);
    if (op->have) {
        pack_key(to, "have");
        pack_customer(to, op->have);
    }
    pack_bool(to, "invite", op->invite);
    pack_key(to, "cleared");
    pack_columns(to, op->cleared);
    pack_int(to, "cleared_values", (int64_t)op->cleared_values);
    pack_str(to, "token", op->token);
    json_write_close(to, '}');
}

str op_pack(const struct op *op, struct arena *a)
{
    struct json_writer w = json_write_begin();

    put_op(&w, op);
    return json_write_end(&w, a);
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
