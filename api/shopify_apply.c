#include "api/shopify_parts.h"

#include "api/clean.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/time.h"
#include "base/unicode.h"

/* ---- waves ----------------------------------------------------------------------------------------------------- */

/* Keys that the ops of a wave have touched; a collision only begins a new wave too early. */
struct touched_keys {
    uint64_t *slots;
    size_t mask;
};

enum { KEYS_OF_OP = 5 };

static size_t keys_of(const struct op *op, uint64_t out[KEYS_OF_OP], struct arena *a)
{
    const bool had = op->have && op->kind != OP_CREATE;
    const str texts[] = { had ? op->have->email : STR(""), had ? op->have->phone : STR(""),
                          op->set & COL_BIT(COL_EMAIL) ? op->to.email : STR(""),
                          op->set & COL_BIT(COL_PHONE) ? op->to.phone : STR("") };
    size_t n = 0;

    for (size_t i = 0; i < countof(texts); i++)
        if (texts[i].n > 0)
            out[n++] =
                hash64(text_fold_case(i % 2 ? phone_clean(texts[i], a) : email_clean(texts[i], a), a)) | 1;
    if (had)
        out[n++] = ((uint64_t)op->have->id * UINT64_C(0x9E3779B97F4A7C15)) | 1;
    return n;
}

static uint64_t *slot_of(const struct touched_keys *t, uint64_t key)
{
    size_t i = (size_t)(key >> 7) & t->mask;

    while (t->slots[i] != 0 && t->slots[i] != key)
        i = (i + 1) & t->mask;
    return &t->slots[i];
}

size_t wave_length(const struct op *ops, size_t n, struct arena *a)
{
    struct touched_keys t = { .mask = 1 };
    uint64_t keys[KEYS_OF_OP];

    while (t.mask < 2 * KEYS_OF_OP * n)
        t.mask *= 2;
    t.slots = arena_array(a, uint64_t, t.mask);
    t.mask--;
    for (size_t i = 0; i < n; i++) {
        size_t count = keys_of(&ops[i], keys, a);
        for (size_t k = 0; k < count; k++)
            if (*slot_of(&t, keys[k]) != 0)
                return i;
        for (size_t k = 0; k < count; k++)
            *slot_of(&t, keys[k]) = keys[k];
    }
    return n;
}

/* ---- before anything is sent ----------------------------------------------------------------------------------- */

static void refuse(struct delivery *d, enum finding_id id, enum column_id column, str held, str fact)
{
    *d->result = (struct op_result){ .outcome = OUTCOME_REFUSED,
                                     .id = d->id,
                                     .why = { .id = id, .column = -1, .args = { held, fact, STR("") } },
                                     .why_column = column };
    d->settled = true;
}

void delivery_begin(struct delivery *d, const struct op *op, struct op_result *result, int64_t now,
                    const struct shop_info *info)
{
    *result = (struct op_result){ .outcome = OUTCOME_DONE, .why_column = COL_COUNT };
    *d = (struct delivery){
        .op = op,
        .result = result,
        .context = { .now = now, .default_language = info->default_language },
        .id = op->have && op->kind != OP_CREATE ? op->have->id : 0,
    };
    if (op->kind != OP_CREATE && !op->have)
        refuse(d, FINDING_NOT_FOUND, COL_COUNT, STR(""), STR(""));
}

