#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/step_cases.h"

/* "DONE 0", or "EMAIL_INVALID EMAIL|held|fact|limit" without what is empty at the end. */
static str told(const struct op_result *out, struct arena *a)
{
    static const char *const ids[] = {
#define COLUMN(id, header, ja, type, record, field, access, group, doc, doc_ja) #id,
#include "model/columns.def"
#undef COLUMN
        "-"
    };
    size_t n = 3;

    if (out->outcome != OUTCOME_REFUSED)
        return arena_fmt(a, "%s %lld", out->outcome == OUTCOME_DONE ? "DONE" : "UNKNOWN", (long long)out->id);
    while (n > 0 && out->why.args[n - 1].n == 0)
        n--;
    str text = arena_fmt(a, "%s %s", finding_name(out->why.id), ids[out->why_column]);
    for (size_t i = 0; i < n; i++)
        text = arena_join(a, (str[]){ text, out->why.args[i] }, 2, STR("|"));
    return text;
}

/* The answer to step `at` of the operation; JSON with ' for ". */
static struct json *parsed(const char *text, struct arena *a)
{
    struct json *root = NULL;
    struct err err = { 0 };
    str copy = arena_copy(a, str_of(text));

    for (size_t i = 1; i < copy.n; i++)
        if (copy.p[i] == '\'' && !(copy.p[i - 1] == 'n' && copy.p[i + 1] == 't')) /* but for "can't" */
            ((char *)(uintptr_t)copy.p)[i] = '"';
    if (copy.n && !json_parse(copy, &root, &err))
        fail_msg("%s: %s", text, err.msg);
    return root;
}

static struct op_result answer(struct step_case *c, size_t at, const char *payload, const char *errors,
                               bool again)
{
    struct op_result out = { .outcome = OUTCOME_UNKNOWN };
    struct json *p = parsed(payload, &c->arena), *e = parsed(errors, &c->arena);
    const struct step *steps;

    assert_true(at < steps_for(&c->op, &c->ctx, &steps, &c->arena));
    step_answer(&c->op, &steps[at], p, e, again, &out, &c->arena);
    for (size_t i = 0; i < countof(out.why.args); i++) /* they outlive the reply */
        out.why.args[i] = arena_copy(&c->arena, out.why.args[i]);
    json_free(p);
    json_free(e);
    return out;
}

#define NO(field, message) "{'userErrors':[{'field':" field ",'message':\"" message "\"}]}"
#define CODED(field, message, code) \
    "{'userErrors':[{'field':" field ",'message':\"" message "\",'code':'" code "'}]}"
#define C "create email=a@example.com "

