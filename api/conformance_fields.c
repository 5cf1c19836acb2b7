#include "api/conformance_parts.h"

#include <string.h>

#define LONG_16  "xxxxxxxxxxxxxxxx"
#define LONG_64  LONG_16 LONG_16 LONG_16 LONG_16
#define LONG_256 LONG_64 LONG_64 LONG_64 LONG_64

/* ---- one field at a time ---------------------------------------------------------------------------------- */

struct text_field {
    enum column_id column;
    size_t offset;
    const char *first, *second;
    bool clears; /* to nothing; else to the shop's default */
};

#define FIELD_CASE(member, column, first, second, clears)                      \
    &(const struct text_field)                                                 \
    {                                                                          \
        COL_##column, offsetof(struct customer, member), first, second, clears \
    }

static str *member(struct customer *c, const struct text_field *f)
{
    return (str *)(void *)((char *)c + f->offset);
}

static str held(const struct customer *c, const struct text_field *f)
{
    return *(const str *)(const void *)((const char *)c + f->offset);
}

static void field_is_set_changed_and_cleared(struct stage *t, const void *data)
{
    const struct text_field *f = data;
    struct op op = stage_create(STR("a@example.com"));

    op.set |= COL_BIT(f->column) | COL_BIT(COL_FIRST_NAME);
    op.to.first_name = STR("Anna"); /* an identity that stays */
    *member(&op.to, f) = str_of(f->first);
    const struct customer *c = stage_after(t, &op);
    WANT(c && str_is(held(c, f), f->first));
    WANT(c->has.seen & COL_BIT(f->column) && !(c->has.blank & COL_BIT(f->column)));

    op = stage_change(OP_UPDATE, c);
    op.set = COL_BIT(f->column);
    *member(&op.to, f) = str_of(f->second);
    c = stage_after(t, &op);
    WANT(c && str_is(held(c, f), f->second));

    op = stage_change(OP_UPDATE, c);
    op.set = op.to.has.blank = COL_BIT(f->column);
    c = stage_after(t, &op);
    WANT(c && (f->clears ? held(c, f).n == 0 : held(c, f).n > 0));
    WANT(!f->clears || c->has.blank & COL_BIT(f->column));
}

/* ---- what is refused -------------------------------------------------------------------------------------- */

struct bad_field {
    enum column_id column;
    size_t offset;
    const char *value;
    enum finding_id why;
};

#define BAD(member, column, value, why)                                       \
    &(const struct bad_field)                                                 \
    {                                                                         \
        COL_##column, offsetof(struct customer, member), value, FINDING_##why \
    }

static void field_is_refused(struct stage *t, const void *data)
{
    const struct bad_field *f = data;
    struct text_field place = { .offset = f->offset };
    struct op op = stage_create(STR("a@example.com"));

    op.set |= COL_BIT(f->column);
    *member(&op.to, &place) = str_of(f->value);
    WANT(stage_refuses(t, &op, f->why, f->column));

    struct op good = stage_create(STR("b@example.com"));
    const struct customer *c = stage_after(t, &good);
    WANT(c);
    op.kind = OP_UPDATE;
    op.have = c;
    op.set = COL_BIT(f->column);
    WANT(stage_refuses(t, &op, f->why, f->column));
    WANT(stage_get(t, c->id)->revision == c->revision);
}

static void note_at_its_limit_is_kept(struct stage *t, const void *data)
{
    const size_t limit = 5000;
    char *text = arena_array(&t->arena, char, limit + 1);
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    memset(text, 'n', limit + 1);
    op.set |= COL_BIT(COL_NOTE);
    op.to.note = (str){ text, limit + 1 };
    WANT(stage_refuses(t, &op, FINDING_TEXT_TOO_LONG, COL_NOTE));
    op.to.note.n = limit;
    const struct customer *c = stage_after(t, &op);
    WANT(c && c->note.n == limit);
}

static void limits_count_characters_not_bytes(struct stage *t, const void *data)
{
    static const char one[] = "あ";
    char *text = arena_array(&t->arena, char, 255 * 3);
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    for (size_t i = 0; i < 255; i++)
        memcpy(text + i * 3, one, 3);
    op.set |= COL_BIT(COL_LAST_NAME);
    op.to.last_name = (str){ text, 255 * 3 };
    const struct customer *c = stage_after(t, &op);
    WANT(c && c->last_name.n == 255 * 3);
}

/* ---- identity ---------------------------------------------------------------------------------------------- */

