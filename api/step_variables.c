#include "api/step_parts.h"

#include "base/time.h"

struct writing {
    const struct op *op;
    const struct step *step;
    const struct steps_context *ctx;
    int64_t id;
    str suffix;
    struct json_writer *w;
    struct arena *arena;
};

/* ---- members ---------------------------------------------------------------------------------------------- */

/* A variable: its name ends in the suffix. */
static void variable(const struct writing *v, str name)
{
    json_write_key(v->w, arena_join(v->arena, (str[]){ name, v->suffix }, 2, STR("")));
}

static void member(const struct writing *v, str name, str value)
{
    json_write_key(v->w, name);
    json_write_str(v->w, value);
}

static void member_null(const struct writing *v, str name)
{
    json_write_key(v->w, name);
    json_write_null(v->w);
}

static void write_texts(const struct writing *v, struct texts list)
{
    json_write_open(v->w, '[');
    for (size_t i = 0; i < list.n; i++)
        json_write_str(v->w, list.at[i]);
    json_write_close(v->w, ']');
}

static void variable_customer(const struct writing *v, str name)
{
    variable(v, name);
    json_write_str(v->w, gid_customer(v->id, v->arena));
}

/* ---- addresses -------------------------------------------------------------------------------------------- */

static const struct address_member {
    enum column_id column;
    str name;
} address_members[] = {
    { COL_ADDRESS_LINE1, STR_INIT("address1") },  { COL_ADDRESS_LINE2, STR_INIT("address2") },
    { COL_ADDRESS_CITY, STR_INIT("city") },       { COL_ADDRESS_ZIP, STR_INIT("zip") },
    { COL_ADDRESS_COMPANY, STR_INIT("company") }, { COL_ADDRESS_FIRST, STR_INIT("firstName") },
    { COL_ADDRESS_LAST, STR_INIT("lastName") },   { COL_ADDRESS_PHONE, STR_INIT("phone") },
};

/* A code says more than a name; a name that has none is sent as it is. */
static const struct place_members {
    enum column_id name, code;
    str name_member, code_member;
} place_members[] = {
    { COL_ADDRESS_COUNTRY, COL_ADDRESS_COUNTRY_CODE, STR_INIT("country"), STR_INIT("countryCode") },
    { COL_ADDRESS_PROVINCE, COL_ADDRESS_PROVINCE_CODE, STR_INIT("province"), STR_INIT("provinceCode") },
};

static str address_text(const struct address *a, enum column_id column)
{
    const str nothing = STR("");

    return a->has.blank & COL_BIT(column) ? nothing : *(const str *)field_of(column, a);
}

static void write_place(const struct writing *v, const struct place_members *m, const struct address *a,
                        uint64_t set)
{
    str code = address_text(a, m->code), name = address_text(a, m->name);

    if (set & COL_BIT(m->code) && code.n)
        member(v, m->code_member, code);
    else if (set & COL_BIT(m->name) && name.n)
        member(v, m->name_member, name);
    else if (set & (COL_BIT(m->code) | COL_BIT(m->name)))
        member_null(v, m->code_member);
}

/* The columns in `set`; what is blank of them becomes null. */
static void write_address_members(const struct writing *v, const struct address *a, uint64_t set)
{
    for (size_t i = 0; i < countof(address_members); i++) {
        const struct address_member *m = &address_members[i];
        str text = address_text(a, m->column);
        if (set & COL_BIT(m->column) && text.n)
            member(v, m->name, text);
        else if (set & COL_BIT(m->column))
            member_null(v, m->name);
    }
    for (size_t i = 0; i < countof(place_members); i++)
        write_place(v, &place_members[i], a, set);
}

/* The columns of a new address that say something. */
static uint64_t address_given(const struct address *a)
{
    uint64_t given = 0;

    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (ADDRESS_TEXTS & COL_BIT(col) && address_text(a, col).n)
            given |= COL_BIT(col);
    return given;
}

/* One text of an address that stays as it is: an item of a list needs some member beside its ID. */
static uint64_t address_token(const struct address *a)
{
    for (size_t i = 0; i < countof(address_members); i++)
        if (address_text(a, address_members[i].column).n)
            return COL_BIT(address_members[i].column);
    return 0;
}

static void write_address(const struct writing *v, const struct address_op *one)
{
    json_write_open(v->w, '{');
    write_address_members(v, &one->to, one->kind == ADDRESS_ADD ? address_given(&one->to) : one->set);
    json_write_close(v->w, '}');
}