/* The messages are Shopify's. */
static const struct {
    const char *op;
    size_t at;
    const char *payload, *told;
} answers[] = {
    { C, 0, "{'customer':{'id':'gid://shopify/Customer/9'},'userErrors':[]}", "DONE 9" },
    { C, 0, "{'customer':null,'userErrors':[]}", "UNKNOWN 0" },
    { C "invite", 1, "{'customer':{'id':'gid://shopify/Customer/9'},'userErrors':[]}", "DONE 0" },
    { "update note=x", 0, "{'customer':{'id':'gid://shopify/Customer/7'},'userErrors':[]}", "DONE 0" },
    { "update add=3", 0, "{'address':{'id':'gid://shopify/MailingAddress/9'},'userErrors':[]}", "DONE 0" },
    { "update meta=rank:json:1", 0, "{'userErrors':[]}", "DONE 0" },
    /* the customer's own fields */
    { C, 0, NO("['email']", "Email has already been taken"), "EMAIL_TAKEN EMAIL|a@example.com" },
    { C, 0, NO("['input','email']", "Email has already been taken"), "EMAIL_TAKEN EMAIL|a@example.com" },
    { "update email=bad", 0, NO("['email']", "Email is invalid"), "EMAIL_INVALID EMAIL|bad" },
    { "update email=bad", 0, NO("['email']", "Email is too long (maximum is 255 characters)"),
      "EMAIL_INVALID EMAIL|bad" },
    { C "phone=+819012345678", 0, NO("['phone']", "Phone has already been taken"),
      "PHONE_TAKEN PHONE|+819012345678" },
    { C "phone=+1", 0, NO("['phone']", "Phone is invalid"), "PHONE_IMPOSSIBLE PHONE|+1" },
    { C "phone=+1", 0, NO("['phone']", "Phone is too long (maximum is 255 characters)"),
      "PHONE_IMPOSSIBLE PHONE|+1" },
    { C "first=Anna", 0, NO("['firstName']", "First name is too long (maximum is 255 characters)"),
      "TEXT_TOO_LONG FIRST_NAME||4|255" },
    { C "last=日本", 0, NO("['lastName']", "Last name is too long (maximum is 255 characters)"),
      "TEXT_TOO_LONG LAST_NAME||2|255" },
    { C "note=hi", 0, NO("['note']", "Note is too long (maximum is 5000 characters)"),
      "TEXT_TOO_LONG NOTE||2|5000" },
    { C "multipass=m1", 0,
      NO("['multipassIdentifier']", "Multipass identifier is too long (maximum is 255 characters)"),
      "TEXT_TOO_LONG MULTIPASS||2|255" },
    { C "multipass=m1", 0, NO("['multipassIdentifier']", "Multipass identifier has already been taken"),
      "SHOP_REFUSED MULTIPASS|m1|Multipass identifier has already been taken" },
    { C "lang=xx", 0, NO("['locale']", "Locale is invalid"), "SHOP_REFUSED LANGUAGE|xx|Locale is invalid" },
    { C "+a +bcd", 0, NO("['tags']", "Tags is too long (maximum is 255 characters)"),
      "TAG_TOO_LONG TAGS||3" },
    { C "+a +bcd", 0, NO("['tags']", "Tags cannot be more than 250"), "TOO_MANY_TAGS TAGS||2" },
    { "update +a", 0, NO("null", "Tags cannot be more than 250"), "TOO_MANY_TAGS TAGS||3" },
    { "update +a", 0, NO("['tags']", "Tags are closed"), "SHOP_REFUSED TAGS||Tags are closed" },
    { C, 0, NO("null", "A name, phone number, or email address must be present"), "LAST_IDENTITY -" },
    { "update exemptions=X", 0, NO("['taxExemptions','0']", "is unknown"),
      "SHOP_REFUSED TAX_EXEMPTIONS||is unknown" },
    { "update exempt=1", 0, NO("['taxExempt']", "Tax exempt is odd"),
      "SHOP_REFUSED TAX_EXEMPT||Tax exempt is odd" },
    /* who is gone, who stays */
    { "update note=x", 0, NO("['id']", "Customer does not exist"), "RECORD_CHANGED -" },
    { "update add=3", 0, NO("['customerId']", "Customer does not exist"), "RECORD_CHANGED -" },
    { "delete", 0, NO("['id']", "Customer can't be found"), "RECORD_CHANGED -" },
    { "update invite", 0, NO("['customerId']", "The customer can't be found."), "RECORD_CHANGED -" },
    { "update mail=UNSUBSCRIBED,SINGLE,-1", 0,
      CODED("['input','customerId']", "Customer not found", "INVALID"), "RECORD_CHANGED -" },
    { "delete", 0, NO("['id']", "Customer can’t be deleted because they have associated orders"),
      "HAS_ORDERS -" },
    /* consents */
    { "update mail=PENDING,SINGLE,-1", 0,
      CODED("['input','emailMarketingConsent','marketingOptInLevel']",
            "Marketing opt in level must be confirmed opt-in for pending consent state", "INVALID"),
      "PENDING_NEEDS_CONFIRMED EMAIL_LEVEL" },
    { "update mail=SUBSCRIBED,SINGLE,-1", 0,
      CODED("['input','emailMarketingConsent','marketingOptInLevel']", "Marketing opt in level must exist",
            "MISSING_ARGUMENT"),
      "SHOP_REFUSED EMAIL_LEVEL||Marketing opt in level must exist" },
    { "update mail=SUBSCRIBED,SINGLE,1", 0,
      CODED("['input','emailMarketingConsent','consentUpdatedAt']",
            "Consent updated at must not be in the future", "INVALID"),
      "CONSENT_IN_FUTURE EMAIL_UPDATED_AT" },
    { C "mail=SUBSCRIBED,SINGLE,-1", 0,
      NO("['emailMarketingConsent']",
         "An email address is required to set the email marketing consent state."),
      "CONSENT_NEEDS_EMAIL EMAIL_STATUS" },
    { "update mail=UNSUBSCRIBED,SINGLE,-1", 0, NO("['input','emailMarketingConsent']", "is closed"),
      "SHOP_REFUSED EMAIL_STATUS||is closed" },
    { "update mail=UNSUBSCRIBED,SINGLE,-1", 0,
      NO("['input','emailMarketingConsent','consentUpdatedAt']", "is odd"),
      "SHOP_REFUSED EMAIL_UPDATED_AT||is odd" },
    { "update sms=PENDING,SINGLE,-1", 0,
      CODED("['input','smsMarketingConsent','marketingOptInLevel']",
            "Marketing opt in level must be confirmed opt-in for pending consent state", "INVALID"),
      "PENDING_NEEDS_CONFIRMED SMS_LEVEL" },
    { "update sms=SUBSCRIBED,SINGLE,1", 0,
      CODED("['input','smsMarketingConsent','consentUpdatedAt']",
            "Consent updated at must not be in the future", "INVALID"),
      "CONSENT_IN_FUTURE SMS_UPDATED_AT" },
    { "update sms=SUBSCRIBED,SINGLE,-1", 0,
      CODED("['input','smsMarketingConsent']", "A phone number is required to set the SMS consent state.",
            "INVALID"),
      "CONSENT_NEEDS_PHONE SMS_STATUS" },
    { "update sms=SUBSCRIBED,SINGLE,-1", 0,
      CODED("['input','smsMarketingConsent','marketingOptInLevel']", "Marketing opt in level must exist",
            "X"),
      "SHOP_REFUSED SMS_LEVEL||Marketing opt in level must exist" },
    { "update sms=SUBSCRIBED,SINGLE,-1", 0, CODED("null", "Customer not found", "INVALID"),
      "RECORD_CHANGED -" },
    /* addresses */
    { "update add=3", 0, NO("['address']", "Address already exists"),
      "SHOP_REFUSED ADDRESS_LINE1||Address already exists" },
    { "update add=300", 0, NO("['address','address1']", "Address1 is too long (maximum is 255 characters)"),
      "TEXT_TOO_LONG ADDRESS_LINE1||3|255" },
    { "update city12=<b>", 0, NO("['address','city']", "City cannot contain HTML tags"),
      "SHOP_REFUSED ADDRESS_CITY|<b>|City cannot contain HTML tags" },
    { "update zip12=https://x", 0, NO("['address','zip']", "Zip cannot contain URL"),
      "SHOP_REFUSED ADDRESS_ZIP|https://x|Zip cannot contain URL" },
    { "update cc12=ZZ", 0, NO("['address','country']", "Country is invalid"),
      "COUNTRY_UNKNOWN ADDRESS_COUNTRY_CODE|ZZ" },
    { "update province12=Oz", 0, NO("['address','province']", "Province is invalid"),
      "SHOP_REFUSED ADDRESS_PROVINCE|Oz|Province is invalid" },
    { "update pc12=ON", 0, NO("['address','provinceCode']", "Province is invalid"),
      "SHOP_REFUSED ADDRESS_PROVINCE_CODE|ON|Province is invalid" },
    { "update city12=x", 0, NO("['addressId']", "Address does not exist"),
      "ADDRESS_NOT_FOUND ADDRESS_ID||12" },
    { "update city12=x", 0, NO("['addressId']", "The id of the address does not match the id in the input"),
      "SHOP_REFUSED ADDRESS_ID||The id of the address does not match the id in the input" },
    { C "add=1 add=22", 0,
      NO("['addresses','1','address1']", "Address1 is too long (maximum is 255 characters)"),
      "TEXT_TOO_LONG ADDRESS_LINE1||2|255" },
    { C "add=1 add=22!", 0, NO("['addresses',0,'address1']", "Address1 cannot contain emojis"),
      "SHOP_REFUSED ADDRESS_LINE1|22|Address1 cannot contain emojis" },
    { C "add=1", 0, NO("['addresses','0']", "Customer address cannot be blank."),
      "SHOP_REFUSED ADDRESS_LINE1||Customer address cannot be blank." },
    { C "add=1", 0, NO("['addresses','7','city']", "City cannot contain URL"),
      "SHOP_REFUSED ADDRESS_CITY||City cannot contain URL" },
    { C "add=1", 0, NO("['addresses','0','country']", "Country is invalid"),
      "COUNTRY_UNKNOWN ADDRESS_COUNTRY_CODE|JP" },
    { "update note=x city12=y", 0, NO("['addresses','1','id']", "Customer address does not exist"),
      "RECORD_CHANGED -" },
    { "update note=x city12=y", 0, NO("['addresses','0','city']", "City cannot contain URL"),
      "SHOP_REFUSED ADDRESS_CITY||City cannot contain URL" },
    /* metafields */
    { "update meta=r:json:1", 0,
      CODED("['metafields','0','key']", "Key is too short (minimum is 2 characters)", "TOO_SHORT"),
      "METAFIELD_NAME -||custom.r" },
    { C "meta=rank:json:1 unmeta=x meta=r:json:2", 0,
      NO("['metafields','1','key']", "Key is too short (minimum is 2 characters)"),
      "METAFIELD_NAME -||custom.r" },
    { C "meta=rank:json:1", 0,
      NO("['metafields','0','namespace']", "Namespace is too short (minimum is 3 characters)"),
      "METAFIELD_NAME -||custom.rank" },
    { C "meta=rank:bad:1", 0,
      NO("['metafields','0','type']", "Type must be one of the following: antenna_gain"),
      "METAFIELD_TYPE_UNKNOWN -||bad" },
    { C "meta=rank::1", 0, NO("['metafields','0','type']", "Type can't be blank"),
      "METAFIELD_NO_TYPE -||custom.rank" },
    { C "meta=rank:single_line_text_field:x", 0, NO("['metafields','0','type']", "Type is another"),
      "METAFIELD_INVALID -|x|single_line_text_field|custom.rank" },
    { C "meta=rank:number_integer:x", 0, NO("['metafields','0','value']", "Value must be an integer."),
      "METAFIELD_INVALID -|x|number_integer|custom.rank" },
    { "update meta=rank:json:x", 0, NO("['metafields','0']", "Access is denied"),
      "SHOP_REFUSED -||custom.rank: Access is denied" },
    { "update meta=rank:json:x", 0, NO("['metafields','5','key']", "Key is odd"), "METAFIELD_NAME -" },
    { "update meta=rank:json:x", 0, NO("['metafields','5','type']", "Type is odd"),
      "METAFIELD_TYPE_UNKNOWN -" },
    { "update meta=rank:json:x", 0, NO("['metafields','5','value']", "Value is odd"), "METAFIELD_INVALID -" },
    { "update meta=rank:json:x meta=size:json:y", 0,
      "{'userErrors':[{'field':['metafields'],'message':'is locked','elementIndex':1}]}",
      "SHOP_REFUSED -||custom.size: is locked" },
    { "update meta=rank:json:x", 0, NO("['metafields',-1]", "All is odd"), "SHOP_REFUSED -||All is odd" },
    { "update meta=rank:json:x", 0, NO("['metafields','-5']", "All is odd"), "SHOP_REFUSED -||All is odd" },
    { "update unmeta=rank", 0, NO("['metafields','0']", "is locked"),
      "SHOP_REFUSED -||custom.rank: is locked" },
    /* invitations */
    { "update invite", 0, CODED("['customerId']", "Error sending account invite to customer.", "INVALID"),
      "SHOP_REFUSED SEND_INVITE||Error sending account invite to customer." },
    { "update invite", 0, CODED("['email','to']", "To is invalid", "INVALID"),
      "SHOP_REFUSED SEND_INVITE||To is invalid" },
    /* whatever it is */
    { "update note=x", 0, NO("['a','b','c','d','e','f','g','h','i','j']", "Deep trouble"),
      "SHOP_REFUSED -||Deep trouble" },
    { "update note=x", 0, NO("['note']", "Note is not welcome"), "SHOP_REFUSED NOTE|x|Note is not welcome" },
    { "update note=x", 0, "{'userErrors':[{}]}", "SHOP_REFUSED -||no reason given" },
};

