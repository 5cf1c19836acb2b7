#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/step_cases.h"

/* "EMAIL_INVALID EMAIL|held|fact|limit" without what is empty at the end; "-" where nothing is refused. */
static str told(const struct op_result *out, struct arena *a)
{
    static const char *const ids[] = {
#define COLUMN(id, header, ja, type, record, field, access, group, doc, doc_ja) #id,
#include "model/columns.def"
#undef COLUMN
        "-"
    };
    size_t n = 3;

    while (n > 0 && out->why.args[n - 1].n == 0)
        n--;
    str text = arena_fmt(a, "%s %s", finding_name(out->why.id), ids[out->why_column]);
    for (size_t i = 0; i < n; i++)
        text = arena_join(a, (str[]){ text, out->why.args[i] }, 2, STR("|"));
    return text;
}

#define LONG_16  "xxxxxxxxxxxxxxxx"
#define LONG_64  LONG_16 LONG_16 LONG_16 LONG_16
#define LONG_256 LONG_64 LONG_64 LONG_64 LONG_64

static const struct {
    const char *op, *why;
} cases[] = {
    { "delete", "-" },
    { "nothing", "-" },
    { "update note=x +new city12=Minato mail=UNSUBSCRIBED,SINGLE,-5 invite", "-" },
    /* consents */
    { "update mail=NOT,SINGLE,-5", "CONSENT_NOT_SETTABLE EMAIL_STATUS||not_subscribed" },
    { "update mail=REDACTED,SINGLE,-5", "CONSENT_READ_ONLY EMAIL_STATUS||redacted" },
    { "update mail=INVALID,SINGLE,-5", "CONSENT_READ_ONLY EMAIL_STATUS||invalid" },
    { "update phone=+819012345678 sms=REDACTED,SINGLE,-5", "CONSENT_READ_ONLY SMS_STATUS||redacted" },
    { "update phone=+819012345678 sms=INVALID,SINGLE,-5", "CONSENT_READ_ONLY SMS_STATUS||invalid" },
    { "update sms=NOT,SINGLE,-5", "-" },
    { "update mail=NOT,SINGLE,-20", "-" }, /* older: it counts for nothing */
    { "update mail=PENDING,SINGLE,-5", "PENDING_NEEDS_CONFIRMED EMAIL_LEVEL" },
    { "update mail=PENDING,CONFIRMED,-5", "-" },
    { "update phone=+819012345678 sms=PENDING,UNKNOWN", "PENDING_NEEDS_CONFIRMED SMS_LEVEL" },
    { "update mail=SUBSCRIBED,SINGLE,0", "-" },
    { "update mail=SUBSCRIBED,SINGLE,1", "CONSENT_IN_FUTURE EMAIL_UPDATED_AT" },
    { "create phone=+819012345678 sms=SUBSCRIBED,SINGLE,1", "CONSENT_IN_FUTURE SMS_UPDATED_AT" },
    { "update sms=SUBSCRIBED,SINGLE,-5", "CONSENT_NEEDS_PHONE SMS_STATUS" },
    { "create first=Anna mail=SUBSCRIBED,SINGLE,-5", "CONSENT_NEEDS_EMAIL EMAIL_STATUS" },
    { "create first=Anna sms=SUBSCRIBED,SINGLE,-5", "CONSENT_NEEDS_PHONE SMS_STATUS" },
    { "create first=Anna mail=NOT,SINGLE,-5", "-" },
    { "create first=Anna mail=REDACTED,SINGLE,-5", "CONSENT_READ_ONLY EMAIL_STATUS||redacted" },
    { "replace first=Anna mail=SUBSCRIBED,SINGLE,-5", "CONSENT_NEEDS_EMAIL EMAIL_STATUS" },
    { "update email= mail=UNSUBSCRIBED,SINGLE,-5", "CONSENT_NEEDS_EMAIL EMAIL_STATUS" },
    { "update email= mail=UNSUBSCRIBED,SINGLE,-20", "-" },
    { "update email=", "-" },
    /* invitations */
    { "update invite", "-" },
    { "update email= invite", "INVITE_NEEDS_EMAIL SEND_INVITE" },
    { "create first=Anna invite", "INVITE_NEEDS_EMAIL SEND_INVITE" },
    /* identity */
    { "create note=x", "LAST_IDENTITY -" },
    { "create first= note=x", "LAST_IDENTITY -" },
    { "replace note=x", "LAST_IDENTITY -" },
    { "update email= first=", "LAST_IDENTITY -" },
    { "update email= first= last=Schmidt", "-" },
    { "update email= first= phone=+819012345678", "-" },
    /* tags */
    { "create email=a@example.com many=tag,250", "-" },
    { "create email=a@example.com many=tag,251", "TOO_MANY_TAGS TAGS||251" },
    { "update many=tag,248", "-" },
    { "update many=tag,248 +VIP +vip", "-" },
    { "update many=tag,249", "TOO_MANY_TAGS TAGS||251" },
    { "update many=tag,249 -old", "-" },
    { "update +" LONG_256, "TAG_TOO_LONG TAGS||256" },
    { "update +" LONG_64 "," LONG_256, "TAG_TOO_LONG TAGS||256" },
    { "update -" LONG_256, "-" },
    /* addresses */
    { "update city13=x", "ADDRESS_NOT_FOUND ADDRESS_ID||13" },
    { "update del=13", "ADDRESS_NOT_FOUND ADDRESS_ID||13" },
    { "update main=13", "ADDRESS_NOT_FOUND ADDRESS_ID||13" },
    { "update del=12 city12=x", "ADDRESS_NOT_FOUND ADDRESS_ID||12" },
    { "update del=12 del=12", "ADDRESS_NOT_FOUND ADDRESS_ID||12" },
    { "update had=? city13=x", "-" },
    { "create email=a@example.com city13=x", "ADDRESS_NOT_FOUND ADDRESS_ID||13" },
    { "replace email=a@example.com city11=x", "ADDRESS_NOT_FOUND ADDRESS_ID||11" },
    { "update cc12=ZZ", "COUNTRY_UNKNOWN ADDRESS_COUNTRY_CODE|ZZ" },
    { "update cc12=PR", "COUNTRY_UNKNOWN ADDRESS_COUNTRY_CODE|PR" },
    { "update cc12=XK", "-" },
    { "update cc12=", "-" },
    { "update add=L12", "SHOP_REFUSED ADDRESS_LINE1||Address already exists" },
    { "update add=l12", "SHOP_REFUSED ADDRESS_LINE1||Address already exists" },
    { "update add=L12 del=12", "-" },
    { "update add=L12 line12=other", "-" },
    { "update line12=L11", "SHOP_REFUSED ADDRESS_LINE1||Address already exists" },
    { "create email=a@example.com add=1 add=1", "SHOP_REFUSED ADDRESS_LINE1||Address already exists" },
    { "create email=a@example.com add=1 add=2", "-" },
    /* values: only where a step would be done before */
    { "update email=bad", "-" },
    { "update email=bad invite", "EMAIL_INVALID EMAIL|bad" },
    { "update email=a@@example.com invite", "EMAIL_INVALID EMAIL|a@@example.com" },
    { "update email=@example.com invite", "EMAIL_INVALID EMAIL|@example.com" },
    { "update email=a@ invite", "EMAIL_INVALID EMAIL|a@" },
    { "update email=a@localhost invite", "EMAIL_INVALID EMAIL|a@localhost" },
    { "update phone=+1234abcd invite", "PHONE_IMPOSSIBLE PHONE|+1234abcd" },
    { "update phone=+1234567890123456 invite", "PHONE_IMPOSSIBLE PHONE|+1234567890123456" },
    { "update phone=+ invite", "PHONE_IMPOSSIBLE PHONE|+" },
    { "update phone=+81-90-1234-5678 invite", "-" },
    { "update phone=090-1234-5678 invite", "-" },
    { "update first=" LONG_256, "-" },
    { "update first=" LONG_256 " invite", "TEXT_TOO_LONG FIRST_NAME||256|255" },
    { "update last=" LONG_256 " invite", "TEXT_TOO_LONG LAST_NAME||256|255" },
    { "update multipass=" LONG_256 " invite", "TEXT_TOO_LONG MULTIPASS||256|255" },
    { "update note=" LONG_256 " invite", "-" },
    { "replace email=a@example.com lang=not-a-locale",
      "SHOP_REFUSED LANGUAGE|not-a-locale|Locale is invalid" },
    { "replace email=a@example.com lang=zh-TW", "-" },
    { "replace email=a@example.com add=" LONG_256, "TEXT_TOO_LONG ADDRESS_LINE1||256|255" },
    { "replace email=a@example.com add=<b>", "SHOP_REFUSED ADDRESS_LINE1|<b>|cannot contain HTML tags" },
    { "replace email=a@example.com add=a<b", "-" },
    { "replace email=a@example.com add=https://x",
      "SHOP_REFUSED ADDRESS_LINE1|https://x|cannot contain URL" },
    { "replace email=a@example.com add=😀", "SHOP_REFUSED ADDRESS_LINE1|😀|cannot contain emojis" },
    { "replace email=a@example.com add=日本橋", "-" },
    { "update city12=<b> invite", "SHOP_REFUSED ADDRESS_CITY|<b>|cannot contain HTML tags" },
    { "update city12=<b>", "-" },
    { "update meta=r:json:1 invite", "METAFIELD_NAME -||custom.r" },
    { "update unmeta=r invite", "METAFIELD_NAME -||custom.r" },
    { "update unmeta=rank invite", "-" },
    { "update meta=rank:number:1 invite", "METAFIELD_TYPE_UNKNOWN -||number" },
    { "update meta=rank::1 invite", "-" },
    { "update meta=rank:json: invite", "METAFIELD_INVALID -||json" },
    { "update meta=rank:number_integer:x invite", "METAFIELD_INVALID -|x|number_integer" },
    { "update meta=rank:number_integer:3 invite", "-" },
    { "update meta=rank:number_integer:x", "-" },
};

