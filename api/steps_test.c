#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/step_cases.h"

/* ---- the choice, and what is sent ------------------------------------------------------------------------- */

static bool replaces(str text, size_t at, str from)
{
    return at + from.n <= text.n && memcmp(text.p + at, from.p, from.n) == 0;
}

/* Without quotes, and with short IDs: "{input:{id:C7,note:x}}". */
static str shortened(str text, struct arena *a)
{
    static const struct {
        str from, to;
    } table[] = { { STR_INIT("gid://shopify/Customer/"), STR_INIT("C") },
                  { STR_INIT("gid://shopify/MailingAddress/"), STR_INIT("A") },
                  { STR_INIT("?model_name=CustomerAddress"), STR_INIT("") },
                  { STR_INIT("\""), STR_INIT("") } };
    char *to = arena_array(a, char, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n;) {
        size_t k = 0;
        while (k < countof(table) && !replaces(text, i, table[k].from))
            k++;
        if (k == countof(table)) {
            to[n++] = text.p[i++];
            continue;
        }
        memcpy(to + n, table[k].to.p, table[k].to.n);
        n += table[k].to.n;
        i += table[k].from.n;
    }
    return (str){ to, n };
}

static const char *const names[] = {
#define MUTATION(id, root, arguments, selection) #id,
#include "api/mutations.def"
#undef MUTATION
};

/* "TAGS_ADD{id:C7,tags:[new]} INVITE{customerId:C7}" */
static str told(struct step_case *c, const char *suffix)
{
    const struct step *steps;
    size_t n = steps_for(&c->op, &c->ctx, &steps, &c->arena);
    str out = STR("");

    for (size_t i = 0; i < n; i++) {
        struct json_writer w = json_write_begin();
        json_write_open(&w, '{');
        step_variables(&c->op, &steps[i], &c->ctx, 7, suffix, &w, &c->arena);
        json_write_close(&w, '}');
        str variables = shortened(json_write_end(&w, &c->arena), &c->arena);
        str parts[] = { out, i ? STR(" ") : STR(""), str_of(names[steps[i].mutation]), variables };
        out = arena_join(&c->arena, parts, countof(parts), STR(""));
    }
    return out;
}

