#include "api/conformance_parts.h"

enum { HOUR = 3600 };

/* Three customers: a with tag VIP, subscribed; b with an order; c with a bigger one and another name. */
static bool three(struct stage *t, int64_t ids[3])
{
    struct op ops[3] = { stage_create(STR("a@example.com")), stage_create(STR("b@example.com")),
                         stage_create(STR("c@example.org")) };

    ops[0].tags_add = (struct texts){ (const str[]){ STR("VIP"), STR("two words") }, 2 };
    ops[0].set |= COL_BIT(COL_EMAIL_STATUS) | COL_BIT(COL_EMAIL_LEVEL);
    ops[0].to.email_consent.state = CONSENT_SUBSCRIBED;
    ops[2].set |= COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_PHONE);
    ops[2].to.first_name = STR("Mary Ann");
    ops[2].to.phone = STR("+819012345678");
    for (size_t i = 0; i < 3; i++) { /* one after the other: within a batch no shop promises an order of IDs */
        ids[i] = stage_made(t, &ops[i]);
        if (ids[i] == 0)
            return false;
    }
    struct embedded_order orders[2] = { { ids[1], STR("#1001"), CONFORMANCE_NOW - HOUR, { 1050, 2 } },
                                        { ids[2], STR("#1002"), CONFORMANCE_NOW - HOUR, { 20000, 2 } } };
    return t->maker->add_orders(t->maker->ctx, t->shop, orders, 2, &t->err);
}

/* Which of the three a filter lets through: "ac". NULL on failure; count() must agree. */
static const char *listed(struct stage *t, const struct shop_filter *filter, const int64_t ids[3])
{
    const struct customer *page[8];
    char *to = arena_array(&t->arena, char, 9);
    int64_t after = 0, counted = 0;
    size_t n = 0;

    if (!t->shop->ops->list(t->shop, filter, GROUPS_ALL, &after, 8, page, &n, &t->arena, &t->err))
        return NULL;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 3; k++)
            if (page[i]->id == ids[k])
                to[i] = (char)('a' + k);
    if (!t->shop->ops->count(t->shop, filter, &counted, &t->err) || (counted >= 0 && counted != (int64_t)n))
        return NULL;
    return to;
}

struct filter_case {
    struct shop_filter filter;
    const char *expected;
};

static void filter_lets_through(struct stage *t, const void *data)
{
    const struct filter_case *c = data;
    int64_t ids[3];

    WANT(three(t, ids));
    const char *got = listed(t, &c->filter, ids);
    WANT(got && str_is(str_of(got), c->expected));
}

#define FILTER(expected, ...)     \
    &(const struct filter_case)   \
    {                             \
        { __VA_ARGS__ }, expected \
    }
#define QUERY(expected, text) FILTER(expected, .query = STR_INIT(text))

static void pages_follow_one_another(struct stage *t, const void *data)
{
    const struct customer *page[2];
    struct shop_filter all = { 0 };
    int64_t ids[3], after = 0;
    size_t n = 0;

    (void)data;
    WANT(three(t, ids));
    WANT(t->shop->ops->list(t->shop, &all, 0, &after, 2, page, &n, &t->arena, &t->err));
    WANT(n == 2 && page[0]->id == ids[0] && page[1]->id == ids[1] && after == ids[1]);
    WANT(t->shop->ops->list(t->shop, &all, 0, &after, 2, page, &n, &t->arena, &t->err));
    WANT(n == 1 && page[0]->id == ids[2]);
    WANT(t->shop->ops->list(t->shop, &all, 0, &after, 2, page, &n, &t->arena, &t->err));
    WANT(n == 0);
}

static void an_empty_shop_lists_nobody(struct stage *t, const void *data)
{
    const struct customer *page[2];
    struct shop_filter all = { 0 };
    int64_t after = 0, counted = -1;
    size_t n = 9;

    (void)data;
    WANT(t->shop->ops->list(t->shop, &all, GROUPS_ALL, &after, 2, page, &n, &t->arena, &t->err) && n == 0);
    WANT(t->shop->ops->count(t->shop, &all, &counted, &t->err) && counted == 0);
}