static void what_shopify_would_not_say_is_refused_before(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct step_case c;
        struct op_result out = { .outcome = OUTCOME_DONE };
        case_read(&c, cases[i].op);
        bool refused = steps_refused(&c.op, &c.ctx, &out, &c.arena);
        str why = refused ? told(&out, &c.arena) : STR("-");
        assert_int_equal(out.outcome, refused ? OUTCOME_REFUSED : OUTCOME_DONE);
        if (!str_eq(why, str_of(cases[i].why)))
            fail_msg("%s\n is     %.*s\n not    %s", cases[i].op, STR_ARG(why), cases[i].why);
        if (refused)
            assert_true(out.why.row == 0 && out.why.column == -1);
        arena_reset(&c.arena);
    }
}

static void a_customer_with_addresses_is_known_to_have_no_others(void **state)
{
    struct step_case c;
    struct op_result out = { 0 };
    const struct step *steps;

    (void)state;
    case_read(&c, "update city13=x");
    c.have.has.seen = 0;
    assert_true(steps_refused(&c.op, &c.ctx, &out, &c.arena));
    assert_int_equal(out.why.id, FINDING_ADDRESS_NOT_FOUND);
    c.op.addresses[0].id = 12;
    c.op.set = COL_BIT(COL_NOTE);
    assert_false(steps_refused(&c.op, &c.ctx, &out, &c.arena));
    assert_int_equal(steps_for(&c.op, &c.ctx, &steps, &c.arena), 1);
    arena_reset(&c.arena);
}