static void write_item(const struct writing *v, const struct address_item *item)
{
    if (!item->have) {
        write_address(v, item->op);
        return;
    }
    json_write_open(v->w, '{');
    member(v, STR("id"), gid_address(item->have->id, v->arena));
    if (item->op && item->op->set & ADDRESS_TEXTS)
        write_address_members(v, &item->op->to, item->op->set);
    else
        write_address_members(v, item->have, address_token(item->have));
    json_write_close(v->w, '}');
}

static void write_addresses(const struct writing *v)
{
    struct address_list list = address_list(v->op, v->arena);

    json_write_key(v->w, STR("addresses"));
    json_write_open(v->w, '[');
    for (size_t i = 0; i < list.n && i < LIST_MAX; i++)
        write_item(v, &list.at[i]);
    json_write_close(v->w, ']');
}

static void variables_address(const struct writing *v)
{
    const struct address_op *one = &v->op->addresses[v->step->at];

    variable_customer(v, STR("customerId"));
    if (v->step->mutation != MUTATION_ADDRESS_CREATE) {
        variable(v, STR("addressId"));
        json_write_str(v->w, gid_address(one->id, v->arena));
    }
    if (v->step->mutation == MUTATION_ADDRESS_DELETE || v->step->mutation == MUTATION_ADDRESS_DEFAULT)
        return;
    variable(v, STR("address"));
    write_address(v, one);
    if (address_list(v->op, v->arena).main != v->step->at)
        return; /* never false: that the default stays one is not for this mutation to say */
    variable(v, STR("setAsDefault"));
    json_write_bool(v->w, true);
}

/* ---- consents --------------------------------------------------------------------------------------------- */

static void write_consent(const struct writing *v, str name, const struct consent *c)
{
    static const str states[CONSENT_COUNT] = { [CONSENT_PENDING] = STR_INIT("PENDING"),
                                               [CONSENT_SUBSCRIBED] = STR_INIT("SUBSCRIBED"),
                                               [CONSENT_UNSUBSCRIBED] = STR_INIT("UNSUBSCRIBED") };
    static const str levels[LEVEL_COUNT] = { [LEVEL_SINGLE_OPT_IN] = STR_INIT("SINGLE_OPT_IN"),
                                             [LEVEL_CONFIRMED_OPT_IN] = STR_INIT("CONFIRMED_OPT_IN"),
                                             [LEVEL_UNKNOWN] = STR_INIT("UNKNOWN") };

    json_write_key(v->w, name);
    json_write_open(v->w, '{');
    member(v, STR("marketingState"), states[c->state]);
    member(v, STR("marketingOptInLevel"), levels[c->level]);
    member(v, STR("consentUpdatedAt"), moment_format_iso(c->updated_at, v->arena));
    json_write_close(v->w, '}');
}

static void variables_consent(const struct writing *v)
{
    const size_t k = v->step->mutation == MUTATION_EMAIL_CONSENT ? 0 : 1;
    struct consent c;

    variable(v, STR("input"));
    json_write_open(v->w, '{');
    member(v, STR("customerId"), gid_customer(v->id, v->arena));
    if (consent_sent(v->op, &channels[k], v->ctx->now, &c))
        write_consent(v, step_channels[k].input, &c);
    json_write_close(v->w, '}');
}

/* ---- metafields ------------------------------------------------------------------------------------------- */

static void write_metafield(const struct writing *v, const struct metafield *m, bool owned)
{
    json_write_open(v->w, '{');
    if (owned)
        member(v, STR("ownerId"), gid_customer(v->id, v->arena));
    member(v, STR("namespace"), m->namespace);
    member(v, STR("key"), m->key);
    if (!m->blank && m->type.n)
        member(v, STR("type"), m->type);
    if (!m->blank)
        member(v, STR("value"), m->value);
    json_write_close(v->w, '}');
}

static void write_metafields(const struct writing *v, bool owned)
{
    const struct metafield *m;

    json_write_open(v->w, '[');
    for (size_t i = 0; (m = metafields_at(v->op, v->step, i)); i++)
        write_metafield(v, m, owned);
    json_write_close(v->w, ']');
}

static void variables_metafields(const struct writing *v)
{
    variable(v, STR("metafields"));
    write_metafields(v, true);
}

/* ---- the customer ----------------------------------------------------------------------------------------- */

static void write_text_fields(const struct writing *v)
{
    static const struct {
        enum column_id column;
        str name;
    } table[] = {
        { COL_EMAIL, STR_INIT("email") },
        { COL_PHONE, STR_INIT("phone") },
        { COL_FIRST_NAME, STR_INIT("firstName") },
        { COL_LAST_NAME, STR_INIT("lastName") },
        { COL_NOTE, STR_INIT("note") },
        { COL_LANGUAGE, STR_INIT("locale") },
        { COL_MULTIPASS, STR_INIT("multipassIdentifier") },
    };

    for (size_t i = 0; i < countof(table); i++) {
        const enum column_id column = table[i].column;
        str text = op_gives(v->op, column) ? *(const str *)field_of(column, &v->op->to) : STR("");

        if (!(v->op->set & COL_BIT(column)))
            continue;
        if (text.n == 0 && column == COL_LANGUAGE)
            text = v->ctx->default_language;
        if (text.n)
            member(v, table[i].name, text);
        else if (!op_creates(v->op) && column != COL_LANGUAGE)
            member_null(v, table[i].name);
    }
}

