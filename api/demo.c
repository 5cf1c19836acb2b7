#include "api/demo.h"

#include <string.h>

#include "api/demo_names.h"
#include "base/message.h"

enum {
    BATCH = 250,
    DAY = 86400,
    YEARS = 3 * 365 * DAY, /* over which the customers came */
    ORDERS_MAX = 8,
};

struct demo {
    struct shop *shop;
    uint64_t random; /* state of splitmix64 */
    int64_t now;
    size_t n, made;
    uint64_t phones[DEMO_COUNTRIES]; /* given out so far */
    uint64_t orders;
    uint8_t decimals;
    struct arena arena; /* of a batch */
};

static const struct metafield_definition definitions[] = {
    { STR_INIT("custom"), STR_INIT("birthday"), STR_INIT("date") },
    { STR_INIT("custom"), STR_INIT("rank"), STR_INIT("single_line_text_field") },
    { STR_INIT("loyalty"), STR_INIT("points"), STR_INIT("number_integer") },
};

static uint64_t demo_random(struct demo *d)
{
    uint64_t z = d->random += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t pick(struct demo *d, size_t n)
{
    return (size_t)(demo_random(d) % n);
}

static bool chance(struct demo *d, size_t percent)
{
    return pick(d, 100) < percent;
}

static const struct demo_country *pick_country(struct demo *d)
{
    size_t at = pick(d, 100), i = 0;

    while (i + 1 < DEMO_COUNTRIES && at >= demo_countries[i].weight)
        at -= demo_countries[i++].weight;
    return &demo_countries[i];
}

/* The next number of the country's range; "" when they are used up. */
static str pick_phone(struct demo *d, const struct demo_country *country)
{
    uint64_t *next = &d->phones[country - demo_countries], limit = 1;

    for (uint8_t i = 0; i < country->phone_digits; i++)
        limit *= 10;
    if (*next == limit)
        return STR("");
    str number = arena_fmt(&d->arena, "%0*llu", country->phone_digits, (unsigned long long)(*next)++);
    return arena_join(&d->arena, (str[]){ country->phone, number }, 2, STR(""));
}

static str numbered(struct demo *d, const char *before, uint64_t number, const char *after)
{
    return arena_fmt(&d->arena, "%s%llu%s", before, (unsigned long long)number, after);
}

static struct address make_address(struct demo *d, const struct demo_country *country,
                                   const struct customer *c)
{
    const struct demo_place *place = &country->places[pick(d, country->place_count)];
    str street = country->streets[pick(d, country->street_count)],
        number = numbered(d, "", 1 + pick(d, 200), "");
    struct address a = { .first_name = c->first_name, .last_name = c->last_name, .phone = c->phone };

    if (str_eq(country->code, STR("JP")))
        number = arena_fmt(&d->arena, "%zu-%zu-%zu", 1 + pick(d, 9), 1 + pick(d, 20), 1 + pick(d, 30));
    str parts[2] = { street, number };
    if (country->number_first) {
        parts[0] = number;
        parts[1] = street;
    }
    a.line1 = arena_join(&d->arena, parts, 2, str_eq(country->code, STR("JP")) ? STR("") : STR(" "));
    if (chance(d, 20))
        a.line2 = numbered(d, "#", 100 + pick(d, 900), "");
    if (chance(d, 15))
        a.company = demo_companies[pick(d, demo_company_count)];
    a.city = place->city;
    a.province = place->province;
    a.province_code = place->province_code;
    a.zip = place->zip;
    a.country = country->country;
    a.country_code = country->code;
    return a;
}

static void add_addresses(struct demo *d, const struct demo_country *country, struct op *op)
{
    op->address_count = chance(d, 12) ? 0 : 1u + chance(d, 21) + chance(d, 4);
    op->addresses = arena_array(&d->arena, struct address_op, op->address_count + 1);
    for (size_t i = 0; i < op->address_count; i++) {
        op->addresses[i] =
            (struct address_op){ .kind = ADDRESS_ADD, .to = make_address(d, country, &op->to) };
        if (i) /* never the same twice */
            op->addresses[i].to.line2 = numbered(d, "B", i * 1000 + pick(d, 1000), "");
    }
    if (op->address_count > 1)
        op->addresses[pick(d, op->address_count)].make_default = true;
}

static void add_tags(struct demo *d, struct op *op)
{
    size_t n = pick(d, 4);
    str *tags = arena_array(&d->arena, str, n + 1);

    for (size_t i = 0; i < n; i++)
        tags[i] = demo_tags[pick(d, demo_tag_count)];
    op->tags_add = (struct texts){ tags, n };
}

static void add_consents(struct demo *d, struct op *op, int64_t when)
{
    static const enum consent_state states[] = { CONSENT_SUBSCRIBED, CONSENT_SUBSCRIBED, CONSENT_UNSUBSCRIBED,
                                                 CONSENT_PENDING };

    if (op->to.email.n && chance(d, 60)) {
        enum consent_state state = states[pick(d, countof(states))];
        op->set |= COL_BIT(COL_EMAIL_STATUS) | COL_BIT(COL_EMAIL_LEVEL) | COL_BIT(COL_EMAIL_UPDATED_AT);
        op->to.email_consent.state = state;
        op->to.email_consent.level =
            state == CONSENT_PENDING ? LEVEL_CONFIRMED_OPT_IN : (enum opt_in_level)pick(d, 3);
        op->to.email_consent.updated_at = when - (int64_t)pick(d, 30 * DAY);
    }
    if (op->to.phone.n && chance(d, 25)) {
        op->set |= COL_BIT(COL_SMS_STATUS) | COL_BIT(COL_SMS_LEVEL) | COL_BIT(COL_SMS_UPDATED_AT);
        op->to.sms_consent.state = chance(d, 80) ? CONSENT_SUBSCRIBED : CONSENT_UNSUBSCRIBED;
        op->to.sms_consent.updated_at = when - (int64_t)pick(d, 30 * DAY);
    }
}

static void add_metafields(struct demo *d, struct op *op)
{
    static const str ranks[] = { STR_INIT("gold"), STR_INIT("silver"), STR_INIT("bronze") };
    str values[countof(definitions)] = {
        arena_fmt(&d->arena, "%zu-%02zu-%02zu", 1950 + pick(d, 55), 1 + pick(d, 12), 1 + pick(d, 28)),
        ranks[pick(d, countof(ranks))],
        numbered(d, "", pick(d, 20000), ""),
    };

    op->metafields = arena_array(&d->arena, struct metafield_op, countof(definitions));
    for (size_t i = 0; i < countof(definitions); i++)
        if (chance(d, 30))
            op->metafields[op->metafield_count++].to = (struct metafield){
                definitions[i].namespace, definitions[i].key, definitions[i].type, values[i], false, -1,
            };
}

static void add_rest(struct demo *d, const struct demo_country *country, struct op *op)
{
    static const str exemption[] = { STR_INIT("CA_BC_RESELLER_EXEMPTION") };

    op->set |= COL_BIT(COL_LANGUAGE);
    op->to.language = country->language;
    if (chance(d, 10)) {
        op->set |= COL_BIT(COL_NOTE);
        op->to.note = demo_notes[pick(d, demo_note_count)];
    }
    if (chance(d, 3)) {
        op->set |= COL_BIT(COL_TAX_EXEMPT);
        op->to.tax_exempt = true;
        if (str_eq(country->code, STR("CA"))) {
            op->set |= COL_BIT(COL_TAX_EXEMPTIONS);
            op->to.tax_exemptions = (struct texts){ exemption, 1 };
        }
    }
    op->invite = op->to.email.n && chance(d, 15);
}

static struct op make_customer(struct demo *d, int64_t when)
{
    const struct demo_country *country = pick_country(d);
    const struct demo_name *first = &country->first[pick(d, country->first_count)];
    const struct demo_name *last = &country->last[pick(d, country->last_count)];
    struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_LAST_NAME) };

    op.to.first_name = first->written;
    op.to.last_name = last->written;
    if (chance(d, 93)) {
        op.set |= COL_BIT(COL_EMAIL);
        str name = arena_join(&d->arena, (str[]){ first->latin, last->latin }, 2, STR("."));
        str number = numbered(d, "", d->made + 1, "");
        str local = arena_join(&d->arena, (str[]){ name, number }, 2, STR(""));
        op.to.email = arena_join(&d->arena, (str[]){ local, country->domain }, 2, STR("@"));
    }
    if (chance(d, 65))
        op.to.phone = pick_phone(d, country);
    if (op.to.phone.n)
        op.set |= COL_BIT(COL_PHONE);
    add_tags(d, &op);
    add_consents(d, &op, when);
    add_addresses(d, country, &op);
    add_metafields(d, &op);
    add_rest(d, country, &op);
    d->made++;
    return op;
}