static const struct {
    const char *op, *steps;
} choices[] = {
    { "delete", "CUSTOMER_DELETE{input:{id:C7}}" },
    { "nothing", "" },
    { "create email=a@example.com", "CUSTOMER_CREATE{input:{email:a@example.com}}" },
    { "create email=a@example.com first=Anna last=Schmidt phone=+819012345678 note=hi lang=ja multipass=m1",
      "CUSTOMER_CREATE{input:{email:a@example.com,phone:+819012345678,firstName:Anna,lastName:Schmidt,note:"
      "hi,locale:ja,multipassIdentifier:m1}}" },
    { "create email=a@example.com first= lang= exempt= exemptions=",
      "CUSTOMER_CREATE{input:{email:a@example.com,locale:ja,taxExempt:false,taxExemptions:[]}}" },
    { "create email=a@example.com exempt=1 exemptions=CA_STATUS_CARD_EXEMPTION",
      "CUSTOMER_CREATE{input:{email:a@example.com,taxExempt:true,taxExemptions:[CA_STATUS_CARD_EXEMPTION]}"
      "}" },
    { "create email=a@example.com +VIP +vip +a,b",
      "CUSTOMER_CREATE{input:{email:a@example.com,tags:[VIP,a,b]}}" },
    { "create email=a@example.com mail=NOT,CONFIRMED,-5", "CUSTOMER_CREATE{input:{email:a@example.com}}" },
    { "create email=a@example.com mail=SUBSCRIBED,SINGLE,-5",
      "CUSTOMER_CREATE{input:{email:a@example.com,emailMarketingConsent:{marketingState:SUBSCRIBED,"
      "marketingOptInLevel:SINGLE_OPT_IN,consentUpdatedAt:2025-12-27T00:00:00Z}}}" },
    { "create email=a@example.com phone=+819012345678 mail=SUBSCRIBED,SINGLE sms=PENDING,CONFIRMED,-1",
      "CUSTOMER_CREATE{input:{email:a@example.com,phone:+819012345678,emailMarketingConsent:{marketingState:"
      "SUBSCRIBED,marketingOptInLevel:SINGLE_OPT_IN,consentUpdatedAt:2026-01-01T00:00:00Z},"
      "smsMarketingConsent:{marketingState:PENDING,marketingOptInLevel:CONFIRMED_OPT_IN,consentUpdatedAt:"
      "2025-12-31T00:00:00Z}}}" },
    { "create email=a@example.com add=1 add=2", "CUSTOMER_CREATE{input:{email:a@example.com,addresses:[{"
                                                "address1:1,countryCode:JP},{address1:2,countryCode:JP}]}}" },
    { "create email=a@example.com add=1 add=2!",
      "CUSTOMER_CREATE{input:{email:a@example.com,addresses:[{address1:2,countryCode:JP},{address1:1,"
      "countryCode:JP}]}}" },
    { "create email=a@example.com meta=rank:number_integer:3 unmeta=color meta=size:json:1",
      "CUSTOMER_CREATE{input:{email:a@example.com,metafields:[{namespace:custom,key:rank,type:number_integer,"
      "value:3},{namespace:custom,key:size,type:json,value:1}]}}" },
    { "create email=a@example.com invite",
      "CUSTOMER_CREATE{input:{email:a@example.com}} INVITE{customerId:C7}" },
    { "replace email=a@example.com +new add=1 mail=UNSUBSCRIBED,UNKNOWN,-5 invite",
      "CUSTOMER_DELETE{input:{id:C7}} "
      "CUSTOMER_CREATE{input:{email:a@example.com,tags:[new],emailMarketingConsent:{marketingState:"
      "UNSUBSCRIBED,marketingOptInLevel:UNKNOWN,consentUpdatedAt:2025-12-27T00:00:00Z},addresses:[{address1:"
      "1,countryCode:JP}]}} INVITE{customerId:C7}" },
    { "update note=x", "CUSTOMER_UPDATE{input:{id:C7,note:x}}" },
    { "update note=", "CUSTOMER_UPDATE{input:{id:C7,note:null}}" },
    { "update lang=", "CUSTOMER_UPDATE{input:{id:C7,locale:ja}}" },
    { "update lang=en", "CUSTOMER_UPDATE{input:{id:C7,locale:en}}" },
    { "update email= phone=+819012345678", "CUSTOMER_UPDATE{input:{id:C7,email:null,phone:+819012345678}}" },
    { "update first= last= multipass=",
      "CUSTOMER_UPDATE{input:{id:C7,firstName:null,lastName:null,multipassIdentifier:null}}" },
    { "update exempt=1", "CUSTOMER_UPDATE{input:{id:C7,taxExempt:true}}" },
    { "update exempt=", "CUSTOMER_UPDATE{input:{id:C7,taxExempt:false}}" },
    { "update exemptions=US_CA_RESELLER_EXEMPTION",
      "CUSTOMER_UPDATE{input:{id:C7,taxExemptions:[US_CA_RESELLER_EXEMPTION]}}" },
    { "update exemptions=", "CUSTOMER_UPDATE{input:{id:C7,taxExemptions:[]}}" },
    { "update +new", "TAGS_ADD{id:C7,tags:[new]}" },
    { "update +new +NEW +a,b", "TAGS_ADD{id:C7,tags:[new,a,b]}" },
    { "update -old", "TAGS_REMOVE{id:C7,tags:[old]}" },
    { "update +new -old", "CUSTOMER_UPDATE{input:{id:C7,tags:[VIP,new]}}" },
    { "update +new note=x", "CUSTOMER_UPDATE{input:{id:C7,note:x,tags:[old,VIP,new]}}" },
    { "update -vip note=x", "CUSTOMER_UPDATE{input:{id:C7,note:x,tags:[old]}}" },
    { "update +vip", "TAGS_ADD{id:C7,tags:[vip]}" },
    { "update meta=rank:number_integer:3",
      "METAFIELDS_SET{metafields:[{ownerId:C7,namespace:custom,key:rank,type:number_integer,value:3}]}" },
    { "update meta=rank::3", "METAFIELDS_SET{metafields:[{ownerId:C7,namespace:custom,key:rank,value:3}]}" },
    { "update unmeta=rank", "METAFIELDS_DELETE{metafields:[{ownerId:C7,namespace:custom,key:rank}]}" },
    { "update meta=rank:number_integer:3 unmeta=color",
      "METAFIELDS_DELETE{metafields:[{ownerId:C7,namespace:custom,key:color}]} "
      "METAFIELDS_SET{metafields:[{ownerId:C7,namespace:custom,key:rank,type:number_integer,value:3}]}" },
    { "update meta=rank:number_integer:3 note=x",
      "CUSTOMER_UPDATE{input:{id:C7,note:x,metafields:[{namespace:custom,key:rank,type:number_integer,value:"
      "3}]}}" },
    { "update meta=rank:number_integer:3 unmeta=color note=x",
      "CUSTOMER_UPDATE{input:{id:C7,note:x,metafields:[{namespace:custom,key:rank,type:number_integer,value:"
      "3}]}} METAFIELDS_DELETE{metafields:[{ownerId:C7,namespace:custom,key:color}]}" },
    { "update meta=rank:number_integer:3 +new",
      "CUSTOMER_UPDATE{input:{id:C7,tags:[old,VIP,new],metafields:[{namespace:custom,key:rank,type:number_"
      "integer,value:3}]}}" },
    { "update +new unmeta=color",
      "TAGS_ADD{id:C7,tags:[new]} METAFIELDS_DELETE{metafields:[{ownerId:C7,namespace:custom,key:color}]}" },
    { "update add=3", "ADDRESS_CREATE{customerId:C7,address:{address1:3,countryCode:JP}}" },
    { "update add=3!",
      "ADDRESS_CREATE{customerId:C7,address:{address1:3,countryCode:JP},setAsDefault:true}" },
    { "update had=0 add=3!",
      "ADDRESS_CREATE{customerId:C7,address:{address1:3,countryCode:JP},setAsDefault:true}" },
    { "update city11=Minato zip11=",
      "ADDRESS_UPDATE{customerId:C7,addressId:A11,address:{city:Minato,zip:null}}" },
    { "update cc12=US province12=Ontario",
      "ADDRESS_UPDATE{customerId:C7,addressId:A12,address:{countryCode:US,province:Ontario}}" },
    { "update province12=Oz pc12=", "ADDRESS_UPDATE{customerId:C7,addressId:A12,address:{province:Oz}}" },
    { "update country12=Atlantis", "ADDRESS_UPDATE{customerId:C7,addressId:A12,address:{country:Atlantis}}" },
    { "update country12= cc12=", "ADDRESS_UPDATE{customerId:C7,addressId:A12,address:{countryCode:null}}" },
    { "update city12=Minato main=12",
      "ADDRESS_UPDATE{customerId:C7,addressId:A12,address:{city:Minato},setAsDefault:true}" },
    { "update main=12", "ADDRESS_DEFAULT{customerId:C7,addressId:A12}" },
    { "update main=11", "" },
    { "update del=12", "ADDRESS_DELETE{customerId:C7,addressId:A12}" },
    { "update del=11", "ADDRESS_DELETE{customerId:C7,addressId:A11}" },
    { "update had=1 del=11", "ADDRESS_DELETE{customerId:C7,addressId:A11}" },
    { "update del=11 main=12", "ADDRESS_DELETE{customerId:C7,addressId:A11}" },
    { "update had=3 del=11 main=12",
      "ADDRESS_DELETE{customerId:C7,addressId:A11} ADDRESS_DEFAULT{customerId:C7,addressId:A12}" },
    { "update had=3 del=11 del=12 main=13",
      "CUSTOMER_UPDATE{input:{id:C7,addresses:[{id:A13,address1:L13}]}}" },
    { "update del=11 del=12",
      "ADDRESS_DELETE{customerId:C7,addressId:A11} ADDRESS_DELETE{customerId:C7,addressId:A12}" },
    { "update del=11 del=12 add=3",
      "CUSTOMER_UPDATE{input:{id:C7,addresses:[{address1:3,countryCode:JP}]}}" },
    { "update del=11 del=12 add=3 add=4!",
      "CUSTOMER_UPDATE{input:{id:C7,addresses:[{address1:4,countryCode:JP},{address1:3,countryCode:JP}]}}" },
    { "update city11=Minato city12=Minato",
      "CUSTOMER_UPDATE{input:{id:C7,addresses:[{id:A11,city:Minato},{id:A12,city:Minato}]}}" },
    { "update had=3 city11=Minato del=12",
      "CUSTOMER_UPDATE{input:{id:C7,addresses:[{id:A11,city:Minato},{id:A13,address1:L13}]}}" },
    { "update add=3 add=4", "CUSTOMER_UPDATE{input:{id:C7,addresses:[{id:A11,address1:L11},{id:A12,address1:"
                            "L12},{address1:3,countryCode:JP},{address1:4,countryCode:JP}]}}" },
    { "update add=3 add=4!",
      "ADDRESS_CREATE{customerId:C7,address:{address1:3,countryCode:JP}} "
      "ADDRESS_CREATE{customerId:C7,address:{address1:4,countryCode:JP},setAsDefault:true}" },
    { "update had=0 add=3 add=4!",
      "CUSTOMER_UPDATE{input:{id:C7,addresses:[{address1:4,countryCode:JP},{address1:3,countryCode:JP}]}}" },
    { "update had=3 city11=Minato city12=Minato main=13",
      "CUSTOMER_UPDATE{input:{id:C7,addresses:[{id:A13,address1:L13},{id:A11,city:Minato},{id:A12,city:"
      "Minato}]}} ADDRESS_DEFAULT{customerId:C7,addressId:A13}" },
    { "update had=3 city12=Minato main=12 add=4",
      "ADDRESS_UPDATE{customerId:C7,addressId:A12,address:{city:Minato},setAsDefault:true} "
      "ADDRESS_CREATE{customerId:C7,address:{address1:4,countryCode:JP}}" },
    { "update had=? city11=Minato del=12 add=3",
      "ADDRESS_DELETE{customerId:C7,addressId:A12} "
      "ADDRESS_UPDATE{customerId:C7,addressId:A11,address:{city:Minato}} "
      "ADDRESS_CREATE{customerId:C7,address:{address1:3,countryCode:JP}}" },
    { "update had=? main=12", "ADDRESS_DEFAULT{customerId:C7,addressId:A12}" },
    { "update had=? add=3! note=x",
      "CUSTOMER_UPDATE{input:{id:C7,note:x}} "
      "ADDRESS_CREATE{customerId:C7,address:{address1:3,countryCode:JP},setAsDefault:true}" },
    { "update note=x add=3", "CUSTOMER_UPDATE{input:{id:C7,note:x,addresses:[{id:A11,address1:L11},{id:A12,"
                             "address1:L12},{address1:3,countryCode:JP}]}}" },
    { "update note=x add=3!",
      "CUSTOMER_UPDATE{input:{id:C7,note:x}} "
      "ADDRESS_CREATE{customerId:C7,address:{address1:3,countryCode:JP},setAsDefault:true}" },
    { "update note=x main=12",
      "CUSTOMER_UPDATE{input:{id:C7,note:x}} ADDRESS_DEFAULT{customerId:C7,addressId:A12}" },
    { "update note=x city12=Minato",
      "CUSTOMER_UPDATE{input:{id:C7,note:x,addresses:[{id:A11,address1:L11},{id:A12,city:Minato}]}}" },
    { "update note=x del=12", "CUSTOMER_UPDATE{input:{id:C7,note:x,addresses:[{id:A11,address1:L11}]}}" },
    { "update had=1 note=x del=11",
      "CUSTOMER_UPDATE{input:{id:C7,note:x}} ADDRESS_DELETE{customerId:C7,addressId:A11}" },
    { "update had=1 del=11 add=3! note=x",
      "CUSTOMER_UPDATE{input:{id:C7,note:x,addresses:[{address1:3,countryCode:JP}]}}" },
    { "update +new city12=Minato", "CUSTOMER_UPDATE{input:{id:C7,tags:[old,VIP,new],addresses:[{id:A11,"
                                   "address1:L11},{id:A12,city:Minato}]}}" },
    { "update meta=rank:json:1 +new city12=Minato",
      "CUSTOMER_UPDATE{input:{id:C7,tags:[old,VIP,new],addresses:[{id:A11,address1:L11},{id:A12,city:Minato}]"
      ",metafields:[{namespace:custom,key:rank,type:json,value:1}]}}" },
    { "update mail=UNSUBSCRIBED,SINGLE,-5",
      "EMAIL_CONSENT{input:{customerId:C7,emailMarketingConsent:{marketingState:UNSUBSCRIBED,"
      "marketingOptInLevel:SINGLE_OPT_IN,consentUpdatedAt:2025-12-27T00:00:00Z}}}" },
    { "update mail=SUBSCRIBED,CONFIRMED",
      "EMAIL_CONSENT{input:{customerId:C7,emailMarketingConsent:{marketingState:SUBSCRIBED,"
      "marketingOptInLevel:CONFIRMED_OPT_IN,consentUpdatedAt:2026-01-01T00:00:00Z}}}" },
    { "update mail=UNSUBSCRIBED,SINGLE,-20", "" },
    { "update mail=NOT,SINGLE,-5", "" },
    { "update phone=+819012345678 sms=SUBSCRIBED,SINGLE,-5",
      "CUSTOMER_UPDATE{input:{id:C7,phone:+819012345678}} "
      "SMS_CONSENT{input:{customerId:C7,smsMarketingConsent:{marketingState:SUBSCRIBED,marketingOptInLevel:"
      "SINGLE_OPT_IN,consentUpdatedAt:2025-12-27T00:00:00Z}}}" },
    { "update email=b@example.com mail=UNSUBSCRIBED,SINGLE,-5 sms=PENDING,CONFIRMED,-5 note=x",
      "CUSTOMER_UPDATE{input:{id:C7,email:b@example.com,note:x}} "
      "EMAIL_CONSENT{input:{customerId:C7,emailMarketingConsent:{marketingState:UNSUBSCRIBED,"
      "marketingOptInLevel:SINGLE_OPT_IN,consentUpdatedAt:2025-12-27T00:00:00Z}}} "
      "SMS_CONSENT{input:{customerId:C7,smsMarketingConsent:{marketingState:PENDING,marketingOptInLevel:"
      "CONFIRMED_OPT_IN,consentUpdatedAt:2025-12-27T00:00:00Z}}}" },
    { "update sms=NOT,SINGLE", "" },
    { "update invite", "INVITE{customerId:C7}" },
    { "update email=b@example.com invite",
      "CUSTOMER_UPDATE{input:{id:C7,email:b@example.com}} INVITE{customerId:C7}" },
    { "update +new city12=Minato mail=UNSUBSCRIBED,SINGLE,-5 unmeta=color invite",
      "CUSTOMER_UPDATE{input:{id:C7,tags:[old,VIP,new],addresses:[{id:A11,address1:L11},{id:A12,city:Minato}]"
      "}} "
      "EMAIL_CONSENT{input:{customerId:C7,emailMarketingConsent:{marketingState:UNSUBSCRIBED,"
      "marketingOptInLevel:SINGLE_OPT_IN,consentUpdatedAt:2025-12-27T00:00:00Z}}} "
      "METAFIELDS_DELETE{metafields:[{ownerId:C7,namespace:custom,key:color}]} INVITE{customerId:C7}" },
    { "update city12=Minato city11=x zip12=1 city12=y zip12=",
      "CUSTOMER_UPDATE{input:{id:C7,addresses:[{id:A11,city:x},{id:A12,city:y,zip:null}]}}" },
};