static void groups_give_what_was_asked(struct stage *t, const void *data)
{
    const struct customer *page[3];
    struct shop_filter all = { 0 };
    int64_t ids[3], after = 0;
    size_t n = 0;

    (void)data;
    WANT(three(t, ids));
    WANT(t->shop->ops->list(t->shop, &all, GROUP_BIT(GROUP_BASIC), &after, 3, page, &n, &t->arena, &t->err) &&
         n == 3);
    WANT(!(page[1]->has.seen & COL_BIT(COL_FIRST_ORDER_ID)) && page[1]->has.seen & COL_BIT(COL_TOTAL_ORDERS));
    after = 0;
    WANT(t->shop->ops->list(t->shop, &all, GROUPS_ALL, &after, 3, page, &n, &t->arena, &t->err) && n == 3);
    WANT(page[1]->has.seen & COL_BIT(COL_FIRST_ORDER_ID) &&
         !(page[1]->has.blank & COL_BIT(COL_FIRST_ORDER_ID)));
    WANT(page[0]->has.blank & COL_BIT(COL_FIRST_ORDER_ID) && page[0]->first_order.id == 0);
    WANT(page[0]->has.seen & COL_BIT(COL_TAX_EXEMPTIONS));
}

static void a_wrong_query_is_an_error(struct stage *t, const void *data)
{
    const struct customer *page[2];
    struct shop_filter filter = { .query = str_of(data) };
    int64_t after = 0;
    size_t n = 0;

    WANT(!t->shop->ops->list(t->shop, &filter, 0, &after, 2, page, &n, &t->arena, &t->err));
    WANT(t->err.code == ERR_USAGE);
}

/* ---- orders --------------------------------------------------------------------------------------------------- */

static bool orders_added(struct stage *t, int64_t id, const struct embedded_order *list, size_t n)
{
    struct embedded_order orders[4];

    for (size_t i = 0; i < n; i++) {
        orders[i] = list[i];
        orders[i].customer_id = id;
    }
    return t->maker->add_orders(t->maker->ctx, t->shop, orders, n, &t->err);
}

static const struct customer *with_orders(struct stage *t, const struct embedded_order *list, size_t n)
{
    struct op op = stage_create(STR("a@example.com"));
    int64_t id = stage_made(t, &op);

    return id && orders_added(t, id, list, n) ? stage_get(t, id) : NULL;
}

static void ends_are_by_date(struct stage *t, const void *data)
{
    static const struct embedded_order list[] = {
        { 0, STR_INIT("#2"), CONFORMANCE_NOW - 2 * HOUR, { 2000, 2 } },
        { 0, STR_INIT("#1"), CONFORMANCE_NOW - 9 * HOUR, { 1050, 2 } },
        { 0, STR_INIT("#3"), CONFORMANCE_NOW - 5 * HOUR, { 5, 0 } },
    };
    const struct customer *c = with_orders(t, list, countof(list));

    (void)data;
    WANT(c && c->total_orders == 3 && decimal_compare(c->total_spent, (decimal){ 3550, 2 }) == 0);
    WANT(str_is(c->first_order.name, "#1") && str_is(c->last_order.name, "#2"));
    WANT(c->first_order.processed_at == CONFORMANCE_NOW - 9 * HOUR);
    WANT(decimal_compare(c->last_order.total, (decimal){ 20, 0 }) == 0);
    WANT(c->first_order.id != c->last_order.id && c->first_order.id > 0);
}

static void ties_are_by_id(struct stage *t, const void *data)
{
    static const struct embedded_order list[] = {
        { 0, STR_INIT("#a"), CONFORMANCE_NOW - HOUR, { 100, 2 } },
        { 0, STR_INIT("#b"), CONFORMANCE_NOW - HOUR, { 200, 2 } },
        { 0, STR_INIT("#c"), CONFORMANCE_NOW - HOUR, { 300, 2 } },
    };
    const struct customer *c = with_orders(t, list, countof(list));

    (void)data;
    WANT(c && c->first_order.id < c->last_order.id);
    WANT(str_is(c->first_order.name, "#a") && str_is(c->last_order.name, "#c"));
}

static void one_order_is_both_ends(struct stage *t, const void *data)
{
    static const struct embedded_order list[] = {
        { 0, STR_INIT("#1"), CONFORMANCE_NOW - HOUR, { 12345, 2 } }
    };
    const struct customer *c = with_orders(t, list, countof(list));

    (void)data;
    WANT(c && c->first_order.id == c->last_order.id && str_is(c->first_order.name, "#1"));
    WANT(c->total_orders == 1 && c->total_spent.units == 12345 && c->total_spent.scale == 2);
}

