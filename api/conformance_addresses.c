#include "api/conformance_parts.h"

#include <string.h>

static struct address_op address_add(const char *line1)
{
    struct address_op op = { .kind = ADDRESS_ADD };

    op.to.line1 = str_of(line1);
    op.to.city = STR("Chiyoda");
    op.to.province = STR("Tokyo");
    op.to.province_code = STR("JP-13");
    op.to.country = STR("Japan");
    op.to.country_code = STR("JP");
    op.to.zip = STR("100-0001");
    op.to.first_name = STR("Hanako");
    op.to.last_name = STR("Yamada");
    return op;
}

/* A customer with addresses "1", "2", ... */
static const struct customer *with_addresses(struct stage *t, size_t n)
{
    static const char *const lines[] = { "1", "2", "3" };
    struct op op = stage_create(STR("a@example.com"));

    op.addresses = arena_array(&t->arena, struct address_op, n);
    op.address_count = n;
    for (size_t i = 0; i < n; i++)
        op.addresses[i] = address_add(lines[i]);
    return stage_after(t, &op);
}

static const struct customer *change(struct stage *t, const struct customer *c, struct address_op *ops,
                                     size_t n)
{
    struct op op = stage_change(OP_UPDATE, c);

    op.addresses = ops;
    op.address_count = n;
    return stage_after(t, &op);
}

static const struct address *by_line(const struct customer *c, const char *line1)
{
    for (size_t i = 0; i < c->address_count; i++)
        if (str_is(c->addresses[i].line1, line1))
            return &c->addresses[i];
    return NULL;
}

static size_t defaults(const struct customer *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->address_count; i++)
        n += c->addresses[i].is_default;
    return n;
}

static void an_address_is_kept(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 1);

    (void)data;
    WANT(c && c->address_count == 1);
    const struct address *a = &c->addresses[0];
    WANT(a->id != 0 && a->is_default && a->row == 0);
    WANT(str_is(a->line1, "1") && str_is(a->city, "Chiyoda") && str_is(a->province_code, "JP-13"));
    WANT(str_is(a->country_code, "JP") && str_is(a->zip, "100-0001") && str_is(a->last_name, "Yamada"));
    WANT(a->has.seen & COL_BIT(COL_ADDRESS_ZIP) && a->has.blank & COL_BIT(COL_ADDRESS_LINE2));
}

static void the_first_is_the_default(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 3);

    (void)data;
    WANT(c && c->address_count == 3 && defaults(c) == 1);
    WANT(by_line(c, "1") && by_line(c, "1")->is_default);
    WANT(by_line(c, "1")->id != by_line(c, "2")->id);
}

static void another_becomes_the_default(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 2);

    (void)data;
    WANT(c);
    struct address_op op = { .kind = ADDRESS_UPDATE, .id = by_line(c, "2")->id, .make_default = true };
    c = change(t, c, &op, 1);
    WANT(c && defaults(c) == 1 && by_line(c, "2")->is_default);
}

static void a_new_one_becomes_the_default(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 1);
    struct address_op op = address_add("new");

    (void)data;
    WANT(c);
    op.make_default = true;
    c = change(t, c, &op, 1);
    WANT(c && c->address_count == 2 && defaults(c) == 1 && by_line(c, "new")->is_default);
}

static void a_new_one_leaves_the_default(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 1);
    struct address_op op = address_add("new");

    (void)data;
    WANT(c);
    c = change(t, c, &op, 1);
    WANT(c && c->address_count == 2 && by_line(c, "1")->is_default && defaults(c) == 1);
}

static void only_what_is_set_changes(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 1);

    (void)data;
    WANT(c);
    struct address_op op = { .kind = ADDRESS_UPDATE, .id = c->addresses[0].id };
    op.set = COL_BIT(COL_ADDRESS_CITY) | COL_BIT(COL_ADDRESS_ZIP);
    op.to.city = STR("Minato");
    op.to.has.blank = COL_BIT(COL_ADDRESS_ZIP);
    c = change(t, c, &op, 1);
    WANT(c && c->address_count == 1 && c->addresses[0].id == op.id && c->addresses[0].is_default);
    WANT(str_is(c->addresses[0].city, "Minato") && c->addresses[0].zip.n == 0);
    WANT(str_is(c->addresses[0].line1, "1") && str_is(c->addresses[0].country_code, "JP"));
}

static void the_next_is_promoted(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 3);

    (void)data;
    WANT(c);
    struct address_op op = { .kind = ADDRESS_REMOVE, .id = by_line(c, "1")->id };
    c = change(t, c, &op, 1);
    WANT(c && c->address_count == 2 && defaults(c) == 1 && by_line(c, "2")->is_default);
}

static void the_last_can_go(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 1);

    (void)data;
    WANT(c);
    struct address_op op = { .kind = ADDRESS_REMOVE, .id = c->addresses[0].id };
    c = change(t, c, &op, 1);
    WANT(c && c->address_count == 0);
}

static void all_can_be_replaced(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 2);

    (void)data;
    WANT(c);
    struct address_op ops[3] = { { .kind = ADDRESS_REMOVE, .id = c->addresses[0].id },
                                 { .kind = ADDRESS_REMOVE, .id = c->addresses[1].id },
                                 address_add("new") };
    c = change(t, c, ops, 3);
    WANT(c && c->address_count == 1 && c->addresses[0].is_default && str_is(c->addresses[0].line1, "new"));
}

static void an_unknown_id_is_refused(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 1);
    const enum address_op_kind kind = data ? ADDRESS_REMOVE : ADDRESS_UPDATE;

    WANT(c);
    struct address_op one = { .kind = kind, .id = c->addresses[0].id + 1000 };
    struct op op = stage_change(OP_UPDATE, c);
    op.addresses = &one;
    op.address_count = 1;
    WANT(stage_refuses(t, &op, FINDING_ADDRESS_NOT_FOUND, COL_ADDRESS_ID));
    WANT(stage_get(t, c->id)->address_count == 1);
}