static void the_fewest_mutations_are_chosen_in_their_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(choices); i++) {
        struct step_case c;
        case_read(&c, choices[i].op);
        str steps = told(&c, "");
        if (!str_eq(steps, str_of(choices[i].steps)))
            fail_msg("%s\n is     %.*s\n not    %s", choices[i].op, STR_ARG(steps), choices[i].steps);
        arena_reset(&c.arena);
    }
}

/* ---- lists have limits ------------------------------------------------------------------------------------ */

static size_t occurrences(str text, const char *what)
{
    const size_t n = strlen(what);
    size_t found = 0;

    for (size_t i = 0; i + n <= text.n; i++)
        found += memcmp(text.p + i, what, n) == 0;
    return found;
}

static const struct {
    const char *op, *mutations; /* each with the number of items that it carries */
    const char *item;
} limits[] = {
    { "create email=a@example.com many=add,250", "CUSTOMER_CREATE=250", "address1:" },
    { "create email=a@example.com many=add,252", "CUSTOMER_CREATE=250 ADDRESS_CREATE=1 ADDRESS_CREATE=1",
      "address1:" },
    { "create email=a@example.com many=meta,251", "CUSTOMER_CREATE=250 METAFIELDS_SET=1", "key:" },
    { "create email=a@example.com many=meta,280", "CUSTOMER_CREATE=250 METAFIELDS_SET=25 METAFIELDS_SET=5",
      "key:" },
    { "update many=meta,25", "METAFIELDS_SET=25", "key:" },
    { "update many=meta,26", "CUSTOMER_UPDATE=26", "key:" },
    { "update many=meta,276", "CUSTOMER_UPDATE=250 METAFIELDS_SET=25 METAFIELDS_SET=1", "key:" },
    { "update unmeta=a many=meta,25 unmeta=b", "METAFIELDS_DELETE=2 METAFIELDS_SET=25", "key:" },
    { "update many=unmeta,251", "METAFIELDS_DELETE=250 METAFIELDS_DELETE=1", "key:" },
    { "update many=tag,248", "TAGS_ADD=248", "n" },
    { "update had=248 add=x add=y", "CUSTOMER_UPDATE=250", "address1:" },
    { "update had=249 add=x add=y", "ADDRESS_CREATE=1 ADDRESS_CREATE=1", "address1:" },
    { "update had=251 note=x city12=Minato", "CUSTOMER_UPDATE=0 ADDRESS_UPDATE=1", "city:" },
};