static void a_shop_says_what_it_is(struct stage *t, const void *data)
{
    struct shop_info info;

    (void)data;
    WANT(t->shop->ops->info(t->shop, &info, &t->arena, &t->err));
    WANT(info.name.n > 0 && info.where.n > 0 && info.timezone && info.currency.n == 3);
    WANT(info.money_decimals == 2 && str_is(info.country, "JP") && str_is(info.default_language, "en"));
    WANT(info.languages.n >= 1 && str_eq(info.languages.at[0], info.default_language));
}

static const struct conformance_case cases[] = {
    { "a shop says what it is", a_shop_says_what_it_is, NULL },
    { "pages follow one another in order of ID", pages_follow_one_another, NULL },
    { "an empty shop lists nobody", an_empty_shop_lists_nobody, NULL },
    { "groups give what was asked for", groups_give_what_was_asked, NULL },
    { "no filter lets all through", filter_lets_through, FILTER("abc", .email = STR_INIT("")) },
    { "a filter by email", filter_lets_through, FILTER("b", .email = STR_INIT("B@Example.com")) },
    { "a filter by tag", filter_lets_through, FILTER("a", .tag = STR_INIT("vip")) },
    { "a filter by tag wants the whole tag", filter_lets_through, FILTER("", .tag = STR_INIT("two")) },
    { "a filter by a tag that is not there", filter_lets_through, FILTER("bc", .not_tag = STR_INIT("vip")) },
    { "a filter by state", filter_lets_through, FILTER("abc", .has_state = true, .state = STATE_DISABLED) },
    { "a filter by another state", filter_lets_through,
      FILTER("", .has_state = true, .state = STATE_ENABLED) },
    { "a filter by consent", filter_lets_through,
      FILTER("a", .has_email_status = true, .email_status = CONSENT_SUBSCRIBED) },
    { "a filter by least spent", filter_lets_through,
      FILTER("bc", .has_min_spent = true, .min_spent = { 1050, 2 }) },
    { "a filter by least spent in parts of a coin", filter_lets_through,
      FILTER("c", .has_min_spent = true, .min_spent = { 10501, 3 }) },
    { "a filter by most spent", filter_lets_through,
      FILTER("ab", .has_max_spent = true, .max_spent = { 199, 0 }) },
    { "a filter by orders", filter_lets_through, FILTER("bc", .has_min_orders = true, .min_orders = 1) },
    { "a filter by date of creation", filter_lets_through,
      FILTER("", .created_since = CONFORMANCE_NOW + 100 * HOUR) },
    { "a filter by date of change", filter_lets_through,
      FILTER("", .updated_until = CONFORMANCE_NOW - 100 * HOUR) },
    { "all filters must hold", filter_lets_through,
      FILTER("c", .not_tag = STR_INIT("vip"), .has_min_spent = true, .min_spent = { 100, 0 }) },
    { "a search by tag", filter_lets_through, QUERY("a", "tag:VIP") },
    { "a search by a tag of two words", filter_lets_through, QUERY("a", "tag:'two words'") },
    { "a search without a tag", filter_lets_through, QUERY("bc", "-tag:vip") },
    { "a search by email", filter_lets_through, QUERY("b", "email:\"b@example.com\"") },
    { "a search by a word of a name", filter_lets_through, QUERY("c", "first_name:ann") },
    { "a search by phone", filter_lets_through, QUERY("c", "phone:+819012345678") },
    { "a search by either", filter_lets_through, QUERY("ac", "tag:vip OR first_name:mary") },
    { "a search by both", filter_lets_through, QUERY("c", "orders_count:>0 AND total_spent:>=200") },
    { "a search by state", filter_lets_through, QUERY("abc", "state:disabled") },
    { "a query that is never closed is an error", a_wrong_query_is_an_error, "(tag:vip" },
    { "a quote that is never closed is an error", a_wrong_query_is_an_error, "tag:'vip" },
    { "first and last order are by date", ends_are_by_date, NULL },
    { "orders of the same moment are by ID", ties_are_by_id, NULL },
    { "one order is the first and the last", one_order_is_both_ends, NULL },
};
const struct conformance_cases conformance_list_cases = { cases, countof(cases) };