/* The record must still be the one that the plan was made for. */
static bool check_records(struct shopify *s, struct delivery *all, size_t n, struct arena *a, struct err *err)
{
    int64_t *ids = arena_array(a, int64_t, n + 1);
    const struct customer **now = arena_array(a, const struct customer *, n + 1);

    for (size_t i = 0; i < n; i++)
        ids[i] = all[i].settled ? 0 : all[i].id;
    if (!shopify_by_ids(s, ids, n, 0, now, a, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct delivery *d = &all[i];
        if (ids[i] == 0)
            continue;
        if (!now[i] || now[i]->revision != d->op->have->revision)
            refuse(d, FINDING_RECORD_CHANGED, COL_COUNT, STR(""), STR(""));
        else if (d->op->kind != OP_UPDATE && now[i]->total_orders > 0)
            refuse(d, FINDING_HAS_ORDERS, COL_COUNT, STR(""), STR(""));
        else
            d->context.tags = now[i]->tags;
    }
    return true;
}

static void check_owner(struct delivery *d, int64_t owner, enum column_id column, enum finding_id why,
                        str held, struct arena *a)
{
    if (!d->settled && owner != 0 && owner != d->id)
        refuse(d, why, column, held, arena_fmt(a, "ID %lld", (long long)owner));
}

/* A replacement deletes first: whatever would refuse the new customer must be known before. */
static bool check_replacements(struct shopify *s, struct delivery *all, size_t n, struct arena *a,
                               struct err *err)
{
    struct shopify_key *keys = arena_array(a, struct shopify_key, 2 * n + 1);
    int64_t *owners = arena_array(a, int64_t, 2 * n + 1);

    for (size_t i = 0; i < n; i++) {
        const struct op *op = all[i].op;
        bool replaces = !all[i].settled && op->kind == OP_REPLACE;
        keys[2 * i].text = replaces && op->set & COL_BIT(COL_EMAIL) ? op->to.email : STR("");
        keys[2 * i + 1].text = replaces && op->set & COL_BIT(COL_PHONE) ? op->to.phone : STR("");
        keys[2 * i + 1].phone = true;
    }
    if (!shopify_ids_of_keys(s, keys, 2 * n, owners, a, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        check_owner(&all[i], owners[2 * i], COL_EMAIL, FINDING_EMAIL_TAKEN, keys[2 * i].text, a);
        check_owner(&all[i], owners[2 * i + 1], COL_PHONE, FINDING_PHONE_TAKEN, keys[2 * i + 1].text, a);
    }
    return true;
}

static void choose_steps(struct delivery *d, struct arena *a)
{
    if (d->settled)
        return;
    if (steps_refused(d->op, &d->context, d->result, a)) {
        d->settled = true;
        return;
    }
    d->step_count = steps_for(d->op, &d->context, &d->steps, a);
    d->settled = d->step_count == 0;
    d->result->id = d->id;
}

/* ---- answers --------------------------------------------------------------------------------------------------- */

void delivery_answer(struct delivery *d, const struct json *payload, const struct json *errors, bool again,
                     struct arena *a)
{
    const struct step *step = &d->steps[d->next];
    struct op_result result = *d->result;

    result.outcome = OUTCOME_DONE;
    step_answer(d->op, step, payload, errors, again, &result, a);
    if (step->mutation == MUTATION_CUSTOMER_DELETE && d->op->kind == OP_REPLACE)
        result.id = 0;
    *d->result = result;
    if (result.outcome != OUTCOME_DONE) {
        d->settled = true;
        return;
    }
    d->result->invited = d->result->invited || step->mutation == MUTATION_INVITE;
    d->id = result.id != 0 ? result.id : d->id;
    d->result->id = d->id;
    d->next++;
    d->settled = d->next == d->step_count;
}

void delivery_lost(struct delivery *d)
{
    *d->result = (struct op_result){ .outcome = OUTCOME_UNKNOWN, .id = d->id, .why_column = COL_COUNT };
    d->settled = true;
}

/* Who has the email or the phone that was refused, where the shop did not say. */
static bool name_owners(struct shopify *s, struct delivery *all, size_t n, struct arena *a, struct err *err)
{
    struct shopify_key *keys = arena_array(a, struct shopify_key, n + 1);
    int64_t *owners = arena_array(a, int64_t, n + 1);

    for (size_t i = 0; i < n; i++) {
        const struct op_result *r = all[i].result;
        bool email = r->why.id == FINDING_EMAIL_TAKEN, phone = r->why.id == FINDING_PHONE_TAKEN;
        keys[i].phone = phone;
        if (r->outcome == OUTCOME_REFUSED && (email || phone) && r->why.args[1].n == 0)
            keys[i].text = email ? all[i].op->to.email : all[i].op->to.phone;
    }
    if (!shopify_ids_of_keys(s, keys, n, owners, a, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (owners[i] != 0)
            all[i].result->why.args[1] = arena_fmt(a, "ID %lld", (long long)owners[i]);
    return true;
}

/* ---- rounds ---------------------------------------------------------------------------------------------------- */

/* FNV-1a, so that another process finds the name again. */
static uint64_t mixed(uint64_t hash, const void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * UINT64_C(0x100000001B3);
    return hash;
}

int64_t wave_hash(const struct op *ops, size_t n, enum mutation_id m, size_t round)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < n; i++) {
        int64_t revision = ops[i].have ? ops[i].have->revision : 0;
        hash = mixed(hash, ops[i].token.p, ops[i].token.n);
        hash = mixed(hash, &revision, sizeof revision);
    }
    hash = mixed(hash, &m, sizeof m);
    return (int64_t)mixed(hash, &round, sizeof round);
}

str wave_identifier(int64_t hash, size_t attempt, struct arena *a)
{
    return arena_fmt(a, "meibo_%016llx_%zu", (unsigned long long)hash, attempt);
}

/* A name of its own: what is sent once more must not find the answers of before. Without tokens nobody comes back for
 * it, and it is called by anything. */
static str name_of_round(struct shopify *s, const struct op *ops, size_t n, enum mutation_id m, size_t round,
                         struct arena *a)
{
    int64_t hash = wave_hash(ops, n, m, round);

    if (ops[0].token.n == 0)
        hash = (int64_t)hash64(arena_fmt(a, "%.9f", clock_steady())); /* keyed anew in every process */
    size_t attempt = numbers_count(&s->named, hash);
    numbers_add(&s->named, hash);
    return wave_identifier(hash, attempt, a);
}

static bool waits_for(const struct delivery *d, enum mutation_id m, size_t round)
{
    return !d->settled && d->steps && d->next <= round && d->steps[d->next].mutation == m;
}

static size_t gather(struct delivery *all, size_t n, enum mutation_id m, size_t round, struct delivery **out)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (waits_for(&all[i], m, round))
            out[count++] = &all[i];
    return count;
}

static bool takes_bulk(const struct shopify *s, size_t n)
{
    return n > 0 && (s->options.bulk == BULK_ALWAYS ||
                     (s->options.bulk == BULK_AUTO && n >= s->options.bulk_threshold));
}

/* The next step of everybody: what is many of a kind as bulk operations side by side, the rest as requests. */
static bool run_round(struct shopify *s, const struct op *ops, struct delivery *all, size_t n, size_t round,
                      struct arena *a, struct err *err)
{
    struct consignment bulk[MUTATION_COUNT];
    size_t bulk_count = 0;

    for (int m = 0; m < MUTATION_COUNT; m++) {
        struct consignment c = { .shop = s, .mutation = (enum mutation_id)m, .arena = a };
        c.items = arena_array(a, struct delivery *, n + 1);
        c.n = gather(all, n, c.mutation, round, c.items);
        if (takes_bulk(s, c.n)) {
            c.identifier = name_of_round(s, ops, n, c.mutation, round, a);
            bulk[bulk_count++] = c;
        } else if (c.n > 0 && !send_requests(&c, err)) {
            return false;
        }
    }
    admin_finish_up(s->admin, bulk_count == 0); /* bulk operations go on by themselves, and are found again */
    bool well = bulk_count == 0 || send_bulk(bulk, bulk_count, err);
    admin_finish_up(s->admin, true);
    return well;
}

static bool under_way(const struct delivery *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!all[i].settled)
            return true;
    return false;
}