static void email_taken(struct stage *t, const void *data)
{
    struct op first = stage_create(STR("Taken@example.com")), second = stage_create(str_of(data));

    WANT(stage_made(t, &first));
    WANT(stage_refuses(t, &second, FINDING_EMAIL_TAKEN, COL_EMAIL));
}

static void email_taken_on_update(struct stage *t, const void *data)
{
    struct op first = stage_create(STR("taken@example.com")), second = stage_create(STR("free@example.com"));
    const struct customer *c;

    (void)data;
    WANT(stage_made(t, &first));
    c = stage_after(t, &second);
    WANT(c);
    struct op op = stage_change(OP_UPDATE, c);
    op.set = COL_BIT(COL_EMAIL);
    op.to.email = STR("TAKEN@example.com");
    WANT(stage_refuses(t, &op, FINDING_EMAIL_TAKEN, COL_EMAIL));
    op.to.email = STR("Free@example.com"); /* its own, in another case */
    c = stage_after(t, &op);
    WANT(c && str_is(c->email, "Free@example.com"));
}

static void phone_taken(struct stage *t, const void *data)
{
    struct op first = stage_create(STR("a@example.com")), second = stage_create(STR("b@example.com"));

    first.set |= COL_BIT(COL_PHONE);
    first.to.phone = STR("+819012345678");
    second.set |= COL_BIT(COL_PHONE);
    second.to.phone = str_of(data);
    WANT(stage_made(t, &first));
    WANT(stage_refuses(t, &second, FINDING_PHONE_TAKEN, COL_PHONE));
    second.set = COL_BIT(COL_EMAIL);
    const struct customer *c = stage_after(t, &second);
    WANT(c && c->phone.n == 0);
    struct op op = stage_change(OP_UPDATE, c);
    op.set = COL_BIT(COL_PHONE);
    op.to.phone = str_of(data);
    WANT(stage_refuses(t, &op, FINDING_PHONE_TAKEN, COL_PHONE));
}

static void a_freed_email_may_be_taken(struct stage *t, const void *data)
{
    struct op first = stage_create(STR("a@example.com")), second = stage_create(STR("A@example.com"));
    const struct customer *c = stage_after(t, &first);

    (void)data;
    WANT(c);
    struct op op = stage_change(OP_DELETE, c);
    WANT(stage_made(t, &op) == c->id);
    WANT(stage_made(t, &second) > c->id);
}

static void a_name_is_identity_enough(struct stage *t, const void *data)
{
    struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_LAST_NAME) };

    (void)data;
    op.to.last_name = STR("山田");
    const struct customer *c = stage_after(t, &op);
    WANT(c && c->email.n == 0 && str_is(c->last_name, "山田"));
}

static void nobody_at_all_is_refused(struct stage *t, const void *data)
{
    struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_NOTE) };

    (void)data;
    op.to.note = STR("who?");
    WANT(stage_refuses(t, &op, FINDING_LAST_IDENTITY, COL_COUNT));
}

static void the_last_identity_stays(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));
    const struct customer *c = stage_after(t, &op);

    (void)data;
    WANT(c);
    op = stage_change(OP_UPDATE, c);
    op.set = op.to.has.blank = COL_BIT(COL_EMAIL);
    WANT(stage_refuses(t, &op, FINDING_LAST_IDENTITY, COL_COUNT));
    WANT(str_is(stage_get(t, c->id)->email, "a@example.com"));
}

static void blanks_are_no_name(struct stage *t, const void *data)
{
    struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_FIRST_NAME) };

    (void)data;
    op.to.first_name = STR("   ");
    WANT(stage_refuses(t, &op, FINDING_LAST_IDENTITY, COL_COUNT));
}

/* ---- what a new customer is -------------------------------------------------------------------------------- */

static void a_new_customer_has_the_defaults(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));
    const struct customer *c = stage_after(t, &op);

    (void)data;
    WANT(c && c->state == STATE_DISABLED && c->verified_email && !c->tax_exempt);
    WANT(str_is(c->language, "en"));
    WANT(c->email_consent.state == CONSENT_NOT_SUBSCRIBED && c->sms_consent.state == CONSENT_NOT_SUBSCRIBED);
    WANT(c->tags.n == 0 && c->address_count == 0 && c->metafield_count == 0);
    WANT(c->total_orders == 0 && c->total_spent.units == 0);
    WANT(c->created_at > 0 && c->updated_at >= c->created_at);
}

