#include "api/node.h"

#include <string.h>

#include "api/steps.h"
#include "base/time.h"
#include "model/address.h"
#include "model/fields.h"
#include "model/words.h"

enum { ROOM = 4 };

str node_text(const struct json *object, const char *key, struct arena *a)
{
    str s = json_str(json_get(object, key));

    return s.n ? arena_copy(a, s) : STR("");
}

static unsigned word_in(const struct json *object, const char *key, const struct vocabulary *v,
                        struct arena *a)
{
    size_t i = word_find(v, json_str(json_get(object, key)), a);

    return i < v->n ? (unsigned)i : 0;
}

int64_t node_moment(const struct json *v)
{
    civil wall;
    bool has_offset = false;
    int32_t offset = 0;

    if (!civil_parse(json_str(v), &wall, &has_offset, &offset))
        return 0;
    return civil_to_seconds(wall) - offset;
}

/* UnsignedInt64 and Decimal are strings. */
static int64_t number_in(const struct json *object, const char *key)
{
    const struct json *v = json_get(object, key);
    int64_t n = json_int(v);

    (void)num_parse_i64(json_str(v), &n);
    return n;
}

static decimal amount_in(const struct json *money)
{
    decimal d = { 0, 0 };

    (void)decimal_parse(json_str(json_get(money, "amount")), &d);
    return d;
}

/* ---- consents -------------------------------------------------------------------------------------------------- */

static void email_read(struct customer *c, const struct json *email, struct arena *a)
{
    c->email = node_text(email, "emailAddress", a);
    c->email_consent = (struct consent){
        .state = word_in(email, "marketingState", &vocabulary_email_status, a),
        .level = word_in(email, "marketingOptInLevel", &vocabulary_opt_in, a),
        .updated_at = node_moment(json_get(email, "marketingUpdatedAt")),
    };
}

/* NEVER_SUBSCRIBED is no word of ours and so the first: not_subscribed. */
static void phone_read(struct customer *c, const struct json *phone, struct arena *a)
{
    const struct json *consent = json_get(phone, "smsMarketingConsent");

    c->phone = node_text(phone, "phoneNumber", a);
    c->sms_consent = (struct consent){
        .state = word_in(consent, "state", &vocabulary_sms_status, a),
        .level = word_in(consent, "optInLevel", &vocabulary_opt_in, a),
        .updated_at = node_moment(json_get(consent, "updatedAt")),
    };
    c->sms_source = word_in(consent, "collectedFrom", &vocabulary_source, a);
}

/* ---- lists ----------------------------------------------------------------------------------------------------- */

struct texts node_texts(const struct json *list, struct arena *a)
{
    size_t n = json_count(list);
    str *at = arena_array(a, str, n + 1);

    for (size_t i = 0; i < n; i++)
        at[i] = arena_copy(a, json_str(json_at(list, i)));
    return (struct texts){ at, n };
}

static struct address address_read(const struct json *o, int64_t main_address, struct arena *a)
{
    struct address to = {
        .id = gid_number(json_str(json_get(o, "id"))),
        .first_name = node_text(o, "firstName", a),
        .last_name = node_text(o, "lastName", a),
        .company = node_text(o, "company", a),
        .phone = node_text(o, "phone", a),
        .line1 = node_text(o, "address1", a),
        .line2 = node_text(o, "address2", a),
        .city = node_text(o, "city", a),
        .province = node_text(o, "province", a),
        .province_code = node_text(o, "provinceCode", a),
        .country = node_text(o, "country", a),
        .country_code = node_text(o, "countryCodeV2", a),
        .zip = node_text(o, "zip", a),
    };

    to.is_default = to.id != 0 && to.id == main_address;
    return to;
}

static void addresses_add(struct customer *c, const struct json *nodes, int64_t main_address, struct arena *a)
{
    size_t n = json_count(nodes);
    struct address *all = arena_array(a, struct address, c->address_count + n + 1);

    for (size_t i = 0; i < c->address_count; i++)
        all[i] = c->addresses[i];
    for (size_t i = 0; i < n; i++)
        all[c->address_count + i] = address_read(json_at(nodes, i), main_address, a);
    c->addresses = all;
    c->address_count += n;
}

void node_addresses(struct node *n, const struct json *nodes, bool first, struct arena *a)
{
    const struct address *had = address_default(n->customer);
    int64_t main_address = had ? had->id : 0;

    if (first)
        n->customer->address_count = 0;
    addresses_add(n->customer, nodes, main_address, a);
}

