#include "api/conformance_parts.h"

enum { DAY = 86400, THEN = CONFORMANCE_NOW - 10 * DAY };

#define EMAIL_SET (COL_BIT(COL_EMAIL_STATUS) | COL_BIT(COL_EMAIL_LEVEL) | COL_BIT(COL_EMAIL_UPDATED_AT))
#define SMS_SET   (COL_BIT(COL_SMS_STATUS) | COL_BIT(COL_SMS_LEVEL) | COL_BIT(COL_SMS_UPDATED_AT))

/* From one consent to another, by email and by SMS; `why` is what the shop says of it. */
struct transition {
    struct consent from, to;
    enum finding_id why;
    enum column_id email_column, sms_column; /* that the refusal concerns */
    bool keeps;                              /* what was there stays, without a word */
};

static void consent_put(struct op *op, bool sms, struct consent c)
{
    op->set |= sms ? SMS_SET : EMAIL_SET;
    if (sms)
        op->to.sms_consent = c;
    else
        op->to.email_consent = c;
}

static bool is_as(const struct consent *c, const struct consent *wanted)
{
    return c->state == wanted->state && c->level == wanted->level && c->updated_at == wanted->updated_at;
}

static void goes(struct stage *t, const struct transition *x, bool sms)
{
    struct op op = stage_create(sms ? STR("sms@example.com") : STR("mail@example.com"));
    struct consent to = x->to;

    if (sms) {
        op.set |= COL_BIT(COL_PHONE);
        op.to.phone = STR("+819012345678");
    }
    if (x->from.state != CONSENT_NOT_SUBSCRIBED)
        consent_put(&op, sms, x->from);
    const struct customer *c = stage_after(t, &op);
    WANT(c && (sms ? c->sms_consent.state : c->email_consent.state) == x->from.state);
    op = stage_change(OP_UPDATE, c);
    consent_put(&op, sms, to);
    if (x->why != FINDING_NONE) {
        WANT(stage_refuses(t, &op, x->why, sms ? x->sms_column : x->email_column));
        WANT(stage_get(t, c->id)->revision == c->revision);
        return;
    }
    c = stage_after(t, &op);
    WANT(c && is_as(sms ? &c->sms_consent : &c->email_consent, x->keeps ? &x->from : &x->to));
    WANT(!sms || c->sms_source == SOURCE_OTHER);
}

static void transition_by_both(struct stage *t, const void *data)
{
    goes(t, data, false);
    if (!t->why)
        goes(t, data, true);
}

/* clang-format off */
#define CONSENT(state, level, at) { CONSENT_##state, LEVEL_##level, at }
static const struct consent never = CONSENT(NOT_SUBSCRIBED, SINGLE_OPT_IN, 0);
static const struct transition
    subscribes = { .to = CONSENT(SUBSCRIBED, SINGLE_OPT_IN, THEN) },
    confirms = { .to = CONSENT(SUBSCRIBED, CONFIRMED_OPT_IN, THEN) },
    unknown = { .to = CONSENT(SUBSCRIBED, UNKNOWN, THEN) },
    leaves = { CONSENT(SUBSCRIBED, SINGLE_OPT_IN, THEN), CONSENT(UNSUBSCRIBED, SINGLE_OPT_IN, THEN + DAY), 0, 0, 0, false },
    returns = { CONSENT(UNSUBSCRIBED, SINGLE_OPT_IN, THEN), CONSENT(SUBSCRIBED, SINGLE_OPT_IN, THEN + DAY), 0, 0, 0, false },
    waits = { .to = CONSENT(PENDING, CONFIRMED_OPT_IN, THEN) },
    waits_unconfirmed = { .to = CONSENT(PENDING, SINGLE_OPT_IN, THEN), .why = FINDING_PENDING_NEEDS_CONFIRMED,
                          .email_column = COL_EMAIL_LEVEL, .sms_column = COL_SMS_LEVEL },
    forgets = { CONSENT(SUBSCRIBED, SINGLE_OPT_IN, THEN), CONSENT(NOT_SUBSCRIBED, SINGLE_OPT_IN, THEN + DAY),
                FINDING_CONSENT_NOT_SETTABLE, COL_EMAIL_STATUS, COL_SMS_STATUS, false },
    redacts = { CONSENT(SUBSCRIBED, SINGLE_OPT_IN, THEN), CONSENT(REDACTED, SINGLE_OPT_IN, THEN + DAY),
                FINDING_CONSENT_READ_ONLY, COL_EMAIL_STATUS, COL_SMS_STATUS, false },
    tomorrow = { .to = CONSENT(SUBSCRIBED, SINGLE_OPT_IN, CONFORMANCE_NOW + DAY), .why = FINDING_CONSENT_IN_FUTURE,
                 .email_column = COL_EMAIL_UPDATED_AT, .sms_column = COL_SMS_UPDATED_AT },
    too_late = { CONSENT(SUBSCRIBED, SINGLE_OPT_IN, THEN), CONSENT(UNSUBSCRIBED, SINGLE_OPT_IN, THEN - DAY), 0, 0, 0, true };