static void what_shopify_answers_is_said_in_our_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(answers); i++) {
        struct step_case c;
        case_read(&c, answers[i].op);
        struct op_result out = answer(&c, answers[i].at, answers[i].payload, "", false);
        str text = told(&out, &c.arena);
        if (!str_eq(text, str_of(answers[i].told)))
            fail_msg("%s %s\n is     %.*s\n not    %s", answers[i].op, answers[i].payload, STR_ARG(text),
                     answers[i].told);
        assert_true(out.why.row == 0 && out.why.column == -1);
        arena_reset(&c.arena);
    }
}

static void an_invitation_that_went_out_is_noted(void **state)
{
    struct step_case c;

    (void)state;
    case_read(&c, "update invite");
    assert_true(
        answer(&c, 0, "{'customer':{'id':'gid://shopify/Customer/7'},'userErrors':[]}", "", false).invited);
    assert_false(answer(&c, 0, NO("null", "To is invalid"), "", false).invited);
    arena_reset(&c.arena);
}

/* ---- errors of the whole mutation ------------------------------------------------------------------------- */

#define ERRORS(message) "[{'message':\"" message "\",'path':['a0']}]"

static const struct {
    const char *op, *payload, *errors, *told;
} failures[] = {
    { "update city12=x", "null", ERRORS("invalid id"), "ADDRESS_NOT_FOUND ADDRESS_ID||12" },
    { "update city12=x", "", ERRORS("Invalid id: gid://shopify/MailingAddress/12"),
      "ADDRESS_NOT_FOUND ADDRESS_ID||12" },
    { "update del=12", "null", ERRORS("invalid id"), "ADDRESS_NOT_FOUND ADDRESS_ID||12" },
    { "update main=12", "null", ERRORS("invalid id"), "ADDRESS_NOT_FOUND ADDRESS_ID||12" },
    { "update note=x", "null", ERRORS("invalid id"), "SHOP_REFUSED -||invalid id" },
    { "update mail=SUBSCRIBED,SINGLE", "null",
      ERRORS("Cannot specify NOT_SUBSCRIBED as a marketing state input"),
      "CONSENT_NOT_SETTABLE EMAIL_STATUS||not_subscribed" },
    { "update mail=SUBSCRIBED,SINGLE", "null", ERRORS("Cannot specify INVALID as a marketing state input"),
      "CONSENT_READ_ONLY EMAIL_STATUS||invalid" },
    { "update sms=SUBSCRIBED,SINGLE", "null", ERRORS("Cannot specify REDACTED as a marketing state input"),
      "CONSENT_READ_ONLY SMS_STATUS||redacted" },
    { "update note=x", "null", ERRORS("Internal error. Looks like something went wrong on our end."),
      "SHOP_REFUSED -||Internal error. Looks like something went wrong on our end." },
    { "update note=x", "null", "", "SHOP_REFUSED -||no reason given" },
    { "update note=x", "", "[]", "SHOP_REFUSED -||no reason given" },
    { "create email=a@example.com", "null", ERRORS("Access denied for customerCreate field."),
      "SHOP_REFUSED -||Access denied for customerCreate field." },
};