static void metafield_add(struct node *n, const struct json *o, struct arena *a)
{
    struct customer *c = n->customer;

    if (c->metafield_count == n->metafield_room) {
        size_t room = n->metafield_room ? n->metafield_room * 2 : ROOM;
        struct metafield *more = arena_array(a, struct metafield, room);
        for (size_t i = 0; i < c->metafield_count; i++)
            more[i] = c->metafields[i];
        c->metafields = more;
        n->metafield_room = room;
    }
    c->metafields[c->metafield_count++] = (struct metafield){
        .namespace = node_text(o, "namespace", a),
        .key = node_text(o, "key", a),
        .type = node_text(o, "type", a),
        .value = node_text(o, "value", a),
        .column = -1,
    };
}

void node_metafields(struct node *n, const struct json *nodes, struct arena *a)
{
    for (size_t i = 0; i < json_count(nodes); i++)
        metafield_add(n, json_at(nodes, i), a);
}

static struct order_end order_read(const struct json *o, struct arena *a)
{
    if (!o)
        return (struct order_end){ 0 };
    return (struct order_end){
        .id = gid_number(json_str(json_get(o, "id"))),
        .name = node_text(o, "name", a),
        .processed_at = node_moment(json_get(o, "processedAt")),
        .total = amount_in(json_get(json_get(o, "totalPriceSet"), "shopMoney")),
    };
}

static bool is_before(const struct order_end *a, const struct order_end *b)
{
    return a->processed_at != b->processed_at ? a->processed_at < b->processed_at : a->id < b->id;
}

static void order_add(struct node *n, const struct json *o, struct arena *a)
{
    struct customer *c = n->customer;
    struct order_end order = order_read(o, a);

    n->orders_seen++;
    if (c->first_order.id == 0 || is_before(&order, &c->first_order))
        c->first_order = order;
    if (c->last_order.id == 0 || is_before(&c->last_order, &order))
        c->last_order = order;
}

static bool holds(str s, const char *part)
{
    return s.n > 0 && memmem(s.p, s.n, part, strlen(part)) != NULL;
}

bool node_child(struct node *n, const struct json *json, struct arena *a)
{
    str id = json_str(json_get(json, "id"));

    if (holds(id, "/Order/"))
        order_add(n, json, a);
    else if (holds(id, "/Metafield/"))
        metafield_add(n, json, a);
    else
        return false;
    return true;
}

/* ---- a customer ------------------------------------------------------------------------------------------------ */

static void fields_read(struct customer *c, const struct json *o, struct arena *a)
{
    c->first_name = node_text(o, "firstName", a);
    c->last_name = node_text(o, "lastName", a);
    c->language = node_text(o, "locale", a);
    c->note = node_text(o, "note", a);
    c->multipass = node_text(o, "multipassIdentifier", a);
    c->state = word_in(o, "state", &vocabulary_state, a);
    c->verified_email = json_bool(json_get(o, "verifiedEmail"));
    c->tax_exempt = json_bool(json_get(o, "taxExempt"));
    c->tags = node_texts(json_get(o, "tags"), a);
    c->tax_exemptions = node_texts(json_get(o, "taxExemptions"), a);
    c->created_at = node_moment(json_get(o, "createdAt"));
    c->updated_at = node_moment(json_get(o, "updatedAt"));
    c->total_orders = number_in(o, "numberOfOrders");
    c->total_spent = amount_in(json_get(o, "amountSpent"));
    email_read(c, json_get(o, "defaultEmailAddress"), a);
    phone_read(c, json_get(o, "defaultPhoneNumber"), a);
}

static void lists_read(struct node *n, const struct json *o, unsigned select, struct arena *a)
{
    const struct json *metafields = json_get(o, "metafields"), *page = json_get(metafields, "pageInfo");

    if (select & GROUP_BIT(GROUP_ADDRESSES)) {
        const struct json *addresses = json_get(o, "addresses");
        addresses_add(n->customer, addresses,
                      gid_number(json_str(json_get(json_get(o, "defaultAddress"), "id"))), a);
        n->more_addresses = json_count(addresses) == PAGE_MAX;
    }
    node_metafields(n, json_get(metafields, "nodes"), a);
    n->more_metafields = json_bool(json_get(page, "hasNextPage"));
    if (n->more_metafields)
        n->metafields_after = node_text(page, "endCursor", a);
    n->customer->first_order = order_read(json_at(json_get(json_get(o, "first"), "nodes"), 0), a);
    n->customer->last_order = order_read(json_at(json_get(json_get(o, "last"), "nodes"), 0), a);
}