static void tax_is_set_and_cleared(struct stage *t, const void *data)
{
    static const str exemptions[] = { STR_INIT("CA_STATUS_CARD_EXEMPTION"),
                                      STR_INIT("CA_BC_RESELLER_EXEMPTION") };
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    op.set |= COL_BIT(COL_TAX_EXEMPT) | COL_BIT(COL_TAX_EXEMPTIONS);
    op.to.tax_exempt = true;
    op.to.tax_exemptions = (struct texts){ exemptions, 2 };
    const struct customer *c = stage_after(t, &op);
    WANT(c && c->tax_exempt && c->tax_exemptions.n == 2);
    op = stage_change(OP_UPDATE, c);
    op.set = op.to.has.blank = COL_BIT(COL_TAX_EXEMPT) | COL_BIT(COL_TAX_EXEMPTIONS);
    c = stage_after(t, &op);
    WANT(c && !c->tax_exempt && c->tax_exemptions.n == 0);
}

static const struct conformance_case cases[] = {
    { "the first name is set, changed and cleared", field_is_set_changed_and_cleared,
      FIELD_CASE(first_name, FIRST_NAME, "Anna", "Änne", true) },
    { "the last name is set, changed and cleared", field_is_set_changed_and_cleared,
      FIELD_CASE(last_name, LAST_NAME, "O'Brien", "鈴木", true) },
    { "the note is set, changed and cleared", field_is_set_changed_and_cleared,
      FIELD_CASE(note, NOTE, "one\ntwo", "three", true) },
    { "the phone is set, changed and cleared", field_is_set_changed_and_cleared,
      FIELD_CASE(phone, PHONE, "+819012345678", "+14155550100", true) },
    { "the email is changed and cleared", field_is_set_changed_and_cleared,
      FIELD_CASE(email, EMAIL, "first@example.com", "Second@example.com", true) },
    { "a cleared language is the shop's", field_is_set_changed_and_cleared,
      FIELD_CASE(language, LANGUAGE, "ja", "zh-TW", false) },
    { "an email without @ is refused", field_is_refused, BAD(email, EMAIL, "nobody", EMAIL_INVALID) },
    { "an email with two @ is refused", field_is_refused,
      BAD(email, EMAIL, "a@@example.com", EMAIL_INVALID) },
    { "an email without a domain is refused", field_is_refused, BAD(email, EMAIL, "a@", EMAIL_INVALID) },
    { "an email without a name is refused", field_is_refused,
      BAD(email, EMAIL, "@example.com", EMAIL_INVALID) },
    { "an email without a dot is refused", field_is_refused,
      BAD(email, EMAIL, "a@localhost", EMAIL_INVALID) },
    { "a phone of letters is refused", field_is_refused, BAD(phone, PHONE, "+1234abcd", PHONE_IMPOSSIBLE) },
    { "a phone that is too long is refused", field_is_refused,
      BAD(phone, PHONE, "+1234567890123456", PHONE_IMPOSSIBLE) },
    { "a language that is none is refused", field_is_refused,
      BAD(language, LANGUAGE, "not-a-locale", SHOP_REFUSED) },
    { "a first name of 256 characters is refused", field_is_refused,
      BAD(first_name, FIRST_NAME, LONG_256, TEXT_TOO_LONG) },
    { "a last name of 256 characters is refused", field_is_refused,
      BAD(last_name, LAST_NAME, LONG_256, TEXT_TOO_LONG) },
    { "a note of 5,000 characters is kept and one more refused", note_at_its_limit_is_kept, NULL },
    { "limits count characters, not bytes", limits_count_characters_not_bytes, NULL },
    { "an email that another customer has is refused", email_taken, "Taken@example.com" },
    { "an email that another has in another case is refused", email_taken, "tAKEN@EXAMPLE.com" },
    { "an email that another has but for white space is refused", email_taken, "tak en@example.com " },
    { "an email changes to a free one only", email_taken_on_update, NULL },
    { "a phone that another customer has is refused", phone_taken, "+819012345678" },
    { "a phone that another has in another form is refused", phone_taken, "+81 (90) 1234-5678" },
    { "the email of a deleted customer is free", a_freed_email_may_be_taken, NULL },
    { "a name is identity enough", a_name_is_identity_enough, NULL },
    { "a customer without any identity is refused", nobody_at_all_is_refused, NULL },
    { "the last identity cannot be cleared", the_last_identity_stays, NULL },
    { "white space is no name", blanks_are_no_name, NULL },
    { "a new customer has the defaults", a_new_customer_has_the_defaults, NULL },
    { "tax exemption is set and cleared", tax_is_set_and_cleared, NULL },
};
const struct conformance_cases conformance_field_cases = { cases, countof(cases) };