static void an_error_of_the_whole_mutation_is_a_refusal(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(failures); i++) {
        struct step_case c;
        case_read(&c, failures[i].op);
        struct op_result out = answer(&c, 0, failures[i].payload, failures[i].errors, false);
        str text = told(&out, &c.arena);
        if (!str_eq(text, str_of(failures[i].told)))
            fail_msg("%s %s\n is     %.*s\n not    %s", failures[i].op, failures[i].errors, STR_ARG(text),
                     failures[i].told);
        arena_reset(&c.arena);
    }
}

/* ---- after a lost answer ---------------------------------------------------------------------------------- */

static const struct {
    const char *op, *payload, *errors;
    bool done;
} repeats[] = {
    { "delete", NO("['id']", "Customer can't be found"), "", true },
    { "delete", NO("['id']", "Customer can’t be deleted because they have associated orders"), "", false },
    { "update add=3", NO("['address']", "Address already exists"), "", true },
    { "update add=3", NO("['customerId']", "Customer does not exist"), "", false },
    { "update del=12", NO("['addressId']", "Address does not exist"), "", true },
    { "update del=12", "null", ERRORS("invalid id"), true },
    { "update del=12", NO("['customerId']", "Customer does not exist"), "", false },
    { "update city12=x", NO("['addressId']", "Address does not exist"), "", false },
    { "update note=x", NO("['id']", "Customer does not exist"), "", false },
};