static bool apply_wave(struct shopify *s, const struct op *ops, size_t n, struct op_result *out, int64_t now,
                       struct arena *a, struct err *err)
{
    struct delivery *all = arena_array(a, struct delivery, n);

    for (size_t i = 0; i < n; i++)
        delivery_begin(&all[i], &ops[i], &out[i], now, &s->info);
    if (!check_records(s, all, n, a, err) || !check_replacements(s, all, n, a, err))
        return false;
    for (size_t i = 0; i < n; i++)
        choose_steps(&all[i], a);
    for (size_t round = 0; under_way(all, n); round++)
        if (!run_round(s, ops, all, n, round, a, err))
            return false;
    for (size_t i = 0; i < n; i++)
        if (ops[i].kind == OP_CREATE && out[i].id != 0)
            numbers_add(&s->made, out[i].id);
    return name_owners(s, all, n, a, err);
}

bool shopify_apply(struct shop *shop, const struct op *ops, size_t n, struct op_result *out, int64_t now,
                   struct arena *a, struct err *err)
{
    struct shopify *s = shopify_of(shop);
    size_t length;
    bool well = true;

    admin_finish_up(s->admin, true);
    for (size_t at = 0; at < n && well; at += length) {
        length = wave_length(ops + at, n - at, a);
        well = apply_wave(s, ops + at, length, out + at, now, a, err);
    }
    admin_finish_up(s->admin, false);
    return well;
}
