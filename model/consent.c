#include "model/consent.h"

#include "model/planning.h"

const struct channel channels[CHANNEL_COUNT] = {
    { COL_EMAIL_STATUS, COL_EMAIL_LEVEL, COL_EMAIL_UPDATED_AT, COL_EMAIL, FINDING_CONSENT_NEEDS_EMAIL,
      offsetof(struct customer, email_consent) },
    { COL_SMS_STATUS, COL_SMS_LEVEL, COL_SMS_UPDATED_AT, COL_PHONE, FINDING_CONSENT_NEEDS_PHONE,
      offsetof(struct customer, sms_consent) },
};

static const struct {
    bool settable;
    enum finding_id why_not;
} states[CONSENT_COUNT] = {
    [CONSENT_NOT_SUBSCRIBED] = { false, FINDING_CONSENT_NOT_SETTABLE },
    [CONSENT_PENDING] = { true, FINDING_NONE },
    [CONSENT_SUBSCRIBED] = { true, FINDING_NONE },
    [CONSENT_UNSUBSCRIBED] = { true, FINDING_NONE },
    [CONSENT_REDACTED] = { false, FINDING_CONSENT_READ_ONLY },
    [CONSENT_INVALID] = { false, FINDING_CONSENT_READ_ONLY },
};

bool consent_settable(enum consent_state state)
{
    return states[state].settable;
}

const struct consent *consent_of(const struct customer *c, const struct channel *k)
{
    return (const struct consent *)(const void *)((const char *)c + k->offset);
}

struct consent consent_now(const struct customer *have, const struct channel *k)
{
    struct consent c = *consent_of(have, k);

    if (!field_given(k->status, have))
        c.state = CONSENT_NOT_SUBSCRIBED;
    if (!field_given(k->level, have))
        c.level = LEVEL_SINGLE_OPT_IN;
    if (!field_given(k->updated_at, have))
        c.updated_at = 0;
    return c;
}

static void say(struct planning *p, enum finding_id id, enum column_id col)
{
    planning_say(p, id, p->want->row, col, STR(""), STR(""), STR(""));
}

static void say_state(struct planning *p, const struct channel *k, enum consent_state state)
{
    size_t n;
    const str *words = column_words(k->status, &n);

    planning_say(p, states[state].why_not, p->want->row, k->status, STR(""), words[state], STR(""));
}

void consent_set(struct op *op, const struct channel *k, const struct consent *to)
{
    uint64_t bits = COL_BIT(k->status) | COL_BIT(k->level) | COL_BIT(k->updated_at);

    *(struct consent *)(void *)((char *)&op->to + k->offset) = *to;
    op->to.has.seen |= bits;
    op->set |= bits;
}

/* The consent has to change from `now` to `to`: may it? */
static void change_consent(struct planning *p, const struct channel *k, const struct consent *now,
                           struct consent to)
{
    bool dated = field_given(k->updated_at, p->want);

    if (!states[to.state].settable) {
        if (to.state != now->state)
            say_state(p, k, to.state);
        return;
    }
    if (!planning_final(p, k->identity)) {
        say(p, k->needs, k->status);
        return;
    }
    if (to.state == CONSENT_PENDING && to.level != LEVEL_CONFIRMED_OPT_IN) {
        say(p, FINDING_PENDING_NEEDS_CONFIRMED, k->level);
        return;
    }
    if (dated && to.updated_at < now->updated_at) {
        say(p, FINDING_CONSENT_OLDER, k->updated_at);
        return;
    }
    if (!dated)
        to.updated_at = p->ctx->now > now->updated_at ? p->ctx->now : now->updated_at;
    consent_set(p->op, k, &to);
}

static void plan_consent(struct planning *p, const struct channel *k)
{
    const struct consent *want = consent_of(p->want, k);
    struct consent now = consent_now(p->have, k), to = now;
    bool dated = field_given(k->updated_at, p->want);

    if (!field_given(k->status, p->want)) {
        if (dated || field_given(k->level, p->want))
            say(p, FINDING_CONSENT_WITHOUT_STATUS, dated ? k->updated_at : k->level);
        return;
    }
    if (want->if_subscribed && now.state != CONSENT_SUBSCRIBED)
        return;
    to.state = want->state;
    if (field_given(k->level, p->want))
        to.level = want->level;
    if (dated)
        to.updated_at = want->updated_at;
    if (dated && to.updated_at > p->ctx->now && to.updated_at != now.updated_at) {
        say(p, FINDING_CONSENT_IN_FUTURE, k->updated_at);
        return;
    }
    if (to.state != now.state || to.level != now.level || to.updated_at != now.updated_at)
        change_consent(p, k, &now, to);
}

void plan_consents(struct planning *p)
{
    for (size_t i = 0; i < CHANNEL_COUNT; i++)
        plan_consent(p, &channels[i]);
}

void plan_invite(struct planning *p)
{
    size_t n;
    const str *words = column_words(COL_STATE, &n);
    bool has_state = !p->creating && field_given(COL_STATE, p->have);

    if (!field_given(COL_SEND_INVITE, p->want) || !p->want->send_invite)
        return;
    if (!planning_final(p, COL_EMAIL)) {
        say(p, FINDING_INVITE_NEEDS_EMAIL, COL_SEND_INVITE);
        return;
    }
    if (!p->ctx->classic_accounts) {
        say(p, FINDING_INVITE_NOT_POSSIBLE, COL_SEND_INVITE);
        return;
    }
    if (has_state && (p->have->state == STATE_ENABLED || p->have->state == STATE_DECLINED)) {
        planning_say(p, FINDING_INVITE_NOT_SENT, p->want->row, COL_SEND_INVITE, STR(""),
                     words[p->have->state], STR(""));
        return;
    }
    p->op->invite = true;
}