static void no_list_is_longer_than_shopify_takes(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(limits); i++) {
        struct step_case c;
        str head, rest, out = STR("");
        case_read(&c, limits[i].op);
        rest = told(&c, "");
        for (bool more = rest.n > 0; more;) {
            str name;
            more = str_cut(rest, ' ', &head, &rest);
            (void)str_cut(head, '{', &name, &head);
            str count = arena_fmt(&c.arena, "=%zu", occurrences(head, limits[i].item));
            str parts[] = { out, out.n ? STR(" ") : STR(""), name, count };
            out = arena_join(&c.arena, parts, countof(parts), STR(""));
        }
        if (!str_eq(out, str_of(limits[i].mutations)))
            fail_msg("%s\n is     %.*s\n not    %s", limits[i].op, STR_ARG(out), limits[i].mutations);
        arena_reset(&c.arena);
    }
}

static void more_tags_than_a_list_takes_go_as_the_whole_list(void **state)
{
    struct step_case c;
    const struct step *steps;

    (void)state;
    case_read(&c, "update many=tag,251");
    assert_int_equal(steps_for(&c.op, &c.ctx, &steps, &c.arena), 1);
    assert_int_equal(steps[0].mutation, MUTATION_CUSTOMER_UPDATE);
    arena_reset(&c.arena);
}

