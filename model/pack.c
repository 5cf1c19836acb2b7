#include "model/pack_parts.h"

#include "base/message.h"

bool pack_wrong(const char *member, struct err *err)
{
    return err_set(err, ERR_FORMAT, _("\"%s\" in the journal is not what it should be"), member);
}

bool unpack_enum(const struct json *from, const char *member, const char *const *words, size_t n,
                 unsigned *out, struct err *err)
{
    str word = json_str(json_get(from, member));

    for (size_t i = 0; i < n; i++)
        if (str_eq(str_of(words[i]), word)) {
            *out = (unsigned)i;
            return true;
        }
    return pack_wrong(member, err);
}

void pack_key(struct json_writer *to, const char *member)
{
    json_write_key(to, str_of(member));
}

void pack_int(struct json_writer *to, const char *member, int64_t v)
{
    if (v == 0)
        return;
    pack_key(to, member);
    json_write_int(to, v);
}

void pack_bool(struct json_writer *to, const char *member, bool v)
{
    if (!v)
        return;
    pack_key(to, member);
    json_write_bool(to, true);
}

void pack_str(struct json_writer *to, const char *member, str s)
{
    if (s.n > 0)
        pack_word(to, member, s);
}

void pack_word(struct json_writer *to, const char *member, str word)
{
    pack_key(to, member);
    json_write_str(to, word);
}

str unpack_str(const struct json *from, const char *member, struct arena *a)
{
    return arena_copy(a, json_str(json_get(from, member)));
}

uint32_t unpack_u32(const struct json *from, const char *member)
{
    int64_t v = json_int(json_get(from, member));

    return v >= 0 && v <= UINT32_MAX ? (uint32_t)v : 0;
}

struct json *pack_parse(str bytes, struct err *err)
{
    struct json *root;

    if (!json_parse(bytes, &root, err))
        return NULL;
    if (json_kind(root) == JSON_OBJECT)
        return root;
    json_free(root);
    pack_wrong("{", err);
    return NULL;
}

/* ---- parts of a customer --------------------------------------------------------------------- */

void pack_address(struct json_writer *to, const struct address *adr)
{
    json_write_open(to, '{');
    pack_int(to, "row", adr->row);
    pack_int(to, "id", adr->id);
    pack_bool(to, "is_default", adr->is_default);
    pack_fields(to, adr, RECORD_address);
    json_write_close(to, '}');
}

bool unpack_address(const struct json *o, struct address *adr, struct arena *a, struct err *err)
{
    adr->row = unpack_u32(o, "row");
    adr->id = json_int(json_get(o, "id"));
    adr->is_default = json_bool(json_get(o, "is_default"));
    return unpack_fields(o, adr, RECORD_address, a, err);
}

void pack_metafield(struct json_writer *to, const struct metafield *m)
{
    json_write_open(to, '{');
    pack_str(to, "namespace", m->namespace);
    pack_str(to, "key", m->key);
    pack_str(to, "type", m->type);
    pack_str(to, "value", m->value);
    pack_bool(to, "blank", m->blank);
    pack_int(to, "column", m->column + 1);
    json_write_close(to, '}');
}

struct metafield unpack_metafield(const struct json *o, struct arena *a)
{
    return (struct metafield){
        .namespace = unpack_str(o, "namespace", a),
        .key = unpack_str(o, "key", a),
        .type = unpack_str(o, "type", a),
        .value = unpack_str(o, "value", a),
        .blank = json_bool(json_get(o, "blank")),
        .column = (int32_t)(unpack_u32(o, "column") & INT32_MAX) - 1,
    };
}

static const char *const list_words[] = {
    [LIST_MERGE] = "merge", [LIST_DELETE] = "delete", [LIST_REPLACE] = "replace"
};

static void put_step(struct json_writer *to, const struct tag_step *step)
{
    json_write_open(to, '{');
    pack_int(to, "row", step->row);
    pack_word(to, "command", str_of(list_words[step->command]));
    pack_bool(to, "given", step->command_given);
    pack_key(to, "tags");
    pack_texts(to, step->tags);
    json_write_close(to, '}');
}

static bool take_step(const struct json *o, struct tag_step *step, struct arena *a, struct err *err)
{
    unsigned command = 0;

    if (!unpack_enum(o, "command", list_words, countof(list_words), &command, err))
        return false;
    *step = (struct tag_step){
        .command = (enum list_command)command,
        .command_given = json_bool(json_get(o, "given")),
        .tags = unpack_texts(json_get(o, "tags"), a),
        .row = unpack_u32(o, "row"),
    };
    return true;
}

/* ---- a customer ------------------------------------------------------------------------------ */