static void names_come_from_the_customer(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));
    struct address_op one = address_add("1");

    (void)data;
    op.set |= COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_LAST_NAME);
    op.to.first_name = STR("Anna");
    op.to.last_name = STR("Schmidt");
    one.to.first_name = one.to.last_name = STR("");
    op.addresses = &one;
    op.address_count = 1;
    const struct customer *c = stage_after(t, &op);
    WANT(c && str_is(c->addresses[0].first_name, "Anna") && str_is(c->addresses[0].last_name, "Schmidt"));
}

static void texts_are_trimmed(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));
    struct address_op one = address_add("  100 Main ");

    (void)data;
    op.addresses = &one;
    op.address_count = 1;
    const struct customer *c = stage_after(t, &op);
    WANT(c && str_is(c->addresses[0].line1, "100 Main"));
}

struct bad_address {
    enum column_id column;
    size_t offset;
    const char *value;
    enum finding_id why;
};

#define BAD(member, column, value, why)                                              \
    &(const struct bad_address)                                                      \
    {                                                                                \
        COL_ADDRESS_##column, offsetof(struct address, member), value, FINDING_##why \
    }

static void a_bad_text_is_refused(struct stage *t, const void *data)
{
    const struct bad_address *bad = data;
    struct op op = stage_create(STR("a@example.com"));
    struct address_op one = address_add("1");
    str value = str_of(bad->value);

    if (value.n == 0) { /* stands for one that is too long */
        char *text = arena_array(&t->arena, char, 256);
        memset(text, 'x', 256);
        value = (str){ text, 256 };
    }
    *(str *)(void *)((char *)&one.to + bad->offset) = value;
    op.addresses = &one;
    op.address_count = 1;
    WANT(stage_refuses(t, &op, bad->why, bad->column));
    struct customer_key key = { .email = STR("a@example.com") };
    struct match m;
    WANT(t->shop->ops->find(t->shop, &key, 1, 0, &m, &t->arena, &t->err) && !m.by_email);
}

static void the_same_twice_is_refused(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 1);
    struct address_op one = address_add("1");

    (void)data;
    WANT(c);
    struct op op = stage_change(OP_UPDATE, c);
    op.addresses = &one;
    op.address_count = 1;
    WANT(stage_refuses(t, &op, FINDING_SHOP_REFUSED, COL_ADDRESS_LINE1));
}

static void a_removed_one_may_come_back(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 1);

    (void)data;
    WANT(c);
    struct address_op ops[2] = { { .kind = ADDRESS_REMOVE, .id = c->addresses[0].id }, address_add("1") };
    const struct customer *now = change(t, c, ops, 2);
    WANT(now && now->address_count == 1 && now->addresses[0].id != ops[0].id && now->addresses[0].is_default);
}

static void other_changes_keep_them(struct stage *t, const void *data)
{
    const struct customer *c = with_addresses(t, 2);

    (void)data;
    WANT(c);
    struct address_op second = { .kind = ADDRESS_UPDATE, .id = by_line(c, "2")->id, .make_default = true };
    c = change(t, c, &second, 1);
    WANT(c);
    struct op op = stage_change(OP_UPDATE, c);
    op.set = COL_BIT(COL_NOTE);
    op.to.note = STR("something else");
    c = stage_after(t, &op);
    WANT(c && c->address_count == 2 && by_line(c, "2")->is_default && defaults(c) == 1);
}

static const struct conformance_case cases[] = {
    { "an address is kept with everything in it", an_address_is_kept, NULL },
    { "the first address is the default", the_first_is_the_default, NULL },
    { "another address becomes the default", another_becomes_the_default, NULL },
    { "a new address becomes the default", a_new_one_becomes_the_default, NULL },
    { "a new address leaves the default alone", a_new_one_leaves_the_default, NULL },
    { "an update changes only what it sets", only_what_is_set_changes, NULL },
    { "when the default goes the next takes its place", the_next_is_promoted, NULL },
    { "the last address can be removed", the_last_can_go, NULL },
    { "all addresses can be replaced at once", all_can_be_replaced, NULL },
    { "updating an address that is not the customer's is refused", an_unknown_id_is_refused, NULL },
    { "removing an address that is not the customer's is refused", an_unknown_id_is_refused, "remove" },
    { "an address without a name takes the customer's", names_come_from_the_customer, NULL },
    { "addresses are trimmed", texts_are_trimmed, NULL },
    { "an address line of 256 characters is refused", a_bad_text_is_refused,
      BAD(line1, LINE1, "", TEXT_TOO_LONG) },
    { "HTML in an address is refused", a_bad_text_is_refused, BAD(city, CITY, "<script>", SHOP_REFUSED) },
    { "a URL in an address is refused", a_bad_text_is_refused, BAD(zip, ZIP, "H0H https://x", SHOP_REFUSED) },
    { "an emoji in an address is refused", a_bad_text_is_refused,
      BAD(line1, LINE1, "100 Main 😀", SHOP_REFUSED) },
    { "an unknown country is refused", a_bad_text_is_refused,
      BAD(country_code, COUNTRY_CODE, "ZZ", COUNTRY_UNKNOWN) },
    { "the same address twice is refused", the_same_twice_is_refused, NULL },
    { "an address that is removed may be added anew at once", a_removed_one_may_come_back, NULL },
    { "other changes leave addresses and the default alone", other_changes_keep_them, NULL },
};
const struct conformance_cases conformance_address_cases = { cases, countof(cases) };