static void write_fields(const struct writing *v)
{
    const struct texts none = { NULL, 0 };
    const struct op *op = v->op;
    struct texts tags = tags_after(op, v->ctx, v->arena);

    write_text_fields(v);
    if (op->set & COL_BIT(COL_TAX_EXEMPT)) {
        json_write_key(v->w, STR("taxExempt"));
        json_write_bool(v->w, op_gives(op, COL_TAX_EXEMPT) && op->to.tax_exempt);
    }
    if (op->set & COL_BIT(COL_TAX_EXEMPTIONS)) {
        json_write_key(v->w, STR("taxExemptions"));
        write_texts(v, op_gives(op, COL_TAX_EXEMPTIONS) ? op->to.tax_exemptions : none);
    }
    if (op->tags_add.n || (op->tags_remove.n && !op_creates(op))) {
        json_write_key(v->w, STR("tags"));
        write_texts(v, tags);
    }
}

static void variables_customer(const struct writing *v)
{
    struct consent c;

    variable(v, STR("input"));
    json_write_open(v->w, '{');
    if (!op_creates(v->op))
        member(v, STR("id"), gid_customer(v->id, v->arena));
    write_fields(v);
    for (size_t k = 0; k < CHANNEL_COUNT && op_creates(v->op); k++)
        if (consent_sent(v->op, &channels[k], v->ctx->now, &c))
            write_consent(v, step_channels[k].input, &c);
    if (v->step->with_addresses)
        write_addresses(v);
    if (v->step->with_metafields) {
        json_write_key(v->w, STR("metafields"));
        write_metafields(v, false);
    }
    json_write_close(v->w, '}');
}

static void variables_deletion(const struct writing *v)
{
    variable(v, STR("input"));
    json_write_open(v->w, '{');
    member(v, STR("id"), gid_customer(v->op->have ? v->op->have->id : v->id, v->arena));
    json_write_close(v->w, '}');
}

static void variables_tags(const struct writing *v)
{
    bool adds = v->step->mutation == MUTATION_TAGS_ADD;

    variable_customer(v, STR("id"));
    variable(v, STR("tags"));
    write_texts(v, tags_as_taken(adds ? v->op->tags_add : v->op->tags_remove, v->arena));
}

static void variables_exemptions(const struct writing *v)
{
    const struct texts none = { NULL, 0 };

    variable_customer(v, STR("customerId"));
    variable(v, STR("taxExemptions"));
    write_texts(v, op_gives(v->op, COL_TAX_EXEMPTIONS) ? v->op->to.tax_exemptions : none);
}

static void variables_id(const struct writing *v)
{
    variable_customer(v, STR("customerId"));
}

void step_variables(const struct op *op, const struct step *s, const struct steps_context *ctx, int64_t id,
                    const char *suffix, struct json_writer *w, struct arena *a)
{
    static void (*const variables[MUTATION_COUNT])(const struct writing *) = {
        [MUTATION_CUSTOMER_CREATE] = variables_customer,
        [MUTATION_CUSTOMER_UPDATE] = variables_customer,
        [MUTATION_CUSTOMER_DELETE] = variables_deletion,
        [MUTATION_EMAIL_CONSENT] = variables_consent,
        [MUTATION_SMS_CONSENT] = variables_consent,
        [MUTATION_ADDRESS_CREATE] = variables_address,
        [MUTATION_ADDRESS_UPDATE] = variables_address,
        [MUTATION_ADDRESS_DELETE] = variables_address,
        [MUTATION_ADDRESS_DEFAULT] = variables_address,
        [MUTATION_TAGS_ADD] = variables_tags,
        [MUTATION_TAGS_REMOVE] = variables_tags,
        [MUTATION_METAFIELDS_SET] = variables_metafields,
        [MUTATION_METAFIELDS_DELETE] = variables_metafields,
        [MUTATION_TAX_EXEMPTIONS] = variables_exemptions,
        [MUTATION_INVITE] = variables_id,
        [MUTATION_ACTIVATION_URL] = variables_id,
    };
    const struct writing v = { op, s, ctx, id, str_of(suffix), w, a };

    variables[s->mutation](&v);
}