/* ---- names of variables, repetition, IDs ------------------------------------------------------------------ */

static void variables_end_in_the_suffix(void **state)
{
    static const struct {
        const char *op, *steps;
    } table[] = {
        { "update note=x", "CUSTOMER_UPDATE{input3:{id:C7,note:x}}" },
        { "update +new", "TAGS_ADD{id3:C7,tags3:[new]}" },
        { "update city12=x main=12",
          "ADDRESS_UPDATE{customerId3:C7,addressId3:A12,address3:{city:x},setAsDefault3:true}" },
        { "update meta=rank:json:3",
          "METAFIELDS_SET{metafields3:[{ownerId:C7,namespace:custom,key:rank,type:json,value:3}]}" },
        { "update invite", "INVITE{customerId3:C7}" },
    };

    (void)state;
    for (size_t i = 0; i < countof(table); i++) {
        struct step_case c;
        case_read(&c, table[i].op);
        str steps = told(&c, "3");
        if (!str_eq(steps, str_of(table[i].steps)))
            fail_msg("%.*s", STR_ARG(steps));
        arena_reset(&c.arena);
    }
}

/* Not chosen: an update carries exemptions. Whoever needs them can send them. */
static void exemptions_and_activation_urls_have_variables_too(void **state)
{
    static const struct {
        const char *op;
        enum mutation_id mutation;
        const char *variables;
    } table[] = {
        { "update exemptions=CA_STATUS_CARD_EXEMPTION", MUTATION_TAX_EXEMPTIONS,
          "{customerId:C7,taxExemptions:[CA_STATUS_CARD_EXEMPTION]}" },
        { "update exemptions=", MUTATION_TAX_EXEMPTIONS, "{customerId:C7,taxExemptions:[]}" },
        { "update", MUTATION_ACTIVATION_URL, "{customerId:C7}" },
    };

    (void)state;
    for (size_t i = 0; i < countof(table); i++) {
        struct step_case c;
        struct json_writer w = json_write_begin();
        const struct step s = { .mutation = table[i].mutation };
        case_read(&c, table[i].op);
        json_write_open(&w, '{');
        step_variables(&c.op, &s, &c.ctx, 7, "", &w, &c.arena);
        json_write_close(&w, '}');
        str text = shortened(json_write_end(&w, &c.arena), &c.arena);
        assert_true(str_eq(text, str_of(table[i].variables)));
        arena_reset(&c.arena);
    }
}