static void a_long_note_is_refused_where_more_would_be_done(void **state)
{
    struct step_case c;
    struct op_result out = { 0 };

    (void)state;
    case_read(&c, "update note=x invite");
    char *text = arena_array(&c.arena, char, 5001);
    memset(text, 'n', 5001);
    c.op.to.note = (str){ text, 5000 };
    assert_false(steps_refused(&c.op, &c.ctx, &out, &c.arena));
    c.op.to.note.n++;
    assert_true(steps_refused(&c.op, &c.ctx, &out, &c.arena));
    assert_true(str_eq(told(&out, &c.arena), STR("TEXT_TOO_LONG NOTE||5001|5000")));
    arena_reset(&c.arena);
}

static void a_new_address_without_a_name_is_compared_with_the_customers(void **state)
{
    struct step_case c;
    struct op_result out = { 0 };

    (void)state;
    case_read(&c, "update add=L12 first=Otto");
    assert_false(steps_refused(&c.op, &c.ctx, &out, &c.arena));
    c.op.to.first_name = STR("Anna");
    assert_true(steps_refused(&c.op, &c.ctx, &out, &c.arena));
    c.op.addresses[0].to.last_name = STR("Schmidt");
    assert_false(steps_refused(&c.op, &c.ctx, &out, &c.arena));
    arena_reset(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_shopify_would_not_say_is_refused_before),
        cmocka_unit_test(a_customer_with_addresses_is_known_to_have_no_others),
        cmocka_unit_test(a_long_note_is_refused_where_more_would_be_done),
        cmocka_unit_test(a_new_address_without_a_name_is_compared_with_the_customers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
