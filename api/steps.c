#include "api/step_parts.h"

#include "base/num.h"
#include "base/unicode.h"

#define SCALARS                                                                                          \
    (COL_BIT(COL_EMAIL) | COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_LAST_NAME) | COL_BIT(COL_PHONE) |        \
     COL_BIT(COL_LANGUAGE) | COL_BIT(COL_NOTE) | COL_BIT(COL_TAX_EXEMPT) | COL_BIT(COL_TAX_EXEMPTIONS) | \
     COL_BIT(COL_MULTIPASS))

struct choice {
    const struct op *op;
    const struct steps_context *ctx;
    struct step *steps;
    size_t n;
    struct arena *arena;
};

bool op_creates(const struct op *op)
{
    return op->kind == OP_CREATE || op->kind == OP_REPLACE;
}

bool op_gives(const struct op *op, enum column_id column)
{
    return (op->set & ~op->to.has.blank & COL_BIT(column)) != 0;
}

str op_text_after(const struct op *op, enum column_id column)
{
    const str nothing = STR("");

    if (op->set & COL_BIT(column))
        return op_gives(op, column) ? text_trim(*(const str *)field_of(column, &op->to)) : nothing;
    return op_creates(op) || !op->have ? nothing : *(const str *)field_of(column, op->have);
}

static struct step *choose(struct choice *c, enum mutation_id mutation)
{
    struct step *s = &c->steps[c->n++];

    *s = (struct step){ .mutation = mutation };
    return s;
}

static void choose_at(struct choice *c, enum mutation_id mutation, size_t at)
{
    *choose(c, mutation) = (struct step){ .mutation = mutation, .at = at, .n = 1 };
}

/* ---- metafields ------------------------------------------------------------------------------------------- */

static void choose_metafields(struct choice *c, bool deleted, size_t from)
{
    const enum mutation_id mutation = deleted ? MUTATION_METAFIELDS_DELETE : MUTATION_METAFIELDS_SET;
    const size_t most = deleted ? LIST_MAX : METAFIELDS_SET_MAX;

    while (from < c->op->metafield_count) {
        size_t end = metafields_run(c->op, deleted, from, most);
        struct step run = { .mutation = mutation, .at = from, .n = end - from };
        if (metafields_at(c->op, &run, 0))
            *choose(c, mutation) = run;
        from = end;
    }
}

/* ---- a new customer --------------------------------------------------------------------------------------- */

static void choose_creation(struct choice *c)
{
    struct address_list list = address_list(c->op, c->arena);
    struct step *s;

    if (c->op->kind == OP_REPLACE)
        choose(c, MUTATION_CUSTOMER_DELETE);
    s = choose(c, MUTATION_CUSTOMER_CREATE);
    s->with_addresses = list.n > 0;
    s->with_metafields = metafields_count(c->op, false) > 0;
    for (size_t i = LIST_MAX; i < list.n; i++)
        choose_at(c, MUTATION_ADDRESS_CREATE, list.at[i].at);
    choose_metafields(c, false, metafields_run(c->op, false, 0, LIST_MAX));
}

/* ---- one that is there ------------------------------------------------------------------------------------ */

/* The mutations for what is neither address nor consent: none, or one. */
struct carrier {
    bool update; /* customerUpdate, which carries it all */
    bool tags, metafields;
};

static struct carrier carrier_for(const struct op *op)
{
    const size_t metafields = metafields_count(op, false);
    const struct texts add = op->tags_add, remove = op->tags_remove;
    struct carrier c = { .tags = add.n || remove.n, .metafields = metafields > 0 };

    c.update = (op->set & SCALARS) || (add.n && remove.n) || add.n > LIST_MAX || remove.n > LIST_MAX ||
               metafields > METAFIELDS_SET_MAX || (c.tags && c.metafields);
    return c;
}

/* How many mutations the addresses take one by one. */
static size_t addresses_apart(const struct op *op, const struct address_list *list)
{
    size_t n = 0;

    for (size_t i = 0; i < op->address_count; i++)
        n += op->addresses[i].kind != ADDRESS_UPDATE || op->addresses[i].set & ADDRESS_TEXTS ||
             (i == list->main && list->main_after);
    return n;
}

/* A list takes the place of all that are there, so it is sent only where that saves a mutation. */
static bool list_is_better(const struct op *op, const struct address_list *list,
                           const struct carrier *carrier)
{
    size_t others = carrier->update || carrier->tags || carrier->metafields ? 1 : 0;
    size_t together = 1u + (list->main_apart || list->main_after ? 1u : 0u);

    return address_list_fits(op, list) && together < others + addresses_apart(op, list);
}