static void put_lists(struct json_writer *to, const struct customer *c)
{
    pack_key(to, "addresses");
    json_write_open(to, '[');
    for (size_t i = 0; i < c->address_count; i++)
        pack_address(to, &c->addresses[i]);
    json_write_close(to, ']');
    pack_key(to, "metafields");
    json_write_open(to, '[');
    for (size_t i = 0; i < c->metafield_count; i++)
        pack_metafield(to, &c->metafields[i]);
    json_write_close(to, ']');
    pack_key(to, "tag_steps");
    json_write_open(to, '[');
    for (size_t i = 0; i < c->tag_step_count; i++)
        put_step(to, &c->tag_steps[i]);
    json_write_close(to, ']');
}

void pack_customer(struct json_writer *to, const struct customer *c)
{
    json_write_open(to, '{');
    pack_int(to, "row", c->row);
    pack_int(to, "last_row", c->last_row);
    pack_int(to, "id", c->id);
    pack_int(to, "revision", c->revision);
    pack_bool(to, "failed", c->failed);
    pack_bool(to, "email_if_subscribed", c->email_consent.if_subscribed);
    pack_bool(to, "sms_if_subscribed", c->sms_consent.if_subscribed);
    pack_fields(to, c, RECORD_customer);
    put_lists(to, c);
    json_write_close(to, '}');
}

static bool take_addresses(const struct json *list, struct customer *c, struct arena *a, struct err *err)
{
    c->address_count = json_count(list);
    c->addresses = c->address_count ? arena_array(a, struct address, c->address_count) : NULL;
    for (size_t i = 0; i < c->address_count; i++)
        if (!unpack_address(json_at(list, i), &c->addresses[i], a, err))
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

bool unpack_customer(const struct json *o, struct customer *c, struct arena *a, struct err *err)
{
    const struct json *metafields = json_get(o, "metafields");

    c->row = unpack_u32(o, "row");
    c->last_row = unpack_u32(o, "last_row");
    c->id = json_int(json_get(o, "id"));
    c->revision = json_int(json_get(o, "revision"));
    c->failed = json_bool(json_get(o, "failed"));
    c->email_consent.if_subscribed = json_bool(json_get(o, "email_if_subscribed"));
    c->sms_consent.if_subscribed = json_bool(json_get(o, "sms_if_subscribed"));
    c->metafield_count = json_count(metafields);
    c->metafields = c->metafield_count ? arena_array(a, struct metafield, c->metafield_count) : NULL;
    for (size_t i = 0; i < c->metafield_count; i++)
        c->metafields[i] = unpack_metafield(json_at(metafields, i), a);
    if (!unpack_fields(o, c, RECORD_customer, a, err))
        return false;
    return take_addresses(json_get(o, "addresses"), c, a, err) &&
           take_steps(json_get(o, "tag_steps"), c, a, err);
}

str customer_pack(const struct customer *c, struct arena *a)
{
    struct json_writer w = json_write_begin();

    pack_customer(&w, c);
    return json_write_end(&w, a);
}

bool customer_unpack(str bytes, struct customer **out, struct arena *a, struct err *err)
{
    struct json *root = pack_parse(bytes, err);

    if (!root)
        return false;
    *out = arena_new(a, struct customer);
    bool ok = unpack_customer(root, *out, a, err);
    json_free(root);
    return ok;
}

/* ---- findings -------------------------------------------------------------------------------- */

void pack_finding(struct json_writer *to, const struct finding *f)
{
    json_write_open(to, '{');
    pack_word(to, "id", str_of(f->id == FINDING_NONE ? "" : finding_name(f->id)));
    pack_int(to, "row", f->row);
    pack_int(to, "column", f->column + 1);
    pack_key(to, "args");
    pack_texts(to, (struct texts){ f->args, countof(f->args) });
    json_write_close(to, '}');
}

/* One of a newer version, with an identifier not known here, is no error: it is FINDING_NONE. */
struct finding unpack_finding(const struct json *o, struct arena *a)
{
    struct finding f = {
        .id = finding_by_name(json_str(json_get(o, "id"))),
        .row = unpack_u32(o, "row"),
        .column = (int32_t)(unpack_u32(o, "column") & INT32_MAX) - 1,
    };

    for (size_t i = 0; i < countof(f.args); i++)
        f.args[i] = arena_copy(a, json_str(json_at(json_get(o, "args"), i)));
    return f;
}

str findings_pack(const struct finding *at, size_t n, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '[');
    for (size_t i = 0; i < n; i++)
        pack_finding(&w, &at[i]);
    json_write_close(&w, ']');
    return json_write_end(&w, a);
}

bool findings_unpack(str bytes, struct findings *into, struct err *err)
{
    struct json *root;

    if (!json_parse(bytes, &root, err))
        return false;
    bool ok = json_kind(root) == JSON_ARRAY || pack_wrong("[", err);
    for (size_t i = 0; i < json_count(root); i++) {
        struct finding f = unpack_finding(json_at(root, i), into->arena);
        if (f.id != FINDING_NONE)
            finding_add(into, f);
    }
    json_free(root);
    return ok;
}
