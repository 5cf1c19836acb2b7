#include "api/conformance_parts.h"

/* A customer with every key. */
static int64_t known(struct stage *t)
{
    struct op op = stage_create(STR("Hanako.Yamada@example.jp"));

    op.set |= COL_BIT(COL_PHONE) | COL_BIT(COL_FIRST_NAME);
    op.to.phone = STR("+819012345678");
    op.to.first_name = STR("花子");
    return stage_made(t, &op);
}

static bool find(struct stage *t, struct customer_key key, struct match *out)
{
    return t->shop->ops->find(t->shop, &key, 1, GROUPS_ALL, out, &t->arena, &t->err);
}

static void finds_by_id(struct stage *t, const void *data)
{
    struct match m;
    int64_t id = known(t);

    (void)data;
    WANT(id != 0);
    WANT(find(t, (struct customer_key){ .id = id }, &m));
    WANT(m.by_id && m.by_id->id == id && !m.by_email && !m.by_phone);
    WANT(str_is(m.by_id->first_name, "花子"));
}

static void finds_by_email(struct stage *t, const void *data)
{
    struct match m;
    int64_t id = known(t);

    WANT(find(t, (struct customer_key){ .email = str_of(data) }, &m));
    WANT(m.by_email && m.by_email->id == id && !m.by_id && !m.by_phone);
}

static void finds_by_phone(struct stage *t, const void *data)
{
    struct match m;
    int64_t id = known(t);

    WANT(find(t, (struct customer_key){ .phone = str_of(data) }, &m));
    WANT(m.by_phone && m.by_phone->id == id && !m.by_id && !m.by_email);
}

static void finds_nobody(struct stage *t, const void *data)
{
    struct match m;
    int64_t id = known(t);

    (void)data;
    WANT(find(t, (struct customer_key){ id + 1000, STR("nobody@example.com"), STR("+819000000000") }, &m));
    WANT(!m.by_id && !m.by_email && !m.by_phone);
}

static void no_key_finds_nobody(struct stage *t, const void *data)
{
    struct match m;

    (void)data;
    WANT(known(t) != 0);
    WANT(find(t, (struct customer_key){ 0, STR(""), STR("") }, &m));
    WANT(!m.by_id && !m.by_email && !m.by_phone);
}

static void all_keys_find_the_same(struct stage *t, const void *data)
{
    struct match m;
    int64_t id = known(t);

    (void)data;
    WANT(find(t, (struct customer_key){ id, STR("hanako.yamada@example.jp"), STR("+819012345678") }, &m));
    WANT(m.by_id && m.by_email && m.by_phone);
    WANT(m.by_id->id == id && m.by_email->id == id && m.by_phone->id == id);
}

static void keys_of_two_find_both(struct stage *t, const void *data)
{
    struct match m;
    struct op other = stage_create(STR("other@example.com"));
    int64_t a = known(t), b = stage_made(t, &other);

    (void)data;
    WANT(find(t, (struct customer_key){ 0, STR("other@example.com"), STR("+819012345678") }, &m));
    WANT(m.by_email && m.by_email->id == b && m.by_phone && m.by_phone->id == a);
}

static void answers_stand_where_their_keys_do(struct stage *t, const void *data)
{
    struct customer_key keys[3] = { { .email = STR("c@example.com") },
                                    { .email = STR("x@example.com") },
                                    { .email = STR("a@example.com") } };
    struct match m[3];
    struct op a = stage_create(STR("a@example.com")), c = stage_create(STR("c@example.com"));
    int64_t id_a = stage_made(t, &a), id_c = stage_made(t, &c);

    (void)data;
    WANT(t->shop->ops->find(t->shop, keys, 3, GROUP_BIT(GROUP_BASIC), m, &t->arena, &t->err));
    WANT(m[0].by_email && m[0].by_email->id == id_c);
    WANT(!m[1].by_email);
    WANT(m[2].by_email && m[2].by_email->id == id_a);
}

/* ---- what belongs to a customer -------------------------------------------------------------------------- */

enum { MANY = 40 };

