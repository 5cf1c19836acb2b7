#include "model/address.h"
#include "model/planning.h"

/* What becomes of each address that the customer has. */
struct fate {
    uint32_t row; /* that names its ID; 0: none does */
    bool listed, removed;
};

struct addressing {
    struct planning *p;
    struct fate *fates; /* beside have->addresses */
    struct address_op *ops;
    size_t n;
    const struct address *first,
        *main; /* first one listed, one that says TRUE: as the shop has it, or `to` of an ADD */
};

static void say(struct addressing *ad, enum finding_id id, const struct address *w, enum column_id col,
                uint32_t other)
{
    struct arena *a = ad->p->arena;

    planning_say(ad->p, id, w->row, col, STR(""), arena_fmt(a, "%lld", (long long)w->id),
                 arena_fmt(a, "%u", (unsigned)other));
}

static struct fate *fate_of(const struct addressing *ad, const struct address *h)
{
    return &ad->fates[h - ad->p->have->addresses];
}

static struct address_op *op_add(struct addressing *ad, enum address_op_kind kind, const struct address *from)
{
    struct address_op *op = &ad->ops[ad->n++];

    *op = (struct address_op){ .kind = kind, .id = from ? from->id : 0, .from = from };
    return op;
}

static bool command_is(const struct address *w, enum list_command command)
{
    return field_given(COL_ADDRESS_COMMAND, w) && w->command == command;
}

/* ---- one address that is there already ----------------------------------------------------- */

static void change_clear(struct addressing *ad, struct address_op *op, enum column_id col)
{
    field_clear(col, &op->to);
    op->set |= COL_BIT(col);
    planning_cleared(ad->p, col);
}

static void change_copy(struct address_op *op, enum column_id col, const struct address *w)
{
    field_copy(col, &op->to, w);
    op->set |= COL_BIT(col);
}

static void change_line(struct addressing *ad, struct address_op *op, enum column_id col,
                        const struct address *w)
{
    if (field_blank(col, w) && field_given(col, op->from))
        change_clear(ad, op, col);
    else if (field_given(col, w) && !field_same(col, w, op->from))
        change_copy(op, col, w);
}

/* A blank one that the shop too has blank stays so: an export imported again changes nothing. */
static void change_own(struct addressing *ad, struct address_op *op, const struct own_column *own,
                       const struct address *w)
{
    const struct customer *c = planning_final(ad->p, own->customer);
    struct address filled = { .has.seen = COL_BIT(own->address) };

    if (field_given(own->address, w)) {
        if (!field_same(own->address, w, op->from))
            change_copy(op, own->address, w);
        return;
    }
    if (!field_blank(own->address, w) || !field_given(own->address, op->from) || !c)
        return;
    *(str *)field_at(own->address, &filled) = *(const str *)field_of(own->customer, c);
    if (!field_same(own->address, &filled, op->from))
        change_copy(op, own->address, &filled);
}

/* Name and code of a country or province change together. */
static void change_place(struct addressing *ad, struct address_op *op, const enum column_id cols[2],
                         const struct address *w)
{
    bool given = field_given(cols[0], w) || field_given(cols[1], w);

    for (size_t i = 0; i < 2; i++) {
        if (field_given(cols[i], w))
            change_copy(op, cols[i], w);
        else if (field_given(cols[i], op->from) && given)
            change_copy(op, cols[i], &(struct address){ .has = { .seen = COL_BIT(cols[i]), .blank = COL_BIT(cols[i]) } });
        else if (field_given(cols[i], op->from))
            change_clear(ad, op, cols[i]);
    }
}

static void change_address(struct addressing *ad, const struct address *h, const struct address *w)
{
    static const enum column_id country[] = { COL_ADDRESS_COUNTRY, COL_ADDRESS_COUNTRY_CODE };
    static const enum column_id province[] = { COL_ADDRESS_PROVINCE, COL_ADDRESS_PROVINCE_CODE };
    struct address_op *op = op_add(ad, ADDRESS_UPDATE, h);

    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (ADDRESS_LINES & COL_BIT(col))
            change_line(ad, op, col, w);
    for (size_t i = 0; i < countof(own_columns); i++)
        change_own(ad, op, &own_columns[i], w);
    if (!address_same_country(w, h, ad->p->arena))
        change_place(ad, op, country, w);
    if (!address_same_province(w, h, ad->p->arena))
        change_place(ad, op, province, w);
    if (!op->set)
        ad->n--;
}

