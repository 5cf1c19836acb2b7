#include "api/step_parts.h"

const struct step_channel step_channels[CHANNEL_COUNT] = {
    { MUTATION_EMAIL_CONSENT, STR_INIT("emailMarketingConsent") },
    { MUTATION_SMS_CONSENT, STR_INIT("smsMarketingConsent") },
};

bool consent_changes(const struct op *op, const struct channel *k, int64_t now, struct consent *out)
{
    const uint64_t bits = COL_BIT(k->status) | COL_BIT(k->level) | COL_BIT(k->updated_at);
    const struct consent to = *consent_of(&op->to, k), nobody = { 0 };
    const struct consent from = op_creates(op) || !op->have ? nobody : *consent_of(op->have, k);

    if (!(op->set & bits))
        return false;
    *out = from;
    if (op->set & COL_BIT(k->status))
        out->state = op_gives(op, k->status) ? to.state : CONSENT_NOT_SUBSCRIBED;
    if (op->set & COL_BIT(k->level))
        out->level = op_gives(op, k->level) ? to.level : LEVEL_SINGLE_OPT_IN;
    out->updated_at = op_gives(op, k->updated_at) && to.updated_at ? to.updated_at : now;
    return out->updated_at >= from.updated_at;
}

bool consent_sent(const struct op *op, const struct channel *k, int64_t now, struct consent *out)
{
    return consent_changes(op, k, now, out) && consent_settable(out->state);
}