/* Number i of many: i % 3 addresses, a metafield where i % 4 is 1; both say whose they are. */
static int64_t made_number(struct stage *t, size_t i)
{
    struct op op = stage_create(arena_fmt(&t->arena, "n%zu@example.com", i));
    str number = arena_fmt(&t->arena, "%zu", i);

    op.address_count = i % 3;
    op.addresses = arena_array(&t->arena, struct address_op, 2);
    for (size_t k = 0; k < op.address_count; k++) {
        op.addresses[k].kind = ADDRESS_ADD;
        op.addresses[k].to = (struct address){ .line1 = arena_fmt(&t->arena, "%zu-%zu", i, k),
                                               .city = STR("Osaka"),
                                               .country = STR("Japan"),
                                               .country_code = STR("JP") };
    }
    op.metafield_count = i % 4 == 1;
    op.metafields = arena_new(&t->arena, struct metafield_op);
    op.metafields->to =
        (struct metafield){ STR("custom"), STR("number"), STR("number_integer"), number, false, -1 };
    return stage_made(t, &op);
}

static bool is_number(struct stage *t, const struct customer *c, size_t i)
{
    bool well = c && c->address_count == i % 3 && c->metafield_count == (i % 4 == 1);

    for (size_t k = 0; well && k < c->address_count; k++) {
        bool has = false;
        for (size_t l = 0; l < c->address_count; l++)
            has |= str_eq(c->addresses[l].line1, arena_fmt(&t->arena, "%zu-%zu", i, k));
        well = has;
    }
    return well &&
           (c->metafield_count == 0 || str_eq(c->metafields[0].value, arena_fmt(&t->arena, "%zu", i)));
}

static size_t upwards(size_t i)
{
    return i;
}

static size_t downwards(size_t i)
{
    return MANY - 1 - i;
}

static size_t everybody_twice(size_t i)
{
    return i / 2;
}

static size_t from_both_ends(size_t i)
{
    return i % 2 ? MANY - 1 - i / 2 : i / 2;
}

static void everybody_has_their_own(struct stage *t, const void *data)
{
    static size_t (*const orders[])(size_t) = { upwards, downwards, everybody_twice, from_both_ends };
    struct customer_key keys[MANY] = { 0 };
    struct match m[MANY];
    int64_t ids[MANY];

    (void)data;
    for (size_t i = 0; i < MANY; i++) {
        ids[i] = made_number(t, i);
        WANT(ids[i] != 0);
    }
    for (size_t o = 0; o < countof(orders); o++) {
        for (size_t i = 0; i < MANY; i++)
            keys[i].id = ids[orders[o](i)];
        WANT(t->shop->ops->find(t->shop, keys, MANY, GROUPS_ALL, m, &t->arena, &t->err));
        for (size_t i = 0; i < MANY; i++)
            WANT(is_number(t, m[i].by_id, orders[o](i)));
    }
}

static void basic_columns_are_seen(struct stage *t, const void *data)
{
    const uint64_t some =
        COL_BIT(COL_ID) | COL_BIT(COL_EMAIL) | COL_BIT(COL_TAGS) | COL_BIT(COL_STATE) | COL_BIT(COL_NOTE);
    struct match m;

    (void)data;
    WANT(known(t) != 0);
    WANT(t->shop->ops->find(t->shop, &(struct customer_key){ .email = STR("hanako.yamada@example.jp") }, 1,
                            GROUP_BIT(GROUP_BASIC), &m, &t->arena, &t->err));
    WANT((m.by_email->has.seen & some) == some);
    WANT(m.by_email->has.blank & COL_BIT(COL_NOTE));
    WANT(m.by_email->has.blank & COL_BIT(COL_TAGS));
    WANT(!(m.by_email->has.blank & COL_BIT(COL_EMAIL)));
    WANT(!(m.by_email->has.seen & COL_BIT(COL_FIRST_ORDER_ID)));
    WANT(m.by_email->row == 0 && m.by_email->revision != 0);
}

static const struct conformance_case cases[] = {
    { "a customer is found by ID", finds_by_id, NULL },
    { "a customer is found by email", finds_by_email, "Hanako.Yamada@example.jp" },
    { "an email is found whatever its case", finds_by_email, "HANAKO.YAMADA@EXAMPLE.JP" },
    { "an email is found with blanks around it", finds_by_email, " hanako.yamada@example.jp " },
    { "a customer is found by phone", finds_by_phone, "+819012345678" },
    { "keys of nobody find nobody", finds_nobody, NULL },
    { "no key finds nobody", no_key_finds_nobody, NULL },
    { "all keys of a customer find that customer", all_keys_find_the_same, NULL },
    { "keys of two customers find both", keys_of_two_find_both, NULL },
    { "answers stand where their keys do", answers_stand_where_their_keys_do, NULL },
    { "everybody has their own addresses and metafields, in whatever order they are asked for",
      everybody_has_their_own, NULL },
    { "what was asked for is seen and nothing else", basic_columns_are_seen, NULL },
};
const struct conformance_cases conformance_find_cases = { cases, countof(cases) };