/* ---- what happens to them afterwards ----------------------------------------------------------------------- */

static size_t make_orders(struct demo *d, int64_t customer, int64_t since, struct embedded_order *to)
{
    size_t n = chance(d, 45) ? 1 + pick(d, 1 + pick(d, ORDERS_MAX)) : 0;
    int64_t span = d->now > since ? d->now - since : 1;

    for (size_t i = 0; i < n; i++)
        to[i] = (struct embedded_order){
            .customer_id = customer,
            .name = numbered(d, "#", 1001 + d->orders++, ""),
            .processed_at = since + (int64_t)pick(d, (size_t)span),
            .total = { (int64_t)(500 + pick(d, 40000)), d->decimals },
        };
    return n;
}

static bool batch_orders(struct demo *d, const struct op_result *out, size_t n, int64_t since,
                         struct err *err)
{
    struct embedded_order *orders = arena_array(&d->arena, struct embedded_order, n * ORDERS_MAX);
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += make_orders(d, out[i].id, since, orders + count);
    return embedded_add_orders(d->shop, orders, count, err);
}

/* Most of those invited have made up their minds. */
static bool batch_states(struct demo *d, const struct op_result *out, size_t n, struct err *err)
{
    int64_t *enabled = arena_array(&d->arena, int64_t, n), *declined = arena_array(&d->arena, int64_t, n);
    size_t yes = 0, no = 0;

    for (size_t i = 0; i < n; i++) {
        if (!out[i].invited)
            continue;
        size_t mind = pick(d, 10);
        if (mind < 6)
            enabled[yes++] = out[i].id;
        else if (mind == 6)
            declined[no++] = out[i].id;
    }
    return embedded_set_state(d->shop, enabled, yes, STATE_ENABLED, err) &&
           embedded_set_state(d->shop, declined, no, STATE_DECLINED, err);
}