static void what_was_done_the_first_time_is_done(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(repeats); i++) {
        struct step_case c;
        case_read(&c, repeats[i].op);
        struct op_result first = answer(&c, 0, repeats[i].payload, repeats[i].errors, false);
        struct op_result again = answer(&c, 0, repeats[i].payload, repeats[i].errors, true);
        assert_int_equal(first.outcome, OUTCOME_REFUSED);
        if (again.outcome != (repeats[i].done ? OUTCOME_DONE : OUTCOME_REFUSED))
            fail_msg("%s %s", repeats[i].op, repeats[i].payload);
        assert_int_equal(again.why.id == FINDING_NONE, repeats[i].done);
        arena_reset(&c.arena);
    }
}

/* ---- nothing personal in messages ------------------------------------------------------------------------- */

static const struct {
    const char *op, *message, *told;
} messages[] = {
    { "update first=Otto note=secret", "Otto wrote secret, not Ottoman", "… wrote …, not Ottoman" },
    { "update email=b@example.com", "b@example.com and anna@example.com", "… and …" },
    { "update note=x", "Anna is VIP", "… is …" },
    { "update +gold-club", "The tag gold-club is reserved", "The tag … is reserved" },
    { "update note=x add=Hauptstrasse", "No street Hauptstrasse in JP", "No street … in …" },
    { "update meta=rank:json:abc", "abc is no JSON", "… is no JSON" },
    { "update note=日本", "日本日本", "……" },
    { "update phone=+819012345678", "Phone +819012345678 is odd", "Phone … is odd" },
    { "update note=x", "x marks", "x marks" },
    { "update note=x", " spaces ", "spaces" },
};