/* ---- which address a row means ------------------------------------------------------------- */

static const struct address *find_same(struct addressing *ad, const struct address *w)
{
    const struct planning *p = ad->p;
    const struct customer *owners[2] = { &p->op->to, p->have };

    for (size_t i = 0; i < p->have->address_count; i++)
        if (!ad->fates[i].removed && address_same(w, &p->have->addresses[i], owners, 2, p->arena))
            return &p->have->addresses[i];
    return NULL;
}

/* An address under the customer's own name goes with it when the name changes; else the same row, imported
 * again, would not find it. */
static void follow_customer(struct addressing *ad, const struct address *h, const struct address *w)
{
    struct address_op *op = op_add(ad, ADDRESS_UPDATE, h);

    for (size_t i = 0; i < countof(own_columns); i++) {
        const struct own_column *own = &own_columns[i];
        const struct customer *c = planning_final(ad->p, own->customer);
        struct address filled = { .has.seen = COL_BIT(own->address) };

        if (field_given(own->address, w) || !field_given(own->address, h) ||
            !(ad->p->op->set & COL_BIT(own->customer)))
            continue;
        if (c)
            *(str *)field_at(own->address, &filled) = *(const str *)field_of(own->customer, c);
        if (!c)
            change_clear(ad, op, own->address);
        else if (!field_same(own->address, &filled, h))
            change_copy(op, own->address, &filled);
    }
    if (!op->set)
        ad->n--;
}

/* An ADD of this row or an earlier one that says the same. */
static const struct address *add_address(struct addressing *ad, const struct address *w)
{
    struct address to = *w;

    to.id = 0;
    to.is_default = false;
    to.has.seen |= ADDRESS_TEXTS;
    to.has.seen &= ADDRESS_TEXTS;
    to.has.blank = 0;
    for (size_t i = 0; i < countof(own_columns); i++) {
        const struct customer *c = planning_final(ad->p, own_columns[i].customer);
        if (!field_given(own_columns[i].address, w) && c)
            *(str *)field_at(own_columns[i].address, &to) =
                *(const str *)field_of(own_columns[i].customer, c);
    }
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if ((ADDRESS_TEXTS & COL_BIT(col)) && !field_given(col, &to))
            to.has.blank |= COL_BIT(col);
    for (size_t i = 0; i < ad->n; i++)
        if (ad->ops[i].kind == ADDRESS_ADD && address_same(&to, &ad->ops[i].to, NULL, 0, ad->p->arena))
            return &ad->ops[i].to;

    struct address_op *op = op_add(ad, ADDRESS_ADD, NULL);
    op->to = to;
    return &op->to;
}

/* The address with the row's ID, or NULL with a finding. */
static const struct address *find_by_id(struct addressing *ad, const struct address *w)
{
    const struct address *h = address_by_id(ad->p->have, w->id);

    if (!h) {
        say(ad, FINDING_ADDRESS_NOT_FOUND, w, COL_ADDRESS_ID, 0);
        return NULL;
    }
    if (fate_of(ad, h)->row) {
        say(ad, FINDING_ADDRESS_TWICE, w, COL_ADDRESS_ID, fate_of(ad, h)->row);
        return NULL;
    }
    fate_of(ad, h)->row = w->row;
    return h;
}

static void remove_address(struct addressing *ad, const struct address *h)
{
    if (fate_of(ad, h)->removed)
        return;
    fate_of(ad, h)->removed = true;
    op_add(ad, ADDRESS_REMOVE, h);
}

static void row_removes(struct addressing *ad, const struct address *w)
{
    bool given = field_given(COL_ADDRESS_ID, w);

    if (!given) {
        say(ad, FINDING_ADDRESS_DELETE_NEEDS_ID, w, COL_ADDRESS_ID, 0);
        return;
    }
    if (ad->p->op->have && ad->p->creating && address_by_id(ad->p->op->have, w->id))
        return; /* REPLACE: it goes with the old customer */

    const struct address *h = find_by_id(ad, w);
    if (h)
        remove_address(ad, h);
}