static bool demo_batch(struct demo *d, struct err *err)
{
    struct op *ops = arena_array(&d->arena, struct op, BATCH);
    struct op_result *out = arena_array(&d->arena, struct op_result, BATCH);
    int64_t when = d->now - YEARS + (int64_t)((uint64_t)YEARS * d->made / d->n);
    size_t n = 0;

    while (n < BATCH && d->made < d->n)
        ops[n++] = make_customer(d, when);
    if (!d->shop->ops->apply(d->shop, ops, n, out, when, &d->arena, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (out[i].outcome != OUTCOME_DONE)
            return err_set(err, ERR_SHOP,
                           _("the shop holds made-up customers already; make them in a new file"));
    return batch_orders(d, out, n, when, err) && batch_states(d, out, n, err);
}

bool demo_fill(struct shop *s, uint64_t seed, size_t customers, int64_t now, struct err *err)
{
    struct demo d = { .shop = s, .random = seed, .now = now, .n = customers };
    struct shop_info info;
    bool well = s->ops->info(s, &info, &d.arena, err);

    if (well)
        d.decimals = info.money_decimals;
    for (size_t i = 0; i < countof(definitions) && well; i++)
        well = embedded_define_metafield(s, definitions[i], err);
    while (well && d.made < customers) {
        well = demo_batch(&d, err);
        arena_reset(&d.arena);
    }
    arena_reset(&d.arena);
    return well;
}