static void all_but_creations_and_invitations_may_be_repeated(void **state)
{
    (void)state;
    for (int m = 0; m < MUTATION_COUNT; m++)
        assert_int_equal(step_repeatable(&(struct step){ .mutation = (enum mutation_id)m }),
                         m != MUTATION_CUSTOMER_CREATE && m != MUTATION_INVITE);
}

static void a_global_id_holds_the_number(void **state)
{
    static const struct {
        const char *gid;
        int64_t number;
    } table[] = {
        { "gid://shopify/Customer/1", 1 },
        { "gid://shopify/MailingAddress/12?model_name=CustomerAddress", 12 },
        { "gid://shopify/Customer/9223372036854775807", INT64_MAX },
        { "gid://shopify/Customer/9223372036854775808", 0 },
        { "gid://shopify/Customer/-1", 0 },
        { "gid://shopify/Customer/", 0 },
        { "gid://shopify/Customer", 0 },
        { "gid://shopify//1", 0 },
        { "gid://other/Customer/1", 0 },
        { "1", 0 },
        { "", 0 },
    };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(table); i++)
        assert_int_equal(gid_number(str_of(table[i].gid)), table[i].number);
    assert_int_equal(gid_number(gid_customer(77, &a)), 77);
    assert_int_equal(gid_number(gid_address(78, &a)), 78);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fewest_mutations_are_chosen_in_their_order),
        cmocka_unit_test(no_list_is_longer_than_shopify_takes),
        cmocka_unit_test(more_tags_than_a_list_takes_go_as_the_whole_list),
        cmocka_unit_test(variables_end_in_the_suffix),
        cmocka_unit_test(exemptions_and_activation_urls_have_variables_too),
        cmocka_unit_test(all_but_creations_and_invitations_may_be_repeated),
        cmocka_unit_test(a_global_id_holds_the_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