static void messages_hold_nothing_personal(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(messages); i++) {
        struct step_case c;
        case_read(&c, messages[i].op);
        str text = message_clean(&c.op, str_of(messages[i].message), &c.arena);
        if (!str_eq(text, str_of(messages[i].told)))
            fail_msg("%s: %.*s", messages[i].message, STR_ARG(text));
        arena_reset(&c.arena);
    }
}

static void a_long_message_is_cut(void **state)
{
    struct step_case c;
    char text[300];

    (void)state;
    memset(text, 'm', sizeof text);
    case_read(&c, "update note=x");
    str cut = message_clean(&c.op, (str){ text, sizeof text }, &c.arena);
    assert_int_equal(cut.n, 200 + 3);
    assert_memory_equal(cut.p + 200, "…", 3);
    assert_int_equal(message_clean(&c.op, (str){ text, 200 }, &c.arena).n, 200);
    arena_reset(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_shopify_answers_is_said_in_our_words),
        cmocka_unit_test(an_invitation_that_went_out_is_noted),
        cmocka_unit_test(an_error_of_the_whole_mutation_is_a_refusal),
        cmocka_unit_test(what_was_done_the_first_time_is_done),
        cmocka_unit_test(messages_hold_nothing_personal),
        cmocka_unit_test(a_long_message_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