static void choose_address(struct choice *c, size_t at, const struct address_list *list)
{
    static const enum mutation_id mutations[] = { [ADDRESS_ADD] = MUTATION_ADDRESS_CREATE,
                                                  [ADDRESS_UPDATE] = MUTATION_ADDRESS_UPDATE,
                                                  [ADDRESS_REMOVE] = MUTATION_ADDRESS_DELETE };
    const struct address_op *one = &c->op->addresses[at];

    if (one->kind != ADDRESS_UPDATE || one->set & ADDRESS_TEXTS)
        choose_at(c, mutations[one->kind], at);
    else if (at == list->main && list->main_after)
        choose_at(c, MUTATION_ADDRESS_DEFAULT, at);
}

/* Those that go first: what comes may be the same as one that went. */
static void choose_addresses(struct choice *c, const struct address_list *list)
{
    static const enum address_op_kind order[] = { ADDRESS_REMOVE, ADDRESS_UPDATE, ADDRESS_ADD };

    for (size_t k = 0; k < countof(order); k++)
        for (size_t i = 0; i < c->op->address_count; i++)
            if (c->op->addresses[i].kind == order[k])
                choose_address(c, i, list);
}

static void choose_carrier(struct choice *c, const struct carrier *carrier, bool with_addresses)
{
    if (carrier->update) {
        struct step *s = choose(c, MUTATION_CUSTOMER_UPDATE);
        s->with_addresses = with_addresses;
        s->with_metafields = carrier->metafields;
    } else if (carrier->tags) {
        choose(c, c->op->tags_add.n ? MUTATION_TAGS_ADD : MUTATION_TAGS_REMOVE);
    }
}

static void choose_update(struct choice *c)
{
    const struct op *op = c->op;
    struct address_list list = address_list(op, c->arena);
    struct carrier carrier = carrier_for(op);
    bool together = list_is_better(op, &list, &carrier);
    struct consent consent;

    carrier.update = carrier.update || together;
    choose_carrier(c, &carrier, together);
    if (!together)
        choose_addresses(c, &list);
    else if (list.main_apart || list.main_after)
        choose_at(c, list.main_apart ? MUTATION_ADDRESS_CREATE : MUTATION_ADDRESS_DEFAULT, list.main);
    for (size_t i = 0; i < CHANNEL_COUNT; i++)
        if (consent_sent(op, &channels[i], c->ctx->now, &consent))
            choose(c, step_channels[i].mutation);
    choose_metafields(c, true, 0);
    choose_metafields(c, false, carrier.update ? metafields_run(op, false, 0, LIST_MAX) : 0);
}

/* ---- */

size_t steps_for(const struct op *op, const struct steps_context *ctx, const struct step **out,
                 struct arena *a)
{
    enum {
        OTHERS = 8
    }; /* the deletion, the customer, tags, two consents, the default address, the invitation */
    struct choice c = { op, ctx, NULL, 0, a };

    c.steps = arena_array(a, struct step, op->address_count + op->metafield_count + OTHERS);
    if (op_creates(op))
        choose_creation(&c);
    else if (op->kind == OP_UPDATE)
        choose_update(&c);
    else if (op->kind == OP_DELETE)
        choose(&c, MUTATION_CUSTOMER_DELETE);
    if (op->invite && (op_creates(op) || op->kind == OP_UPDATE))
        choose(&c, MUTATION_INVITE);
    *out = c.steps;
    return c.n;
}

bool step_repeatable(const struct step *s)
{
    return s->mutation != MUTATION_CUSTOMER_CREATE && s->mutation != MUTATION_INVITE;
}

/* ---- global IDs ------------------------------------------------------------------------------------------- */

str gid_customer(int64_t id, struct arena *a)
{
    return arena_fmt(a, "gid://shopify/Customer/%lld", (long long)id);
}

str gid_address(int64_t id, struct arena *a)
{
    return arena_fmt(a, "gid://shopify/MailingAddress/%lld?model_name=CustomerAddress", (long long)id);
}

int64_t gid_number(str gid)
{
    const str begin = STR("gid://shopify/");
    str kind, number;
    int64_t id;

    if (gid.n < begin.n || !str_eq((str){ gid.p, begin.n }, begin))
        return 0;
    if (!str_cut((str){ gid.p + begin.n, gid.n - begin.n }, '/', &kind, &number) || kind.n == 0)
        return 0;
    (void)str_cut(number, '?', &number, &kind);
    return num_parse_i64(number, &id) && id > 0 ? id : 0;
}
