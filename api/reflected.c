#include "api/shopify_parts.h"

#include "base/unicode.h"
#include "model/address.h"
#include "model/consent.h"
#include "model/fields.h"
#include "model/tags.h"

#define CONSENT_COLUMNS                                                                     \
    (COL_BIT(COL_EMAIL_STATUS) | COL_BIT(COL_EMAIL_LEVEL) | COL_BIT(COL_EMAIL_UPDATED_AT) | \
     COL_BIT(COL_SMS_STATUS) | COL_BIT(COL_SMS_LEVEL) | COL_BIT(COL_SMS_UPDATED_AT))

/* A language that is cleared becomes the shop's, and what cannot be read back cannot be compared. */
static bool fields_reflected(const struct op *op, const struct customer *now)
{
    struct customer to = op->to;

    to.has.seen = op->set;
    for (size_t i = 0; i < COL_COUNT; i++) {
        enum column_id col = (enum column_id)i;
        if (!(op->set & ~CONSENT_COLUMNS & COL_BIT(i)) || !(now->has.seen & COL_BIT(i)))
            continue;
        if (col == COL_LANGUAGE && to.has.blank & COL_BIT(i))
            continue;
        if (!field_same(col, &to, now) && !(field_kind(col) == FIELD_BOOL && to.has.blank & COL_BIT(i)))
            return false;
    }
    return true;
}

/* The newest date counts: an older one was taken in and changed nothing. */
static bool consents_reflected(const struct op *op, const struct customer *now)
{
    for (size_t i = 0; i < CHANNEL_COUNT; i++) {
        const struct channel *k = &channels[i];
        const struct consent *to = consent_of(&op->to, k), *is = consent_of(now, k);
        if (!(op->set & COL_BIT(k->status)) || to->state == CONSENT_NOT_SUBSCRIBED ||
            is->updated_at > to->updated_at)
            continue;
        if (to->state != is->state || to->level != is->level)
            return false;
    }
    return true;
}

static bool tags_reflected(const struct op *op, const struct customer *now, struct arena *a)
{
    return tags_among(op->tags_add, now->tags, false, a).n == 0 &&
           tags_among(op->tags_remove, now->tags, true, a).n == 0;
}

static bool address_reflected(const struct address_op *op, const struct customer *now, struct arena *a)
{
    const struct address *is = op->kind == ADDRESS_ADD ? NULL : address_by_id(now, op->id);
    struct address to = op->to;

    if (op->kind == ADDRESS_REMOVE)
        return is == NULL;
    if (op->kind == ADDRESS_UPDATE) {
        to.has.seen = op->set;
        return is && address_same(&to, is, &now, 1, a) && (!op->make_default || is->is_default);
    }
    to.has.seen = ADDRESS_TEXTS;
    for (size_t i = 0; i < now->address_count; i++)
        if (address_same(&to, &now->addresses[i], &now, 1, a) &&
            (!op->make_default || now->addresses[i].is_default))
            return true;
    return false;
}

static bool metafield_reflected(const struct metafield_op *op, const struct customer *now)
{
    for (size_t i = 0; i < now->metafield_count; i++) {
        const struct metafield *is = &now->metafields[i];
        if (str_eq(is->namespace, op->to.namespace) && str_eq(is->key, op->to.key))
            return !op->to.blank && str_eq(is->value, op->to.value);
    }
    return op->to.blank;
}

bool op_is_reflected(const struct op *op, const struct customer *now, struct arena *a)
{
    if (!fields_reflected(op, now) || !consents_reflected(op, now) || !tags_reflected(op, now, a))
        return false;
    for (size_t i = 0; i < op->address_count; i++)
        if (!address_reflected(&op->addresses[i], now, a))
            return false;
    for (size_t i = 0; i < op->metafield_count; i++)
        if (!metafield_reflected(&op->metafields[i], now))
            return false;
    return true;
}