/* For a customer that is being made an Address ID means nothing: its addresses get new ones. */
static const struct address *row_address(struct addressing *ad, const struct address *w)
{
    bool by_id = field_given(COL_ADDRESS_ID, w) && !ad->p->creating;
    const struct address *h = by_id ? find_by_id(ad, w) : find_same(ad, w);

    if (!h)
        return by_id ? NULL : add_address(ad, w);
    if (by_id)
        change_address(ad, h, w);
    else if (!fate_of(ad, h)->listed)
        follow_customer(ad, h, w);
    fate_of(ad, h)->listed = true;
    return h;
}

static void plan_row(struct addressing *ad, const struct address *w)
{
    if (command_is(w, LIST_DELETE)) {
        row_removes(ad, w);
        return;
    }
    if (!address_is_there(w))
        return;

    const struct address *target = row_address(ad, w);
    if (!ad->first)
        ad->first = target;
    if (field_given(COL_ADDRESS_DEFAULT, w) && w->is_default)
        ad->main = target;
}

/* ---- the whole customer -------------------------------------------------------------------- */

/* With nothing listed it is the blank cells that take the addresses away, and they count as such. */
static void remove_unlisted(struct addressing *ad)
{
    const struct customer *have = ad->p->have;

    for (size_t i = 0; i < have->address_count; i++) {
        if (ad->fates[i].listed || ad->fates[i].removed)
            continue;
        remove_address(ad, &have->addresses[i]);
        if (!ad->first)
            planning_cleared(ad->p, COL_ADDRESS_ID);
    }
}

static const struct address *first_remaining(const struct addressing *ad)
{
    const struct customer *have = ad->p->have;

    for (size_t i = 0; i < have->address_count; i++)
        if (!ad->fates[i].removed)
            return &have->addresses[i];
    return NULL;
}

/* the one that says so; without one, another only where the main one goes or there was none to be
 * it. */
static const struct address *choose_default(const struct addressing *ad)
{
    const struct address *now = address_default(ad->p->have), *remaining = first_remaining(ad);

    if (ad->main)
        return ad->main;
    if (remaining && !(now && fate_of(ad, now)->removed))
        return NULL;
    return ad->first ? ad->first : remaining;
}

static void make_default(struct addressing *ad, const struct address *target)
{
    for (size_t i = 0; i < ad->n; i++)
        if (ad->ops[i].from == target || &ad->ops[i].to == target) {
            ad->ops[i].make_default = true;
            return;
        }
    op_add(ad, ADDRESS_UPDATE, target)->make_default = true;
}

static void check_count(struct addressing *ad)
{
    struct planning *p = ad->p;
    size_t count = p->have->address_count, added = 0;

    for (size_t i = 0; i < ad->n; i++) {
        added += ad->ops[i].kind == ADDRESS_ADD;
        count -= ad->ops[i].kind == ADDRESS_REMOVE;
    }
    if (added > 0 && count + added > ADDRESS_COUNT_MAX)
        planning_say(p, FINDING_TOO_MANY_ADDRESSES, p->want->row, COL_COUNT, STR(""),
                     arena_fmt(p->arena, "%d", ADDRESS_COUNT_MAX), STR(""));
}

void plan_addresses(struct planning *p)
{
    const struct customer *want = p->want, *have = p->have;
    bool replace = false;

    if (want->address_count == 0)
        return;
    struct addressing ad = {
        .p = p,
        .fates = arena_array(p->arena, struct fate, have->address_count + 1),
        .ops = arena_array(p->arena, struct address_op, want->address_count + have->address_count + 1),
    };
    for (size_t i = 0; i < want->address_count; i++) {
        plan_row(&ad, &want->addresses[i]);
        replace |= command_is(&want->addresses[i], LIST_REPLACE);
    }
    if (replace)
        remove_unlisted(&ad);

    const struct address *main = choose_default(&ad);
    if (main && !(main->id && main->is_default))
        make_default(&ad, main);
    check_count(&ad);
    p->op->addresses = ad.ops;
    p->op->address_count = ad.n;
}