bool node_read(const struct json *json, unsigned select, struct node *out, struct arena *a)
{
    int64_t id = gid_number(json_str(json_get(json, "id")));

    *out = (struct node){ .customer = arena_new(a, struct customer), .metafields_after = STR("") };
    if (id == 0)
        return false;
    out->customer->id = id;
    fields_read(out->customer, json, a);
    lists_read(out, json, select, a);
    out->customer->revision = node_revision(out->customer);
    return true;
}

/* ---- presence -------------------------------------------------------------------------------------------------- */

/* A number that says nothing when it is 0: the ID of an order, a date that never was. Counts and sums of 0 do say it. */
static bool says_nothing(enum column_id col, const void *record)
{
    const void *field = field_of(col, record);

    switch (field_kind(col)) {
    case FIELD_TEXT:
        return ((const str *)field)->n == 0;
    case FIELD_TEXTS:
        return ((const struct texts *)field)->n == 0;
    case FIELD_INTEGER:
        return col != COL_TOTAL_ORDERS && *(const int64_t *)field == 0;
    default:
        return false;
    }
}

static bool is_kept(enum column_id col, enum column_record record)
{
    return columns[col].record == record &&
           (columns[col].access == ACCESS_BOTH || columns[col].access == ACCESS_EXPORT) &&
           columns[col].group != GROUP_ROWS && columns[col].group != GROUP_NONE;
}

static struct presence presence_of(const void *record, enum column_record kind, shop_groups groups)
{
    struct presence has = { 0 };

    for (size_t i = 0; i < COL_COUNT; i++) {
        enum column_id col = (enum column_id)i;
        if (!is_kept(col, kind) || !(groups & GROUP_BIT(columns[col].group)))
            continue;
        has.seen |= COL_BIT(i);
        if (says_nothing(col, record))
            has.blank |= COL_BIT(i);
    }
    return has;
}

struct customer *node_finish(struct node *n, shop_groups groups, unsigned select, uint64_t unreadable)
{
    const uint64_t totals = COL_BIT(COL_FIRST_ORDER_TOTAL), last_total = COL_BIT(COL_LAST_ORDER_TOTAL);
    struct customer *c = n->customer;
    uint64_t hidden = unreadable | (select & SELECT_MULTIPASS ? 0 : COL_BIT(COL_MULTIPASS));

    c->has = presence_of(c, RECORD_customer, groups | GROUP_BIT(GROUP_BASIC));
    if (c->first_order.id == 0)
        c->has.blank |= totals & c->has.seen;
    if (c->last_order.id == 0)
        c->has.blank |= last_total & c->has.seen;
    if (select & GROUP_BIT(GROUP_ADDRESSES))
        c->has.seen |= COL_BIT(COL_ADDRESS_ID); /* they are all there, also when there are none */
    c->has.seen &= ~hidden;
    c->has.blank &= ~hidden;
    for (size_t i = 0; i < c->address_count; i++) {
        c->addresses[i].has = presence_of(&c->addresses[i], RECORD_address, GROUP_BIT(GROUP_ADDRESSES));
        c->addresses[i].has.seen &= ~unreadable;
        c->addresses[i].has.blank &= ~unreadable;
    }
    return c;
}

/* ---- revision -------------------------------------------------------------------------------------------------- */

/* FNV-1a: the same in every process, since revisions are kept in journals. */
static void mix(uint64_t *hash, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < n; i++)
        *hash = (*hash ^ at[i]) * UINT64_C(0x100000001B3);
    *hash = (*hash ^ 0xFF) * UINT64_C(0x100000001B3); /* where one text ends and the next begins */
}

static void mix_number(uint64_t *hash, int64_t n)
{
    mix(hash, &n, sizeof n);
}

static void mix_consent(uint64_t *hash, const struct consent *c)
{
    mix_number(hash, (int64_t)c->state);
    mix_number(hash, (int64_t)c->level);
    mix_number(hash, c->updated_at);
}

int64_t node_revision(const struct customer *c)
{
    const str texts[] = { c->email, c->phone, c->first_name, c->last_name, c->note, c->language };
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < countof(texts); i++)
        mix(&hash, texts[i].p, texts[i].n);
    for (size_t i = 0; i < c->tags.n; i++)
        mix(&hash, c->tags.at[i].p, c->tags.at[i].n);
    mix_number(&hash, c->updated_at);
    mix_number(&hash, c->tax_exempt);
    mix_number(&hash, (int64_t)c->state);
    mix_number(&hash, c->total_orders);
    mix_consent(&hash, &c->email_consent);
    mix_consent(&hash, &c->sms_consent);
    return (int64_t)(hash >> 1) | 1;
}