/* clang-format on */

static void needs_identity(struct stage *t, const void *data)
{
    const bool sms = data != NULL;
    struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_FIRST_NAME) };

    op.to.first_name = STR("Anna");
    consent_put(&op, sms, (struct consent)CONSENT(SUBSCRIBED, SINGLE_OPT_IN, THEN));
    WANT(stage_refuses(t, &op, sms ? FINDING_CONSENT_NEEDS_PHONE : FINDING_CONSENT_NEEDS_EMAIL,
                       sms ? COL_SMS_STATUS : COL_EMAIL_STATUS));
}

static void a_new_one_may_be_not_subscribed(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    consent_put(&op, false, (struct consent)CONSENT(NOT_SUBSCRIBED, CONFIRMED_OPT_IN, THEN));
    const struct customer *c = stage_after(t, &op);
    WANT(c && is_as(&c->email_consent, &never));
    WANT(c->has.blank & COL_BIT(COL_EMAIL_UPDATED_AT));
}

static void no_date_means_now(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    op.set |= COL_BIT(COL_EMAIL_STATUS) | COL_BIT(COL_EMAIL_LEVEL);
    op.to.email_consent.state = CONSENT_SUBSCRIBED;
    const struct customer *c = stage_after(t, &op);
    WANT(c && c->email_consent.state == CONSENT_SUBSCRIBED && c->email_consent.updated_at == CONFORMANCE_NOW);
}

/* ---- invitations -------------------------------------------------------------------------------------------- */

static bool classic(struct stage *t)
{
    struct shop_info info;

    return t->shop->ops->info(t->shop, &info, &t->arena, &t->err) && info.caps & SHOP_CLASSIC_ACCOUNTS;
}

static void an_invitation_changes_the_state(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    if (!classic(t))
        return;
    op.invite = true;
    struct op_result out = stage_apply(t, &op);
    WANT(out.outcome == OUTCOME_DONE && out.invited);
    WANT(stage_get(t, out.id)->state == STATE_INVITED);
}

static void without_an_invitation_nobody_is_invited(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));
    struct op_result out = stage_apply(t, &op);

    (void)data;
    WANT(out.outcome == OUTCOME_DONE && !out.invited);
    WANT(stage_get(t, out.id)->state == STATE_DISABLED);
}

static void an_invitation_needs_an_email(struct stage *t, const void *data)
{
    struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_FIRST_NAME), .invite = true };

    (void)data;
    if (!classic(t))
        return;
    op.to.first_name = STR("Anna");
    WANT(stage_refuses(t, &op, FINDING_INVITE_NEEDS_EMAIL, COL_SEND_INVITE));
}

static void an_invitation_told_again_is_sent_once(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    if (!classic(t))
        return;
    op.invite = true;
    op.token = STR("job:1");
    WANT(stage_made(t, &op));
    struct op_result out = { 0 };
    WANT(t->shop->ops->settle(t->shop, &op, 1, &out, &t->arena, &t->err));
    WANT(out.outcome == OUTCOME_DONE && out.invited && out.id);
}

static const struct conformance_case cases[] = {
    { "a customer subscribes", transition_by_both, &subscribes },
    { "a customer subscribes with confirmation", transition_by_both, &confirms },
    { "a customer subscribes at an unknown level", transition_by_both, &unknown },
    { "a subscriber unsubscribes", transition_by_both, &leaves },
    { "an unsubscribed customer subscribes again", transition_by_both, &returns },
    { "pending needs confirmation", transition_by_both, &waits_unconfirmed },
    { "pending with confirmation is kept", transition_by_both, &waits },
    { "nobody becomes not_subscribed again", transition_by_both, &forgets },
    { "redacted cannot be set", transition_by_both, &redacts },
    { "a consent of tomorrow is refused", transition_by_both, &tomorrow },
    { "a consent older than the shop's changes nothing", transition_by_both, &too_late },
    { "consent by email needs an email", needs_identity, NULL },
    { "consent by SMS needs a phone", needs_identity, "sms" },
    { "a new customer may be not_subscribed", a_new_one_may_be_not_subscribed, NULL },
    { "a consent without a date is of now", no_date_means_now, NULL },
    { "an invitation changes the state", an_invitation_changes_the_state, NULL },
    { "without an invitation nobody is invited", without_an_invitation_nobody_is_invited, NULL },
    { "an invitation needs an email", an_invitation_needs_an_email, NULL },
    { "an invitation whose answer was lost is known to be sent", an_invitation_told_again_is_sent_once,
      NULL },
};
const struct conformance_cases conformance_consent_cases = { cases, countof(cases) };
